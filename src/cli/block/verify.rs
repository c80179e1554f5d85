//! `block verify`: a block by itself, or with all that it spends.

use std::time::Duration;

use serde_json::{Map, Value, json};

use super::{alone, unreadable};
use crate::bench::block_verification::{
    Fault, Finding, Question, Recorder, SignatureCheck, bare_checks, verify,
};
use crate::chain::ChainParams;
use crate::chain::spent::SpentCoins;
use crate::cli::network::ChainArg;
use crate::cli::{CliError, Exit, Output, input};
use crate::encode::Decode;
use crate::ledger::block::IndexedBlock;
use crate::primitives::{Block, BlockHeader};
use crate::script::checker::Secp256k1;
use crate::trace::Mark;

/// Rounds of `--bench`, of which the fastest counts: other work only ever adds time.
const ROUNDS: usize = 5;

/// The arguments of `block verify`.
#[derive(Debug, clap::Args)]
pub struct VerifyArgs {
    /// The block: hexadecimal, a file (hexadecimal or raw), or - for standard input.
    block: Option<String>,
    #[command(flatten)]
    network: ChainArg,
    /// The coins that the block spends, a line each: txid:vout satoshis height coinbase(0 or 1)
    /// median_time_past script, with - for what is not known.
    #[arg(long, value_name = "FILE", requires = "height")]
    spent: Option<String>,
    /// The block's height, which says what rules were in force and what the coinbase may pay.
    #[arg(long, value_name = "N", requires = "spent")]
    height: Option<u32>,
    /// Measure it against the bare signature checks, the fastest of five rounds in turns.
    #[arg(long, requires = "spent")]
    bench: bool,
    /// How many threads run the scripts [default: one for each core].
    #[arg(long, value_name = "N", requires = "spent", value_parser = clap::value_parser!(u16).range(1..=1024))]
    threads: Option<u16>,
}

/// Runs `block verify`.
pub fn run(args: VerifyArgs, out: &mut Output) -> Result<Exit, CliError> {
    let bytes = input::read_bytes(args.block.as_deref())?;
    let params = args.network.params()?;
    let (Some(spent), Some(height)) = (&args.spent, args.height) else {
        return match Block::from_bytes(&bytes) {
            Ok(block) => alone::report(&IndexedBlock::new(block), &params, out),
            Err(error) => unreadable(error, out),
        };
    };
    let text = input::read_text(Some(spent))?;
    let spent = SpentCoins::parse(&text).map_err(CliError::usage)?;
    let question = Question { bytes: &bytes, params: &params, height, spent: &spent };
    let threads = pool(args.threads.map_or(0, usize::from))?;
    let finding = threads.install(|| verify(&question, &Secp256k1));
    if let Err(Fault::Unreadable(error)) = finding.result {
        return unreadable(error, out);
    }
    let bench = match args.bench && finding.result.is_ok() {
        true => Some(Bench::run(&question, &threads)?),
        false => None,
    };
    let told = Told { finding: &finding, spent: &spent, params: &params, height, bench };
    let hash = BlockHeader::from_bytes(bytes.get(..BlockHeader::SIZE).unwrap_or_default());
    let hash = hash.map(|header| header.block_hash().to_string()).unwrap_or_default();
    if out.is_json() {
        told.as_json(&hash, out)?
    } else {
        told.as_text(&hash, out)?
    }
    Ok(if finding.result.is_ok() { Exit::Valid } else { Exit::Invalid })
}

fn pool(threads: usize) -> Result<rayon::ThreadPool, CliError> {
    let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build();
    pool.map_err(|error| CliError::usage(format!("no more threads can be had: {error}")))
}

/// The fastest of some rounds in turns.
struct Bench {
    checks: usize,
    threads: usize,
    bare: Duration,
    one: Duration,
    all: Duration,
}

impl Bench {
    fn run(question: &Question<'_>, threads: &rayon::ThreadPool) -> Result<Bench, CliError> {
        let alone = pool(1)?;
        let recorder = Recorder::default();
        alone.install(|| verify(question, &recorder));
        let checks: Vec<SignatureCheck> = recorder.into_checks();
        let mut rounds: [Vec<Duration>; 3] = Default::default();
        for _ in 0..ROUNDS {
            rounds[0].push(timed(|| alone.install(|| bare_checks(&checks))));
            rounds[1].push(timed(|| alone.install(|| verify(question, &Secp256k1))));
            rounds[2].push(timed(|| threads.install(|| verify(question, &Secp256k1))));
        }
        let [bare, one, all] = rounds.map(|round| round.into_iter().min().unwrap_or_default());
        let threads = threads.current_num_threads();
        Ok(Bench { checks: checks.len(), threads, bare, one, all })
    }
}

