//! `blockstep contest`: miners with chosen hash rates race for blocks.

use std::path::PathBuf;

use serde_json::json;

use super::columns::aligned;
use super::{CliError, Exit, Output, chart_svg, interrupt, plain};
use crate::mining::contest::delay::{Network, forked_share, simulate};
use crate::mining::contest::{ContestChain, Contestant, Intervals, Pace, Race, total_rate};
use crate::mining::odds::percent;
use crate::spelling::{counted, grouped};
use crate::trace::{Chart, Series};

/// The arguments of `contest`.
#[derive(Debug, clap::Args)]
pub struct ContestArgs {
    /// The miners' hash rates, in hashes a second, with commas.
    #[arg(long, value_name = "N,N", value_delimiter = ',', default_value = "40,30,20,10", num_args = 1..=100)]
    rates: Vec<u64>,
    /// How many blocks.
    #[arg(long, value_name = "N", default_value_t = 2016, value_parser = clap::value_parser!(u32).range(1..=1_000_000))]
    blocks: u32,
    /// By the exponential law, by real hashes of real headers, or by whole blocks on a real chain, which
    /// judges each of them.
    #[arg(long, value_enum, default_value_t = By::Law)]
    by: By,
    /// The time that news of a block takes, in seconds: how often the chain forks. As many miners as there
    /// are rates, all with the same rate.
    #[arg(long, value_name = "SECONDS", conflicts_with_all = ["by", "svg"], value_parser = clap::value_parser!(u64).range(0..=600))]
    delay: Option<u64>,
    /// What the draws follow from: the same seed, the same blocks. A real chain has no draws: its blocks
    /// follow from the rates.
    #[arg(long, value_name = "TEXT", default_value = "blockstep")]
    seed: String,
    /// Write the chart to FILE as an SVG picture.
    #[arg(long, value_name = "FILE")]
    svg: Option<PathBuf>,
}

/// Hashes of all miners in a second of the race, where they are really computed.
const MOST_REAL_HASHES: u64 = 1_000_000;

/// What decides the race.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum By {
    Law,
    Hashing,
    Chain,
}

/// What was counted.
struct Counted {
    miners: Vec<Contestant>,
    won: Vec<u64>,
    intervals: Intervals,
    wanted_ms: u64,
}

/// Runs `contest`.
pub fn run(args: &ContestArgs, out: &mut Output) -> Result<Exit, CliError> {
    let miners = Contestant::named(&args.rates);
    if total_rate(&miners) == 0 {
        return Err(CliError::usage("nobody hashes: give one miner a rate above 0"));
    }
    if args.delay.is_none() && args.by != By::Law && total_rate(&miners) > MOST_REAL_HASHES {
        return Err(CliError::usage(format!(
            "here every hash is really computed: ask for rates of {} together at most",
            grouped(MOST_REAL_HASHES)
        )));
    }
    let _graceful = interrupt::graceful();
    if let Some(seconds) = args.delay {
        return forks(args, seconds, out);
    }
    let counted = match args.by {
        By::Law => race(Race::by_law(miners, Pace::BITCOIN, &args.seed), args.blocks),
        By::Hashing => {
            let pace = Pace { interval_ms: 60_000, window_blocks: 144, follows: true };
            race(Race::by_hashing(miners, pace, &args.seed), args.blocks)
        }
        By::Chain => on_chain(miners, args.blocks)?,
    };
    tell(&counted, args, out)
}

fn race(mut race: Race, blocks: u32) -> Counted {
    let mut won = vec![0; race.miners.len()];
    let mut intervals = Intervals::default();
    for _ in 0..blocks {
        let Some(found) = race.find().filter(|_| !interrupt::requested()) else { break };
        intervals.add(found.interval_ms, found.mean_ms);
        if let Some(won) = won.get_mut(found.winner) {
            *won += 1;
        }
    }
    Counted { miners: race.miners, won, intervals, wanted_ms: race.pace.interval_ms }
}

fn on_chain(miners: Vec<Contestant>, blocks: u32) -> Result<Counted, CliError> {
    let total = total_rate(&miners).max(1);
    let mut won = vec![0; miners.len()];
    let mut intervals = Intervals::default();
    let mut chain = ContestChain::classroom(miners).map_err(CliError::usage)?;
    for _ in 0..blocks {
        if interrupt::requested() {
            break;
        }
        let found = chain.find().map_err(CliError::usage)?;
        intervals.add(found.interval_ms, found.expected_hashes.saturating_mul(1_000) / total);
        if let Some(won) = won.get_mut(found.miner) {
            *won += 1;
        }
    }
    let wanted_ms = u64::from(chain.chain().params().pow.interval_seconds) * 1_000;
    Ok(Counted { miners: chain.miners, won, intervals, wanted_ms })
}

