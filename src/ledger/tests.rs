//! The lecture's candidates in all ledgers, and any generated ones: the four must agree.

use std::sync::Arc;

use proptest::prelude::*;

use super::generated::{Generated, Holding, Signing};
use super::*;
use crate::hash::Txid;
use crate::primitives::OutPoint;
use crate::primitives::amount::{COIN, MAX_MONEY};

fn judge(kind: LedgerKind, history: &[Arc<Payment>], block: &[Arc<Payment>]) -> Vec<Check> {
    check_block(kind.of(history).as_mut(), block, Scripts::Verify)
}

/// Looks and reject string of the last payment that was checked.
fn verdict(checks: &[Check]) -> (u64, String) {
    let looks = checks.iter().map(|check| check.looks).sum();
    let reject = match checks.last().and_then(|check| check.result.clone()) {
        Some(Ok(fee)) => format!("fee {fee}"),
        Some(Err(error)) => error.reject().to_owned(),
        None => "no result".to_owned(),
    };
    (looks, reject)
}

#[test]
fn the_lectures_ledger_is_valid_from_its_first_spend_on() {
    let history = lecture::history();
    for kind in LedgerKind::ALL {
        let mut ledger = kind.of(&history[..1]);
        let checks = check_block(ledger.as_mut(), &history[1..], Scripts::Verify);
        assert_eq!(checks.len(), 3);
        assert!(checks.iter().all(|check| check.result == Some(Ok(0))), "{kind:?}: {checks:?}");
    }
}

#[test]
fn the_lectures_ledger_has_its_figures() {
    let history = lecture::history();
    let paid = |payment: &Arc<Payment>| -> Vec<(String, i64)> {
        let names = lecture::names();
        let output = |output: &crate::primitives::TxOut| {
            (names.script(&output.script_pubkey).text, output.value)
        };
        payment.tx.outputs.iter().map(output).collect()
    };
    let expected: [&[(&str, i64)]; 4] = [
        &[("Alice", 25)],
        &[("Bob", 17), ("Alice", 8)],
        &[("Carol", 8), ("Bob", 9)],
        &[("David", 6), ("Alice", 2)],
    ];
    for (payment, expected) in history.iter().zip(expected) {
        let expected: Vec<_> =
            expected.iter().map(|&(name, value)| (name.to_owned(), value * COIN)).collect();
        assert_eq!(paid(payment), expected);
    }
    // Real bytes, the same on every machine.
    assert_eq!(
        history[3].tx.txid().to_string(),
        lecture::history()[3].tx.txid().to_string(),
        "signatures are deterministic"
    );
    let names = lecture::names();
    let spent: Vec<String> = history
        .iter()
        .map(|payment| names.outpoint(&payment.tx.inputs[0].previous_output).text)
        .collect();
    assert_eq!(spent, ["nothing", "1[0]", "2[0]", "2[1]"]);
}

/// For each candidate: looks and answer by account replay, table, scan, UTXO set.
type Row = (&'static str, [(u64, &'static str); 4]);

const MISSING: &str = "bad-txns-inputs-missingorspent";

const ANSWERS: &[Row] = &[
    ("valid", [(4, "fee 0"), (1, "fee 0"), (2, "fee 0"), (1, "fee 0")]),
    ("fee", [(4, "fee 10000000"), (1, "fee 10000000"), (2, "fee 10000000"), (1, "fee 10000000")]),
    ("double-spend", [(4, "account-balance"), (1, "account-balance"), (3, MISSING), (1, MISSING)]),
    (
        "double-spend-in-block",
        [(9, "account-balance"), (2, "account-balance"), (5, MISSING), (2, MISSING)],
    ),
    (
        "double-spend-in-transaction",
        [
            (0, "account-payer-once"),
            (0, "account-payer-once"),
            (0, "bad-txns-inputs-duplicate"),
            (0, "bad-txns-inputs-duplicate"),
        ],
    ),
    (
        "overspend",
        [
            (4, "account-balance"),
            (1, "account-balance"),
            (2, "bad-txns-in-belowout"),
            (1, "bad-txns-in-belowout"),
        ],
    ),
    (
        "wrong-signer",
        [
            (4, "account-signature"),
            (1, "account-signature"),
            (2, "block-script-verify-flag-failed"),
            (1, "block-script-verify-flag-failed"),
        ],
    ),
    ("missing-input", [(4, "account-balance"), (1, "account-balance"), (1, MISSING), (1, MISSING)]),
    (
        "overflow",
        [
            (0, "account-amount"),
            (0, "account-amount"),
            (0, "bad-txns-vout-toolarge"),
            (0, "bad-txns-vout-toolarge"),
        ],
    ),
    ("joint", [(4, "fee 0"), (2, "fee 0"), (3, "fee 0"), (2, "fee 0")]),
    (
        "joint-unsigned",
        [
            (4, "account-signature"),
            (2, "account-signature"),
            (3, "block-script-verify-flag-failed"),
            (2, "block-script-verify-flag-failed"),
        ],
    ),
    ("consolidation", [(9, "fee 0"), (2, "fee 0"), (5, "fee 0"), (3, "fee 0")]),
];

