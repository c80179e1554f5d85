//! A patient: one key for all its records, of which it hands out exactly what it wants to.

use std::collections::BTreeMap;

use zeroize::Zeroizing;

use super::{ClientError, context};
use crate::encode::Encode;
use crate::hash::{BlockHash, Txid};
use crate::medical::data::action::CloudPointer;
use crate::medical::data::{Action, DataState, DataTx};
use crate::medical::identity::{Identity, Keys};
use crate::medical::kac::{
    ClassSet, MasterSecret, Parameters, PublicKey, encapsulate, extract, key_pair, split,
};
use crate::medical::record::delivery::Delivery;
use crate::medical::record::{Format, Record};
use crate::medical::seal;
use crate::rng::Rng;

/// What a patient has on its own machine.
#[derive(Debug, Clone)]
pub struct Patient {
    /// The keys that it signs with, and that records are sealed to.
    pub keys: Keys,
    parameters: Parameters,
    secret: MasterSecret,
    public: PublicKey,
    next_class: u32,
    records: BTreeMap<Txid, Record>,
}

/// A sharing that a patient has in mind.
#[derive(Debug, Clone, Copy)]
pub struct Wish<'a> {
    /// Who may read.
    pub receiver: Identity,
    /// Which records, by their storages.
    pub storages: &'a [Txid],
    /// For what.
    pub purpose: &'a str,
    /// The last slot at which it holds.
    pub until_slot: u64,
}

impl Patient {
    /// A patient with a fresh key for up to `classes` records.
    pub fn new(classes: u32, rng: &mut Rng) -> Result<Patient, ClientError> {
        let keys = Keys::new(rng);
        let parameters = Parameters::new(classes, rng)?;
        let (secret, public) = key_pair(rng);
        Ok(Patient { keys, parameters, secret, public, next_class: 1, records: BTreeMap::new() })
    }

    /// Who it is.
    pub fn identity(&self) -> Identity {
        self.keys.identity()
    }

    /// Says under which key its records will be.
    pub fn publish_key(&self, chain: &BlockHash) -> DataTx {
        let parameters = Box::new(self.parameters.clone());
        let action = Action::PublishKey { parameters, key: self.public };
        DataTx::new(chain, 0, action, &self.keys)
    }

    /// Splits the master secret among `members`, of whom `needed` can open records in an emergency.
    pub fn entrust(
        &self,
        chain: &BlockHash,
        members: &[Identity],
        needed: u32,
        rng: &mut Rng,
    ) -> Result<DataTx, ClientError> {
        let count = u32::try_from(members.len()).unwrap_or(u32::MAX);
        let (shares, commitments) = split(&self.secret, needed, count, rng)?;
        let sealed = shares.iter().zip(members).map(|(share, member)| {
            let bytes = Zeroizing::new(share.to_bytes());
            let context = context::of_share(&self.identity(), share.index);
            (*member, seal::seal(member, &context, &bytes, rng))
        });
        let action = Action::Entrust { shares: sealed.collect(), commitments };
        Ok(DataTx::new(chain, 0, action, &self.keys))
    }

    /// Takes a delivery, if it is what the institution signed on the chain.
    pub fn accept(
        &mut self,
        state: &DataState,
        release: &Txid,
        delivery: &Delivery,
    ) -> Result<&Record, ClientError> {
        let wanted = state.release(release)?.digest;
        let record = delivery.open(&self.keys, &wanted)?;
        Ok(self.records.entry(*release).or_insert(record))
    }

    /// Writes a record of its own; `amends` is the release of one that it puts right.
    pub fn write(
        &mut self,
        chain: &BlockHash,
        content: &str,
        amends: Option<Txid>,
        rng: &mut Rng,
    ) -> DataTx {
        let patient = self.identity();
        let record = Record::new(patient, patient, Format::Letter, content, rng);
        let digest = record.digest();
        let action = Action::Release { patient, digest, episode: None, amends };
        let tx = DataTx::new(chain, 0, action, &self.keys);
        self.records.insert(tx.txid(), record);
        tx
    }

    /// Encrypts a record under the next class: what goes onto the chain, and what goes into the cloud. To
    /// encrypt it anew, name the storage that this one `replaces`.
    pub fn store(
        &mut self,
        chain: &BlockHash,
        release: &Txid,
        replaces: Option<Txid>,
        rng: &mut Rng,
    ) -> Result<(DataTx, Vec<u8>), ClientError> {
        let record = self.records.get(release);
        let record = record.ok_or(ClientError::NoRecord { release: *release })?;
        let (class, classes) = (self.next_class, self.parameters.classes());
        if class > classes {
            return Err(ClientError::NoClassLeft { classes });
        }
        let (capsule, key) = encapsulate(&self.parameters, &self.public, class, rng)?;
        let plain = Zeroizing::new(record.to_bytes());
        let ciphertext = key.encrypt(&context::of_record(release, class), &plain);
        self.next_class += 1;
        let pointer = CloudPointer::to(&ciphertext);
        let action = Action::Store { release: *release, pointer, class, capsule, replaces };
        Ok((DataTx::new(chain, 0, action, &self.keys), ciphertext))
    }

    /// Extracts one key for exactly the records wished for, sealed to their reader.
    pub fn share(
        &self,
        state: &DataState,
        wish: &Wish<'_>,
        number: u64,
        rng: &mut Rng,
    ) -> Result<DataTx, ClientError> {
        let classes = wish.storages.iter().map(|txid| state.storage(txid).map(|s| s.class));
        let set: ClassSet = classes.collect::<Result<_, _>>()?;
        let key = extract(&self.parameters, &self.secret, &set)?;
        let context = context::of_sharing(&self.identity(), &wish.receiver, wish.storages);
        let bytes = Zeroizing::new(key.to_bytes());
        let action = Action::Share {
            receiver: wish.receiver,
            storages: wish.storages.to_vec(),
            purpose: wish.purpose.to_owned(),
            until_slot: wish.until_slot,
            sealed_key: seal::seal(&wish.receiver, &context, &bytes, rng),
        };
        Ok(DataTx::new(&state.setting().chain, number, action, &self.keys))
    }

    /// Takes a sharing back.
    pub fn revoke(&self, chain: &BlockHash, sharing: &Txid) -> DataTx {
        DataTx::new(chain, 0, Action::Revoke { sharing: *sharing }, &self.keys)
    }

    /// A record on its machine.
    pub fn record(&self, release: &Txid) -> Option<&Record> {
        self.records.get(release)
    }

    /// The secrets, for tests that look for them where they must not be.
    pub fn secrets(&self) -> Vec<Zeroizing<Vec<u8>>> {
        vec![self.secret.secret_bytes(), Zeroizing::new(self.keys.secret_bytes().to_vec())]
    }
}
