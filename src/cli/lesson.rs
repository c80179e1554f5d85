//! `blockstep lesson list|read|answer`: the course as text, and a student's answers.

mod answer;
mod read;

use std::time::{SystemTime, UNIX_EPOCH};

use clap::Subcommand;
use serde_json::json;

use super::{CliError, Exit, Output};
use crate::lesson::progress::{Loaded, Progress, ProgressFile, draw_student};
use crate::lesson::{Lesson, lessons};

#[derive(Debug, clap::Args)]
pub struct LessonArgs {
    #[command(subcommand)]
    command: LessonCommand,
}

#[derive(Debug, Subcommand)]
enum LessonCommand {
    /// List the lessons and what has been done of each.
    List,
    /// Read a lesson.
    Read(read::ReadArgs),
    /// Answer a question or an exercise of a lesson, or ask for a hint.
    Answer(answer::AnswerArgs),
}

pub fn run(args: LessonArgs, out: &mut Output) -> Result<Exit, CliError> {
    match args.command {
        LessonCommand::List => list(out),
        LessonCommand::Read(args) => read::run(&args, out),
        LessonCommand::Answer(args) => answer::run(&args, out),
    }
}

fn list(out: &mut Output) -> Result<Exit, CliError> {
    let lessons = lessons().map_err(CliError::usage)?;
    let progress = progress(&file()?)?;
    if out.is_json() {
        let entries: Vec<_> = lessons.iter().map(|lesson| summary(lesson, &progress)).collect();
        out.json_document(&entries)?;
        return Ok(Exit::Valid);
    }
    for lesson in lessons {
        let (passed, all) = passed_of(lesson, &progress);
        out.line(format_args!(
            "{:>2}  {}  ({passed} of {all} solved)",
            lesson.number, lesson.title
        ))?;
    }
    out.line("\nRead one: blockstep lesson read NUMBER")?;
    Ok(Exit::Valid)
}

fn summary(lesson: &Lesson, progress: &Progress) -> serde_json::Value {
    let question = |id: &str| {
        let answered = progress.answered(&lesson.slug, id).cloned().unwrap_or_default();
        json!({
            "id": id, "passed": answered.passed.is_some(),
            "tries": answered.tries, "hints": answered.hints,
        })
    };
    let questions: Vec<_> = lesson.questions().map(question).collect();
    json!({
        "number": lesson.number, "slug": lesson.slug, "title": lesson.title, "questions": questions,
    })
}

fn passed_of(lesson: &Lesson, progress: &Progress) -> (usize, usize) {
    let passed = lesson.questions().filter(|id| progress.passed(&lesson.slug, id)).count();
    (passed, lesson.questions().count())
}

fn file() -> Result<ProgressFile, CliError> {
    ProgressFile::of_this_user().map_err(CliError::usage)
}

fn progress(file: &ProgressFile) -> Result<Progress, CliError> {
    file.load().map(told).map_err(CliError::usage)
}

/// What was loaded, after the student has been told of a broken file.
fn told(loaded: Loaded) -> Progress {
    if let Some(aside) = loaded.set_aside {
        eprintln_quietly(&format!(
            "the progress file could not be read; it is kept as {}, and a new one begins",
            aside.display()
        ));
    }
    loaded.progress
}

/// Whose figures the exercises have: the name given, or the one stored, or a random one. Where
/// nothing can be stored, the lesson can be read all the same.
fn student(file: &ProgressFile, named: Option<&str>) -> String {
    let drawn = draw_student();
    let kept = match named {
        Some(name) => file
            .update(|progress| progress.student = Some(name.to_string()))
            .map(|loaded| told(loaded).student),
        None => file.student(&drawn).map(Some),
    };
    match kept {
        Ok(student) => student.unwrap_or(drawn),
        Err(error) => {
            eprintln_quietly(&format!("{error}; the exercises' figures will not stay the same"));
            named.map_or(drawn, str::to_string)
        }
    }
}

fn now() -> u64 {
    SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_secs())
}

/// As `eprintln!`, which panics where standard error is closed.
fn eprintln_quietly(sentence: &str) {
    use std::io::Write;
    let _ = writeln!(std::io::stderr(), "blockstep: {sentence}");
}
