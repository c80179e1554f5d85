//! Hospitals open pools, patients lock tokens to them, and the first election follows.

use crate::election::Election;
use crate::hash::Txid;
use crate::medical::client::purse::{Order, pay, spend};
use crate::medical::identity::{Identity, Keys};
use crate::medical::story::{House, Outcome, Person, StoryFault, Tale};
use crate::medical::token::lock::{VoteLock, bond, owner_hash, to_owner};
use crate::medical::token::{Asset, Kind, TokenOutput};
use crate::medical::world::{PoolAction, PoolTx, Tx};
use crate::primitives::OutPoint;
use crate::rules::{election as rules, token};

use super::randomness;

/// Slots of an epoch.
pub(super) const SLOTS: u64 = 12;

/// Pools, votes, an election and its randomness.
pub fn pools(tale: &mut Tale) -> Result<(), StoryFault> {
    tale.chapter("Delegates");
    for (person, house) in [
        (Person::Sally, House::Bielefeld),
        (Person::Tom, House::Muenster),
        (Person::Ada, House::Berlin),
    ] {
        sell(tale, person, house)?;
    }
    tale.seal(
        "Tokens can be sold. The data that they were minted for cannot: that stays the patient's.",
    )?;
    let mut bonds = Vec::new();
    for house in House::ALL {
        bonds.push(post_bond(tale, house)?);
    }
    tale.seal("Three bonds are locked.")?;
    for ((house, bond), commission) in House::ALL.into_iter().zip(bonds).zip([100, 50, 80]) {
        open(tale, house, bond, commission)?;
    }
    for (person, pool, amount) in
        [(Person::Sally, 0, 150), (Person::Tom, 1, 60), (Person::Ada, 2, 60)]
    {
        vote(tale, person, pool, amount)?;
    }
    tale.seal("270 tokens vote, of 500.")?;
    bound_and_spent(tale)?;
    tale.seal("Sally's votes are spread over two pools now.")?;
    tale.pass_to(
        SLOTS + SLOTS / 2 + 1,
        "In the middle of the epoch the stake is counted, before any secret is out.",
    )?;
    tale.pass_to(2 * SLOTS, "The epoch ends, and with it the time of the founders.")?;
    election(tale)
}

fn data(amount: u64, to: &Identity) -> TokenOutput {
    TokenOutput { asset: Asset::Data, amount, script_pubkey: to_owner(to) }
}

fn sell(tale: &mut Tale, person: Person, house: House) -> Result<(), StoryFault> {
    let keys = tale.cast.patient(person).keys.clone();
    let order = Order::transfer(vec![data(30, &tale.cast.house(house).keys.identity())], 1);
    let (who, tx) = (person.name(), transfer(tale, &order, &keys)?);
    tale.submit(
        who,
        &format!("{who} sells 30 tokens to {}", house.name()),
        "An ordinary transaction: an output is spent, 30 go to the hospital, 1 is the fee, the rest comes back as change.",
        &token::TOKEN_CONSERVED,
        tx,
    )
    .map(drop)
}

fn post_bond(tale: &mut Tale, house: House) -> Result<OutPoint, StoryFault> {
    let keys = tale.cast.house(house).keys.clone();
    let script_pubkey = bond(&keys.identity());
    let output = TokenOutput { asset: Asset::Data, amount: 25, script_pubkey };
    let (who, tx) = (house.name(), transfer(tale, &Order::transfer(vec![output], 1), &keys)?);
    let txid = tale.submit(
        who,
        &format!("{who} locks a bond of 25 tokens"),
        "Whoever makes blocks has something to lose. It comes back when the pool is closed, and is burnt if its delegate ever signs two blocks for one slot.",
        &rules::BOND,
        tx,
    )?;
    Ok(OutPoint { txid, vout: 0 })
}

fn open(tale: &mut Tale, house: House, bond: OutPoint, commission: u16) -> Result<(), StoryFault> {
    let (who, keys) = (house.name(), tale.cast.house(house).keys.clone());
    let name = format!("pool {who}");
    let action = PoolAction::Open { name, commission_per_mille: commission, bond };
    let tx = said(tale, action, &keys, 0);
    tale.submit(
        who,
        &format!("{who} opens a pool"),
        &format!("Of each 1,000 units that its blocks earn it keeps {commission}; the rest is for those who vote for it."),
        &rules::POOL_NUMBER,
        tx,
    )
    .map(drop)
}

