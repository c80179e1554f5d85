//! The pools over the epochs: bonds, commissions, standing, and what each delegate has done.

use super::randomness::{Commitment, Round};
use super::slots::SlotCount;
use super::{Beacon, Election, ElectionError, Pool, PoolNumber, Setting, Standing, Tally, elect};

/// All pools, and the epoch under way.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Registry {
    setting: Setting,
    pools: Vec<Pool>,
    epoch: u32,
    election: Election,
    round: Round,
    slots: SlotCount,
    burnt: u64,
}

/// What ended with an epoch.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EpochEnd {
    /// The slots of each pool.
    pub slots: SlotCount,
    /// Units that each pool has earned, for the blocks that it made; none for those that revealed no
    /// secret.
    pub earned: Vec<(PoolNumber, u64)>,
    /// The pools that sat and revealed no secret, whether they had committed to one or not.
    pub withheld: Vec<PoolNumber>,
    /// The pools that are suspended from now on.
    pub suspended: Vec<PoolNumber>,
}

impl Registry {
    /// No pools, in epoch 0, with the randomness that the genesis block states.
    pub fn new(setting: Setting, beacon: Beacon) -> Registry {
        let election = elect(&setting, 0, &Tally::default(), |_| true, beacon);
        Registry {
            setting,
            pools: Vec::new(),
            epoch: 0,
            election,
            round: Round::default(),
            slots: SlotCount::default(),
            burnt: 0,
        }
    }

    /// What is settled.
    pub fn setting(&self) -> &Setting {
        &self.setting
    }

    /// The epoch under way.
    pub fn epoch(&self) -> u32 {
        self.epoch
    }

    /// The election of the epoch under way.
    pub fn election(&self) -> &Election {
        &self.election
    }

    /// The secrets of the epoch under way.
    pub fn round(&self) -> &Round {
        &self.round
    }

    /// The slots of the epoch so far.
    pub fn slots(&self) -> &SlotCount {
        &self.slots
    }

    /// All pools, by number.
    pub fn pools(&self) -> &[Pool] {
        &self.pools
    }

    /// Bonds that were burnt, in units.
    pub fn burnt(&self) -> u64 {
        self.burnt
    }

    /// The pool of this number.
    pub fn pool(&self, pool: PoolNumber) -> Result<&Pool, ElectionError> {
        let pools = self.pools.len();
        self.pools.get(pool.index()).ok_or(ElectionError::NoSuchPool { pool, pools })
    }

    fn active(&mut self, pool: PoolNumber) -> Result<&mut Pool, ElectionError> {
        let pools = self.pools.len();
        let found =
            self.pools.get_mut(pool.index()).ok_or(ElectionError::NoSuchPool { pool, pools })?;
        match found.standing {
            Standing::Good | Standing::SuspendedUntil { .. } => Ok(found),
            Standing::Expelled => Err(ElectionError::NoPart { pool, standing: "expelled" }),
            Standing::Closed => Err(ElectionError::NoPart { pool, standing: "closed" }),
        }
    }

    /// Opens a pool, which has a seat from the next election on if stake stands behind it.
    pub fn open(
        &mut self,
        name: &str,
        delegate: &[u8],
        commission_per_mille: u16,
        bond: u64,
    ) -> Result<PoolNumber, ElectionError> {
        let smallest = self.setting.smallest_bond;
        if bond < smallest {
            return Err(ElectionError::BondTooSmall { bond, smallest });
        }
        if commission_per_mille > 1000 {
            return Err(ElectionError::CommissionTooHigh { per_mille: commission_per_mille });
        }
        if self.pools.iter().any(|pool| pool.name == name) {
            return Err(ElectionError::NameTaken { name: name.to_owned() });
        }
        if let Some(at) = self.pools.iter().position(|pool| pool.delegate == delegate) {
            return Err(ElectionError::DelegateTaken { pool: PoolNumber(at as u32) });
        }
        self.pools.push(Pool {
            name: name.to_owned(),
            delegate: delegate.to_vec(),
            commission_per_mille,
            announced: None,
            bond,
            standing: Standing::Good,
            history: Default::default(),
        });
        Ok(PoolNumber(self.pools.len() as u32 - 1))
    }

    /// Announces a commission. A lower one holds from the next epoch, a higher one after the notice.
    pub fn announce(&mut self, pool: PoolNumber, per_mille: u16) -> Result<u32, ElectionError> {
        if per_mille > 1000 {
            return Err(ElectionError::CommissionTooHigh { per_mille });
        }
        let (epoch, notice) = (self.epoch, self.setting.notice_epochs);
        let pool = self.active(pool)?;
        let wait = if per_mille > pool.commission_per_mille { notice.max(1) } else { 1 };
        pool.announced = Some((epoch.saturating_add(wait), per_mille));
        Ok(epoch.saturating_add(wait))
    }

