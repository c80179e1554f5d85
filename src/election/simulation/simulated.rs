//! The simulation: owners, pools and delegates, and an epoch after another.
//!
//! An epoch: those who sit commit to secrets and reveal them; slots go by, each met or missed; blocks are
//! paid, and the pay is added to the stakes; some owners move to delegates with better records; and
//! what stake is then behind each pool elects the next epoch. Owners who do not vote keep what they have.

use super::epoch_report::Found;
use super::follow::{Member, follow};
use super::pay::{Delegate, earned, pay};
use super::{EpochReport, Record, SimulationFault, SimulationSetting, zipf};
use crate::election::measures::Measures;
use crate::election::randomness::Commitment;
use crate::election::stake::Vote;
use crate::election::{Beacon, Election, Pool, PoolNumber, Registry, Setting, Tally};
use crate::rng::Rng;

/// A simulation, between two epochs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Simulation {
    followers_percent: u8,
    registry: Registry,
    /// Owners who vote, the richest first.
    pub(super) members: Vec<Member>,
    /// By pool.
    pub(super) delegates: Vec<Delegate>,
    /// Units of those who do not vote.
    idle: u64,
    /// Slots, secrets and followers.
    rng: Rng,
}

/// Simulates `epochs` epochs, 1 to 100,000, and gives a report of each. The same setting gives the same
/// reports on every machine.
pub fn simulate(
    setting: &SimulationSetting,
    epochs: u32,
) -> Result<Vec<EpochReport>, SimulationFault> {
    setting.check(epochs)?;
    let mut simulation = Simulation::new(setting)?;
    (0..epochs).map(|_| simulation.step(None)).collect()
}

impl Simulation {
    /// Owners with their stakes, pools with their delegates, and the first election. Owners who vote
    /// are drawn, exactly as many as the turnout says (rounded up), and so is the pool of each.
    pub fn new(setting: &SimulationSetting) -> Result<Simulation, SimulationFault> {
        setting.check(1)?;
        // Nobody signs twice here, so that nobody stands to lose a bond.
        let election = Setting { smallest_bond: 0, ..setting.election };
        let mut registry = Registry::new(election, Beacon(setting.seeded("beacon")));
        let mut skills = setting.stream("skills");
        let mut delegates = Vec::new();
        for number in 0..setting.pools {
            let key = format!("delegate of pool {number}");
            registry.open(
                &PoolNumber(number).to_string(),
                key.as_bytes(),
                setting.commission_per_mille,
                0,
            )?;
            let missed = skills.below(u64::from(setting.worst_missed_per_mille) + 1);
            let missed_per_mille = u16::try_from(missed).unwrap_or(setting.worst_missed_per_mille);
            delegates.push(Delegate { missed_per_mille, own: 0 });
        }
        let (members, idle) = owners(setting);
        let followers_percent = setting.followers_percent;
        let rng = setting.stream("epochs");
        let mut simulation =
            Simulation { followers_percent, registry, members, delegates, idle, rng };
        let tally = simulation.tally()?;
        simulation.registry.next_epoch(&tally);
        Ok(simulation)
    }

    /// One epoch, in which the delegate of `absent` misses all its slots.
    pub fn step(&mut self, absent: Option<PoolNumber>) -> Result<EpochReport, SimulationFault> {
        let election = self.registry.election().clone();
        self.make_secrets(&election)?;
        self.pass_slots(&election, absent);
        let earned = earned(&self.registry);
        pay(&self.registry, &earned, &mut self.delegates, &mut self.members);
        let records = self.records();
        let moves = follow(&mut self.members, &records, self.followers_percent, &mut self.rng);
        let tally = self.tally()?;
        let end = self.registry.next_epoch(&tally);
        let found = Found { election: &election, end, moves, tally: &tally, supply: self.supply() };
        Ok(EpochReport::of(found, &self.registry))
    }

    /// The pools, and the election of the epoch that comes next.
    pub fn registry(&self) -> &Registry {
        &self.registry
    }

