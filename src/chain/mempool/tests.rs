use super::test_chain::{MATURITY, SUBSIDY, TestChain, output, pay, send};
use super::*;
use crate::ledger::block::ScriptChecks;
use crate::primitives::{Transaction, TxOut};
use crate::script::op;

const HALF: i64 = SUBSIDY / 2;

fn small() -> MempoolPolicy {
    MempoolPolicy { cluster_count: 4, cluster_virtual_size: 2_000, ..MempoolPolicy::default() }
}

#[test]
fn each_way_into_the_pool_that_is_closed_has_core_s_name() {
    let mut chain = TestChain::new(6);
    let (coin, other) = (chain.coin(1, 0), chain.coin(1, 1));
    let mut pool = Mempool::new(small());
    let paid = pay(&[coin], &[HALF - 1_000], 0);
    let confirmed = pay(&[chain.coin(2, 1)], &[HALF - 1_000], 0);
    chain.mine(vec![confirmed.clone()]);
    send(&mut pool, &chain, &paid).unwrap();

    let change = |tx: &Transaction, change: fn(&mut Transaction)| {
        let mut tx = tx.clone();
        change(&mut tx);
        tx
    };
    let free = pay(&[other], &[HALF - 100], 0);
    let young = chain.coin(chain.blocks.len() + 1 - MATURITY as usize + 1, 0);
    let chain_of = |length: usize| {
        let mut last = paid.clone();
        let spends = |tx: &Transaction| pay(&[output(tx, 0)], &[tx.outputs[0].value - 100], 0);
        (1..length).for_each(|_| last = spends(&last));
        last
    };
    let many_signatures = |tx: &mut Transaction| {
        let script_pubkey = vec![op::OP_CHECKSIG; 4_001].into();
        tx.outputs.push(TxOut { value: 0, script_pubkey });
    };
    let cases = [
        (change(&free, |tx| tx.outputs.clear()), "bad-txns-vout-empty"),
        (chain.blocks[0].0.block().transactions[0].clone(), "coinbase"),
        (change(&free, |tx| tx.outputs[0].script_pubkey = vec![].into()), "tx-size-small"),
        (change(&free, |tx| tx.lock_time = 100), "non-final"),
        (paid.clone(), "txn-already-in-mempool"),
        (
            change(&paid, |tx| tx.inputs[0].witness = vec![vec![]]),
            "txn-same-nonwitness-data-in-mempool",
        ),
        (confirmed.clone(), "txn-already-known"),
        (pay(&[output(&free, 0)], &[1], 0), "bad-txns-inputs-missingorspent"),
        (change(&free, |tx| tx.inputs[0].sequence = 9), "non-BIP68-final"),
        (change(&free, |tx| tx.inputs[0].sequence = 1 << 22 | 9), "non-BIP68-final"),
        (pay(&[young], &[1], 0), "bad-txns-premature-spend-of-coinbase"),
        (pay(&[other], &[HALF + 1], 0), "bad-txns-in-belowout"),
        (change(&free, many_signatures), "bad-txns-too-many-sigops"),
        (pay(&[other], &[HALF - 6], 0), "min relay fee not met"),
        (pay(&[coin], &[HALF - 1_006], 0), "insufficient fee"),
        (pay(&[coin], &[HALF - 1_100], 200), "replacement-failed"),
        (pay(&[other], &[1], 2_000), "too-large-cluster"),
        (pay(&[coin, output(&paid, 0)], &[1], 0), "bad-txns-spends-conflicting-tx"),
        (
            change(&free, |tx| tx.inputs[0].script_sig = vec![op::OP_1].into()),
            "mempool-script-verify-flag-failed",
        ),
    ];
    assert_eq!(cases.len(), 19);
    for (tx, reject) in &cases {
        let before = format!("{pool:?}");
        let checked = pool.check(tx, &chain.next(), &ScriptChecks::default());
        assert_eq!(checked.map_err(|error| error.rule().name).map(|_| ()), Err(*reject));
        let sent = send(&mut pool, &chain, tx).unwrap_err();
        assert!(sent.starts_with(reject), "{sent}");
        assert_eq!(format!("{pool:?}"), before, "{reject} changed the pool");
    }
    for length in 2..=4 {
        send(&mut pool, &chain, &chain_of(length)).unwrap();
    }
    assert_eq!(send(&mut pool, &chain, &chain_of(5)), Err("too-large-cluster".into()));
    chain.context.segwit = false;
    let witness = change(&free, |tx| tx.inputs[0].witness = vec![vec![1]]);
    assert_eq!(send(&mut pool, &chain, &witness), Err("no-witness-yet".into()));
}

