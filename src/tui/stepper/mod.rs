//! The stepper: draws whatever a machine says about itself, and walks it forwards and backwards.
//!
//! It is a screen of its own, and the same thing is a stage inside a lesson: whoever embeds it
//! passes events on while it has the focus, and takes [`Cmd::Pop`] as "give the
//! focus back".

mod breakpoints;
mod keys;
mod layout;
mod overlay;
mod story;
#[cfg(test)]
mod tests;
mod update;
mod view;

use std::{cell::RefCell, time::Duration};

use ratatui::{Frame, layout::Rect};

use self::breakpoints::Breakpoints;
use super::{
    Binding, Cmd, Event, Intent, Prompt, Screen,
    pane::{self, Need, Shown},
};
use crate::{
    catalog::Source,
    trace::{Length, Scene, Stepper, Window},
};

/// Steps a second, by speed.
const SPEEDS: [u64; 6] = [1, 2, 4, 8, 16, 25];

/// How far ahead the layout looks when a walk is opened, in steps, and how often.
const LOOK_AHEAD: usize = 2_000;
const LOOKS: usize = 6;

/// A walk on the screen.
pub struct StepperView {
    stepper: Box<dyn Stepper>,
    title: String,
    /// What the walk started from, without which it cannot be saved.
    source: Option<Source>,
    length: Length,
    focus: usize,
    /// By pane: the first row, where the reader scrolled.
    starts: Vec<Option<usize>>,
    zoom: bool,
    hex: bool,
    open: Open,
    breakpoints: Breakpoints,
    sought: String,
    running: bool,
    speed: usize,
    drawn: RefCell<Memory>,
}

/// What lies over the panes.
enum Open {
    Nothing,
    Prompt(Asking, Prompt),
    Choices { labels: Vec<String>, at: usize },
    Explanation { top: usize },
}

/// What a prompt is for.
#[derive(Clone, Copy)]
enum Asking {
    GoTo,
    Search,
    Breakpoint,
    Save,
    /// A question of the machine's own.
    Typed(usize),
}

/// What the last frame showed: scrolling goes on from there, and a pane that has grown keeps its
/// room, so that the picture stays calm.
#[derive(Default)]
struct Memory {
    shown: Vec<Shown>,
    needs: Vec<Need>,
    /// Scenes without their panes, for the room that what is told of them takes.
    told: Vec<Scene>,
}

impl Memory {
    /// Room for the panes of `scene` too.
    fn learn(&mut self, scene: &Scene) {
        self.needs.resize(scene.panes.len(), Need::default());
        for (need, pane) in self.needs.iter_mut().zip(&scene.panes) {
            *need = need.and(pane::need(pane));
        }
    }

    /// Rows that the story takes on a screen of `width` columns, its separator included.
    fn story_rows(&self, width: u16) -> u16 {
        let lines = |scene| story::lines(scene, (width as usize).saturating_sub(2)).len();
        self.told.iter().map(lines).max().unwrap_or(0) as u16 + 1
    }

    /// Room for what is to come, as far as a few looks ahead show it.
    fn of(stepper: &mut dyn Stepper, steps: usize) -> Memory {
        let mut memory = Memory::default();
        let here = stepper.position();
        let far = steps.min(LOOK_AHEAD);
        for look in 0..=LOOKS {
            stepper.seek(far * look / LOOKS);
            let scene = stepper.scene(&Window::following(100));
            memory.learn(&scene);
            memory.told.push(Scene { panes: Vec::new(), ..scene });
        }
        stepper.seek(here);
        memory
    }
}

impl StepperView {
    /// Shows `stepper` under `title`; with the `source` that it started from it can be saved.
    pub fn new(
        mut stepper: Box<dyn Stepper>,
        title: impl Into<String>,
        source: Option<Source>,
    ) -> StepperView {
        let length = stepper.length();
        let (Length::Exactly(steps) | Length::MoreThan(steps)) = length;
        let memory = Memory::of(stepper.as_mut(), steps);
        StepperView {
            stepper,
            title: title.into(),
            source,
            length,
            focus: 0,
            starts: Vec::new(),
            zoom: false,
            hex: false,
            open: Open::Nothing,
            breakpoints: Breakpoints::default(),
            sought: String::new(),
            running: false,
            speed: 1,
            drawn: RefCell::new(memory),
        }
    }

    /// The walk that is shown.
    pub fn stepper(&self) -> &dyn Stepper {
        self.stepper.as_ref()
    }

    /// Draws into `area`; without the focus no pane is drawn as the one with the scroll keys.
    pub fn view_with_focus(&self, frame: &mut Frame, area: Rect, focused: bool) {
        view::draw(self, frame, area, focused);
    }

    /// The number of steps as far as it is known.
    fn steps(&self) -> usize {
        let (Length::Exactly(steps) | Length::MoreThan(steps)) = self.length;
        steps
    }
}

impl Screen for StepperView {
    fn title(&self) -> String {
        self.title.clone()
    }

    fn status(&self) -> String {
        let position = self.stepper.position();
        let of = match self.length {
            Length::Exactly(length) => format!("of {length}"),
            Length::MoreThan(length) => format!("of over {length}"),
        };
        let running = match self.running {
            true => format!("running, {} a second · ", SPEEDS[self.speed]),
            false => String::new(),
        };
        format!("{running}step {position} {of}")
    }

    fn bindings(&self) -> Vec<&'static Binding> {
        match &self.open {
            Open::Choices { .. } => keys::CHOICES.iter().collect(),
            Open::Explanation { .. } => keys::EXPLANATION.iter().collect(),
            _ => {
                let mut table: Vec<_> = keys::STEPPING.iter().collect();
                if self.stepper.choices().len() > 1 || !self.stepper.asks().is_empty() {
                    table.insert(2, &keys::CHOOSING);
                }
                if self.source.is_none() {
                    table.retain(|binding| binding.intent != Intent::Save);
                }
                table
            }
        }
    }

    fn typing(&self) -> bool {
        matches!(self.open, Open::Prompt(..))
    }

    fn tick(&self) -> Option<Duration> {
        self.running.then(|| Duration::from_millis(1000 / SPEEDS[self.speed]))
    }

    fn update(&mut self, event: Event) -> Cmd {
        update::update(self, event)
    }

    fn view(&self, frame: &mut Frame, area: Rect) {
        self.view_with_focus(frame, area, true);
    }
}
