//! The pool beside the slow one, on generated histories of payments, blocks and reorganisations.

#![allow(clippy::unwrap_used)]

use std::collections::BTreeMap;

use proptest::prelude::*;

use super::slow_pool::{POLICY, Slow};
use super::test_chain::{SUBSIDY, TestChain, pay, send};
use super::*;
use crate::ledger::block::{Connecting, IndexedBlock, ScriptChecks};
use crate::ledger::lock_time::is_final;
use crate::primitives::{Block, Transaction};

#[derive(Debug, Clone)]
enum Event {
    /// A payment that spends outputs counted from the newest, and pays this fee.
    Send { spends: Vec<u8>, outputs: u8, fee: i64, padding: u8, sequence: u8, lock: u8 },
    /// A payment of the past once more.
    Repeat { back: u8 },
    /// A block of what the bits choose from all payments so far.
    Mine { choice: u64 },
    /// As many blocks are lost, and one more takes their place.
    Reorganise { depth: u8, choice: u64 },
}

fn event() -> impl Strategy<Value = Event> {
    let send = (
        prop::collection::vec(0..14_u8, 1..3),
        1..4_u8,
        prop_oneof![6 => 0..200_i64, 1 => -3..20_i64, 3 => 100..2_000_i64],
        prop_oneof![3 => 0..2_u8, 1 => any::<u8>()],
        prop_oneof![6 => Just(255_u8), 1 => 0..4_u8],
        prop_oneof![6 => Just(0_u8), 1 => 1..9_u8],
    );
    prop_oneof![
        12 => send.prop_map(|(spends, outputs, fee, padding, sequence, lock)| Event::Send {
            spends, outputs, fee, padding, sequence, lock,
        }),
        1 => (0..20_u8).prop_map(|back| Event::Repeat { back }),
        2 => any::<u64>().prop_map(|choice| Event::Mine { choice }),
        1 => (1..3_u8, any::<u64>()).prop_map(|(depth, choice)| Event::Reorganise { depth, choice }),
    ]
}

struct World {
    chain: TestChain,
    pool: Mempool,
    slow: Slow,
    /// All payments that were made, valid or not.
    sent: Vec<Transaction>,
    values: BTreeMap<OutPoint, i64>,
    made: Vec<OutPoint>,
    verdicts: Vec<&'static str>,
}

impl World {
    fn new() -> World {
        let chain = TestChain::new(3);
        let (pool, slow) = (Mempool::new(POLICY), Slow::default());
        let (values, made) = (BTreeMap::new(), Vec::new());
        let mut world = World { chain, pool, slow, sent: vec![], values, made, verdicts: vec![] };
        for height in 1..=3 {
            world.note_coinbase(height);
        }
        world
    }

    fn note_coinbase(&mut self, height: usize) {
        for vout in 0..2 {
            let coin = self.chain.coin(height, vout);
            self.values.insert(coin, SUBSIDY / 2);
            self.made.push(coin);
        }
    }

    fn happen(&mut self, event: &Event) {
        match event {
            Event::Send { spends, outputs, fee, padding, sequence, lock } => {
                let last = self.made.len() - 1;
                let mut coins: Vec<OutPoint> = spends
                    .iter()
                    .map(|back| self.made[last.saturating_sub(usize::from(*back))])
                    .collect();
                coins.dedup();
                let value: i64 = coins.iter().map(|coin| self.values[coin]).sum();
                let each = (value - fee) / i64::from(*outputs);
                let mut tx =
                    pay(&coins, &vec![each.max(0); usize::from(*outputs)], (*padding).into());
                if *sequence < 100 {
                    tx.inputs[0].sequence = (*sequence).into();
                }
                tx.lock_time = (*lock).into();
                // What was refused is spent now and then all the same.
                let accepted = self.send(tx.clone());
                for (vout, output) in (0..u32::from(*outputs)).zip(&tx.outputs) {
                    let outpoint = OutPoint { txid: tx.txid(), vout };
                    let new = self.values.insert(outpoint, output.value).is_none();
                    if new && (accepted || *padding == 1) {
                        self.made.push(outpoint);
                    }
                }
            }
            Event::Repeat { back } => {
                let back = usize::from(*back) + 1;
                let again = self.sent.len().checked_sub(back).map(|at| self.sent[at].clone());
                again.into_iter().for_each(|tx| _ = self.send(tx));
            }
            Event::Mine { choice } => {
                let block = self.mine(*choice);
                self.follow(&[], &[block]);
            }
            Event::Reorganise { depth, choice } => {
                let lost: Vec<_> = (0..*depth).map(|_| self.chain.disconnect()).collect();
                let connected: Vec<_> =
                    (0..=*depth).map(|at| self.mine(choice.rotate_left(at.into()))).collect();
                self.follow(&lost, &connected);
            }
        }
        self.slow.assert_equals(&self.pool);
        self.assert_minable();
    }

