//! Typed answers: how a student's text is read, and how it is judged without giving the answer away.

use serde::Serialize;

use super::list::ListKind;
use crate::primitives::amount::bitcoin_short;

/// Decimals of an amount in coins.
const COIN_DECIMALS: usize = 8;

/// One answer that a task wants.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Field {
    /// Its short name: `looked`.
    pub name: &'static str,
    /// What is asked, in a few words.
    pub ask: String,
    /// How to write the answer.
    pub form: String,
    #[serde(skip)]
    expected: Answer,
    /// What to say of a wrong word: a word is not too much or too little.
    #[serde(skip)]
    nudge: &'static str,
}

/// An answer, read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Answer {
    /// Numbers of transactions, ascending, each once.
    Transactions(Vec<u64>),
    /// An amount in satoshis.
    Amount(i64),
    /// How many.
    Number(u64),
    /// Names, in order where the order counts.
    List(Vec<String>, ListKind),
    /// One word of a fixed choice, by its place in the list.
    Word(usize, &'static [&'static str]),
}

/// How one answer was judged.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Judged {
    /// The field.
    pub name: &'static str,
    /// Whether it is right.
    pub right: bool,
    /// A sentence: that it is right, or which way it is off.
    pub says: String,
}

/// A text that says nothing that can be judged.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Unreadable {
    /// Too few or too many answers.
    #[error("{given} answers were given; this exercise wants, in this order: {names}")]
    Count {
        /// How many.
        given: usize,
        /// The names of the fields.
        names: String,
    },
    /// One answer cannot be read.
    #[error("{name}: {text:?} cannot be read; write {form}")]
    Text {
        /// The field.
        name: &'static str,
        /// The student's text.
        text: String,
        /// How to write the answer.
        form: String,
    },
}

impl Field {
    /// A field whose right answer is `expected`.
    pub fn new(name: &'static str, ask: impl Into<String>, expected: Answer) -> Field {
        let form = match &expected {
            Answer::Transactions(_) => "transaction numbers, such as 2,3,5 or 2-5".to_string(),
            Answer::Amount(_) => "an amount, such as 3.5".to_string(),
            Answer::Number(_) => "a whole number, such as 12".to_string(),
            Answer::List(_, kind) => kind.form().to_string(),
            Answer::Word(_, words) => format!("one of: {}", words.join(", ")),
        };
        Field { name, ask: ask.into(), form, expected, nudge: CHECKS_IN_ORDER }
    }

    /// The same field, with what to say of a wrong word.
    pub fn nudging(self, nudge: &'static str) -> Field {
        Field { nudge, ..self }
    }

    /// The right answer, as a student would write it.
    pub fn right_answer(&self) -> String {
        match &self.expected {
            Answer::Transactions(numbers) => {
                numbers.iter().map(u64::to_string).collect::<Vec<_>>().join(",")
            }
            Answer::Amount(satoshis) => bitcoin_short(*satoshis),
            Answer::Number(number) => number.to_string(),
            Answer::List(items, _) => items.join(", "),
            Answer::Word(index, words) => words.get(*index).unwrap_or(&"").to_string(),
        }
    }

    pub(super) fn judge(&self, text: &str) -> Result<Judged, Unreadable> {
        let given = read(text, &self.expected).ok_or_else(|| Unreadable::Text {
            name: self.name,
            text: text.to_string(),
            form: self.form.clone(),
        })?;
        let right = given == self.expected;
        let says = match right {
            true => "right".to_string(),
            false => format!("not yet: {}", off(&given, &self.expected, self.nudge)),
        };
        Ok(Judged { name: self.name, right, says })
    }
}

/// Reads `text` as an answer of the kind that is expected.
fn read(text: &str, kind: &Answer) -> Option<Answer> {
    let text = text.trim().to_lowercase();
    match kind {
        Answer::Transactions(_) => transactions(&text).map(Answer::Transactions),
        Answer::Amount(_) => satoshis(&text).map(Answer::Amount),
        Answer::Number(_) => number(&text).map(Answer::Number),
        Answer::List(_, kind) => kind.read(&text).map(|items| Answer::List(items, *kind)),
        Answer::Word(_, words) => {
            let same = |word: &&str| letters(word) == letters(&text);
            words.iter().position(same).map(|index| Answer::Word(index, words))
        }
    }
}