#[test]
fn every_candidate_of_the_lecture_gets_its_answer_from_all_four_ledgers() {
    assert_eq!(ANSWERS.len(), lecture::CANDIDATES.len());
    for (candidate, (id, answers)) in lecture::CANDIDATES.iter().zip(ANSWERS) {
        assert_eq!(candidate.id, *id);
        for (kind, (looks, answer)) in LedgerKind::ALL.into_iter().zip(answers) {
            let checks = judge(kind, &lecture::history(), &candidate.block());
            assert_eq!(verdict(&checks), (*looks, (*answer).to_owned()), "{id} {kind:?}");
        }
    }
}

#[test]
fn a_forged_signature_passes_only_where_signatures_are_left_out() {
    let block = lecture::candidate("wrong-signer").unwrap().block();
    for kind in LedgerKind::ALL {
        let ledger = kind.of(&lecture::history());
        assert!(!ledger.check(&block[0], Scripts::Verify).is_valid(), "{kind:?}");
        assert!(ledger.check(&block[0], Scripts::AssumeValid).is_valid(), "{kind:?}");
    }
}

#[test]
fn an_entry_signed_for_one_amount_is_no_consent_to_another() {
    let mut payment = (*lecture::candidate("valid").unwrap().block()[0]).clone();
    payment.entry.receivers[0].amount -= 1;
    payment.tx.outputs[0].value -= 1;
    for kind in LedgerKind::ALL {
        let checks = judge(kind, &lecture::history(), &[Arc::new(payment.clone())]);
        assert!(verdict(&checks).1.ends_with("signature") || verdict(&checks).1.contains("script"));
    }
}

#[test]
fn a_signed_entry_cannot_be_handed_in_again() {
    // Alice pays Bob 2.0 twice over: the account holds enough for both, the entry is the same.
    let parties = ["Alice", "Bob"].map(Party::named);
    let [alice, bob] = &parties;
    let mint = Draft {
        outputs: vec![(alice, 25 * COIN)],
        receivers: vec![(alice, 25 * COIN)],
        ..Draft::default()
    };
    let paying = Paying { owner: alice, signer: alice, amount: 2 * COIN, sequence: 0 };
    let pay = Draft {
        height: 100,
        payers: vec![paying],
        receivers: vec![(bob, 2 * COIN)],
        ..Draft::default()
    };
    let (mint, pay) = (Arc::new(mint.sign()), Arc::new(pay.sign()));
    for kind in [LedgerKind::Account, LedgerKind::Table] {
        let checks = judge(kind, &[Arc::clone(&mint)], &[Arc::clone(&pay), Arc::clone(&pay)]);
        assert!(checks[0].is_valid());
        assert_eq!(verdict(&checks).1, "account-sequence");
    }
}

#[test]
fn what_can_never_be_unlocked_is_no_coin() {
    let mut burn = (*lecture::candidate("valid").unwrap().block()[0]).clone();
    burn.tx.outputs[0].script_pubkey = vec![crate::script::op::OP_RETURN].into();
    let mut set = UtxoSet::default();
    set.update(&burn);
    assert_eq!(set.len(), 1, "of two outputs one is burnt");
}

#[test]
fn the_five_rules_of_scrooge_are_reported_one_by_one() {
    let mut set = UtxoSet::default();
    lecture::history().iter().for_each(|payment| set.update(payment));
    let report = |id: &str| -> String {
        let block = lecture::candidate(id).unwrap().block();
        let letter = |finding: &Finding| match finding.holds {
            Holds::Yes => 'y',
            Holds::No(_) => 'n',
            Holds::Unknown(_) => '?',
        };
        scrooge(&block[0].tx, &set).iter().map(letter).collect()
    };
    for (id, expected) in [
        ("valid", "yyyyy"),
        ("joint", "yyyyy"),
        ("double-spend", "n?yy?"),
        ("double-spend-in-transaction", "yynyy"),
        ("overspend", "yyyyn"),
        ("wrong-signer", "ynyyy"),
        ("missing-input", "n?yy?"),
        ("overflow", "yyyyn"),
        ("joint-unsigned", "ynyyy"),
    ] {
        assert_eq!(report(id), expected, "{id}");
    }
    let mut negative = lecture::candidate("valid").unwrap().block()[0].tx.clone();
    negative.outputs[0].value = -1;
    assert!(
        matches!(&scrooge(&negative, &set)[3].holds, Holds::No(why) if why.contains("-0.00000001"))
    );
}

