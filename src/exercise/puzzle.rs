//! A hash puzzle by hand: what it costs, and its first solution.
//!
//! The puzzle is a real one, with the student's own challenge; `blockstep puzzle` tries nonces.

use super::{Answer, Asked, Exercise, Field, Task};
use crate::mining::puzzle::{Puzzle, target_of};
use crate::rng::Rng;

/// The exercise.
pub const EXERCISE: Exercise =
    Exercise { id: "puzzle-by-hand", title: "A hash puzzle of your own", build };

fn build(rng: &mut Rng) -> Task {
    EXERCISE.recipe::<Situation>(rng, NUDGE, RULE)
}

const NUDGE: &str = "Of all hashes, what part begins with one zero bit? With two? And of those that do, what \
part begins with one more?";

const RULE: &str = "\
- Each zero bit that is asked for halves the hashes that win: k bits take 2 to the power of k tries on average.
- m bits more are 2 to the power of m times as hard.
- `blockstep puzzle CHALLENGE --bits K --plain` tries nonces from 0 on, and says which is the first to win.
- Whoever is told a nonce hashes once, and compares.";

/// A challenge, and how hard it is.
struct Situation {
    challenge: String,
    zero_bits: u8,
    more_bits: u8,
}

impl Asked for Situation {
    fn new(rng: &mut Rng) -> Situation {
        let (zero_bits, more_bits) = (7 + rng.below(5) as u8, 2 + rng.below(5) as u8);
        let drawn = |rng: &mut Rng| Situation {
            challenge: format!("pay {}", rng.below(1_000_000)),
            zero_bits,
            more_bits,
        };
        // A puzzle that the very first nonce solves teaches nothing.
        let mut situation = drawn(rng);
        while situation.first() == 0 {
            situation = drawn(rng);
        }
        situation
    }

    fn text(&self) -> String {
        format!(
            "The challenge is `{}`. A nonce wins if the hash of both begins with **{} zero bits**.\n\n\
             Later the same puzzle is asked with **{} zero bits more**.\n\n\
             Any nonce can be tried with `blockstep puzzle \"{}\" --bits {} --nonce 0`.\n",
            self.challenge, self.zero_bits, self.more_bits, self.challenge, self.zero_bits
        )
    }

    fn fields(&self) -> Vec<Field> {
        vec![
            Field::new(
                "tries",
                "How many tries does it take on average?",
                Answer::Number(self.expected()),
            ),
            Field::new(
                "nonce",
                "Which is the lowest nonce that wins, from 0 on?",
                Answer::Number(self.first()),
            ),
            Field::new(
                "times",
                "How many times as hard is the later puzzle?",
                Answer::Number(1 << self.more_bits),
            ),
            Field::new(
                "checks",
                "How many times must somebody hash who checks its solution?",
                Answer::Number(1),
            ),
        ]
    }

    fn solution(&self) -> String {
        format!(
            "- **tries** {}: 2 to the power of {}.\n\
             - **nonce** {}: the first whose hash is low enough; all before it were tried in vain.\n\
             - **times** {}: 2 to the power of {}.\n\
             - **checks** 1, however hard the puzzle was.\n",
            self.expected(),
            self.zero_bits,
            self.first(),
            1_u64 << self.more_bits,
            self.more_bits
        )
    }
}

impl Situation {
    fn expected(&self) -> u64 {
        1 << self.zero_bits
    }

    fn first(&self) -> u64 {
        let puzzle = Puzzle::new(self.challenge.clone(), target_of(self.zero_bits));
        // Twelve bits take 4,096 tries; a thousand times as many have never been needed.
        (0..1 << 22).find(|nonce| puzzle.check(*nonce)).unwrap_or_default()
    }
}
