//! The help: every key of the screen that it was asked on, from the table that handles them.

use ratatui::{
    Frame,
    crossterm::event::KeyCode::{Char, Down, PageDown, PageUp, Up},
    layout::Rect,
    style::Modifier,
    text::{Line, Span},
};

use super::{Binding, Cmd, Event, Intent, Screen, keys, look};

static KEYS: &[Binding] = &[
    Binding { keys: &[Up, Char('k')], word: "scroll", says: "A line up.", intent: Intent::Up },
    Binding {
        keys: &[Down, Char('j')],
        word: "scroll",
        says: "A line down.",
        intent: Intent::Down,
    },
    Binding { keys: &[PageUp], word: "", says: "A page up.", intent: Intent::PageUp },
    Binding { keys: &[PageDown], word: "", says: "A page down.", intent: Intent::PageDown },
];

/// The keys of one screen.
pub struct Help {
    about: String,
    table: Vec<&'static Binding>,
    top: usize,
}

impl Help {
    /// The help for a screen called `about`, whose keys are `table`.
    pub fn new(about: String, table: Vec<&'static Binding>) -> Help {
        Help { about, table, top: 0 }
    }

    /// A line a key, then what the signs mean.
    fn lines(&self) -> Vec<(String, String)> {
        let keys = |binding: &Binding| {
            let names: Vec<String> = binding.keys.iter().map(|key| keys::name(*key)).collect();
            names.join("  ")
        };
        let mut lines: Vec<_> =
            self.table.iter().map(|binding| (keys(binding), binding.says.to_string())).collect();
        let signs = [
            ("", ""),
            ("▶", "Where the machine stands."),
            ("•", "The last step changed it."),
            ("✓", "A check passed."),
            ("✗", "A check failed."),
            ("…", "There is more; Enter shows a pane in full."),
        ];
        lines.extend(signs.map(|(sign, says)| (sign.to_string(), says.to_string())));
        lines
    }
}

impl Screen for Help {
    fn title(&self) -> String {
        format!("keys · {}", self.about)
    }

    fn bindings(&self) -> Vec<&'static Binding> {
        KEYS.iter().collect()
    }

    fn update(&mut self, event: Event) -> Cmd {
        let last = self.lines().len().saturating_sub(1);
        match event {
            Event::Do(Intent::Up) => self.top = self.top.saturating_sub(1),
            Event::Do(Intent::Down) => self.top = (self.top + 1).min(last),
            Event::Do(Intent::PageUp) => self.top = self.top.saturating_sub(10),
            Event::Do(Intent::PageDown) => self.top = (self.top + 10).min(last),
            Event::Do(Intent::Leave) => return Cmd::Pop,
            _ => {}
        }
        Cmd::None
    }

    fn view(&self, frame: &mut Frame, area: Rect) {
        let lines = self.lines();
        let widest = lines.iter().map(|(keys, _)| look::width(keys)).max().unwrap_or(0);
        let mut y = area.y.saturating_add(1);
        for (keys, says) in lines.iter().skip(self.top) {
            let room = (area.width as usize).saturating_sub(widest + 5);
            for (index, part) in look::wrap(says, room).into_iter().enumerate() {
                if y >= area.bottom() {
                    return;
                }
                let keys = if index == 0 { keys.as_str() } else { "" };
                let gap = " ".repeat(widest.saturating_sub(look::width(keys)));
                let line = Line::from(vec![
                    Span::styled(format!("  {keys}{gap}   "), Modifier::BOLD),
                    Span::raw(part),
                ]);
                frame.render_widget(line, Rect { y, height: 1, ..area });
                y += 1;
            }
        }
    }
}
