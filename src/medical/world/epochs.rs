//! Slots go by, epochs end, and what they have earned is shared out.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::World;
use crate::election::payout::payout;
use crate::election::registry::EpochEnd;
use crate::election::stake::Vote;
use crate::election::{Election, PoolNumber, Registry, Tally};
use crate::medical::moment::Moment;
use crate::medical::token::lock::owner_hash;
use crate::medical::token::{Asset, Role, TokenOutput};
use crate::primitives::ScriptBuf;
use crate::script::standard::p2pkh;

/// After this many slots without a block nobody makes one any more, so that a slot far ahead costs nobody an
/// age of counting.
pub const LARGEST_GAP_SLOTS: u64 = 10_000;

/// Who locked how much to which pool, by the hash of the owner's key.
pub type Members = BTreeMap<PoolNumber, BTreeMap<[u8; 20], u64>>;

/// What an epoch was.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EpochRecord {
    /// Its election.
    pub election: Election,
    /// Whose stake that was.
    pub members: Members,
    /// Of each pool, in this epoch: the hash of the delegate's key, and the commission.
    pub terms: Vec<([u8; 20], u16)>,
    /// How it ended; none while it is under way.
    pub end: Option<EpochEnd>,
}

impl EpochRecord {
    /// The epoch that `registry` has just begun.
    pub(super) fn begin(registry: &Registry, members: Members) -> EpochRecord {
        let terms = registry
            .pools()
            .iter()
            .map(|pool| (crate::hash::hash160(&pool.delegate), pool.commission_per_mille));
        EpochRecord {
            election: registry.election().clone(),
            members,
            terms: terms.collect(),
            end: None,
        }
    }
}

impl World {
    /// Lets the slots go by up to that of `at`.
    pub(super) fn pass_slots(&mut self, at: &Moment) {
        let gap = at.slot.saturating_sub(self.last_slot);
        if gap == 0 || gap > LARGEST_GAP_SLOTS {
            return;
        }
        for slot in self.last_slot + 1..=at.slot {
            self.enter(slot, slot == at.slot);
        }
        self.last_slot = at.slot;
    }

    fn enter(&mut self, slot: u64, produced: bool) {
        let slots = u64::from(self.setting.election.slots.max(2));
        while u64::from(self.registry.epoch()) < slot / slots {
            self.end_epoch();
        }
        if slot % slots == slots / 2 {
            self.counted = Some(self.count_stake());
            self.registry.begin_reveals();
        }
        if let Some(pool) = self.scheduled(slot) {
            self.registry.slot(pool, produced);
        }
    }

    /// Whose slot it is, in the epoch under way.
    pub(super) fn scheduled(&self, slot: u64) -> Option<PoolNumber> {
        let slots = u64::from(self.setting.election.slots.max(2));
        if slot / slots != u64::from(self.registry.epoch()) {
            return None;
        }
        let at = usize::try_from(slot % slots).ok()?;
        self.registry.election().schedule.get(at).copied()
    }

    /// The stake that unspent outputs lock to pools now, and whose it is.
    fn count_stake(&self) -> (Tally, Members) {
        let mut members = Members::new();
        for (lock, coin) in self.tokens.votes() {
            let pool = members.entry(PoolNumber(lock.pool)).or_default();
            *pool.entry(lock.owner).or_default() += coin.output.amount;
        }
        let votes = members.iter().flat_map(|(pool, owners)| {
            owners.values().map(|amount| Vote { pool: *pool, amount: *amount })
        });
        // The supply is far below 2^64.
        let tally = Tally::count(self.registry.pools().len(), votes).unwrap_or_default();
        (tally, members)
    }

    fn end_epoch(&mut self) {
        let (tally, members) = self.counted.take().unwrap_or_else(|| self.count_stake());
        let end = self.registry.next_epoch(&tally);
        if let Some(last) = self.epochs.last_mut() {
            Arc::make_mut(last).end = Some(end);
        }
        self.epochs.push(Arc::new(EpochRecord::begin(&self.registry, members)));
    }

    /// What an epoch's blocks have earned: for each pool the delegate's commission, and the rest for the
    /// owners by stake, each in the asset of its role; and the fees, for the delegates by their blocks.
    pub(super) fn due(&self, epoch: u32, fees: u64) -> Option<Vec<TokenOutput>> {
        let record = self.epochs.get(usize::try_from(epoch).ok()?)?;
        let end = record.end.as_ref()?;
        let roles: BTreeMap<[u8; 20], Role> =
            self.data.roles().map(|(who, role)| (owner_hash(&who), role)).collect();
        let reward = |owner: [u8; 20], amount: u64| {
            let role = roles.get(&owner).copied().unwrap_or(Role::Patient);
            (role.reward(epoch), owner, amount)
        };
        let mut paid = Vec::new();
        for (pool, earned) in &end.earned {
            let (delegate, commission) = *record.terms.get(pool.index())?;
            let owners = record.members.get(pool).cloned().unwrap_or_default();
            let stakes: Vec<u64> = owners.values().copied().collect();
            let shares = payout(*earned, commission, &stakes);
            paid.push(reward(delegate, shares.commission));
            let members = owners.keys().zip(&shares.members);
            paid.extend(members.map(|(owner, amount)| reward(*owner, *amount)));
        }
        let blocks: Vec<u64> = end.earned.iter().map(|(_, earned)| *earned).collect();
        if !blocks.is_empty() {
            let shares = payout(fees, 0, &blocks);
            for ((pool, _), fee) in end.earned.iter().zip(&shares.members) {
                paid.push((Asset::Data, record.terms.get(pool.index())?.0, *fee));
            }
        }
        let outputs = paid.into_iter().filter(|(_, _, amount)| *amount > 0);
        Some(outputs.map(|(asset, owner, amount)| output(asset, &owner, amount)).collect())
    }
}

fn output(asset: Asset, owner: &[u8; 20], amount: u64) -> TokenOutput {
    TokenOutput { asset, amount, script_pubkey: ScriptBuf::from(p2pkh(owner)) }
}
