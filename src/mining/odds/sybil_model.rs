//! A miner who takes ever more names: what becomes of his share of the blocks, and of the votes.
//!
//! The counts are those of [`Crowd`]; a step makes ten times as many names.

use serde::{Deserialize, Serialize};

use super::sybil::Crowd;
use super::{Estimate, percent};
use crate::rules::mining::WORK_NOT_NAMES;
use crate::spelling::grouped;
use crate::trace::{Body, Chart, Mark, Model, Pane, Row, Scene, Series, Verdict, Window};

/// The numbers of names: all powers of ten up to as many names as the miner has tries.
const NAMES: [u32; 5] = [1, 10, 100, 1_000, 10_000];

/// The miner's tries, and those of each of the others.
const TRIES: u32 = 10_000;

/// A miner among others who are each as strong as he is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SybilModel {
    others: u32,
    draws: u32,
    seed: String,
}

/// The numbers of names that were tried.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct SybilState {
    seen: Vec<Counted>,
}

/// What was counted for one number of names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Counted {
    crowd: Crowd,
    blocks: Estimate,
    votes: Estimate,
}

/// What can happen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SybilAction {
    /// Divide the same tries among ten times as many names.
    Divide,
}

impl SybilModel {
    /// A miner among so many others. So many blocks are found, and votes drawn, for each number of
    /// names.
    pub fn new(others: u32, draws: u32, seed: impl Into<String>) -> SybilModel {
        SybilModel { others, draws, seed: seed.into() }
    }

    fn count(&self, identities: u32) -> Counted {
        let crowd = Crowd { tries: TRIES, identities, others: self.others, tries_of_each: TRIES };
        let seed = |what: &str| format!("{}, {what}, {identities}", self.seed);
        Counted {
            crowd,
            blocks: crowd.simulate_blocks(self.draws, &seed("blocks")),
            votes: crowd.simulate_votes(self.draws, &seed("votes")),
        }
    }

    fn sentence(&self, last: Option<&Counted>) -> String {
        let Some(last) = last else {
            return format!(
                "A miner works among {} others who are each as strong as he is. He will appear under more \
                 and more names, with no more machines.",
                grouped(self.others)
            );
        };
        let names = match last.crowd.identities {
            1 => "one name".to_owned(),
            count => format!("{} names", grouped(count)),
        };
        format!(
            "Under {names} he finds {} of the blocks: {} by the count of tries, which the names do not \
             change. If every name had a vote, he would have {} of the votes.",
            percent(last.blocks.share()),
            percent(last.crowd.share_of_blocks()),
            percent(last.crowd.share_of_votes())
        )
    }
}

fn table(seen: &[Counted], window: &Window) -> Pane {
    let range = window.range(0, seen.len(), seen.len().saturating_sub(1));
    let first = range.start;
    let rows = seen.iter().enumerate().skip(first).take(range.len()).map(|(at, one)| {
        let cells = [
            grouped(one.crowd.identities),
            one.crowd.tries_of(0).to_string(),
            percent(one.crowd.share_of_blocks()),
            one.blocks.to_string(),
            percent(one.crowd.share_of_votes()),
            one.votes.to_string(),
        ];
        Row::new(cells).marked(if at + 1 == seen.len() { Mark::Changed } else { Mark::Plain })
    });
    let rows = rows.collect();
    let headers = ["names", "tries of each", "blocks", "found", "votes", "drawn"];
    let headers = headers.map(str::to_owned).to_vec();
    Pane::part("his share", Body::Table { headers, rows }, first, seen.len())
}

fn chart(seen: &[Counted]) -> Chart {
    let series = |name: &str, share: fn(&Crowd) -> f64| {
        let points = seen.iter().map(|one| (f64::from(one.crowd.identities), share(&one.crowd)));
        Series { name: name.to_owned(), points: points.collect() }
    };
    Chart {
        x_name: "names".into(),
        y_name: "his share".into(),
        logarithmic: true,
        series: vec![
            series("blocks", Crowd::share_of_blocks),
            series("votes", Crowd::share_of_votes),
        ],
    }
}

impl Model for SybilModel {
    type State = SybilState;
    type Action = SybilAction;

    fn initial(&self) -> SybilState {
        SybilState::default()
    }

    fn next(&self, state: &SybilState) -> Option<SybilAction> {
        (state.seen.len() < NAMES.len()).then_some(SybilAction::Divide)
    }

    fn allowed(&self, state: &SybilState, _: &SybilAction) -> bool {
        self.next(state).is_some()
    }

    fn apply(&self, state: &mut SybilState, _: &SybilAction) {
        state.seen.extend(NAMES.get(state.seen.len()).map(|names| self.count(*names)));
    }

    fn label(&self, state: &SybilState, _: &SybilAction) -> String {
        match NAMES.get(state.seen.len()) {
            Some(1) | None => "one name".into(),
            Some(names) => format!("{} names", grouped(*names)),
        }
    }

    fn scene(
        &self,
        _: Option<&SybilState>,
        after: &SybilState,
        _: Option<&SybilAction>,
        window: &Window,
    ) -> Scene {
        let seen = &after.seen;
        Scene {
            title: "A miner with many names".into(),
            panes: vec![
                table(seen, window),
                Pane::whole("share over names", Body::Chart { chart: chart(seen) }),
            ],
            changes: Vec::new(),
            sentence: self.sentence(seen.last()),
            rule: (!seen.is_empty()).then_some(&WORK_NOT_NAMES),
            verdict: (seen.len() == NAMES.len()).then_some(Verdict::Done),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::trace::walked::there_and_back;
    use crate::trace::{Stepper, Trace};

    #[test]
    fn names_add_votes_and_no_blocks_there_and_back() {
        let mut trace = Trace::new(SybilModel::new(9, 20_000, "names"));
        let scenes = there_and_back(&mut trace);
        assert_eq!(scenes.len(), NAMES.len() + 1);
        assert_eq!(scenes[NAMES.len()].verdict, Some(Verdict::Done));
        for one in &trace.state().seen {
            let (least, most) = one.blocks.within(4.0);
            assert!((least..=most).contains(&0.1), "{}", one.blocks);
            let (least, most) = one.votes.within(4.0);
            assert!((least..=most).contains(&one.crowd.share_of_votes()), "{}", one.votes);
        }
        assert!(scenes[5].sentence.contains("99.91% of the votes"), "{}", scenes[5].sentence);
        assert_eq!(trace.scene(&Window::following(0)).panes[0].body.rows(), 0);
    }

    #[test]
    fn alone_he_has_everything() {
        let mut trace = Trace::new(SybilModel::new(0, 100, "alone"));
        trace.seek(NAMES.len());
        assert!(trace.scene(&Window::all()).sentence.contains("100.00% of the blocks"));
    }
}
