//! `blockstep lesson answer`: judges an answer, says why, and keeps the result.

use serde_json::{Value, json};

use super::read::{task, write_markdown, write_paragraph, write_wrapped};
use crate::cli::{CliError, Exit, Output};
use crate::exercise::Task;
use crate::lesson::progress::ProgressFile;
use crate::lesson::{self, Lesson, Quiz, text_of};

#[derive(Debug, clap::Args)]
pub struct AnswerArgs {
    /// The lesson's number, or its short name.
    lesson: String,
    /// The question or exercise; `blockstep lesson read` names them.
    question: String,
    /// A letter for a question; for an exercise its answers, in order or as NAME=ANSWER.
    answers: Vec<String>,
    /// Show the next hint instead of answering.
    #[arg(long, conflicts_with = "answers")]
    hint: bool,
    /// Whose figures the exercises shall have: a name, kept until another is given.
    #[arg(long, value_name = "NAME")]
    student: Option<String>,
}

pub fn run(args: &AnswerArgs, out: &mut Output) -> Result<Exit, CliError> {
    let lesson = lesson::find(&args.lesson).map_err(CliError::usage)?;
    let asked = args.question.trim();
    let file = super::file()?;
    if let Some(quiz) = lesson.quizzes().find(|quiz| quiz.id == asked) {
        if args.hint {
            return Err(CliError::usage("a question has no hints, only reasons: give a letter"));
        }
        return answer_quiz(lesson, quiz, &args.answers, &file, out);
    }
    let Some(id) = lesson.exercises().find(|id| *id == asked) else {
        let known: Vec<&str> = lesson.questions().collect();
        return Err(CliError::usage(format!(
            "lesson {} has no question {asked:?}: it has {}",
            lesson.number,
            known.join(", ")
        )));
    };
    let task = task(id, &super::student(&file, args.student.as_deref()))?;
    if args.hint {
        return hint(lesson, id, &task, &file, out);
    }
    answer_exercise(lesson, id, &task, &args.answers, &file, out)
}

fn answer_quiz(
    lesson: &Lesson,
    quiz: &Quiz,
    answers: &[String],
    file: &ProgressFile,
    out: &mut Output,
) -> Result<Exit, CliError> {
    let given = answers.join(" ");
    let Some(choice) = quiz.choice(&given) else {
        let last = Quiz::letter(quiz.choices.len().saturating_sub(1));
        return Err(CliError::usage(format!(
            "{given:?} is no choice: give a letter from a to {last}"
        )));
    };
    if out.is_json() {
        let report = report(lesson, &quiz.id, choice.right, json!({ "why": text_of(&choice.why) }));
        out.json_document(&report)?;
    } else {
        let says = if choice.right { "Right. " } else { "Not so. " };
        write_paragraph(says, &choice.why, out)?;
    }
    keep(lesson, &quiz.id, choice.right, file, out)
}

fn answer_exercise(
    lesson: &Lesson,
    id: &str,
    task: &Task,
    answers: &[String],
    file: &ProgressFile,
    out: &mut Output,
) -> Result<Exit, CliError> {
    let texts = in_order(task, answers)?;
    let judged = task.judge(&texts).map_err(CliError::usage)?;
    let right = judged.iter().all(|judged| judged.right);
    let solution = if right { json!(task.solution) } else { Value::Null };
    if out.is_json() {
        let more = json!({ "answers": judged, "solution": solution });
        out.json_document(&report(lesson, id, right, more))?;
        return keep(lesson, id, right, file, out);
    }
    for answer in &judged {
        write_wrapped(&format!("{}: {}.", answer.name, answer.says), out)?;
    }
    if right {
        out.line("\nSolved. Here is how it comes out:\n")?;
        write_markdown(&task.solution, out)?;
    } else {
        let number = lesson.number;
        out.line(format_args!("\nFor a hint: blockstep lesson answer {number} {id} --hint"))?;
    }
    keep(lesson, id, right, file, out)
}

/// The answers in the order of the task's fields. Each is `NAME=ANSWER`, or all are bare and in
/// order.
fn in_order(task: &Task, answers: &[String]) -> Result<Vec<String>, CliError> {
    if !answers.iter().any(|answer| answer.contains('=')) {
        return Ok(answers.to_vec());
    }
    let names: Vec<&str> = task.fields.iter().map(|field| field.name).collect();
    let mut texts = vec![None; names.len()];
    for answer in answers {
        let (name, text) = answer.split_once('=').unwrap_or(("", answer));
        let place = names.iter().position(|known| *known == name.trim().to_lowercase());
        match place.and_then(|place| texts.get_mut(place)) {
            Some(free @ None) => *free = Some(text.to_string()),
            Some(Some(_)) => return Err(CliError::usage(format!("{name} is answered twice"))),
            None => {
                let names = names.join("=… ");
                return Err(CliError::usage(format!("{answer:?}: write {names}=…")));
            }
        }
    }
    match texts.iter().position(Option::is_none).and_then(|place| names.get(place)) {
        Some(name) => Err(CliError::usage(format!("the answer {name}=… is missing"))),
        None => Ok(texts.into_iter().flatten().collect()),
    }
}

/// Shows one hint more than have been seen. Nobody is shown one unasked.
fn hint(
    lesson: &Lesson,
    id: &str,
    task: &Task,
    file: &ProgressFile,
    out: &mut Output,
) -> Result<Exit, CliError> {
    let seen = super::progress(file)?.answered(&lesson.slug, id).map_or(0, |a| a.hints as usize);
    let count = (seen + 1).min(task.hints.len());
    let hint = task.hints.get(count.saturating_sub(1)).map_or("", String::as_str);
    if out.is_json() {
        let number = lesson.number;
        out.json_document(&json!({
            "lesson": number, "question": id, "hint": hint, "number": count, "of": task.hints.len(),
        }))?;
    } else {
        out.line(format_args!("Hint {count} of {}", task.hints.len()))?;
        write_markdown(hint, out)?;
    }
    let shown = u32::try_from(count).unwrap_or(u32::MAX);
    file.update(|progress| progress.record_hints(&lesson.slug, id, shown))
        .map_err(CliError::usage)?;
    Ok(Exit::Valid)
}

fn report(lesson: &Lesson, id: &str, correct: bool, more: Value) -> Value {
    let mut report = json!({ "lesson": lesson.number, "question": id, "correct": correct });
    if let (Some(report), Value::Object(more)) = (report.as_object_mut(), more) {
        report.extend(more);
    }
    report
}

/// Keeps the result. The student has seen it by now, whatever becomes of the file.
fn keep(
    lesson: &Lesson,
    id: &str,
    right: bool,
    file: &ProgressFile,
    out: &mut Output,
) -> Result<Exit, CliError> {
    out.flush()?;
    let now = super::now();
    let kept = file.update(|progress| progress.record(&lesson.slug, id, right, now));
    super::told(kept.map_err(CliError::usage)?);
    Ok(if right { Exit::Valid } else { Exit::Invalid })
}
