//! `blockstep ledger`: payments checked against the lecture's ledger, and what checks cost.

use std::path::PathBuf;
use std::time::Duration;

use clap::Subcommand;
use serde_json::json;

use super::columns::aligned;
use super::step::Walk;
use super::{CliError, Exit, Output, chart_svg, full_screen, interrupt, plain};
use crate::bench::ledger_growth::{self, CASES, Measured};
use crate::catalog::Source;
use crate::ledger::{LedgerKind, Scripts, check_block, lecture};
use crate::trace::{Chart, Verdict, Window};

/// What one check took, in looks and, where it was measured, in time.
type Timed = (Measured, Option<Duration>);

/// The arguments of `ledger`.
#[derive(Debug, clap::Args)]
pub struct LedgerArgs {
    #[command(subcommand)]
    command: LedgerCommand,
}

#[derive(Debug, Subcommand)]
enum LedgerCommand {
    /// Check a payment against the lecture's ledger, step by step.
    ///
    /// Without a payment, all of them are listed with what the ledger says to each.
    Scan(ScanArgs),
    /// Compare what a check costs in the four kinds of ledger.
    ///
    /// The ledgers are generated and their payments not signed, since a signature costs the same in
    /// all of them. Looks are counted; times are measured only with --time.
    Compare(CompareArgs),
}

