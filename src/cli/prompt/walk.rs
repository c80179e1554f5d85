//! The words of a walk, done.

use std::path::Path;

use crate::catalog::{Source, find as find_scenario};
use crate::cli::plain::{self, Block};
use crate::cli::step::Walk;
use crate::cli::{CliError, Output};
use crate::trace::{Body, Pane, RUN_LIMIT, Window};

use super::words::{IN_WALK, InWalk, usage};

/// A walk, and where `continue` stops.
pub struct Visit {
    walk: Walk,
    breakpoints: Vec<String>,
}

impl Visit {
    /// Where `walk` stands, without breakpoints.
    pub fn new(walk: Walk) -> Visit {
        Visit { walk, breakpoints: Vec::new() }
    }

    /// Shows where the walk stands, in full, and how to go on.
    pub fn show_all(&mut self, out: &mut Output) -> Result<(), CliError> {
        self.walk.show_all(out)?;
        out.line("An empty line steps on; `back` steps back; `help` lists all words.")
    }

    /// The prompt.
    pub fn name(&self) -> String {
        format!("step {}", self.walk.stepper.position())
    }

    /// Does what `what` says, with what followed the word.
    pub fn perform(&mut self, what: InWalk, rest: &str, out: &mut Output) -> Result<(), CliError> {
        let wrong = || usage(IN_WALK, &what);
        let number = || rest.parse::<usize>().map_err(|_| wrong());
        let count = || if rest.is_empty() { Ok(1) } else { number() };
        let position = self.walk.stepper.position();
        match what {
            InWalk::Forward => self.go(position.saturating_add(count()?), out),
            InWalk::Back => self.go(position.saturating_sub(count()?), out),
            InWalk::Goto => self.go(number()?, out),
            InWalk::Start => self.go(0, out),
            InWalk::End => self.go(RUN_LIMIT.max(position), out),
            InWalk::Continue => self.run_on(rest, out),
            InWalk::Break => self.set_breakpoint(rest, out),
            InWalk::Choices => self.choices(out),
            InWalk::Choose => {
                let (number, text) = rest.split_once(' ').unwrap_or((rest, ""));
                self.choose(number.parse().map_err(|_| wrong())?, text, out)
            }
            InWalk::Act => {
                let action = serde_json::from_str(rest).map_err(|_| wrong())?;
                self.walk.stepper.act(&action).map_err(CliError::usage)?;
                self.walk.took(Some(rest.to_string()));
                self.show(out)
            }
            InWalk::Scene => self.walk.show_all(out),
            InWalk::Pane if !rest.is_empty() => self.pane(rest, out),
            InWalk::Find if !rest.is_empty() => self.find(rest, out),
            InWalk::Rows => {
                self.walk.window.rows = number()?;
                self.walk.show_all(out)
            }
            InWalk::Hex => {
                self.walk.hex = !self.walk.hex;
                self.walk.show_all(out)
            }
            InWalk::Save if !rest.is_empty() => {
                self.walk.save(Path::new(rest))?;
                out.line(format_args!("Saved to {rest}; `step --replay {rest}` repeats it."))
            }
            InWalk::Pane | InWalk::Find | InWalk::Save => Err(wrong()),
        }
    }

    fn go(&mut self, position: usize, out: &mut Output) -> Result<(), CliError> {
        let before = self.walk.stepper.position();
        self.walk.goto(position);
        let reached = self.walk.stepper.position();
        if reached < position && reached == before {
            out.line("This is the end; `back`, `start` and `goto` go back.")?;
            return self.suggest(out);
        }
        if position == 0 && before == 0 {
            return out.line("This is the start; an empty line steps on.");
        }
        self.show(out)
    }

    fn show(&mut self, out: &mut Output) -> Result<(), CliError> {
        self.walk.show(out)?;
        if self.walk.stepper.finished() { self.suggest(out) } else { Ok(()) }
    }

    /// What to look at after a scenario.
    fn suggest(&self, out: &mut Output) -> Result<(), CliError> {
        let Some(Source::Scenario { id }) = self.walk.source() else { return Ok(()) };
        match find_scenario(id).ok().and_then(|scenario| scenario.next) {
            Some(next) => out.line(format_args!("What to look at next: `step {next}`.")),
            None => Ok(()),
        }
    }

    fn run_on(&mut self, text: &str, out: &mut Output) -> Result<(), CliError> {
        let mut at = self.walk.stepper.position();
        let text = text.to_lowercase();
        let breakpoints = &self.breakpoints;
        let taken = self.walk.stepper.run_until(RUN_LIMIT, &mut |label| {
            at += 1;
            let label = label.to_lowercase();
            let wanted = |text: &str| label.contains(text) || text.parse() == Ok(at);
            (!text.is_empty() && label.contains(&text)) || breakpoints.iter().any(|it| wanted(it))
        });
        if taken == 0 {
            return self.go(usize::MAX, out);
        }
        self.walk.goto(self.walk.stepper.position());
        self.show(out)?;
        match self.walk.stepper.upcoming() {
            Some(label) => out.line(format_args!("Stopped before {}.", plain::clean(&label))),
            None => Ok(()),
        }
    }