    /// Sends it to both; whether they took it.
    fn send(&mut self, tx: Transaction) -> bool {
        let real = send(&mut self.pool, &self.chain, &tx).map(|_| ());
        let slow = self.slow.accept(&tx, &self.chain, false);
        assert_eq!(real, slow.map_err(str::to_owned));
        self.verdicts.push(slow.err().unwrap_or("accepted"));
        self.sent.push(tx);
        slow.is_ok()
    }

    fn follow(&mut self, lost: &[IndexedBlock], connected: &[IndexedBlock]) {
        let lost_blocks: Vec<_> = lost.iter().collect();
        let blocks: Vec<_> = connected.iter().collect();
        let before = self.pool.clone();
        let next = self.chain.next();
        // The coins that it said it needs are all that it needs.
        let needs = self.pool.needs_to_follow(&lost_blocks);
        let known: BTreeMap<OutPoint, crate::ledger::Coin> = needs
            .into_iter()
            .filter_map(|outpoint| Some((outpoint, self.chain.coins.coin(&outpoint)?.clone())))
            .collect();
        let next = NextBlock { coins: &known, ..next };
        let followed = self.pool.follow(&lost_blocks, &blocks, &next, &ScriptChecks::default());
        self.slow.follow(lost, connected, &self.chain);
        let left =
            [&followed.confirmed, &followed.conflicting, &followed.invalid, &followed.evicted];
        for (txid, _) in before.entries().filter(|(txid, _)| self.pool.get(txid).is_none()) {
            assert!(left.iter().any(|left| left.contains(txid)), "{txid} left without a reason");
        }
        if !lost.is_empty() {
            self.verdicts.push(if followed.returned.is_empty() { "none back" } else { "back" });
        }
    }

    /// A block of those payments that the bits choose and that are valid.
    fn mine(&mut self, choice: u64) -> IndexedBlock {
        let mut chosen: Vec<Transaction> = Vec::new();
        for (at, tx) in self.sent.iter().enumerate() {
            if choice >> (at % 64) & 1 == 1 {
                chosen.push(tx.clone());
                if !connects(&self.chain, &chosen) {
                    chosen.pop();
                }
            }
        }
        let block = self.chain.mine(chosen);
        self.note_coinbase(self.chain.blocks.len());
        block
    }

    /// The whole pool could be the next block.
    fn assert_minable(&self) {
        let mut entries: Vec<_> = self.pool.entries().map(|(_, entry)| entry).collect();
        entries.sort_by_key(|entry| entry.ancestors.count);
        let all: Vec<_> = entries.iter().map(|entry| (*entry.tx).clone()).collect();
        assert!(connects(&self.chain, &all));
    }
}

fn connects(chain: &TestChain, transactions: &[Transaction]) -> bool {
    let (height, time) = (chain.context.height, chain.context.median_time_past);
    let coinbase = pay(&[OutPoint::NULL], &[0], 0);
    let transactions = [&[coinbase], transactions].concat();
    let valid = transactions.iter().all(|tx| is_final(tx, height, time));
    let block = IndexedBlock::new(Block { transactions, ..Block::default() });
    let next = chain.next();
    let connecting = Connecting { block: &block, context: next.context, times: next.times };
    valid && connecting.run(&mut chain.coins.clone()).is_ok()
}

#[test]
fn the_pool_agrees_with_a_list_of_transactions() {
    use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};
    // The same histories every time, so that what they reach can be counted.
    let config = Config { cases: 2_500, failure_persistence: None, ..Config::default() };
    let rng = TestRng::deterministic_rng(RngAlgorithm::ChaCha);
    let mut runner = TestRunner::new_with_rng(config, rng);
    let seen = std::cell::RefCell::new(BTreeMap::<&str, usize>::new());
    runner
        .run(&prop::collection::vec(event(), 1..50), |events| {
            let mut world = World::new();
            events.iter().for_each(|event| world.happen(event));
            for verdict in world.verdicts {
                *seen.borrow_mut().entry(verdict).or_default() += 1;
            }
            Ok(())
        })
        .unwrap();
    // Every verdict that the list knows of was met, and often.
    let seen = seen.into_inner();
    assert_eq!(seen.len(), 17, "{seen:?}");
    assert!(seen.values().all(|&count| count > 50), "{seen:?}");
}
