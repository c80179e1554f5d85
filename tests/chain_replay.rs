//! Real chains from their first block on: every rule holds for every block, and the coins that are
//! left in the end are the right ones. Then two branches, and the move from one to the other.

#![allow(clippy::unwrap_used)]

#[path = "support/vectors.rs"]
mod vectors;

use std::collections::BTreeMap;

use blockstep::chain::{Accepted, Arrival, Chain, ChainParams, MemoryStore};
use blockstep::encode::Decode;
use blockstep::hash::BlockHash;
use blockstep::ledger::Coin;
use blockstep::primitives::{Block, OutPoint};

/// Later than any block here.
const NOW: u32 = 1_800_000_000;

fn open(params: ChainParams) -> Chain<MemoryStore> {
    Chain::open(params, MemoryStore::default()).unwrap()
}

/// The blocks of `chain/blocks/NAME`, one a line.
fn hex_lines(name: &str) -> Option<Vec<Block>> {
    let text = String::from_utf8(vectors::read(&format!("chain/blocks/{name}"))?).unwrap();
    Some(text.lines().map(|line| Block::from_hex(line).unwrap()).collect())
}

fn satoshis(coins: &BTreeMap<OutPoint, Coin>) -> i64 {
    coins.values().map(|coin| coin.output.value).sum()
}

/// What is left of `blocks` by an obvious scan: outputs that no input names.
fn unspent(blocks: &[Block]) -> BTreeMap<OutPoint, i64> {
    let mut left = BTreeMap::new();
    for tx in blocks.iter().flat_map(|block| &block.transactions) {
        for input in &tx.inputs {
            left.remove(&input.previous_output);
        }
        for (vout, output) in (0..).zip(&tx.outputs) {
            left.insert(OutPoint { txid: tx.txid(), vout }, output.value);
        }
    }
    left
}

#[test]
fn the_first_438_blocks_leave_443_outputs() {
    let Some(blocks) = hex_lines("mainnet_0_438.hex") else { return };
    let mut chain = open(ChainParams::mainnet());
    assert_eq!(blocks[0], chain.params().genesis);
    for (height, block) in (1..).zip(&blocks[1..]) {
        let accepted = chain.accept(block.clone(), NOW).unwrap();
        assert_eq!(accepted.arrival, Arrival::Connected, "height {height}");
        assert_eq!(chain.height(), height);
    }
    let coins = chain.all_coins().unwrap();
    let mut left = unspent(&blocks);
    // Whoever counts the outputs that no input has named finds 444. Nobody can spend that of block 0,
    // though, since no node ever put it into its set of coins: 443 are left.
    let genesis = OutPoint { txid: blocks[0].transactions[0].txid(), vout: 0 };
    assert_eq!(left.len(), 444);
    assert!(left.remove(&genesis).is_some() && !coins.contains_key(&genesis));
    let found = coins.iter().map(|(outpoint, coin)| (*outpoint, coin.output.value));
    assert_eq!(found.collect::<BTreeMap<_, _>>(), left);
    // No fee was lost, so every subsidy is still there.
    assert_eq!((coins.len(), satoshis(&coins)), (443, 438 * 50 * 100_000_000));
}

/// The counter-test: without one block, all that follow wait; with one changed, all are refused.
#[test]
fn a_gap_or_a_forgery_stops_the_replay() {
    let Some(blocks) = hex_lines("mainnet_0_438.hex") else { return };
    let mut chain = open(ChainParams::mainnet());
    let mut arrivals = Vec::new();
    for block in blocks[1..].iter().filter(|block| block.block_hash() != blocks[170].block_hash()) {
        arrivals.push(chain.accept(block.clone(), NOW).unwrap().arrival);
    }
    assert_eq!(chain.height(), 169);
    assert_eq!(arrivals.iter().filter(|arrival| **arrival == Arrival::Orphan).count(), 438 - 170);
    let mut forged = blocks[170].clone();
    forged.transactions[1].outputs[0].value += 1;
    assert_eq!(reject(&chain.accept(forged, NOW).unwrap()).as_deref(), Some("bad-txnmrklroot"));
    // And with the gap filled all of them are there.
    let accepted = chain.accept(blocks[170].clone(), NOW).unwrap();
    assert_eq!((accepted.adopted.len(), chain.height()), (438 - 170, 438));
    assert_eq!((chain.all_coins().unwrap().len(), chain.orphans().len()), (443, 0));
}