    fn set_breakpoint(&mut self, text: &str, out: &mut Output) -> Result<(), CliError> {
        let text = text.to_lowercase();
        match self.breakpoints.iter().position(|other| *other == text) {
            Some(index) => drop(self.breakpoints.remove(index)),
            None if !text.is_empty() => self.breakpoints.push(text),
            None => {}
        }
        match self.breakpoints.as_slice() {
            [] => out.line("No breakpoints: `continue` runs to the end."),
            some => out.line(format_args!("`continue` stops at: {}", some.join(", "))),
        }
    }

    fn choices(&self, out: &mut Output) -> Result<(), CliError> {
        let choices = self.walk.stepper.choices();
        let asks = self.walk.stepper.asks();
        if choices.is_empty() && asks.is_empty() {
            return out.line("Nothing can happen any more.");
        }
        let listed = choices.iter().map(|label| plain::clean(label));
        let typed = asks
            .iter()
            .enumerate()
            .map(|(ask, asked)| format!("type {asked}: `choose {} TEXT`", choices.len() + ask + 1));
        for (index, label) in listed.chain(typed).enumerate() {
            out.line(format_args!("  {}. {label}", index + 1))?;
        }
        match self.walk.stepper.upcoming() {
            None => out.line("`choose N` makes one of them happen."),
            Some(next) => {
                let next = plain::clean(&next);
                out.line(format_args!(
                    "`choose N` makes one of them happen; `forward` does: {next}"
                ))
            }
        }
    }

    fn choose(&mut self, number: usize, text: &str, out: &mut Output) -> Result<(), CliError> {
        let choices = self.walk.stepper.choices();
        let all = choices.len() + self.walk.stepper.asks().len();
        let index = number.checked_sub(1).filter(|index| *index < all);
        let index = index.ok_or_else(|| match all {
            0 => CliError::usage("nothing can happen any more"),
            count => {
                CliError::usage(format!("there is no choice {number}: choose from 1 to {count}"))
            }
        })?;
        let taken = match choices.get(index) {
            Some(label) => self.walk.stepper.choose(index).map(|()| label.clone()),
            None => self.walk.stepper.typed(index - choices.len(), text).map(|()| text.to_owned()),
        };
        self.walk.took(Some(taken.map_err(CliError::usage)?));
        self.show(out)
    }

    /// One pane, from a row on.
    fn pane(&mut self, rest: &str, out: &mut Output) -> Result<(), CliError> {
        let (name, row) = match rest.rsplit_once(' ') {
            Some((name, row)) if row.parse::<usize>().is_ok() => (name, row.parse().ok()),
            _ => (rest, None),
        };
        let scene = self.walk.stepper.scene(&self.walk.window);
        let lower = name.to_lowercase();
        let is_meant = |pane: &Pane| pane.name.to_lowercase().starts_with(&lower);
        let Some(index) = scene.panes.iter().position(is_meant) else {
            let names: Vec<&str> = scene.panes.iter().map(|pane| pane.name.as_str()).collect();
            let names = plain::clean(&names.join(", "));
            return Err(CliError::usage(format!("there is no part {name:?} here, but {names}")));
        };
        if let Some(row) = row {
            let starts = &mut self.walk.window.starts;
            starts.resize(starts.len().max(index + 1), None);
            starts[index] = Some(usize::saturating_sub(row, 1));
        }
        let scene = self.walk.stepper.scene(&self.walk.window);
        self.walk.window.starts.clear();
        match scene.panes.get(index) {
            Some(pane) => plain::write(&plain::draw_pane(pane, self.walk.hex), &[], out),
            None => Ok(()),
        }
    }

    /// The rows of all panes that have `text` in them.
    fn find(&mut self, text: &str, out: &mut Output) -> Result<(), CliError> {
        let wanted = text.to_lowercase();
        let mut found = Vec::new();
        for pane in &self.walk.stepper.scene(&Window::all()).panes {
            if matches!(pane.body, Body::Chart { .. }) {
                continue;
            }
            for Block { heading, lines } in plain::draw_pane(pane, self.walk.hex) {
                let hits = lines.into_iter().enumerate();
                let hits = hits.filter(|(_, line)| line.text.to_lowercase().contains(&wanted));
                found.extend(
                    hits.map(|(row, line)| format!("{heading}, row {}: {}", row + 1, line.text)),
                );
            }
        }
        if found.is_empty() {
            return out.line(format_args!("Nothing here has {text:?} in it."));
        }
        for line in found.iter().take(self.walk.window.rows) {
            out.line(format_args!("  {line}"))?;
        }
        match found.len().saturating_sub(self.walk.window.rows) {
            0 => Ok(()),
            more => out.line(format_args!("  and {more} more; `rows N` shows more rows")),
        }
    }
}
