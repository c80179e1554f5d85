//! `blockstep tx check`: what a transaction must satisfy by itself, for one or for a batch.
//!
//! A batch is JSON lines, `{"id":…, "tx":"hex"}`, answered in order by `{"id":…, "ok":bool,
//! "txid":"hex"|null, "wtxid":"hex"|null, "weight":number|null, "reject":Core's string|null,
//! "reason":sentence|null}`. Where the bytes are no transaction there is no txid, and the reason says
//! at which offset reading failed. The id is any JSON value and comes back as it was written, or as
//! `null` where it could not be read.

use std::borrow::Cow;

use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

use crate::cli::batch::{self, BatchArgs, LineError};
use crate::cli::{CliError, Exit, Output, input};
use crate::encode::Decode;
use crate::json::Object;
use crate::ledger::check_transaction;
use crate::primitives::Transaction;

/// The arguments of `tx check`.
#[derive(Debug, clap::Args)]
pub struct CheckArgs {
    /// The transaction: hexadecimal, a file, or - for standard input.
    #[arg(conflicts_with = "batch")]
    tx: Option<String>,
    #[command(flatten)]
    batch: BatchArgs,
}

/// What is found out about a transaction.
#[derive(Debug, Default, Serialize)]
struct Findings {
    ok: bool,
    txid: Option<String>,
    wtxid: Option<String>,
    weight: Option<usize>,
    reject: Option<&'static str>,
    reason: Option<String>,
}

#[derive(Deserialize)]
struct Question<'a> {
    #[serde(borrow, default)]
    id: Option<&'a RawValue>,
    #[serde(borrow)]
    tx: Cow<'a, str>,
}

/// What is left of a question that cannot be understood.
#[derive(Deserialize)]
struct OnlyId<'a> {
    #[serde(borrow, default)]
    id: Option<&'a RawValue>,
}

#[derive(Serialize)]
struct Answer<'a> {
    id: Option<&'a RawValue>,
    #[serde(flatten)]
    findings: Findings,
}

/// Runs `tx check`.
pub fn run(args: CheckArgs, out: &mut Output) -> Result<Exit, CliError> {
    if let Some(source) = &args.batch.batch {
        return batch::run(source, args.batch.jobs, out, answer);
    }
    let bytes = input::read_bytes(args.tx.as_deref())?;
    let findings =
        Transaction::from_bytes(&bytes).map_or_else(Findings::unreadable, |tx| check(&tx));
    if out.is_json() {
        out.json_document(&findings)?;
    } else {
        for (name, value) in [("txid", &findings.txid), ("wtxid", &findings.wtxid)] {
            if let Some(value) = value {
                out.line(format_args!("{name:6} {value}"))?;
            }
        }
        if let Some(weight) = findings.weight {
            out.line(format_args!("weight {weight}"))?;
        }
        match (&findings.reject, &findings.reason) {
            (Some(reject), Some(reason)) => {
                out.line(format_args!("rejected: {reject}: {reason}"))?
            }
            (None, Some(reason)) => out.line(format_args!("not a transaction: {reason}"))?,
            _ => out.line(
                "By itself it breaks no rule. Whether its coins are there is another question.",
            )?,
        }
    }
    Ok(if findings.ok { Exit::Valid } else { Exit::Invalid })
}

/// The answer to one line of a batch.
pub fn answer(line: Result<&str, LineError>) -> String {
    let (id, findings) = match line {
        Err(error) => (None, Findings::unreadable(error)),
        Ok(line) => match serde_json::from_str(line) {
            Ok(Object(Question { id, tx })) => {
                let read = Transaction::from_hex(&tx);
                (id, read.map_or_else(Findings::unreadable, |tx| check(&tx)))
            }
            Err(error) => {
                let id = serde_json::from_str(line).ok().and_then(|Object(OnlyId { id })| id);
                (id, Findings::unreadable(format_args!("the line is no question: {error}")))
            }
        },
    };
    // Writing these fields into memory cannot fail.
    serde_json::to_string(&Answer { id, findings }).unwrap_or_default()
}

fn check(tx: &Transaction) -> Findings {
    let error = check_transaction(tx).err();
    Findings {
        ok: error.is_none(),
        txid: Some(tx.txid().to_string()),
        wtxid: Some(tx.wtxid().to_string()),
        weight: Some(tx.weight()),
        reject: error.as_ref().map(|error| error.reject()),
        reason: error.map(|error| error.to_string()),
    }
}

impl Findings {
    fn unreadable(reason: impl std::fmt::Display) -> Findings {
        Findings { reason: Some(reason.to_string()), ..Findings::default() }
    }
}
