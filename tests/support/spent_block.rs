//! Real blocks together with all that their transactions spend.

#[path = "vectors.rs"]
pub mod vectors;

use std::collections::HashMap;

use blockstep::encode::Decode;
use blockstep::primitives::{Block, OutPoint, ScriptBuf, Transaction, TxIn, TxOut};

/// A transaction with the outputs that it spends, in the order of its inputs.
pub type Spending = (Transaction, Vec<TxOut>);

/// The transactions of the block `chain/spent/NAME.block`, but for its coinbase; none where the
/// vectors are missing and may be.
pub fn load(name: &str) -> Option<Vec<Spending>> {
    let block = vectors::read(&format!("chain/spent/{name}.block"))?;
    let spent = vectors::read(&format!("chain/spent/{name}.spent"))?;
    let coins = coins(std::str::from_utf8(&spent).expect("the list of coins is text"));
    let block = Block::from_bytes(&block).expect("the block is valid");
    let spends = block.transactions.into_iter().filter(|tx| !tx.is_coinbase());
    Some(
        spends
            .map(|tx| {
                let coin = |input: &TxIn| coins[&input.previous_output].clone();
                let prevouts = tx.inputs.iter().map(coin).collect();
                (tx, prevouts)
            })
            .collect(),
    )
}

/// Lines of `txid:vout value height coinbase mtp script`.
fn coins(lines: &str) -> HashMap<OutPoint, TxOut> {
    let coin = |line: &str| {
        let words: Vec<&str> = line.split(' ').collect();
        let (txid, vout) = words[0].split_once(':')?;
        let outpoint = OutPoint { txid: txid.parse().ok()?, vout: vout.parse().ok()? };
        let script = if words[5] == "-" { Vec::new() } else { hex::decode(words[5]).ok()? };
        let script_pubkey = ScriptBuf(script);
        Some((outpoint, TxOut { value: words[1].parse().ok()?, script_pubkey }))
    };
    lines.lines().map(|line| coin(line).expect("a line of the list is well formed")).collect()
}
