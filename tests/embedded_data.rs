//! The blocks and headers of the main network that the walks through chains are built on are those of
//! the reference vectors, and none is left out that the coin's lineage would need.

#![allow(clippy::unwrap_used)]

#[path = "support/vectors.rs"]
mod vectors;

use std::collections::BTreeSet;

use blockstep::catalog;
use blockstep::catalog::data::{change, early, headers};
use blockstep::encode::{Decode, Encode};
use blockstep::primitives::{Block, BlockHeader, OutPoint};
use blockstep::trace::Window;

const HEADERS: [(&str, &str); 6] = [
    ("30240", headers::HEADER_30240),
    ("32255", headers::HEADER_32255),
    ("32256", headers::HEADER_32256),
    ("66528", headers::HEADER_66528),
    ("68543", headers::HEADER_68543),
    ("68544", headers::HEADER_68544),
];

/// A file of text.
fn text(name: &str) -> Option<String> {
    Some(String::from_utf8(vectors::read(name)?).unwrap())
}

/// The first blocks of the main network.
fn first_blocks() -> Option<Vec<Block>> {
    let text = text("chain/blocks/mainnet_0_438.hex")?;
    Some(text.lines().map(|line| Block::from_hex(line.trim()).unwrap()).collect())
}

#[test]
fn embedded_headers_are_those_of_the_main_network() {
    for (_, hex) in HEADERS {
        assert_eq!(hex::encode(BlockHeader::from_hex(hex).unwrap().to_bytes()), hex);
    }
    let Some(text) = text("chain/headers/mainnet_retargets.txt") else { return };
    for (height, hex) in HEADERS {
        let mut rows = text.lines().map(|line| line.split_whitespace().collect::<Vec<_>>());
        let row = rows.find(|row| row.first() == Some(&height)).unwrap();
        assert_eq!(row[1], hex, "height {height}");
    }
}

#[test]
fn embedded_blocks_are_those_of_the_main_network() {
    let Some(blocks) = first_blocks() else { return };
    assert_eq!(blocks.len(), 439);
    for (height, hex) in [(0, early::BLOCK_0)].into_iter().chain(change::WAY) {
        let block = &blocks[height as usize];
        assert_eq!(hex::encode(block.to_bytes()), hex, "height {height}");
    }
}

/// No other of the first 439 blocks spends what those of the lineage made: what the walk shows as
/// unspent at block 248 was so, and for days more.
#[test]
fn the_lineage_lacks_no_block() {
    let Some(blocks) = first_blocks() else { return };
    let mut coins: BTreeSet<OutPoint> = BTreeSet::new();
    let mut walked = BTreeSet::new();
    // The coinbase of block 9 is where it begins; whatever spends a coin of it belongs to it.
    let txid = blocks[9].transactions[0].txid();
    coins.insert(OutPoint { txid, vout: 0 });
    for (height, block) in blocks.iter().enumerate() {
        for tx in &block.transactions {
            let spends = tx.inputs.iter().any(|input| coins.contains(&input.previous_output));
            if spends {
                walked.insert(height);
                let txid = tx.txid();
                coins.extend((0..tx.outputs.len() as u32).map(|vout| OutPoint { txid, vout }));
            }
        }
    }
    let embedded: BTreeSet<usize> = change::WAY
        .iter()
        .map(|(height, _)| *height as usize)
        .filter(|height| *height > 9)
        .collect();
    assert_eq!(walked, embedded);
}

/// The median of the eleven times before block 170 is what its check is given.
#[test]
fn the_times_before_block_170_have_the_median_that_its_check_says() {
    let Some(blocks) = first_blocks() else { return };
    let mut times: Vec<u32> = blocks[159..170].iter().map(|block| block.header.time).collect();
    times.sort_unstable();
    let mut stepper = (catalog::find("block-check-170").unwrap().open)().unwrap();
    let mut said = Vec::new();
    loop {
        let scene = stepper.scene(&Window::all());
        said.push(serde_json::to_string(&scene).unwrap());
        if !stepper.forward() {
            break;
        }
    }
    let median = times[5].to_string();
    assert!(said.iter().any(|scene| scene.contains(&median)), "{median} in none of {said:?}");
}
