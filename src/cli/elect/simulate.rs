//! `blockstep elect simulate`: many epochs of one setting.

use std::path::PathBuf;

use serde_json::json;

use super::{percent, seat_rule};
use crate::cli::columns::aligned;
use crate::cli::{CliError, Exit, Output, chart_svg, plain};
use crate::election::simulation::{EpochReport, SimulationSetting, simulate};
use crate::election::{SeatRule, Setting};
use crate::trace::{Chart, Series};

/// The arguments of `elect simulate`.
#[derive(Debug, clap::Args)]
pub struct SimulateArgs {
    /// Seats of an epoch.
    #[arg(long, value_name = "N", default_value_t = 7, value_parser = clap::value_parser!(u32).range(1..=1_000))]
    seats: u32,
    /// Pools that stand.
    #[arg(long, value_name = "N", default_value_t = 20, value_parser = clap::value_parser!(u32).range(1..=10_000))]
    pools: u32,
    /// How many epochs.
    #[arg(long, value_name = "N", default_value_t = 24, value_parser = clap::value_parser!(u32).range(1..=10_000))]
    epochs: u32,
    /// How stake becomes seats: ranked or lottery.
    #[arg(long, value_name = "RULE", default_value = "ranked", value_parser = seat_rule)]
    rule: SeatRule,
    /// Owners of stake.
    #[arg(long, value_name = "N", default_value_t = 1_000, value_parser = clap::value_parser!(u32).range(1..=1_000_000))]
    voters: u32,
    /// Of 100 owners, so many vote.
    #[arg(long, value_name = "PERCENT", default_value_t = 70, value_parser = clap::value_parser!(u8).range(1..=100))]
    turnout: u8,
    /// Of 100 who vote, so many compare delegates at the end of an epoch.
    #[arg(long, value_name = "PERCENT", default_value_t = 10, value_parser = clap::value_parser!(u8).range(0..=100))]
    followers: u8,
    /// Of 1,000 slots, the worst possible delegate misses so many.
    #[arg(long, value_name = "PER MILLE", default_value_t = 400, value_parser = clap::value_parser!(u16).range(0..=1_000))]
    missed: u16,
    /// What everything follows from: the same seed, the same epochs.
    #[arg(long, value_name = "TEXT", default_value = "blockstep")]
    seed: String,
    /// Write the chart to FILE as an SVG picture.
    #[arg(long, value_name = "FILE")]
    svg: Option<PathBuf>,
}

/// Runs `elect simulate`.
pub fn run(args: &SimulateArgs, out: &mut Output) -> Result<Exit, CliError> {
    let setting = SimulationSetting {
        election: Setting {
            rule: args.rule,
            seats: args.seats,
            slots: args.seats.saturating_mul(4),
            ..Setting::default()
        },
        voters: args.voters,
        supply: u64::from(args.voters) * 1_000,
        pools: args.pools,
        turnout_percent: args.turnout,
        followers_percent: args.followers,
        worst_missed_per_mille: args.missed,
        seed: args.seed.clone(),
        ..SimulationSetting::default()
    };
    let reports = simulate(&setting, args.epochs).map_err(CliError::usage)?;
    let chart = chart(&reports);
    if out.is_json() {
        out.json_document(&json!({ "schema": 1, "setting": setting, "epochs": reports }))?;
    } else {
        table(&reports).into_iter().try_for_each(|line| out.line(line))?;
        out.line("")?;
        plain::draw_chart(&chart).into_iter().try_for_each(|line| out.line(line))?;
        out.line("")?;
        largest(&reports).into_iter().try_for_each(|line| out.line(line))?;
    }
    if let Some(path) = &args.svg {
        chart_svg::write(path, "An election over many epochs", &chart)?;
    }
    Ok(Exit::Valid)
}

/// A line for each epoch; of many, those at equal distances.
fn table(reports: &[EpochReport]) -> Vec<String> {
    let every = reports.len().div_ceil(24).max(1);
    let shown =
        reports.iter().enumerate().filter(|(at, _)| at % every == 0 || at + 1 == reports.len());
    let rows: Vec<[String; 8]> = shown
        .map(|(_, report)| {
            [
                report.epoch.to_string(),
                percent(report.measures.turnout),
                format!("{:.3}", report.measures.gini),
                report.measures.nakamoto_half.to_string(),
                report.measures.nakamoto_third.to_string(),
                format!("{}/{}", report.slots.produced, report.slots.missed),
                report.moves.voters.to_string(),
                report.suspended.len().to_string(),
            ]
        })
        .collect();
    let headers =
        ["epoch", "turnout", "Gini", "half", "third", "made/missed", "moved", "suspended"];
    aligned(&headers.map(str::to_owned), &rows)
}

/// The largest pools at the end, with what their delegates have done.
fn largest(reports: &[EpochReport]) -> Vec<String> {
    let Some(last) = reports.last() else { return Vec::new() };
    let rows: Vec<[String; 5]> = last
        .pools
        .iter()
        .map(|pool| {
            [
                pool.pool.to_string(),
                percent(pool.stake_share),
                percent(pool.seat_share),
                format!("{}/{}", pool.record.produced, pool.record.scheduled),
                if pool.seated { "seated".into() } else { String::new() },
            ]
        })
        .collect();
    let headers = ["at the end", "of the stake", "of the seats", "made of all slots", ""];
    aligned(&headers.map(str::to_owned), &rows)
}

fn chart(reports: &[EpochReport]) -> Chart {
    let series = |name: &str, of: fn(&EpochReport) -> f64| Series {
        name: name.into(),
        points: reports.iter().map(|report| (f64::from(report.epoch), of(report))).collect(),
    };
    Chart {
        x_name: "epoch".into(),
        y_name: "per cent".into(),
        logarithmic: false,
        series: vec![
            series("turnout", |report| report.measures.turnout * 100.0),
            series("Gini, times 100", |report| report.measures.gini * 100.0),
            series("slots made", |report| {
                let all = report.slots.produced + report.slots.missed;
                f64::from(report.slots.produced) * 100.0 / f64::from(all.max(1))
            }),
        ],
    }
}
