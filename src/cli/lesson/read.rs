//! `blockstep lesson read`: a lesson as lines of text, or as data.

use serde_json::json;

use crate::catalog::{self, Source};
use crate::cli::step::Walk;
use crate::cli::{CliError, Exit, Output};
use crate::exercise::{self, Task};
use crate::lesson::plain::{lay_out, paragraph, wrap};
use crate::lesson::progress::Progress;
use crate::lesson::{self, Block, Lesson, Part, Quiz, Span, Stage};

#[derive(Debug, clap::Args)]
pub struct ReadArgs {
    /// The lesson's number, or its short name.
    lesson: String,
    /// Write out every step of the lesson's stages too.
    #[arg(long)]
    stage: bool,
    /// Whose figures the exercises shall have: a name, kept until another is given.
    #[arg(long, value_name = "NAME")]
    student: Option<String>,
}

pub fn run(args: &ReadArgs, out: &mut Output) -> Result<Exit, CliError> {
    if args.stage && out.is_json() {
        let sentence =
            "--stage is for text; `blockstep step SCENARIO --json` gives a stage as data";
        return Err(CliError::usage(sentence));
    }
    let lesson = lesson::find(&args.lesson).map_err(CliError::usage)?;
    let file = super::file()?;
    let student = super::student(&file, args.student.as_deref());
    // Of a file that cannot be read, the student has been told by now.
    let progress = super::progress(&file).unwrap_or_default();
    let reader = Reader { lesson, student, progress, stage: args.stage };
    if out.is_json() {
        reader.write_json(out)?
    } else {
        reader.write_text(out)?
    }
    Ok(Exit::Valid)
}

struct Reader {
    lesson: &'static Lesson,
    student: String,
    progress: Progress,
    stage: bool,
}

impl Reader {
    fn write_json(&self, out: &mut Output) -> Result<(), CliError> {
        let mut tasks = serde_json::Map::new();
        for id in self.lesson.exercises() {
            let task = task(id, &self.student)?;
            tasks.insert(id.to_string(), json!(task));
        }
        out.json_document(&json!({
            "lesson": self.lesson, "tasks": tasks,
            "progress": super::summary(self.lesson, &self.progress)["questions"],
        }))
    }

    fn write_text(&self, out: &mut Output) -> Result<(), CliError> {
        for (index, part) in self.lesson.parts.iter().enumerate() {
            if index > 0 {
                out.line("")?;
            }
            match part {
                Part::Text { blocks } => write_blocks(blocks, out)?,
                Part::Stage(stage) => self.write_stage(stage, out)?,
                Part::Quiz(quiz) => self.write_quiz(quiz, out)?,
                Part::Exercise(exercise) => self.write_exercise(&exercise.id, out)?,
            }
        }
        Ok(())
    }

    fn write_stage(&self, stage: &Stage, out: &mut Output) -> Result<(), CliError> {
        let scenario = catalog::find(&stage.scenario).map_err(CliError::usage)?;
        write_wrapped(&format!("Stage: {}", scenario.title), out)?;
        write_paragraph("  Watch for: ", &stage.watch, out)?;
        out.line(format_args!("  Step through it: blockstep step {}", scenario.id))?;
        if !self.stage {
            return Ok(());
        }
        let mut walk = Walk::open(Source::scenario(scenario.id)).map_err(CliError::usage)?;
        loop {
            out.line("")?;
            walk.show(out)?;
            if !walk.forward() {
                return Ok(());
            }
        }
    }

    fn write_quiz(&self, quiz: &Quiz, out: &mut Output) -> Result<(), CliError> {
        out.line(format_args!("Question {}{}", quiz.id, self.state(&quiz.id)))?;
        write_paragraph("", &quiz.question, out)?;
        for (index, choice) in quiz.choices.iter().enumerate() {
            write_paragraph(&format!("  {}) ", Quiz::letter(index)), &choice.text, out)?;
        }
        out.line(self.how_to_answer(&quiz.id, "LETTER"))
    }

    fn write_exercise(&self, id: &str, out: &mut Output) -> Result<(), CliError> {
        let task = task(id, &self.student)?;
        out.line(format_args!("Exercise {id}{}", self.state(id)))?;
        write_markdown(&task.text, out)?;
        out.line("")?;
        for (index, field) in task.fields.iter().enumerate() {
            write_wrapped(&format!("{}. {}: {}", index + 1, field.name, field.ask), out)?;
            out.line(format_args!("   Write {}.", field.form))?;
        }
        let names: Vec<String> =
            task.fields.iter().map(|field| format!("{}=…", field.name)).collect();
        out.line(self.how_to_answer(id, &names.join(" ")))?;
        out.line(self.how_to_answer(id, "--hint").replace("Answer:", "A hint:"))
    }

    fn state(&self, id: &str) -> &'static str {
        if self.progress.passed(&self.lesson.slug, id) { " (solved)" } else { "" }
    }

    fn how_to_answer(&self, id: &str, what: &str) -> String {
        format!("Answer: blockstep lesson answer {} {id} {what}", self.lesson.number)
    }
}

/// The student's task of exercise `id`.
pub(super) fn task(id: &str, student: &str) -> Result<Task, CliError> {
    Ok(exercise::find(id).map_err(CliError::usage)?.task(student))
}

/// Writes Markdown without directives.
pub(super) fn write_markdown(markdown: &str, out: &mut Output) -> Result<(), CliError> {
    for part in lesson::parts("exercise", markdown).map_err(CliError::usage)? {
        if let Part::Text { blocks } = part {
            write_blocks(&blocks, out)?;
        }
    }
    Ok(())
}

/// Writes a paragraph that hangs under its `lead`.
pub(super) fn write_paragraph(
    lead: &str,
    spans: &[Span],
    out: &mut Output,
) -> Result<(), CliError> {
    paragraph(lead, spans, out.width()).iter().try_for_each(|line| out.line(line))
}

/// Writes a paragraph of plain words.
pub(super) fn write_wrapped(text: &str, out: &mut Output) -> Result<(), CliError> {
    wrap(text, out.width()).iter().try_for_each(|line| out.line(line))
}

fn write_blocks(blocks: &[Block], out: &mut Output) -> Result<(), CliError> {
    lay_out(blocks, out.width()).iter().try_for_each(|line| out.line(line))
}