/// `double-spend`, `double spend` and `DoubleSpend` are one word.
fn letters(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).collect()
}

/// `3 4 5`, `3, 4 and 5`, `tx 3-5`, `#3..#5`, in any order.
fn transactions(text: &str) -> Option<Vec<u64>> {
    let mut text = text.to_string();
    for word in ["transactions", "transaction", "txs", "tx", "and", "#", ",", ";", "&"] {
        text = text.replace(word, " ");
    }
    for dash in ["..", "\u{2013}", " to "] {
        text = text.replace(dash, "-");
    }
    let text = text.split('-').map(str::trim).collect::<Vec<_>>().join("-");
    let mut numbers = Vec::new();
    for word in text.split_whitespace() {
        let (first, last) = word.split_once('-').unwrap_or((word, word));
        let (first, last): (u64, u64) = (first.parse().ok()?, last.parse().ok()?);
        if last < first || last - first > 100 || numbers.len() > 200 {
            return None;
        }
        numbers.extend(first..=last);
    }
    numbers.sort_unstable();
    numbers.dedup();
    (!numbers.is_empty()).then_some(numbers)
}

/// `8`, `8.0`, `8,0`, `8.00 coins`: all the same amount.
fn satoshis(text: &str) -> Option<i64> {
    let unit = text.trim_start_matches(|c: char| c.is_ascii_digit() || c == '.' || c == ',');
    if !["", "coins", "coin", "bitcoins", "bitcoin", "btc"].contains(&unit.trim()) {
        return None;
    }
    let figure = text[..text.len() - unit.len()].replace(',', ".");
    let (whole, decimals) = figure.split_once('.').unwrap_or((&figure, "0"));
    let decimals = decimals.trim_end_matches('0');
    if decimals.len() > COIN_DECIMALS || (whole.is_empty() && decimals.is_empty()) {
        return None;
    }
    let whole = if whole.is_empty() { "0" } else { whole };
    format!("{whole}{decimals:0<COIN_DECIMALS$}").parse().ok()
}

/// `12`, `1,234`, `12 bytes`.
fn number(text: &str) -> Option<u64> {
    let unit = text.trim_start_matches(|c: char| c.is_ascii_digit() || c == ',' || c == '_');
    if !unit.trim().chars().all(|c| c.is_ascii_alphabetic()) {
        return None;
    }
    text[..text.len() - unit.len()].replace([',', '_'], "").parse().ok()
}

/// What is said of a wrong verdict.
const CHECKS_IN_ORDER: &str = "go through the checks one by one and see which is the first to fail";

/// Which way a wrong answer is off, without saying the right one.
fn off(given: &Answer, expected: &Answer, nudge: &'static str) -> &'static str {
    match (given, expected) {
        (Answer::Transactions(given), Answer::Transactions(expected)) => {
            let extra = given.iter().any(|number| !expected.contains(number));
            let missing = expected.iter().any(|number| !given.contains(number));
            match (extra, missing) {
                (true, true) => {
                    "the scan looks at a transaction that you left out, and does not look at one \
                     that you named"
                }
                (true, false) => "the scan does not look at all of those",
                _ => "the scan looks at more than those",
            }
        }
        (Answer::List(given, kind), Answer::List(expected, _)) => kind.off(given, expected),
        (Answer::Amount(given), Answer::Amount(expected)) if given > expected => "that is too much",
        (Answer::Amount(_), Answer::Amount(_)) => "that is too little",
        (Answer::Number(given), Answer::Number(expected)) if given > expected => "that is too many",
        (Answer::Number(_), Answer::Number(_)) => "that is too few",
        _ => nudge,
    }
}
