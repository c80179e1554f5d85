//! The ledger that Bitcoin nodes keep: beside the chain, the set of outputs that nothing has spent.
//!
//! Whether an output may be spent is one look: it is in the set, or it is not. The price is the set
//! itself, which every node must keep and change with every transaction.

use std::collections::HashMap;
use std::sync::Arc;

use super::{Check, Coin, Coins, Ledger, LedgerKind, Payment, Step, TxError, spend};
use crate::primitives::OutPoint;

/// The unspent transaction outputs.
#[derive(Debug, Clone, Default)]
pub struct UtxoSet {
    // Looked up by outpoint; whoever lists it puts it in order.
    coins: HashMap<OutPoint, Coin>,
}

impl Coins for UtxoSet {
    fn coin(&self, outpoint: &OutPoint) -> Option<&Coin> {
        self.coins.get(outpoint)
    }
}

impl UtxoSet {
    /// How many coins there are.
    pub fn len(&self) -> usize {
        self.coins.len()
    }

    /// Whether there is no coin.
    pub fn is_empty(&self) -> bool {
        self.coins.is_empty()
    }

    /// Takes out what `payment` spends and puts in what it makes, unchecked (Core: `UpdateCoins`).
    pub fn update(&mut self, payment: &Payment) {
        for input in &payment.tx.inputs {
            self.coins.remove(&input.previous_output);
        }
        let txid = payment.tx.txid();
        for vout in 0..payment.tx.outputs.len() as u32 {
            if let Some(coin) = spend::coin_of(payment, vout) {
                self.coins.insert(OutPoint { txid, vout }, coin);
            }
        }
    }
}

impl Ledger for UtxoSet {
    fn kind(&self) -> LedgerKind {
        LedgerKind::Utxo
    }

    fn record(&mut self, payment: Arc<Payment>) {
        self.update(&payment);
    }

    fn apply(&self, candidate: &Payment, check: &mut Check, step: Step) {
        match step {
            Step::Form => spend::form(candidate, check),
            Step::Find { input } | Step::Look { input, .. } => {
                let Some(outpoint) = spend::outpoint(candidate, input) else { return };
                check.looks += 1;
                match self.coins.get(&outpoint) {
                    Some(coin) => {
                        check.coins.insert(outpoint, coin.clone());
                        check.go_on(Ok(spend::after_input(candidate, input)));
                    }
                    None => check.go_on(Err(TxError::MissingOrSpent { input, outpoint }.into())),
                }
            }
            Step::Sums => spend::sums(candidate, check),
            Step::Signature { input } => spend::signature(candidate, check, input),
        }
    }
}
