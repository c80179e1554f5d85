//! What an attack comes to, as plain data: two tables, some figures, some sentences.

use serde::Serialize;

use super::Attack;
use crate::spelling::grouped;

/// What an attack came to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Outcome {
    /// Which attack.
    pub attack: Attack,
    /// The setting, a line each.
    pub setting_words: Vec<String>,
    /// What the lines of the tables are, and what their amounts count.
    pub columns: [&'static str; 2],
    /// Without the attack.
    pub before: Vec<TableLine>,
    /// With it.
    pub after: Vec<TableLine>,
    /// What was counted, each with its name.
    pub figures: Vec<(String, String)>,
    /// What the attacker does; then what it costs, what it gains, and what stops it. Four sentences at least, of
    /// 300 bytes at most.
    pub told: Vec<String>,
    /// Whether a rule stops the attack, rather than only giving it a price.
    pub stopped: bool,
}

/// A line of a table, which can be drawn as a bar.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct TableLine {
    /// Whose, or when.
    pub what: String,
    /// How much, in what the outcome's second column counts.
    pub amount: u64,
    /// What to say of it.
    pub words: String,
    /// Whether it is the attacker's.
    pub attackers: bool,
}

impl TableLine {
    /// A line that is nobody's in particular.
    pub(super) fn new(what: impl Into<String>, amount: u64, words: impl Into<String>) -> TableLine {
        TableLine { what: what.into(), amount, words: words.into(), attackers: false }
    }

    /// The same line, as the attacker's where `it_is`.
    pub(super) fn of_attacker(self, it_is: bool) -> TableLine {
        TableLine { attackers: it_is, ..self }
    }
}

/// A figure and its name.
pub(super) fn figure(name: &str, value: impl std::fmt::Display) -> (String, String) {
    (name.to_owned(), value.to_string())
}

/// `part` of `of`, in tenths of a per cent, to the nearest: `12.3 %`. Nothing of nothing is 0.
pub(super) fn per_cent(part: u64, of: u64) -> String {
    let mille = nearest(u128::from(part) * 1000, of);
    format!("{}.{} %", mille / 10, mille % 10)
}

/// The mean of `times` numbers that sum up to `sum`, to two digits, the nearest: `2.45`.
pub(super) fn mean(sum: u64, times: u64) -> String {
    let hundredths = nearest(u128::from(sum) * 100, times);
    format!("{}.{:02}", hundredths / 100, hundredths % 100)
}

/// The whole number nearest to a fraction, halves up; nothing of nothing is 0.
fn nearest(part: u128, of: u64) -> u128 {
    let of = u128::from(of);
    (part + of / 2).checked_div(of).unwrap_or(0)
}

/// A number of units: `1,200 units`.
pub(super) fn units(number: u64) -> String {
    format!("{} unit{}", grouped(number), if number == 1 { "" } else { "s" })
}

/// A number of seats: `1 seat`.
pub(super) fn seats(number: usize) -> String {
    crate::spelling::counted(number, "seat")
}
