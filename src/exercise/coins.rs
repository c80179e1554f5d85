//! Keep the UTXO set by hand: which outputs are in it after a ledger, what change and fee two more
//! payments leave, and how many coins there are afterwards (BCT 3.1; lecture slides "Transaction
//! based ledger: features").
//!
//! Every answer is what the UTXO ledger itself finds: its set is asked for each output, and change
//! and fee are what its check says that the inputs exceed the outputs by.

use super::books::{Books, Candidate};
use super::{Answer, Asked, Exercise, Field, ListKind, Task};
use crate::ledger::{Coins, Ledger, Scripts};
use crate::primitives::amount::{COIN, bitcoin_short};
use crate::rng::Rng;

/// The exercise.
pub const EXERCISE: Exercise =
    Exercise { id: "coins-by-hand", title: "Keep the UTXO set by hand", build };

/// What A leaves to the miner.
const FEE_OF_A: i64 = COIN / 20;

fn build(rng: &mut Rng) -> Task {
    EXERCISE.recipe::<Situation>(rng, NUDGE, RULE)
}

const NUDGE: &str = "Go down the table once with a pencil. Write down every output as it is made, and \
cross it out when a later transaction spends it. What is not crossed out at the end is the set.";

const RULE: &str = "\
- A transaction takes every output that it spends out of the set, whole, and puts every output that it \
makes into it.
- The inputs are worth what the outputs are worth and the fee: nothing else can become of it.
- The set grows by the outputs made less the outputs spent.";

/// A ledger, its set, and two more payments.
struct Situation {
    books: Books,
    unspent: Vec<String>,
    receiver: String,
    paid: i64,
    change: i64,
    joint: Candidate,
    fee: i64,
    coins_after: u64,
}

impl Asked for Situation {
    fn new(rng: &mut Rng) -> Situation {
        let books = Books::new(rng);
        let mut set = books.set();
        let found =
            |candidate: &Candidate| match set.check(&candidate.payment, Scripts::Verify).result {
                Some(Ok(fee)) => fee,
                _ => 0,
            };
        // Without an output for the change, all that is not paid counts as the fee.
        let (without_change, receiver, paid) = books.without_change(rng);
        let change = found(&without_change) - FEE_OF_A;
        let joint = books.joint(rng);
        let fee = found(&joint);
        let unspent = books.made().filter(|(outpoint, _)| set.coin(outpoint).is_some());
        let unspent = unspent.map(|(_, name)| name).collect();
        set.update(&without_change.payment);
        // The change is one coin more than the set knows of.
        set.update(&joint.payment);
        let coins_after = set.len() as u64 + 1;
        Situation { books, unspent, receiver, paid, change, joint, fee, coins_after }
    }

    fn text(&self) -> String {
        let (owner, output) = self.books.kept_owner();
        let (paid, fee) = (bitcoin_short(self.paid), bitcoin_short(FEE_OF_A));
        let [spends, pays, signed] = &self.joint.row;
        format!(
            "This is the ledger so far, one transaction a block:\n\n{}\nTwo more payments are handed \
             in, and both are valid:\n\n| | Spends | Pays | Signed by |\n|---|---|---|---|\n\
             | A | `{output}` | {paid} to {}, {fee} as a fee, the rest to {owner} | {owner} |\n\
             | B | {spends} | {pays} | {signed} |\n",
            self.books.table(),
            self.receiver,
        )
    }

    fn fields(&self) -> Vec<Field> {
        let mut unspent = self.unspent.clone();
        unspent.sort_unstable();
        vec![
            Field::new(
                "unspent",
                "Which outputs are in the UTXO set before A and B?",
                Answer::List(unspent, ListKind::Outputs),
            ),
            Field::new("change", "How much change does A make?", Answer::Amount(self.change)),
            Field::new("fee", "How much does B leave as a fee?", Answer::Amount(self.fee)),
            Field::new(
                "coins",
                "How many outputs are in the set after A and B?",
                Answer::Number(self.coins_after),
            ),
        ]
    }

    fn solution(&self) -> String {
        let fields = self.fields();
        let (_, output) = self.books.kept_owner();
        let (before, after) = (self.unspent.len(), self.coins_after);
        let whole = bitcoin_short(self.paid + self.change + FEE_OF_A);
        format!(
            "- **unspent** {}: each was made, and no transaction has it as an input.\n\
             - **change** {}: `{output}` brings {whole}, of which {} are paid and {} left as a fee.\n\
             - **fee** {}: what B's two inputs bring, less its two outputs.\n\
             - **coins** {after}: there were {before}; A takes one out and puts two in, B takes two \
             out and puts two in.\n",
            fields[0].right_answer(),
            fields[1].right_answer(),
            bitcoin_short(self.paid),
            bitcoin_short(FEE_OF_A),
            fields[2].right_answer(),
        )
    }
}
