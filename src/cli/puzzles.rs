//! `blockstep puzzle --many` and `--cost`: many puzzles, and what they took.

use std::path::Path;

use serde_json::json;

use super::columns::aligned;
use super::{CliError, Exit, Output, chart_svg, plain};
use crate::mining::cost_model::{Cost, CostModel};
use crate::mining::kernel::Engine;
use crate::mining::odds::FastRng;
use crate::mining::puzzle::target_of;
use crate::mining::tries::{Bin, Histogram, Law, solve};
use crate::spelling::grouped;
use crate::trace::{Chart, Model};

/// Signs of the longest bar.
const BAR: f64 = 40.0;
/// Bins in a mean, and how many before the last, which has no end.
const BINS: (u64, u64) = (4, 24);

/// Solves many puzzles and holds their tries against the law.
pub fn count(
    zero_bits: u8,
    puzzles: u32,
    seed: &str,
    svg: Option<&Path>,
    out: &mut Output,
) -> Result<Exit, CliError> {
    let hashes = u64::from(puzzles) << zero_bits.min(40);
    if hashes > 1 << 36 {
        return Err(CliError::usage(format!(
            "that takes {} hashes: ask for fewer puzzles or fewer bits",
            grouped(hashes)
        )));
    }
    let law = Law::of_zero_bits(zero_bits);
    let mut rng = FastRng::from_text(seed);
    let solved = solve(&mut rng, puzzles as usize, target_of(zero_bits), Engine::best());
    let mut tries: Vec<u64> = solved.iter().map(|one| one.tries).collect();
    tries.sort_unstable();
    let histogram = Histogram::new(&tries, law, BINS.0, BINS.1);
    let chi_square = histogram.chi_square();
    // For the eye.
    #[allow(clippy::cast_precision_loss)]
    let mean = tries.iter().sum::<u64>() as f64 / tries.len().max(1) as f64;
    let median = tries.get(tries.len() / 2).copied().unwrap_or(0);
    if out.is_json() {
        let bins: Vec<_> = histogram
            .bins
            .iter()
            .map(|bin| {
                let end = (bin.tries.end != u64::MAX).then_some(bin.tries.end - 1);
                json!({
                    "from": bin.tries.start, "to": end,
                    "puzzles": bin.puzzles, "expected": bin.expected,
                })
            })
            .collect();
        out.json_document(&json!({
            "zero_bits": zero_bits, "puzzles": puzzles, "seed": seed, "mean": mean,
            "expected_mean": law.mean(), "median": median, "expected_median": law.median(),
            "longest": tries.last(), "bins": bins, "chi_square": chi_square.value,
            "degrees_of_freedom": chi_square.degrees,
            "once_in_a_thousand": chi_square.once_in_a_thousand(), "agrees": chi_square.agrees(),
        }))?;
    } else {
        out.line(format_args!(
            "{} puzzles of {zero_bits} zero bits: {mean:.1} tries on average, where the law says {}; half of \
             them within {}, where it says {}.",
            grouped(puzzles),
            grouped(law.mean()),
            grouped(median),
            grouped(law.median())
        ))?;
        bars(&histogram).into_iter().try_for_each(|line| out.line(line))?;
        out.line(format_args!(
            "Chi-square {:.1} with {} degrees of freedom; one run in a thousand exceeds {:.1}.",
            chi_square.value,
            chi_square.degrees,
            chi_square.once_in_a_thousand()
        ))?;
    }
    draw(svg, "Tries that a hash puzzle takes", &histogram.chart(law))?;
    Ok(if chi_square.agrees() { Exit::Valid } else { Exit::Invalid })
}

fn bars(histogram: &Histogram) -> Vec<String> {
    // For the eye.
    #[allow(clippy::cast_precision_loss)]
    let most = histogram.bins.iter().map(|bin| bin.puzzles as f64).fold(1.0, f64::max);
    let row = |bin: &Bin| {
        #[allow(
            clippy::cast_precision_loss,
            clippy::cast_sign_loss,
            clippy::cast_possible_truncation
        )]
        let length = (bin.puzzles as f64 / most * BAR).round() as usize;
        let range = match bin.tries.end {
            u64::MAX => format!("{} and more", grouped(bin.tries.start)),
            end => format!("{} to {}", grouped(bin.tries.start), grouped(end - 1)),
        };
        let expected = format!("{:.1}", bin.expected);
        [range, bin.puzzles.to_string(), expected, "#".repeat(length)]
    };
    let rows: Vec<[String; 4]> = histogram.bins.iter().map(row).collect();
    aligned(&["tries", "puzzles", "by the law", ""].map(str::to_owned), &rows)
}

/// Solves puzzles of one bit after the other.
pub fn cost(
    last_bits: u8,
    seed: &str,
    svg: Option<&Path>,
    out: &mut Output,
) -> Result<Exit, CliError> {
    let model = CostModel::new(seed).up_to(last_bits);
    let mut state = model.initial();
    while let Some(action) = model.next(&state) {
        model.apply(&mut state, &action);
    }
    let chart = state.chart();
    if out.is_json() {
        let rows: Vec<_> = state
            .rows
            .iter()
            .map(|row| {
                json!({
                    "zero_bits": row.zero_bits, "target": row.target.to_string(),
                    "bits": row.target.to_compact().to_string(), "puzzles": row.puzzles,
                    "mean_tries": row.mean(), "expected_tries": row.expected(),
                    "hashes_to_check": row.checks / row.puzzles.max(1),
                })
            })
            .collect();
        out.json_document(&json!({ "seed": seed, "rows": rows }))?;
    } else {
        let row = |row: &Cost| {
            [
                row.zero_bits.to_string(),
                row.puzzles.to_string(),
                format!("{:.1}", row.mean()),
                grouped(row.expected()),
                (row.checks / row.puzzles.max(1)).to_string(),
            ]
        };
        let rows: Vec<[String; 5]> = state.rows.iter().map(row).collect();
        let headers =
            ["zero bits", "puzzles", "mean tries", "expected", "to check"].map(str::to_owned);
        aligned(&headers, &rows).into_iter().try_for_each(|line| out.line(line))?;
        out.line("")?;
        plain::draw_chart(&chart).into_iter().try_for_each(|line| out.line(line))?;
    }
    draw(svg, "What a zero bit more costs", &chart)?;
    Ok(Exit::Valid)
}

fn draw(path: Option<&Path>, title: &str, chart: &Chart) -> Result<(), CliError> {
    path.map_or(Ok(()), |path| chart_svg::write(path, title, chart))
}
