use std::collections::BTreeSet;

use super::*;
use crate::chain::choice::ChoiceVerdict;
use crate::chain::mempool::test_chain::{SUBSIDY, TestChain, Times, anyone, output, pay, send};
use crate::chain::mempool::{FeeRate, MempoolPolicy};
use crate::chain::plain_miner::mine;
use crate::hash::Txid;
use crate::ledger::block::{
    BlockProof, Connecting, IndexedBlock, ScriptChecks, check_block, contextual_check_block,
    contextual_check_block_header,
};
use crate::primitives::{CompactTarget, Network};
use crate::rng::Rng;

const HALF: i64 = SUBSIDY / 2;

fn header_context(chain: &TestChain, now: u32) -> HeaderContext {
    HeaderContext {
        height: chain.context.height,
        expected_bits: CompactTarget(0x207f_ffff),
        median_time_past: chain.context.median_time_past,
        window_follows: None,
        window_began: None,
        now,
        min_version: 4,
    }
}

fn pool_of(chain: &TestChain, transactions: &[Transaction]) -> Mempool {
    let policy = MempoolPolicy { min_relay: FeeRate::per_thousand(0), ..Default::default() };
    let mut pool = Mempool::new(policy);
    for tx in transactions {
        send(&mut pool, chain, tx).unwrap();
    }
    pool
}

#[test]
fn a_template_is_a_valid_block_once_it_is_mined() {
    for (segwit, now) in [(true, 0), (true, 2_000_000_000), (false, 0)] {
        let mut chain = TestChain::new(5);
        chain.context.segwit = segwit;
        let parent = pay(&[chain.coin(1, 0)], &[HALF - 10], 0);
        let child = pay(&[output(&parent, 0), chain.coin(2, 0)], &[2 * HALF - 500], 0);
        let pool = pool_of(&chain, &[parent, child]);
        let header = header_context(&chain, now);
        let request = BlockRequest {
            prev_block_hash: BlockHash([7; 32]),
            header,
            context: chain.context,
            pay_to: anyone().into(),
        };
        let template = BlockTemplate::new(&pool, &request, 3);
        assert_eq!(extra_nonce(&template.block), Some(3));
        let block = IndexedBlock::new(mine(template.block, 1_000).unwrap());
        let proof = BlockProof { limit: Network::Regtest.pow_limit(), signet_challenge: None };
        check_block(&block, &proof).unwrap();
        let time = block.block().header.time;
        let later = HeaderContext { now: time, ..header };
        contextual_check_block_header(&block.block().header, &later).unwrap();
        contextual_check_block(&block, &chain.context).unwrap();
        let connecting = Connecting { block: &block, context: &chain.context, times: &Times };
        let connected = connecting.run(&mut chain.coins.clone()).unwrap();
        ScriptChecks::default().check(&block, &connected.undo, chain.context.flags).unwrap();
        assert_eq!(connected.fees_satoshis, 500);
        let coinbase = &block.block().transactions[0];
        assert_eq!(coinbase.outputs[0].value, SUBSIDY + 500, "all that it may pay");
        assert_eq!(witness_commitment::position(coinbase).is_some(), segwit);
        let earliest = chain.context.median_time_past + 1;
        assert_eq!(time, earliest.max(now));
    }
}

#[test]
fn a_rich_child_brings_its_poor_parent_along() {
    let chain = TestChain::new(6);
    let parent = pay(&[chain.coin(1, 0)], &[HALF - 1, 0], 0);
    let child = pay(&[output(&parent, 0)], &[HALF - 1_001], 0);
    let middling = pay(&[chain.coin(2, 0)], &[HALF - 200], 0);
    let leaf = pay(&[output(&parent, 1), chain.coin(3, 0)], &[HALF - 130], 0);
    let pool = pool_of(&chain, &[parent.clone(), child.clone(), middling.clone(), leaf.clone()]);
    let mut packing = Packing::new(&pool, Room::default());
    let choices: Vec<Choice> = std::iter::from_fn(|| packing.step(&pool)).collect();
    let packages: Vec<_> = choices.iter().map(|choice| choice.package.clone()).collect();
    let ids = |list: &[&Transaction]| list.iter().map(|tx| tx.txid()).collect::<Vec<Txid>>();
    assert_eq!(packages, [ids(&[&parent, &child]), ids(&[&middling]), ids(&[&leaf])]);
    // The leaf is no longer weighed down by the parent.
    assert_eq!(choices[2].totals, pool.get(&leaf.txid()).unwrap().own);

    // In a block for two, greed by single rates would take the middling one and leave the child.
    let two = 2 * child.weight() + 100;
    let room = Room { max_weight: two, reserved_weight: 0, ..Room::default() };
    let mut packing = Packing::new(&pool, room);
    let choices: Vec<Choice> = std::iter::from_fn(|| packing.step(&pool)).collect();
    assert_eq!(packing.taken(), ids(&[&parent, &child]));
    let left = packing.weight_left();
    assert!(choices[1..].iter().all(|choice| choice.verdict == ChoiceVerdict::TooHeavy { left }));

    let room = Room { max_sigop_cost: 0, ..Room::default() };
    assert!(Packing::new(&pool, room).next().is_some());
}

