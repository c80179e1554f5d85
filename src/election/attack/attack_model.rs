//! One attack, step by step: the setting, what holds before, the attack, what holds after, and why.

use serde::{Deserialize, Serialize};

use super::{Attack, Outcome, TableLine};
use crate::spelling::grouped;
use crate::trace::{Body, Line, Mark, Model, Pane, Row, Scene, Verdict, Window};

/// Columns of the longest bar.
const BAR: u128 = 16;

/// Steps before those that only tell.
const SHOWN: usize = 3;

/// An attack that is about to be told.
#[derive(Debug, Clone)]
pub struct AttackModel {
    outcome: Outcome,
}

/// How much of it has been told.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct AttackState {
    /// Steps so far.
    step: usize,
}

/// What can happen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AttackAction {
    /// What holds without the attack.
    Before,
    /// What the attacker does.
    Act,
    /// What holds then.
    After,
    /// A sentence about it.
    Tell,
}

impl AttackModel {
    /// The attack in the setting that `seed` decides.
    pub fn new(attack: Attack, seed: &str) -> AttackModel {
        AttackModel { outcome: attack.run(seed) }
    }

    /// What the attack comes to.
    pub fn outcome(&self) -> &Outcome {
        &self.outcome
    }

    /// Sentences told so far; the first one with the attack itself.
    fn told(&self, state: &AttackState) -> usize {
        match state.step {
            0 | 1 => 0,
            2 | 3 => 1,
            step => (step - SHOWN + 1).min(self.outcome.told.len()),
        }
    }

    fn last_step(&self) -> usize {
        // The first sentence is told by the attack itself.
        SHOWN + self.outcome.told.len().saturating_sub(1)
    }

    fn sentence(&self, state: &AttackState, last: Option<&AttackAction>) -> String {
        match last {
            None => format!("{}. First the setting.", self.outcome.attack.title()),
            Some(AttackAction::Before) => "This is what comes of it without the attack.".to_owned(),
            Some(AttackAction::After) => "And this is what comes of it with the attack.".to_owned(),
            Some(AttackAction::Act | AttackAction::Tell) => {
                let told = self.told(state).checked_sub(1);
                told.and_then(|at| self.outcome.told.get(at)).cloned().unwrap_or_default()
            }
        }
    }

    fn table(&self, pane: usize, shown: bool, lines: &[TableLine], window: &Window) -> Pane {
        let name = if pane == 0 { "Before" } else { "After" };
        if !shown {
            return not_yet(name);
        }
        let all = self.outcome.before.iter().chain(&self.outcome.after);
        let most = all.map(|line| line.amount).max().unwrap_or(0);
        let range = window.range(pane, lines.len(), 0);
        let first = range.start;
        let rows = lines.get(range).unwrap_or(&[]).iter().map(|line| row(line, most)).collect();
        let [what, amount] = self.outcome.columns;
        let headers = [what, amount, "", ""].map(String::from).to_vec();
        Pane::part(name, Body::Table { headers, rows }, first, lines.len())
    }

    fn words(&self, state: &AttackState) -> Pane {
        let told = self.told(state);
        if told == 0 {
            let lines = self.outcome.setting_words.iter().map(Line::new).collect();
            return Pane::whole("Setting", Body::Text { lines });
        }
        let line = |(at, sentence): (usize, &String)| {
            let mark = if at + 1 == told { Mark::Current } else { Mark::Plain };
            Line::new(sentence.as_str()).marked(mark)
        };
        let lines = self.outcome.told.iter().take(told).enumerate().map(line).collect();
        Pane::whole("Told", Body::Text { lines })
    }

    fn figures(&self, shown: bool, window: &Window) -> Pane {
        if !shown {
            return not_yet("Figures");
        }
        let figures = &self.outcome.figures;
        let range = window.range(3, figures.len() + 1, 0);
        let first = range.start;
        let stopped = if self.outcome.stopped { "yes" } else { "no" };
        let last = Row::new(["stopped by a rule", stopped]).marked(if self.outcome.stopped {
            Mark::Good
        } else {
            Mark::Bad
        });
        let rows = figures.iter().map(|(name, value)| Row::new([name.as_str(), value.as_str()]));
        let rows = rows.chain([last]).skip(first).take(range.len()).collect();
        let headers = ["figure", "value"].map(String::from).to_vec();
        Pane::part("Figures", Body::Table { headers, rows }, first, figures.len() + 1)
    }
}

/// A pane of which nothing is shown so far.
fn not_yet(name: &str) -> Pane {
    Pane::whole(name, Body::Text { lines: vec![Line::new("not yet").marked(Mark::Dim)] })
}

fn row(line: &TableLine, most: u64) -> Row {
    let bar = (u128::from(line.amount) * BAR).checked_div(u128::from(most)).unwrap_or(0);
    let bar = "█".repeat(usize::try_from(bar).unwrap_or(0));
    let row = Row::new([line.what.clone(), grouped(line.amount), bar, line.words.clone()]);
    row.marked(if line.attackers { Mark::Current } else { Mark::Plain })
}

impl Model for AttackModel {
    type State = AttackState;
    type Action = AttackAction;

    fn initial(&self) -> AttackState {
        AttackState::default()
    }

    fn next(&self, state: &AttackState) -> Option<AttackAction> {
        match state.step {
            0 => Some(AttackAction::Before),
            1 => Some(AttackAction::Act),
            2 => Some(AttackAction::After),
            step => (step < self.last_step()).then_some(AttackAction::Tell),
        }
    }

    fn allowed(&self, state: &AttackState, action: &AttackAction) -> bool {
        self.next(state) == Some(*action)
    }

    fn apply(&self, state: &mut AttackState, _: &AttackAction) {
        state.step = (state.step + 1).min(self.last_step());
    }

    fn label(&self, state: &AttackState, action: &AttackAction) -> String {
        match action {
            AttackAction::Before => "without the attack".into(),
            AttackAction::Act => "the attack".into(),
            AttackAction::After => "with the attack".into(),
            AttackAction::Tell => format!("what it means, {}", self.told(state)),
        }
    }

    fn scene(
        &self,
        _: Option<&AttackState>,
        after: &AttackState,
        last: Option<&AttackAction>,
        window: &Window,
    ) -> Scene {
        let outcome = &self.outcome;
        Scene {
            title: outcome.attack.title().into(),
            panes: vec![
                self.table(0, after.step >= 1, &outcome.before, window),
                self.table(1, after.step >= SHOWN, &outcome.after, window),
                self.words(after),
                self.figures(after.step >= SHOWN, window),
            ],
            changes: Vec::new(),
            sentence: self.sentence(after, last),
            rule: last.map(|_| outcome.attack.rule()),
            verdict: (after.step >= self.last_step()).then_some(Verdict::Done),
        }
    }
}

#[cfg(test)]
#[path = "attack_model_tests.rs"]
mod tests;
