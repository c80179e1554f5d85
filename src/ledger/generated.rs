//! Ledgers of any length, for measuring and for tests: a seed decides every payment.

use std::sync::Arc;

use super::{Draft, Party, Paying, Payment, Spend};
use crate::primitives::OutPoint;
use crate::primitives::amount::COIN;
use crate::rng::Rng;

/// Blocks between one payment and the next, so that a coinbase can be spent by the payment after it.
const BLOCKS_APART: u32 = 100;

/// One payment in so many is a coinbase.
const COINBASE_EVERY: usize = 8;

/// A history, and what its parties hold at its end.
#[derive(Debug, Clone)]
pub struct Generated {
    /// The payments, the oldest first. In both forms they say the same.
    pub payments: Vec<Arc<Payment>>,
    /// The outputs that are not spent, the oldest first.
    pub unspent: Vec<Holding>,
    /// Who takes part, and how many payments each has made.
    pub parties: Vec<(Party, u32)>,
}

/// An unspent output.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Holding {
    /// The place in the history of the payment that made it.
    pub made_at: usize,
    /// Which output.
    pub outpoint: OutPoint,
    /// Satoshis.
    pub value: i64,
    /// Whose it is, as a place in the list of parties.
    pub owner: usize,
}

/// Whether generated payments are signed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Signing {
    /// Really, each of them: some 0.2 ms a payment.
    Real,
    /// Not at all: enough where only the looks are counted or timed.
    None,
}

impl Generated {
    /// A history of `length` payments between eight people.
    pub fn new(seed: u64, length: usize, signing: Signing) -> Generated {
        let names = ["Alice", "Bob", "Carol", "David", "Erin", "Frank", "Grace", "Heidi"];
        let mut ledger = Generated {
            payments: Vec::with_capacity(length),
            unspent: Vec::new(),
            parties: names.iter().map(|name| (Party::named(name), 0)).collect(),
        };
        let mut rng = Rng::from_text(&format!("ledger {seed}"));
        let mut free: Vec<Holding> = Vec::new();
        for place in 0..length {
            let spent = match place % COINBASE_EVERY {
                0 => None,
                _ => Some(free.swap_remove(rng.below(free.len() as u64) as usize)),
            };
            ledger.write(spent, &mut rng, signing, &mut free);
        }
        free.sort_by_key(|holding| (holding.made_at, holding.outpoint.vout));
        ledger.unspent = free;
        ledger
    }

    /// The height for the next payment.
    pub fn next_height(&self) -> u32 {
        (self.payments.len() as u32).saturating_mul(BLOCKS_APART).saturating_add(BLOCKS_APART)
    }

    /// What spends `holding` whole: `outputs` go to parties by their place in the list, and what an
    /// output gives back to the owner is no payment between accounts.
    pub fn draft(&self, holding: &Holding, outputs: &[(usize, i64)]) -> Draft<'_> {
        let (owner, made) = &self.parties[holding.owner];
        let change: i64 =
            outputs.iter().filter(|output| output.0 == holding.owner).map(|output| output.1).sum();
        let receivers = outputs.iter().filter(|output| output.0 != holding.owner);
        let amount = holding.value.saturating_sub(change);
        Draft {
            height: self.next_height(),
            spends: vec![Spend { outpoint: holding.outpoint, owner, signer: owner }],
            outputs: outputs.iter().map(|output| (&self.parties[output.0].0, output.1)).collect(),
            payers: vec![Paying { owner, signer: owner, amount, sequence: *made }],
            receivers: receivers.map(|output| (&self.parties[output.0].0, output.1)).collect(),
        }
    }

    fn write(
        &mut self,
        spent: Option<Holding>,
        rng: &mut Rng,
        signing: Signing,
        free: &mut Vec<Holding>,
    ) {
        let count = self.parties.len();
        let someone = rng.below(count as u64) as usize;
        let (draft, outputs) = match spent {
            None => {
                let outputs = vec![(someone, 25 * COIN)];
                let miner = (&self.parties[someone].0, 25 * COIN);
                let (outputs_made, receivers) = (vec![miner], vec![miner]);
                let height = self.next_height();
                (Draft { height, outputs: outputs_made, receivers, ..Draft::default() }, outputs)
            }
            Some(holding) => {
                // Never to the payer: whole coins are split between a receiver and change.
                let receiver = (holding.owner + 1 + someone % (count - 1)) % count;
                let paid = 1 + rng.below(holding.value.max(1) as u64) as i64;
                let paid = paid.min(holding.value);
                let mut outputs = vec![(receiver, paid)];
                if paid < holding.value {
                    outputs.push((holding.owner, holding.value - paid));
                }
                (self.draft(&holding, &outputs), outputs)
            }
        };
        let payment = if signing == Signing::Real { draft.sign() } else { draft.unsigned() };
        if let Some(holding) = spent {
            self.parties[holding.owner].1 += 1;
        }
        let (txid, made_at) = (payment.tx.txid(), self.payments.len());
        for (vout, &(owner, value)) in outputs.iter().enumerate() {
            let outpoint = OutPoint { txid, vout: vout as u32 };
            free.push(Holding { made_at, outpoint, value, owner });
        }
        self.payments.push(Arc::new(payment));
    }
}
