//! `blockstep tx`: a transaction's bytes, and what they say.

use clap::Subcommand;

mod build;
pub mod check;
mod joint;

use super::{CliError, Exit, Output, facts, fields, input, network::NetworkArg};
use crate::encode::{Decode, Encode};
use crate::json::{self, Shape};
use crate::primitives::Transaction;
use crate::primitives::bytes_document::Form;
use check::CheckArgs;

/// The arguments of `tx`.
#[derive(Debug, clap::Args)]
pub struct TxArgs {
    #[command(subcommand)]
    command: TxCommand,
}

#[derive(Debug, Subcommand)]
enum TxCommand {
    /// Read a transaction's bytes.
    Decode(DecodeArgs),
    /// Turn a transaction in JSON, of either shape, into its bytes.
    ///
    /// What the JSON states besides (ids, sizes, counts) must be right; leave it out if you change
    /// something, and it is computed.
    Encode(EncodeArgs),
    /// Check what a transaction must satisfy by itself, for one or for a batch.
    ///
    /// A batch is JSON lines, {"id":…, "tx":"hex"}, each answered by a line with id, ok, txid, wtxid,
    /// weight, reject (Bitcoin Core's string) and reason.
    Check(CheckArgs),
    /// Put a payment out of one or more wallets together, and write it to a file to be signed.
    Build(build::BuildArgs),
    /// Add a wallet's signatures to a payment in a file, or those of another copy of it.
    Sign(joint::SignArgs),
    /// Hand a transaction, or a payment that all have signed, to the mempool.
    Send(joint::SendArgs),
}

#[derive(Debug, clap::Args)]
struct DecodeArgs {
    /// The transaction: hexadecimal, a file, or - for standard input.
    tx: Option<String>,
    /// How to show it: every field with its bytes, the lecture's JSON, or Bitcoin Core's
    /// (decoderawtransaction). Without it: fields, or core under --json.
    #[arg(long, value_enum)]
    shape: Option<ShapeArg>,
    /// Show long byte strings in full (with --shape fields).
    #[arg(long)]
    full: bool,
    #[command(flatten)]
    network: NetworkArg,
}

#[derive(Debug, Clone, Copy, clap::ValueEnum)]
enum ShapeArg {
    Fields,
    Lecture,
    Core,
}

#[derive(Debug, clap::Args)]
struct EncodeArgs {
    /// The JSON: as an argument, a file, or - for standard input.
    #[arg(value_name = "JSON")]
    text: Option<String>,
}

/// Runs `tx`.
pub fn run(args: TxArgs, out: &mut Output) -> Result<Exit, CliError> {
    match args.command {
        TxCommand::Decode(args) => decode(args, out),
        TxCommand::Encode(args) => encode(args, out),
        TxCommand::Check(args) => check::run(args, out),
        TxCommand::Build(args) => build::run(args, out),
        TxCommand::Sign(args) => joint::sign(args, out),
        TxCommand::Send(args) => joint::send(args, out),
    }
}

fn decode(args: DecodeArgs, out: &mut Output) -> Result<Exit, CliError> {
    let bytes = input::read_bytes(args.tx.as_deref())?;
    let default = if out.is_json() { ShapeArg::Core } else { ShapeArg::Fields };
    let shape = match args.shape.unwrap_or(default) {
        ShapeArg::Fields => return fields::show(Form::Transaction, bytes, args.full, out),
        ShapeArg::Lecture => Shape::Lecture,
        ShapeArg::Core => Shape::Core,
    };
    let tx = match Transaction::from_bytes(&bytes) {
        Ok(tx) => tx,
        Err(error) => return facts::invalid(Some(error.rule()), error, out),
    };
    let written = json::write(&tx, shape, args.network.get()).map_err(CliError::usage)?;
    out.line(&written.text)?;
    if !written.lost.is_empty() {
        use std::io::Write as _;
        out.flush()?;
        // A note beside the answer; if standard error is closed, nobody reads it.
        let mut stderr = std::io::stderr();
        let _ = writeln!(stderr, "note: this shape does not give the transaction back. It loses:");
        for loss in &written.lost {
            let _ = writeln!(stderr, "  {loss}");
        }
    }
    Ok(Exit::Valid)
}

fn encode(args: EncodeArgs, out: &mut Output) -> Result<Exit, CliError> {
    let text = input::read_text(args.text.as_deref())?;
    match json::read(&text) {
        Ok(tx) => facts::single("hex", hex::encode(tx.to_bytes()), out),
        Err(error) => facts::invalid(None, error, out),
    }
}
