//! `blockstep block`: a block's bytes, and the checks that need no chain.

use clap::Subcommand;
use serde_json::json;

use super::{CliError, Exit, Output, facts, facts::Facts, fields, input, network::NetworkArg};
use crate::encode::{Decode, DecodeError};
use crate::ledger::block::check::{BLOCK_CHECKS, WITNESS_CHECKS};
use crate::ledger::block::{BlockProof, IndexedBlock};
use crate::primitives::bytes_document::Form;
use crate::primitives::{Block, BlockHeader, witness_commitment};
use crate::trace::Mark;

/// The arguments of `block`.
#[derive(Debug, clap::Args)]
pub struct BlockArgs {
    #[command(subcommand)]
    command: BlockCommand,
}

#[derive(Debug, Subcommand)]
enum BlockCommand {
    /// Read a block's bytes, or the 80 of a header alone.
    Decode(DecodeArgs),
    /// Check a block by itself: its proof of work, its Merkle root, its witness commitment and its
    /// form.
    Verify(VerifyArgs),
}

#[derive(Debug, clap::Args)]
struct DecodeArgs {
    /// The block: hexadecimal, a file (hexadecimal or raw), or - for standard input.
    block: Option<String>,
    /// Show every field with its bytes, also those of the transactions.
    #[arg(long)]
    fields: bool,
    /// Show long byte strings in full (with --fields).
    #[arg(long, requires = "fields")]
    full: bool,
}

#[derive(Debug, clap::Args)]
struct VerifyArgs {
    /// The block: hexadecimal, a file (hexadecimal or raw), or - for standard input.
    block: Option<String>,
    #[command(flatten)]
    network: NetworkArg,
}

/// What `verify` leaves to the chain.
const NOT_CHECKED: &[&str] = &[
    "whether the target is the one that the chain asks for here",
    "the time, against the blocks before and against the clock",
    "the height in the coinbase, and what the coinbase pays itself",
    "every coin that is spent: whether it exists, and whether the scripts let it go",
];

/// Runs `block`.
pub fn run(args: BlockArgs, out: &mut Output) -> Result<Exit, CliError> {
    match args.command {
        BlockCommand::Decode(args) => decode(args, out),
        BlockCommand::Verify(args) => verify(args, out),
    }
}

fn decode(args: DecodeArgs, out: &mut Output) -> Result<Exit, CliError> {
    let bytes = input::read_bytes(args.block.as_deref())?;
    let is_header = bytes.len() == BlockHeader::SIZE;
    if args.fields {
        let form = if is_header { Form::BlockHeader } else { Form::Block };
        return fields::show(form, bytes, args.full, out);
    }
    let result = if is_header {
        BlockHeader::from_bytes(&bytes).map(|header| (header, None))
    } else {
        Block::from_bytes(&bytes).map(|block| (block.header, Some(block)))
    };
    let (header, block) = match result {
        Ok(read) => read,
        Err(error) => return unreadable(error, out),
    };
    let mut facts = Facts::default();
    facts.add("hash", header.block_hash().to_string());
    facts.add("version", header.version);
    facts.add("previousblockhash", header.prev_block_hash.to_string());
    facts.add("merkleroot", header.merkle_root.to_string());
    facts.add("time", header.time);
    facts.add("bits", header.bits.to_string());
    if let Ok(target) = header.bits.target() {
        facts.add("target", target.to_string());
        facts.add("difficulty", target.difficulty());
    }
    facts.add("nonce", header.nonce);
    if let Some(block) = block {
        facts.add("size", block.total_size());
        facts.add("strippedsize", block.base_size());
        facts.add("weight", block.weight());
        facts.add("nTx", block.transactions.len());
        let commitment = block.transactions.first().and_then(witness_commitment::find);
        facts.add("witness_commitment", commitment.map(hex::encode));
        let txids = block.transactions.iter().map(|tx| tx.txid().to_string());
        facts.add("tx", txids.collect::<Vec<_>>());
    }
    facts.write(out)?;
    Ok(Exit::Valid)
}

fn verify(args: VerifyArgs, out: &mut Output) -> Result<Exit, CliError> {
    let bytes = input::read_bytes(args.block.as_deref())?;
    let block = match Block::from_bytes(&bytes) {
        Ok(block) => block,
        Err(error) => return unreadable(error, out),
    };
    let block = IndexedBlock::new(block);
    let proof = BlockProof { limit: args.network.get().pow_limit(), signet_challenge: None };
    let checks = BLOCK_CHECKS.iter().map(|check| (check.what, (check.run)(&block, &proof)));
    let witnesses = WITNESS_CHECKS.iter().map(|check| (check.what, (check.run)(&block)));
    let results: Vec<_> = checks.chain(witnesses).collect();
    let ok = results.iter().all(|(_, result)| result.is_ok());
    if out.is_json() {
        let checks = results.iter().map(|(check, result)| {
            let error = result.as_ref().err();
            json!({
                "check": check, "ok": error.is_none(),
                "reject": error.map(|error| error.reject()), "reason": error.map(ToString::to_string),
            })
        });
        let checks: Vec<_> = checks.collect();
        out.json_document(&json!({
            "hash": block.hash(), "ok": ok, "checks": checks, "not_checked": NOT_CHECKED,
        }))?;
    } else {
        out.line(format_args!("block {}", block.hash()))?;
        for (check, result) in &results {
            match result {
                Ok(()) => {
                    let mark = out.paint(Mark::Good, "ok     ");
                    out.line(format_args!("  {mark} {check}"))?;
                }
                Err(error) => {
                    let mark = out.paint(Mark::Bad, "BROKEN ");
                    out.line(format_args!("  {mark} {check} ({})", error.reject()))?;
                    out.line(format_args!("          {error}"))?;
                    out.line(format_args!("          {}", error.rule().says))?;
                }
            }
        }
        out.line("Not checked, because it takes the chain before this block:")?;
        for what in NOT_CHECKED {
            out.line(format_args!("  {what}"))?;
        }
    }
    Ok(if ok { Exit::Valid } else { Exit::Invalid })
}

fn unreadable(error: DecodeError, out: &mut Output) -> Result<Exit, CliError> {
    facts::invalid(Some(error.rule()), error, out)
}
