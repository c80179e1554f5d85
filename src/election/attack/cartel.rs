//! A cartel: what delegates can do that act as one, by the seats that they have.
//!
//! A block is final once more than two thirds of the seats have endorsed it. So whoever has a third or more can
//! withhold finality, and whoever has more than two thirds needs nobody else. Two histories can both
//! become final only if a third signs both (Castro and Liskov 1999), and those signatures are proofs.

use super::field;
use super::outcome::{figure, per_cent, seats, units};
use super::{Attack, Outcome, TableLine};
use crate::election::{Election, PoolNumber, Setting, is_final};

const POOLS: usize = 11;

/// What was counted.
pub(super) struct Numbers {
    pub seats: usize,
    pub slots: usize,
    /// By the seats of the cartel, from 0 to all: final blocks if it is silent, if it alone endorses,
    /// and whether it can make two histories final by signing both.
    pub by_seats: Vec<(usize, usize, bool)>,
    /// Units with which an outsider takes three and five seats.
    pub price: [u64; 2],
    /// All votes, without the outsider's.
    pub votes: u64,
    /// What a delegate's bond is.
    pub bond: u64,
}

impl Numbers {
    /// The fewest seats with which nothing becomes final against the cartel's will.
    pub fn block_from(&self) -> usize {
        self.fewest(|(silent, _, _)| silent == 0)
    }

    /// The fewest with which the cartel makes blocks final alone.
    pub fn alone_from(&self) -> usize {
        self.fewest(|(_, alone, _)| alone > 0)
    }

    /// The fewest with which two histories can both become final.
    pub fn twice_from(&self) -> usize {
        self.fewest(|(_, _, twice)| twice)
    }

    fn fewest(&self, fits: impl Fn((usize, usize, bool)) -> bool) -> usize {
        self.by_seats.iter().position(|found| fits(*found)).unwrap_or(self.seats)
    }
}

/// The blocks that become final when only the pools that `act` make blocks and endorse them.
fn final_blocks(election: &Election, acts: impl Fn(PoolNumber) -> bool) -> usize {
    let endorsers = election.seats.iter().filter(|seat| acts(seat.pool)).count();
    let blocks = election.schedule.iter().filter(|pool| acts(**pool)).count();
    if is_final(endorsers, election.seats.len()) { blocks } else { 0 }
}

/// Plays it.
pub(super) fn measure(seed: &str) -> Numbers {
    let setting = Setting::default();
    let stakes = field::stakes(&mut field::rng(seed, "cartel"), POOLS, 400, 200);
    let beacon = field::beacon(seed, "cartel", 0);
    let election = field::election(&setting, &stakes, beacon);
    let seats = election.seats.len();
    let by_seats = (0..=seats)
        .map(|held| {
            let cartel: Vec<PoolNumber> =
                election.seats.iter().take(held).map(|seat| seat.pool).collect();
            let silent = final_blocks(&election, |pool| !cartel.contains(&pool));
            let alone = final_blocks(&election, |pool| cartel.contains(&pool));
            // The honest are kept apart in two halves, each of which sees one history.
            let twice = is_final(held + (seats - held) / 2, seats);
            (silent, alone, twice)
        })
        .collect();
    let price = [3, 5].map(|seats| field::price_of_seats(&setting, &stakes, seats, beacon));
    Numbers {
        seats,
        slots: election.schedule.len(),
        by_seats,
        price,
        votes: stakes.iter().sum(),
        bond: setting.smallest_bond,
    }
}

/// Tells it.
pub(super) fn outcome(seed: &str) -> Outcome {
    let found = measure(seed);
    let (block, alone, twice) = (found.block_from(), found.alone_from(), found.twice_from());
    let bonds = units(found.bond * twice as u64);
    Outcome {
        attack: Attack::Cartel,
        setting_words: vec![
            format!("{} and {} slots.", seats(found.seats), found.slots),
            "A block is final once more than two thirds of the seats have endorsed it.".into(),
        ],
        columns: ["cartel", "final blocks"],
        before: [block - 1, block, alone].map(|held| honest(&found, held)).to_vec(),
        after: after(&found),
        figures: vec![
            figure("seats that stop finality", format!("{block} of {}", found.seats)),
            figure("seats that finalise alone", format!("{alone} of {}", found.seats)),
            figure("seats that finalise two histories", format!("{twice} of {}", found.seats)),
            figure("bonds burnt for two histories", &bonds),
            figure("stake for three seats", units(found.price[0])),
            figure("stake for five seats", units(found.price[1])),
            figure("stake of all others", units(found.votes)),
        ],
        told: vec![
            "Some delegates agree to act as one: to be silent together, or to endorse nothing but their own blocks.".into(),
            format!(
                "With {} they only leave their own slots empty. With {block}, more than a third, nothing becomes final any more: the honest are not more than two thirds.",
                seats(block - 1)
            ),
            format!(
                "With {alone}, more than two thirds, they need nobody else: {} blocks of {} become final, and whatever they leave out stays out.",
                found.by_seats[alone].1, found.slots
            ),
            format!(
                "From {twice} seats on they could even make two histories final, if the honest are kept apart. But they must sign both, which proves it against them: {bonds} of bonds burn."
            ),
            format!(
                "Silence is no proof against anyone, so no rule stops it. An outsider needs {} for three seats and {} for five, {} of what all others have; delegates who know each other need nothing.",
                units(found.price[0]),
                units(found.price[1]),
                per_cent(found.price[1], found.votes)
            ),
        ],
        stopped: false,
    }
}

fn honest(found: &Numbers, held: usize) -> TableLine {
    let words = format!("{0} of {0} slots", found.slots);
    TableLine::new(format!("{} that act honestly", seats(held)), found.slots as u64, words)
}

fn after(found: &Numbers) -> Vec<TableLine> {
    let (block, alone) = (found.block_from(), found.alone_from());
    let line = |held: usize, what: &str, blocks: usize| {
        let words = format!("{blocks} of {} slots", found.slots);
        TableLine::new(format!("{} {what}", seats(held)), blocks as u64, words).of_attacker(true)
    };
    let silent = [block - 1, block, alone].map(|held| line(held, "silent", found.by_seats[held].0));
    let only = [block, alone - 1, alone].map(|held| line(held, "alone", found.by_seats[held].1));
    silent.into_iter().chain(only).collect()
}
