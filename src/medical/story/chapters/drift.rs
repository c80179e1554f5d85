//! Tokens are sold, data stay where they are: the two measures of stake part.

use crate::medical::client::purse::Order;
use crate::medical::story::{Outcome, Person, StoryFault, Tale};
use crate::medical::token::lock::{VoteLock, owner_hash, to_owner};
use crate::medical::token::{Asset, TokenOutput};
use crate::medical::world::two_measures::two_measures;
use crate::rules::{election, token};

use super::pools::transfer;

/// An insurer buys tokens and votes with them.
pub fn drift(tale: &mut Tale) -> Result<(), StoryFault> {
    tale.chapter("Data and tokens part");
    measured(
        tale,
        "Stake is meant to be medical data owned. As long as nobody sells, tokens locked and records owned tell nearly the same.",
    );
    let insurer = tale.cast.northcare.clone();
    let sally = tale.cast.patient(Person::Sally).keys.clone();
    let sold = |amount, script_pubkey| TokenOutput { asset: Asset::Data, amount, script_pubkey };
    let order = Order::transfer(vec![sold(100, to_owner(&insurer.identity()))], 1);
    let tx = transfer(tale, &order, &sally)?;
    tale.submit("Sally", "Sally sells 100 tokens to the insurer", "She needs the money. Her records stay hers, and unread: what is sold is the say that came with them.", &token::TOKEN_CONSERVED, tx)?;
    tale.seal("The insurer has tokens, and not one record.")?;
    let lock = VoteLock { pool: 1, owner: owner_hash(&insurer.identity()), delay_blocks: 6 };
    let tx = transfer(tale, &Order::transfer(vec![sold(100, lock.script())], 0), &insurer)?;
    tale.submit(
        "Northcare",
        "The insurer locks them to pool 1",
        "To the ledger a bought token votes like a minted one.",
        &token::VOTE_BOUND,
        tx,
    )?;
    tale.seal("The vote stands, and counts from the next count on.")?;
    measured(
        tale,
        "Now the two measures part: by tokens pool 1 is first, by records it is far behind. The election counts tokens, so whoever buys enough of them decides without owning data.",
    );
    Ok(())
}

fn measured(tale: &mut Tale, told: &str) {
    let ranked = |rank: Option<usize>| rank.map_or("none".to_owned(), |rank| rank.to_string());
    let lines = two_measures(tale.world()).into_iter().map(|one| {
        let (records, thousandths) = (one.milli_records / 1_000, one.milli_records % 1_000 / 100);
        let told = format!(
            "{} tokens, rank {}; {records}.{thousandths} records, rank {}",
            one.tokens,
            ranked(one.rank_by_tokens),
            ranked(one.rank_by_records)
        );
        (one.name, told)
    });
    let lines = lines.collect();
    tale.step(
        "anyone",
        "Both measures are taken",
        told,
        Outcome::Read { lines },
        Some(&election::STAKE_FROM_OUTPUTS),
    );
}
