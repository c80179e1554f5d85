//! A retarget by hand, and what the blocks after it pay.
//!
//! All answers come from the functions that a chain uses.

use super::{Answer, Asked, Exercise, Field, Task};
use crate::chain::ChainParams;
use crate::chain::difficulty::Retarget;
use crate::primitives::BlockHeader;
use crate::primitives::pow::CompactTarget;
use crate::rng::Rng;
use crate::spelling::grouped;

/// The exercise.
pub const EXERCISE: Exercise =
    Exercise { id: "retarget-by-hand", title: "A retarget by hand", build };

/// What becomes of the difficulty, as a student writes it.
const WAYS: &[&str] = &["higher", "lower", "same"];
/// Bits far below the limit, so that it plays no part.
const BITS: CompactTarget = CompactTarget(0x1b00_ffff);
const WINDOW: u64 = 2_016;
const DAY_SECONDS: u64 = 86_400;

fn build(rng: &mut Rng) -> Task {
    EXERCISE.recipe::<Situation>(rng, NUDGE, RULE)
}

const NUDGE: &str = "Fourteen days are wanted for a window. If it took less, are blocks too easy or too hard? \
And by how much may a change be at most?";

const RULE: &str = "\
- Wanted are 2,016 times 600 seconds: 1,209,600.
- What counts lies between a quarter of that, 302,400, and four times as much, 4,838,400.
- The difficulty is multiplied by what was wanted and divided by what counts.
- A block pays 50 bitcoin at first, and half as much after every 210,000 blocks.";

/// A window and a height.
struct Situation {
    took_seconds: u64,
    height: u32,
}

impl Asked for Situation {
    fn new(rng: &mut Rng) -> Situation {
        // Far too fast, faster, slower, far too slow.
        let days = [[1, 3], [4, 13], [15, 50], [60, 90]][rng.below(4) as usize];
        let took_seconds = DAY_SECONDS * days[0] + rng.below(DAY_SECONDS * (days[1] - days[0]));
        let windows = 1 + rng.below(500) as u32;
        Situation { took_seconds, height: windows * WINDOW as u32 }
    }

    fn text(&self) -> String {
        format!(
            "From the first block of a window to the last, **{} seconds** went by. The next window begins at \
             height **{}**. The network's easiest target plays no part.\n",
            grouped(self.took_seconds),
            grouped(self.height)
        )
    }

    fn fields(&self) -> Vec<Field> {
        vec![
            Field::new(
                "seconds",
                "How many seconds count for the retarget?",
                Answer::Number(self.counted()),
            ),
            Field::new("way", "What becomes of the difficulty?", Answer::Word(self.way(), WAYS))
                .nudging("ask whether the last block came sooner than wanted, or later"),
            Field::new(
                "percent",
                "How many per cent of the old difficulty is the new one, rounded down?",
                Answer::Number(self.percent()),
            ),
            Field::new(
                "subsidy",
                "What does the first block of the next window pay, fees apart, in bitcoin?",
                Answer::Amount(self.subsidy()),
            ),
        ]
    }

    fn solution(&self) -> String {
        let held = if self.counted() == self.took_seconds {
            "as it is, since it lies within the bounds"
        } else {
            "held at the bound"
        };
        format!(
            "- **seconds** {}: {held}.\n\
             - **way** {}.\n\
             - **percent** {}: 100 × 1,209,600 / {}.\n\
             - **subsidy** {}: {} halvings of 50 bitcoin.\n",
            self.counted(),
            WAYS[self.way()],
            self.percent(),
            grouped(self.counted()),
            crate::primitives::amount::bitcoin_short(self.subsidy()),
            self.height / 210_000
        )
    }
}

impl Situation {
    fn retarget(&self) -> Retarget {
        let first = BlockHeader { bits: BITS, ..BlockHeader::default() };
        let last = BlockHeader { time: self.took_seconds as u32, ..first };
        Retarget::new(&ChainParams::mainnet().pow, &first, &last)
    }

    fn counted(&self) -> u64 {
        self.retarget().clamped_seconds.unsigned_abs()
    }

    fn way(&self) -> usize {
        let found = self.retarget();
        match found.new_target.0.cmp(&found.old_target.0) {
            std::cmp::Ordering::Less => 0,
            std::cmp::Ordering::Greater => 1,
            std::cmp::Ordering::Equal => 2,
        }
    }

    /// In per cent of the difficulty before, rounded down.
    fn percent(&self) -> u64 {
        let found = self.retarget();
        100 * found.wanted_seconds.unsigned_abs() / self.counted().max(1)
    }

    fn subsidy(&self) -> i64 {
        ChainParams::mainnet().subsidy.at(self.height)
    }
}
