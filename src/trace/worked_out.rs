//! A walk whose pictures are all worked out beforehand, one after another: for demonstrations in which nothing
//! is chosen.

use serde::{Deserialize, Serialize};

use super::{Model, Pane, Scene, Verdict, Window};
use crate::rules::Rule;

/// The pictures, the first one before any step.
#[derive(Debug, Clone)]
pub struct WorkedOut {
    title: String,
    shown: Vec<Shown>,
}

/// One picture, and the step that leads to it.
#[derive(Debug, Clone)]
pub struct Shown {
    /// What the step is called; of the first picture it is never seen.
    pub label: String,
    /// The parts of the picture.
    pub panes: Vec<Pane>,
    /// What happened, and why.
    pub sentence: String,
    /// The rule at work.
    pub rule: Option<&'static Rule>,
}

/// The number of the picture, from 0.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct At(usize);

/// What can happen.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Next {
    /// The next picture.
    Next,
}

impl WorkedOut {
    /// A walk through `shown`, under one title.
    pub fn new(title: impl Into<String>, shown: Vec<Shown>) -> WorkedOut {
        WorkedOut { title: title.into(), shown }
    }
}

impl Model for WorkedOut {
    type State = At;
    type Action = Next;

    fn initial(&self) -> At {
        At(0)
    }

    fn next(&self, state: &At) -> Option<Next> {
        (state.0 + 1 < self.shown.len()).then_some(Next::Next)
    }

    fn allowed(&self, state: &At, action: &Next) -> bool {
        self.next(state).as_ref() == Some(action)
    }

    fn apply(&self, state: &mut At, _: &Next) {
        state.0 += 1;
    }

    fn label(&self, state: &At, _: &Next) -> String {
        self.shown.get(state.0 + 1).map_or_else(|| "the end".into(), |next| next.label.clone())
    }

    fn scene(&self, _: Option<&At>, after: &At, _: Option<&Next>, _: &Window) -> Scene {
        let finished = self.next(after).is_none();
        let Some(shown) = self.shown.get(after.0) else { return Scene::default() };
        Scene {
            title: self.title.clone(),
            panes: shown.panes.clone(),
            changes: Vec::new(),
            sentence: shown.sentence.clone(),
            rule: shown.rule,
            verdict: finished.then_some(Verdict::Done),
        }
    }
}
