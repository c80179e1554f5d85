//! What a chain has settled before its first block. The hash of it all is the chain's id.

use crate::election::{SeatRule, Setting};
use crate::encode::{Decode, DecodeError, Encode, Reader, Sink, put_compact_size};
use crate::hash::{BlockHash, tagged_hash};
use crate::medical::data::{Consortium, DataSetting};
use crate::medical::identity::Identity;
use crate::medical::token::TokenSetting;

/// What a chain has settled.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WorldSetting {
    /// Who says what is an institution.
    pub consortium: Consortium,
    /// Who makes blocks until pools are elected.
    pub founders: Vec<Identity>,
    /// Whose rates count.
    pub oracles: Vec<Identity>,
    /// How elections go.
    pub election: Setting,
    /// The randomness of the first epoch.
    pub beacon: [u8; 32],
    /// Slots for which an emergency opens records.
    pub emergency_slots: u64,
    /// Members whose parts an emergency takes.
    pub parts_needed: u32,
    /// Data tokens for an episode of care.
    pub mint_units: u64,
    /// Blocks until fresh tokens can be spent.
    pub maturity_blocks: u32,
    /// Blocks until a vote can be left.
    pub unbonding_blocks: u16,
    /// Slots after which a rate is stale.
    pub rate_max_age_slots: u64,
}

impl WorldSetting {
    /// The chain's id.
    pub fn chain(&self) -> BlockHash {
        BlockHash(tagged_hash("blockstep/genesis", &[&self.to_bytes()]))
    }

    /// What records need of it.
    pub fn data(&self) -> DataSetting {
        DataSetting {
            chain: self.chain(),
            consortium: self.consortium.clone(),
            emergency_slots: self.emergency_slots,
            parts_needed: self.parts_needed,
        }
    }

    /// What tokens need of it.
    pub fn tokens(&self) -> TokenSetting {
        TokenSetting {
            chain: self.chain().0,
            mint_units: self.mint_units,
            maturity_blocks: self.maturity_blocks,
            unbonding_blocks: self.unbonding_blocks,
            rate_max_age_slots: self.rate_max_age_slots,
            oracles: self.oracles.clone(),
        }
    }
}

impl Encode for WorldSetting {
    fn encode<S: Sink>(&self, sink: &mut S) {
        put_identities(sink, &self.consortium.roots);
        sink.put(&(self.consortium.needed as u32).to_le_bytes());
        put_identities(sink, &self.founders);
        put_identities(sink, &self.oracles);
        put_election(sink, &self.election);
        sink.put(&self.beacon);
        sink.put(&self.emergency_slots.to_le_bytes());
        sink.put(&self.parts_needed.to_le_bytes());
        sink.put(&self.mint_units.to_le_bytes());
        sink.put(&self.maturity_blocks.to_le_bytes());
        sink.put(&self.unbonding_blocks.to_le_bytes());
        sink.put(&self.rate_max_age_slots.to_le_bytes());
    }
}

impl Decode for WorldSetting {
    fn decode(r: &mut Reader<'_>) -> Result<WorldSetting, DecodeError> {
        let roots = identities(r)?;
        Ok(WorldSetting {
            consortium: Consortium { roots, needed: r.u32()? as usize },
            founders: identities(r)?,
            oracles: identities(r)?,
            election: election(r)?,
            beacon: r.array()?,
            emergency_slots: r.u64()?,
            parts_needed: r.u32()?,
            mint_units: r.u64()?,
            maturity_blocks: r.u32()?,
            unbonding_blocks: r.u16()?,
            rate_max_age_slots: r.u64()?,
        })
    }
}

fn put_identities<S: Sink>(sink: &mut S, list: &[Identity]) {
    put_compact_size(sink, list.len() as u64);
    list.iter().for_each(|identity| identity.encode(sink));
}

fn identities(r: &mut Reader<'_>) -> Result<Vec<Identity>, DecodeError> {
    let count = r.count("keys", Identity::LEN)?;
    (0..count).map(|_| Identity::decode(r)).collect()
}

fn put_election<S: Sink>(sink: &mut S, setting: &Setting) {
    sink.put(&[u8::from(setting.rule == SeatRule::Lottery)]);
    for number in [
        setting.seats,
        setting.slots,
        setting.missed_limit,
        setting.suspension_epochs,
        setting.notice_epochs,
    ] {
        sink.put(&number.to_le_bytes());
    }
    sink.put(&setting.smallest_bond.to_le_bytes());
    sink.put(&setting.block_reward.to_le_bytes());
}

fn election(r: &mut Reader<'_>) -> Result<Setting, DecodeError> {
    let offset = r.position();
    let rule = match r.u8()? {
        0 => SeatRule::Ranked,
        1 => SeatRule::Lottery,
        other => {
            let what = "0 for ranked seats or 1 for a lottery";
            return Err(DecodeError::NotAValue { offset, what, found: other.to_string() });
        }
    };
    let seats = r.u32()?;
    let offset = r.position();
    let slots = r.u32()?;
    if slots < 2 {
        let what = "a number of slots in an epoch, 2 or more";
        return Err(DecodeError::NotAValue { offset, what, found: slots.to_string() });
    }
    let [missed_limit, suspension_epochs, notice_epochs] = [r.u32()?, r.u32()?, r.u32()?];
    let (smallest_bond, block_reward) = (r.u64()?, r.u64()?);
    Ok(Setting {
        rule,
        seats,
        slots,
        missed_limit,
        suspension_epochs,
        smallest_bond,
        notice_epochs,
        block_reward,
    })
}
