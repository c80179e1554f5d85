//! Rules of delegated proof of stake: pools, seats, chance and pay.

use super::{Cite, Rule};

const SLIDE: &[Cite] = &[Cite::Slide("Medical Blockchain: Election")];

/// Which pool is which.
pub static POOL_NUMBER: Rule = Rule {
    name: "pool-number",
    says: "a pool has a number, a name and a delegate's key that no other pool has",
    why: "votes and proofs must mean one pool and no other",
    cites: SLIDE,
};
/// What a delegate stands to lose.
pub static BOND: Rule = Rule {
    name: "pool-bond",
    says: "a delegate posts a bond of a size that the chain has settled",
    why: "who has nothing to lose can sign whatever he likes",
    cites: SLIDE,
};
/// No surprise after the vote.
pub static COMMISSION_NOTICE: Rule = Rule {
    name: "commission-notice",
    says: "a commission is at most everything, and a higher one holds only some epochs after it is announced",
    why: "a pool could otherwise draw members with a low commission and raise it once they are locked in",
    cites: SLIDE,
};
/// Who takes part.
pub static STANDING: Rule = Rule {
    name: "pool-standing",
    says: "a pool that missed too many slots sits out for some epochs, and one that signed twice for ever",
    why: "absent delegates leave slots empty, and dishonest ones make two histories",
    cites: SLIDE,
};
/// What is kept secret, and until when.
pub static COMMIT: Rule = Rule {
    name: "election-commit",
    says: "each pool with a seat commits to one secret, before the first secret is revealed",
    why: "whoever could choose after seeing others' secrets would choose the outcome",
    cites: &[Cite::Slide("Medical Blockchain: Election"), Cite::Bct("1.1")],
};
/// What is made public, and when.
pub static REVEAL: Rule = Rule {
    name: "election-reveal",
    says: "a secret is revealed once, after all have committed, and has the hash that was committed to; whoever sits and reveals none is not paid for the epoch",
    why: "a secret that could be changed would make the next randomness a matter of choice",
    cites: &[Cite::Slide("Medical Blockchain: Election"), Cite::Bct("1.1")],
};
/// One block for one slot.
pub static DOUBLE_SIGNING: Rule = Rule {
    name: "double-signing",
    says: "two different headers for one slot, both signed by its delegate, burn the bond and expel the pool",
    why: "who signs two histories can be paid twice with the same tokens",
    cites: &[Cite::Slide("Medical Blockchain: Election"), Cite::Bct("1.3")],
};
/// Most stake first.
pub static RANKED_SEATS: Rule = Rule {
    name: "ranked-seats",
    says: "the pools with most stake sit; between equals the smaller hash of beacon and number goes first",
    why: "nobody should win a tie by choosing a number",
    cites: SLIDE,
};
/// By chance, in proportion.
pub static LOTTERY_SEATS: Rule = Rule {
    name: "lottery-seats",
    says: "each seat is drawn among the pools that have none yet, in proportion to their stake",
    why: "small pools have a chance, and the largest has no certainty",
    cites: SLIDE,
};
/// Whose turn it is.
pub static SCHEDULE: Rule = Rule {
    name: "slot-schedule",
    says: "in each round every seat has one slot, in an order that the beacon shuffles",
    why: "a fixed order would tell an attacker long before whom to silence",
    cites: SLIDE,
};
/// Who is paid what.
pub static PAYOUT: Rule = Rule {
    name: "pool-payout",
    says: "the delegate keeps the commission, the members share the rest by stake, in whole units, to the last one",
    why: "units lost or created in rounding would add up over the years",
    cites: SLIDE,
};
/// What stake is.
pub static STAKE_FROM_OUTPUTS: Rule = Rule {
    name: "stake-from-outputs",
    says: "a pool's stake is what unspent outputs lock to it at the snapshot height",
    why: "tokens that are locked to one pool cannot stand behind another",
    cites: &[
        Cite::Slide("Medical Blockchain: Election"),
        Cite::Slide("Medical Blockchain: Tokens I"),
    ],
};

/// All of them.
pub const RULES: &[&Rule] = &[
    &POOL_NUMBER,
    &BOND,
    &COMMISSION_NOTICE,
    &STANDING,
    &COMMIT,
    &REVEAL,
    &DOUBLE_SIGNING,
    &RANKED_SEATS,
    &LOTTERY_SEATS,
    &SCHEDULE,
    &PAYOUT,
    &STAKE_FROM_OUTPUTS,
];
