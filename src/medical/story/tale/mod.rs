//! The chain that the story is told on: transactions wait for a block, or are refused, and each step is told.

mod blocks;

use std::collections::BTreeMap;
use std::sync::Arc;

use super::secrets::Secret;
use super::{Cast, Outcome, Person, Step, StoryFault};
use crate::election::{SeatRule, Setting};
use crate::encode::Encode;
use crate::hash::{BlockHash, Txid};
use crate::medical::chain::{Body, Event, Tree};
use crate::medical::cloud::{Cloud, Faulty};
use crate::medical::data::Consortium;
use crate::medical::moment::Moment;
use crate::medical::record::delivery::Delivery;
use crate::medical::world::{Tx, World, WorldError, WorldSetting};
use crate::rng::Rng;
use crate::rules::Rule;

/// A story as far as it is told.
#[derive(Debug, Clone)]
pub struct Tale {
    /// Who plays.
    pub cast: Cast,
    /// Where ciphertexts lie.
    pub cloud: Cloud<Faulty>,
    /// All chance.
    pub rng: Rng,
    /// What must never be on the chain.
    pub secrets: Vec<Secret>,
    /// What hospitals sent, by the release.
    pub(super) deliveries: BTreeMap<Txid, Delivery>,
    /// What the story calls the record of a release.
    pub(super) titles: BTreeMap<Txid, &'static str>,
    /// The records that it comes back to, in the order in which they were stored.
    pub(super) bookmarks: Vec<Bookmark>,
    pub(super) tree: Tree<World>,
    events: Vec<Event<Tx>>,
    steps: Vec<Step>,
    chapter: &'static str,
    /// The state after the block that is followed.
    state: World,
    draft: Option<Draft>,
}

/// A record that the story comes back to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Bookmark {
    /// Whose.
    pub person: Person,
    /// What the story calls it.
    pub title: &'static str,
    /// Its release.
    pub release: Txid,
    /// Its present storage.
    pub storage: Txid,
}

/// The next block, before it is signed.
#[derive(Debug, Clone)]
struct Draft {
    at: Moment,
    body: World,
    transactions: Vec<Tx>,
}

impl Tale {
    /// The genesis.
    pub(super) fn begin(seed: &str) -> Result<Tale, StoryFault> {
        let mut rng = Rng::from_text(seed);
        let cast = Cast::new(&mut rng)?;
        let setting = setting(&cast, &mut rng);
        let world = World::new(setting);
        let tree = Tree::new(*world.chain(), world.clone());
        let nodes = ["node 1", "node 2", "node 3"].map(Faulty::new);
        Ok(Tale {
            cloud: Cloud::new(nodes.to_vec()),
            cast,
            rng,
            secrets: Vec::new(),
            deliveries: BTreeMap::new(),
            titles: BTreeMap::new(),
            bookmarks: Vec::new(),
            tree,
            events: Vec::new(),
            steps: Vec::new(),
            chapter: "",
            state: world,
            draft: None,
        })
    }

    /// The steps.
    pub fn steps(&self) -> &[Step] {
        &self.steps
    }

    /// Blocks and endorsements, in the order in which they came.
    pub fn events(&self) -> &[Event<Tx>] {
        &self.events
    }

    /// All blocks that are known, and what is final.
    pub fn tree(&self) -> &Tree<World> {
        &self.tree
    }

    /// What the chain has settled.
    pub fn setting(&self) -> &WorldSetting {
        self.state.setting()
    }