#[allow(clippy::cast_precision_loss)] // Shares are shown with a few digits.
fn tell(counted: &Counted, args: &ContestArgs, out: &mut Output) -> Result<Exit, CliError> {
    let Counted { miners, won, intervals, wanted_ms } = counted;
    let (total, all) = (total_rate(miners), intervals.count().max(1));
    let mean = intervals.mean_ms().unwrap_or(0);
    if out.is_json() {
        let each: Vec<_> = miners
            .iter()
            .zip(won)
            .map(|(miner, won)| {
                json!({
                    "miner": miner.name, "rate": miner.rate, "share": miner.share_of(total),
                    "blocks": won, "share_of_blocks": *won as f64 / all as f64,
                })
            })
            .collect();
        out.json_document(&json!({
            "by": format!("{:?}", args.by).to_lowercase(), "seed": args.seed,
            "blocks": intervals.count(), "miners": each, "mean_interval_ms": mean,
            "wanted_interval_ms": wanted_ms, "chi_square": intervals.chi_square(),
            "degrees_of_freedom": 15,
        }))?;
    } else {
        let row = |(miner, won): (&Contestant, &u64)| {
            [
                miner.name.clone(),
                grouped(miner.rate),
                percent(miner.share_of(total)),
                grouped(*won),
                percent(*won as f64 / all as f64),
            ]
        };
        let rows: Vec<[String; 5]> = miners.iter().zip(won).map(row).collect();
        let headers = ["miner", "hashes/s", "share", "blocks", "of all blocks"].map(str::to_owned);
        aligned(&headers, &rows).into_iter().try_for_each(|line| out.line(line))?;
        out.line(format_args!(
            "{} blocks, {:.1} s each on average, where {:.1} s are wanted.",
            grouped(intervals.count()),
            mean as f64 / 1e3,
            *wanted_ms as f64 / 1e3
        ))?;
        if let Some(chi) = intervals.chi_square() {
            out.line(format_args!(
                "Against the exponential law: chi-square {chi:.1} with 15 degrees of freedom; one run in a \
                 thousand exceeds 37.7."
            ))?;
        }
    }
    let chart = Chart {
        x_name: "interval, in multiples of what was expected".into(),
        y_name: "share of intervals that were longer".into(),
        logarithmic: false,
        series: vec![
            Series { name: "what happened".into(), points: intervals.longer_than() },
            Series { name: "e^-x".into(), points: Intervals::law() },
        ],
    };
    draw(&chart, args, out)?;
    Ok(if interrupt::requested() { Exit::Interrupted } else { Exit::Valid })
}

fn draw(chart: &Chart, args: &ContestArgs, out: &mut Output) -> Result<(), CliError> {
    if !out.is_json() {
        out.line("")?;
        plain::draw_chart(chart).into_iter().try_for_each(|line| out.line(line))?;
    }
    match &args.svg {
        Some(path) => chart_svg::write(path, "How long blocks took", chart),
        None => Ok(()),
    }
}

/// Miners that are all alike, as many as there are rates.
fn forks(args: &ContestArgs, seconds: u64, out: &mut Output) -> Result<Exit, CliError> {
    let miners = u32::try_from(args.rates.len()).unwrap_or(u32::MAX);
    let network = Network { miners, delay_ms: seconds * 1_000, interval_ms: 600_000 };
    let forks = simulate(&network, args.blocks, &args.seed);
    let formula = forked_share(&network);
    if out.is_json() {
        out.json_document(&json!({
            "miners": miners, "delay_seconds": seconds, "interval_seconds": 600,
            "blocks": forks.blocks, "heights": forks.heights, "forked": forks.forked,
            "stale": forks.stale(), "forked_share": forks.forked_share().share(),
            "formula": formula, "seed": args.seed,
        }))?;
    } else {
        out.line(format_args!(
            "{} of equal rate, ten minutes a block, news after {seconds} s: of {} heights {} have two \
             blocks or more; the formula says {}. {} were found for nothing.",
            counted(args.rates.len(), "miner"),
            grouped(forks.heights),
            percent(forks.forked_share().share()),
            percent(formula),
            counted(forks.stale() as usize, "block")
        ))?;
    }
    Ok(Exit::Valid)
}