fn vote(tale: &mut Tale, person: Person, pool: u32, amount: u64) -> Result<Txid, StoryFault> {
    let keys = tale.cast.patient(person).keys.clone();
    let order = Order::transfer(vec![vote_output(&keys, pool, amount)], 0);
    let (who, tx) = (person.name(), transfer(tale, &order, &keys)?);
    tale.submit(
        who,
        &format!("{who} locks {amount} tokens to pool {pool}"),
        "A vote is a spend: the tokens stay the patient's, behind a script that asks for a delay of six blocks before they can leave.",
        &token::VOTE_BOUND,
        tx,
    )
}

/// A vote that leaves too early, one that moves, and one that is spent twice.
fn bound_and_spent(tale: &mut Tale) -> Result<(), StoryFault> {
    let (chain, keys) = (tale.chain(), tale.cast.patient(Person::Sally).keys.clone());
    let own = owner_hash(&keys.identity());
    let ledger = tale.world().tokens().clone();
    let found = ledger.coins().iter().find(|(_, coin)| {
        VoteLock::read(&coin.output.script_pubkey).is_some_and(|lock| lock.owner == own)
    });
    let Some((vote, _)) = found else { return Err(StoryFault::Missing { what: "vote" }) };
    let leaves =
        spend(&chain, &ledger, Kind::Transfer, &[*vote], vec![data(150, &keys.identity())], &keys);
    tale.refused(
        "Sally",
        "Sally takes her vote back at once",
        "Six blocks have not gone by. Stake that could leave at once could vote and be gone before the outcome.",
        &Tx::Token(leaves),
    )?;
    let outputs = vec![vote_output(&keys, 0, 100), vote_output(&keys, 2, 50)];
    let moves = spend(&chain, &ledger, Kind::Transfer, &[*vote], outputs.clone(), &keys);
    tale.submit(
        "Sally",
        "Sally moves 50 of her votes to pool 2",
        "Moving to another pool takes no delay, as long as every unit stays locked. It counts from the next count on.",
        &token::VOTE_BOUND,
        Tx::Token(moves.clone()),
    )?;
    let mut spent = moves;
    spent.lock_time = 1;
    tale.refused(
        "Sally",
        "Sally spends the moved vote once more",
        "Its output is spent. On a transaction-based ledger that is all there is to look up.",
        &Tx::Token(spent),
    )
}

fn election(tale: &mut Tale) -> Result<(), StoryFault> {
    let election = tale.world().registry().election().clone();
    let seats: Vec<String> =
        election.seats.iter().map(|seat| format!("pool {}", seat.pool.0)).collect();
    tale.step(
        "the chain",
        "The first elected delegates take their seats",
        &format!("Seats in this order: {}. Stake was read from unspent outputs; anyone can count it again.", seats.join(", ")),
        Outcome::Told,
        Some(&rules::RANKED_SEATS),
    );
    let mut altered: Election = election.clone();
    if let Some(stake) = altered.stakes.first_mut() {
        *stake += 40;
    }
    let cohort = tale.cast.cohort.clone();
    let forged = said(tale, PoolAction::Publish { election: Box::new(altered) }, &cohort, 0);
    tale.refused(
        "Cohort",
        "Somebody publishes a tally with 40 units more for pool 0",
        "Everybody who checks the block counts the outputs again, and finds the difference.",
        &forged,
    )?;
    let tx = said(tale, PoolAction::Publish { election: Box::new(election) }, &cohort, 1);
    tale.submit(
        "Cohort",
        "The election is published as it follows from the chain",
        "It decides nothing: it writes down what all can derive, so that it can be looked up.",
        &rules::STAKE_FROM_OUTPUTS,
        tx,
    )?;
    randomness::first(tale)
}

/// A signed statement about pools.
pub(super) fn said(tale: &Tale, action: PoolAction, keys: &Keys, number: u64) -> Tx {
    Tx::Pool(PoolTx::new(&tale.chain(), number, action, keys))
}

/// A transaction of tokens as they are now.
pub(in crate::medical::story) fn transfer(
    tale: &mut Tale,
    order: &Order,
    keys: &Keys,
) -> Result<Tx, StoryFault> {
    let (chain, height) = (tale.chain(), tale.at().height);
    let tx = pay(&chain, tale.world().tokens(), height, order, keys);
    tx.map(Tx::Token).ok_or(StoryFault::Missing { what: "tokens for this" })
}

/// Tokens that are locked to a pool.
pub(in crate::medical::story) fn vote_output(keys: &Keys, pool: u32, amount: u64) -> TokenOutput {
    let owner = owner_hash(&keys.identity());
    let lock = VoteLock { pool, owner, delay_blocks: 6 };
    TokenOutput { asset: Asset::Data, amount, script_pubkey: lock.script() }
}
