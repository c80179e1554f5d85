//! A small ledger of payments that a seed decides, with real keys and signatures, and candidates to
//! be checked against it. Two exercises are asked over it.

use std::sync::Arc;

use crate::ledger::{Check, LedgerError, TxError};
use crate::ledger::{Draft, LedgerKind, Names, Party, Payment, Scripts, Spend, Step, UtxoSet};
use crate::primitives::OutPoint;
use crate::primitives::amount::{COIN, bitcoin_short};
use crate::rng::Rng;

const NAMES: [&str; 8] = ["Alice", "Bob", "Carol", "David", "Erin", "Frank", "Grace", "Heidi"];
const CAST: usize = 4;
const TENTH: i64 = COIN / 10;
const HUNDREDTH: i64 = COIN / 100;
/// What the first transaction makes, in tenths of a coin.
const REWARD: i64 = 250;
/// The smallest output that is spent on, in tenths. With at most eight transactions, and none that
/// keeps back more than three quarters, an output of this size is always left.
const SPENDABLE: i64 = 8;
const FIRST_HEIGHT: u32 = 210_000;

/// What can come of a check, as a student writes it.
pub const VERDICTS: &[&str] = &["valid", "double-spend", "overspend", "wrong-signer"];

/// A ledger, and what became of its outputs.
pub struct Books {
    cast: Vec<Party>,
    outputs: Vec<Output>,
    history: Vec<Arc<Payment>>,
    /// The ledger in the lecture's notation: what each transaction spends, pays, and who signs.
    rows: Vec<[String; 3]>,
    /// What to call parties, transactions and outputs.
    pub names: Names,
    /// The unspent output whose scan has a way to go.
    pub kept: usize,
}

/// An output of the ledger.
struct Output {
    made_by: usize,
    outpoint: OutPoint,
    owner: usize,
    tenths: i64,
    spent: bool,
}

/// A payment to be checked, and the payment in the lecture's notation.
pub struct Candidate {
    pub payment: Payment,
    pub row: [String; 3],
}

/// What a check of a candidate looked at, and how it came out.
pub struct Checked {
    /// The numbers of the transactions looked at, in order.
    pub looked: Vec<u64>,
    pub check: Check,
}

impl Books {
    /// A ledger of six to eight transactions.
    pub fn new(rng: &mut Rng) -> Books {
        let mut names = NAMES.to_vec();
        let mut pick = || names.swap_remove(rng.below(names.len() as u64) as usize);
        let cast: Vec<Party> = (0..CAST).map(|_| Party::named(pick())).collect();
        let mut books = Books {
            outputs: Vec::new(),
            history: Vec::new(),
            rows: Vec::new(),
            names: Names::default(),
            kept: 0,
            cast,
        };
        books.cast.iter().for_each(|party| books.names.add_party(party));
        let length = 6 + rng.below(3) as usize;
        let keep_change_of = 2 + rng.below(length as u64 - 3) as usize;
        books.record(None, &[(0, REWARD)]);
        for number in 2..=length {
            let spent = books.pick(rng, |books, index| {
                let output = &books.outputs[index];
                let kept = number > keep_change_of && index == books.kept;
                !output.spent && !kept && output.tenths >= SPENDABLE
            });
            let (owner, tenths) = (books.outputs[spent].owner, books.outputs[spent].tenths);
            let paid = tenths / 4 + rng.below(tenths as u64 / 2) as i64;
            books.record(Some(spent), &[(books.other(rng, owner), paid), (owner, tenths - paid)]);
            if number == keep_change_of {
                books.kept = books.outputs.len() - 1;
            }
        }
        books
    }

    /// The ledger as a table, one row a transaction.
    pub fn table(&self) -> String {
        let mut text = String::from("| Tx | Spends | Pays | Signed by |\n|---|---|---|---|\n");
        for (index, [spends, pays, signed]) in self.rows.iter().enumerate() {
            text.push_str(&format!("| {} | {spends} | {pays} | {signed} |\n", index + 1));
        }
        text
    }

