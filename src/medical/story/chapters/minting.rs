//! Episodes of care become tokens, one mint each.

use crate::medical::client::purse::{Order, issue, pay};
use crate::medical::story::{Person, StoryFault, Tale};
use crate::medical::token::lock::{VoteLock, owner_hash, to_owner};
use crate::medical::token::{Asset, Kind, TokenOutput};
use crate::medical::world::Tx;
use crate::rules::token as rules;

/// Data tokens are minted, and what is tried to get more of them.
pub fn minting(tale: &mut Tale) -> Result<(), StoryFault> {
    tale.chapter("Tokens for data");
    for (episode, person, what) in [
        (1, Person::Sally, "her days in Bielefeld"),
        (2, Person::Sally, "her surgery in Münster"),
        (3, Person::Sally, "her check in Berlin"),
        (4, Person::Tom, "his visit to Bielefeld"),
        (5, Person::Ada, "her wrist"),
    ] {
        let (who, tx) = (person.name(), mint(tale, person, episode, 100));
        tale.submit(
            who,
            &format!("{who} mints 100 data tokens for {what}"),
            "An institution released a record of this episode and the patient stored it: that is what a mint takes.",
            &rules::MINT_ONCE,
            tx,
        )?;
    }
    let again = mint(tale, Person::Sally, 1, 100);
    tale.seal("500 data tokens exist.")?;
    tale.refused(
        "Sally",
        "Sally mints a second time for the same transaction",
        "The very same bytes stand on the chain already.",
        &again,
    )?;
    let mut other = mint(tale, Person::Sally, 1, 100);
    if let Tx::Token(tx) = &mut other {
        tx.outputs[0].script_pubkey = tale_lock(tale, Person::Sally);
        tx.lock_time = 0;
        tx.outputs.push(TokenOutput { amount: 1, ..tx.outputs[0].clone() });
    }
    tale.refused(
        "Sally",
        "Sally mints for the second record of her days in Bielefeld",
        "Two records, blood values and allergy test, are one episode. However finely a treatment is cut, it mints once.",
        &other,
    )?;
    let nothing = mint(tale, Person::Sally, 77, 100);
    tale.refused(
        "Sally",
        "Sally mints for an episode that no hospital knows",
        "No record of it was released and stored, so that there is nothing to mint for. Her diary is data of her own, and no episode.",
        &nothing,
    )?;
    immature_vote(tale)?;
    tale.seal("Fresh tokens rest two blocks before they can be spent.")?;
    tale.seal("Now they are ripe.")
}

/// An issuance of data tokens for an episode.
pub(in crate::medical::story) fn mint(tale: &Tale, person: Person, episode: u8, amount: u64) -> Tx {
    let script_pubkey = tale_lock(tale, person);
    let output = TokenOutput { asset: Asset::Data, amount, script_pubkey };
    Tx::Token(issue(Kind::Issue { episode: [episode; 32] }, vec![output]))
}

fn tale_lock(tale: &Tale, person: Person) -> crate::primitives::ScriptBuf {
    to_owner(&tale.cast.patient(person).identity())
}

fn immature_vote(tale: &mut Tale) -> Result<(), StoryFault> {
    let (chain, height) = (tale.chain(), tale.at().height);
    let sally = tale.cast.patient(Person::Sally).keys.clone();
    let lock = VoteLock { pool: 0, owner: owner_hash(&sally.identity()), delay_blocks: 6 };
    let vote = TokenOutput { asset: Asset::Data, amount: 50, script_pubkey: lock.script() };
    // As if it were two blocks later.
    let ledger = tale.world().tokens().clone();
    let tx = pay(&chain, &ledger, height + 2, &Order::transfer(vec![vote], 0), &sally);
    let tx = tx.ok_or(StoryFault::Missing { what: "token to vote with" })?;
    tale.refused(
        "Sally",
        "Sally votes with tokens minted one block ago",
        "Stake must be a little old before it votes, or it could be minted for one election and be gone after it.",
        &Tx::Token(tx),
    )
}
