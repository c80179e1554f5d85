//! Which rows of a long pane a front end wants.

use std::ops::Range;

/// How many rows each pane may show, and from where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Window {
    /// Rows a pane may give at most.
    pub rows: usize,
    /// By pane: its first row, or none to follow what the step is about.
    pub starts: Vec<Option<usize>>,
}

impl Window {
    /// At most `rows` rows of every pane, following what the step is about.
    pub fn following(rows: usize) -> Window {
        Window { rows, starts: Vec::new() }
    }

    /// Everything.
    pub fn all() -> Window {
        Window::following(usize::MAX)
    }

    /// The rows of pane number `pane` to give, out of `total`: from where the reader scrolled to, or
    /// else so that row `focus` lies in the middle.
    pub fn range(&self, pane: usize, total: usize, focus: usize) -> Range<usize> {
        let rows = self.rows.min(total);
        let start = match self.starts.get(pane).copied().flatten() {
            Some(start) => start,
            None => focus.saturating_sub(rows / 2),
        };
        let start = start.min(total - rows);
        start..start + rows
    }
}