    /// Who owns the kept output, and its name.
    pub fn kept_owner(&self) -> (&str, String) {
        let output = &self.outputs[self.kept];
        (self.cast[output.owner].name(), self.names.outpoint(&output.outpoint).text)
    }

    /// The kept output pays someone a part of it; nothing is said of the rest. Also gives whom, and
    /// how much in satoshis.
    pub fn without_change(&self, rng: &mut Rng) -> (Candidate, String, i64) {
        let output = &self.outputs[self.kept];
        let receiver = self.other(rng, output.owner);
        let tenths = 1 + rng.below(output.tenths as u64 - 1) as i64;
        let candidate = self.candidate(&[(self.kept, output.owner)], &[(receiver, tenths * TENTH)]);
        (candidate, self.cast[receiver].name().to_string(), tenths * TENTH)
    }

    /// A candidate whose verdict is meant to be [`VERDICTS`]`[kind]`; the check has the last word.
    pub fn meant(&self, kind: usize, rng: &mut Rng) -> Candidate {
        let index = self.pick(rng, |books, index| books.outputs[index].spent == (kind == 1));
        let Output { owner, tenths, .. } = self.outputs[index];
        let receiver = self.other(rng, owner);
        let signer = if kind == 3 { self.other(rng, owner) } else { owner };
        let extra = if kind == 2 { 1 + rng.below(9) as i64 } else { 0 };
        let paid = (1 + rng.below(tenths as u64) as i64).min(tenths);
        let mut outputs = vec![(receiver, paid * TENTH)];
        if paid < tenths + extra {
            outputs.push((owner, (tenths + extra - paid) * TENTH));
        }
        self.candidate(&[(index, signer)], &outputs)
    }

    /// Two unspent outputs, neither of them the kept one, pay someone together; each owner signs.
    /// What is not paid goes back to the first, but for a fee of a few hundredths.
    pub fn joint(&self, rng: &mut Rng) -> Candidate {
        let free = |books: &Books, index: usize| !books.outputs[index].spent && index != books.kept;
        let first = self.pick(rng, free);
        let second = self.pick(rng, |books, index| free(books, index) && index != first);
        let [one, two] = [first, second].map(|index| &self.outputs[index]);
        let (whole, fee) =
            ((one.tenths + two.tenths) * TENTH, HUNDREDTH * (1 + rng.below(9) as i64));
        let paid = TENTH * (1 + rng.below((one.tenths + two.tenths) as u64 - 1) as i64);
        let outputs = [(self.other(rng, two.owner), paid), (one.owner, whole - paid - fee)];
        self.candidate(&[(first, one.owner), (second, two.owner)], &outputs)
    }

    /// The set of unspent outputs after the whole ledger.
    pub fn set(&self) -> UtxoSet {
        let mut set = UtxoSet::default();
        self.history.iter().for_each(|payment| set.update(payment));
        set
    }

