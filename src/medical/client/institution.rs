//! An institution: it makes records, says so on the chain, and sends them to their patients.

use crate::hash::BlockHash;
use crate::medical::data::{Action, DataTx};
use crate::medical::identity::{Identity, Keys};
use crate::medical::record::delivery::Delivery;
use crate::medical::record::{Format, Record};
use crate::rng::Rng;

/// An institution's keys, and the format in which it writes.
#[derive(Debug, Clone)]
pub struct Institution {
    /// Its keys.
    pub keys: Keys,
    /// In which format it writes, and reads.
    pub format: Format,
}

impl Institution {
    /// Makes a record of an episode of care: what goes onto the chain, and what goes to the patient.
    pub fn release(
        &self,
        chain: &BlockHash,
        patient: &Identity,
        episode: [u8; 32],
        content: &str,
        rng: &mut Rng,
    ) -> (DataTx, Delivery) {
        let record = Record::new(*patient, self.keys.identity(), self.format, content, rng);
        let release = Action::Release {
            patient: *patient,
            digest: record.digest(),
            episode: Some(episode),
            amends: None,
        };
        let delivery = Delivery::new(&record, patient, rng);
        (DataTx::new(chain, 0, release, &self.keys), delivery)
    }
}
