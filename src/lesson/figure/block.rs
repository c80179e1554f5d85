//! Figures of the blocks in the box.

use crate::catalog::data::{block_702861, early, early_block};
use crate::primitives::amount::bitcoin_short;
use crate::primitives::merkle::Proof;
use crate::primitives::{Block, BlockHeader};
use crate::spelling::grouped;

const HASH_BYTES: usize = 32;

/// The figure `HEIGHT.WHAT` of a block in the box.
pub fn value(key: &str) -> Option<String> {
    let (height, what) = key.split_once('.')?;
    match height {
        "0" => of(early_block(early::BLOCK_0).ok()?.block(), what),
        "9" => of(early_block(early::BLOCK_9).ok()?.block(), what),
        "170" => of(early_block(early::BLOCK_170).ok()?.block(), what),
        "702861" => of(block_702861().ok()?.block(), what),
        _ => None,
    }
}

fn of(block: &Block, what: &str) -> Option<String> {
    let branch = || Some(Proof::new(&block.txid_leaves(), 0)?.neighbours.len());
    let number = match what {
        "header" => BlockHeader::SIZE,
        "size" => block.total_size(),
        "transactions" => block.transactions.len(),
        "branch" => branch()?,
        "branch-bytes" => branch()? * HASH_BYTES,
        "coinbase" => {
            let outputs = &block.transactions.first()?.outputs;
            return Some(bitcoin_short(outputs.iter().map(|output| output.value).sum()));
        }
        _ => return None,
    };
    Some(grouped(number as u64))
}
