//! What each action does: the same transactions, blocks and checks as in the story, by the keys of who is played.

use super::action::{PlayAction, Player};
use super::day::{Day, Fetched, TITLES};
use super::words;
use crate::hash::Txid;
use crate::medical::client::member;
use crate::medical::client::patient::Wish;
use crate::medical::client::purse::Order;
use crate::medical::data::{Action, DataTx};
use crate::medical::record::{Format, Record};
use crate::medical::story::chapters::{fetch, mint, transfer, vote_output};
use crate::medical::story::tale::Bookmark;
use crate::medical::story::{House, Outcome, Person, StoryFault};
use crate::medical::world::Tx;
use crate::rules::{Rule, medical_data as rules, token};

/// Slots for which a sharing of the day holds.
const SHARED_SLOTS: u64 = 12;

impl Day {
    /// Does it. What does not work on a party's own machine, or is no block, is told like what the chain refuses.
    pub(super) fn act(&mut self, action: &PlayAction) {
        let title = format!("{}: {}", self.you.name(), words::label(self, action));
        let done = match action {
            PlayAction::Be(player) => {
                self.you = *player;
                return;
            }
            PlayAction::Pick(record) => {
                if !self.picked.remove(record) {
                    self.picked.insert(*record);
                }
                return;
            }
            PlayAction::Release => self.release(&title),
            PlayAction::Store => self.store(&title),
            PlayAction::Mint => self.mint(&title),
            PlayAction::Share(reader) => self.share(&title, *reader),
            PlayAction::Revoke => self.revoke(&title),
            PlayAction::Vote(pool) => self.vote(&title, *pool),
            PlayAction::Fetch(record) => self.fetch(&title, *record),
            PlayAction::Open(record) => self.open(*record),
            PlayAction::Emergency => self.declare(&title),
            PlayAction::Part => self.give_part(&title),
            PlayAction::Make => self.make(),
            PlayAction::Block => {
                self.tale.seal("Whatever waited stands on the chain, and the seats endorse it.")
            }
            PlayAction::Election => self.pass(),
        };
        if let Err(fault) = done {
            let reason = self.tale.cast.named(&fault.to_string());
            self.tale.step(
                self.you.name(),
                &title,
                "It goes no further.",
                Outcome::Refused { reason },
                None,
            );
        }
    }

    /// Lets the chain judge a transaction.
    fn put(&mut self, title: &str, told: &str, rule: &'static Rule, tx: Tx) -> Option<Txid> {
        self.number += 1;
        self.tale.attempt(self.you.name(), title, told, rule, tx)
    }

    /// A statement of who is played.
    fn say(&self, action: Action) -> Tx {
        let keys = self.you.keys(&self.tale.cast);
        Tx::Data(DataTx::new(&self.tale.chain(), self.number, action, &keys))
    }

    fn release(&mut self, title: &str) -> Result<(), StoryFault> {
        let told = "Patient, institution and the hash of the record, under a signature. The record itself goes to Sally, sealed.";
        let sally = self.tale.cast.patient(Person::Sally).identity();
        let Some((house, (episode, content))) =
            self.you.house().map(|house| (house, treated(house)))
        else {
            let (quack, rng) = (self.you.keys(&self.tale.cast), &mut self.tale.rng);
            let record = Record::new(sally, quack.identity(), Format::Letter, "All is well.", rng);
            let (digest, episode) = (record.digest(), Some([9; 32]));
            let tx = self.say(Action::Release { patient: sally, digest, episode, amends: None });
            self.put(title, told, &rules::RELEASE, tx);
            return Ok(());
        };
        let (chain, house) = (self.tale.chain(), self.tale.cast.house(house).clone());
        let name = TITLES.get(self.episodes.len()).copied().unwrap_or(TITLES[0]);
        let (tx, delivery) =
            house.release(&chain, &sally, [episode; 32], content, &mut self.tale.rng);
        if let Some(release) = self.put(title, told, &rules::RELEASE, Tx::Data(tx)) {
            self.tale.deliveries.insert(release, delivery);
            self.tale.titles.insert(release, name);
            self.delivered.push((release, name));
            self.episodes.push(episode);
        }
        Ok(())
    }

    fn store(&mut self, title: &str) -> Result<(), StoryFault> {
        let missing = StoryFault::Missing { what: "delivery" };
        let (release, name) = *self.delivered.first().ok_or_else(|| missing.clone())?;
        let delivery = self.tale.deliveries.get(&release).cloned().ok_or(missing)?;
        let (chain, state) = (self.tale.chain(), self.tale.world().data().clone());
        let patient = self.tale.cast.patient_mut(Person::Sally);
        patient.accept(&state, &release, &delivery)?;
        let (tx, ciphertext) = patient.store(&chain, &release, None, &mut self.tale.rng)?;
        self.tale.cloud.put(&ciphertext);
        let told = "Its hash is the one that was signed. Encrypted anew under Sally's own key, it lies in the cloud.";
        if let Some(storage) = self.put(title, told, &rules::STORAGE, Tx::Data(tx)) {
            self.delivered.remove(0);
            let person = Person::Sally;
            self.tale.bookmarks.push(Bookmark { person, title: name, release, storage });
        }
        Ok(())
    }

