//! A record guessed from its hash, and what a salt does to that.
//!
//! The hashes are those of the records that the medical chain carries.

use super::{Answer, Asked, Exercise, Field, Task};
use crate::medical::identity::Keys;
use crate::medical::record::Format;
use crate::medical::record::dictionary::{Guesser, blood_groups};
use crate::rng::Rng;

/// The exercise.
pub const EXERCISE: Exercise =
    Exercise { id: "digest-by-hand", title: "A record behind its hash", build };

fn build(rng: &mut Rng) -> Task {
    EXERCISE.recipe::<Situation>(rng, NUDGE, RULE)
}

const NUDGE: &str =
    "A hash is the same whenever the same bytes are hashed. So compare, and read off.";

const RULE: &str = "\
- Without a salt each guess is one record, and takes one hash.
- With a salt of b bits each guess is 2^b records, one for each salt.
- At most all of them have to be hashed, at least one.";

/// Guesses with their hashes, and the hash on the chain.
struct Situation {
    rows: Vec<(String, String)>,
    hidden: usize,
    salt_bits: u32,
}

impl Asked for Situation {
    fn new(rng: &mut Rng) -> Situation {
        let (patient, author) = (Keys::new(rng).identity(), Keys::new(rng).identity());
        let guesser = Guesser { patient, author, format: Format::Values };
        let hash = |content: &String| guesser.unsalted(content).digest().to_string();
        let rows: Vec<_> = blood_groups()
            .into_iter()
            .map(|content| (content.clone(), hash(&content)[..8].to_owned()))
            .collect();
        let hidden = rng.below(rows.len() as u64) as usize;
        Situation { rows, hidden, salt_bits: 3 + rng.below(8) as u32 }
    }

    fn text(&self) -> String {
        let rows: Vec<String> = (1..)
            .zip(&self.rows)
            .map(|(number, (content, hash))| format!("- {number}: `{content}` has `{hash}…`"))
            .collect();
        let hidden = self.rows.get(self.hidden).map_or("", |(_, hash)| hash.as_str());
        format!(
            "The chain shows that a record about a blood group has the hash `{hidden}…`. Somebody has hashed all \
             that it could say:\n\n{}\n\nAnother hospital puts a salt of **{}** random bits into each record.\n",
            rows.join("\n"),
            self.salt_bits
        )
    }

    fn fields(&self) -> Vec<Field> {
        vec![
            Field::new("guess", "Which guess is it?", Answer::Number(self.hidden as u64 + 1)),
            Field::new(
                "bare",
                "How many hashes does it take at most, without a salt?",
                Answer::Number(self.rows.len() as u64),
            ),
            Field::new(
                "salted",
                "How many hashes does it take at most, with the salt?",
                Answer::Number(self.salted()),
            ),
        ]
    }

    fn solution(&self) -> String {
        let content = self.rows.get(self.hidden).map_or("", |(content, _)| content.as_str());
        format!(
            "- **guess** {}: `{content}` has the hash that the chain shows.\n- **bare** {}: one for each guess.\n- \
             **salted** {}: {} guesses, and 2^{} salts for each.\n",
            self.hidden + 1,
            self.rows.len(),
            self.salted(),
            self.rows.len(),
            self.salt_bits
        )
    }
}

impl Situation {
    fn salted(&self) -> u64 {
        (self.rows.len() as u64) << self.salt_bits
    }
}
