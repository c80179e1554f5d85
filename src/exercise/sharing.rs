//! Who may read, from a list of sharings.

use super::{Answer, Asked, Exercise, Field, Task};
use crate::rng::Rng;

/// The exercise.
pub const EXERCISE: Exercise =
    Exercise { id: "sharing-by-hand", title: "Who may read what", build };

fn build(rng: &mut Rng) -> Task {
    EXERCISE.recipe::<Situation>(rng, NUDGE, RULE)
}

const NUDGE: &str =
    "Go through the sharings one by one: to whom, for what, until when, and is it taken back?";

const RULE: &str = "\
- A sharing holds up to its last slot, that slot included, unless it was taken back.
- A record that two sharings name is one record.
- One aggregate key is deposited with each sharing, however many records it names.";

/// A sharing of some of the records 1 to 8.
struct Sharing {
    to: &'static str,
    records: Vec<u64>,
    until_slot: u64,
    revoked: bool,
}

/// Four sharings, and the slot that is asked about.
struct Situation {
    sharings: Vec<Sharing>,
    now: u64,
}

impl Asked for Situation {
    fn new(rng: &mut Rng) -> Situation {
        let now = 20 + rng.below(30);
        let mut sharing = |to, until_slot, revoked| {
            let mut records = std::collections::BTreeSet::new();
            while records.len() < 3 {
                records.insert(1 + rng.below(8));
            }
            Sharing { to, records: records.into_iter().collect(), until_slot, revoked }
        };
        let sharings = vec![
            sharing("Münster", now + 4, false),
            sharing("Münster", now - 3, false),
            sharing("the insurer", now + 9, true),
            sharing("Münster", now, false),
            sharing("the insurer", now + 1, false),
        ];
        let mut situation = Situation { sharings, now };
        // Which of them holds when is not always the same.
        let turn = rng.below(5) as usize;
        situation.sharings.rotate_left(turn);
        situation
    }

    fn text(&self) -> String {
        let lines: Vec<String> = self
            .sharings
            .iter()
            .map(|one| {
                let records: Vec<String> = one.records.iter().map(u64::to_string).collect();
                let revoked = if one.revoked { ", taken back since" } else { "" };
                format!(
                    "- to {}, records {}, until slot {}{revoked}",
                    one.to,
                    records.join(", "),
                    one.until_slot
                )
            })
            .collect();
        format!(
            "Sally has eight records, and has shared some of them:\n\n{}\n\nThis is slot **{}**.\n",
            lines.join("\n"),
            self.now
        )
    }

    fn fields(&self) -> Vec<Field> {
        let number = Answer::Number;
        let keys = self.sharings.len() as u64;
        vec![
            Field::new(
                "muenster",
                "How many records may Münster read now?",
                number(self.readable("Münster")),
            ),
            Field::new(
                "insurer",
                "How many may the insurer read?",
                number(self.readable("the insurer")),
            ),
            Field::new("keys", "How many aggregate keys were deposited?", number(keys)),
        ]
    }

    fn solution(&self) -> String {
        format!(
            "- **muenster** {}: of the sharings with Münster two still hold; a record in both counts once.\n- \
             **insurer** {}: one of its two sharings was taken back.\n- **keys** {}: one for each sharing, also for \
             those that have ended.\n",
            self.readable("Münster"),
            self.readable("the insurer"),
            self.sharings.len()
        )
    }
}

impl Situation {
    fn readable(&self, who: &str) -> u64 {
        let holds = |one: &&Sharing| one.to == who && !one.revoked && one.until_slot >= self.now;
        let records = self.sharings.iter().filter(holds).flat_map(|one| &one.records);
        records.collect::<std::collections::BTreeSet<_>>().len() as u64
    }
}
