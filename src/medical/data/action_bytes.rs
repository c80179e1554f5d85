//! Actions as bytes: a number for the kind, then its fields in the order in which they are declared.

use super::action::{CloudPointer, RECORDS_MAX, SEALED_MAX_BYTES, WORDS_MAX_BYTES};
use super::{Action, Basis, Certificate, RootSignature};
use crate::encode::{Decode, DecodeError, Encode, Reader, Sink, put_bytes, put_compact_size};
use crate::hash::Txid;
use crate::medical::identity::Identity;
use crate::medical::kac::{Capsule, Commitments, Parameters, PublicKey};
use crate::medical::record::{RecordDigest, text};
use crate::medical::token::Role;

impl Encode for Action {
    fn encode<S: Sink>(&self, sink: &mut S) {
        match self {
            Action::Admit { certificate } => {
                sink.put(&[0]);
                certificate.encode(sink);
            }
            Action::Withdraw { serial, signatures } => {
                sink.put(&[1]);
                sink.put(&serial.to_le_bytes());
                put_list(sink, signatures);
            }
            Action::Register { role } => sink.put(&[2, *role as u8]),
            Action::PublishKey { parameters, key } => {
                sink.put(&[3]);
                parameters.encode(sink);
                key.encode(sink);
            }
            Action::Entrust { commitments, shares } => {
                sink.put(&[4]);
                commitments.encode(sink);
                put_compact_size(sink, shares.len() as u64);
                for (member, sealed) in shares {
                    member.encode(sink);
                    put_bytes(sink, sealed);
                }
            }
            Action::Release { patient, digest, episode, amends } => {
                sink.put(&[5]);
                patient.encode(sink);
                sink.put(&digest.0);
                put_optional(sink, episode.as_ref());
                put_optional(sink, amends.as_ref().map(|txid| &txid.0));
            }
            Action::Store { release, pointer, class, capsule, replaces } => {
                sink.put(&[6]);
                sink.put(&release.0);
                sink.put(&pointer.0);
                sink.put(&class.to_le_bytes());
                capsule.encode(sink);
                put_optional(sink, replaces.as_ref().map(|txid| &txid.0));
            }
            Action::Share { receiver, storages, purpose, until_slot, sealed_key } => {
                sink.put(&[7]);
                receiver.encode(sink);
                put_txids(sink, storages);
                put_bytes(sink, purpose.as_bytes());
                sink.put(&until_slot.to_le_bytes());
                put_bytes(sink, sealed_key);
            }
            Action::Revoke { sharing } => put_with_txid(sink, 8, sharing),
            Action::Emergency { patient, storages, reason } => {
                sink.put(&[9]);
                patient.encode(sink);
                put_txids(sink, storages);
                put_bytes(sink, reason.as_bytes());
            }
            Action::Part { emergency, sealed_part } => {
                put_with_txid(sink, 10, emergency);
                put_bytes(sink, sealed_part);
            }
            Action::Fetch { storage, basis } => {
                put_with_txid(sink, 11, storage);
                match basis {
                    Basis::Own => sink.put(&[0]),
                    Basis::Sharing(txid) => put_with_txid(sink, 1, txid),
                    Basis::Emergency(txid) => put_with_txid(sink, 2, txid),
                }
            }
        }
    }
}

