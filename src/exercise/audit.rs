//! A short access log, and what an auditor asks of it.

use super::{Answer, Asked, Exercise, Field, Task};
use crate::rng::Rng;

/// The exercise.
pub const EXERCISE: Exercise = Exercise { id: "audit-by-hand", title: "Who looked at what", build };

fn build(rng: &mut Rng) -> Task {
    EXERCISE.recipe::<Situation>(rng, NUDGE, RULE)
}

const NUDGE: &str = "Put a tick beside each line that a question asks for, and count the ticks.";

const RULE: &str = "\
- Each line is one fetch, whether it was the first of this record or not.
- A line that is there was allowed when it was written: a fetch after a sharing's last slot is refused, and
  leaves no line.
- What a kept copy is read from leaves no line either.";

const READERS: [&str; 3] = ["Bielefeld", "Münster", "Berlin"];
const RIGHTS: [&str; 2] = ["sharing", "emergency"];

/// A line: when, who, by what right.
struct Line {
    slot: u64,
    reader: &'static str,
    right: &'static str,
}

/// A log, and how many fetches were refused.
struct Situation {
    lines: Vec<Line>,
    refused: u64,
    kept: u64,
}

impl Asked for Situation {
    fn new(rng: &mut Rng) -> Situation {
        let mut slot = 10;
        // Each reader and each right is there once at least.
        let mut lines: Vec<(usize, usize)> = vec![(0, 0), (1, 1), (2, 0), (1, 0)];
        for _ in 0..4 + rng.below(4) {
            lines.push((rng.below(3) as usize, rng.below(2) as usize));
        }
        for at in (1..lines.len()).rev() {
            lines.swap(at, rng.below(at as u64 + 1) as usize);
        }
        let lines = lines.into_iter().map(|(reader, right)| {
            slot += 1 + rng.below(9);
            Line { slot, reader: READERS[reader], right: RIGHTS[right] }
        });
        let lines = lines.collect();
        Situation { lines, refused: 1 + rng.below(4), kept: 1 + rng.below(5) }
    }

    fn text(&self) -> String {
        let lines: Vec<String> = self
            .lines
            .iter()
            .map(|line| format!("- slot {}: {} by {}", line.slot, line.reader, line.right))
            .collect();
        format!(
            "The access log of Sally's records:\n\n{}\n\nBesides, **{}** fetches were refused, since their sharing had \
             ended; and a hospital has read **{}** times in copies that it kept.\n",
            lines.join("\n"),
            self.refused,
            self.kept
        )
    }

    fn fields(&self) -> Vec<Field> {
        let number = Answer::Number;
        let all = self.lines.len() as u64;
        vec![
            Field::new(
                "emergency",
                "How many reads were by emergency?",
                number(self.count(|line| line.right == "emergency")),
            ),
            Field::new(
                "muenster",
                "How many reads were Münster's?",
                number(self.count(|line| line.reader == "Münster")),
            ),
            Field::new("seen", "How many reads does an audit find?", number(all)),
            Field::new(
                "all",
                "How many times was a record read in truth?",
                number(all + self.kept),
            ),
        ]
    }

    fn solution(&self) -> String {
        let all = self.lines.len() as u64;
        format!(
            "- **emergency** {}.\n- **muenster** {}.\n- **seen** {all}: one for each line; what was refused was not \
             read.\n- **all** {}: copies that somebody kept are read without a trace.\n",
            self.count(|line| line.right == "emergency"),
            self.count(|line| line.reader == "Münster"),
            all + self.kept
        )
    }
}

impl Situation {
    fn count(&self, of: impl Fn(&Line) -> bool) -> u64 {
        self.lines.iter().filter(|line| of(line)).count() as u64
    }
}
