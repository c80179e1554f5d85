//! The pictures of the story: what happened, who can read what, the life of a record, tokens, pools.

mod chain;
pub(super) mod happened;
mod life;
pub(super) mod pools;
mod readers;
mod tokens;

use super::story_model::{Part, StoryModel, StoryState};
use crate::trace::{Model, Scene, Verdict, Window};

/// The whole picture.
pub(super) fn scene(
    model: &StoryModel,
    before: Option<&StoryState>,
    state: &StoryState,
    window: &Window,
) -> Scene {
    let (step, world) = (model.step(state), model.world(state));
    let old = before.map(|before| model.world(before));
    let cast = &model.tale.cast;
    let mut panes = vec![happened::pane(step)];
    let slot = world.last_slot();
    match model.part {
        Part::Whole | Part::Sharing | Part::Emergency => {
            panes.push(readers::pane(model, world, old, slot));
            panes.push(life::pane(model, world));
        }
        Part::Records => {
            panes.push(life::pane(model, world));
            panes.push(readers::pane(model, world, old, slot));
        }
        Part::Tokens => {
            panes.push(tokens::pane(cast, world, old));
            panes.push(pools::pane(world));
        }
        Part::DoubleSigning => panes.push(pools::pane(world)),
    }
    let at = panes.len();
    let values = chain::values(world, step);
    let older = before.zip(old).map(|(before, old)| chain::values(old, model.step(before)));
    panes.push(crate::trace::Pane::values("The chain", at, &values, older.as_deref(), window));
    let sentence = match step {
        None => "The story begins. Each step is a transaction, an attempt, or a block.".into(),
        Some(step) => format!("{}: {}", step.title, step.told),
    };
    let finished = model.next(state).is_none();
    Scene {
        title: model.part.title().into(),
        panes,
        changes: Vec::new(),
        sentence,
        rule: step.and_then(|step| step.rule),
        verdict: finished.then_some(Verdict::Done),
    }
}
