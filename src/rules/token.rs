//! Rules of tokens: what is minted, moved, voted with, rewarded and redeemed.

use super::{Cite, Rule};

const TOKENS: &[Cite] = &[Cite::Slide("Medical Blockchain: Tokens I")];
const REWARDS: &[Cite] = &[Cite::Slide("Medical Blockchain: Rewards")];

/// What a transaction looks like.
pub static TOKEN_FORM: Rule = Rule {
    name: "token-form",
    says: "each kind of transaction spends and makes what it is for, in amounts of 1 to 2^50 units",
    why: "an amount of nothing or of too much would make sums that do not fit",
    cites: TOKENS,
};
/// Never twice.
pub static TOKEN_SPENT_ONCE: Rule = Rule {
    name: "token-spent-once",
    says: "a transaction spends outputs that were made on this chain and are not spent yet, each once",
    why: "the same tokens could otherwise be paid, or vote, twice",
    cites: &[Cite::Slide("Transaction Based Ledger: Validity Check"), Cite::Bct("3.1")],
};
/// Not at once.
pub static TOKEN_MATURITY: Rule = Rule {
    name: "token-maturity",
    says: "minted and rewarded tokens are spent, and vote, only some blocks after they were made",
    why: "a block that is left behind would take back what others were paid with, or elected by",
    cites: &[Cite::Core("COINBASE_MATURITY"), Cite::Slide("Medical Blockchain: Election")],
};
/// Whose they are.
pub static TOKEN_UNLOCK: Rule = Rule {
    name: "token-unlock",
    says: "each input unlocks the output that it spends, by Script, and no earlier than its locks allow",
    why: "only the owner moves tokens; the signature covers assets, amounts and the chain",
    cites: &[Cite::Bct("3.2"), Cite::Core("VerifyScript")],
};
/// Nothing from nothing.
pub static TOKEN_CONSERVED: Rule = Rule {
    name: "token-conserved",
    says: "of each asset no more comes out than goes in, and what is over is a fee, redeemed or burnt",
    why: "whoever could make tokens by moving them would own the chain",
    cites: &[Cite::Slide("Medical Blockchain: Tokens I"), Cite::Bct("3.1")],
};
/// A vote is a lock.
pub static VOTE_BOUND: Rule = Rule {
    name: "vote-bound",
    says: "a vote is data tokens under a lock with the chain's delay; before that it can be moved to a pool but not left",
    why: "whoever could vote and sell in one moment would decide without having a stake",
    cites: &[Cite::Slide("Medical Blockchain: Election"), Cite::Bip(112)],
};
/// A bond is a promise.
pub static BOND_AT_STAKE: Rule = Rule {
    name: "bond-at-stake",
    says: "a bond is taken back when its pool is closed, and burnt by anyone who can point to a proof",
    why: "a bond that can be moved away in time is none",
    cites: &[Cite::Slide("Medical Blockchain: Election")],
};
/// One for each episode.
pub static MINT_ONCE: Rule = Rule {
    name: "mint-once",
    says: "an episode of care mints once, to its patient, after an institution released and she stored a record of it",
    why: "tokens for each record would be had by cutting records in pieces",
    cites: TOKENS,
};
/// What blocks earn.
pub static REWARD_DUE: Rule = Rule {
    name: "reward-due",
    says: "an epoch's reward pays exactly what its blocks have earned, to each role its own asset, and once",
    why: "a producer who could choose would pay himself",
    cites: REWARDS,
};
/// What rewards are for.
pub static REDEEM: Rule = Rule {
    name: "redeem",
    says: "a reward is redeemed for good; a right to ask for data only by a sharing that the patient has signed",
    why: "if a reward could buy records, consent would be worth nothing",
    cites: REWARDS,
};
/// What things are worth outside.
pub static FRESH_RATE: Rule = Rule {
    name: "fresh-rate",
    says: "a rate is signed by one of the chain's oracles, dated, not of the future, and not older than the limit",
    why: "an old price is what someone would wait for",
    cites: REWARDS,
};

/// All of them.
pub const RULES: &[&Rule] = &[
    &TOKEN_FORM,
    &TOKEN_SPENT_ONCE,
    &TOKEN_MATURITY,
    &TOKEN_UNLOCK,
    &TOKEN_CONSERVED,
    &VOTE_BOUND,
    &BOND_AT_STAKE,
    &MINT_ONCE,
    &REWARD_DUE,
    &REDEEM,
    &FRESH_RATE,
];