    /// The stake behind each pool now.
    pub fn tally(&self) -> Result<Tally, SimulationFault> {
        let own = (0..).map(PoolNumber).zip(&self.delegates);
        let own = own.map(|(pool, delegate)| Vote { pool, amount: delegate.own });
        let members = self.members.iter();
        let members = members.map(|member| Vote { pool: member.pool, amount: member.stake });
        Tally::count(self.delegates.len(), own.chain(members))
            .ok_or(SimulationFault::TooMuchStake { units: self.idle })
    }

    /// Units that there are, counted owner by owner.
    pub fn supply(&self) -> u64 {
        let members: u64 = self.members.iter().map(|member| member.stake).sum();
        let delegates: u64 = self.delegates.iter().map(|delegate| delegate.own).sum();
        // Settings whose units could come to 2^63 are refused.
        self.idle + members + delegates
    }

    /// The measures of the stakes as they are now.
    pub fn measures(&self) -> Result<Measures, SimulationFault> {
        Ok(Measures::of(self.tally()?.stakes(), self.supply()))
    }

    /// How many owners vote for each pool.
    pub fn members_by_pool(&self) -> Vec<u64> {
        let mut counts = vec![0; self.delegates.len()];
        for member in &self.members {
            if let Some(count) = counts.get_mut(member.pool.index()) {
                *count += 1;
            }
        }
        counts
    }

    /// Each seat commits to a secret, and then each reveals it.
    fn make_secrets(&mut self, election: &Election) -> Result<(), SimulationFault> {
        let mut secrets = Vec::with_capacity(election.seats.len());
        for seat in &election.seats {
            let secret = self.rng.bytes();
            let commitment = Commitment::to(seat.pool, election.epoch, &secret);
            self.registry.commit(seat.pool, commitment)?;
            secrets.push((seat.pool, secret));
        }
        self.registry.begin_reveals();
        for (pool, secret) in secrets {
            self.registry.reveal(pool, secret)?;
        }
        Ok(())
    }

    fn pass_slots(&mut self, election: &Election, absent: Option<PoolNumber>) {
        for pool in &election.schedule {
            let delegate = self.delegates.get(pool.index());
            let missed = delegate.map_or(1000, |delegate| u64::from(delegate.missed_per_mille));
            // Drawn for absent ones too, so that the luck of the others does not depend on them.
            let there = self.rng.below(1000) >= missed;
            self.registry.slot(*pool, there && absent != Some(*pool));
        }
    }

    /// Each pool's record, the epoch under way included.
    pub(super) fn records(&self) -> Vec<Record> {
        let record = |(number, pool): (PoolNumber, &Pool)| {
            let (past, now) = (Record::from(&pool.history), self.registry.slots().of(number));
            let produced = past.produced + u64::from(now.produced);
            let scheduled = past.scheduled + u64::from(now.produced) + u64::from(now.missed);
            Record { produced, scheduled }
        };
        (0..).map(PoolNumber).zip(self.registry.pools()).map(record).collect()
    }
}

/// The owners who vote, each with a pool, and the units of the others.
fn owners(setting: &SimulationSetting) -> (Vec<Member>, u64) {
    let mut rng = setting.stream("owners");
    let total = u64::from(setting.voters);
    let mut wanted = (total * u64::from(setting.turnout_percent)).div_ceil(100);
    let (mut members, mut idle) = (Vec::new(), 0);
    for (left, stake) in (1..=total).rev().zip(zipf(setting.voters, setting.supply)) {
        // Selection sampling (Knuth, 3.4.2 S): in the end exactly as many as are wanted.
        if rng.below(left) < wanted {
            wanted -= 1;
            // Below a u32, and so a u32 itself.
            let pool = rng.below(setting.pools.into());
            members.push(Member { stake, pool: PoolNumber(pool as u32) });
        } else {
            idle += stake;
        }
    }
    (members, idle)
}
