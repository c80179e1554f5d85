//! A chart as text: a small plot in letters, and the points that it is made of.

use crate::trace::{Chart, Series};

use super::clean;

const COLUMNS: usize = 60;
const ROWS: usize = 12;
/// Points of a curve that are listed at most; of more, evenly many are left out.
const LISTED: usize = 24;

/// Draws `chart`. Each curve has a letter; `*` stands where two meet.
pub fn draw(chart: &Chart) -> Vec<String> {
    let mut lines = vec![format!("Up: {}. Along: {}.", clean(&chart.y_name), clean(&chart.x_name))];
    if chart.logarithmic {
        lines
            .push("Both axes count in powers of ten; points at or below zero are left out.".into());
    }
    lines.extend(plot(chart));
    for (index, series) in chart.series.iter().enumerate() {
        lines.extend(listed(letter(index), series));
    }
    lines
}

fn letter(index: usize) -> char {
    char::from(b'a' + u8::try_from(index % 26).unwrap_or_default())
}

/// One axis: its range, and how a value lies in it.
struct Axis {
    low: f64,
    high: f64,
    logarithmic: bool,
}

impl Axis {
    fn over(values: impl Iterator<Item = f64>, logarithmic: bool) -> Option<Axis> {
        let usable = values.filter(|value| value.is_finite() && (!logarithmic || *value > 0.0));
        let (low, high) = usable.fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), value| {
            (low.min(value), high.max(value))
        });
        (low <= high).then_some(Axis { low, high, logarithmic })
    }

    /// The slot of `value` among `slots`, from the low end.
    fn slot(&self, value: f64, slots: usize) -> Option<usize> {
        if !(self.low..=self.high).contains(&value) {
            return None;
        }
        let scale = |value: f64| if self.logarithmic { value.log10() } else { value };
        let width = scale(self.high) - scale(self.low);
        let share = if width > 0.0 { (scale(value) - scale(self.low)) / width } else { 0.0 };
        // A share lies between 0 and 1, so that the slot fits.
        #[allow(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            clippy::cast_precision_loss
        )]
        let slot = (share * (slots - 1) as f64).round() as usize;
        Some(slot.min(slots - 1))
    }
}

fn plot(chart: &Chart) -> Vec<String> {
    let points = || chart.series.iter().flat_map(|series| &series.points);
    let across = Axis::over(points().map(|point| point.0), chart.logarithmic);
    let up = Axis::over(points().map(|point| point.1), chart.logarithmic);
    let (Some(across), Some(up)) = (across, up) else {
        return vec!["There are no points yet.".into()];
    };
    let mut grid = vec![vec![' '; COLUMNS]; ROWS];
    for (index, series) in chart.series.iter().enumerate() {
        for &(x, y) in &series.points {
            let Some((column, row)) = across.slot(x, COLUMNS).zip(up.slot(y, ROWS)) else {
                continue;
            };
            let place = &mut grid[ROWS - 1 - row][column];
            let free = *place == ' ' || *place == letter(index);
            *place = if free { letter(index) } else { '*' };
        }
    }
    let (top, bottom) = (number(up.high), number(up.low));
    let margin = top.len().max(bottom.len());
    let mut lines = Vec::new();
    for (row, cells) in grid.iter().enumerate() {
        let label = match row {
            0 => top.as_str(),
            row if row == ROWS - 1 => bottom.as_str(),
            _ => "",
        };
        let cells: String = cells.iter().collect();
        lines.push(format!("{label:>margin$} | {}", cells.trim_end()));
    }
    let (left, right) = (number(across.low), number(across.high));
    let gap = COLUMNS.saturating_sub(left.len() + right.len());
    lines.push(format!("{:>margin$} | {left}{}{right}", "", " ".repeat(gap)));
    lines
}

fn listed(letter: char, series: &Series) -> Vec<String> {
    let count = series.points.len();
    let step = count.div_ceil(LISTED).max(1);
    let shown = series.points.iter().enumerate();
    let shown = shown.filter(|(index, _)| index % step == 0 || index + 1 == count);
    let points: Vec<String> =
        shown.map(|(_, (x, y))| format!("at {}: {}", number(*x), number(*y))).collect();
    let part = if points.len() < count {
        format!(" ({} of {count} points)", points.len())
    } else {
        String::new()
    };
    vec![format!("{letter} = {}{part}: {}", clean(&series.name), points.join(", "))]
}

/// Whole numbers as such, others with three figures after the point or fewer.
fn number(value: f64) -> String {
    if value.fract() == 0.0 && value.abs() < 1e15 {
        return format!("{value:.0}");
    }
    if value.abs() >= 1e15 || value.abs() < 1e-3 {
        return format!("{value:.3e}");
    }
    let text = format!("{value:.3}");
    text.trim_end_matches('0').trim_end_matches('.').to_string()
}
