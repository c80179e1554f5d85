//! The suite of block-acceptance rules (`blockrules/fullblocktests.jsonl`): 205 lines that say of blocks
//! in a given order which are accepted, which are rejected with which of Core's strings, and where the
//! tip is.

#![allow(clippy::unwrap_used)]

#[path = "support/vectors.rs"]
mod vectors;

use std::collections::BTreeMap;

use blockstep::chain::{Arrival, Chain, ChainParams, ChainStore, MemoryStore};
use blockstep::encode::Decode;
use blockstep::hash::BlockHash;
use blockstep::ledger::block::{IndexedBlock, disconnect_block};
use blockstep::ledger::{CoinView, Coins};
use blockstep::primitives::{Block, OutPoint};
use serde_json::Value;

/// The clock of the suite: b47 lies 10,800 seconds ahead of it.
const NOW: u32 = 1_600_000_000;

/// Blocks whose verdict differs from the suite's `code` in mechanism alone, and what is said of them
/// here, as by Core.
///
/// - `b12` is valid itself, and on a side branch when it comes; the suite gives it the error of b14,
///   which came before it and is connected after it.
/// - `b51` holds a transaction twice; the second spends what the first has spent, and that is found.
/// - `b56p2` repeats transactions too, but on a branch with less work, so its coins are not looked at.
const MECHANISM: &[(&str, Option<&str>)] =
    &[("b12", None), ("b51", Some("bad-txns-inputs-missingorspent")), ("b56p2", None)];

fn hash(value: &Value) -> BlockHash {
    value.as_str().unwrap().parse().unwrap()
}

#[test]
fn every_line_gives_the_expected_verdict() {
    let Some(bytes) = vectors::read("blockrules/fullblocktests.jsonl") else { return };
    let text = String::from_utf8(bytes).unwrap();
    let mut chain = Chain::open(ChainParams::regtest(), MemoryStore::default()).unwrap();
    let mut taken_back = TakenBack::default();
    let mut seen: BTreeMap<String, usize> = BTreeMap::new();
    for line in text.lines() {
        let line: Value = serde_json::from_str(line).unwrap();
        let expect = line["expect"].as_str().unwrap();
        *seen.entry(expect.to_owned()).or_default() += 1;
        check(&mut chain, &mut taken_back, &line, expect);
    }
    let seen: Vec<_> = seen.iter().map(|(expect, count)| (expect.as_str(), *count)).collect();
    assert_eq!(
        seen,
        [
            ("accepted", 143),
            ("orphan_or_rejected", 3),
            ("rejected", 43),
            ("rejected_noncanonical", 1),
            ("tip", 12),
            ("utxo_after_disconnect", 3)
        ]
    );
}

fn check(chain: &mut Chain<MemoryStore>, taken_back: &mut TakenBack, line: &Value, expect: &str) {
    let name = line["name"].as_str().unwrap_or_default();
    let block = || Block::from_hex(line["block"].as_str().unwrap());
    match expect {
        "tip" => assert_eq!(chain.tip_hash(), hash(&line["hash"]), "{name}"),
        "rejected_noncanonical" => assert!(block().is_err(), "{name}"),
        "utxo_after_disconnect" => after_disconnect(chain, taken_back, line),
        "accepted" => {
            let accepted = chain.accept(block().unwrap(), NOW).unwrap();
            let main_chain = line["main_chain"].as_bool().unwrap();
            let orphan = line["orphan"].as_bool().unwrap();
            let expected = match (main_chain, orphan) {
                (_, true) => Arrival::Orphan,
                (true, _) => Arrival::Connected,
                (false, _) => Arrival::Side,
            };
            assert_eq!(accepted.arrival, expected, "{name}");
        }
        "orphan_or_rejected" => {
            let arrival = chain.accept(block().unwrap(), NOW).unwrap().arrival;
            assert!(
                matches!(arrival, Arrival::Orphan | Arrival::Rejected(_)),
                "{name}: {arrival:?}"
            );
        }
        "rejected" => {
            let accepted = chain.accept(block().unwrap(), NOW).unwrap();
            let rejected = match &accepted.arrival {
                Arrival::Rejected(rejection) => Some(rejection.reject().into_owned()),
                _ => None,
            };
            match MECHANISM.iter().find(|(differs, _)| *differs == name) {
                Some((_, expected)) => assert_eq!(rejected.as_deref(), *expected, "{name}"),
                None => assert_eq!(rejected.as_deref(), line["core_reason"].as_str(), "{name}"),
            }
        }
        other => panic!("an unknown expectation {other:?}"),
    }
}

/// The block is taken back on a view of the coins that goes from line to line, and then the coin must
/// be there or not.
fn after_disconnect(chain: &Chain<MemoryStore>, taken_back: &mut TakenBack, line: &Value) {
    let hash = hash(&line["disconnected_block"]);
    let (txid, vout) = line["outpoint"].as_str().unwrap().split_once(':').unwrap();
    let outpoint = OutPoint { txid: txid.parse().unwrap(), vout: vout.parse().unwrap() };
    let coins = &mut taken_back.coins;
    if !taken_back.blocks.contains(&hash) {
        let block = IndexedBlock::new(chain.store().block(&hash).unwrap().unwrap());
        let undo = chain.store().undo(&hash).unwrap().unwrap();
        let made = block.block().transactions.iter().zip(block.txids());
        let made = made.flat_map(|(tx, &txid)| {
            (0..tx.outputs.len() as u32).map(move |vout| OutPoint { txid, vout })
        });
        chain.load_coins(made.collect(), coins).unwrap();
        disconnect_block(&block, undo, coins).unwrap();
        taken_back.blocks.push(hash);
    }
    chain.load_coins(vec![outpoint], coins).unwrap();
    assert_eq!(coins.coin(&outpoint).is_some(), line["exists"].as_bool().unwrap(), "{line}");
}

/// Blocks that were disconnected, and the coins without them.
#[derive(Default)]
struct TakenBack {
    blocks: Vec<BlockHash>,
    coins: CoinView,
}
