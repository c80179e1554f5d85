//! Rules of the pool of transactions that wait. Each is named by Core's reject string.
//!
//! Most are no rules of Bitcoin: a block may hold what they refuse. They keep a node from doing work
//! for strangers that nobody pays for.

use super::{Cite, Rule};

const ACCEPT: Cite = Cite::Core("MemPoolAccept");

/// A coinbase waits for nothing.
pub static COINBASE: Rule = Rule {
    name: "coinbase",
    says: "a coinbase stands in its block and nowhere else",
    why: "it pays the miner of that block; outside of it, it would be money that nobody earned",
    cites: &[ACCEPT, Cite::Bct("3.4")],
};
/// Not 64 bytes or fewer.
pub static TX_SIZE_SMALL: Rule = Rule {
    name: "tx-size-small",
    says: "a transaction that waits has at least 65 bytes without its witnesses",
    why: "one of 64 bytes can pass for an inner node of a Merkle tree, and fool a light wallet",
    cites: &[Cite::Cve("2017-12842"), Cite::Core("MIN_STANDARD_TX_NONWITNESS_SIZE")],
};
/// No witness before SegWit.
pub static NO_WITNESS_YET: Rule = Rule {
    name: "no-witness-yet",
    says: "no transaction has a witness until SegWit holds in the next block",
    why: "that block could not hold it, and an unlocking script that is not checked yet is a gift",
    cites: &[Cite::Bip(141)],
};
/// Its lock time has come.
pub static NON_FINAL: Rule = Rule {
    name: "non-final",
    says: "a transaction waits only once its lock time lets it into the next block",
    why: "the pool would otherwise fill with transactions that nobody can mine, at no cost",
    cites: &[Cite::Core("CheckFinalTxAtTip"), Cite::Bip(113)],
};
/// Its relative locks are open.
pub static NON_BIP68_FINAL: Rule = Rule {
    name: "non-BIP68-final",
    says: "a transaction waits only once all that it spends is old enough for the next block",
    why: "the pool would otherwise fill with transactions that nobody can mine, at no cost",
    cites: &[Cite::Bip(68), Cite::Core("CheckSequenceLocksAtTip")],
};
/// Not twice.
pub static ALREADY_IN_MEMPOOL: Rule = Rule {
    name: "txn-already-in-mempool",
    says: "a transaction waits once",
    why: "hearing of it again, as every node does many times, is nothing new",
    cites: &[ACCEPT],
};
/// Not twice with other witnesses.
pub static SAME_NONWITNESS: Rule = Rule {
    name: "txn-same-nonwitness-data-in-mempool",
    says: "of two transactions that differ in their witnesses alone, the first is kept",
    why: "they do the same, and swapping one for the other would cost work and bring nothing",
    cites: &[ACCEPT, Cite::Bip(141)],
};
/// Not after it is in a block.
pub static ALREADY_KNOWN: Rule = Rule {
    name: "txn-already-known",
    says: "a transaction that is in a block does not wait",
    why: "its coins are spent, by itself",
    cites: &[ACCEPT],
};
/// Not too many signatures.
pub static TOO_MANY_SIGOPS: Rule = Rule {
    name: "bad-txns-too-many-sigops",
    says: "a transaction's signature checks cost at most 16,000, a fifth of what a block may",
    why: "a few dear transactions would otherwise fill a block's allowance and leave its room empty",
    cites: &[Cite::Core("MAX_STANDARD_TX_SIGOPS_COST")],
};
/// It pays for being passed on.
pub static MIN_RELAY_FEE: Rule = Rule {
    name: "min relay fee not met",
    says: "a transaction pays the node's least fee for each of its virtual bytes",
    why: "every node checks, keeps and passes on each transaction; free ones would flood them all",
    cites: &[Cite::Core("CheckFeeRate"), Cite::Bct("3.5")],
};
/// Not too many at once are replaced.
pub static TOO_MANY_REPLACEMENTS: Rule = Rule {
    name: "too many potential replacements",
    says: "a transaction pushes out only so many others",
    why: "one cheap message could otherwise undo the work that thousands of others took",
    cites: &[Cite::Bip(125), Cite::Core("GetEntriesForConflicts")],
};
/// A replacement pays for what it replaces, and for itself.
pub static INSUFFICIENT_FEE: Rule = Rule {
    name: "insufficient fee",
    says: "a replacement pays the fees of all that it pushes out, and its own least fee on top",
    why: "one could otherwise send a new version every second, and pay for one of them",
    cites: &[Cite::Bip(125), Cite::Core("PaysForRBF")],
};
/// A replacement is worth more to a miner.
pub static REPLACEMENT_FAILED: Rule = Rule {
    name: "replacement-failed",
    says: "a replacement pays more for each virtual byte than every transaction that it replaces",
    why: "a large one with a larger fee could otherwise push out what a miner would rather have",
    cites: &[Cite::Core("ImprovesFeerateDiagram")],
};
/// A replacement does not rest on what it replaces.
pub static SPENDS_CONFLICTING: Rule = Rule {
    name: "bad-txns-spends-conflicting-tx",
    says: "a transaction spends nothing of what it would push out",
    why: "it would take away the ground that it stands on",
    cites: &[Cite::Core("EntriesAndTxidsDisjoint"), Cite::Bip(125)],
};
/// Not too many hang together.
pub static TOO_LARGE_CLUSTER: Rule = Rule {
    name: "too-large-cluster",
    says: "only so many transactions that wait, and so many of their bytes, hang together",
    why: "whatever happens to one concerns all of them, and the work grows with their number",
    cites: &[Cite::Core("CheckMemPoolPolicyLimits")],
};
/// The pool has an end.
pub static MEMPOOL_FULL: Rule = Rule {
    name: "mempool full",
    says: "a full pool keeps what pays most for each virtual byte",
    why: "memory ends, and what pays least would be mined last",
    cites: &[Cite::Core("LimitMempoolSize")],
};
/// Every input unlocks its coin, by today's stricter rules.
pub static MEMPOOL_SCRIPT_VERIFY: Rule = Rule {
    name: "mempool-script-verify-flag-failed",
    says: "every input of a transaction that waits unlocks its coin, and does so in the usual form",
    why: "odd forms are kept for rules to come, and let strangers change a transaction's bytes",
    cites: &[Cite::Core("CheckInputScripts"), Cite::Bip(62)],
};

/// All of them, in the order in which they are checked.
pub const RULES: &[&Rule] = &[
    &COINBASE,
    &TX_SIZE_SMALL,
    &NO_WITNESS_YET,
    &NON_FINAL,
    &ALREADY_IN_MEMPOOL,
    &SAME_NONWITNESS,
    &ALREADY_KNOWN,
    &NON_BIP68_FINAL,
    &TOO_MANY_SIGOPS,
    &MIN_RELAY_FEE,
    &TOO_MANY_REPLACEMENTS,
    &INSUFFICIENT_FEE,
    &REPLACEMENT_FAILED,
    &TOO_LARGE_CLUSTER,
    &SPENDS_CONFLICTING,
    &MEMPOOL_SCRIPT_VERIFY,
    &MEMPOOL_FULL,
];
