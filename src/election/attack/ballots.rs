//! Forms of ballot: how many of 101 seats a bloc with 41 of a hundred units takes.
//!
//! With *approval*, a unit counts in full for every candidate that its owner approves. With *locked* votes, as
//! on this chain, a unit counts for one pool. The bloc may do whatever serves it best; what the rest
//! do differs from pattern to pattern. Seats go by the ranked rule, and nothing here is a formula.

use serde::Serialize;

use super::field;
use crate::election::seats::ranked::ranked;
use crate::election::{Beacon, PoolNumber};
use crate::rng::Rng;

/// Seats to be had.
pub const SEATS: usize = 101;
/// All units that there are.
pub const SUPPLY: u64 = 1_000_000;
/// The bloc's: 41 of a hundred.
pub const BLOC: u64 = 410_000;
/// Voters who are not in the bloc, each with as many units. How far the approvals of [`Ballot::ApprovalMany`]
/// scatter, and so how many seats the bloc keeps, follows from their number.
pub const VOTERS: u64 = 200;
/// Candidates who are not in the bloc, where voters approve.
const INDEPENDENTS: usize = 150;

/// A form of ballot, and what the rest do with it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Ballot {
    /// Each of the rest approves 30 of 150 candidates at random.
    ApprovalFew,
    /// Units are locked; the rest's are spread evenly over 60 pools.
    LockedFocused,
    /// Units are locked; the rest's are spread evenly over 101 pools.
    LockedSpread,
    /// Each of the rest approves 101 of 150 candidates at random.
    ApprovalMany,
}

/// What came of one form of ballot.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct BallotRow {
    /// The form.
    pub ballot: Ballot,
    /// The form, and what the rest do, in words.
    pub words: &'static str,
    /// For how many candidates the bloc stands: the fewest with which it does best.
    pub candidates: usize,
    /// How many of them have a seat.
    pub bloc_seats: usize,
    /// All seats.
    pub seats: usize,
}

impl Ballot {
    /// All four.
    pub const ALL: [Ballot; 4] =
        [Ballot::ApprovalFew, Ballot::LockedFocused, Ballot::LockedSpread, Ballot::ApprovalMany];

    /// In words.
    pub fn words(self) -> &'static str {
        match self {
            Ballot::ApprovalFew => "approval; each of the rest approves 30 of 150",
            Ballot::LockedFocused => "locked votes; the rest evenly over 60 pools",
            Ballot::LockedSpread => "locked votes; the rest evenly over 101 pools",
            Ballot::ApprovalMany => "approval; each of the rest approves 101 of 150",
        }
    }

    fn rest(self, rng: &mut Rng) -> Vec<u64> {
        match self {
            Ballot::ApprovalFew => approvals(rng, 30),
            Ballot::LockedFocused => field::split(SUPPLY - BLOC, 60),
            Ballot::LockedSpread => field::split(SUPPLY - BLOC, 101),
            Ballot::ApprovalMany => approvals(rng, 101),
        }
    }

    /// What each of the bloc's candidates has, if it stands for `candidates`.
    fn bloc(self, candidates: u64) -> Vec<u64> {
        match self {
            Ballot::ApprovalFew | Ballot::ApprovalMany => (0..candidates).map(|_| BLOC).collect(),
            Ballot::LockedFocused | Ballot::LockedSpread => field::split(BLOC, candidates),
        }
    }
}

/// The four patterns, by the seed that the project's texts use.
pub fn table() -> Vec<BallotRow> {
    table_of("blockstep")
}

/// The four patterns, with the random approvals of `seed`.
pub fn table_of(seed: &str) -> Vec<BallotRow> {
    Ballot::ALL.into_iter().map(|ballot| row(ballot, seed)).collect()
}

/// The bloc's seats under one form of ballot, for the seeds `1` to `draws`: how far one draw can be from
/// the next.
pub fn seats_of(ballot: Ballot, draws: u32) -> Vec<usize> {
    (1..=draws).map(|seed| row(ballot, &seed.to_string()).bloc_seats).collect()
}

fn row(ballot: Ballot, seed: &str) -> BallotRow {
    let rest = ballot.rest(&mut field::rng(seed, "ballots"));
    let beacon = field::beacon(seed, "ballots", 0);
    let mut row =
        BallotRow { ballot, words: ballot.words(), candidates: 0, bloc_seats: 0, seats: SEATS };
    for (candidates, own) in (1..=SEATS).zip(1..) {
        let held = held(&rest, &ballot.bloc(own), &beacon);
        if held > row.bloc_seats {
            row = BallotRow { candidates, bloc_seats: held, ..row };
        }
    }
    row
}

/// Seats of the bloc's candidates, who come after the rest's.
fn held(rest: &[u64], bloc: &[u64], beacon: &Beacon) -> usize {
    let candidates = (0..).map(PoolNumber).zip(rest.iter().chain(bloc).copied());
    let seats = ranked(candidates, SEATS, beacon);
    seats.iter().filter(|seat| seat.pool.index() >= rest.len()).count()
}

/// Units behind each independent, when every voter approves `each` of them at random.
fn approvals(rng: &mut Rng, each: usize) -> Vec<u64> {
    let mut units = vec![0; INDEPENDENTS];
    let mut order: Vec<usize> = (0..INDEPENDENTS).collect();
    for weight in field::split(SUPPLY - BLOC, VOTERS) {
        for at in 0..each {
            // The first `each` steps of Fisher and Yates' shuffle.
            let other = at + usize::try_from(rng.below((INDEPENDENTS - at) as u64)).unwrap_or(0);
            order.swap(at, other);
        }
        order.iter().take(each).for_each(|candidate| units[*candidate] += weight);
    }
    units
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bloc_with_41_of_a_hundred_takes_what_the_ballot_lets_it() {
        assert_eq!(BLOC * 100, SUPPLY * 41);
        let seats: Vec<usize> = table().iter().map(|row| row.bloc_seats).collect();
        assert_eq!(seats[..3], [101, 41, 70]);
        assert!((55..=63).contains(&seats[3]), "{seats:?}");
    }

    #[test]
    fn the_first_three_do_not_depend_on_the_seed_and_the_fourth_only_somewhat() {
        for (ballot, seats) in
            [(Ballot::ApprovalFew, 101), (Ballot::LockedFocused, 41), (Ballot::LockedSpread, 70)]
        {
            assert_eq!(seats_of(ballot, 5), [seats; 5], "{ballot:?}");
        }
        let drawn = seats_of(Ballot::ApprovalMany, 40);
        assert!(drawn.iter().all(|seats| (46..=72).contains(seats)), "{drawn:?}");
        let sum: usize = drawn.iter().sum();
        assert!((57 * 40..=61 * 40).contains(&sum), "{sum} of 40 draws");
    }

    #[test]
    fn no_split_of_locked_votes_does_better() {
        for row in table().into_iter().skip(1).take(2) {
            let rest = row.ballot.rest(&mut Rng::from_seed(0));
            let weakest = rest.iter().min().unwrap();
            // What stands above the weakest of the rest, and the seats that the rest leave anyway.
            let most = (BLOC / weakest).max((SEATS - rest.len()) as u64);
            assert_eq!(row.bloc_seats as u64, most, "{row:?}");
        }
    }

    #[test]
    fn approvals_are_all_counted() {
        let rest = approvals(&mut Rng::from_seed(1), 30);
        assert_eq!(rest.iter().sum::<u64>(), (SUPPLY - BLOC) * 30);
        assert!(rest.iter().all(|units| *units < BLOC), "no independent comes near the bloc");
    }
}
