//! `blockstep retarget`: what the difficulty does when the hash rate changes.

use std::path::PathBuf;

use serde_json::json;

use super::columns::aligned;
use super::{CliError, Exit, Output, chart_svg, plain};
use crate::mining::retarget::{
    LabParams, LabState, Schedule, WindowRow, difficulty_chart, interval_chart,
};

/// The arguments of `retarget`.
#[derive(Debug, clap::Args)]
pub struct RetargetArgs {
    /// What the miners do: steady, doubles, halves, x10, swings or fair-weather.
    #[arg(long, value_name = "NAME", default_value = "doubles", value_parser = schedule)]
    rate: Schedule,
    /// Blocks between two changes of the difficulty.
    #[arg(long, value_name = "BLOCKS", default_value_t = 2016, value_parser = clap::value_parser!(u32).range(2..=100_000))]
    window: u32,
    /// The most by which a change multiplies or divides.
    #[arg(long, value_name = "FACTOR", default_value_t = 4, value_parser = clap::value_parser!(u32).range(1..=1_000))]
    clamp: u32,
    /// Seconds from block to block that are aimed at.
    #[arg(long, value_name = "SECONDS", default_value_t = 600, value_parser = clap::value_parser!(u32).range(1..=86_400))]
    interval: u32,
    /// How many windows.
    #[arg(long, value_name = "N", default_value_t = 8, value_parser = clap::value_parser!(u32).range(1..=200))]
    windows: u32,
    /// A block that comes after twice the interval may have the easiest target.
    #[arg(long)]
    testnet_rule: bool,
    /// Let every block take exactly the mean, so that the figures can be worked out by hand.
    #[arg(long)]
    regular: bool,
    /// What the waits follow from: the same seed, the same blocks.
    #[arg(long, value_name = "TEXT", default_value = "blockstep")]
    seed: String,
    /// Write the chart of the difficulty to FILE as an SVG picture.
    #[arg(long, value_name = "FILE")]
    svg: Option<PathBuf>,
    /// The same for the interval.
    #[arg(long, value_name = "FILE")]
    interval_svg: Option<PathBuf>,
}

fn schedule(name: &str) -> Result<Schedule, String> {
    Schedule::from_name(name).ok_or_else(|| {
        let names = Schedule::ALL.map(Schedule::name);
        format!("there is no schedule {name:?}; choose {}", names.join(", "))
    })
}

/// Runs `retarget`.
pub fn run(args: &RetargetArgs, out: &mut Output) -> Result<Exit, CliError> {
    let mut params = LabParams::bitcoin(args.rate, args.seed.clone());
    if args.testnet_rule {
        params = params.with_testnet_rule();
    }
    params.regular = args.regular;
    params.pow.window_blocks = args.window;
    params.pow.max_factor = args.clamp;
    params.pow.interval_seconds = args.interval;
    let mut state = LabState::new(&params);
    let fill = |_| {
        let rate = state.scheduled_percent(&params);
        state.fill(&params, rate)
    };
    let rows: Vec<WindowRow> = (0..args.windows).map_while(fill).collect();
    if rows.len() < args.windows as usize && !out.is_json() {
        out.paragraph(
            "",
            "Not all windows fit in: a header has 32 bits for its time, which end in the year 2106.",
        )?;
    }
    let (difficulty, interval) = (difficulty_chart(&rows), interval_chart(&rows, &params.pow));
    if out.is_json() {
        out.json_document(&json!({
            "rate": args.rate.name(), "window_blocks": args.window, "clamp": args.clamp,
            "interval_seconds": args.interval, "testnet_rule": args.testnet_rule,
            "regular": args.regular, "seed": args.seed, "windows": rows,
        }))?;
    } else {
        table(&rows).into_iter().try_for_each(|line| out.line(line))?;
        for chart in [&difficulty, &interval] {
            out.line("")?;
            plain::draw_chart(chart).into_iter().try_for_each(|line| out.line(line))?;
        }
    }
    for (path, title, chart) in [
        (&args.svg, "Difficulty and hash rate", &difficulty),
        (&args.interval_svg, "Minutes from block to block", &interval),
    ] {
        if let Some(path) = path {
            chart_svg::write(path, title, chart)?;
        }
    }
    Ok(Exit::Valid)
}

fn table(rows: &[WindowRow]) -> Vec<String> {
    let row = |row: &WindowRow| {
        [
            row.window.to_string(),
            format!("{} %", row.rate_percent),
            format!("{:.4}", row.difficulty),
            format!("{:08x}", row.bits),
            format!("{:.1}", row.interval_seconds),
            row.easiest_blocks.to_string(),
            format!("{:.4}{}", row.factor, if row.clamped { " held" } else { "" }),
        ]
    };
    let rows: Vec<[String; 7]> = rows.iter().map(row).collect();
    let headers =
        ["window", "hash rate", "difficulty", "bits", "seconds a block", "easy", "then times"];
    aligned(&headers.map(str::to_owned), &rows)
}
