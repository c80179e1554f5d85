//! A hex dump of 16 bytes a row: marked spans in brackets, their names at the end of the row.

use ratatui::{
    style::{Modifier, Style},
    text::{Line as Drawing, Span},
};

use super::Drawn;
use crate::{
    trace::{ByteMark, Mark},
    tui::look,
};

/// Bytes in a row.
const ROW: usize = 16;
/// Columns of offset and bytes.
pub const DUMP: usize = 2 + 6 + 1 + 3 * ROW + 1;

/// Columns that the dump would like.
pub fn need(marks: &[ByteMark]) -> usize {
    let longest = marks.iter().map(|mark| look::width(&mark.name)).max().unwrap_or(0);
    DUMP + 2 + longest.clamp(8, 40)
}

/// The rows of `bytes`, which begin with row number `first`.
pub fn rows(bytes: &[u8], marks: &[ByteMark], first: usize, width: usize) -> Vec<Drawn> {
    let chunks = bytes.chunks(ROW).enumerate();
    chunks.map(|(index, chunk)| row(chunk, (first + index) * ROW, marks, width)).collect()
}

fn row(chunk: &[u8], start: usize, marks: &[ByteMark], width: usize) -> Drawn {
    let end = start + chunk.len();
    let here: Vec<&ByteMark> =
        marks.iter().filter(|mark| mark.start < end && mark.end > start).collect();
    let strongest = here.iter().map(|mark| mark.mark).find(|mark| is_loud(*mark));
    let mark = strongest.unwrap_or_default();
    let sign = look::mark_sign(mark);
    let mut spans = vec![
        Span::styled(format!("{sign} "), look::mark_style(mark)),
        Span::styled(format!("{start:06x} "), look::mark_style(Mark::Dim)),
    ];
    for (index, byte) in chunk.iter().enumerate() {
        let offset = start + index;
        spans.push(Span::raw(fence(&here, offset, index == 0)));
        spans.push(Span::styled(format!("{byte:02x}"), style_at(&here, offset)));
    }
    spans.push(Span::raw(if here.iter().any(|mark| is_loud(mark.mark) && mark.end == end) {
        "]"
    } else {
        " "
    }));
    let padding = 3 * (ROW - chunk.len()) + 1;
    let names = look::cut(&names(&here, start), width.saturating_sub(DUMP + 1));
    spans.push(Span::raw(" ".repeat(padding)));
    spans.push(Span::styled(names, look::mark_style(mark)));
    Drawn { lines: vec![Drawing::from(spans)], mark }
}

/// Whether a mark asks for brackets.
fn is_loud(mark: Mark) -> bool {
    !matches!(mark, Mark::Plain | Mark::Dim)
}

/// What stands before the byte at `offset`: a bracket where a marked span begins or has just
/// ended, a bar where one ends and the next begins, a space inside and between.
fn fence(marks: &[&ByteMark], offset: usize, leads: bool) -> &'static str {
    let loud =
        |at: &dyn Fn(&ByteMark) -> bool| marks.iter().any(|mark| is_loud(mark.mark) && at(mark));
    let begins = loud(&|mark| mark.start == offset);
    let ended = !leads && loud(&|mark| mark.end == offset);
    match (begins, ended) {
        (true, true) => "|",
        (true, false) => "[",
        (false, true) => "]",
        (false, false) => " ",
    }
}

fn style_at(marks: &[&ByteMark], offset: usize) -> Style {
    let covers = |mark: &&&ByteMark| (mark.start..mark.end).contains(&offset);
    let loud = marks.iter().filter(covers).find(|mark| is_loud(mark.mark));
    match loud.or_else(|| marks.iter().find(covers)).map(|mark| mark.mark) {
        Some(Mark::Plain) | None => Style::default(),
        Some(Mark::Current) => look::mark_style(Mark::Current).add_modifier(Modifier::REVERSED),
        Some(mark) => look::mark_style(mark),
    }
}

/// The names of the spans in this row, loud ones first; one that goes on from the row before is
/// a mere `…`, unless it is alone.
fn names(marks: &[&ByteMark], start: usize) -> String {
    let mut ordered: Vec<&&ByteMark> = marks.iter().filter(|mark| is_loud(mark.mark)).collect();
    ordered.extend(marks.iter().filter(|mark| !is_loud(mark.mark) && mark.start >= start));
    let text = |mark: &&&ByteMark| match mark.start >= start {
        true => mark.name.clone(),
        false => format!("… {}", mark.name),
    };
    ordered.iter().map(text).collect::<Vec<_>>().join(", ")
}
