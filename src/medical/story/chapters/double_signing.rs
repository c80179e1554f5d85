//! A delegate signs two blocks for one slot, and what that costs.

use crate::medical::chain::block::merkle_root;
use crate::medical::chain::{Evidence, Header};
use crate::medical::identity::Keys;
use crate::medical::story::{House, Outcome, StoryFault, Tale};
use crate::medical::token::lock::bond;
use crate::medical::token::{Kind, TokenInput, TokenTx};
use crate::medical::world::{PoolAction, Tx};
use crate::primitives::ScriptBuf;
use crate::rules::{election as rules, token};

use super::pools::said;

/// The proof, the bond, and the next election.
pub fn double_signing(tale: &mut Tale) -> Result<(), StoryFault> {
    tale.chapter("Two blocks for one slot");
    let berlin = tale.cast.house(House::Berlin).keys.clone();
    let cohort = tale.cast.cohort.clone();
    let (one, two) = two_headers(tale, &berlin);
    let same = Evidence { first: one, second: one };
    let tx = said(tale, PoolAction::Prove { evidence: Box::new(same) }, &cohort, 10);
    tale.refused(
        "Cohort",
        "The team accuses Berlin with one header, twice",
        "One block for one slot is what a delegate is for.",
        &tx,
    )?;
    let forged = Evidence {
        first: one,
        second: crate::medical::chain::SignedHeader { signature: one.signature, ..two },
    };
    let tx = said(tale, PoolAction::Prove { evidence: Box::new(forged) }, &cohort, 11);
    tale.refused(
        "Cohort",
        "The team makes up a second header",
        "Berlin's signature is under the first. Nobody can be accused by what he did not sign.",
        &tx,
    )?;
    let burn = burn(tale, &berlin)?;
    tale.refused(
        "Cohort",
        "The team burns Berlin's bond without a proof",
        "Nothing on the chain says that Berlin did anything.",
        &burn,
    )?;
    let evidence = Box::new(Evidence { first: one, second: two });
    let tx = said(tale, PoolAction::Prove { evidence }, &cohort, 12);
    tale.submit("Cohort", "The team shows two headers that Berlin signed for one slot", "The two signatures are the proof; nobody has to be believed. The pool is expelled for good.", &rules::DOUBLE_SIGNING, tx)?;
    tale.submit(
        "Cohort",
        "The bond is burnt",
        "25 tokens that nobody will ever have again. Anyone may do it.",
        &token::BOND_AT_STAKE,
        burn,
    )?;
    tale.seal("Berlin is expelled.")?;
    let next = u64::from(tale.world().registry().epoch() + 1) * 12;
    tale.pass_to(next, "The next election comes.")?;
    let seats = tale.world().registry().election().seats.clone();
    let told: Vec<String> = seats.iter().map(|seat| format!("pool {}", seat.pool.0)).collect();
    tale.step("the chain", "The seats of the next epoch", &format!("Seated: {}. The votes for pool 2 are still locked to it, and count for nobody: their owners have to move them.", told.join(", ")), Outcome::Told, Some(&rules::STANDING));
    Ok(())
}

/// Two headers of one producer, for a slot that is over.
fn two_headers(
    tale: &mut Tale,
    keys: &Keys,
) -> (crate::medical::chain::SignedHeader, crate::medical::chain::SignedHeader) {
    let (chain, slot) = (tale.chain(), tale.at().slot);
    let place = tale.tree.place();
    let header = |root: &[crate::hash::Txid]| Header {
        previous: place.id,
        height: place.height,
        slot: slot.saturating_sub(1),
        merkle_root: merkle_root(root).hash,
        producer: keys.identity(),
    };
    let other = crate::hash::Txid([1; 32]);
    (header(&[]).signed(&chain, keys), header(&[other]).signed(&chain, keys))
}

fn burn(tale: &mut Tale, delegate: &Keys) -> Result<Tx, StoryFault> {
    let lock = bond(&delegate.identity());
    let coins = tale.world().tokens().coins();
    let found = coins.iter().find(|(_, coin)| coin.output.script_pubkey == lock);
    let Some((outpoint, _)) = found else { return Err(StoryFault::Missing { what: "bond" }) };
    let input = TokenInput {
        previous_output: *outpoint,
        script_sig: ScriptBuf::default(),
        sequence: u32::MAX,
    };
    Ok(Tx::Token(TokenTx { kind: Kind::Burn, inputs: vec![input], outputs: vec![], lock_time: 0 }))
}