    /// Every output that the ledger made, the oldest first, and what it is called.
    pub fn made(&self) -> impl Iterator<Item = (OutPoint, String)> + '_ {
        let named = |output: &Output| (output.outpoint, self.names.outpoint(&output.outpoint).text);
        self.outputs.iter().map(named)
    }

    /// Runs the scan on a candidate, and writes down what it looks at.
    pub fn check(&self, candidate: &Payment) -> Checked {
        let ledger = LedgerKind::Scan.of(&self.history);
        let mut check = Check::new(Scripts::Verify);
        let mut looked = Vec::new();
        while let Some(step) = check.next {
            match step {
                Step::Find { input } => looked.extend(
                    (candidate.tx.inputs.get(input))
                        .and_then(|input| self.names.number(&input.previous_output.txid))
                        .map(|number| number as u64),
                ),
                Step::Look { at, .. } => looked.push(at as u64 + 1),
                Step::Form | Step::Sums | Step::Signature { .. } => {}
            }
            ledger.apply(candidate, &mut check, step);
        }
        Checked { looked, check }
    }

    fn record(&mut self, spent: Option<usize>, outputs: &[(usize, i64)]) {
        let spends: Vec<(usize, usize)> =
            spent.iter().map(|&index| (index, self.outputs[index].owner)).collect();
        let paid: Vec<(usize, i64)> =
            outputs.iter().map(|&(owner, tenths)| (owner, tenths * TENTH)).collect();
        let Candidate { payment, row } = self.candidate(&spends, &paid);
        if let Some(index) = spent {
            self.outputs[index].spent = true;
        }
        let (txid, made_by) = (payment.tx.txid(), self.history.len() + 1);
        for (vout, &(owner, tenths)) in (0u32..).zip(outputs) {
            let outpoint = OutPoint { txid, vout };
            self.outputs.push(Output { made_by, outpoint, owner, tenths, spent: false });
        }
        self.names.add_transaction(&payment);
        self.rows.push(row);
        self.history.push(Arc::new(payment));
    }

    /// A payment of outputs, each with its signer, to parties, each with its satoshis.
    fn candidate(&self, spends: &[(usize, usize)], outputs: &[(usize, i64)]) -> Candidate {
        let payment = self.draft(spends, outputs).sign();
        Candidate { payment, row: self.row(spends, outputs) }
    }

    fn draft(&self, spends: &[(usize, usize)], outputs: &[(usize, i64)]) -> Draft<'_> {
        // The second transaction may spend the first, a coinbase, only a hundred blocks later.
        let number = self.history.len() as u32;
        let spend = |&(index, signer): &(usize, usize)| {
            let output = &self.outputs[index];
            Spend {
                outpoint: output.outpoint,
                owner: &self.cast[output.owner],
                signer: &self.cast[signer],
            }
        };
        Draft {
            height: FIRST_HEIGHT + if number == 0 { 0 } else { 100 + number },
            spends: spends.iter().map(spend).collect(),
            outputs: outputs.iter().map(|&(owner, sum)| (&self.cast[owner], sum)).collect(),
            ..Draft::default()
        }
    }

    fn row(&self, spends: &[(usize, usize)], outputs: &[(usize, i64)]) -> [String; 3] {
        let pay = |&(owner, sum): &(usize, i64)| {
            format!("{} to {}", bitcoin_short(sum), self.cast[owner].name())
        };
        let spent = |&(index, _): &(usize, usize)| {
            format!("`{}`", self.names.outpoint(&self.outputs[index].outpoint).text)
        };
        let mut signers: Vec<&str> =
            spends.iter().map(|&(_, signer)| self.cast[signer].name()).collect();
        signers.dedup();
        let spends: Vec<String> = spends.iter().map(spent).collect();
        [
            if spends.is_empty() { "nothing".to_string() } else { spends.join(" and ") },
            outputs.iter().map(pay).collect::<Vec<_>>().join(", "),
            signers.join(" and "),
        ]
    }

    /// One of the outputs that are good for something.
    fn pick(&self, rng: &mut Rng, good: impl Fn(&Books, usize) -> bool) -> usize {
        let good: Vec<usize> = (0..self.outputs.len()).filter(|index| good(self, *index)).collect();
        good[rng.below(good.len() as u64) as usize]
    }

    /// Anyone but `party`.
    fn other(&self, rng: &mut Rng, party: usize) -> usize {
        (party + 1 + rng.below(CAST as u64 - 1) as usize) % CAST
    }

    /// The number of the transaction that made the kept output.
    pub fn kept_made_by(&self) -> usize {
        self.outputs[self.kept].made_by
    }

    /// How many transactions there are.
    pub fn len(&self) -> usize {
        self.history.len()
    }
}

impl Checked {
    /// The verdict, as a place in [`VERDICTS`].
    pub fn verdict(&self) -> Option<usize> {
        match self.check.result.as_ref()? {
            Ok(_) => Some(0),
            Err(LedgerError::Transaction(TxError::MissingOrSpent { .. })) => Some(1),
            Err(LedgerError::Transaction(TxError::InputsBelowOutputs { .. })) => Some(2),
            Err(LedgerError::Script { .. }) => Some(3),
            Err(_) => None,
        }
    }
}
