use super::*;
use crate::primitives::{TxIn, TxOut};
use crate::trace::{Stepper, Trace};

/// A transaction that spends these coins and makes this many of 1 satoshi each.
fn tx(spends: &[OutPoint], made: usize, salt: u32) -> Transaction {
    let input = |&previous_output: &OutPoint| TxIn { previous_output, ..TxIn::default() };
    let outputs = vec![TxOut { value: 1, ..TxOut::default() }; made];
    Transaction { version: 2, inputs: spends.iter().map(input).collect(), outputs, lock_time: salt }
}

fn at(tx: &Transaction, vout: u32) -> OutPoint {
    OutPoint { txid: tx.txid(), vout }
}

fn block(transactions: &[&Transaction]) -> Block {
    let transactions = transactions.iter().map(|tx| (*tx).clone()).collect();
    Block { transactions, ..Block::default() }
}

#[test]
fn both_ways_are_followed_and_no_transaction_twice() {
    let one = tx(&[OutPoint::NULL], 1, 1);
    let two = tx(&[OutPoint::NULL], 1, 2);
    // A diamond: both coins of `split` meet again in `joined`.
    let split = tx(&[at(&one, 0), at(&two, 0)], 2, 3);
    let joined = tx(&[at(&split, 0), at(&split, 1)], 2, 4);
    let on = tx(&[at(&joined, 0)], 2, 5);
    let mut history = CoinHistory::default();
    for (height, txs) in
        [(1, vec![&one]), (2, vec![&two]), (3, vec![&split, &joined]), (4, vec![&on])]
    {
        history.add(height, &block(&txs));
    }
    let coin = at(&joined, 0);
    assert!(LineageModel::new("none", history.clone(), Owners::default(), at(&on, 9)).is_none());
    let model = LineageModel::new("a coin", history, Owners::default(), coin).unwrap();
    let visited: Vec<Txid> = model.visits.iter().map(|visit| visit.txid).collect();
    let expected = [&joined, &split, &one, &two, &on].map(Transaction::txid);
    assert_eq!(visited, expected);
    assert_eq!(
        model.lines.iter().filter(|line| line.repeated).count(),
        1,
        "split, by its other coin"
    );
    assert!(!model.cut);
    let mut trace = Trace::new(model);
    assert_eq!(trace.seek(99), 5);
    let scene = trace.scene(&Window::all());
    assert!(scene.sentence.contains("up to block 4, 2 coins are unspent"), "{}", scene.sentence);
}

#[test]
fn a_very_long_chain_of_payments_is_cut_and_not_descended_into() {
    let mut last = tx(&[OutPoint::NULL], 1, 0);
    let mut all = vec![last.clone()];
    for salt in 1..=MAX_VISITS as u32 + 10 {
        last = tx(&[at(&last, 0)], 1, salt);
        all.push(last.clone());
    }
    let mut history = CoinHistory::default();
    history.add(1, &block(&all.iter().collect::<Vec<_>>()));
    let model = LineageModel::new("long", history, Owners::default(), at(&last, 0)).unwrap();
    assert_eq!(model.visits.len(), MAX_VISITS);
    assert!(model.cut);
}
