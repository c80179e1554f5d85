//! What a simulation starts from. Everything that is not a number here follows from the seed.

use serde::Serialize;

use super::SimulationFault;
use super::fault::within;
use crate::election::Setting;
use crate::hash::tagged_hash;
use crate::rng::Rng;

/// What a simulation starts from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct SimulationSetting {
    /// The chain's rules: how stake becomes seats, how many seats and slots an epoch has, what a block
    /// earns. The smallest bond is left out of account, since no delegate here signs twice.
    pub election: Setting,
    /// Owners of stake, whether they vote or not: 1 to 1,000,000.
    pub voters: u32,
    /// Units that all owners together have at the start, at least one for each.
    pub supply: u64,
    /// Pools, each with a delegate: 1 to 10,000.
    pub pools: u32,
    /// Of 100 owners, so many vote: 1 to 100.
    pub turnout_percent: u8,
    /// What each delegate keeps of 1,000 units earned: 0 to 1,000.
    pub commission_per_mille: u16,
    /// Of 1,000 slots, the worst possible delegate misses so many: 0 to 1,000. Each delegate's own number
    /// is drawn from 0 to this, each as likely as the next.
    pub worst_missed_per_mille: u16,
    /// Of 100 owners who vote, so many compare delegates at the end of an epoch: 0 to 100.
    pub followers_percent: u8,
    /// What all chance follows from.
    pub seed: String,
}

/// The most epochs that one call simulates.
const MOST_EPOCHS: u32 = 100_000;

impl Default for SimulationSetting {
    /// A thousand owners and twenty pools, with seven seats by the ranked rule.
    fn default() -> SimulationSetting {
        SimulationSetting {
            election: Setting::default(),
            voters: 1_000,
            supply: 1_000_000,
            pools: 20,
            turnout_percent: 70,
            commission_per_mille: 50,
            worst_missed_per_mille: 400,
            followers_percent: 10,
            seed: "blockstep".into(),
        }
    }
}

impl SimulationSetting {
    /// Whether `epochs` epochs can be simulated: each number in its range, and never 2^63 units or more.
    pub fn check(&self, epochs: u32) -> Result<(), SimulationFault> {
        within("epochs", epochs.into(), 1, MOST_EPOCHS.into())?;
        within("owners of stake", self.voters.into(), 1, 1_000_000)?;
        within("units of stake", self.supply, self.voters.into(), i64::MAX.unsigned_abs())?;
        within("pools", self.pools.into(), 1, 10_000)?;
        within("seats", self.election.seats.into(), 1, 1_000)?;
        within("slots of an epoch", self.election.slots.into(), 1, 100_000)?;
        within("turnout in per cent", self.turnout_percent.into(), 1, 100)?;
        within("commission per mille", self.commission_per_mille.into(), 0, 1000)?;
        within("missed slots per mille", self.worst_missed_per_mille.into(), 0, 1000)?;
        within("followers in per cent", self.followers_percent.into(), 0, 100)?;
        let blocks = u128::from(epochs) * u128::from(self.election.slots);
        let issued = blocks.checked_mul(u128::from(self.election.block_reward));
        match issued.and_then(|issued| issued.checked_add(self.supply.into())) {
            Some(units) if units < 1 << 63 => Ok(()),
            _ => Err(SimulationFault::TooMuchStake { units: self.supply }),
        }
    }

    /// Bytes that the seed gives for one purpose.
    pub(super) fn seeded(&self, purpose: &str) -> [u8; 32] {
        let parts = [self.seed.as_bytes(), purpose.as_bytes()];
        tagged_hash("blockstep/election/simulation", &parts)
    }

    /// A stream of numbers for one purpose.
    pub(super) fn stream(&self, purpose: &str) -> Rng {
        Rng::from_bytes(self.seeded(purpose))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_number_out_of_range_is_named() {
        let fault = |change: fn(&mut SimulationSetting)| {
            let mut setting = SimulationSetting::default();
            assert_eq!(setting.check(10), Ok(()));
            change(&mut setting);
            setting.check(10).unwrap_err().to_string()
        };
        assert!(fault(|s| s.voters = 0).starts_with("owners of stake: 0"));
        assert!(fault(|s| s.voters = 1_000_001).contains("1000001 is out of range"));
        assert!(fault(|s| s.supply = 999).starts_with("units of stake: 999"));
        assert!(fault(|s| s.pools = 10_001).starts_with("pools: 10001"));
        assert!(fault(|s| s.election.seats = 0).starts_with("seats: 0"));
        assert!(fault(|s| s.election.slots = 0).starts_with("slots"));
        assert!(fault(|s| s.turnout_percent = 101).starts_with("turnout"));
        assert!(fault(|s| s.commission_per_mille = 1001).starts_with("commission"));
        assert!(fault(|s| s.worst_missed_per_mille = 1001).starts_with("missed"));
        assert!(fault(|s| s.followers_percent = 101).starts_with("followers"));
        assert!(SimulationSetting::default().check(0).is_err());
    }

    #[test]
    fn rewards_that_would_overflow_are_refused_before_the_first_epoch() {
        let mut setting = SimulationSetting::default();
        setting.election.block_reward = u64::MAX;
        let fault = setting.check(1);
        assert_eq!(fault, Err(SimulationFault::TooMuchStake { units: 1_000_000 }));
        // 10 epochs of 28 slots leave room for so much a block, and for no more.
        setting.election.block_reward = ((1 << 63) - 1 - 1_000_000) / 280;
        assert_eq!(setting.check(10), Ok(()));
        setting.election.block_reward += 1;
        assert!(setting.check(10).is_err());
    }
}
