//! The transactions of a block, proved on all cores and followed in their order, at the same time.
//!
//! Whoever has proved a transaction also follows those that are next in line, unless somebody is at that
//! already. So no core waits for another until the last proofs, and the outcome is that of following them
//! one by one: the first in order that is refused is the one that is told.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, OnceLock, PoisonError};

use super::Body;
use crate::hash::Txid;
use crate::medical::moment::Moment;

/// The state after `transactions`, which begin in the state `next`; or the first that is refused. `before` is
/// the state that the block before has left, by which they are proved.
pub(super) fn follow<B: Body>(
    before: &B,
    next: B,
    transactions: &[B::Tx],
    txids: &[Txid],
    at: &Moment,
) -> Result<B, (usize, B::Error)> {
    let proofs: Vec<_> = transactions.iter().map(|_| OnceLock::new()).collect();
    let line = Mutex::new(Line { next, followed: 0, refused: None });
    let dealt = AtomicUsize::new(0);
    rayon::broadcast(|_| {
        loop {
            let index = dealt.fetch_add(1, Ordering::Relaxed);
            let (Some(tx), Some(txid)) = (transactions.get(index), txids.get(index)) else { break };
            proofs[index].get_or_init(|| before.prove(tx, txid));
            if let Ok(mut line) = line.try_lock() {
                line.advance(transactions, &proofs, at);
                if line.refused.is_some() {
                    break;
                }
            }
        }
    });
    let mut line = line.into_inner().unwrap_or_else(PoisonError::into_inner);
    line.advance(transactions, &proofs, at);
    line.refused.map_or(Ok(line.next), Err)
}

/// How far the transactions have been followed.
struct Line<B: Body> {
    next: B,
    followed: usize,
    refused: Option<(usize, B::Error)>,
}

impl<B: Body> Line<B> {
    /// Follows as many as are proved.
    fn advance(
        &mut self,
        transactions: &[B::Tx],
        proofs: &[OnceLock<Result<B::Proof, B::Error>>],
        at: &Moment,
    ) {
        while self.refused.is_none() {
            let index = self.followed;
            let Some(proof) = proofs.get(index).and_then(OnceLock::get) else { return };
            let followed = match proof {
                Ok(proof) => self.next.apply(&transactions[index], proof, at),
                Err(error) => Err(error.clone()),
            };
            match followed {
                Ok(()) => self.followed += 1,
                Err(error) => self.refused = Some((index, error)),
            }
        }
    }
}
