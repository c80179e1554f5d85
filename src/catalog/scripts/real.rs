//! Real spends: the first payment, and one of each kind that block 702,861 holds.

use crate::catalog::data::{early, early_block};
use crate::catalog::source::spend_walk;
use crate::catalog::{BlockView, CatalogError, Scenario, Subject};
use crate::script::Flags;
use crate::script::asm::Tags;
use crate::trace::Stepper;

/// In the order in which they are offered.
pub const SCENARIOS: &[Scenario] = &[
    Scenario {
        id: "first-payment",
        subject: Subject::Scripts,
        title: "The first payment: pay to public key",
        about: "Block 170, 12 January 2009: one signature, one key, one opcode. The shortest real \
                lock and its key.",
        next: Some("real-p2pkh"),
        open: first_payment,
    },
    #[cfg(feature = "cli")]
    Scenario {
        id: "real-p2pkh",
        subject: Subject::Scripts,
        title: "A real pay to public key hash",
        about: "A spend from block 702,861: the lock holds only the hash of a key, so the key must \
                be shown and then sign.",
        next: Some("real-p2wpkh"),
        open: || in_block("A pay to public key hash (block 702,861)", 124),
    },
    #[cfg(feature = "cli")]
    Scenario {
        id: "real-p2wpkh",
        subject: Subject::Scripts,
        title: "A real witness spend",
        about: "The same lock as a witness program: signature and key have moved out of scriptSig.",
        next: Some("real-nested-p2wpkh"),
        open: || in_block("A pay to witness public key hash (block 702,861)", 122),
    },
    #[cfg(feature = "cli")]
    Scenario {
        id: "real-nested-p2wpkh",
        subject: Subject::Scripts,
        title: "A real witness spend inside P2SH",
        about: "For wallets that knew no witnesses yet: the script behind the hash is a witness \
                program.",
        next: Some("real-p2wsh"),
        open: || in_block("A nested witness spend (block 702,861)", 55),
    },
    #[cfg(feature = "cli")]
    Scenario {
        id: "real-p2wsh",
        subject: Subject::Scripts,
        title: "A real multisig in a witness script",
        about: "Several keys guard one coin; the script that says so stands in the witness, behind \
                its hash.",
        next: Some("p2pkh"),
        open: || in_block("A pay to witness script hash (block 702,861)", 242),
    },
];

fn first_payment() -> Result<Box<dyn Stepper>, CatalogError> {
    let (maker, spender) = (early_block(early::BLOCK_9)?, early_block(early::BLOCK_170)?);
    let tx = transaction(&spender, 1)?;
    let coin = tx.inputs.first().and_then(|input| maker.coin(&input.previous_output).cloned());
    spend_walk("The first payment (block 170)", tx, 0, vec![coin], Flags::CONSENSUS, Tags::new())
}

/// The first input of a transaction of block 702,861.
#[cfg(feature = "cli")]
fn in_block(title: &str, index: usize) -> Result<Box<dyn Stepper>, CatalogError> {
    let view = crate::catalog::data::block_702861()?;
    let tx = transaction(view, index)?;
    spend_walk(title, tx, 0, view.prevouts(index), Flags::CONSENSUS, Tags::new())
}

fn transaction(
    view: &BlockView,
    index: usize,
) -> Result<crate::primitives::Transaction, CatalogError> {
    let transactions = &view.block().transactions;
    let count = transactions.len();
    transactions.get(index).cloned().ok_or(CatalogError::NoSuchTransaction { index, count })
}