    /// Closes a pool and gives its bond back.
    pub fn close(&mut self, pool: PoolNumber) -> Result<u64, ElectionError> {
        let pool = self.active(pool)?;
        pool.standing = Standing::Closed;
        Ok(std::mem::take(&mut pool.bond))
    }

    /// Takes the commitment of a pool that has a seat in this epoch.
    pub fn commit(&mut self, pool: PoolNumber, to: Commitment) -> Result<(), ElectionError> {
        self.not_expelled(pool)?;
        if !self.election.sits(pool) {
            return Err(ElectionError::NoSeat { pool });
        }
        self.round.commit(pool, to)
    }

    /// From now on secrets are revealed.
    pub fn begin_reveals(&mut self) {
        self.round.begin_reveals();
    }

    /// Takes a pool's secret.
    pub fn reveal(&mut self, pool: PoolNumber, secret: [u8; 32]) -> Result<(), ElectionError> {
        self.not_expelled(pool)?;
        self.round.reveal(pool, self.epoch, secret)
    }

    /// A pool that was closed keeps its seat to the end of the epoch, and owes a secret like all who sit.
    fn not_expelled(&self, pool: PoolNumber) -> Result<(), ElectionError> {
        match self.pool(pool)?.standing {
            Standing::Expelled => Err(ElectionError::NoPart { pool, standing: "expelled" }),
            _ => Ok(()),
        }
    }

    /// Counts a slot of this epoch.
    pub fn slot(&mut self, pool: PoolNumber, produced: bool) {
        self.slots.count(pool, produced);
    }

    /// Burns the bond of a pool whose delegate signed both of two headers for one slot, and expels it.
    /// `signed` says whether a key signed a header's digest. Gives the units burnt.
    pub fn double_signed(
        &mut self,
        pool: PoolNumber,
        headers: [[u8; 32]; 2],
        signed: impl Fn(&[u8], &[u8; 32]) -> bool,
    ) -> Result<u64, ElectionError> {
        if headers[0] == headers[1] {
            return Err(ElectionError::SameHeader { header: hex::encode(headers[0]) });
        }
        let found = self.active(pool)?;
        for header in &headers {
            if !signed(&found.delegate, header) {
                return Err(ElectionError::NotSigned { pool, header: hex::encode(header) });
            }
        }
        found.standing = Standing::Expelled;
        let bond = std::mem::take(&mut found.bond);
        self.burnt += bond;
        Ok(bond)
    }

    /// Ends the epoch, and elects for the next from `tally`.
    pub fn next_epoch(&mut self, tally: &Tally) -> EpochEnd {
        let sat = self.election.sitting();
        let withheld = sat.filter(|pool| !self.round.has_revealed(*pool)).collect();
        let slots = std::mem::take(&mut self.slots);
        let mut end = EpochEnd { slots, earned: vec![], withheld, suspended: vec![] };
        self.write_history(&mut end);
        let beacon = self.round.next_beacon(&self.election.beacon);
        self.round = Round::default();
        self.epoch = self.epoch.saturating_add(1);
        let epoch = self.epoch;
        for pool in &mut self.pools {
            if let Some((_, per_mille)) = pool.announced.filter(|(from, _)| *from <= epoch) {
                pool.commission_per_mille = per_mille;
                pool.announced = None;
            }
            if matches!(pool.standing, Standing::SuspendedUntil { epoch: from } if from <= epoch) {
                pool.standing = Standing::Good;
            }
        }
        let may_sit =
            |pool: PoolNumber| self.pools.get(pool.index()).is_some_and(|pool| pool.may_sit(epoch));
        self.election = elect(&self.setting, epoch, tally, may_sit, beacon);
        end
    }

    fn write_history(&mut self, end: &mut EpochEnd) {
        let Setting { missed_limit, suspension_epochs, block_reward, .. } = self.setting;
        for seat in &self.election.seats {
            if let Some(pool) = self.pools.get_mut(seat.pool.index()) {
                pool.history.seated += 1;
            }
        }
        for (number, slots) in end.slots.pools() {
            let Some(pool) = self.pools.get_mut(number.index()) else { continue };
            pool.history.produced += u64::from(slots.produced);
            pool.history.missed += u64::from(slots.missed);
            if slots.missed > missed_limit && pool.standing == Standing::Good {
                let epoch = self.epoch.saturating_add(1 + suspension_epochs);
                pool.standing = Standing::SuspendedUntil { epoch };
                end.suspended.push(number);
            }
            let paid = !end.withheld.contains(&number) && pool.standing != Standing::Expelled;
            let earned = u64::from(slots.produced).saturating_mul(block_reward);
            if paid && earned > 0 {
                end.earned.push((number, earned));
            }
        }
        for number in &end.withheld {
            if let Some(pool) = self.pools.get_mut(number.index()) {
                pool.history.withheld += 1;
            }
        }
    }
}

#[cfg(test)]
#[path = "registry_tests.rs"]
mod tests;
