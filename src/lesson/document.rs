//! A lesson as plain data: what a front end lays out, and what it must make work.

use serde::{Deserialize, Serialize};

/// A lesson: reading, with stages, questions and exercises between the paragraphs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Lesson {
    /// Its place in the course.
    pub number: u32,
    /// Its name in file names and in a student's progress: `transaction-based-ledger`.
    pub slug: String,
    /// Its heading.
    pub title: String,
    /// The parts in reading order.
    pub parts: Vec<Part>,
}

/// A stretch of reading, or one thing to do.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "part", rename_all = "snake_case")]
pub enum Part {
    /// Reading.
    Text {
        /// Headings, paragraphs, tables.
        blocks: Vec<Block>,
    },
    /// Something to step through.
    Stage(Stage),
    /// A question with choices.
    Quiz(Quiz),
    /// An exercise, by its name in [`exercise`](crate::exercise).
    Exercise(ExerciseRef),
}

/// A piece of reading.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "block", rename_all = "snake_case")]
pub enum Block {
    /// The heading of a section.
    Heading {
        /// 1 for the lesson's title, 2 for a section, and so on.
        level: u8,
        /// What it says.
        spans: Vec<Span>,
    },
    /// A paragraph.
    Paragraph {
        /// What it says.
        spans: Vec<Span>,
    },
    /// A list.
    List {
        /// The number of the first item, or none for a list of bullets.
        start: Option<u64>,
        /// The items.
        items: Vec<Vec<Block>>,
    },
    /// Words of another, or an aside.
    Quote {
        /// What it holds.
        blocks: Vec<Block>,
    },
    /// Lines to be shown as they are.
    Code {
        /// The language, or nothing.
        language: String,
        /// The lines.
        text: String,
    },
    /// A table.
    Table {
        /// The column headings.
        head: Vec<Vec<Span>>,
        /// The rows; each has as many cells as there are headings.
        rows: Vec<Vec<Vec<Span>>>,
    },
}

/// A run of words in one style.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Default)]
pub struct Span {
    /// The words.
    pub text: String,
    /// How they stand out.
    #[serde(skip_serializing_if = "Style::is_plain")]
    pub style: Style,
    /// What stands behind them.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub source: Option<Source>,
}

/// How words stand out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Default)]
#[serde(rename_all = "snake_case")]
pub enum Style {
    /// They do not.
    #[default]
    Plain,
    /// A word that is being explained.
    Emphasis,
    /// A word not to be missed.
    Strong,
    /// A name or bytes, to be taken letter by letter.
    Code,
}

/// What stands behind a run of words.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Source {
    /// A figure that running a scenario must give.
    Figure {
        /// The scenario's id in the catalog.
        scenario: String,
        /// Which of its figures.
        key: String,
    },
    /// Another page.
    Page(String),
}

/// A scenario to step through, inside a lesson.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Stage {
    /// The scenario's id in the catalog.
    pub scenario: String,
    /// What to look for.
    pub watch: Vec<Span>,
}

/// A question with choices, one of them right.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Quiz {
    /// Its name within the lesson.
    pub id: String,
    /// The question.
    pub question: Vec<Span>,
    /// The choices, lettered from a.
    pub choices: Vec<Choice>,
}

/// One choice of a question. Whether it is right is never written out with the question.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Choice {
    /// What it says.
    pub text: Vec<Span>,
    /// Whether it is the right one.
    #[serde(skip)]
    pub right: bool,
    /// Why it is right, or why it is not.
    #[serde(skip)]
    pub why: Vec<Span>,
}

/// An exercise, by name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ExerciseRef {
    /// Its name in [`exercise`](crate::exercise).
    pub id: String,
}

/// The words of `spans`, without their looks.
pub fn text_of(spans: &[Span]) -> String {
    spans.iter().map(|span| span.text.as_str()).collect()
}

impl Style {
    /// True for [`Style::Plain`].
    pub fn is_plain(&self) -> bool {
        *self == Style::Plain
    }
}

impl Quiz {
    /// The choice that `letter` names, in either case.
    pub fn choice(&self, letter: &str) -> Option<&Choice> {
        let letter = letter.trim().to_ascii_lowercase();
        let position = (0..self.choices.len()).find(|&i| Quiz::letter(i) == letter)?;
        self.choices.get(position)
    }

    /// The letter of choice number `index`.
    pub fn letter(index: usize) -> String {
        u8::try_from(index)
            .ok()
            .filter(|index| *index < 26)
            .map_or_else(|| (index + 1).to_string(), |index| char::from(b'a' + index).to_string())
    }
}

impl Lesson {
    /// The stages, in reading order.
    pub fn stages(&self) -> impl Iterator<Item = &Stage> {
        self.parts.iter().filter_map(|part| match part {
            Part::Stage(stage) => Some(stage),
            _ => None,
        })
    }

    /// The questions, in reading order.
    pub fn quizzes(&self) -> impl Iterator<Item = &Quiz> {
        self.parts.iter().filter_map(|part| match part {
            Part::Quiz(quiz) => Some(quiz),
            _ => None,
        })
    }

    /// The names of the exercises, in reading order.
    pub fn exercises(&self) -> impl Iterator<Item = &str> {
        self.parts.iter().filter_map(|part| match part {
            Part::Exercise(exercise) => Some(exercise.id.as_str()),
            _ => None,
        })
    }

    /// The names of all that can be answered, in reading order.
    pub fn questions(&self) -> impl Iterator<Item = &str> {
        self.parts.iter().filter_map(|part| match part {
            Part::Quiz(quiz) => Some(quiz.id.as_str()),
            Part::Exercise(exercise) => Some(exercise.id.as_str()),
            Part::Text { .. } | Part::Stage(_) => None,
        })
    }

    /// Every run of words that a student can read, questions and reasons included; lines of code
    /// are not words.
    pub fn spans(&self) -> Vec<&Span> {
        let mut spans = Vec::new();
        for part in &self.parts {
            match part {
                Part::Text { blocks } => {
                    blocks.iter().for_each(|block| block.collect_spans(&mut spans));
                }
                Part::Stage(stage) => spans.extend(&stage.watch),
                Part::Quiz(quiz) => {
                    spans.extend(&quiz.question);
                    for choice in &quiz.choices {
                        spans.extend(choice.text.iter().chain(&choice.why));
                    }
                }
                Part::Exercise(_) => {}
            }
        }
        spans
    }
}

impl Block {
    fn collect_spans<'a>(&'a self, found: &mut Vec<&'a Span>) {
        match self {
            Block::Heading { spans, .. } | Block::Paragraph { spans } => found.extend(spans),
            Block::List { items, .. } => {
                items.iter().flatten().for_each(|block| block.collect_spans(found));
            }
            Block::Quote { blocks } => {
                blocks.iter().for_each(|block| block.collect_spans(found));
            }
            Block::Table { head, rows } => {
                found.extend(head.iter().chain(rows.iter().flatten()).flatten());
            }
            Block::Code { .. } => {}
        }
    }
}
