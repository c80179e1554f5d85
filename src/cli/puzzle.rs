//! `blockstep puzzle`: a hash puzzle by hand, a nonce at a time or until it is solved.

use std::path::PathBuf;

use serde_json::json;

use super::columns::aligned;
use super::{CliError, Exit, Output, lab, puzzles};
use crate::mining::puzzle::{Puzzle, target_of, zero_bits};
use crate::mining::puzzle_model::PuzzleModel;
use crate::primitives::pow::Target;
use crate::trace::Trace;

/// The arguments of `puzzle`.
#[derive(Debug, clap::Args)]
pub struct PuzzleArgs {
    /// What is hashed together with the nonce: any text.
    #[arg(default_value = "Alice pays Bob 1 bitcoin")]
    challenge: String,
    /// The zero bits that the hash must begin with. One more doubles the tries.
    #[arg(long, value_name = "N", default_value_t = 10, conflicts_with = "target", value_parser = clap::value_parser!(u8).range(0..=40))]
    bits: u8,
    /// Or the highest hash that counts, as 64 hexadecimal digits.
    #[arg(long, value_name = "HEX")]
    target: Option<String>,
    /// Solve so many puzzles like it, drawn from the seed, and count the tries that they take.
    #[arg(long, value_name = "N", conflicts_with_all = ["target", "nonces", "cost"], value_parser = clap::value_parser!(u32).range(1..=1_000_000))]
    many: Option<u32>,
    /// Solve puzzles from 1 zero bit up to N, and tell what each bit costs.
    #[arg(long, value_name = "N", conflicts_with_all = ["target", "nonces"], value_parser = clap::value_parser!(u8).range(1..=24))]
    cost: Option<u8>,
    /// What drawn puzzles follow from: the same seed, the same puzzles.
    #[arg(long, value_name = "TEXT", default_value = "blockstep")]
    seed: String,
    /// Write the chart of --many or --cost to FILE as an SVG picture.
    #[arg(long, value_name = "FILE")]
    svg: Option<PathBuf>,
    /// Try this nonce, and no others but those named likewise.
    #[arg(long = "nonce", value_name = "NUMBER")]
    nonces: Vec<u64>,
}

/// Runs `puzzle`.
pub fn run(args: PuzzleArgs, out: &mut Output) -> Result<Exit, CliError> {
    if let Some(puzzles) = args.many {
        return puzzles::count(args.bits, puzzles, &args.seed, args.svg.as_deref(), out);
    }
    if let Some(bits) = args.cost {
        return puzzles::cost(bits, &args.seed, args.svg.as_deref(), out);
    }
    let target = match &args.target {
        Some(hex) => Target::from_hex(hex)
            .map_err(|error| CliError::usage(format!("the target cannot be read: {error}")))?,
        None => target_of(args.bits),
    };
    let puzzle = Puzzle::new(args.challenge.clone(), target);
    if args.nonces.is_empty() {
        return lab::watch(Box::new(Trace::new(PuzzleModel::new("A hash puzzle", puzzle))), out);
    }
    let solved = args.nonces.iter().any(|nonce| puzzle.check(*nonce));
    match out.is_json() {
        true => tries_as_data(&puzzle, &args.nonces, out)?,
        false => tries(&puzzle, &args.nonces, out)?,
    }
    Ok(if solved { Exit::Valid } else { Exit::Invalid })
}

fn tries_as_data(puzzle: &Puzzle, nonces: &[u64], out: &mut Output) -> Result<(), CliError> {
    nonces.iter().try_for_each(|nonce| {
        let hash = puzzle.hash(*nonce);
        let line = json!({
            "nonce": nonce, "hash": hash, "zero_bits": zero_bits(&hash),
            "solved": puzzle.check(*nonce),
        });
        out.json_line(&line)
    })
}

fn tries(puzzle: &Puzzle, nonces: &[u64], out: &mut Output) -> Result<(), CliError> {
    out.line(format_args!("target  {}", puzzle.target()))?;
    let row = |nonce: &u64| {
        let hash = puzzle.hash(*nonce);
        let verdict = if puzzle.check(*nonce) { "solved" } else { "too high" };
        [nonce.to_string(), zero_bits(&hash).to_string(), verdict.to_owned(), hash.to_string()]
    };
    let rows: Vec<[String; 4]> = nonces.iter().map(row).collect();
    let headers = ["nonce", "zero bits", "verdict", "hash"].map(str::to_owned);
    aligned(&headers, &rows).into_iter().try_for_each(|line| out.line(line))
}
