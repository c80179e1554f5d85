//! Lessons: Markdown files that travel inside the program, and what a student has done with them.
//!
//! A lesson is one file of `lessons/`, named `NN-slug.md`: reading, with `stage`, `quiz` and
//! `exercise` fences between the paragraphs (see `directive.rs`). Every figure in the reading is a
//! link that names where it comes from, `[17.0](figure:ledger-lecture/2[0])`: it reads well as plain
//! Markdown, and a test runs the scenario and compares (see [`figure`]).

mod directive;
mod document;
mod error;
pub mod figure;
mod parse;
pub mod plain;
pub mod progress;
mod table;

use std::sync::OnceLock;

use include_dir::{Dir, include_dir};

pub use document::{
    Block, Choice, ExerciseRef, Lesson, Part, Quiz, Source, Span, Stage, Style, text_of,
};
pub use error::LessonError;
pub use parse::{parse, parts};

static FILES: Dir = include_dir!("$CARGO_MANIFEST_DIR/lessons");

/// All lessons, in the order of the course.
pub fn lessons() -> Result<&'static [Lesson], LessonError> {
    static LESSONS: OnceLock<Result<Vec<Lesson>, LessonError>> = OnceLock::new();
    LESSONS.get_or_init(read_all).as_deref().map_err(LessonError::clone)
}

/// The lesson with this number or slug.
pub fn find(asked: &str) -> Result<&'static Lesson, LessonError> {
    let lessons = lessons()?;
    let wanted = asked.trim();
    let number = wanted.parse().ok();
    lessons
        .iter()
        .find(|lesson| Some(lesson.number) == number || lesson.slug.eq_ignore_ascii_case(wanted))
        .ok_or_else(|| LessonError::Unknown {
            asked: asked.to_string(),
            known: lessons
                .iter()
                .map(|lesson| format!("{} ({})", lesson.number, lesson.slug))
                .collect::<Vec<_>>()
                .join(", "),
        })
}

fn read_all() -> Result<Vec<Lesson>, LessonError> {
    let mut lessons: Vec<Lesson> = Vec::new();
    for entry in FILES.files() {
        let file = entry.path().display().to_string();
        if file == "SUMMARY.md" || !file.ends_with(".md") {
            continue;
        }
        let markdown =
            entry.contents_utf8().ok_or_else(|| LessonError::NotText { file: file.clone() })?;
        let lesson = parse(&file, markdown)?;
        if lessons.iter().any(|other| other.number == lesson.number || other.slug == lesson.slug) {
            return Err(LessonError::Duplicate { file, number: lesson.number });
        }
        lessons.push(lesson);
    }
    lessons.sort_by_key(|lesson| lesson.number);
    Ok(lessons)
}

#[cfg(test)]
mod tests;
