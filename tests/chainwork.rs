//! Targets and work against the real chain: every difficulty change of the main network up to
//! height 832,608.

#![allow(clippy::unwrap_used)]

#[path = "support/vectors.rs"]
mod vectors;

use blockstep::encode::Decode;
use blockstep::primitives::pow::{Target, U256, Work, check_proof_of_work};
use blockstep::primitives::{BlockHeader, Network};

struct Row {
    height: u64,
    header: BlockHeader,
    chainwork: Option<Work>,
}

fn rows() -> Option<Vec<Row>> {
    let text = String::from_utf8(vectors::read("chain/headers/mainnet_retargets.txt")?).unwrap();
    let lines = text.lines().filter(|line| !line.starts_with('#'));
    let row = |line: &str| {
        let words: Vec<&str> = line.split_whitespace().collect();
        let chainwork = words.get(2).filter(|text| **text != "-");
        let chainwork = chainwork.map(|text| Work(Target::from_hex(text).unwrap().0));
        let header = BlockHeader::from_hex(words[1]).unwrap();
        Row { height: words[0].parse().unwrap(), header, chainwork }
    };
    Some(lines.map(row).collect())
}

#[test]
fn every_header_has_its_proof_of_work() {
    let Some(rows) = rows() else { return };
    for row in &rows {
        let (hash, bits) = (row.header.block_hash(), row.header.bits);
        check_proof_of_work(hash, bits, Network::Main.pow_limit()).unwrap();
        assert_eq!(bits.target().unwrap().to_compact(), bits, "height {}", row.height);
        // The counter-test: with its nonce changed, a header has no proof of work.
        let header = BlockHeader { nonce: row.header.nonce ^ 1, ..row.header };
        check_proof_of_work(header.block_hash(), bits, Network::Main.pow_limit()).unwrap_err();
    }
    assert_eq!(rows.len(), 829);
}

/// Between two changes of the bits, each block adds the same work, so the chain's work at a
/// period's ends tells the work of one block exactly.
#[test]
fn the_chain_work_of_every_period_is_the_work_of_its_bits() {
    let Some(mut rows) = rows() else { return };
    rows.retain(|row| row.chainwork.is_some());
    assert_eq!(rows.len(), 827);
    let mut before = Work::default();
    let mut next = 0;
    for row in &rows {
        let each = row.header.bits.target().unwrap().work();
        let count = row.height + 1 - next;
        let added = Work(each.0.checked_mul(count).unwrap());
        before = before.checked_add(added).unwrap();
        assert_eq!(Some(before), row.chainwork, "height {}", row.height);
        next = row.height + 1;
    }
    assert!(before > Work(U256::ONE << 90), "the chain's work is counted in full");
}
