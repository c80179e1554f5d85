//! `blockstep elect monte-carlo`: many lotteries over the same stakes, on all cores.

use serde_json::json;

use super::percent;
use crate::cli::columns::aligned;
use crate::cli::{CliError, Exit, Output};
use crate::election::simulation::{MonteCarlo, monte_carlo, zipf};
use crate::spelling::grouped;

/// The arguments of `elect monte-carlo`.
#[derive(Debug, clap::Args)]
pub struct MonteCarloArgs {
    /// The stakes of the pools, with commas between.
    #[arg(long, value_name = "UNITS,...", default_value = "50,20,10,10,10", value_delimiter = ',')]
    stakes: Vec<u64>,
    /// In place of these: so many pools, the largest with twice the stake of the second, three times that of the
    /// third, and so on.
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..=10_000))]
    zipf: Option<u32>,
    /// Seats that are drawn.
    #[arg(long, value_name = "N", default_value_t = 3, value_parser = clap::value_parser!(u32).range(1..=1_000))]
    seats: u32,
    /// How many elections.
    #[arg(long, value_name = "N", default_value_t = 100_000, value_parser = clap::value_parser!(u64).range(1..=100_000_000))]
    draws: u64,
    /// What the draws follow from: the same seed, the same elections.
    #[arg(long, value_name = "TEXT", default_value = "blockstep")]
    seed: String,
}

/// Runs `elect monte-carlo`.
pub fn run(args: &MonteCarloArgs, out: &mut Output) -> Result<Exit, CliError> {
    let stakes = match args.zipf {
        Some(pools) => zipf(pools, u64::from(pools) * 1_000),
        None => args.stakes.clone(),
    };
    let drawn = monte_carlo(&stakes, args.seats as usize, args.draws, &args.seed);
    let drawn = drawn.map_err(CliError::usage)?;
    if out.is_json() {
        out.json_document(&json!({ "schema": 1, "seed": args.seed, "result": drawn }))?;
        return Ok(Exit::Valid);
    }
    out.line(format_args!(
        "{} elections of {} seats, seed {:?}; 95 of 100 such intervals hold the true share.",
        grouped(i128::from(args.draws)),
        args.seats,
        args.seed
    ))?;
    table(&drawn).into_iter().try_for_each(|line| out.line(line))?;
    out.paragraph("", "The first draw follows the stake. A pool that sits cannot be drawn again, so that over all seats the large have less than their part and the small have more.")?;
    Ok(Exit::Valid)
}

fn table(drawn: &MonteCarlo) -> Vec<String> {
    let rows: Vec<[String; 6]> = drawn
        .pools
        .iter()
        .take(40)
        .map(|pool| {
            [
                pool.pool.to_string(),
                percent(pool.stake_share),
                percent(pool.first_share),
                percent(pool.seat_share),
                format!("{} to {}", percent(pool.low), percent(pool.high)),
                pool.exact_seat_share.map_or("-".into(), percent),
            ]
        })
        .collect();
    let headers = ["", "of the stake", "first draw", "of the seats", "95 %", "exact"];
    aligned(&headers.map(str::to_owned), &rows)
}
