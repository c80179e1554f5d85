//! The loop as a walk, a month a step: it begins, or it does not.

use serde::{Deserialize, Serialize};

use super::bootstrap::{Feedback, Month, next_month};
use crate::rules::chain::MOST_WORK;
use crate::trace::{Body, Chart, Mark, Model, Pane, Row, Scene, Series, Verdict, Window};

/// Months by default.
const MONTHS: usize = 36;
/// The most that are kept.
const MOST_MONTHS: usize = 600;
/// The hash rate of an enthusiast who mines at a loss for a month.
const ENTHUSIAST: f64 = 0.5;
/// What is left of trust after an attack that succeeded.
const AFTER_ATTACK: f64 = 0.2;

/// A coin that begins.
#[derive(Debug, Clone)]
pub struct BootstrapModel {
    title: String,
    inputs: Feedback,
}

/// The months so far.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct BootstrapState {
    /// One for each.
    pub months: Vec<Month>,
    /// What an attacker did last, and whether it worked.
    attacked: Option<bool>,
    /// Whether an enthusiast mined in the last month.
    helped: bool,
}

/// What can happen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum BootstrapAction {
    /// A month goes by.
    Month,
    /// A month in which somebody mines at a loss.
    Enthusiast,
    /// Somebody rents what there is to rent, and rewrites the chain if that is most of the work.
    Attack,
}

impl BootstrapModel {
    /// A walk under this title.
    pub fn new(title: impl Into<String>, inputs: Feedback) -> BootstrapModel {
        BootstrapModel { title: title.into(), inputs }
    }
}

impl BootstrapState {
    fn trust(&self) -> f64 {
        self.months.last().map_or(0.0, |month| month.trust)
    }

    fn hash_rate(&self) -> f64 {
        self.months.last().map_or(0.0, |month| month.hash_rate)
    }
}

impl Model for BootstrapModel {
    type State = BootstrapState;
    type Action = BootstrapAction;

    fn initial(&self) -> BootstrapState {
        BootstrapState::default()
    }

    fn next(&self, state: &BootstrapState) -> Option<BootstrapAction> {
        (state.months.len() < MONTHS).then_some(BootstrapAction::Month)
    }

    fn choices(&self, state: &BootstrapState) -> Vec<BootstrapAction> {
        let all = [BootstrapAction::Month, BootstrapAction::Enthusiast, BootstrapAction::Attack];
        all.into_iter().filter(|action| self.allowed(state, action)).collect()
    }

    fn allowed(&self, state: &BootstrapState, action: &BootstrapAction) -> bool {
        match action {
            BootstrapAction::Attack => !state.months.is_empty() && state.attacked.is_none(),
            _ => state.months.len() < MOST_MONTHS,
        }
    }

    fn apply(&self, state: &mut BootstrapState, action: &BootstrapAction) {
        let extra = match action {
            BootstrapAction::Attack => {
                let works = state.hash_rate() < 1.0;
                if let Some(month) = state.months.last_mut().filter(|_| works) {
                    month.trust *= AFTER_ATTACK;
                }
                state.attacked = Some(works);
                return;
            }
            BootstrapAction::Month => 0.0,
            BootstrapAction::Enthusiast => ENTHUSIAST,
        };
        let month = next_month(&self.inputs, state.months.len() as u32, state.trust(), extra);
        state.months.push(month);
        (state.attacked, state.helped) = (None, extra > 0.0);
    }

    fn label(&self, state: &BootstrapState, action: &BootstrapAction) -> String {
        match action {
            BootstrapAction::Month => format!("month {}", state.months.len() + 1),
            BootstrapAction::Enthusiast => {
                format!("month {}: an enthusiast mines at a loss", state.months.len() + 1)
            }
            BootstrapAction::Attack => "an attacker tries now".into(),
        }
    }

    fn scene(
        &self,
        _: Option<&BootstrapState>,
        after: &BootstrapState,
        last: Option<&BootstrapAction>,
        window: &Window,
    ) -> Scene {
        Scene {
            title: self.title.clone(),
            panes: vec![
                table(after, window),
                inputs_pane(&self.inputs),
                Pane::whole(
                    "trust, security, hash rate",
                    Body::Chart { chart: bootstrap_chart(&after.months) },
                ),
            ],
            changes: Vec::new(),
            sentence: sentence(&self.inputs, after),
            rule: last.map(|_| &MOST_WORK),
            verdict: self.next(after).is_none().then_some(Verdict::Done),
        }
    }
}

fn per_cent(part: f64) -> String {
    format!("{:.1} %", part * 100.0)
}

