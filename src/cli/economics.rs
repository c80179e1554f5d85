//! `blockstep economics`: what mining costs and earns, what halvings leave, and how a coin begins.

use std::path::PathBuf;

use clap::Subcommand;
use serde_json::json;

use super::columns::aligned;
use super::{CliError, Exit, Output, chart_svg, lab, plain};
use crate::chain::ChainParams;
use crate::mining::economics::bootstrap::{Feedback, months};
use crate::mining::economics::cost::{Rig, World, chance_of_no_block, day};
use crate::mining::economics::halvings::eras;
use crate::mining::economics::{BreakevenModel, bootstrap_chart};
use crate::mining::odds::percent;
use crate::primitives::amount::{COIN, bitcoin_short};
use crate::trace::{Stepper, Trace};

/// The arguments of `economics`.
#[derive(Debug, clap::Args)]
pub struct EconomicsArgs {
    #[command(subcommand)]
    command: EconomicsCommand,
}

#[derive(Debug, Subcommand)]
enum EconomicsCommand {
    /// The sum of a miner's day, with its break-evens. Prices are in any one currency; what stands there
    /// without an option is a round example.
    Mining(MiningArgs),
    /// What each era pays, what is issued by its end, and what fees would have to make up.
    Halvings,
    /// Whether a new coin begins: security, miners and value feed each other.
    Bootstrap(BootstrapArgs),
}

#[derive(Debug, clap::Args)]
struct MiningArgs {
    /// Hashes a second, with k, M, G, T, P or E after the figure: 100T.
    #[arg(long, value_name = "RATE", default_value = "100T", value_parser = rate)]
    hashrate: f64,
    /// The power that the machine draws.
    #[arg(long, value_name = "WATTS", default_value = "3000", value_parser = above_0)]
    watts: f64,
    /// What the machine cost.
    #[arg(long, value_name = "PRICE", default_value = "2000", value_parser = from_0)]
    rig_price: f64,
    /// For how many days it is used.
    #[arg(long, value_name = "DAYS", default_value = "1000", value_parser = above_0)]
    lifetime_days: f64,
    /// What a kilowatt-hour costs.
    #[arg(long, value_name = "PRICE", default_value = "0.05", value_parser = from_0)]
    power_price: f64,
    /// What a coin is worth.
    #[arg(long, value_name = "PRICE", default_value = "100000", value_parser = from_0)]
    coin_price: f64,
    /// The difficulty.
    #[arg(long, value_name = "N", default_value = "1e14", value_parser = above_0)]
    difficulty: f64,
    /// What a block pays in new coins.
    #[arg(long, value_name = "COINS", default_value = "3.125", value_parser = coins)]
    subsidy: u64,
    /// What the payments of a block pay.
    #[arg(long, value_name = "COINS", default_value = "0.1", value_parser = coins)]
    fees: u64,
    /// Step through the sum line by line.
    #[arg(long)]
    step: bool,
}

#[derive(Debug, clap::Args)]
struct BootstrapArgs {
    /// The hash rate that enthusiasts run at a loss at first, as a multiple of what an attacker could rent.
    #[arg(long, value_name = "N", default_value = "0.3", value_parser = from_0)]
    push: f64,
    /// For how many months they do so.
    #[arg(long, value_name = "N", default_value_t = 12)]
    push_months: u32,
    /// The hash rate that the reward pays for when everybody trusts the coin.
    #[arg(long, value_name = "N", default_value = "4", value_parser = from_0)]
    paid: f64,
    /// The part of the way that trust moves towards security in a month.
    #[arg(long, value_name = "PART", default_value = "0.25", value_parser = part)]
    pace: f64,
    /// How many months.
    #[arg(long, value_name = "N", default_value_t = 36, value_parser = clap::value_parser!(u32).range(1..=1_200))]
    months: u32,
    /// Write the chart to FILE as an SVG picture.
    #[arg(long, value_name = "FILE")]
    svg: Option<PathBuf>,
}

fn number(text: &str, good: impl Fn(f64) -> bool, wanted: &str) -> Result<f64, String> {
    let number = text.parse::<f64>().ok().filter(|number| *number <= 1e30 && good(*number));
    number.ok_or_else(|| format!("it must be {wanted}"))
}

fn above_0(text: &str) -> Result<f64, String> {
    number(text, |number| number > 0.0, "a number above 0")
}

fn from_0(text: &str) -> Result<f64, String> {
    number(text, |number| number >= 0.0, "a number, 0 or more")
}

fn part(text: &str) -> Result<f64, String> {
    number(text, |number| (0.0..=1.0).contains(&number), "a part from 0 to 1")
}

fn rate(text: &str) -> Result<f64, String> {
    const UNITS: [(char, f64); 6] =
        [('k', 1e3), ('M', 1e6), ('G', 1e9), ('T', 1e12), ('P', 1e15), ('E', 1e18)];
    let text = text.trim_end_matches("H/s").trim_end_matches('H').trim();
    let unit = UNITS.iter().find_map(|(unit, size)| Some((text.strip_suffix(*unit)?, *size)));
    let (figure, size) = unit.unwrap_or((text, 1.0));
    above_0(figure.trim()).map(|figure| figure * size)
}

fn coins(text: &str) -> Result<u64, String> {
    crate::lab::amount(text)
        .ok()
        .and_then(|satoshis| u64::try_from(satoshis).ok())
        .ok_or_else(|| "it must be an amount in bitcoin, such as 3.125".to_owned())
}

/// Runs `economics`.
pub fn run(args: &EconomicsArgs, out: &mut Output) -> Result<Exit, CliError> {
    match &args.command {
        EconomicsCommand::Mining(args) => mining(args, out),
        EconomicsCommand::Halvings => halvings(out),
        EconomicsCommand::Bootstrap(args) => bootstrap(args, out),
    }
}