fn reject(accepted: &Accepted) -> Option<String> {
    match &accepted.arrival {
        Arrival::Rejected(rejection) => Some(rejection.reject().into_owned()),
        _ => None,
    }
}

#[test]
fn a_chain_of_regtest_replays_in_any_order() {
    let Some(blocks) = hex_lines("regtest_0_150.hex") else { return };
    let mut forwards = open(ChainParams::regtest());
    for block in &blocks[1..] {
        assert_eq!(forwards.accept(block.clone(), NOW).unwrap().arrival, Arrival::Connected);
    }
    // The other way round, everything waits for block 1.
    let mut backwards = open(ChainParams::regtest());
    for block in blocks[1..].iter().rev() {
        backwards.accept(block.clone(), NOW).unwrap();
    }
    let coins = [forwards.all_coins().unwrap(), backwards.all_coins().unwrap()];
    assert_eq!((forwards.height(), forwards.tip_hash()), (150, backwards.tip_hash()));
    assert_eq!(coins[0], coins[1]);
    // The commitments to witnesses are outputs too, which nobody can spend and nobody keeps. Block 150
    // is the first that pays half.
    let subsidies = (149 * 50 + 25) * 100_000_000;
    assert_eq!((coins[0].len(), satoshis(&coins[0])), (150, subsidies));
}

/// Two branches of blocks 1 to 10 and 6 to 16.
fn branches() -> Option<[Vec<Block>; 2]> {
    let bytes = vectors::read("chain/blocks/regtest_reorg.json")?;
    let branches: [Vec<String>; 2] = serde_json::from_slice(&bytes).unwrap();
    Some(branches.map(|lines| lines.iter().map(|hex| Block::from_hex(hex).unwrap()).collect()))
}

fn hashes(blocks: &[Block]) -> Vec<BlockHash> {
    blocks.iter().map(Block::block_hash).collect()
}

#[test]
fn the_longer_branch_takes_over_when_it_is_longer_and_not_before() {
    let Some([first, second]) = branches() else { return };
    let mut chain = open(ChainParams::regtest());
    for block in &first {
        assert_eq!(chain.accept(block.clone(), NOW).unwrap().arrival, Arrival::Connected);
    }
    let before = chain.all_coins().unwrap();
    // Blocks 6 to 10 of the other branch: of two equals the one seen first stays.
    for block in &second[..5] {
        assert_eq!(chain.accept(block.clone(), NOW).unwrap().arrival, Arrival::Side);
        assert_eq!((chain.height(), chain.tip_hash()), (10, first[9].block_hash()));
        assert_eq!(chain.all_coins().unwrap(), before);
    }
    let accepted = chain.accept(second[5].clone(), NOW).unwrap();
    assert_eq!((accepted.arrival, chain.height()), (Arrival::Connected, 11));
    let lost: Vec<BlockHash> = hashes(&first[5..]).into_iter().rev().collect();
    assert_eq!(
        (accepted.moved.disconnected, accepted.moved.connected),
        (lost, hashes(&second[..6]))
    );
    for block in &second[6..] {
        assert_eq!(chain.accept(block.clone(), NOW).unwrap().arrival, Arrival::Connected);
    }
    assert_eq!((chain.height(), chain.tip_hash()), (16, second[10].block_hash()));

    // The coins are those of a chain that never saw the lost branch.
    let mut straight = open(ChainParams::regtest());
    for block in first[..5].iter().chain(&second) {
        straight.accept(block.clone(), NOW).unwrap();
    }
    assert_eq!(chain.all_coins().unwrap(), straight.all_coins().unwrap());
    assert_ne!(chain.all_coins().unwrap(), before);

    // Taken back by hand, the first branch counts again, to the last coin.
    let place = chain.tree().find(&second[0].block_hash()).unwrap();
    chain.invalidate(place).unwrap();
    assert_eq!((chain.tip_hash(), chain.all_coins().unwrap()), (first[9].block_hash(), before));
    chain.reconsider(place).unwrap();
    assert_eq!(
        (chain.tip_hash(), chain.all_coins().unwrap()),
        (second[10].block_hash(), straight.all_coins().unwrap())
    );
}
