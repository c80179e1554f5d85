//! Buying votes: what a seat costs in stake, and what it earns.
//!
//! A vote need not be bought for what the token is worth, only for what the vote earns where it is.
//! Votes that are bought away from the pool to be overtaken count twice, since it sinks as the buyer
//! rises. Larimer's delegated proof of stake has had such payments openly (on EOS and Steem).

use super::field::{self, COMMISSION, pool_name};
use super::outcome::{figure, per_cent, units};
use super::{Attack, Outcome, TableLine};
use crate::election::payout::payout;
use crate::election::{PoolNumber, Setting};

const POOLS: usize = 11;
/// The buyer's own stake.
const OWN: u64 = 60;
const BUYER: PoolNumber = PoolNumber(11);

/// What was counted.
pub(super) struct Numbers {
    pub before: Vec<u64>,
    pub after: Vec<u64>,
    pub seated: [Vec<PoolNumber>; 2],
    /// The pool from which the votes are bought.
    pub from: PoolNumber,
    /// Votes bought away from that pool.
    pub bought: u64,
    /// Units that would be needed besides its own, if nobody's votes were for sale.
    pub fresh: u64,
    /// What a seat earns in an epoch.
    pub seat_earns: u64,
    /// What the bought votes earned in an epoch before.
    pub bribe: u64,
    /// Units for three and for five of the seven seats, bought in the open.
    pub price: [u64; 2],
}

/// Plays it.
pub(super) fn measure(seed: &str) -> Numbers {
    let setting = Setting::default();
    let others = field::stakes(&mut field::rng(seed, "buying-votes"), POOLS, 300, 500);
    let beacon = field::beacon(seed, "buying-votes", 0);
    let before: Vec<u64> = others.iter().copied().chain([OWN]).collect();
    let mut registry = field::registry(setting, before.len(), &field::tally(&before), beacon);
    let elected = registry.election().clone();
    let beacon = elected.beacon;
    // Of those who sit, the one with least: the cheapest to overtake.
    let from = elected.seats.last().map_or(PoolNumber(0), |seat| seat.pool);
    let stake = before.get(from.index()).copied().unwrap_or(0);
    let moved = |bought: u64| {
        let mut after = before.clone();
        after[from.index()] -= bought;
        after[BUYER.index()] += bought;
        after
    };
    // So many that no tie has to be won: the next beacon, which decides ties, is not known yet.
    let bought = field::smallest(stake, |bought| {
        let after = moved(bought);
        let own = after[BUYER.index()];
        after.iter().filter(|stake| **stake >= own).count() <= setting.seats as usize
    });
    let after = moved(bought);
    let fresh = field::price_of_seats(&setting, &others, 1, beacon).saturating_sub(OWN);
    let end = field::epoch(&mut registry, &field::tally(&after), |_| true);
    let seat_earns = field::earned(&end, from);
    let bribe = payout(seat_earns, COMMISSION, &[bought, stake - bought]).members[0];
    let seated = [&elected, registry.election()].map(|election| election.sitting().collect());
    let price = [3, 5].map(|seats| field::price_of_seats(&setting, &others, seats, beacon));
    Numbers { before, after, seated, from, bought, fresh, seat_earns, bribe, price }
}

/// Tells it.
pub(super) fn outcome(seed: &str) -> Outcome {
    let found = measure(seed);
    let votes: u64 = found.before.iter().sum();
    let victim = pool_name(found.from.index());
    let kept = found.seat_earns.saturating_sub(found.bribe);
    Outcome {
        attack: Attack::BuyingVotes,
        setting_words: vec![
            "Twelve pools, seven seats for those with most stake.".into(),
            format!("A seat earns {} in an epoch.", units(found.seat_earns)),
            format!("The buyer's own pool has {}.", units(OWN)),
        ],
        columns: ["pool", "stake"],
        before: table(&found.before, &found.seated[0]),
        after: table(&found.after, &found.seated[1]),
        figures: vec![
            figure("votes bought", units(found.bought)),
            figure("of all votes", per_cent(found.bought, votes)),
            figure("paid for them, each epoch", units(found.bribe)),
            figure("earned by the seat, each epoch", units(found.seat_earns)),
            figure("kept by buyer and own stake", units(kept)),
            figure("one seat with tokens of its own", units(found.fresh)),
            figure("three seats with own tokens", units(found.price[0])),
            figure("five seats with own tokens", units(found.price[1])),
        ],
        told: vec![
            format!(
                "The buyer pays owners who stand behind {victim}: {} move to its own pool. They count twice, as {victim} sinks while the buyer rises.",
                units(found.bought)
            ),
            format!(
                "A vote costs no more than it earns where it is: the bought ones earned {} in an epoch. Tokens of its own for the same seat would be {} more.",
                units(found.bribe),
                units(found.fresh)
            ),
            format!(
                "The seat earns {} in an epoch. When the voters are paid as before, {} are left for the buyer.",
                units(found.seat_earns),
                units(kept)
            ),
            format!(
                "No rule sees a bribe, so nothing stops it. What limits it: votes can leave for a better offer in any epoch, and three seats, enough to stop finality, take {}: {} of what all pools have.",
                units(found.price[0]),
                per_cent(found.price[0], votes)
            ),
        ],
        stopped: false,
    }
}

fn table(stakes: &[u64], seated: &[PoolNumber]) -> Vec<TableLine> {
    let line = |(number, stake): (PoolNumber, &u64)| {
        let words = if seated.contains(&number) { "a seat" } else { "no seat" };
        let buys = number == BUYER;
        let name = if buys { "the buyer".to_owned() } else { pool_name(number.index()) };
        TableLine::new(name, *stake, words).of_attacker(buys)
    };
    (0..).map(PoolNumber).zip(stakes).map(line).collect()
}