fn sentence(inputs: &Feedback, state: &BootstrapState) -> String {
    let Some(month) = state.months.last() else {
        return format!(
            "A new coin. Enthusiasts mine at a loss for {} months, with {} times what an attacker could rent. \
             Will miners come because the coin is worth something, and will it be worth something because \
             miners came?",
            inputs.push_months, inputs.push
        );
    };
    match state.attacked {
        Some(true) => {
            return format!(
                "The attacker rents more than the {:.2} times that all miners have together, and rewrites the \
                 chain. Four fifths of the trust are gone.",
                month.hash_rate
            );
        }
        Some(false) => {
            return format!(
                "The miners have {:.2} times what the attacker can rent: he cannot catch up, and keeps his \
                 money.",
                month.hash_rate
            );
        }
        None => {}
    }
    let help = if state.helped { "Somebody mines at a loss. " } else { "" };
    let number = state.months.len() as u32;
    let enthusiasts = if number <= inputs.push_months { "enthusiasts and " } else { "" };
    let loop_says = match month.security > month.trust {
        true => {
            "The chain is safer than people think: trust grows, the reward is worth more, more will mine."
        }
        false => {
            "The chain is less safe than people think: trust falls, the reward is worth less, miners leave."
        }
    };
    format!(
        "{help}Month {number}: {enthusiasts}what the reward pays for make {:.2} times the attacker's hash rate. \
         {loop_says}",
        month.hash_rate
    )
}

fn table(state: &BootstrapState, window: &Window) -> Pane {
    let total = state.months.len();
    let range = window.range(0, total, total.saturating_sub(1));
    let first = range.start;
    let row = |(at, month): (usize, &Month)| {
        let row = Row::new([
            (at + 1).to_string(),
            format!("{:.2} x", month.hash_rate),
            per_cent(month.security),
            per_cent(month.trust),
        ]);
        row.marked(if at + 1 == total { Mark::Changed } else { Mark::Plain })
    };
    let rows = state.months.iter().enumerate().skip(first).take(range.len()).map(row).collect();
    let headers = ["month", "hash rate", "security", "trust"].map(str::to_owned).to_vec();
    Pane::part("the months", Body::Table { headers, rows }, first, total)
}

fn inputs_pane(inputs: &Feedback) -> Pane {
    let rows = vec![
        Row::new(["push".to_owned(), format!("{} x", inputs.push)]),
        Row::new(["for months".to_owned(), inputs.push_months.to_string()]),
        Row::new(["paid at full trust".to_owned(), format!("{} x", inputs.paid_hash_rate)]),
        Row::new(["pace a month".to_owned(), per_cent(inputs.pace)]),
    ];
    Pane::whole("assumed", Body::Table { headers: vec!["what".into(), "value".into()], rows })
}

/// The three quantities over any months; the hash rate as a part of what full trust pays for.
pub fn bootstrap_chart(months: &[Month]) -> Chart {
    let series = |name: &str, value: &dyn Fn(&Month) -> f64| Series {
        name: name.to_owned(),
        points: (1_u32..).zip(months).map(|(at, month)| (at.into(), value(month))).collect(),
    };
    Chart {
        x_name: "months".into(),
        y_name: "trust, security; hash rate / 4".into(),
        logarithmic: false,
        series: vec![
            series("trust", &|month| month.trust),
            series("security", &|month| month.security),
            series("hash rate / 4", &|month| month.hash_rate / 4.0),
        ],
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::trace::walked::there_and_back;
    use crate::trace::{Stepper, Trace};

    fn walk(push: f64) -> Trace<BootstrapModel> {
        Trace::new(BootstrapModel::new("walk", Feedback::example(push)))
    }

    #[test]
    fn one_begins_and_the_other_does_not_and_both_are_walked_back() {
        for (push, begins) in [(0.3, true), (0.1, false)] {
            let mut trace = walk(push);
            assert_eq!(there_and_back(&mut trace).len(), MONTHS + 1);
            assert_eq!(trace.state().trust() > 0.5, begins);
        }
    }

    #[test]
    fn an_enthusiast_can_save_it_and_an_attacker_end_it() {
        let mut trace = walk(0.1);
        for _ in 0..24 {
            trace.choose(1).unwrap();
        }
        while trace.forward() {}
        assert!(trace.state().trust() > 0.5);
        let mut trace = walk(0.3);
        trace.seek(3);
        let before = trace.state().trust();
        trace.choose(2).unwrap();
        assert!((trace.state().trust() / before - AFTER_ATTACK).abs() < 1e-12);
        assert!(trace.act(&serde_json::json!("attack")).is_err(), "not twice in a month");
        let mut trace = walk(0.3);
        trace.seek(36);
        let before = trace.state().trust();
        trace.act(&serde_json::json!("attack")).unwrap();
        assert_eq!((trace.state().attacked, trace.state().trust()), (Some(false), before));
    }
}
