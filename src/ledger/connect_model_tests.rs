use super::*;
use crate::ledger::{Draft, Party, Spend};
use crate::primitives::{Block, Transaction};
use crate::script::Flags;
use crate::trace::{Stepper, Trace, Verdict};

fn context(subsidy_satoshis: i64) -> BlockContext {
    BlockContext {
        height: 3,
        median_time_past: 0,
        flags: Flags::CONSENSUS,
        subsidy_satoshis,
        coinbase_maturity_blocks: 2,
        height_in_coinbase: false,
        csv: false,
        segwit: false,
        bip30: false,
        bip54: false,
    }
}

/// A block in which Alice pays Bob, who spends that at once together with an older coin of his.
fn model(subsidy: i64) -> ConnectModel {
    let [alice, bob] = ["Alice", "Bob"].map(Party::named);
    let coin = |party: &Party, value| Coin {
        output: crate::primitives::TxOut { value, script_pubkey: party.script_pubkey() },
        height: 1,
        coinbase: false,
    };
    let at = |n: u8| OutPoint { txid: crate::hash::Txid([n; 32]), vout: 0 };
    let coins = BTreeMap::from([(at(1), coin(&alice, 50)), (at(2), coin(&bob, 7))]);
    let spend = |outpoint, owner| Spend { outpoint, owner, signer: owner };
    let pay = |spends, outputs| Draft { height: 3, spends, outputs, ..Draft::default() }.sign().tx;
    let to_bob: Transaction = pay(vec![spend(at(1), &alice)], vec![(&bob, 20), (&alice, 29)]);
    let first = OutPoint { txid: to_bob.txid(), vout: 0 };
    let both = vec![spend(first, &bob), spend(at(2), &bob)];
    let together = pay(both, vec![(&bob, 26)]);
    let coinbase = pay(Vec::new(), vec![(&alice, 102)]);
    let transactions = vec![coinbase, to_bob, together];
    let block = IndexedBlock::new(Block { transactions, ..Block::default() });
    let context = context(subsidy);
    let setting = ConnectSetting { context, times: BTreeMap::new(), coins, whole: true };
    ConnectModel::new("a block", block, setting, Owners::of([&alice, &bob]))
}

#[test]
fn the_way_back_ends_at_the_very_set_before() {
    let mut trace = Trace::new(model(100));
    assert!(trace.model().is_as_before(trace.state()));
    let mut sizes = vec![trace.model().set(trace.state()).count()];
    while trace.forward() {
        sizes.push(trace.model().set(trace.state()).count());
        let apart = trace.finished() == trace.model().is_as_before(trace.state());
        assert!(apart, "step {}", trace.position());
    }
    assert_eq!(sizes, [2, 3, 4, 3, 3, 4, 3, 2]);
    assert_eq!(trace.scene(&Window::all()).verdict, Some(Verdict::Done));
    assert!(trace.state().undo.spent.is_empty(), "all undo data were used");
}

#[test]
fn a_coinbase_that_pays_too_much_ends_it() {
    let mut trace = Trace::new(model(99));
    assert_eq!(trace.seek(100), 4);
    let Some(Verdict::Invalid { name, .. }) = trace.scene(&Window::all()).verdict else { panic!() };
    assert_eq!(name, "bad-cb-amount");
}