impl Decode for Action {
    fn decode(r: &mut Reader<'_>) -> Result<Action, DecodeError> {
        let offset = r.position();
        Ok(match r.u8()? {
            0 => Action::Admit { certificate: Certificate::decode(r)? },
            1 => {
                let serial = r.u64()?;
                let count = r.count("root signatures", 65)?;
                let signatures = (0..count).map(|_| RootSignature::decode(r));
                Action::Withdraw { serial, signatures: signatures.collect::<Result<_, _>>()? }
            }
            2 => Action::Register { role: role(r)? },
            3 => {
                let parameters = Box::new(Parameters::decode(r)?);
                Action::PublishKey { parameters, key: PublicKey::decode(r)? }
            }
            4 => {
                let commitments = Commitments::decode(r)?;
                let count = r.count("shares", 34)?;
                let shares = (0..count).map(|_| Ok((Identity::decode(r)?, sealed(r)?)));
                Action::Entrust { commitments, shares: shares.collect::<Result<_, _>>()? }
            }
            5 => Action::Release {
                patient: Identity::decode(r)?,
                digest: RecordDigest(r.array()?),
                episode: optional(r)?,
                amends: optional(r)?.map(Txid),
            },
            6 => Action::Store {
                release: Txid(r.array()?),
                pointer: CloudPointer(r.array()?),
                class: r.u32()?,
                capsule: Capsule::decode(r)?,
                replaces: optional(r)?.map(Txid),
            },
            7 => Action::Share {
                receiver: Identity::decode(r)?,
                storages: txids(r)?,
                purpose: words(r)?,
                until_slot: r.u64()?,
                sealed_key: sealed(r)?,
            },
            8 => Action::Revoke { sharing: Txid(r.array()?) },
            9 => Action::Emergency {
                patient: Identity::decode(r)?,
                storages: txids(r)?,
                reason: words(r)?,
            },
            10 => Action::Part { emergency: Txid(r.array()?), sealed_part: sealed(r)? },
            11 => Action::Fetch { storage: Txid(r.array()?), basis: Basis::decode(r)? },
            other => return Err(no_value(offset, "the number of an action, 0 to 11", other)),
        })
    }
}

impl Decode for Basis {
    fn decode(r: &mut Reader<'_>) -> Result<Basis, DecodeError> {
        let offset = r.position();
        Ok(match r.u8()? {
            0 => Basis::Own,
            1 => Basis::Sharing(Txid(r.array()?)),
            2 => Basis::Emergency(Txid(r.array()?)),
            other => return Err(no_value(offset, "the number of a right, 0 to 2", other)),
        })
    }
}

fn put_list<S: Sink>(sink: &mut S, list: &[impl Encode]) {
    put_compact_size(sink, list.len() as u64);
    list.iter().for_each(|item| item.encode(sink));
}

fn put_txids<S: Sink>(sink: &mut S, txids: &[Txid]) {
    put_compact_size(sink, txids.len() as u64);
    txids.iter().for_each(|txid| sink.put(&txid.0));
}

fn put_with_txid<S: Sink>(sink: &mut S, number: u8, txid: &Txid) {
    sink.put(&[number]);
    sink.put(&txid.0);
}

fn put_optional<S: Sink>(sink: &mut S, value: Option<&[u8; 32]>) {
    sink.put(&[u8::from(value.is_some())]);
    value.into_iter().for_each(|value| sink.put(value));
}

fn optional(r: &mut Reader<'_>) -> Result<Option<[u8; 32]>, DecodeError> {
    let offset = r.position();
    match r.u8()? {
        0 => Ok(None),
        1 => r.array().map(Some),
        other => Err(no_value(offset, "0 for none or 1 for one", other)),
    }
}

fn words(r: &mut Reader<'_>) -> Result<String, DecodeError> {
    text(r, WORDS_MAX_BYTES, "a purpose or reason (at most 200 bytes of text)")
}

fn txids(r: &mut Reader<'_>) -> Result<Vec<Txid>, DecodeError> {
    let offset = r.position();
    let count = r.count("storages", 32)?;
    if count > RECORDS_MAX {
        let what = "a number of records up to 100";
        return Err(DecodeError::NotAValue { offset, what, found: count.to_string() });
    }
    (0..count).map(|_| r.array().map(Txid)).collect()
}

fn sealed(r: &mut Reader<'_>) -> Result<Vec<u8>, DecodeError> {
    let offset = r.position();
    let bytes = r.byte_string()?;
    match bytes.len() > SEALED_MAX_BYTES {
        true => Err(DecodeError::NotAValue {
            offset,
            what: "a sealed key of at most 400 bytes",
            found: format!("{} bytes", bytes.len()),
        }),
        false => Ok(bytes.to_vec()),
    }
}

fn role(r: &mut Reader<'_>) -> Result<Role, DecodeError> {
    let offset = r.position();
    match r.u8()? {
        0 => Ok(Role::Patient),
        1 => Ok(Role::Hospital),
        2 => Ok(Role::Insurer),
        other => Err(no_value(offset, "the number of a role, 0 to 2", other)),
    }
}

fn no_value(offset: usize, what: &'static str, found: u8) -> DecodeError {
    DecodeError::NotAValue { offset, what, found: found.to_string() }
}
