//! A member of the consortium: it keeps a share, and gives its part of a key for an emergency.

use super::{ClientError, context};
use crate::encode::{Decode, Encode};
use crate::hash::{BlockHash, Txid};
use crate::medical::data::{Action, DataError, DataState, DataTx};
use crate::medical::identity::Keys;
use crate::medical::kac::{ClassSet, MasterShare, extract_part};
use crate::medical::seal;
use crate::rng::Rng;

/// Opens the member's share, makes of it the part of the key for exactly the records of the emergency, and
/// seals that to the reader.
pub fn part(
    state: &DataState,
    emergency: &Txid,
    keys: &Keys,
    rng: &mut Rng,
) -> Result<DataTx, ClientError> {
    let asked = state.emergency(emergency)?;
    let (patient, trust) = (asked.patient, state.trust(&asked.patient)?);
    let own = trust.shares.iter().position(|(member, _)| *member == keys.identity());
    let Some(at) = own else {
        return Err(DataError::NotEntrusted { who: keys.identity(), patient }.into());
    };
    let index = u32::try_from(at).unwrap_or(u32::MAX).saturating_add(1);
    let sealed = &trust.shares.get(at).map(|(_, sealed)| sealed.clone()).unwrap_or_default();
    let share = seal::open(keys, &context::of_share(&patient, index), sealed)?;
    let share = MasterShare::from_bytes(&share).map_err(ClientError::NoValue)?;
    share.check(&trust.commitments)?;
    let set = classes(state, &asked.storages)?;
    let part = extract_part(&state.keys(&patient)?.parameters, &share, &set)?;
    let bytes = zeroize::Zeroizing::new(part.to_bytes());
    let context = context::of_part(emergency, index);
    let sealed_part = seal::seal(&asked.reader, &context, &bytes, rng);
    let chain: &BlockHash = &state.setting().chain;
    Ok(DataTx::new(chain, 0, Action::Part { emergency: *emergency, sealed_part }, keys))
}

/// The classes of some storages.
pub(super) fn classes(state: &DataState, storages: &[Txid]) -> Result<ClassSet, ClientError> {
    let classes = storages.iter().map(|txid| state.storage(txid).map(|storage| storage.class));
    Ok(classes.collect::<Result<_, _>>()?)
}