fn mining(args: &MiningArgs, out: &mut Output) -> Result<Exit, CliError> {
    let rig = Rig {
        hashes_per_second: args.hashrate,
        watts: args.watts,
        price: args.rig_price,
        lifetime_days: args.lifetime_days,
    };
    let world = World {
        difficulty: args.difficulty,
        subsidy_satoshis: args.subsidy,
        fees_satoshis: args.fees,
        coin_price: args.coin_price,
        power_price_per_kwh: args.power_price,
    };
    let mut trace = Trace::new(BreakevenModel::new(rig, world));
    if args.step {
        return lab::watch(Box::new(trace), out);
    }
    let day = day(&rig, &world);
    let none_in_a_year = chance_of_no_block(day.blocks, 365.0);
    if out.is_json() {
        out.json_document(&json!({
            "hashes_per_second": rig.hashes_per_second, "watts": rig.watts,
            "rig_price": rig.price, "lifetime_days": rig.lifetime_days,
            "difficulty": world.difficulty, "coin_price": world.coin_price,
            "power_price_per_kwh": world.power_price_per_kwh,
            "subsidy_satoshis": world.subsidy_satoshis, "fees_satoshis": world.fees_satoshis,
            "blocks_a_day": day.blocks, "coins_a_day": day.coins, "revenue": day.revenue,
            "power": day.power, "hardware": day.hardware, "profit": day.profit,
            "break_even_power_price": day.break_even_power_price,
            "break_even_coin_price": day.break_even_coin_price,
            "break_even_difficulty": day.break_even_difficulty,
            "payback_days": day.payback_days, "days_to_first_block": day.days_to_first_block,
            "chance_of_no_block_in_a_year": none_in_a_year,
        }))?;
        return Ok(Exit::Valid);
    }
    trace.seek(usize::MAX);
    let scene = trace.scene(&crate::trace::Window::all());
    for pane in scene.panes.iter().rev() {
        plain::write(&plain::draw_pane(pane, false), &[], out)?;
    }
    out.line(format_args!(
        "Alone, no block comes within a year in {} of all cases.",
        percent(none_in_a_year)
    ))?;
    Ok(Exit::Valid)
}

#[allow(clippy::cast_precision_loss)] // Shares are shown with a few digits.
fn halvings(out: &mut Output) -> Result<Exit, CliError> {
    let params = ChainParams::mainnet().subsidy;
    let eras = eras(&params);
    let all = eras.last().map_or(1, |last| last.issued_satoshis);
    if out.is_json() {
        let rows: Vec<_> = (0_u32..)
            .zip(&eras)
            .map(|(at, era)| {
                json!({
                    "halvings": at, "from_height": at * params.halving_interval_blocks,
                    "subsidy_satoshis": era.subsidy_satoshis,
                    "issued_satoshis": era.issued_satoshis,
                })
            })
            .collect();
        out.json_document(&json!({ "eras": rows, "issued_satoshis": all }))?;
        return Ok(Exit::Valid);
    }
    let rows: Vec<[String; 5]> = (0_u32..)
        .zip(&eras)
        .map(|(at, era)| {
            [
                at.to_string(),
                (at * params.halving_interval_blocks).to_string(),
                bitcoin_short(era.subsidy_satoshis),
                percent(era.issued_satoshis as f64 / all as f64),
                bitcoin_short(params.initial_satoshis - era.subsidy_satoshis),
            ]
        })
        .collect();
    let headers =
        ["halvings", "from height", "subsidy", "issued by its end", "fees that would make up"];
    aligned(&headers.map(str::to_owned), &rows).into_iter().try_for_each(|line| out.line(line))?;
    out.line(format_args!(
        "All of them together: {} bitcoin, and {} satoshis less than 21 million.",
        bitcoin_short(all),
        21_000_000 * COIN - all
    ))?;
    Ok(Exit::Valid)
}

fn bootstrap(args: &BootstrapArgs, out: &mut Output) -> Result<Exit, CliError> {
    let inputs = Feedback {
        push: args.push,
        push_months: args.push_months,
        paid_hash_rate: args.paid,
        pace: args.pace,
    };
    let months = months(&inputs, args.months);
    let begins = months.last().is_some_and(|month| month.trust >= 0.5);
    let chart = bootstrap_chart(&months);
    if out.is_json() {
        out.json_document(&json!({
            "push": args.push, "push_months": args.push_months, "paid_hash_rate": args.paid,
            "pace": args.pace, "months": months, "begins": begins,
        }))?;
    } else {
        let row = |(at, month): (usize, &crate::mining::economics::bootstrap::Month)| {
            [
                (at + 1).to_string(),
                format!("{:.3}", month.hash_rate),
                format!("{:.3}", month.security),
                format!("{:.3}", month.trust),
            ]
        };
        let rows: Vec<[String; 4]> = months.iter().enumerate().map(row).collect();
        let headers = ["month", "hash rate", "security", "trust"].map(str::to_owned);
        aligned(&headers, &rows).into_iter().try_for_each(|line| out.line(line))?;
        out.line(match begins {
            true => "The loop has begun: trust, miners and value carry one another.",
            false => "The loop has not begun: more push, or for longer, may do it.",
        })?;
        out.line("")?;
        plain::draw_chart(&chart).into_iter().try_for_each(|line| out.line(line))?;
    }
    if let Some(path) = &args.svg {
        chart_svg::write(path, "How a coin begins, or does not", &chart)?;
    }
    Ok(Exit::Valid)
}