    fn mint(&mut self, title: &str) -> Result<(), StoryFault> {
        let episode = self.episodes.last().copied().unwrap_or_default();
        let tx = mint(&self.tale, Person::Sally, episode, 100);
        let told = "It takes an episode that an institution released and the patient stored, and that never minted before.";
        self.put(title, told, &token::MINT_ONCE, tx);
        Ok(())
    }

    fn share(&mut self, title: &str, reader: Player) -> Result<(), StoryFault> {
        let (storages, receiver) = (self.storages(), reader.keys(&self.tale.cast).identity());
        let (purpose, until_slot) = ("asked for today", self.tale.at().slot + SHARED_SLOTS);
        let tx = if self.you == Player::Sally {
            let state = self.tale.world().data().clone();
            let wish = Wish { receiver, storages: &storages, purpose, until_slot };
            let patient = self.tale.cast.patient(Person::Sally);
            Tx::Data(patient.share(&state, &wish, self.number, &mut self.tale.rng)?)
        } else {
            let (purpose, sealed_key) = (purpose.to_owned(), vec![0; 145]);
            self.say(Action::Share { receiver, storages, purpose, until_slot, sealed_key })
        };
        let told = "One key for exactly these records, sealed to the reader, for twelve slots.";
        let shared = self.put(title, told, &rules::SHARING, tx);
        self.sharings.extend(shared);
        Ok(())
    }

    fn revoke(&mut self, title: &str) -> Result<(), StoryFault> {
        let missing = StoryFault::Missing { what: "sharing" };
        let sharing = self.sharings.last().ok_or(missing)?;
        let tx = self.tale.cast.patient(Person::Sally).revoke(&self.tale.chain(), sharing);
        let told = "The cloud hands out nothing more by it. What was copied stays copied.";
        self.put(title, told, &rules::PATIENTS_OWN, Tx::Data(tx));
        Ok(())
    }

    fn vote(&mut self, title: &str, pool: u32) -> Result<(), StoryFault> {
        let keys = self.you.keys(&self.tale.cast);
        let order = Order::transfer(vec![vote_output(&keys, pool, 20)], 0);
        let tx = transfer(&mut self.tale, &order, &keys)?;
        let told = "They stay Sally's, behind a delay of six blocks, and count from the middle of the epoch on.";
        self.put(title, told, &token::VOTE_BOUND, tx);
        Ok(())
    }

    fn fetch(&mut self, title: &str, record: usize) -> Result<(), StoryFault> {
        let missing = StoryFault::Missing { what: "record of this number" };
        let storage = self.records().get(record).ok_or(missing)?.storage;
        let basis = self.basis(&storage);
        let keys = self.you.keys(&self.tale.cast);
        let tx = fetch(&self.tale, &keys, storage, basis, self.number);
        let told = "Who, what, when and by what right: the trace comes first, the bytes after it.";
        if let Some(access) = self.put(title, told, &rules::RIGHT_TO_READ, tx) {
            self.fetches.push(Fetched { by: self.you, record, storage, access, basis });
        }
        Ok(())
    }

    fn declare(&mut self, title: &str) -> Result<(), StoryFault> {
        let first = self.picked.first().and_then(|at| self.records().get(*at));
        let person = first.map_or(Person::Sally, |mark| mark.person);
        let patient = self.tale.cast.patient(person).identity();
        let (storages, reason) = (self.storages(), "unconscious after an accident".to_owned());
        let tx = self.say(Action::Emergency { patient, storages, reason });
        let told = "Who, whose, which and why stands on the chain before any key is made. Two members give parts of it once the block is final.";
        if let Some(emergency) = self.put(title, told, &rules::EMERGENCY_TRACE, tx) {
            self.emergency = Some(emergency);
        }
        Ok(())
    }

    fn give_part(&mut self, title: &str) -> Result<(), StoryFault> {
        let missing = StoryFault::Missing { what: "emergency" };
        let emergency = self.emergency.ok_or(missing)?;
        let (keys, state) = (self.you.keys(&self.tale.cast), self.tale.world().data().clone());
        let tx = member::part(&state, &emergency, &keys, &mut self.tale.rng)?;
        let told = "Made of this member's share, for just these records, and sealed to the reader.";
        self.put(title, told, &rules::ENTRUSTED, Tx::Data(tx));
        Ok(())
    }

    /// The next block by who is played.
    fn make(&mut self) -> Result<(), StoryFault> {
        let keys = self.you.keys(&self.tale.cast);
        self.tale.seal_by(&keys, "It was this delegate's turn, and the seats endorse the block.")
    }

    fn pass(&mut self) -> Result<(), StoryFault> {
        let slots = u64::from(self.tale.setting().election.slots);
        let next = u64::from(self.tale.world().registry().epoch() + 1) * slots;
        let told = "Stake was counted in the middle of the epoch. The seats are given by it, and the slots dealt.";
        self.tale.pass_to(next, told)
    }
}

/// An episode of care, and what the hospital writes about it, in its own format.
fn treated(house: House) -> (u8, &'static str) {
    match house {
        House::Berlin => (6, "wound: dry, sutures out\nadvice: no lifting for three weeks"),
        House::Bielefeld => (7, "haemoglobin = 13.4 g/dl\npulse = 72 /min"),
        House::Muenster => (8, "Recovered."),
    }
}
