//! Named values under one another, of which those are marked that the last step changed.

use super::{Body, Mark, Pane, Row, Window};

impl Pane {
    /// Pane number `index` of a scene, with the rows that `window` asks for. `before` are the same values one
    /// step earlier, none at the start.
    pub fn values<N: Clone + Into<String>>(
        name: &str,
        index: usize,
        values: &[(N, String)],
        before: Option<&[(N, String)]>,
        window: &Window,
    ) -> Pane {
        let total = values.len();
        let range = window.range(index, total, 0);
        let first = range.start;
        let row = |(at, (name, value)): (usize, &(N, String))| {
            let same = before.and_then(|old| old.get(at)).is_none_or(|old| old.1 == *value);
            let row = Row::new([name.clone().into(), value.clone()]);
            row.marked(if same { Mark::Plain } else { Mark::Changed })
        };
        let rows = values.iter().enumerate().skip(first).take(range.len()).map(row).collect();
        let headers = vec!["what".into(), "value".into()];
        Pane::part(name, Body::Table { headers, rows }, first, total)
    }
}
