//! Rows of text under one another, as columns.

/// Columns as wide as their widest cell, those of figures from the right.
pub fn aligned<R: AsRef<[String]>>(headers: &[String], rows: &[R]) -> Vec<String> {
    let all = || std::iter::once(headers).chain(rows.iter().map(AsRef::as_ref));
    let width = |column: usize| {
        all().filter_map(|row| row.get(column)).map(|cell| cell.chars().count()).max().unwrap_or(0)
    };
    let widths: Vec<usize> = (0..headers.len()).map(width).collect();
    let figures = |column: usize| {
        let mut cells = rows.iter().filter_map(|row| row.as_ref().get(column));
        cells.all(|cell| cell.starts_with(|first: char| first.is_ascii_digit()))
    };
    let right: Vec<bool> = (0..headers.len()).map(figures).collect();
    let line = |row: &[String]| {
        let columns = row.iter().zip(&widths).zip(&right);
        let cells = columns.map(|((cell, &width), right)| match right {
            true => format!("{cell:>width$}"),
            false => format!("{cell:<width$}"),
        });
        cells.collect::<Vec<_>>().join("  ").trim_end().to_owned()
    };
    all().map(line).collect()
}
