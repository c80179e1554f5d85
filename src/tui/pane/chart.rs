//! Curves over a common axis, in Braille dots.

use ratatui::{
    Frame,
    layout::Rect,
    style::{Color, Style},
    symbols::Marker,
    text::Span,
    widgets::{Axis, Chart as Widget, Dataset, GraphType},
};

use crate::trace::Chart;

/// A curve's colour; its name stands in the legend and at its end.
const COLOURS: [Color; 4] = [Color::Cyan, Color::Yellow, Color::Green, Color::Magenta];

/// Draws `chart` into `area`.
pub fn draw(frame: &mut Frame, area: Rect, chart: &Chart) {
    let scale =
        |value: f64| if chart.logarithmic { value.max(f64::MIN_POSITIVE).log10() } else { value };
    let curves: Vec<Vec<(f64, f64)>> = chart
        .series
        .iter()
        .map(|series| series.points.iter().map(|(x, y)| (scale(*x), scale(*y))).collect())
        .collect();
    let points = || curves.iter().flatten().filter(|(x, y)| x.is_finite() && y.is_finite());
    let x = bounds(points().map(|point| point.0), chart.logarithmic);
    let y = bounds(points().map(|point| point.1), chart.logarithmic);
    let datasets = curves.iter().zip(&chart.series).enumerate().map(|(index, (curve, series))| {
        Dataset::default()
            .name(series.name.clone())
            .marker(Marker::Braille)
            .graph_type(GraphType::Line)
            .style(Style::default().fg(COLOURS[index % COLOURS.len()]))
            .data(curve)
    });
    let axis = |name: &str, bounds: [f64; 2]| {
        Axis::default()
            .title(name.to_string())
            .bounds(bounds)
            .labels(labels(bounds, chart.logarithmic).into_iter().map(Span::raw))
    };
    let widget = Widget::new(datasets.collect())
        .x_axis(axis(&chart.x_name, x))
        .y_axis(axis(&chart.y_name, y));
    frame.render_widget(widget, area);
}

/// From the least to the greatest value: from 0 on a plain axis, whole powers on a logarithmic one.
fn bounds(values: impl Iterator<Item = f64>, logarithmic: bool) -> [f64; 2] {
    let (least, most) = values.fold((f64::INFINITY, f64::NEG_INFINITY), |(least, most), value| {
        (least.min(value), most.max(value))
    });
    match (least <= most, logarithmic) {
        (false, _) => [0.0, 1.0],
        (true, true) => [least.floor(), most.ceil().max(least.floor() + 1.0)],
        (true, false) => [least.min(0.0), if most > least.min(0.0) { most } else { least + 1.0 }],
    }
}

fn labels(bounds: [f64; 2], logarithmic: bool) -> Vec<String> {
    let write = |value: f64| {
        let value = if logarithmic { 10f64.powf(value) } else { value };
        if value.abs() >= 10.0 || value.fract() == 0.0 {
            format!("{value:.0}")
        } else {
            format!("{value:.2}")
        }
    };
    if logarithmic {
        let steps = (bounds[1] - bounds[0]).clamp(1.0, 8.0) as usize;
        let width = (bounds[1] - bounds[0]) / steps as f64;
        (0..=steps).map(|step| write(bounds[0] + width * step as f64)).collect()
    } else {
        vec![write(bounds[0]), write((bounds[0] + bounds[1]) / 2.0), write(bounds[1])]
    }
}
