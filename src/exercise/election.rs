//! Two draws of a lottery by hand, and a payout.
//!
//! All answers come from the functions that an election uses.

use super::{Answer, Asked, Exercise, Field, Task};
use crate::election::measures::nakamoto;
use crate::election::payout::{Payout, payout};
use crate::election::seats::{Draw, Seat, lottery::lottery};
use crate::election::{Beacon, PoolNumber};
use crate::rng::Rng;

/// The exercise.
pub const EXERCISE: Exercise =
    Exercise { id: "election-by-hand", title: "An election by hand", build };

fn build(rng: &mut Rng) -> Task {
    EXERCISE.recipe::<Situation>(rng, NUDGE, RULE)
}

const NUDGE: &str = "Write the pools' units beside one another on a line, from 0 on. Whose stretch does the unit \
fall into? For the second draw the first pool's stretch is taken out, and the others move together.";

const RULE: &str = "\
- A pool whose stretch begins at unit 30 and is 20 long has the units 30 to 49.
- Who is drawn leaves, with all its units.
- A commission of 50 per mille of 90 units is 4, rounded down. The members share the other 86.
- Each member has his part rounded down; units that are left over go one each to the largest remainders.";

const POOLS: usize = 5;

/// Stakes, a beacon, and a pool that is paid.
struct Situation {
    stakes: Vec<u64>,
    seats: Vec<Seat>,
    earned: u64,
    commission_per_mille: u16,
    members: [u64; 3],
}

impl Asked for Situation {
    fn new(rng: &mut Rng) -> Situation {
        let stakes: Vec<u64> = (0..POOLS).map(|_| 5 + rng.below(45)).collect();
        let candidates = (1..).map(PoolNumber).zip(stakes.iter().copied());
        let seats = lottery(candidates, 2, &Beacon(rng.bytes()));
        Situation {
            stakes,
            seats,
            earned: 60 + rng.below(60),
            commission_per_mille: 10 * (2 + rng.below(9)) as u16,
            members: [0; 3].map(|_| 3 + rng.below(20)),
        }
    }

    fn text(&self) -> String {
        let pools: Vec<String> = (1..)
            .zip(&self.stakes)
            .map(|(number, stake)| format!("pool {number} has **{stake}** units"))
            .collect();
        let [first, second] = [self.draw(0).0, self.draw(1).0];
        let [a, b, c] = self.members;
        format!(
            "In an election by lottery {}. For the first seat unit **{}** of {} is drawn, for the second \
             unit **{}** of {}; units are counted from 0.\n\nLater a pool has earned **{}** units, and its \
             commission is **{}** per mille. Its members Ada, Ben and Cem have locked **{a}**, **{b}** and \
             **{c}** units.\n",
            pools.join(", "),
            first.ticket,
            first.of,
            second.ticket,
            second.of,
            self.earned,
            self.commission_per_mille
        )
    }

    fn fields(&self) -> Vec<Field> {
        let paid = self.paid();
        let number = |units: u64| Answer::Number(units);
        let ada = paid.members.first().copied().unwrap_or(0);
        let half = nakamoto(&self.stakes, 1, 2) as u64;
        vec![
            Field::new("first", "Which pool has the first seat?", number(self.draw(0).1)),
            Field::new("second", "Which pool has the second seat?", number(self.draw(1).1)),
            Field::new(
                "commission",
                "How many units does the delegate keep?",
                number(paid.commission),
            ),
            Field::new("ada", "How many units does Ada receive?", number(ada)),
            Field::new("half", "How many pools does it take to have more than half?", number(half)),
        ]
    }

    fn solution(&self) -> String {
        let paid = self.paid();
        let told = |at: usize| {
            let (draw, pool) = self.draw(at);
            let stake = self.stakes.get((pool as usize).wrapping_sub(1)).copied().unwrap_or(0);
            format!("{pool}: it has the units {} to {}", draw.from, draw.from + stake - 1)
        };
        format!(
            "- **first** {}.\n- **second** {}.\n- **commission** {}: {} × {} / 1,000.\n- **ada** {}; the three \
             have {} together.\n- **half** {}.\n",
            told(0),
            told(1),
            paid.commission,
            self.earned,
            self.commission_per_mille,
            paid.members.first().copied().unwrap_or(0),
            paid.members.iter().sum::<u64>(),
            nakamoto(&self.stakes, 1, 2)
        )
    }
}

impl Situation {
    fn paid(&self) -> Payout {
        payout(self.earned, self.commission_per_mille, &self.members)
    }

    /// What a draw was, and the pool that it gave: a lottery draws as long as there is stake.
    fn draw(&self, at: usize) -> (Draw, u64) {
        let seat = self.seats.get(at);
        let nothing = Draw { of: 0, ticket: 0, from: 0 };
        let draw = seat.and_then(|seat| seat.draw).unwrap_or(nothing);
        (draw, seat.map_or(0, |seat| seat.pool.0.into()))
    }
}
