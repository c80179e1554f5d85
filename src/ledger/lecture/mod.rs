//! The lecture's ledger (slide "Transaction Based Ledger", after BCT 3.1), with its figures and with
//! real keys, signatures and transaction ids, and payments to check against it.
//!
//! Transaction 1 makes 25.0, which is what a block paid from height 210,000 on; it stands there.
//! Since a coinbase can be spent after 100 blocks, transaction 2 stands at 210,100 and the others
//! follow block by block. The blocks between hold nothing that matters here and are left out.

mod candidates;

pub use candidates::CANDIDATES;

use std::sync::Arc;

use super::draft::{Draft, Paying, Spend};
use super::{Names, Party, Payment};
use crate::hash::{Txid, sha256d};
use crate::primitives::OutPoint;
use crate::primitives::amount::COIN;

/// A payment in the lecture's notation. Transactions are numbered from 1, outputs from 0; amounts
/// are satoshis.
#[derive(Debug)]
struct Written {
    /// Transaction, output, whose it is, who signs.
    spends: &'static [(usize, u32, &'static str, &'static str)],
    /// For whom, and how much.
    outputs: &'static [(&'static str, i64)],
    /// As an entry between accounts: who pays, how much, which payment of his, who signs.
    payers: &'static [(&'static str, i64, u32, &'static str)],
    /// Who is paid, and how much.
    receivers: &'static [(&'static str, i64)],
}

/// Payments to check against the lecture's ledger: a block of one or two.
#[derive(Debug)]
pub struct Candidate {
    /// Its name on the command line.
    pub id: &'static str,
    /// A few words.
    pub title: &'static str,
    /// A sentence: what is tried.
    pub about: &'static str,
    block: &'static [Written],
}

const HEIGHTS: [u32; 4] = [210_000, 210_100, 210_101, 210_102];
const NEXT_HEIGHT: u32 = 210_103;

const HISTORY: [Written; 4] = [
    Written {
        spends: &[],
        outputs: &[("Alice", 25 * COIN)],
        payers: &[],
        receivers: &[("Alice", 25 * COIN)],
    },
    Written {
        spends: &[(1, 0, "Alice", "Alice")],
        outputs: &[("Bob", 17 * COIN), ("Alice", 8 * COIN)],
        payers: &[("Alice", 17 * COIN, 0, "Alice")],
        receivers: &[("Bob", 17 * COIN)],
    },
    Written {
        spends: &[(2, 0, "Bob", "Bob")],
        outputs: &[("Carol", 8 * COIN), ("Bob", 9 * COIN)],
        payers: &[("Bob", 8 * COIN, 0, "Bob")],
        receivers: &[("Carol", 8 * COIN)],
    },
    Written {
        spends: &[(2, 1, "Alice", "Alice")],
        outputs: &[("David", 6 * COIN), ("Alice", 2 * COIN)],
        payers: &[("Alice", 6 * COIN, 1, "Alice")],
        receivers: &[("David", 6 * COIN)],
    },
];

/// The lecture's four transactions.
pub fn history() -> Vec<Arc<Payment>> {
    let mut book = Book::default();
    for (written, height) in HISTORY.iter().zip(HEIGHTS) {
        book.write(written, height);
    }
    book.payments
}

/// The people of the lecture's ledger.
pub fn cast() -> [Party; 4] {
    ["Alice", "Bob", "Carol", "David"].map(Party::named)
}

/// The candidate of this id.
pub fn candidate(id: &str) -> Option<&'static Candidate> {
    CANDIDATES.iter().find(|candidate| candidate.id == id)
}

impl Candidate {
    /// Its payments, in the order of the block that would hold them.
    pub fn block(&self) -> Vec<Arc<Payment>> {
        let mut book = Book { payments: history() };
        for written in self.block {
            book.write(written, NEXT_HEIGHT);
        }
        book.payments.split_off(HISTORY.len())
    }

    /// What to call all that it and the lecture's ledger are about.
    pub fn names(&self) -> Names {
        let mut names = names();
        self.block().iter().for_each(|payment| names.add_transaction(payment));
        names
    }
}

/// What to call all that the lecture's ledger is about.
pub fn names() -> Names {
    let mut names = Names::default();
    cast().iter().for_each(|party| names.add_party(party));
    history().iter().for_each(|payment| names.add_transaction(payment));
    names
}

/// The payments so far, from which `2[1]` finds its transaction id.
#[derive(Default)]
struct Book {
    payments: Vec<Arc<Payment>>,
}

impl Book {
    fn write(&mut self, written: &Written, height: u32) {
        let cast = cast();
        let party = |name: &str| {
            cast.iter().find(|party| party.name() == name).expect("only the cast is written about")
        };
        let spend = |&(number, vout, owner, signer): &(usize, u32, &str, &str)| Spend {
            outpoint: OutPoint { txid: self.txid(number), vout },
            owner: party(owner),
            signer: party(signer),
        };
        let paying = |&(owner, amount, sequence, signer): &(&str, i64, u32, &str)| Paying {
            owner: party(owner),
            signer: party(signer),
            amount,
            sequence,
        };
        let paid =
            |list: &[(&str, i64)]| list.iter().map(|&(name, sum)| (party(name), sum)).collect();
        let draft = Draft {
            height,
            spends: written.spends.iter().map(spend).collect(),
            outputs: paid(written.outputs),
            payers: written.payers.iter().map(paying).collect(),
            receivers: paid(written.receivers),
        };
        let payment = draft.sign();
        self.payments.push(Arc::new(payment));
    }

    /// The id of transaction `number`; of one that is not there, a number that no transaction has.
    fn txid(&self, number: usize) -> Txid {
        let payment = number.checked_sub(1).and_then(|place| self.payments.get(place));
        payment.map_or(Txid(sha256d(&number.to_le_bytes())), |payment| payment.tx.txid())
    }
}