/// All sets of transactions that are closed under ancestors and fit, and the most that any of them
/// pays: exhaustive.
fn best_fees(pool: &Mempool, room: &Room) -> i64 {
    let ids: Vec<Txid> = pool.entries().map(|(txid, _)| *txid).collect();
    let sets = (0..1_u32 << ids.len()).map(|bits| {
        let chosen = ids.iter().enumerate().filter(|(at, _)| bits >> at & 1 == 1);
        chosen.map(|(_, txid)| *txid).collect::<BTreeSet<Txid>>()
    });
    let closed = sets.filter(|set| set.iter().all(|txid| pool.ancestors(txid).is_subset(set)));
    let totals = closed.map(|set| pool.totals(&set));
    let fits = |totals: &Totals| totals.weight + room.reserved_weight <= room.max_weight;
    totals.filter(fits).map(|totals| totals.fee_satoshis).max().unwrap_or(0)
}

/// Taking single transactions by their own rates as soon as their parents are in.
fn greedy_fees(pool: &Mempool, room: &Room) -> i64 {
    let (mut taken, mut weight, mut fees) = (BTreeSet::new(), room.reserved_weight, 0);
    loop {
        let ready = pool.entries().filter(|(txid, entry)| {
            !taken.contains(*txid)
                && entry.parents.is_subset(&taken)
                && weight + entry.own.weight <= room.max_weight
        });
        let Some((txid, entry)) = ready.max_by_key(|(_, entry)| entry.own.rate()) else {
            return fees;
        };
        taken.insert(*txid);
        weight += entry.own.weight;
        fees += entry.own.fee_satoshis;
    }
}

#[test]
fn templates_keep_the_limits_and_come_near_the_best_there_is() {
    let chain = TestChain::new(9);
    let (mut proven, mut best_reached, mut beat_greed, mut beaten) = (0, 0, 0, 0);
    for seed in 0..600 {
        let mut rng = Rng::from_seed(seed);
        let chains = seed % 2 == 0;
        let mut pool = pool_of(&chain, &[]);
        let mut free: Vec<(OutPoint, i64)> =
            (1..=7).map(|height| (chain.coin(height, 0), HALF)).collect();
        for _ in 0..1 + rng.below(8) {
            let (coin, value) = free.swap_remove(rng.below(free.len() as u64) as usize);
            let fee = [0, 10, 100, 1_000][rng.below(4) as usize] + rng.below(50) as i64;
            let tx = pay(&[coin], &[(value - fee) / 2; 2], 0);
            send(&mut pool, &chain, &tx).unwrap();
            let children = if chains { 1 } else { 2 };
            free.extend((0..children).map(|vout| (output(&tx, vout), (value - fee) / 2)));
        }
        // All transactions weigh the same; there is room for some of them.
        let each = pool.entries().next().unwrap().1.own.weight;
        let fits = 1 + rng.below(pool.len() as u64) as usize;
        let room =
            Room { max_weight: 1_000 + fits * each, reserved_weight: 1_000, ..Room::default() };
        let mut packing = Packing::new(&pool, room);
        let choices: Vec<Choice> = std::iter::from_fn(|| packing.step(&pool)).collect();
        let taken: Vec<Totals> = choices
            .iter()
            .filter(|choice| choice.verdict == ChoiceVerdict::Taken)
            .map(|choice| choice.totals)
            .collect();
        assert_eq!(*packing.totals(), taken.iter().sum());
        assert_eq!(*packing.totals(), pool.totals(packing.taken()));
        assert!(packing.totals().weight <= fits * each);
        for (at, txid) in packing.taken().iter().enumerate() {
            let before: BTreeSet<Txid> = packing.taken()[..=at].iter().copied().collect();
            assert!(pool.ancestors(txid).is_subset(&before), "parents come first");
        }
        let (fees, best) = (packing.totals().fee_satoshis, best_fees(&pool, &room));
        let greedy = greedy_fees(&pool, &room);
        assert!(fees <= best);
        // Where each has one child at most, the rates fall from package to package, and no set of what
        // was taken before the first that did not fit pays more.
        let first_skip = choices.iter().position(|choice| choice.verdict != ChoiceVerdict::Taken);
        let exact =
            packing.totals().weight == fits * each && first_skip.is_none_or(|at| at == taken.len());
        if chains && exact {
            assert!(taken.is_sorted_by(|one, two| one.rate() >= two.rate()));
            assert_eq!(fees, best, "seed {seed}");
            proven += 1;
        }
        best_reached += usize::from(fees == best);
        beat_greed += usize::from(fees > greedy);
        beaten += usize::from(fees < greedy);
    }
    assert!(proven > 150, "{proven}");
    assert!(best_reached > 540 && beat_greed > 40, "{best_reached} {beat_greed}");
    assert!(beaten < beat_greed / 10, "{beaten} {beat_greed}");
}

#[test]
fn a_block_of_a_thousand_payments_is_full_and_not_too_full() {
    let mut chain = TestChain::new(4);
    let coins = pay(&[chain.coin(1, 0)], &[20; 1_200], 0);
    chain.mine(vec![coins.clone()]);
    let payments: Vec<Transaction> =
        (0..1_200).map(|vout| pay(&[output(&coins, vout)], &[0], 1_000)).collect();
    let pool = pool_of(&chain, &payments);
    let request = BlockRequest {
        prev_block_hash: BlockHash::default(),
        header: header_context(&chain, 0),
        context: chain.context,
        pay_to: vec![crate::script::op::OP_CHECKSIG; 9_000].into(),
    };
    let room = room(&request);
    assert!(room.reserved_weight > 36_000 && room.reserved_sigop_cost == 36_000);
    let template = BlockTemplate::new(&pool, &request, 0);
    let block = IndexedBlock::new(template.block);
    contextual_check_block(&block, &chain.context).unwrap();
    let weight = block.block().weight();
    let one = payments[0].weight();
    assert!(weight <= 4_000_000 && weight + one > 4_000_000 - 100, "{weight}");
}
