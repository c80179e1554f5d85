//! One election: from the tally to the schedule.

use serde::{Deserialize, Serialize};

use super::schedule::schedule;
use super::seats::{Draw, Seat, lottery::lottery, ranked::ranked};
use super::{Beacon, PoolNumber, Tally};
use crate::encode::{Decode, DecodeError, Encode, Reader, Sink, put_compact_size};

/// How stake becomes seats.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SeatRule {
    /// The pools with most stake sit.
    Ranked,
    /// Seats are drawn in proportion to stake.
    Lottery,
}

/// What a chain has settled for all its elections.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Setting {
    /// How stake becomes seats.
    pub rule: SeatRule,
    /// Seats of an epoch.
    pub seats: u32,
    /// Slots of an epoch.
    pub slots: u32,
    /// A pool that misses more slots than this in one epoch is suspended.
    pub missed_limit: u32,
    /// For so many epochs.
    pub suspension_epochs: u32,
    /// Units that a delegate stands to lose.
    pub smallest_bond: u64,
    /// Epochs that a higher commission is announced ahead.
    pub notice_epochs: u32,
    /// Units that each block earns.
    pub block_reward: u64,
}

impl Default for Setting {
    /// Seven seats, four rounds of slots.
    fn default() -> Setting {
        Setting {
            rule: SeatRule::Ranked,
            seats: 7,
            slots: 28,
            missed_limit: 2,
            suspension_epochs: 2,
            smallest_bond: 100,
            notice_epochs: 2,
            block_reward: 10,
        }
    }
}

/// An election, as it is published and as anyone derives it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Election {
    /// Which epoch it is for.
    pub epoch: u32,
    /// The epoch's randomness.
    pub beacon: Beacon,
    /// The stake behind each pool.
    pub stakes: Vec<u64>,
    /// Who sits, in the order in which that was decided.
    pub seats: Vec<Seat>,
    /// Who makes the block of each slot.
    pub schedule: Vec<PoolNumber>,
}

impl Election {
    /// The pools that sit, in the order of their seats.
    pub fn sitting(&self) -> impl Iterator<Item = PoolNumber> {
        self.seats.iter().map(|seat| seat.pool)
    }

    /// Whether a pool has a seat.
    pub fn sits(&self, pool: PoolNumber) -> bool {
        self.sitting().any(|sitting| sitting == pool)
    }
}

/// Elects for `epoch`: of the pools that `may_sit`, those that the tally and the rule give a seat.
pub fn elect(
    setting: &Setting,
    epoch: u32,
    tally: &Tally,
    may_sit: impl Fn(PoolNumber) -> bool,
    beacon: Beacon,
) -> Election {
    let candidates = tally.pools().filter(|(pool, _)| may_sit(*pool));
    let seats = match setting.rule {
        SeatRule::Ranked => ranked(candidates, setting.seats as usize, &beacon),
        SeatRule::Lottery => lottery(candidates, setting.seats as usize, &beacon),
    };
    let seated: Vec<PoolNumber> = seats.iter().map(|seat| seat.pool).collect();
    let schedule = schedule(&seated, &beacon, setting.slots as usize);
    Election { epoch, beacon, stakes: tally.stakes().to_vec(), seats, schedule }
}

impl SeatRule {
    /// The rule as one word.
    pub fn name(self) -> &'static str {
        match self {
            SeatRule::Ranked => "ranked",
            SeatRule::Lottery => "lottery",
        }
    }
}

impl Encode for Election {
    fn encode<S: Sink>(&self, sink: &mut S) {
        sink.put(&self.epoch.to_le_bytes());
        sink.put(&self.beacon.0);
        put_compact_size(sink, self.stakes.len() as u64);
        self.stakes.iter().for_each(|stake| sink.put(&stake.to_le_bytes()));
        put_compact_size(sink, self.seats.len() as u64);
        for seat in &self.seats {
            sink.put(&seat.pool.0.to_le_bytes());
            sink.put(&seat.stake.to_le_bytes());
            sink.put(&[u8::from(seat.draw.is_some())]);
            if let Some(draw) = seat.draw {
                for unit in [draw.of, draw.ticket, draw.from] {
                    sink.put(&unit.to_le_bytes());
                }
            }
        }
        put_compact_size(sink, self.schedule.len() as u64);
        self.schedule.iter().for_each(|pool| sink.put(&pool.0.to_le_bytes()));
    }
}

impl Decode for Election {
    fn decode(r: &mut Reader<'_>) -> Result<Election, DecodeError> {
        let epoch = r.u32()?;
        let beacon = Beacon(r.array()?);
        let stakes = r.count("stakes", 8)?;
        let stakes = (0..stakes).map(|_| r.u64()).collect::<Result<_, _>>()?;
        let seats = r.count("seats", 13)?;
        let seats = (0..seats).map(|_| seat(r)).collect::<Result<_, _>>()?;
        let slots = r.count("slots", 4)?;
        let schedule = (0..slots).map(|_| r.u32().map(PoolNumber)).collect::<Result<_, _>>()?;
        Ok(Election { epoch, beacon, stakes, seats, schedule })
    }
}

fn seat(r: &mut Reader<'_>) -> Result<Seat, DecodeError> {
    let (pool, stake) = (PoolNumber(r.u32()?), r.u64()?);
    let offset = r.position();
    let draw = match r.u8()? {
        0 => None,
        1 => Some(Draw { of: r.u64()?, ticket: r.u64()?, from: r.u64()? }),
        other => {
            let what = "0 for a ranked seat or 1 for a drawn one";
            return Err(DecodeError::NotAValue { offset, what, found: format!("{other:02x}") });
        }
    };
    Ok(Seat { pool, stake, draw })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::election::stake::Vote;

    fn election(rule: SeatRule) -> Election {
        let votes = (0..12).map(|n| Vote { pool: PoolNumber(n), amount: 3 + u64::from(n % 5) });
        let tally = Tally::count(12, votes).unwrap();
        let setting = Setting { rule, ..Setting::default() };
        elect(&setting, 4, &tally, |pool| pool.0 != 4, Beacon([9; 32]))
    }

    #[test]
    fn whoever_may_not_sit_has_no_seat_and_no_slot() {
        for rule in [SeatRule::Ranked, SeatRule::Lottery] {
            let found = election(rule);
            assert_eq!((found.seats.len(), found.schedule.len()), (7, 28));
            assert!(found.seats.iter().all(|seat| seat.pool.0 != 4));
            assert!(found.schedule.iter().all(|pool| pool.0 != 4));
            assert_eq!(found.stakes[4], 7, "the tally has it all the same");
        }
    }

    #[test]
    fn bytes_come_back_and_have_not_changed() {
        for (rule, digest) in [(SeatRule::Ranked, RANKED), (SeatRule::Lottery, LOTTERY)] {
            let found = election(rule);
            let bytes = found.to_bytes();
            assert_eq!(Election::from_bytes(&bytes).unwrap(), found);
            assert_eq!(hex::encode(crate::hash::sha256(&bytes)), digest, "{rule:?}");
            for len in 0..bytes.len() {
                assert!(Election::from_bytes(&bytes[..len]).is_err());
            }
        }
    }

    // The same on every platform, in debug and release, for any number of threads.
    const RANKED: &str = "655067dc690703cfe4da51b920f66a91dc9922a0230ef9caa90c0dd3f659f76a";
    const LOTTERY: &str = "767ee7e39679a7630475b3edfaa80a2aee3627ead0ecaa94fdf336f3104f9df6";
}
