//! A transaction that waits, and what it and its relatives in the pool add up to.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::FeeRate;
use crate::hash::Txid;
use crate::primitives::Transaction;

/// Virtual bytes that each unit of signature cost counts for at least, so that a small transaction
/// cannot crowd a block out with signatures (Core: `DEFAULT_BYTES_PER_SIGOP`).
pub const BYTES_PER_SIGOP: usize = 20;

/// A transaction in the pool (Core: `CTxMemPoolEntry`).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// The transaction.
    pub tx: Arc<Transaction>,
    /// What it alone adds up to.
    pub own: Totals,
    /// How many came before it: the older of two equals is preferred.
    pub arrival: u64,
    /// Transactions of the pool that it spends.
    pub parents: BTreeSet<Txid>,
    /// Transactions of the pool that spend it.
    pub children: BTreeSet<Txid>,
    /// It and all that it rests on: who mines it must mine these.
    pub ancestors: Totals,
    /// It and all that rests on it: who drops it must drop these.
    pub descendants: Totals,
}

/// What some transactions add up to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Totals {
    /// How many they are.
    pub count: usize,
    /// Their fees, in satoshis.
    pub fee_satoshis: i64,
    /// Their virtual bytes, signatures counted in (see [`mempool_virtual_size`]).
    pub virtual_size: usize,
    /// Their weight units.
    pub weight: usize,
    /// What their signature checks cost (BIP 141).
    pub sigop_cost: usize,
}

impl Totals {
    /// Those of one transaction.
    pub fn of(tx: &Transaction, fee_satoshis: i64, sigop_cost: usize) -> Totals {
        let weight = tx.weight();
        let virtual_size = mempool_virtual_size(weight, sigop_cost);
        Totals { count: 1, fee_satoshis, virtual_size, weight, sigop_cost }
    }

    /// Satoshis per virtual byte.
    pub fn rate(&self) -> FeeRate {
        FeeRate::new(self.fee_satoshis, self.virtual_size)
    }

    /// These without `part` of them.
    #[must_use]
    pub fn without(self, part: &Totals) -> Totals {
        Totals {
            count: self.count.saturating_sub(part.count),
            fee_satoshis: self.fee_satoshis.saturating_sub(part.fee_satoshis),
            virtual_size: self.virtual_size.saturating_sub(part.virtual_size),
            weight: self.weight.saturating_sub(part.weight),
            sigop_cost: self.sigop_cost.saturating_sub(part.sigop_cost),
        }
    }
}

impl<'a> std::iter::Sum<&'a Totals> for Totals {
    fn sum<I: Iterator<Item = &'a Totals>>(parts: I) -> Totals {
        parts.fold(Totals::default(), |sum, part| Totals {
            count: sum.count + part.count,
            fee_satoshis: sum.fee_satoshis.saturating_add(part.fee_satoshis),
            virtual_size: sum.virtual_size + part.virtual_size,
            weight: sum.weight + part.weight,
            sigop_cost: sum.sigop_cost + part.sigop_cost,
        })
    }
}

/// Virtual bytes as the pool counts them: a quarter of the weight, or more where there are many
/// signatures for so few bytes (Core: `GetVirtualTransactionSize`).
pub fn mempool_virtual_size(weight: usize, sigop_cost: usize) -> usize {
    weight.max(sigop_cost * BYTES_PER_SIGOP).div_ceil(4)
}
