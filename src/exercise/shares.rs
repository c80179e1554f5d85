//! Key-aggregate parameters counted, and a secret of two shares put together by hand.

use super::{Answer, Asked, Exercise, Field, Task};
use crate::rng::Rng;

/// The exercise.
pub const EXERCISE: Exercise = Exercise { id: "keys-by-hand", title: "Keys by hand", build };

fn build(rng: &mut Rng) -> Task {
    EXERCISE.recipe::<Situation>(rng, NUDGE, RULE)
}

const NUDGE: &str =
    "Two shares are two points of a straight line. Where does the line cross the axis, at x = 0?";

const RULE: &str = "\
- For n classes the parameters are powers 1 to 2n of a forgotten number, without the power n + 1.
- A key for a set opens the records whose classes are in the set.
- The line through (1, a) and (2, b) has the value 2a - b at 0. Below 0, add 97 until it is not.";

/// The prime that the shares are counted by.
const PRIME: u64 = 97;

/// Classes, a set, records, and two shares.
struct Situation {
    classes: u64,
    set: Vec<u64>,
    records: Vec<u64>,
    secret: u64,
    slope: u64,
}

impl Asked for Situation {
    fn new(rng: &mut Rng) -> Situation {
        let classes = 12 + rng.below(20);
        let mut some = |count: usize| {
            let mut chosen = std::collections::BTreeSet::new();
            while chosen.len() < count {
                chosen.insert(1 + rng.below(classes));
            }
            chosen.into_iter().collect::<Vec<u64>>()
        };
        let (set, mut records) = (some(5), some(6));
        // One record at least is in the set.
        if !records.iter().any(|class| set.contains(class)) {
            records[0] = set[2];
            records.sort_unstable();
        }
        let (secret, slope) = (2 + rng.below(PRIME - 3), 1 + rng.below(PRIME - 1));
        Situation { classes, set, records, secret, slope }
    }

    fn text(&self) -> String {
        let listed =
            |numbers: &[u64]| numbers.iter().map(u64::to_string).collect::<Vec<_>>().join(", ");
        format!(
            "A patient's parameters are for **{}** classes. She extracts one key for the classes {}. In the cloud \
             there are records of the classes {}.\n\nHer secret, a number below 97, is split among three members so \
             that two are enough: member 1 has **{}**, member 2 has **{}**.\n",
            self.classes,
            listed(&self.set),
            listed(&self.records),
            self.share(1),
            self.share(2)
        )
    }

    fn fields(&self) -> Vec<Field> {
        let number = Answer::Number;
        vec![
            Field::new(
                "missing",
                "Which power is left out of the parameters?",
                number(self.classes + 1),
            ),
            Field::new(
                "opened",
                "How many of the records does the key open?",
                number(self.opened()),
            ),
            Field::new("secret", "What is the secret?", number(self.secret)),
        ]
    }

    fn solution(&self) -> String {
        let [a, b] = [1, 2].map(|member| self.share(member));
        format!(
            "- **missing** {}: one more than the number of classes.\n- **opened** {}: the classes that are in both \
             lists.\n- **secret** {}: 2 × {a} - {b}, counted modulo 97.\n",
            self.classes + 1,
            self.opened(),
            self.secret
        )
    }
}

impl Situation {
    fn share(&self, member: u64) -> u64 {
        (self.secret + self.slope * member) % PRIME
    }

    fn opened(&self) -> u64 {
        self.records.iter().filter(|class| self.set.contains(class)).count() as u64
    }
}
