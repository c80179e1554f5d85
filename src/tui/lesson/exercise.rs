//! An exercise on the screen: the task, the answers as they are typed, and what was said to them.

use crate::exercise::{self, Judged, Task};
use crate::tui::{Event, Intent, Prompt, Typed};

/// A student at work on an exercise.
pub struct ExercisePage {
    id: &'static str,
    task: Task,
    /// One text for each field, as typed last.
    texts: Vec<String>,
    judged: Vec<Judged>,
    hints: usize,
    /// The field that is being typed.
    typing: Option<(usize, Prompt)>,
}

/// What came of an event.
pub enum Said {
    /// Nothing that anyone else must know.
    Nothing,
    /// The answers cannot be read.
    Unreadable(String),
    /// The answers were judged: whether all are right.
    Judged(bool),
    /// So many hints have been seen by now.
    Hint(u32),
}

impl ExercisePage {
    /// The exercise `id` with the figures of `student`, who has seen so many hints before.
    pub fn new(id: &str, student: &str, hints: u32) -> Result<ExercisePage, String> {
        let exercise = exercise::find(id).map_err(|error| error.to_string())?;
        let task = exercise.task(student);
        let texts = vec![String::new(); task.fields.len()];
        let hints = usize::try_from(hints).unwrap_or(usize::MAX).min(task.hints.len());
        Ok(ExercisePage { id: exercise.id, task, texts, judged: Vec::new(), hints, typing: None })
    }

    /// The exercise's name.
    pub fn id(&self) -> &'static str {
        self.id
    }

    /// What is asked.
    pub fn task(&self) -> &Task {
        &self.task
    }

    /// What was typed last for field number `field`.
    pub fn text(&self, field: usize) -> &str {
        self.texts.get(field).map_or("", String::as_str)
    }

    /// What was said to field number `field`, if it has been judged as it stands.
    pub fn judged(&self, field: usize) -> Option<&Judged> {
        self.judged.get(field)
    }

    /// The hints seen so far.
    pub fn hints(&self) -> &[String] {
        self.task.hints.get(..self.hints).unwrap_or(&self.task.hints)
    }

    /// Whether all answers are right.
    pub fn solved(&self) -> bool {
        !self.judged.is_empty() && self.judged.iter().all(|judged| judged.right)
    }

    /// Whether an answer is being typed.
    pub fn typing(&self) -> bool {
        self.typing.is_some()
    }

    /// The line that is being typed.
    pub fn prompt(&self) -> Option<&Prompt> {
        self.typing.as_ref().map(|(_, prompt)| prompt)
    }

    /// Takes in what happened.
    pub fn update(&mut self, event: Event) -> Said {
        match (event, &mut self.typing) {
            (Event::Do(Intent::Answer), _) => self.ask(0),
            (Event::Do(Intent::Explain), _) => {
                self.hints = (self.hints + 1).min(self.task.hints.len());
                Said::Hint(u32::try_from(self.hints).unwrap_or(u32::MAX))
            }
            (Event::Paste(text), Some((_, prompt))) => {
                prompt.paste(&text);
                Said::Nothing
            }
            (Event::Key(key), Some((field, prompt))) => match prompt.key(key) {
                Typed::More => Said::Nothing,
                Typed::Cancelled => {
                    self.typing = None;
                    Said::Nothing
                }
                Typed::Accepted(text) => {
                    let field = *field;
                    if let Some(slot) = self.texts.get_mut(field) {
                        *slot = text;
                    }
                    self.ask(field + 1)
                }
            },
            _ => Said::Nothing,
        }
    }

    /// Asks for field number `field`, or judges where there is none left.
    fn ask(&mut self, field: usize) -> Said {
        self.judged.clear();
        let Some(asked) = self.task.fields.get(field) else {
            self.typing = None;
            return match self.task.judge(&self.texts) {
                Ok(judged) => {
                    self.judged = judged;
                    Said::Judged(self.solved())
                }
                Err(unreadable) => Said::Unreadable(unreadable.to_string()),
            };
        };
        self.typing = Some((field, Prompt::new(format!("{}:", asked.name), self.text(field))));
        Said::Nothing
    }
}
