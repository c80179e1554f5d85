//! A reader: opens what was shared with it, or what an emergency opens, and nothing else.

use super::member::classes;
use super::{ClientError, context};
use crate::encode::Decode;
use crate::hash::Txid;
use crate::medical::data::DataState;
use crate::medical::data::state::Storage;
use crate::medical::identity::Keys;
use crate::medical::kac::{AggregateKey, ClassSet, KacError, KeyPart, combine, decapsulate};
use crate::medical::record::Record;
use crate::medical::seal;

/// A record as its reader has it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Opened {
    /// The record, whose hash is the one on the chain.
    pub record: Record,
    /// The classes that the key opens.
    pub set: ClassSet,
}

/// Opens the ciphertext of `storage` by the aggregate key of a sharing.
pub fn open_shared(
    state: &DataState,
    keys: &Keys,
    sharing: &Txid,
    storage: &Txid,
    ciphertext: &[u8],
) -> Result<Opened, ClientError> {
    let shared = state.sharing(sharing)?;
    let reader = keys.identity();
    let context = context::of_sharing(&shared.patient, &reader, &shared.storages);
    let bytes = seal::open(keys, &context, &shared.sealed_key)?;
    let key = AggregateKey::from_bytes(&bytes).map_err(ClientError::NoValue)?;
    let set = classes(state, &shared.storages)?;
    let theirs = state.keys(&shared.patient)?;
    key.check(&theirs.parameters, &theirs.key, &set)?;
    open(state, &key, set, storage, ciphertext)
}

/// Puts the members' parts together, and opens the ciphertext of `storage`.
pub fn open_emergency(
    state: &DataState,
    keys: &Keys,
    emergency: &Txid,
    storage: &Txid,
    ciphertext: &[u8],
) -> Result<Opened, ClientError> {
    let asked = state.emergency(emergency)?;
    let (trust, theirs) = (state.trust(&asked.patient)?, state.keys(&asked.patient)?);
    let set = classes(state, &asked.storages)?;
    let mut parts = Vec::new();
    for (index, sealed) in &asked.parts {
        let bytes = seal::open(keys, &context::of_part(emergency, *index), sealed)?;
        let part = KeyPart::from_bytes(&bytes).map_err(ClientError::NoValue)?;
        if part.index != *index {
            return Err(KacError::PartDoesNotFit { index: *index }.into());
        }
        part.check(&theirs.parameters, &trust.commitments, &set)?;
        parts.push(part);
    }
    let key = combine(&parts, state.setting().parts_needed)?;
    key.check(&theirs.parameters, &theirs.key, &set)?;
    open(state, &key, set, storage, ciphertext)
}

fn open(
    state: &DataState,
    key: &AggregateKey,
    set: ClassSet,
    txid: &Txid,
    ciphertext: &[u8],
) -> Result<Opened, ClientError> {
    let storage: &Storage = state.storage(txid)?;
    let parameters = &state.keys(&storage.patient)?.parameters;
    let key = decapsulate(parameters, key, &set, storage.class, &storage.capsule)?;
    let plain = key.decrypt(&context::of_record(&storage.release, storage.class), ciphertext)?;
    let record = Record::from_bytes(&plain).map_err(ClientError::NoValue)?;
    let wanted = state.release(&storage.release)?.digest;
    match record.digest() {
        found if found == wanted => Ok(Opened { record, set }),
        found => Err(ClientError::OtherRecord { found, wanted }),
    }
}
