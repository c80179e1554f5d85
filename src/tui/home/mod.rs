//! The home screen: every lesson and walk by subject, what to do next, and one's own bytes.

mod entries;
#[cfg(test)]
mod tests;
mod view;

use ratatui::{
    Frame,
    crossterm::event::KeyCode::{Char, Down, End, Enter, Home as ToFirst, PageDown, PageUp, Up},
    layout::Rect,
};

use self::entries::Entry;
use super::{
    Binding, Cmd, Event, Intent, MinerScreen, Prompt, Screen, Start, StepperView, Typed,
    keys::key,
    lab::{self, LabScreen},
    own::{BlockScreen, OpenScreen},
};
use crate::{
    catalog::{self, Scenario, Source},
    lesson::progress::{Progress, ProgressFile},
    trace::Window,
};

/// Zero bits that the miner begins with: a moment a block, on any computer.
const MINER_BITS: u8 = 20;

static KEYS: &[Binding] = &[
    key(&[Up, Char('k')], "move", Intent::Up, "The entry above."),
    key(&[Down, Char('j')], "move", Intent::Down, "The entry below."),
    key(&[Enter, Char('l')], "open", Intent::Enter, "Open the lesson or the walk."),
    key(&[Char('n')], "do next", Intent::Next, "Open what is suggested as the next thing to do."),
    key(
        &[Char('/')],
        "find",
        Intent::Search,
        "Show only entries that hold a text; Enter opens one.",
    ),
    key(&[Char('o')], "own bytes", Intent::Open, "Open a transaction or a block of your own."),
    key(&[PageUp], "", Intent::PageUp, "Ten entries up."),
    key(&[PageDown], "", Intent::PageDown, "Ten entries down."),
    key(&[ToFirst], "", Intent::First, "The first entry."),
    key(&[End], "", Intent::Last, "The last entry."),
];

/// The screen that `start` asks for, or the reason why there is none.
pub fn open(start: Start) -> Result<Box<dyn Screen>, String> {
    match start {
        Start::Home => Ok(Box::new(Home::new())),
        Start::Scenario(id) => {
            let scenario = catalog::find(&id).map_err(|error| error.to_string())?;
            open_scenario(scenario)
        }
        Start::Walk(stepper, source) => {
            let title = stepper.scene(&Window::following(1)).title;
            Ok(Box::new(StepperView::new(stepper, title, source)))
        }
        Start::Lesson(id) => super::lesson::open(&id),
        Start::Screen(screen) => Ok(screen),
    }
}

fn open_scenario(scenario: &'static Scenario) -> Result<Box<dyn Screen>, String> {
    let stepper = (scenario.open)().map_err(|error| error.to_string())?;
    let source = Some(Source::scenario(scenario.id));
    Ok(Box::new(StepperView::new(stepper, scenario.title, source)))
}

fn open_block() -> Result<Box<dyn Screen>, String> {
    let view = catalog::data::block_702861().map_err(|error| error.to_string())?;
    Ok(Box::new(BlockScreen::new("Block 702,861", view)))
}

/// The home screen.
pub struct Home {
    entries: Vec<Entry>,
    at: usize,
    filter: Option<Prompt>,
    progress: Progress,
    /// The walk opened last: what follows it is suggested.
    last: Option<&'static Scenario>,
}

impl Home {
    /// Shows everything there is, the first thing to do chosen.
    pub fn new() -> Home {
        let mut home = Home {
            entries: entries::all(),
            at: 0,
            filter: None,
            progress: Progress::default(),
            last: None,
        };
        home.settle();
        home
    }

    /// The entries that pass the filter; a heading stays where one below it does.
    fn shown(&self) -> Vec<Entry> {
        match &self.filter {
            Some(prompt) => entries::filtered(&self.entries, prompt.text()),
            None => self.entries.clone(),
        }
    }

    /// Moves the choice to the nearest entry that can be opened.
    fn settle(&mut self) {
        let shown = self.shown();
        let can_open = |index: &usize| shown[*index].can_open();
        let below = (self.at.min(shown.len())..shown.len()).find(can_open);
        let above = (0..self.at.min(shown.len())).rev().find(can_open);
        self.at = below.or(above).unwrap_or(0);
    }

    fn move_by(&mut self, down: bool, count: usize) {
        let shown = self.shown();
        let open: Vec<usize> = (0..shown.len()).filter(|index| shown[*index].can_open()).collect();
        let now = open.iter().position(|index| *index == self.at).unwrap_or(0);
        let then = if down { now.saturating_add(count) } else { now.saturating_sub(count) };
        if let Some(index) = open.get(then.min(open.len().saturating_sub(1))) {
            self.at = *index;
        }
    }

