//! The consensus clean-up (BIP 54), which no network has adopted: optional, and off by default.
//!
//! It mends four old faults. Two are of headers, and stand with the others of that kind: no jump back
//! between two windows of the difficulty, and no window that ends before it began. The rest is here: a
//! coinbase can never repeat an old one, no transaction looks like an inner node of the Merkle tree, and
//! none makes nodes check signatures for an hour. The rules have the names of the BIP's reference
//! implementation.

use super::Coin;
use super::block::{BlockContext, BlockError, IndexedBlock};
use super::lock_time::SEQUENCE_FINAL;
use super::sigops::executed_legacy_sigops;
use crate::primitives::Transaction;

/// Seconds that a window's first block may be older than the block before it.
pub const MAX_TIMEWARP_SECONDS: u32 = 7_200;
/// Signature checks that the scripts outside witnesses may have which run for one transaction.
pub const MAX_TX_LEGACY_SIGOPS: usize = 2_500;
/// Bytes of two hashes side by side, as an inner node of the Merkle tree hashes them.
const INNER_NODE_BYTES: usize = 64;

/// Checks what the clean-up asks of a block, where it holds.
pub fn check_block(block: &IndexedBlock, context: &BlockContext) -> Result<(), BlockError> {
    if !context.bip54 {
        return Ok(());
    }
    let transactions = &block.block().transactions;
    if let Some(coinbase) = transactions.first() {
        check_coinbase(coinbase, context.height)?;
    }
    transactions.iter().enumerate().try_for_each(|(index, tx)| check_size(index, tx))
}

/// A lock time lets a transaction into the blocks after it, so this one lets the coinbase into its own
/// and none before.
fn check_coinbase(coinbase: &Transaction, height: u32) -> Result<(), BlockError> {
    let (found, expected) = (coinbase.lock_time, height.saturating_sub(1));
    if found != expected {
        return Err(BlockError::CoinbaseLockTime { found, expected });
    }
    match coinbase.inputs.iter().any(|input| input.sequence == SEQUENCE_FINAL) {
        true => Err(BlockError::CoinbaseFinal),
        false => Ok(()),
    }
}

/// Checks that transaction number `index` cannot pass for an inner node.
pub fn check_size(index: usize, tx: &Transaction) -> Result<(), BlockError> {
    match tx.base_size() {
        INNER_NODE_BYTES => Err(BlockError::Bytes64 { index }),
        _ => Ok(()),
    }
}

/// Checks that transaction number `index`, which spends the coins `spent` in the order of its inputs,
/// does not check too many signatures.
pub fn check_sigops(index: usize, tx: &Transaction, spent: &[&Coin]) -> Result<(), BlockError> {
    let (count, limit) = (executed_legacy_sigops(tx, spent), MAX_TX_LEGACY_SIGOPS);
    if count > limit { Err(BlockError::LegacySigops { index, count, limit }) } else { Ok(()) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::primitives::{TxIn, TxOut};
    use crate::script::instruction::put_push;
    use crate::script::op::*;
    use crate::script::standard::{p2sh, p2wpkh};

    /// A transaction that unlocks coins with these locking scripts.
    fn spend(scripts: &[(Vec<u8>, Vec<u8>)]) -> (Transaction, Vec<Coin>) {
        let inputs = scripts.iter().map(|(script_sig, _)| {
            let script_sig = script_sig.clone().into();
            TxIn { script_sig, ..TxIn::default() }
        });
        // What an output locks runs when it is spent, and does not count before.
        let output = TxOut { value: 0, script_pubkey: vec![OP_CHECKSIG; 9].into() };
        let inputs = inputs.collect();
        let tx = Transaction { inputs, outputs: vec![output], ..Transaction::default() };
        let coins = scripts.iter().map(|(_, locking)| {
            let output = TxOut { value: 0, script_pubkey: locking.clone().into() };
            Coin { output, height: 1, coinbase: false }
        });
        (tx, coins.collect())
    }

    fn counted(scripts: &[(Vec<u8>, Vec<u8>)]) -> usize {
        let (tx, coins) = spend(scripts);
        executed_legacy_sigops(&tx, &coins.iter().collect::<Vec<_>>())
    }

    #[test]
    fn signature_checks_count_where_they_run() {
        let mut reveals = Vec::new();
        put_push(&mut reveals, &[OP_2, OP_CHECKMULTISIG, OP_CHECKSIGVERIFY]);
        let cases = [
            (vec![], vec![OP_CHECKSIG], 1),
            (vec![OP_CHECKSIG], vec![OP_CHECKSIGVERIFY], 2),
            (vec![], vec![OP_16, OP_CHECKMULTISIG], 16),
            (vec![], vec![OP_CHECKMULTISIGVERIFY], 20),
            (reveals.clone(), p2sh(&[7; 20]), 3),
            // Nothing that is more than pushes reveals a script, though what it says counts.
            ([&reveals[..], &[OP_CHECKSIG]].concat(), p2sh(&[7; 20]), 1),
            // Without P2SH, what is pushed is data.
            (reveals, vec![OP_1], 0),
            (vec![], p2wpkh(&[7; 20]), 0),
        ];
        for (script_sig, locking, expected) in &cases {
            assert_eq!(counted(&[(script_sig.clone(), locking.clone())]), *expected, "{locking:?}");
        }
        let all: Vec<_> = cases.iter().map(|(a, b, _)| (a.clone(), b.clone())).collect();
        assert_eq!(counted(&all), cases.iter().map(|case| case.2).sum::<usize>());
    }

    #[test]
    fn one_check_above_2500_is_too_many() {
        for (checks, expected) in [
            (2_500, Ok(())),
            (2_501, Err(BlockError::LegacySigops { index: 3, count: 2_501, limit: 2_500 })),
        ] {
            let (tx, coins) = spend(&[
                (vec![], vec![OP_CHECKSIG; 2_000]),
                (vec![], vec![OP_CHECKSIG; checks - 2_000]),
            ]);
            assert_eq!(check_sigops(3, &tx, &coins.iter().collect::<Vec<_>>()), expected);
        }
    }
}