    /// What the story calls the record of a release.
    pub fn title_of_release(&self, release: &Txid) -> &'static str {
        self.titles.get(release).copied().unwrap_or("record")
    }

    /// The chain's id.
    pub fn chain(&self) -> BlockHash {
        *self.tree.chain()
    }

    /// The state now, with what waits for the next block.
    pub fn world(&mut self) -> &World {
        &self.drafted().body
    }

    /// The records of the story, in the order in which they were stored.
    pub fn bookmarks(&self) -> &[Bookmark] {
        &self.bookmarks
    }

    /// The record with this title.
    pub(super) fn bookmark(&self, title: &str) -> Result<Bookmark, StoryFault> {
        let found = self.bookmarks.iter().find(|mark| mark.title == title);
        found.copied().ok_or(StoryFault::Missing { what: "record of this title" })
    }

    /// What the story calls the record of a storage.
    pub fn title_of(&self, storage: &Txid) -> &'static str {
        let release = self.state.data().storage(storage).map(|storage| storage.release);
        release.map_or("record", |release| self.title_of_release(&release))
    }

    /// The record is under another storage now.
    pub(super) fn replace(&mut self, title: &str, storage: Txid) {
        let marks = self.bookmarks.iter_mut().filter(|mark| mark.title == title);
        marks.for_each(|mark| mark.storage = storage);
    }

    /// A ciphertext that somebody copied out of the cloud, past its management.
    pub fn ciphertext(&self, storage: &Txid) -> Result<Vec<u8>, StoryFault> {
        let missing = StoryFault::Missing { what: "copy in the cloud" };
        let pointer = self.state.data().storage(storage).map_err(|_| missing.clone())?.pointer;
        self.cloud.read(self.state.data(), &pointer).ciphertext.ok_or(missing)
    }

    /// Begins a chapter.
    pub(super) fn chapter(&mut self, title: &'static str) {
        self.chapter = title;
    }

    /// Puts a transaction into the next block.
    pub(super) fn submit(
        &mut self,
        who: &'static str,
        title: &str,
        told: &str,
        rule: &'static Rule,
        tx: Tx,
    ) -> Result<Txid, StoryFault> {
        let (txid, kind) = (tx.txid(), tx.name());
        let taken = self.take(tx);
        taken.map_err(|error| StoryFault::Refused { title: title.to_owned(), error })?;
        self.step(who, title, told, Outcome::Accepted { txid, kind }, Some(rule));
        Ok(txid)
    }

    /// Puts a transaction into the next block if it may stand there, and tells what came of it either way.
    pub(super) fn attempt(
        &mut self,
        who: &'static str,
        title: &str,
        told: &str,
        rule: &'static Rule,
        tx: Tx,
    ) -> Option<Txid> {
        let (txid, kind) = (tx.txid(), tx.name());
        let (outcome, rule) = match self.take(tx) {
            Ok(()) => (Outcome::Accepted { txid, kind }, rule),
            Err(error) => {
                (Outcome::Refused { reason: self.cast.named(&error.to_string()) }, error.rule())
            }
        };
        let accepted = matches!(outcome, Outcome::Accepted { .. });
        self.step(who, title, told, outcome, Some(rule));
        accepted.then_some(txid)
    }

    fn take(&mut self, tx: Tx) -> Result<(), WorldError> {
        let draft = self.drafted();
        judge(&mut draft.body, &tx, &draft.at)?;
        draft.transactions.push(tx);
        Ok(())
    }

    /// Tries a transaction that must not pass. The chain stays as it is.
    pub(super) fn refused(
        &mut self,
        who: &'static str,
        title: &str,
        told: &str,
        tx: &Tx,
    ) -> Result<(), StoryFault> {
        let draft = self.drafted();
        let mut body = draft.body.clone();
        match judge(&mut body, tx, &draft.at) {
            Ok(()) => Err(StoryFault::Passed { title: title.to_owned() }),
            Err(error) => {
                let reason = self.cast.named(&error.to_string());
                self.step(who, title, told, Outcome::Refused { reason }, Some(error.rule()));
                Ok(())
            }
        }
    }

    /// Something on a party's own machine that must not work.
    pub(super) fn shut<T, E: ToString>(
        &mut self,
        who: &'static str,
        title: &str,
        told: &str,
        found: Result<T, E>,
        rule: fn(&E) -> &'static Rule,
    ) -> Result<(), StoryFault> {
        match found {
            Ok(_) => Err(StoryFault::Passed { title: title.to_owned() }),
            Err(error) => {
                let reason = self.cast.named(&error.to_string());
                self.step(who, title, told, Outcome::Refused { reason }, Some(rule(&error)));
                Ok(())
            }
        }
    }

    /// Adds a step.
    pub(super) fn step(
        &mut self,
        who: &'static str,
        title: &str,
        told: &str,
        outcome: Outcome,
        rule: Option<&'static Rule>,
    ) {
        let world = self.drafted().body.clone();
        self.steps.push(Step {
            chapter: self.chapter,
            who,
            title: title.to_owned(),
            told: told.to_owned(),
            outcome,
            rule,
            world: Arc::new(world),
            height: self.tree.place().height,
            final_height: self.tree.final_height(),
        });
    }

    /// When the next block is.
    pub(super) fn at(&mut self) -> Moment {
        self.drafted().at
    }

    fn drafted(&mut self) -> &mut Draft {
        let (place, final_height) = (self.tree.place(), self.tree.final_height());
        let state = &self.state;
        self.draft.get_or_insert_with(|| {
            let at = Moment { height: place.height + 1, slot: place.slot + 1, final_height };
            let mut body = state.clone();
            body.begin_block(&at);
            Draft { at, body, transactions: Vec::new() }
        })
    }

    /// Every byte that the chain consists of: its setting, its blocks and its endorsements.
    pub fn chain_bytes(&self) -> Vec<u8> {
        let mut bytes = self.state.setting().to_bytes();
        self.events.iter().for_each(|event| event.encode(&mut bytes));
        bytes
    }
}

/// What a block would do with a transaction.
fn judge(body: &mut World, tx: &Tx, at: &Moment) -> Result<(), WorldError> {
    let proof = body.prove(tx, &tx.txid())?;
    body.apply(tx, &proof, at)
}

/// Three root keys of which two sign; three hospitals that found the chain; epochs of twelve slots.
fn setting(cast: &Cast, rng: &mut Rng) -> WorldSetting {
    let roots = cast.roots.iter().map(|root| root.identity()).collect();
    WorldSetting {
        consortium: Consortium { roots, needed: 2 },
        founders: cast.hospitals().map(|one| one.keys.identity()).to_vec(),
        oracles: vec![cast.oracle.identity()],
        election: Setting {
            rule: SeatRule::Ranked,
            seats: 3,
            slots: 12,
            missed_limit: 3,
            suspension_epochs: 1,
            smallest_bond: 20,
            notice_epochs: 1,
            block_reward: 30,
        },
        beacon: rng.bytes(),
        emergency_slots: 12,
        parts_needed: 2,
        mint_units: 100,
        maturity_blocks: 2,
        unbonding_blocks: 6,
        rate_max_age_slots: 6,
    }
}
