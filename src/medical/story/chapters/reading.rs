//! Fetching, as it is done in every chapter: the trace first, then the bytes.

use crate::hash::Txid;
use crate::medical::data::{Action, Basis, DataTx};
use crate::medical::identity::Keys;
use crate::medical::story::{Outcome, StoryFault, Tale};
use crate::medical::world::Tx;
use crate::rules::{cloud, medical_data as rules};

/// A fetch of `storage` by `basis`.
pub(in crate::medical::story) fn fetch(
    tale: &Tale,
    reader: &Keys,
    storage: Txid,
    basis: Basis,
    number: u64,
) -> Tx {
    Tx::Data(DataTx::new(&tale.chain(), number, Action::Fetch { storage, basis }, reader))
}

/// The ciphertext of `storage`: refused before the trace is final, handed out after.
pub(super) fn fetched(
    tale: &mut Tale,
    who: &'static str,
    reader: &Keys,
    basis: Basis,
    storage: Txid,
) -> Result<Vec<u8>, StoryFault> {
    let title = tale.title_of(&storage);
    let tx = fetch(tale, reader, storage, basis, 1);
    let access = tale.submit(
        who,
        &format!("{who} fetches the {title}"),
        "The fetch is a transaction: who, what, when and by what right.",
        &rules::RIGHT_TO_READ,
        tx,
    )?;
    let state = tale.world().data().clone();
    let early = tale.cloud.hand_out(&state, tale.tree.final_height(), &access);
    tale.shut(
        who,
        &format!("{who} asks the cloud at once"),
        "The fetch waits for its block. The cloud hands out nothing whose trace could still go away.",
        early,
        crate::medical::cloud::CloudError::rule,
    )?;
    tale.seal("The fetch stands in a final block.")?;
    let state = tale.world().data().clone();
    let delivered = tale.cloud.hand_out(&state, tale.tree.final_height(), &access)?;
    let lines = delivered.answers.iter();
    let lines = lines.map(|answer| (answer.node.clone(), answer.finding.told().to_owned()));
    tale.step(
        who,
        &format!("the cloud hands {who} the ciphertext"),
        "The bytes have the hash that the chain points to.",
        Outcome::Read { lines: lines.collect() },
        Some(&cloud::TRACE_FIRST),
    );
    delivered.ciphertext.ok_or(StoryFault::Missing { what: "copy in the cloud" })
}