/// What is wrong with a generated block.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Fault {
    None,
    SpentBefore,
    TwiceInTransaction,
    TwiceInBlock,
    Overspend,
    WrongSigner,
    Missing,
    Overflow,
    Negative,
}

const FAULTS: [Fault; 9] = [
    Fault::None,
    Fault::SpentBefore,
    Fault::TwiceInTransaction,
    Fault::TwiceInBlock,
    Fault::Overspend,
    Fault::WrongSigner,
    Fault::Missing,
    Fault::Overflow,
    Fault::Negative,
];

/// A block with this fault and no other, spending the holding that `pick` chooses.
fn block_with(ledger: &Generated, fault: Fault, pick: usize, part: i64) -> Vec<Arc<Payment>> {
    let holding = ledger.unspent[pick % ledger.unspent.len()];
    let receiver = (holding.owner + 1) % ledger.parties.len();
    let paid = 1 + part.rem_euclid(holding.value);
    let mut outputs = vec![(receiver, paid)];
    if paid < holding.value {
        outputs.push((holding.owner, holding.value - paid));
    }
    let mut draft = ledger.draft(&holding, &outputs);
    let mallory = Party::named("Mallory");
    match fault {
        Fault::None => {}
        Fault::SpentBefore => {
            let spends = ledger.payments.iter().filter(|payment| !payment.tx.is_coinbase());
            let spends: Vec<_> = spends.collect();
            return vec![Arc::clone(spends[pick % spends.len()])];
        }
        Fault::TwiceInTransaction => {
            draft.spends.push(draft.spends[0]);
            draft.payers.push(draft.payers[0]);
        }
        Fault::TwiceInBlock => return vec![Arc::new(draft.sign()), Arc::new(draft.sign())],
        Fault::Overspend => {
            let (all, total) = everything_of(ledger, &holding);
            draft.spends = all
                .iter()
                .map(|holding| Spend { outpoint: holding.outpoint, ..draft.spends[0] })
                .collect();
            draft.outputs = vec![(&ledger.parties[receiver].0, total + paid)];
            draft.receivers = draft.outputs.clone();
            draft.payers[0].amount = total + paid;
        }
        Fault::WrongSigner => {
            draft.spends[0].signer = &mallory;
            draft.payers[0].signer = &mallory;
        }
        Fault::Missing => {
            let outpoint = match pick % 2 {
                0 => OutPoint { vout: 7, ..holding.outpoint },
                _ => OutPoint { txid: Txid([9; 32]), vout: 0 },
            };
            draft.spends = vec![Spend { outpoint, owner: &mallory, signer: &mallory }];
            draft.payers[0] =
                Paying { owner: &mallory, signer: &mallory, sequence: 0, ..draft.payers[0] };
        }
        Fault::Overflow => {
            for value in [i64::MAX - paid, i64::MAX, MAX_MONEY] {
                draft.outputs.push((&ledger.parties[receiver].0, value));
                draft.receivers.push((&ledger.parties[receiver].0, value));
            }
        }
        Fault::Negative => {
            draft.outputs.push((&ledger.parties[receiver].0, -paid));
            draft.receivers.push((&ledger.parties[receiver].0, -paid));
        }
    }
    vec![Arc::new(draft.sign())]
}

fn everything_of(ledger: &Generated, holding: &Holding) -> (Vec<Holding>, i64) {
    let own = ledger.unspent.iter().filter(|other| other.owner == holding.owner);
    let own: Vec<Holding> = own.copied().collect();
    let total = own.iter().map(|holding| holding.value).sum();
    (own, total)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, ..ProptestConfig::default() })]

    #[test]
    fn the_four_ledgers_agree(
        seed in any::<u64>(),
        length in 2usize..24,
        pick in any::<usize>(),
        part in any::<i64>(),
    ) {
        let ledger = Generated::new(seed, length, Signing::Real);
        for fault in FAULTS {
            let block = block_with(&ledger, fault, pick, part);
            for kind in LedgerKind::ALL {
                let checks = judge(kind, &ledger.payments, &block);
                let valid = checks.len() == block.len() && checks.iter().all(Check::is_valid);
                prop_assert_eq!(valid, fault == Fault::None, "{:?} {:?} {:?}", fault, kind, verdict(&checks));
            }
        }
    }

    #[test]
    fn generated_history_is_valid_in_every_ledger(seed in any::<u64>(), length in 1usize..24) {
        let ledger = Generated::new(seed, length, Signing::Real);
        for kind in LedgerKind::ALL {
            let mut books = kind.empty();
            for payment in &ledger.payments {
                if !payment.tx.is_coinbase() {
                    let check = books.check(payment, Scripts::Verify);
                    prop_assert!(check.is_valid(), "{:?}: {:?}", kind, check.result);
                }
                books.record(Arc::clone(payment));
            }
        }
    }
}
