//! The stack of screens, and what every screen has in common: first line, notice, key bar.

use std::time::Duration;

use ratatui::{
    Frame,
    crossterm::event::{self, KeyCode, KeyEvent, KeyEventKind, KeyModifiers},
    layout::{Constraint, Layout, Rect},
    style::{Modifier, Style},
    text::{Line, Span},
};

use super::{Binding, Cmd, Event, Intent, Screen, Task, help::Help, keys, look};

/// The whole front end as data.
pub struct App {
    screens: Vec<Box<dyn Screen>>,
    notice: Option<String>,
    interrupted: bool,
    pub(super) ascii: bool,
}

impl App {
    /// Begins with `first`.
    pub fn new(first: Box<dyn Screen>, ascii: bool) -> App {
        App { screens: vec![first], notice: None, interrupted: false, ascii }
    }

    /// Whether there is nothing left to show.
    pub fn finished(&self) -> bool {
        self.interrupted || self.screens.is_empty()
    }

    /// Whether the reader pressed Ctrl-C.
    pub fn interrupted(&self) -> bool {
        self.interrupted
    }

    /// How often the present screen wants a tick.
    pub fn tick(&self) -> Option<Duration> {
        self.screens.last().and_then(|screen| screen.tick())
    }

    /// Takes in what the terminal reports. False where it changes nothing on the screen.
    pub fn terminal(&mut self, input: event::Event) -> (bool, Option<Task>) {
        match input {
            event::Event::Key(key) if key.kind != KeyEventKind::Release => (true, self.key(key)),
            event::Event::Paste(text) => (true, self.update(Event::Paste(text))),
            event::Event::Resize(..) => (true, None),
            _ => (false, None),
        }
    }

    fn key(&mut self, key: KeyEvent) -> Option<Task> {
        self.notice = None;
        if key.modifiers.contains(KeyModifiers::CONTROL) && key.code == KeyCode::Char('c') {
            self.interrupted = true;
            return None;
        }
        let screen = self.screens.last()?;
        if screen.typing() {
            return self.update(Event::Key(key));
        }
        if key.modifiers.intersects(KeyModifiers::CONTROL | KeyModifiers::ALT) {
            return None;
        }
        match keys::intent(&self.table(), key.code)? {
            Intent::Help => {
                let help = Help::new(screen.title(), self.table());
                self.obey(Cmd::Push(Box::new(help)))
            }
            intent => self.update(Event::Do(intent)),
        }
    }

    /// Takes in what happened, and gives back what the outside world shall do.
    pub fn update(&mut self, event: Event) -> Option<Task> {
        let command = match (event, self.screens.last_mut()) {
            (Event::Done(sentence), _) => Cmd::Say(sentence),
            (event, Some(screen)) => screen.update(event),
            (_, None) => Cmd::None,
        };
        self.obey(command)
    }

    fn obey(&mut self, command: Cmd) -> Option<Task> {
        match command {
            Cmd::None => {}
            Cmd::Push(screen) => self.screens.push(screen),
            Cmd::Replace(screen) => {
                self.screens.pop();
                self.screens.push(screen);
            }
            Cmd::Pop => {
                self.screens.pop();
                let command = self.screens.last_mut().map(|screen| screen.update(Event::Shown));
                return self.obey(command?);
            }
            Cmd::Say(sentence) => self.notice = (!sentence.is_empty()).then_some(sentence),
            Cmd::Task(task) => return Some(task),
        }
        None
    }

    /// The keys that work now, on any screen.
    pub fn table(&self) -> Vec<&'static Binding> {
        let mut table = self.screens.last().map(|screen| screen.bindings()).unwrap_or_default();
        // A screen that says itself what leaving does there has the last but one word of the bar.
        let leaves = table.iter().any(|binding| binding.intent == Intent::Leave);
        table.push(&keys::HELP);
        if !leaves {
            table.push(&keys::LEAVE);
        }
        table
    }

    /// Draws everything.
    pub fn view(&self, frame: &mut Frame) {
        let Some(screen) = self.screens.last() else { return };
        let [first, body, bar] =
            Layout::vertical([Constraint::Length(1), Constraint::Fill(1), Constraint::Length(1)])
                .areas(frame.area());
        draw_first_line(frame, first, &screen.title(), &screen.status());
        screen.view(frame, body);
        if let Some(notice) = &self.notice {
            let row =
                Rect { y: body.bottom().saturating_sub(1), height: body.height.min(1), ..body };
            let text = look::cut(&format!(" {notice} "), row.width as usize);
            frame.render_widget(Line::styled(text, Modifier::REVERSED), row);
        }
        if screen.typing() {
            frame.render_widget(Line::from(" Enter accept   Esc cancel"), bar);
        } else {
            draw_bar(frame, bar, &self.table());
        }
        if self.ascii {
            look::draw_ascii(frame.buffer_mut());
        }
    }
}

fn draw_first_line(frame: &mut Frame, area: Rect, title: &str, status: &str) {
    let width = area.width as usize;
    let status = look::cut(status, width);
    let room = width.saturating_sub(look::width(&status) + 3);
    let left = look::cut(&format!(" blockstep · {title}"), room);
    let gap = width.saturating_sub(look::width(&left) + look::width(&status) + 1);
    let line = format!("{left}{}{status} ", " ".repeat(gap));
    frame.render_widget(Line::styled(line, Modifier::REVERSED), area);
}

/// As many keys as fit, help and leave always.
fn draw_bar(frame: &mut Frame, area: Rect, table: &[&'static Binding]) {
    let mut entries = keys::bar(table);
    let cost = |(keys, word): &(String, &str)| look::width(keys) + word.len() + 3;
    while entries.len() > 2 && entries.iter().map(cost).sum::<usize>() > area.width as usize {
        entries.remove(entries.len() - 3);
    }
    let mut spans = Vec::new();
    for (keys, word) in entries {
        spans.push(Span::styled(format!(" {keys}"), Modifier::BOLD));
        spans.push(Span::styled(format!(" {word} "), Style::default()));
    }
    frame.render_widget(Line::from(spans), area);
}
