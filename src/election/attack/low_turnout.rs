//! Low turnout: the same stake decides more, the fewer vote.
//!
//! Seats go by the stake that votes, not by the stake that there is. An attacker who waits until
//! others lose interest buys nothing and gains seats.

use super::field;
use super::outcome::{figure, per_cent, seats, units};
use super::{Attack, Outcome, TableLine};
use crate::election::Setting;
use crate::election::measures::Measures;

/// All units that there are.
const SUPPLY: u64 = 1_000_000;
/// The attacker's, which all vote.
const OWN: u64 = 150_000;
const POOLS: usize = 30;
const SEATS: u32 = 21;
/// In per cent.
const TURNOUTS: [u64; 3] = [90, 50, 20];

/// What one turnout gives.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Turnout {
    /// As it was meant, in per cent.
    pub per_cent: u64,
    /// As it was measured.
    pub measures: Measures,
    /// Units that vote.
    pub votes: u64,
    /// Pools over which the attacker splits its stake.
    pub parts: u64,
    /// The attacker's seats.
    pub seats: usize,
}

impl Turnout {
    /// Whether the others cannot make a block final any more.
    pub fn blocks(&self) -> bool {
        (SEATS as usize - self.seats) * 3 <= SEATS as usize * 2
    }

    /// Whether the attacker makes blocks final alone.
    pub fn finalises(&self) -> bool {
        self.seats * 3 > SEATS as usize * 2
    }

    fn power(&self) -> &'static str {
        match (self.finalises(), self.blocks()) {
            (true, _) => "finalises alone",
            (false, true) => "stops finality",
            (false, false) => "some blocks, no power",
        }
    }
}

/// Plays it at each turnout, the highest first.
pub(super) fn measure(seed: &str) -> Vec<Turnout> {
    let setting = Setting { seats: SEATS, slots: SEATS * 3, ..Setting::default() };
    let weights = field::stakes(&mut field::rng(seed, "low-turnout"), POOLS, 80, 41);
    let all: u64 = weights.iter().sum();
    let beacon = field::beacon(seed, "low-turnout", 0);
    let at = |per_cent: u64| {
        let rest = SUPPLY * per_cent / 100 - OWN;
        let others: Vec<u64> = weights.iter().map(|weight| rest * weight / all).collect();
        let (parts, seats) = field::best_split(&setting, &others, OWN, beacon);
        let stakes = field::with_split(&others, OWN, parts);
        let (measures, votes) = (Measures::of(&stakes, SUPPLY), stakes.iter().sum());
        Turnout { per_cent, measures, votes, parts, seats }
    };
    TURNOUTS.map(at).to_vec()
}

/// Tells it.
pub(super) fn outcome(seed: &str) -> Outcome {
    let found = measure(seed);
    let line = |turnout: &Turnout| {
        let words = format!(
            "{} of the votes, {} of {SEATS} seats: {}",
            per_cent(OWN, turnout.votes),
            turnout.seats,
            turnout.power()
        );
        let what = format!("turnout {} %", turnout.per_cent);
        TableLine::new(what, turnout.seats as u64, words).of_attacker(true)
    };
    let [high, half, low] = [0, 1, 2].map(|at| &found[at]);
    let figures = found.iter().flat_map(|turnout| {
        let name = |what: &str| format!("{what} at {} %", turnout.per_cent);
        [
            figure(&name("units that vote"), units(turnout.votes)),
            figure(&name("pools of the attacker"), turnout.parts),
            figure(&name("seats of the attacker"), turnout.seats),
        ]
    });
    Outcome {
        attack: Attack::LowTurnout,
        setting_words: vec![
            format!("{} in all, {SEATS} seats for the pools with most stake.", units(SUPPLY)),
            format!("The attacker has {}, {} of all, and all of them vote.", units(OWN), per_cent(OWN, SUPPLY)),
            format!("The others stand behind {POOLS} pools."),
        ],
        columns: ["turnout", "seats"],
        before: vec![line(high)],
        after: vec![line(half), line(low)],
        figures: figures.collect(),
        told: vec![
            "The attacker buys nothing. It splits its stake over as many pools as serve it best, and waits until others stop voting.".into(),
            format!(
                "It costs a bond for each pool, {} at the lowest turnout, and patience. The tokens stay its own.",
                low.parts
            ),
            format!(
                "At {} % its {} are {} of the votes and give {}, fewer than the third that stops finality.",
                high.per_cent, units(OWN), per_cent(OWN, high.votes), seats(high.seats)
            ),
            format!(
                "At {} % the same stake has {} and stops finality. At {} % it has {}, and makes blocks final alone.",
                half.per_cent, seats(half.seats), low.per_cent, seats(low.seats)
            ),
            "Nothing in the rules stops it: no election asks for a quorum. All can measure the turnout, and a vote that stays locked to its pool counts in every epoch without being cast again.".into(),
        ],
        stopped: false,
    }
}
