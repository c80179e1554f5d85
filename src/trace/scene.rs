//! What a front end draws: plain data that knows no subject and no terminal.

use serde::Serialize;

use crate::rules::Rule;

/// A picture of one state of a machine, and of the step that led to it.
#[derive(Debug, Clone, PartialEq, Serialize, Default)]
pub struct Scene {
    /// What is being watched.
    pub title: String,
    /// The parts of the picture, the most important first.
    pub panes: Vec<Pane>,
    /// What is different from the step before, a phrase each.
    pub changes: Vec<String>,
    /// One sentence: what just happened, and why.
    pub sentence: String,
    /// The rule at work, if one is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rule: Option<&'static Rule>,
    /// How it ended, once it has.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub verdict: Option<Verdict>,
}

impl Scene {
    /// Why a rule was broken, unless the sentence tells that already.
    pub fn untold_reason(&self) -> Option<&str> {
        let Some(Verdict::Invalid { reason, .. }) = &self.verdict else { return None };
        let told = self.sentence.to_lowercase();
        let told = told.contains(reason.to_lowercase().trim_end_matches('.'));
        (!told).then_some(reason)
    }
}

/// How a machine ended.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// No rule was broken.
    Valid,
    /// A rule was broken: its name, as Core says it, and a sentence for a student.
    Invalid {
        /// Core's name or reject string.
        name: String,
        /// What was found, what the rule demands, what would have passed.
        reason: String,
    },
    /// There was nothing to judge.
    Done,
}

/// A part of the picture.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Pane {
    /// Its heading.
    pub name: String,
    /// Its rows, of which only a window may be given.
    pub body: Body,
    /// The number of the first row given.
    pub first: usize,
    /// The number of rows that there are.
    pub total: usize,
}

/// The kinds of pane. A closed set, so that every front end can draw them all.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Body {
    /// Lines of text, one of them perhaps marked as the current one.
    Text {
        /// The lines.
        lines: Vec<Line>,
    },
    /// Columns under headers.
    Table {
        /// One for each column.
        headers: Vec<String>,
        /// The rows; each has as many cells as there are headers.
        rows: Vec<Row>,
    },
    /// A stack of byte strings, the top first.
    Stack {
        /// The items.
        items: Vec<Line>,
    },
    /// Lines that lie under one another.
    Tree {
        /// The branches, each after the one that it hangs from.
        branches: Vec<Branch>,
    },
    /// Bytes, some of them marked and named. A row is 16 bytes.
    Bytes {
        /// The bytes of the rows given.
        #[serde(serialize_with = "as_hex")]
        bytes: Vec<u8>,
        /// The marked ranges, as offsets from the start of all the bytes.
        marks: Vec<ByteMark>,
    },
    /// Curves over a common axis.
    Chart {
        /// The curves and their axes.
        chart: Chart,
    },
}

/// A line, an item, a cell: text for a reader, and the bytes behind it on demand.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Default)]
pub struct Line {
    /// What to show, with names for bytes where there are names.
    pub text: String,
    /// The same with every byte string as hexadecimal, where that differs.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub hex: Option<String>,
    /// Why a reader should look here.
    #[serde(skip_serializing_if = "Mark::is_plain")]
    pub mark: Mark,
}

/// Why a reader should look at something. Each is drawn with a sign of its own and never by colour
/// alone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Default)]
#[serde(rename_all = "snake_case")]
pub enum Mark {
    /// No particular reason.
    #[default]
    Plain,
    /// This is where the machine stands.
    Current,
    /// The last step changed it.
    Changed,
    /// A check passed.
    Good,
    /// A check failed.
    Bad,
    /// It no longer matters, or not yet.
    Dim,
}

/// A row of a table.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Default)]
pub struct Row {
    /// One for each header.
    pub cells: Vec<Line>,
    /// Why to look at this row.
    #[serde(skip_serializing_if = "Mark::is_plain")]
    pub mark: Mark,
}

/// A line of a tree.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Default)]
pub struct Branch {
    /// How far from the root, which is 0.
    pub depth: usize,
    /// What it says.
    pub line: Line,
}

/// A named range of bytes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ByteMark {
    /// Offset of the first byte.
    pub start: usize,
    /// Offset after the last byte.
    pub end: usize,
    /// The field.
    pub name: String,
    /// Why to look there.
    pub mark: Mark,
}

/// Curves over a common axis.
#[derive(Debug, Clone, PartialEq, Serialize, Default)]
pub struct Chart {
    /// What runs along the bottom, with its unit.
    pub x_name: String,
    /// What runs up the side, with its unit.
    pub y_name: String,
    /// Whether both axes count in powers of ten.
    pub logarithmic: bool,
    /// The curves.
    pub series: Vec<Series>,
}

/// One curve.
#[derive(Debug, Clone, PartialEq, Serialize, Default)]
pub struct Series {
    /// Its name.
    pub name: String,
    /// Its points, x ascending.
    pub points: Vec<(f64, f64)>,
}

impl Mark {
    /// True for [`Mark::Plain`].
    pub fn is_plain(&self) -> bool {
        *self == Mark::Plain
    }
}

impl Line {
    /// Text that stands for itself.
    pub fn new(text: impl Into<String>) -> Line {
        Line { text: text.into(), ..Line::default() }
    }

    /// The same line, marked.
    pub fn marked(self, mark: Mark) -> Line {
        Line { mark, ..self }
    }

    /// The same line, with what it says in hexadecimal.
    pub fn with_hex(self, hex: impl Into<String>) -> Line {
        Line { hex: Some(hex.into()), ..self }
    }
}

impl Row {
    /// A row of plain cells.
    pub fn new<T: Into<String>>(cells: impl IntoIterator<Item = T>) -> Row {
        Row { cells: cells.into_iter().map(Line::new).collect(), mark: Mark::Plain }
    }

    /// The same row, marked.
    pub fn marked(self, mark: Mark) -> Row {
        Row { mark, ..self }
    }
}

impl Pane {
    /// A pane that gives all its rows.
    pub fn whole(name: impl Into<String>, body: Body) -> Pane {
        let total = body.rows();
        Pane { name: name.into(), body, first: 0, total }
    }

    /// A pane that gives the rows from `first` on, out of `total`.
    pub fn part(name: impl Into<String>, body: Body, first: usize, total: usize) -> Pane {
        Pane { name: name.into(), body, first, total }
    }
}

impl Body {
    /// The number of rows given.
    pub fn rows(&self) -> usize {
        match self {
            Body::Text { lines } => lines.len(),
            Body::Table { rows, .. } => rows.len(),
            Body::Stack { items } => items.len(),
            Body::Tree { branches } => branches.len(),
            Body::Bytes { bytes, .. } => bytes.len().div_ceil(16),
            Body::Chart { .. } => 1,
        }
    }
}

fn as_hex<S: serde::Serializer>(bytes: &[u8], serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(&hex::encode(bytes))
}
