//! How far the day has come.

use std::collections::BTreeSet;

use super::action::{PlayAction, Player};
use crate::hash::Txid;
use crate::medical::data::Basis;
use crate::medical::story::tale::Bookmark;
use crate::medical::story::{Step, Tale};
use crate::medical::world::World;

/// Records that a hospital may make in a day: Sally's key has room for two more.
pub(super) const TITLES: [&str; 2] = ["discharge letter", "control after a week"];

/// A day, with all that its parties know.
#[derive(Debug, Clone)]
pub struct Day {
    /// The chain, the cloud, and everybody's machine.
    pub(super) tale: Tale,
    pub(super) you: Player,
    /// Records by number.
    pub(super) picked: BTreeSet<usize>,
    /// Releases that Sally has not stored yet, with their titles.
    pub(super) delivered: Vec<(Txid, &'static str)>,
    /// The episodes of the records that hospitals made today.
    pub(super) episodes: Vec<u8>,
    pub(super) sharings: Vec<Txid>,
    pub(super) emergency: Option<Txid>,
    pub(super) fetches: Vec<Fetched>,
    /// Tells one statement from the same one said again.
    pub(super) number: u64,
    /// How much of the path lies behind.
    pub(super) path: usize,
}

/// A fetch that the chain has taken.
#[derive(Debug, Clone, Copy)]
pub(super) struct Fetched {
    pub by: Player,
    pub record: usize,
    pub storage: Txid,
    pub access: Txid,
    pub basis: Basis,
}

impl Day {
    /// It begins where `tale` has come to.
    pub(super) fn new(tale: Tale) -> Day {
        Day {
            tale,
            you: Player::Sally,
            picked: BTreeSet::new(),
            delivered: Vec::new(),
            episodes: Vec::new(),
            sharings: Vec::new(),
            emergency: None,
            fetches: Vec::new(),
            number: 100,
            path: 0,
        }
    }

    /// What happened last.
    pub fn last(&self) -> Option<&Step> {
        self.tale.steps().last()
    }

    /// The chain's state, with what waits for the next block.
    pub(super) fn world(&self) -> Option<&World> {
        self.last().map(|step| &*step.world)
    }

    /// The records that can be picked.
    pub(super) fn records(&self) -> &[Bookmark] {
        self.tale.bookmarks()
    }

    pub(super) fn title(&self, record: usize) -> &'static str {
        self.records().get(record).map_or("record", |mark| mark.title)
    }

    /// The storages of the picked records.
    pub(super) fn storages(&self) -> Vec<Txid> {
        let picked = self.picked.iter().filter_map(|at| self.records().get(*at));
        picked.map(|mark| mark.storage).collect()
    }

    /// Whether `action` makes sense for who is played: not whether the chain will take it.
    pub(super) fn possible(&self, action: &PlayAction) -> bool {
        let (you, sally) = (self.you, self.you == Player::Sally);
        let (hospital, any) = (you.house().is_some(), !self.picked.is_empty());
        match action {
            PlayAction::Be(other) => *other != you,
            PlayAction::Pick(record) => *record < self.records().len(),
            PlayAction::Release => {
                you == Player::Quack || (hospital && self.episodes.len() < TITLES.len())
            }
            PlayAction::Store => sally && !self.delivered.is_empty(),
            PlayAction::Mint => sally && !self.episodes.is_empty(),
            PlayAction::Share(reader) if sally => any && *reader != Player::Sally,
            PlayAction::Share(reader) => any && *reader == you && !hospital,
            PlayAction::Revoke => sally && !self.sharings.is_empty(),
            PlayAction::Vote(pool) => {
                let pools = self.world().map_or(0, |world| world.registry().pools().len());
                sally && (*pool as usize) < pools
            }
            PlayAction::Fetch(record) => !sally && self.picked.contains(record),
            PlayAction::Open(record) => self.fetched(*record).is_some(),
            PlayAction::Emergency => !sally && any && (hospital || you == Player::Quack),
            PlayAction::Part => hospital && self.emergency.is_some(),
            PlayAction::Make => hospital,
            PlayAction::Block | PlayAction::Election => true,
        }
    }

    /// The last fetch of a record by who is played.
    pub(super) fn fetched(&self, record: usize) -> Option<Fetched> {
        let own = |one: &&Fetched| one.by == self.you && one.record == record;
        self.fetches.iter().rev().find(own).copied()
    }

    /// All that makes sense now, by what it is about.
    pub(super) fn all(&self) -> Vec<PlayAction> {
        let records = 0..self.records().len();
        let pools = self.world().map_or(0, |world| world.registry().pools().len());
        let pools = (0..u32::try_from(pools).unwrap_or(0)).map(PlayAction::Vote);
        let first = [PlayAction::Release, PlayAction::Store, PlayAction::Mint];
        let middle = [PlayAction::Revoke, PlayAction::Emergency, PlayAction::Part];
        let all = (first.into_iter())
            .chain(records.clone().map(PlayAction::Open))
            .chain(records.clone().map(PlayAction::Fetch))
            .chain(Player::ALL.map(PlayAction::Share))
            .chain(middle)
            .chain([PlayAction::Block, PlayAction::Make, PlayAction::Election])
            .chain(Player::ALL.map(PlayAction::Be))
            .chain(records.map(PlayAction::Pick))
            .chain(pools);
        all.filter(|action| self.possible(action)).collect()
    }
}
