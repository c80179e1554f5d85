//! Scan a ledger by hand: which transactions are looked at, what the change is, and what is wrong
//! with two more candidates (BCT 3.1; lecture slides "Transaction based ledger I" to "III").
//!
//! Every answer is what the scan of [`ledger`](crate::ledger) itself finds: the transactions are
//! written down as it looks at them, the change is the fee that it finds when no change is made, and
//! the verdicts are its verdicts.

use super::books::{Books, Candidate, Checked, VERDICTS};
use super::{Answer, Asked, Exercise, Field, Task};
use crate::primitives::amount::bitcoin_short;
use crate::rng::Rng;

/// The exercise.
pub const EXERCISE: Exercise =
    Exercise { id: "scan-by-hand", title: "Scan a ledger by hand", build };

fn build(rng: &mut Rng) -> Task {
    EXERCISE.recipe::<Situation>(rng, NUDGE, RULE)
}

const NUDGE: &str = "Put a finger on the transaction that made the output. That is where the scan \
begins. Now ask of every later transaction, one after another: does *this* one spend the same \
output? How far must the finger go until you can be sure that none does?";

const RULE: &str = "\
- The scan looks at the transaction that made the output, and then at each later one. It stops early \
only when it meets one that spends the same output: that is a double spend.
- What an input brings must go somewhere: the change is the output's whole value less what is paid.
- The checks come in this order, and the first to fail gives the verdict: is the output unspent? Do \
the outputs add up to no more than the input? Did its owner sign?";

/// A ledger and three candidates, checked.
struct Situation {
    books: Books,
    receiver: String,
    paid: i64,
    a: Checked,
    change: i64,
    others: [(Candidate, Checked); 2],
}

impl Asked for Situation {
    fn new(rng: &mut Rng) -> Situation {
        let books = Books::new(rng);
        let (candidate, receiver, paid) = books.without_change(rng);
        let a = books.check(&candidate.payment);
        let change = match a.check.result {
            Some(Ok(fee)) => fee,
            _ => 0,
        };
        // Two different ones of the four verdicts.
        let first = rng.below(VERDICTS.len() as u64) as usize;
        let step = 1 + rng.below(VERDICTS.len() as u64 - 1) as usize;
        let others = [first, (first + step) % VERDICTS.len()].map(|kind| {
            let candidate = books.meant(kind, rng);
            let checked = books.check(&candidate.payment);
            (candidate, checked)
        });
        Situation { books, receiver, paid, a, change, others }
    }

    fn text(&self) -> String {
        let (owner, output) = self.books.kept_owner();
        let mut text = String::from("This is the ledger so far, one transaction a block:\n\n");
        text.push_str(&self.books.table());
        text.push_str("\nThree more payments are handed in, each to be checked on its own:\n\n");
        text.push_str("| | Spends | Pays | Signed by |\n|---|---|---|---|\n");
        let paid = bitcoin_short(self.paid);
        let pays = format!("{paid} to {}, the change to {owner}", self.receiver);
        text.push_str(&format!("| A | `{output}` | {pays} | {owner} |\n"));
        for (name, (candidate, _)) in ["B", "C"].iter().zip(&self.others) {
            let [spends, pays, signed] = &candidate.row;
            text.push_str(&format!("| {name} | {spends} | {pays} | {signed} |\n"));
        }
        text
    }

    fn fields(&self) -> Vec<Field> {
        let verdict = |index: usize| {
            let verdict = self.others[index].1.verdict();
            Answer::Word(verdict.unwrap_or(VERDICTS.len()), VERDICTS)
        };
        vec![
            Field::new(
                "looked",
                "Which transactions does the scan look at to check A's input?",
                Answer::Transactions(self.a.looked.clone()),
            ),
            Field::new(
                "change",
                "A leaves no fee. How much is its change?",
                Answer::Amount(self.change),
            ),
            Field::new("b", "What does the check say of B?", verdict(0)),
            Field::new("c", "What does the check say of C?", verdict(1)),
        ]
    }

    fn solution(&self) -> String {
        let (_, output) = self.books.kept_owner();
        let (made_by, last) = (self.books.kept_made_by(), self.books.len());
        let (change, paid) = (bitcoin_short(self.change), bitcoin_short(self.paid));
        let value = bitcoin_short(self.change + self.paid);
        let mut text = format!(
            "- **looked** {}: transaction {made_by} made `{output}`, and each one after it up to \
             {last}, the last, might have spent it. None did.\n\
             - **change** {change}: `{output}` brings {value}, and {paid} of them are paid.\n",
            self.fields()[0].right_answer()
        );
        for ((name, (_, checked)), field) in
            ["b", "c"].iter().zip(&self.others).zip(&self.fields()[2..])
        {
            let why = self.why(checked);
            text.push_str(&format!("- **{name}** {}: {why}.\n", field.right_answer()));
        }
        text
    }
}

impl Situation {
    /// The verdict's reason, in the ledger's own words.
    fn why(&self, checked: &Checked) -> String {
        match (&checked.check.result, checked.check.spender) {
            (Some(Err(error)), Some(spender)) => format!(
                "{}; transaction {} spent it",
                self.books.names.readable(&error.to_string()),
                spender + 1
            ),
            (Some(Err(error)), None) => self.books.names.readable(&error.to_string()),
            _ => "the output is unspent, the sums fit, and its owner signed".to_string(),
        }
    }
}
