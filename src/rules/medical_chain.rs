//! Rules of the medical chain's blocks: who makes them, when they are valid, and when they are final.

use super::{Cite, Rule};

const BLOCKS: &[Cite] = &[Cite::Slide("Medical Blockchain: Block Structure")];
const ELECTION: &[Cite] = &[Cite::Slide("Medical Blockchain: Election")];

/// One after another.
pub static BLOCK_FOLLOWS: Rule = Rule {
    name: "block-follows",
    says: "a block names the block before it, and its height is one more",
    why: "the hash of the block before makes everything under it unchangeable",
    cites: &[Cite::Slide("Medical Blockchain: Block Structure"), Cite::Bct("1.2")],
};
/// Time goes forward.
pub static BLOCK_SLOT: Rule = Rule {
    name: "block-slot",
    says: "a block's slot is later than that of the block before",
    why: "rights expire and rates age by slots, so that nobody may turn them back",
    cites: ELECTION,
};
/// Whose turn it is.
pub static BLOCK_PRODUCER: Rule = Rule {
    name: "block-producer",
    says: "a block is made by the delegate whom the schedule names for its slot",
    why: "blocks of anybody would be blocks of whoever makes most of them",
    cites: ELECTION,
};
/// The producer stands for it.
pub static BLOCK_SIGNATURE: Rule = Rule {
    name: "block-signature",
    says: "the producer signs the header, for this chain",
    why: "nobody can make a block in another's name, and a producer cannot deny his",
    cites: &[Cite::Slide("Medical Blockchain: Election"), Cite::Bct("1.3")],
};
/// Not too much.
pub static BLOCK_SIZE: Rule = Rule {
    name: "block-size",
    says: "a block has 1,000,000 bytes at most",
    why: "a block that takes longer to check than a slot lasts would stop the chain",
    cites: BLOCKS,
};
/// What the header stands for.
pub static BLOCK_ROOT: Rule = Rule {
    name: "block-root",
    says: "the header's root is that of the Merkle tree of its transactions, none of which is in it twice",
    why: "one header could otherwise stand for two lists of transactions",
    cites: &[Cite::Slide("Medical Blockchain: Block Structure"), Cite::Cve("2012-2459")],
};
/// Never taken back.
pub static FINALITY: Rule = Rule {
    name: "finality",
    says: "a block that more than two thirds of the seats have endorsed, or one after it, is never taken back",
    why: "two such blocks on two branches would need a third of the seats to sign both",
    cites: ELECTION,
};
/// What endorses.
pub static ENDORSEMENT: Rule = Rule {
    name: "endorsement",
    says: "an endorsement is signed by someone with a seat at the block that it is for",
    why: "whoever could add endorsements could make anything final",
    cites: ELECTION,
};
/// Once is enough.
pub static SEEN_ONCE: Rule = Rule {
    name: "seen-once",
    says: "a block and an endorsement count once, however often they come",
    why: "repeating something must not make it weigh more",
    cites: ELECTION,
};
/// What proves double signing.
pub static TWO_HEADERS: Rule = Rule {
    name: "two-headers",
    says: "two different headers of one producer for one slot, both signed, prove that he signed twice",
    why: "whoever signs two histories can be paid twice with the same tokens",
    cites: &[Cite::Slide("Medical Blockchain: Election"), Cite::Bct("1.3")],
};

/// All of them.
pub const RULES: &[&Rule] = &[
    &BLOCK_FOLLOWS,
    &BLOCK_SLOT,
    &BLOCK_PRODUCER,
    &BLOCK_SIGNATURE,
    &BLOCK_SIZE,
    &BLOCK_ROOT,
    &FINALITY,
    &ENDORSEMENT,
    &SEEN_ONCE,
    &TWO_HEADERS,
];
