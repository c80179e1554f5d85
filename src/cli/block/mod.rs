//! `blockstep block`: a block's bytes, and its checks.

mod alone;
mod verify;

use super::{CliError, Exit, Output, facts, facts::Facts, fields, input};
use crate::encode::{Decode, DecodeError};
use crate::primitives::bytes_document::Form;
use crate::primitives::{Block, BlockHeader, witness_commitment};
use clap::Subcommand;

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
    /// Check a block by itself; with the coins that it spends and its height, check everything.
    Verify(verify::VerifyArgs),
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

/// Runs `block`.
pub fn run(args: BlockArgs, out: &mut Output) -> Result<Exit, CliError> {
    match args.command {
        BlockCommand::Decode(args) => decode(args, out),
        BlockCommand::Verify(args) => verify::run(args, out),
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

fn unreadable(error: DecodeError, out: &mut Output) -> Result<Exit, CliError> {
    facts::invalid(Some(error.rule()), error, out)
}
