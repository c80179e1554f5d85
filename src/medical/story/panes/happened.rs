//! What came of the step.

use crate::medical::story::{Outcome, Step};
use crate::trace::{Body, Line, Mark, Pane, Row};

/// The step's outcome.
pub(in crate::medical::story) fn pane(step: Option<&Step>) -> Pane {
    let name = step.map_or("What happens", |step| step.chapter);
    let Some(step) = step else {
        return text(name, vec![Line::new("nothing yet")]);
    };
    let who = Line::new(format!("who: {}", step.who));
    match &step.outcome {
        Outcome::Accepted { txid, kind } => {
            let waits = format!("accepted: {kind} {}, for the next block", txid.short());
            text(name, vec![who, Line::new(waits).marked(Mark::Good)])
        }
        Outcome::Refused { reason } => {
            let mut lines = vec![who];
            let told = folded(&format!("refused: {reason}"));
            lines.extend(told.into_iter().map(|line| Line::new(line).marked(Mark::Bad)));
            text(name, lines)
        }
        Outcome::Block { height, transactions, producer } => {
            let made = format!("block {height} by {producer}, transactions in it: {transactions}");
            text(name, vec![who, Line::new(made).marked(Mark::Good)])
        }
        Outcome::Told => text(name, vec![who]),
        Outcome::Read { lines } => {
            let rows = lines.iter().map(|(title, value)| Row::new([title.clone(), value.clone()]));
            let headers = vec![step.who.to_owned(), "what it says".to_owned()];
            Pane::whole(name, Body::Table { headers, rows: rows.collect() })
        }
    }
}

/// Half a screen of 80 columns, less its border and mark.
const COLUMNS: usize = 36;

/// A sentence in lines of at most [`COLUMNS`] characters, as far as its words are not longer.
fn folded(sentence: &str) -> Vec<String> {
    let mut lines: Vec<String> = vec![String::new()];
    for word in sentence.split(' ') {
        match lines.last_mut() {
            Some(line) if line.is_empty() => line.push_str(word),
            Some(line) if line.chars().count() + 1 + word.chars().count() <= COLUMNS => {
                line.push(' ');
                line.push_str(word);
            }
            _ => lines.push(word.to_owned()),
        }
    }
    lines
}

fn text(name: &str, lines: Vec<Line>) -> Pane {
    Pane::whole(name, Body::Text { lines })
}
