//! What can be checked of a statement without regard to the rest of its block: signatures and pairings.

use super::{Action, Certificate, DataError, DataState, DataTx};
use crate::hash::Txid;
use crate::medical::identity::Identity;
use crate::medical::kac::{Capsule, KacError};

/// What [`prove`] has found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DataProof {
    /// All signatures and pairings hold.
    Whole,
    /// All but a capsule, whose patient had no key before this block.
    CapsuleOpen,
}

/// Checks signatures and pairings. `txid` is the statement's id.
pub fn prove(state: &DataState, tx: &DataTx, txid: &Txid) -> Result<DataProof, DataError> {
    let setting = state.setting();
    if !tx.is_signed(&setting.chain, txid) {
        return Err(DataError::NotSigned { author: tx.author });
    }
    match &tx.statement {
        Action::Admit { certificate } => {
            setting
                .consortium
                .check(&certificate.digest(&setting.chain), &certificate.signatures)?;
        }
        Action::Withdraw { serial, signatures } => {
            let digest = Certificate::withdrawal_digest(&setting.chain, *serial);
            setting.consortium.check(&digest, signatures)?;
        }
        Action::PublishKey { parameters, key } => {
            parameters.check().and_then(|()| key.check()).map_err(DataError::Key)?;
        }
        Action::Store { class, capsule, .. } => {
            return match state.keys(&tx.author) {
                Ok(_) => {
                    capsule_fits(state, &tx.author, *class, capsule).map(|()| DataProof::Whole)
                }
                Err(_) => Ok(DataProof::CapsuleOpen),
            };
        }
        _ => {}
    }
    Ok(DataProof::Whole)
}

/// Whether `capsule` is for `class` of the patient's key, by two pairings.
pub(super) fn capsule_fits(
    state: &DataState,
    patient: &Identity,
    class: u32,
    capsule: &Capsule,
) -> Result<(), DataError> {
    let keys = state.keys(patient)?;
    let checked: Result<(), KacError> = capsule.check(&keys.parameters, &keys.key, class);
    checked.map_err(DataError::Key)
}