#[derive(Debug, clap::Args)]
struct ScanArgs {
    /// The payment to check: `valid`, `double-spend` and so on.
    candidate: Option<String>,
    /// How the books are kept.
    #[arg(long, value_enum, default_value_t = LedgerArg::Scan)]
    ledger: LedgerArg,
    /// Show keys, hashes and scripts as hexadecimal instead of their names.
    #[arg(long)]
    hex: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum LedgerArg {
    /// Accounts; the whole history is read again for every payment.
    Account,
    /// Accounts, with a table of what each holds.
    Table,
    /// Transactions; a scan from the output that is spent to the present.
    Scan,
    /// Transactions, with the set of unspent outputs.
    Utxo,
}

#[derive(Debug, clap::Args)]
struct CompareArgs {
    /// The length of the longest ledger: 10, 100, 1000 and so on are compared up to it.
    #[arg(long, value_name = "N", default_value_t = 100_000, value_parser = clap::value_parser!(u32).range(10..=1_000_000))]
    max: u32,
    /// Measure times too.
    #[arg(long)]
    time: bool,
    /// Write the chart to FILE as an SVG picture.
    #[arg(long, value_name = "FILE")]
    svg: Option<PathBuf>,
}

impl From<LedgerArg> for LedgerKind {
    fn from(arg: LedgerArg) -> LedgerKind {
        match arg {
            LedgerArg::Account => LedgerKind::Account,
            LedgerArg::Table => LedgerKind::Table,
            LedgerArg::Scan => LedgerKind::Scan,
            LedgerArg::Utxo => LedgerKind::Utxo,
        }
    }
}

/// Runs `ledger`.
pub fn run(args: LedgerArgs, out: &mut Output) -> Result<Exit, CliError> {
    match args.command {
        LedgerCommand::Scan(args) => match &args.candidate {
            Some(candidate) => scan(candidate, &args, out),
            None => list(args.ledger.into(), out),
        },
        LedgerCommand::Compare(args) => compare(&args, out),
    }
}

fn scan(candidate: &str, args: &ScanArgs, out: &mut Output) -> Result<Exit, CliError> {
    let source = Source::Ledger { ledger: args.ledger.into(), candidate: candidate.to_owned() };
    let mut walk = Walk::open(source).map_err(CliError::usage)?;
    if out.is_interactive() {
        return full_screen::open(walk.into_start(), out);
    }
    walk.hex = args.hex;
    walk.show(out)?;
    while walk.forward() {
        if !out.is_json() {
            out.line("")?;
        }
        walk.show(out)?;
    }
    match walk.stepper.scene(&Window::all()).verdict {
        Some(Verdict::Invalid { .. }) => Ok(Exit::Invalid),
        _ => Ok(Exit::Valid),
    }
}

/// All candidates, and what this kind of ledger says to each.
fn list(kind: LedgerKind, out: &mut Output) -> Result<Exit, CliError> {
    let history = lecture::history();
    let mut rows = Vec::new();
    for candidate in lecture::CANDIDATES {
        let checks = check_block(kind.of(&history).as_mut(), &candidate.block(), Scripts::Verify);
        let looks: u64 = checks.iter().map(|check| check.looks).sum();
        let last = checks.last().and_then(|check| check.result.as_ref());
        let verdict = match last {
            Some(Err(error)) => error.reject(),
            _ => "valid",
        };
        if out.is_json() {
            out.json_line(&json!({
                "candidate": candidate.id, "about": candidate.about, "ledger": kind,
                "looks": looks, "ok": verdict == "valid", "reject": last.and_then(|result| result.as_ref().err()).map(|error| error.reject()),
            }))?;
        } else {
            rows.push([candidate.id.to_owned(), looks.to_string(), verdict.to_owned()]);
        }
    }
    if !out.is_json() {
        out.line(format_args!("Payments against the lecture's ledger, kept as: {}", kind.title()))?;
        let headers = ["payment to check".to_owned(), "looks".to_owned(), "verdict".to_owned()];
        for line in aligned(&headers, &rows) {
            out.line(line)?;
        }
        out.line("")?;
        out.line("`blockstep ledger scan double-spend` shows one of them step by step.")?;
    }
    Ok(Exit::Valid)
}

fn compare(args: &CompareArgs, out: &mut Output) -> Result<Exit, CliError> {
    let _graceful = interrupt::graceful();
    let mut measured: Vec<Timed> = Vec::new();
    for length in ledger_growth::lengths(args.max as usize) {
        measured.extend(ledger_growth::measure(length, args.time));
        if interrupt::requested() {
            return Ok(Exit::Interrupted);
        }
    }
    let looks: Vec<Measured> = measured.iter().map(|one| one.0).collect();
    let chart = ledger_growth::chart(&looks);
    if out.is_json() {
        for (one, time) in &measured {
            let mut value = serde_json::to_value(one).map_err(CliError::usage)?;
            value["time_ns"] = json!(time.map(|time| time.as_nanos() as u64));
            out.json_line(&value)?;
        }
    } else {
        show(&measured, &chart, args.time, out)?;
    }
    if let Some(path) = &args.svg {
        chart_svg::write(path, "Looks for one check, by the length of the ledger", &chart)?;
    }
    Ok(Exit::Valid)
}

fn show(measured: &[Timed], chart: &Chart, timed: bool, out: &mut Output) -> Result<(), CliError> {
    let table = |what: &str, cell: &dyn Fn(&Timed) -> String| {
        let headers: Vec<String> =
            std::iter::once(what.to_owned()).chain(lengths(measured)).collect();
        let row = |case| {
            let cells = measured.iter().filter(|one| one.0.case == case).map(cell);
            std::iter::once(case.name().to_owned()).chain(cells).collect::<Vec<String>>()
        };
        aligned(&headers, &CASES.map(row))
    };
    out.line("Looks for one check, by the number of transactions in the ledger:")?;
    for line in table("ledger", &|one| one.0.looks.to_string()) {
        out.line(line)?;
    }
    if timed {
        out.line("")?;
        out.line("Time for one check, without signatures:")?;
        for line in
            table("ledger", &|one| one.1.map_or(String::new(), |time| format!("{time:.1?}")))
        {
            out.line(line)?;
        }
    }
    out.line("")?;
    plain::draw_chart(chart).into_iter().try_for_each(|line| out.line(line))?;
    out.line("")?;
    out.line("An old output was made half the ledger ago, a young one ten transactions ago.")
}

fn lengths(measured: &[Timed]) -> impl Iterator<Item = String> {
    let first = measured.first().map(|one| one.0.case);
    let of_first = measured.iter().filter(move |one| Some(one.0.case) == first);
    of_first.map(|one| one.0.length.to_string())
}