fn timed<T>(work: impl FnOnce() -> T) -> Duration {
    let start = std::time::Instant::now();
    let _ = std::hint::black_box(work());
    start.elapsed()
}

/// What was found, to be told.
struct Told<'a> {
    finding: &'a Finding,
    spent: &'a SpentCoins,
    params: &'a ChainParams,
    height: u32,
    bench: Option<Bench>,
}

impl Told<'_> {
    fn not_checked(&self) -> Vec<String> {
        let mut list = vec![
            "whether the chain asks for this target here, and whether the times fit those before it"
                .to_owned(),
        ];
        if self.spent.ageless() > 0 {
            let ageless = self.spent.ageless();
            list.push(format!("the age of {ageless} coins whose height is not given"));
        }
        list
    }

    fn as_json(&self, hash: &str, out: &mut Output) -> Result<(), CliError> {
        let parts = self.finding.parts.iter();
        let parts: Map<String, Value> =
            parts.map(|(name, time)| (name.replace(' ', "_"), json!(time.as_secs_f64()))).collect();
        let mut told = json!({
            "hash": hash, "network": self.params.name, "height": self.height,
            "ok": self.finding.result.is_ok(), "reject": null, "reason": null,
            "not_checked": self.not_checked(), "seconds": parts,
        });
        match &self.finding.result {
            Ok(found) => {
                told["transactions"] = json!(found.transactions);
                told["inputs"] = json!(found.inputs);
                told["fees_satoshis"] = json!(found.fees_satoshis);
                told["sigop_cost"] = json!(found.sigop_cost);
                told["weight"] = json!(found.weight);
            }
            Err(Fault::Broken(error)) => {
                told["reject"] = json!(error.reject());
                told["reason"] = json!(error.to_string());
            }
            Err(Fault::Unreadable(error)) => told["reason"] = json!(error.to_string()),
        }
        if let Some(bench) = &self.bench {
            let bare = bench.bare.as_secs_f64();
            told["bench"] = json!({
                "signature_checks": bench.checks, "threads": bench.threads,
                "bare_seconds": bare, "one_thread_seconds": bench.one.as_secs_f64(),
                "all_threads_seconds": bench.all.as_secs_f64(),
                "one_thread_ratio": bench.one.as_secs_f64() / bare,
                "speed_up": bench.one.as_secs_f64() / bench.all.as_secs_f64(),
            });
        }
        out.json_document(&told)
    }

    fn as_text(&self, hash: &str, out: &mut Output) -> Result<(), CliError> {
        out.line(format_args!("block {hash}, height {} of {}", self.height, self.params.name))?;
        for (at, (name, time)) in self.finding.parts.iter().enumerate() {
            let broke = self.finding.result.is_err() && at + 1 == self.finding.parts.len();
            let (mark, word) = if broke { (Mark::Bad, "BROKEN ") } else { (Mark::Good, "ok     ") };
            let mark = out.paint(mark, word);
            out.line(format_args!("  {mark} {name:<26} {:>10.3} ms", time.as_secs_f64() * 1e3))?;
        }
        match &self.finding.result {
            Ok(found) => out.line(format_args!(
                "valid: {} transactions, {} inputs, {} satoshis of fees, signature cost {} of 80,000, \
                 weight {} of 4,000,000",
                found.transactions, found.inputs, found.fees_satoshis, found.sigop_cost, found.weight
            ))?,
            Err(Fault::Broken(error)) => {
                out.line(format_args!("not valid ({}): {error}", error.reject()))?;
                out.paragraph("  the rule: ", error.rule().says)?;
                out.paragraph("  why: ", error.rule().why)?;
            }
            Err(Fault::Unreadable(error)) => out.line(format_args!("not valid: {error}"))?,
        }
        if let Some(bench) = &self.bench {
            let ms = |time: Duration| time.as_secs_f64() * 1e3;
            out.line(format_args!(
                "the fastest of {ROUNDS} rounds in turns: {} bare signature checks {:.2} ms; the whole block \
                 {:.2} ms on one thread ({:.3} times), {:.2} ms on {} ({:.2} times as fast)",
                bench.checks,
                ms(bench.bare),
                ms(bench.one),
                bench.one.as_secs_f64() / bench.bare.as_secs_f64(),
                ms(bench.all),
                bench.threads,
                bench.one.as_secs_f64() / bench.all.as_secs_f64(),
            ))?;
        }
        out.line("Not checked, because it takes the chain before this block:")?;
        self.not_checked().iter().try_for_each(|what| out.line(format_args!("  {what}")))
    }
}
