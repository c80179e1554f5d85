//! `tx sign` and `tx send`: what happens to a payment in a file.

use std::path::{Path, PathBuf};

use serde_json::json;

use super::build::{save, told};
use crate::cli::lab::LabArg;
use crate::cli::{CliError, Exit, Output, input};
use crate::encode::Decode;
use crate::primitives::Transaction;
use crate::wallet::JointPayment;

/// The arguments of `tx sign`.
#[derive(Debug, clap::Args)]
pub struct SignArgs {
    /// The file.
    file: PathBuf,
    /// The wallet that signs.
    #[arg(long, value_name = "NAME", required_unless_present = "with")]
    by: Option<String>,
    /// Take over the signatures in another copy of the file.
    #[arg(long, value_name = "FILE")]
    with: Option<PathBuf>,
    #[command(flatten)]
    lab: LabArg,
}

/// The arguments of `tx send`.
#[derive(Debug, clap::Args)]
pub struct SendArgs {
    /// A payment's file, or a transaction: hexadecimal, a file, or - for standard input.
    payment: String,
    #[command(flatten)]
    lab: LabArg,
}

/// Runs `tx sign`.
pub fn sign(args: SignArgs, out: &mut Output) -> Result<Exit, CliError> {
    let mut joint = read(&args.file)?;
    if let Some(other) = &args.with {
        joint.combine(&read(other)?).map_err(CliError::usage)?;
    }
    if let Some(name) = &args.by {
        let keys = args.lab.open()?.wallet(name)?.keys().map_err(CliError::usage)?;
        let added = joint.sign(&keys).map_err(CliError::usage)?;
        if added == 0 {
            return Err(CliError::usage(format!(
                "{name} has no key for an input that still lacks a signature; nothing was written"
            )));
        }
    }
    save(&joint, &args.file)?;
    told(&joint, &args.file, out)?;
    Ok(Exit::Valid)
}

fn read(path: &Path) -> Result<JointPayment, CliError> {
    let text =
        std::fs::read_to_string(path).map_err(|error| CliError::read(path.display(), error))?;
    JointPayment::from_json(&text).map_err(CliError::usage)
}

/// Runs `tx send`.
pub fn send(args: SendArgs, out: &mut Output) -> Result<Exit, CliError> {
    let given = input::read_text(Some(&args.payment))?;
    let tx = match given.starts_with('{') {
        true => JointPayment::from_json(&given).and_then(|joint| joint.finalize()),
        false => {
            let tx = Transaction::from_hex(&given);
            return submit(&args.lab, tx.map_err(CliError::usage)?, out);
        }
    };
    submit(&args.lab, tx.map_err(CliError::usage)?, out)
}

fn submit(arg: &LabArg, tx: Transaction, out: &mut Output) -> Result<Exit, CliError> {
    let folder = arg.folder()?;
    let mut lab = folder.open()?;
    let txid = tx.txid();
    let result = lab.submit(tx);
    folder.save(&mut lab)?;
    let (reject, reason) = match &result {
        Err(crate::lab::LabError::Mempool { error }) => {
            (Some(error.reject()), Some(error.to_string()))
        }
        Err(_) => return result.map(|_| Exit::Valid).map_err(CliError::usage),
        Ok(_) => (None, None),
    };
    if out.is_json() {
        out.json_document(&json!({
            "txid": txid, "ok": reject.is_none(), "reject": reject, "reason": reason,
        }))?;
    } else {
        match (reject, reason) {
            (Some(reject), Some(reason)) => {
                out.paragraph("", &format!("The mempool refuses it ({reject}): {reason}."))?;
            }
            _ => out.line(format_args!("{txid} waits in the mempool."))?,
        }
    }
    Ok(if result.is_ok() { Exit::Valid } else { Exit::Invalid })
}
