//! A walk that is shown as text: where it came from, where it stands, and what was last shown.

use std::path::Path;

use serde_json::json;

use crate::catalog::{CatalogError, SavedTrace, Source};
use crate::cli::plain::{self, Block, clean};
use crate::cli::{CliError, Output};
use crate::store::write_atomically;
use crate::trace::{Length, Stepper, Window};
use crate::tui::Start;

/// The rows of a pane that are shown where nothing else is asked for.
pub const ROWS: usize = 20;

/// A stepper and how it is looked at.
pub struct Walk {
    /// What is walked through.
    pub stepper: Box<dyn Stepper>,
    source: Option<Source>,
    /// Which rows of each pane to show.
    pub window: Window,
    /// Whether bytes that have names are shown as hexadecimal.
    pub hex: bool,
    /// What the last step was, where one was taken.
    label: Option<String>,
    shown: Vec<Block>,
}

impl Walk {
    /// A walk from `source` that has not begun.
    pub fn open(source: Source) -> Result<Walk, CatalogError> {
        let stepper = source.open()?;
        Ok(Walk::of(Some(source), stepper))
    }

    /// The walk that was saved, standing where it ended.
    pub fn replay(saved: SavedTrace) -> Result<Walk, CatalogError> {
        let stepper = saved.replay()?;
        let mut walk = Walk::of(Some(saved.source), stepper);
        walk.goto(walk.stepper.position());
        Ok(walk)
    }

    /// A walk through something of a reader's own chain, which cannot be saved: the chain moves on.
    pub fn loose(stepper: Box<dyn Stepper>) -> Walk {
        Walk::of(None, stepper)
    }

    fn of(source: Option<Source>, stepper: Box<dyn Stepper>) -> Walk {
        let window = Window::following(ROWS);
        Walk { stepper, source, window, hex: false, label: None, shown: Vec::new() }
    }

    /// Where it came from.
    pub fn source(&self) -> Option<&Source> {
        self.source.as_ref()
    }

    /// The same walk for the full screen.
    pub fn into_start(self) -> Start {
        Start::Walk(self.stepper, self.source)
    }

    /// One step on. False at the end.
    pub fn forward(&mut self) -> bool {
        let label = self.stepper.upcoming();
        let moved = self.stepper.forward();
        if moved {
            self.label = label;
        }
        moved
    }

    /// To step `position`, or to the end if that comes first.
    pub fn goto(&mut self, position: usize) {
        self.label = None;
        let reached = self.stepper.seek(position);
        if let Some(before) = reached.checked_sub(1) {
            self.stepper.seek(before);
            self.forward();
        }
    }

    /// Names the step that was just taken in another way.
    pub fn took(&mut self, label: Option<String>) {
        self.label = label;
    }

    /// Writes where the walk stands. What is as it was when it was last written is only named.
    pub fn show(&mut self, out: &mut Output) -> Result<(), CliError> {
        let scene = self.stepper.scene(&self.window);
        if out.is_json() {
            let steps = match self.stepper.length() {
                Length::Exactly(steps) => Some(steps),
                Length::MoreThan(_) => None,
            };
            return out.json_line(&json!({
                "step": self.stepper.position(), "steps": steps, "label": self.label, "scene": scene,
            }));
        }
        if self.shown.is_empty() {
            out.line(clean(&scene.title))?;
        }
        out.line(self.headline())?;
        let blocks = plain::draw(&scene, self.hex);
        plain::write(&blocks, &self.shown, out)?;
        self.shown = blocks;
        Ok(())
    }

    /// Writes where the walk stands, in full.
    pub fn show_all(&mut self, out: &mut Output) -> Result<(), CliError> {
        self.shown.clear();
        self.show(out)
    }

    /// `Step 3 of 17: read version`.
    fn headline(&mut self) -> String {
        let steps = match self.stepper.length() {
            Length::Exactly(steps) => format!("{steps}"),
            Length::MoreThan(steps) => format!("more than {steps}"),
        };
        let position = self.stepper.position();
        match &self.label {
            Some(label) => format!("Step {position} of {steps}: {}", clean(label)),
            None => format!("Step {position} of {steps}, before the first step"),
        }
    }

    /// Saves the way to where the walk stands.
    pub fn save(&self, path: &Path) -> Result<(), CliError> {
        let source = self.source.clone().ok_or_else(|| {
            CliError::usage("a walk through your own chain cannot be saved: the chain moves on")
        })?;
        let saved = SavedTrace::of(source, self.stepper.as_ref());
        write_atomically(path, saved.to_text().as_bytes())
            .map_err(|error| CliError::write(path.display(), &error))
    }
}
