//! Mints, a payment with change, and what is left of all tokens.

use super::{Answer, Asked, Exercise, Field, Task};
use crate::rng::Rng;

/// The exercise.
pub const EXERCISE: Exercise =
    Exercise { id: "tokens-by-hand", title: "Tokens that add up", build };

fn build(rng: &mut Rng) -> Task {
    EXERCISE.recipe::<Situation>(rng, NUDGE, RULE)
}

const NUDGE: &str =
    "Count episodes and not records. Then follow each unit: it is in an output, a fee, or burnt.";

const RULE: &str = "\
- One episode of care mints 100 data tokens, however many records it is cut into.
- Of what is spent, whatever no output takes is the fee.
- A bond that is burnt is nobody's any more; a vote is still its owner's.";

/// What Sally has done.
struct Situation {
    records: Vec<u64>,
    sold: u64,
    fee: u64,
    voted: u64,
    bond: u64,
}

impl Asked for Situation {
    fn new(rng: &mut Rng) -> Situation {
        let episodes = 2 + rng.below(4);
        Situation {
            records: (0..episodes).map(|_| 1 + rng.below(6)).collect(),
            sold: 20 + rng.below(40),
            fee: 1 + rng.below(5),
            voted: 10 + rng.below(25),
            bond: 10 + rng.below(10),
        }
    }

    fn text(&self) -> String {
        let parts: Vec<String> = self.records.iter().map(u64::to_string).collect();
        format!(
            "Sally was treated **{}** times; the hospitals cut these episodes into {} records, and she stored all of \
             them. She mints what she can.\n\nThen she spends one output of 100 tokens: **{}** go to a hospital, \
             **{}** are the fee, the rest comes back to her. Of the rest she locks **{}** as a vote. The hospital \
             posts **{}** of its tokens as a bond, and loses them by signing twice.\n",
            self.records.len(),
            parts.join(", "),
            self.sold,
            self.fee,
            self.voted,
            self.bond
        )
    }

    fn fields(&self) -> Vec<Field> {
        let number = Answer::Number;
        vec![
            Field::new("minted", "How many tokens does she mint?", number(self.minted())),
            Field::new("change", "How many come back as change?", number(self.change())),
            Field::new(
                "own",
                "How many tokens are Sally's in the end, votes among them?",
                number(self.minted() - self.sold - self.fee),
            ),
            Field::new(
                "left",
                "How many are there of all that were minted, fees among them?",
                number(self.minted() - self.bond),
            ),
        ]
    }

    fn solution(&self) -> String {
        format!(
            "- **minted** {}: 100 for each episode, however it was cut.\n- **change** {}: 100 - {} - {}.\n- **own** {}: \
             a vote is locked, and still hers.\n- **left** {}: only the bond is gone for good.\n",
            self.minted(),
            self.change(),
            self.sold,
            self.fee,
            self.minted() - self.sold - self.fee,
            self.minted() - self.bond
        )
    }
}

impl Situation {
    fn minted(&self) -> u64 {
        self.records.len() as u64 * 100
    }

    /// She spends one output of 100.
    fn change(&self) -> u64 {
        100 - self.sold - self.fee
    }
}