    fn open_entry(&mut self, entry: Option<Entry>) -> Cmd {
        let opened = match entry {
            Some(Entry::Scenario(scenario)) => {
                self.last = Some(scenario);
                open_scenario(scenario)
            }
            Some(Entry::Lesson(lesson)) => open(Start::Lesson(lesson.slug.clone())),
            Some(Entry::OwnBytes) => Ok(Box::new(OpenScreen::new("")) as Box<dyn Screen>),
            Some(Entry::Block) => open_block(),
            Some(Entry::Miner) => Ok(Box::new(MinerScreen::new(MINER_BITS)) as Box<dyn Screen>),
            Some(Entry::OwnChain) => return lab::open(),
            Some(Entry::Heading { .. }) | None => return Cmd::None,
        };
        match opened {
            Ok(screen) => Cmd::Push(screen),
            Err(reason) => Cmd::Say(reason),
        }
    }

    /// The first entry whose title holds the text as it was typed, or else the first one.
    fn best_match(&self) -> usize {
        let text = self.filter.as_ref().map_or("", Prompt::text).trim().to_lowercase();
        let holds =
            |entry: &Entry| entry.can_open() && entry.title().to_lowercase().contains(&text);
        self.shown().iter().position(holds).unwrap_or(0)
    }

    fn type_filter(&mut self, event: Event) -> Cmd {
        let Some(prompt) = &mut self.filter else { return Cmd::None };
        match event {
            Event::Paste(text) => prompt.paste(&text),
            Event::Key(key) if key.code == Up => self.move_by(false, 1),
            Event::Key(key) if key.code == Down => self.move_by(true, 1),
            Event::Key(key) => match prompt.key(key) {
                Typed::More => self.at = self.best_match(),
                Typed::Accepted(_) => {
                    let chosen = self.shown().get(self.at).cloned();
                    self.leave_filter(&chosen);
                    return self.open_entry(chosen);
                }
                Typed::Cancelled => {
                    let chosen = self.shown().get(self.at).cloned();
                    self.leave_filter(&chosen);
                }
            },
            _ => {}
        }
        self.settle();
        Cmd::None
    }

    /// Shows everything again, with `chosen` still chosen.
    fn leave_filter(&mut self, chosen: &Option<Entry>) {
        self.filter = None;
        let place = self.entries.iter().position(|entry| Some(entry) == chosen.as_ref());
        self.at = place.unwrap_or(0);
        self.settle();
    }
}

impl Screen for Home {
    fn title(&self) -> String {
        "home".to_string()
    }

    fn bindings(&self) -> Vec<&'static Binding> {
        KEYS.iter().collect()
    }

    fn typing(&self) -> bool {
        self.filter.is_some()
    }

    fn update(&mut self, event: Event) -> Cmd {
        match event {
            Event::Shown => return Cmd::Task(Box::new(load_progress)),
            Event::Progress(progress) => self.progress = *progress,
            Event::Lab(answer) => return Cmd::Push(Box::new(LabScreen::new(*answer))),
            Event::Paste(text) if self.filter.is_none() => {
                return Cmd::Push(Box::new(OpenScreen::new(&text)));
            }
            event if self.filter.is_some() => return self.type_filter(event),
            Event::Do(intent) => match intent {
                Intent::Leave => return Cmd::Pop,
                Intent::Up => self.move_by(false, 1),
                Intent::Down => self.move_by(true, 1),
                Intent::PageUp => self.move_by(false, 10),
                Intent::PageDown => self.move_by(true, 10),
                Intent::First => self.move_by(false, usize::MAX),
                Intent::Last => self.move_by(true, usize::MAX),
                Intent::Search => {
                    self.filter = Some(Prompt::new("find:", ""));
                    self.at = 0;
                    self.settle();
                }
                Intent::Open => return self.open_entry(Some(Entry::OwnBytes)),
                Intent::Next => {
                    let (_, next) = entries::next(&self.entries, &self.progress, self.last);
                    return self.open_entry(next);
                }
                Intent::Enter => return self.open_entry(self.shown().get(self.at).cloned()),
                _ => {}
            },
            _ => {}
        }
        Cmd::None
    }

    fn view(&self, frame: &mut Frame, area: Rect) {
        view::draw(self, frame, area);
    }
}

fn load_progress() -> Event {
    match ProgressFile::of_this_user().and_then(|file| file.load()) {
        Ok(loaded) => Event::Progress(Box::new(loaded.progress)),
        Err(error) => Event::Done(error.to_string()),
    }
}
