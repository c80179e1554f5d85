//! Anyone can check an election: derive it again, and name the first thing that differs.

use std::fmt;

use super::{Election, PoolNumber};

/// The first difference between an election as published and as derived.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Difference {
    /// It is for another epoch.
    Epoch {
        /// As published.
        published: u32,
        /// As derived.
        derived: u32,
    },
    /// Another randomness.
    Beacon {
        /// As published, in hexadecimal.
        published: String,
        /// As derived.
        derived: String,
    },
    /// Another stake behind a pool.
    Stake {
        /// The pool.
        pool: PoolNumber,
        /// As published; none where the pool is left out.
        published: Option<u64>,
        /// As derived.
        derived: Option<u64>,
    },
    /// Another pool in a seat, or another draw.
    Seat {
        /// Which seat, from 1.
        seat: usize,
        /// As published, in words.
        published: String,
        /// As derived.
        derived: String,
    },
    /// Another pool in a slot.
    Slot {
        /// Which slot of the epoch, from 0.
        slot: usize,
        /// As published; none where there is no such slot.
        published: Option<PoolNumber>,
        /// As derived.
        derived: Option<PoolNumber>,
    },
}

/// Compares an election as `published` with the one that follows from the chain.
pub fn compare(published: &Election, derived: &Election) -> Result<(), Difference> {
    if published.epoch != derived.epoch {
        let (published, derived) = (published.epoch, derived.epoch);
        return Err(Difference::Epoch { published, derived });
    }
    if published.beacon != derived.beacon {
        let [published, derived] = [published, derived].map(|one| hex::encode(one.beacon.0));
        return Err(Difference::Beacon { published, derived });
    }
    if let Some((at, published, derived)) = first(&published.stakes, &derived.stakes) {
        let pool = PoolNumber(at as u32);
        return Err(Difference::Stake { pool, published, derived });
    }
    if let Some((at, published, derived)) = first(&published.seats, &derived.seats) {
        let told = |seat: Option<super::seats::Seat>| match seat {
            None => "no seat".to_owned(),
            Some(seat) => match seat.draw {
                None => format!("{} with {}", seat.pool, seat.stake),
                Some(draw) => format!(
                    "{} with {}, by ticket {} of {}",
                    seat.pool, seat.stake, draw.ticket, draw.of
                ),
            },
        };
        let (published, derived) = (told(published), told(derived));
        return Err(Difference::Seat { seat: at + 1, published, derived });
    }
    match first(&published.schedule, &derived.schedule) {
        Some((slot, published, derived)) => Err(Difference::Slot { slot, published, derived }),
        None => Ok(()),
    }
}

/// Where two lists differ first, and what each has there.
fn first<T: Copy + PartialEq>(left: &[T], right: &[T]) -> Option<(usize, Option<T>, Option<T>)> {
    (0..left.len().max(right.len()))
        .map(|at| (at, left.get(at).copied(), right.get(at).copied()))
        .find(|(_, left, right)| left != right)
}

impl fmt::Display for Difference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fn told(number: &Option<impl fmt::Display>) -> String {
            number.as_ref().map_or("nothing".into(), ToString::to_string)
        }
        match self {
            Difference::Epoch { published, derived } => {
                write!(
                    f,
                    "it says that it is for epoch {published}, and stands where epoch {derived} belongs"
                )
            }
            Difference::Beacon { published, derived } => {
                write!(f, "its beacon is {published}, and the secrets revealed give {derived}")
            }
            Difference::Stake { pool, published, derived } => write!(
                f,
                "it counts {} for {pool}, and the unspent outputs hold {}",
                told(published),
                told(derived)
            ),
            Difference::Seat { seat, published, derived } => {
                write!(f, "it gives seat {seat} to {published}, and the rule gives it to {derived}")
            }
            Difference::Slot { slot, published, derived } => write!(
                f,
                "it gives slot {slot} to {}, and the shuffle gives it to {}",
                told(published),
                told(derived)
            ),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::election::stake::Vote;
    use crate::election::{Beacon, SeatRule, Setting, Tally, elect};

    fn derived() -> Election {
        let votes = (0..9).map(|n| Vote { pool: PoolNumber(n), amount: 10 + u64::from(n) });
        let setting = Setting { rule: SeatRule::Lottery, ..Setting::default() };
        elect(&setting, 3, &Tally::count(9, votes).unwrap(), |_| true, Beacon([1; 32]))
    }

    #[test]
    fn each_kind_of_forgery_is_named() {
        let forge = |change: fn(&mut Election)| {
            let mut published = derived();
            change(&mut published);
            compare(&published, &derived()).unwrap_err()
        };
        assert_eq!(compare(&derived(), &derived()), Ok(()));
        assert!(matches!(forge(|e| e.epoch = 4), Difference::Epoch { published: 4, derived: 3 }));
        assert!(matches!(forge(|e| e.beacon.0[0] ^= 1), Difference::Beacon { .. }));
        let tally = forge(|e| e.stakes[2] += 1);
        assert!(tally.to_string().contains("counts 13 for pool 2"), "{tally}");
        assert!(matches!(forge(|e| e.stakes.push(1)), Difference::Stake { derived: None, .. }));
        assert!(matches!(forge(|e| e.seats.swap(0, 1)), Difference::Seat { seat: 1, .. }));
        assert!(matches!(forge(|e| e.seats.truncate(6)), Difference::Seat { seat: 7, .. }));
        let draw = forge(|e| e.seats[3].draw = None);
        assert!(matches!(draw, Difference::Seat { seat: 4, .. }));
        assert!(matches!(forge(|e| e.schedule[5].0 = 77), Difference::Slot { slot: 5, .. }));
        assert!(matches!(forge(|e| e.schedule.clear()), Difference::Slot { slot: 0, .. }));
    }
}
