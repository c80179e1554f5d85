//! `blockstep med blocks`: the blocks, or one transaction and the proof that it is in its block.

use serde_json::json;

use super::source::{Source, SourceArgs};
use crate::cli::columns::aligned;
use crate::cli::{CliError, Exit, Output};
use crate::encode::Encode;
use crate::hash::MerkleNode;
use crate::medical::world::{Tx, World};

/// The arguments of `med blocks`.
#[derive(Debug, clap::Args)]
pub struct BlocksArgs {
    #[command(flatten)]
    source: SourceArgs,
    /// The beginning of a transaction's id: show it, and climb from it to the Merkle root.
    #[arg(long, value_name = "TXID")]
    tx: Option<String>,
}

/// Runs `med blocks`.
pub fn run(args: &BlocksArgs, out: &mut Output) -> Result<Exit, CliError> {
    let source = args.source.open()?;
    if let Some(begins) = &args.tx {
        return transaction(&source, begins, out);
    }
    let tree = source.tree();
    let blocks = tree.blocks();
    if out.is_json() {
        for block in blocks {
            let header = &block.head.header;
            let transactions: Vec<_> = (block.transactions.iter())
                .map(
                    |tx| json!({ "txid": tx.txid(), "kind": tx.name(), "bytes": tx.encoded_len() }),
                )
                .collect();
            out.json_line(&json!({
                "height": header.height, "slot": header.slot, "id": block.id(),
                "previous": header.previous, "merkle_root": header.merkle_root,
                "producer": header.producer, "final": header.height <= tree.final_height(),
                "endorsers": tree.endorsers(&block.id()).len(), "transactions": transactions,
            }))?;
        }
        return Ok(Exit::Valid);
    }
    let rows: Vec<[String; 6]> = blocks
        .iter()
        .map(|block| {
            let header = &block.head.header;
            let kinds: Vec<&str> = block.transactions.iter().map(Tx::name).collect();
            [
                header.height.to_string(),
                header.slot.to_string(),
                format!("{}…", &block.id().to_string()[..8]),
                source.name(&header.producer),
                tree.endorsers(&block.id()).len().to_string(),
                kinds.join(" "),
            ]
        })
        .collect();
    let headers = ["block", "slot", "id", "producer", "endorsed by", "transactions"];
    aligned(&headers.map(str::to_owned), &rows).into_iter().try_for_each(|line| out.line(line))?;
    out.line(format_args!("Final up to height {}.", tree.final_height()))?;
    Ok(Exit::Valid)
}

fn transaction(source: &Source, begins: &str, out: &mut Output) -> Result<Exit, CliError> {
    let blocks = source.tree().blocks();
    let all =
        blocks.iter().flat_map(|block| (0..block.transactions.len()).map(move |at| (block, at)));
    let is_meant = |tx: &Tx| begins.len() >= 4 && tx.txid().to_string().starts_with(begins);
    let found: Vec<_> = all.filter(|(block, at)| is_meant(&block.transactions[*at])).collect();
    let [(block, at)] = found[..] else {
        return Err(CliError::usage(format!(
            "{begins:?} is not the beginning of one transaction's id (4 digits at least): `med blocks --json` lists them"
        )));
    };
    let tx = &block.transactions[at];
    let Some(proof) = block.proof::<World>(at) else {
        return Err(CliError::usage("the block has no such transaction"));
    };
    let (root, leaf) = (block.head.header.merkle_root, MerkleNode(tx.txid().0));
    let holds = proof.verify(leaf, root);
    if out.is_json() {
        out.json_document(&json!({
            "txid": tx.txid(), "kind": tx.name(), "height": block.height(), "position": at,
            "hex": hex::encode(tx.to_bytes()), "merkle_root": root, "proof_holds": holds,
        }))?;
        return Ok(Exit::Valid);
    }
    out.line(format_args!("{} {}", tx.name(), tx.txid()))?;
    out.line(format_args!(
        "in block {}, transaction {} of {}, {} bytes",
        block.height(),
        at + 1,
        block.transactions.len(),
        tx.encoded_len()
    ))?;
    out.line(format_args!("Merkle root in the header: {root}"))?;
    let told = if holds { "leads to this root" } else { "does not lead to this root" };
    out.line(format_args!("The branch from the transaction {told}."))?;
    Ok(if holds { Exit::Valid } else { Exit::Invalid })
}