#[test]
fn a_better_version_replaces_all_that_rests_on_the_old() {
    let chain = TestChain::new(6);
    let (coin, other) = (chain.coin(1, 0), chain.coin(1, 1));
    let mut pool = Mempool::new(small());
    let old = pay(&[coin], &[HALF - 100], 0);
    let child = pay(&[output(&old, 0), other], &[2 * HALF - 400], 0);
    let old_id = send(&mut pool, &chain, &old).unwrap();
    let child_id = send(&mut pool, &chain, &child).unwrap();
    // 400 satoshis are pushed out, and 65 virtual bytes cost 7.
    let new = |fee| pay(&[coin], &[HALF - fee], 0);
    assert_eq!(send(&mut pool, &chain, &new(406)), Err("insufficient fee".into()));
    let accepted = pool.accept(new(407).into(), &chain.next(), &ScriptChecks::default()).unwrap();
    assert_eq!(accepted.replaced, [old_id, child_id].into());
    assert_eq!((pool.len(), pool.virtual_size()), (1, 65));
    assert_eq!(pool.spender(&coin), Some(&accepted.txid));
    assert_eq!(pool.spender(&other), None);

    let crowd = MempoolPolicy { replaced_count: 1, ..small() };
    let mut pool = Mempool::new(crowd);
    send(&mut pool, &chain, &old).unwrap();
    send(&mut pool, &chain, &child).unwrap();
    let refused = send(&mut pool, &chain, &new(5_000));
    assert_eq!(refused, Err("too many potential replacements".into()));
}

#[test]
fn a_full_pool_keeps_what_pays_best_with_all_that_rests_on_it() {
    let chain = TestChain::new(8);
    let mut pool = Mempool::new(MempoolPolicy { max_virtual_size: 65 * 3, ..small() });
    let of = |height, fee| pay(&[chain.coin(height, 0)], &[HALF - fee], 0);
    // A poor parent is kept for its rich child: 10 + 400 for two beats 100 for one.
    let (parent, single) = (of(1, 10), of(2, 100));
    let child = pay(&[output(&parent, 0)], &[HALF - 410], 0);
    let rich = of(3, 300);
    for tx in [&parent, &single, &child] {
        send(&mut pool, &chain, tx).unwrap();
    }
    let accepted = pool.accept(rich.into(), &chain.next(), &ScriptChecks::default()).unwrap();
    assert_eq!(accepted.evicted, [single.txid()].into());
    assert_eq!(send(&mut pool, &chain, &of(4, 99)), Err("mempool full".into()));
    // A better one takes the place of the pair.
    let accepted = pool.accept(of(4, 250).into(), &chain.next(), &ScriptChecks::default());
    assert_eq!(accepted.unwrap().evicted, [parent.txid(), child.txid()].into());
    assert_eq!((pool.len(), pool.virtual_size()), (2, 130));
    // Of equals, the first to come stays.
    send(&mut pool, &chain, &of(5, 250)).unwrap();
    assert_eq!(send(&mut pool, &chain, &of(6, 250)), Err("mempool full".into()));
}

#[test]
fn the_pool_follows_blocks_and_reorganisations() {
    let mut chain = TestChain::new(6);
    let mut pool = Mempool::new(small());
    let scripts = ScriptChecks::default();
    let first = pay(&[chain.coin(1, 0)], &[HALF - 100], 0);
    let second = pay(&[output(&first, 0)], &[HALF - 200], 0);
    let third = pay(&[output(&second, 0)], &[HALF - 300], 0);
    let rival = pay(&[chain.coin(1, 1)], &[HALF - 100], 0);
    let winner = pay(&[chain.coin(1, 1)], &[HALF - 50], 0);
    for tx in [&first, &second, &third, &rival] {
        send(&mut pool, &chain, tx).unwrap();
    }
    let lost = chain.mine(vec![first.clone(), second.clone(), winner.clone()]);
    let followed = pool.follow(&[], &[&lost], &chain.next(), &scripts);
    assert_eq!(followed.confirmed, [first.txid(), second.txid()].into());
    assert_eq!(followed.conflicting, [rival.txid()].into());
    assert_eq!(pool.entries().map(|(txid, _)| *txid).collect::<Vec<_>>(), [third.txid()]);
    assert_eq!(pool.get(&third.txid()).unwrap().ancestors.count, 1);

    // The block is lost; another confirms the first and spends, by `usurper`, what the winner spent.
    // A coinbase that is young again may not be spent.
    let mature = chain.coin(6, 0);
    let early = pay(&[mature], &[HALF - 100], 0);
    send(&mut pool, &chain, &early).unwrap();
    chain.disconnect();
    let oldest = chain.disconnect();
    let usurper = pay(&[chain.coin(1, 1)], &[HALF - 70], 0);
    let one = chain.mine(vec![first.clone(), usurper]);
    let two = chain.mine(vec![]);
    let followed = pool.follow(&[&lost, &oldest], &[&one, &two], &chain.next(), &scripts);
    assert_eq!(followed.returned, [second.txid()].into());
    assert_eq!(followed.invalid, [early.txid()].into(), "its coinbase is gone");
    assert_eq!(followed.conflicting, [].into());
    let entry = pool.get(&third.txid()).unwrap();
    assert_eq!((entry.ancestors.count, entry.parents.clone()), (2, [second.txid()].into()));
    let entry = pool.get(&second.txid()).unwrap();
    assert_eq!((entry.descendants.fee_satoshis, entry.children.len()), (200, 1));
    assert!(
        chain.blocks[5].0.txids().contains(&first.txid()) && pool.get(&winner.txid()).is_none()
    );
}
