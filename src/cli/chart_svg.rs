//! A chart as a picture: one SVG document that stands alone.

use std::error::Error;
use std::path::Path;

use plotters::prelude::*;

use super::CliError;
use crate::store::write_atomically;
use crate::trace::{Chart, Series};

const WIDTH: u32 = 800;
const HEIGHT: u32 = 500;

/// Curves differ in colour, and in the circles at their points.
const COLORS: [RGBColor; 5] = [
    RGBColor(0, 114, 178),
    RGBColor(213, 94, 0),
    RGBColor(0, 158, 115),
    RGBColor(204, 121, 167),
    RGBColor(60, 60, 60),
];

/// Draws `chart` under `title` into the file `path`, whole or not at all.
pub fn write(path: &Path, title: &str, chart: &Chart) -> Result<(), CliError> {
    let picture = svg(title, chart).map_err(CliError::usage)?;
    write_atomically(path, picture.as_bytes())
        .map_err(|error| CliError::write(path.display(), &error))
}

/// Draws `chart` under `title`. On a logarithmic chart, points at or below zero are left out.
fn svg(title: &str, chart: &Chart) -> Result<String, Box<dyn Error>> {
    let mut text = String::new();
    let area = SVGBackend::with_string(&mut text, (WIDTH, HEIGHT)).into_drawing_area();
    area.fill(&WHITE)?;
    let curves: Vec<Vec<(f64, f64)>> =
        chart.series.iter().map(|series| places(series, chart.logarithmic)).collect();
    let (across, up) = (range(&curves, |point| point.0), range(&curves, |point| point.1));
    let mut drawn = ChartBuilder::on(&area)
        .caption(title, ("sans-serif", 20))
        .margin(16)
        .x_label_area_size(44)
        .y_label_area_size(72)
        .build_cartesian_2d(across, up)?;
    let label = |value: &f64| axis_label(*value, chart.logarithmic);
    drawn
        .configure_mesh()
        .x_desc(&chart.x_name)
        .y_desc(&chart.y_name)
        .x_labels(6)
        .y_labels(6)
        .x_label_formatter(&label)
        .y_label_formatter(&label)
        .light_line_style(TRANSPARENT)
        .draw()?;
    let corner = free_corner(&curves);
    for (index, (series, points)) in chart.series.iter().zip(curves).enumerate() {
        let color = COLORS[index % COLORS.len()];
        let (radius, style) = sign(index, color);
        drawn
            .draw_series(LineSeries::new(points.clone(), color.stroke_width(2)))?
            .label(&series.name)
            .legend(move |place| Circle::new(place, radius, style));
        drawn.draw_series(points.into_iter().map(|point| Circle::new(point, radius, style)))?;
    }
    drawn
        .configure_series_labels()
        .position(corner)
        .background_style(WHITE)
        .border_style(BLACK)
        .draw()?;
    area.present()?;
    drop(drawn);
    drop(area);
    Ok(text)
}

/// Where the names of the curves hide least: on the left, unless the curves begin high and end low.
fn free_corner(curves: &[Vec<(f64, f64)>]) -> SeriesLabelPosition {
    let ends = curves.iter().filter_map(|curve| curve.first().zip(curve.last()));
    let falls: f64 = ends.map(|(first, last)| first.1 - last.1).sum();
    match falls > 0.0 {
        true => SeriesLabelPosition::UpperRight,
        false => SeriesLabelPosition::UpperLeft,
    }
}

/// The radius of the circles of curve number `index`, and how they are filled. A small one can be
/// seen inside a large one, where two curves meet.
fn sign(index: usize, color: RGBColor) -> (u32, ShapeStyle) {
    match index % COLORS.len() {
        0 => (5, color.filled()),
        1 => (5, color.stroke_width(2)),
        2 => (3, color.filled()),
        3 => (8, color.stroke_width(2)),
        _ => (3, color.stroke_width(2)),
    }
}

/// Where the points go: their logarithms, or themselves.
fn places(series: &Series, logarithmic: bool) -> Vec<(f64, f64)> {
    let points = series.points.iter().filter(|(x, y)| !logarithmic || (*x > 0.0 && *y > 0.0));
    points.map(|&(x, y)| if logarithmic { (x.log10(), y.log10()) } else { (x, y) }).collect()
}

/// From the least to the greatest, with a little room; from 0 to 1 where there is nothing.
fn range(curves: &[Vec<(f64, f64)>], axis: impl Fn(&(f64, f64)) -> f64) -> std::ops::Range<f64> {
    let values = curves.iter().flatten().map(axis).filter(|value| value.is_finite());
    let (low, high) = values.fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), value| {
        (low.min(value), high.max(value))
    });
    if low > high {
        return 0.0..1.0;
    }
    let room = ((high - low) * 0.05).max(0.05);
    low - room..high + room
}

/// The value at a place of an axis; between powers of ten a logarithmic axis has no labels.
fn axis_label(place: f64, logarithmic: bool) -> String {
    match logarithmic {
        true if (place - place.round()).abs() > 1e-9 => String::new(),
        true => format!("{:.0}", 10f64.powf(place)),
        // Steps of a tenth add up to 0.6000000000000001.
        false => format!("{}", (place * 1e9).round() / 1e9),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_curve_is_drawn_and_named() {
        let series = |name: &str, points: &[(f64, f64)]| Series {
            name: name.into(),
            points: points.to_vec(),
        };
        let chart = Chart {
            x_name: "length".into(),
            y_name: "looks".into(),
            logarithmic: true,
            series: vec![
                series("grows", &[(10.0, 10.0), (100.0, 100.0)]),
                series("flat", &[(10.0, 1.0), (100.0, 1.0), (100.0, 0.0)]),
            ],
        };
        let picture = svg("A < B", &chart).unwrap();
        assert!(picture.starts_with("<svg") && picture.trim_end().ends_with("</svg>"));
        for text in ["A &lt; B", "grows", "flat", "length", "looks"] {
            assert!(picture.contains(text), "{text}");
        }
        for color in ["#0072B2", "#D55E00"] {
            let curve = |line: &&str| line.starts_with("<polyline") && line.contains(color);
            assert_eq!(picture.lines().filter(curve).count(), 1, "{color}");
        }
        assert_eq!(
            [0.1 + 0.2, 0.6000000000000001, 25.0].map(|at| axis_label(at, false)),
            ["0.3", "0.6", "25"]
        );
        assert!(svg("", &Chart::default()).is_ok(), "a chart without points is an empty one");
    }
}
