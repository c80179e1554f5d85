//! The home screen: every scenario by subject, the lessons, and what to do next.

use ratatui::{Frame, layout::Rect};

use super::{Binding, Cmd, Event, Intent, Screen, Start, StepperView};
use crate::catalog::{self, Source};

/// The screen that `start` asks for, or the reason why there is none.
pub fn open(start: Start) -> Result<Box<dyn Screen>, String> {
    match start {
        Start::Home => Ok(Box::new(Home::new())),
        Start::Scenario(id) => open_scenario(&id),
        Start::Stepper(stepper, title) => Ok(Box::new(StepperView::new(stepper, title, None))),
        Start::Lesson(id) => Err(format!("lesson {id} cannot be shown here yet")),
    }
}

/// A stepper on the scenario of this id.
pub fn open_scenario(id: &str) -> Result<Box<dyn Screen>, String> {
    let scenario = catalog::find(id).map_err(|error| error.to_string())?;
    let stepper = (scenario.open)().map_err(|error| error.to_string())?;
    let source = Some(Source::scenario(scenario.id));
    Ok(Box::new(StepperView::new(stepper, scenario.title, source)))
}

/// The home screen.
pub struct Home {
    at: usize,
}

impl Home {
    /// Nothing chosen yet.
    pub fn new() -> Home {
        Home { at: 0 }
    }
}

impl Screen for Home {
    fn title(&self) -> String {
        "home".to_string()
    }

    fn bindings(&self) -> Vec<&'static Binding> {
        Vec::new()
    }

    fn update(&mut self, event: Event) -> Cmd {
        match event {
            Event::Do(Intent::Leave) => Cmd::Pop,
            Event::Do(Intent::Down) => {
                self.at += 1;
                Cmd::None
            }
            _ => Cmd::None,
        }
    }

    fn view(&self, _frame: &mut Frame, _area: Rect) {}
}
