//! Walks through all checks on a transaction, real and of our own.

use super::data::{early, early_block};
use super::source::transaction_walk;
use super::{CatalogError, Scenario, Subject};
use crate::hash::Txid;
use crate::ledger::{Draft, Party, Spend};
use crate::primitives::amount::COIN;
use crate::primitives::{OutPoint, Transaction, TxOut};
use crate::script::Flags;
use crate::script::asm::Tags;
use crate::trace::Stepper;

const fn payment(
    id: &'static str,
    title: &'static str,
    about: &'static str,
    next: &'static str,
    open: fn() -> Result<Box<dyn Stepper>, CatalogError>,
) -> Scenario {
    Scenario { id, subject: Subject::Transactions, title, about, next: Some(next), open }
}

/// In the order in which they are offered.
pub const SCENARIOS: &[Scenario] = &[
    payment(
        "first-payment-checks",
        "Every check on the first payment",
        "What a node asked before it believed in the payment of block 170: its form, its coins, its \
         script. Step into the script where it comes up.",
        "joint-payment",
        first_payment,
    ),
    payment(
        "joint-payment",
        "A joint payment",
        "Alice and Bob each bring a coin, and Judy is paid from both: every owner signs.",
        "joint-payment-forged",
        || joint("Alice and Bob pay together", |_, _| {}, "Bob"),
    ),
    payment(
        "joint-payment-forged",
        "A joint payment that one owner did not sign",
        "Eve signs in Bob's place. Alice's signature is good, and does not help.",
        "joint-payment-overspend",
        || joint("Eve signs in Bob's place", |_, _| {}, "Eve"),
    ),
    payment(
        "joint-payment-overspend",
        "More out than in",
        "Two coins of one bitcoin cannot pay three.",
        "joint-payment-same-coin",
        || joint("Three bitcoin from two", |tx, _| tx.outputs[0].value = 3 * COIN, "Bob"),
    ),
    payment(
        "joint-payment-same-coin",
        "One coin, named twice",
        "Both inputs name the same coin. A check that once was left out made money from nothing \
         (CVE-2018-17144).",
        "joint-payment-no-coin",
        || {
            let edit = |tx: &mut Transaction, _: &mut Vec<_>| tx.inputs[1] = tx.inputs[0].clone();
            joint("One coin is named twice", edit, "Bob")
        },
    ),
    payment(
        "joint-payment-no-coin",
        "A coin that is not there",
        "Bob's coin does not exist, or someone has spent it already: a node cannot tell and need not.",
        "real-checks",
        || joint("Bob's coin is not there", |_, coins| coins[1] = None, "Bob"),
    ),
    #[cfg(feature = "cli")]
    payment(
        "real-checks",
        "Every check on a real transaction",
        "Four inputs of a transaction in block 702,861, whose coins were made in the same block.",
        "first-payment",
        real,
    ),
];

fn first_payment() -> Result<Box<dyn Stepper>, CatalogError> {
    let (maker, spender) = (early_block(early::BLOCK_9)?, early_block(early::BLOCK_170)?);
    let (index, count) = (1, spender.block().transactions.len());
    let tx = spender.block().transactions.get(index).cloned();
    let tx = tx.ok_or(CatalogError::NoSuchTransaction { index, count })?;
    let coins = tx.inputs.iter().map(|input| maker.coin(&input.previous_output).cloned()).collect();
    let title = "The first payment (block 170)";
    Ok(transaction_walk(title, tx, coins, Flags::CONSENSUS, Tags::new()))
}

#[cfg(feature = "cli")]
fn real() -> Result<Box<dyn Stepper>, CatalogError> {
    let view = super::data::block_702861()?;
    let (index, count) = (740, view.block().transactions.len());
    let tx = view.block().transactions.get(index).cloned();
    let tx = tx.ok_or(CatalogError::NoSuchTransaction { index, count })?;
    let title = "Transaction 740 of block 702,861";
    Ok(transaction_walk(title, tx, view.prevouts(index), Flags::CONSENSUS, Tags::new()))
}

/// Alice and Bob pay Judy with a bitcoin each; `signer` signs for Bob. `edit` changes what was
/// signed, and the coins that exist.
fn joint(
    title: &str,
    edit: fn(&mut Transaction, &mut Vec<Option<TxOut>>),
    signer: &str,
) -> Result<Box<dyn Stepper>, CatalogError> {
    let [alice, bob, judy, signer] = ["Alice", "Bob", "Judy", signer].map(Party::named);
    let outpoint = |vout| OutPoint { txid: Txid(crate::hash::sha256(b"two coins")), vout };
    let spends = vec![
        Spend { outpoint: outpoint(0), owner: &alice, signer: &alice },
        Spend { outpoint: outpoint(1), owner: &bob, signer: &signer },
    ];
    let outputs = vec![(&judy, 2 * COIN - 10_000)];
    let mut tx = Draft { spends, outputs, ..Draft::default() }.sign().tx;
    let coin = |owner: &Party| Some(TxOut { value: COIN, script_pubkey: owner.script_pubkey() });
    let mut coins = vec![coin(&alice), coin(&bob)];
    edit(&mut tx, &mut coins);
    let mut tags = Tags::new();
    for party in [&alice, &bob, &signer] {
        // The names are well formed; Bob may come twice, under the same name.
        let _ = tags.insert(&format!("key {}", party.name()), *party.public_key());
    }
    Ok(transaction_walk(title, tx, coins, Flags::CONSENSUS, tags))
}
