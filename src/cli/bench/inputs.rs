//! `blockstep bench inputs`: the cost of one transaction over the number of its inputs.

use std::path::PathBuf;

use serde_json::json;

use crate::bench::input_cost::{self, Inputs, Measured, Prepared};
use crate::cli::columns::aligned;
use crate::cli::{CliError, Exit, Output, chart_svg, interrupt, plain};

/// The arguments of `bench inputs`.
#[derive(Debug, clap::Args)]
pub struct InputsArgs {
    /// The most inputs: 100, 200, 500, 1000 and so on are measured up to it.
    #[arg(long, value_name = "N", default_value_t = 20_000, value_parser = clap::value_parser!(u32).range(100..=20_000))]
    max: u32,
    /// Write the chart to FILE as an SVG picture.
    #[arg(long, value_name = "FILE")]
    svg: Option<PathBuf>,
}

/// Runs `bench inputs`. A kind is written as soon as it is measured: the legacy one takes its time.
pub fn run(args: &InputsArgs, out: &mut Output) -> Result<Exit, CliError> {
    let _graceful = interrupt::graceful();
    let hash_rate = input_cost::hash_rate();
    if !out.is_json() {
        out.line(format_args!(
            "One thread; SHA-256 hashes {:.0} MB/s here. µs an input that stay the same are a cost that",
            hash_rate / 1e6
        ))?;
        out.line("grows with the number of inputs; where they grow, it grows with its square.")?;
    }
    let mut all = Vec::new();
    for kind in Inputs::ALL {
        let Some(measured) = measure(kind, args.max as usize, hash_rate, out)? else {
            return Ok(Exit::Interrupted);
        };
        all.extend(measured);
    }
    let chart = input_cost::chart(&all);
    if !out.is_json() {
        out.line("")?;
        plain::draw_chart(&chart).into_iter().try_for_each(|line| out.line(line))?;
        out.line("")?;
        out.line("\"too heavy\": no block could hold it, so that the rules never meet it.")?;
    }
    if let Some(path) = &args.svg {
        let title = "Verifying one transaction, by the number of its inputs";
        chart_svg::write(path, title, &chart)?;
    }
    Ok(Exit::Valid)
}

/// One kind of input; none if the reader has had enough.
fn measure(
    kind: Inputs,
    most: usize,
    hash_rate: f64,
    out: &mut Output,
) -> Result<Option<Vec<Measured>>, CliError> {
    let mut all = Vec::new();
    for count in input_cost::counts(most) {
        if interrupt::requested() {
            return Ok(None);
        }
        let prepared = Prepared::new(kind, count).map_err(CliError::usage)?;
        let measured = prepared.measure(hash_rate).ok_or_else(|| {
            CliError::usage(format!(
                "the transaction of {count} inputs ({}) was signed and does not verify: please report it",
                kind.name()
            ))
        })?;
        all.push(measured);
    }
    match out.is_json() {
        true => all.iter().try_for_each(|one| out.json_line(&json!(one)))?,
        false => show(kind, &all, out)?,
    }
    Ok(Some(all))
}

fn show(kind: Inputs, measured: &[Measured], out: &mut Output) -> Result<(), CliError> {
    let legacy = kind == Inputs::Legacy;
    let mut headers =
        vec!["inputs".to_owned(), "bytes".to_owned(), "ms".to_owned(), "µs an input".to_owned()];
    if legacy {
        headers.extend(["MB hashed".to_owned(), "ms to hash them".to_owned()]);
    }
    headers.push(String::new());
    // Far below 2^53, where a float still counts by ones.
    #[allow(clippy::cast_precision_loss)]
    let row = |one: &Measured| {
        let each = one.seconds * 1e6 / one.inputs as f64;
        let mut row = vec![
            one.inputs.to_string(),
            one.base_size.to_string(),
            format!("{:.2}", one.seconds * 1e3),
            format!("{each:.2}"),
        ];
        if legacy {
            row.push(format!("{:.1}", one.legacy_bytes as f64 / 1e6));
            row.push(format!("{:.2}", one.legacy_hash_seconds * 1e3));
        }
        row.push(if one.fits_a_block { String::new() } else { "too heavy".to_owned() });
        row
    };
    let rows: Vec<Vec<String>> = measured.iter().map(row).collect();
    out.line("")?;
    out.line(kind.name())?;
    aligned(&headers, &rows).into_iter().try_for_each(|line| out.line(line))
}
