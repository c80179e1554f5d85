//! Rules about blocks, Merkle trees and proof of work.

use super::{Cite, Rule};

/// The proof of work falls short.
pub static HIGH_HASH: Rule = Rule {
    name: "high-hash",
    says: "a block's hash, read as a number, may not be above the target in its header, and the target may not be above the network's limit",
    why: "only a hash that took many tries to find proves that somebody paid for the block",
    cites: &[Cite::Core("CheckProofOfWork"), Cite::Nakamoto("4"), Cite::Bct("2.4")],
};
/// The Merkle root in the header is not that of the transactions.
pub static BAD_TXNMRKLROOT: Rule = Rule {
    name: "bad-txnmrklroot",
    says: "the header's Merkle root must be the root over the txids of the block's transactions, in order",
    why: "the proof of work covers the header alone, so the header has to pin down every transaction",
    cites: &[Cite::Core("CheckMerkleRoot"), Cite::Nakamoto("7"), Cite::Bct("1.2")],
};
/// Equal neighbours in the Merkle tree.
pub static BAD_TXNS_DUPLICATE: Rule = Rule {
    name: "bad-txns-duplicate",
    says: "no two neighbours in the Merkle tree may be equal, other than the last hash of an odd level with itself",
    why: "a block with a repeated tail has the same hash as the honest one, which could then be refused for good",
    cites: &[Cite::Core("CheckMerkleRoot"), Cite::Cve("2012-2459")],
};
/// The coinbase's reserved value is missing or misshapen.
pub static BAD_WITNESS_NONCE_SIZE: Rule = Rule {
    name: "bad-witness-nonce-size",
    says: "a coinbase with a witness commitment has exactly one witness item, of 32 bytes",
    why: "the item is hashed into the commitment and kept for commitments that later rules may add",
    cites: &[Cite::Bip(141), Cite::Core("CheckWitnessMalleation")],
};
/// The witness commitment is wrong.
pub static BAD_WITNESS_MERKLE_MATCH: Rule = Rule {
    name: "bad-witness-merkle-match",
    says: "the coinbase's commitment must be the hash of the Merkle root over wtxids and the reserved 32 bytes",
    why: "txids leave witnesses out, so without it anyone could change the witnesses of a mined block",
    cites: &[Cite::Bip(141), Cite::Core("CheckWitnessMalleation")],
};
/// Witnesses without a commitment.
pub static UNEXPECTED_WITNESS: Rule = Rule {
    name: "unexpected-witness",
    says: "a block whose coinbase commits to no witnesses may not have any",
    why: "anyone could add them to a mined block without changing its hash",
    cites: &[Cite::Bip(141), Cite::Core("CheckWitnessMalleation")],
};
/// A block too large without its witnesses, or empty.
pub static BAD_BLK_LENGTH: Rule = Rule {
    name: "bad-blk-length",
    says: "a block has at least one transaction, and without witnesses at most 1,000,000 bytes",
    why: "every node has to receive, keep and check every block, so its size must have a limit",
    cites: &[Cite::Core("CheckBlock"), Cite::Core("MAX_BLOCK_WEIGHT"), Cite::Bct("3.6")],
};
/// A block too heavy with its witnesses.
pub static BAD_BLK_WEIGHT: Rule = Rule {
    name: "bad-blk-weight",
    says: "a block weighs at most 4,000,000 units: 4 for each byte outside witnesses, 1 for each inside",
    why: "witnesses can be forgotten after the check, so they count less; but they are not free either",
    cites: &[Cite::Bip(141), Cite::Core("MAX_BLOCK_WEIGHT")],
};
/// The first transaction is no coinbase.
pub static BAD_CB_MISSING: Rule = Rule {
    name: "bad-cb-missing",
    says: "the first transaction of a block is its coinbase",
    why: "new coins and the fees are paid out there and nowhere else, so there must be one",
    cites: &[Cite::Core("CheckBlock"), Cite::Bct("3.4")],
};
/// Another coinbase.
pub static BAD_CB_MULTIPLE: Rule = Rule {
    name: "bad-cb-multiple",
    says: "no transaction of a block but the first may be a coinbase",
    why: "a miner could otherwise pay the reward out more than once",
    cites: &[Cite::Core("CheckBlock"), Cite::Bct("3.4")],
};
/// Too many signature checks.
pub static BAD_BLK_SIGOPS: Rule = Rule {
    name: "bad-blk-sigops",
    says: "the signature operations in a block's scripts, 4 units each outside witnesses, cost at most 80,000",
    why: "checking signatures is the dearest part of checking a block, so a small block could still take long",
    cites: &[Cite::Core("CheckBlock"), Cite::Core("GetLegacySigOpCount")],
};

/// The target is not the one that the chain asks for.
pub static BAD_DIFFBITS: Rule = Rule {
    name: "bad-diffbits",
    says: "a header's bits are the ones that follow from the blocks before it",
    why: "a miner who could choose the target would choose an easy one",
    cites: &[Cite::Core("GetNextWorkRequired"), Cite::Nakamoto("4"), Cite::Bct("5.1")],
};
/// Not younger than the median of the blocks before.
pub static TIME_TOO_OLD: Rule = Rule {
    name: "time-too-old",
    says: "a block's time is later than the median of the times of the eleven blocks before it",
    why: "the target and the lock times follow the blocks' times, so no miner may turn them back",
    cites: &[Cite::Core("ContextualCheckBlockHeader"), Cite::Bip(113)],
};
/// A jump back in time between two windows of the difficulty.
pub static TIME_TIMEWARP_ATTACK: Rule = Rule {
    name: "time-timewarp-attack",
    says: "the first block of a window may be at most ten minutes (BIP 94) or two hours (BIP 54) older than the block before it",
    why: "windows do not overlap, so miners could stretch each of them and lower the difficulty without end",
    cites: &[Cite::Bip(94), Cite::Bip(54), Cite::Core("ContextualCheckBlockHeader")],
};
/// A window that ends before it began.
pub static TIME_WINDOW_BACKWARDS: Rule = Rule {
    name: "time-negative-interval",
    says: "the last block of a window may not be older than the first",
    why: "a window of negative length would count as a short one, again and again",
    cites: &[Cite::Bip(54)],
};
/// From the future.
pub static TIME_TOO_NEW: Rule = Rule {
    name: "time-too-new",
    says: "a block's time is at most two hours ahead of the clock of whoever checks it",
    why: "times from the future would lower the difficulty; such a block may be taken later",
    cites: &[Cite::Core("ContextualCheckBlockHeader")],
};
/// A version that has been retired.
pub static BAD_VERSION: Rule = Rule {
    name: "bad-version",
    says: "from the heights at which BIPs 34, 66 and 65 came into force, a block's version is at least 2, 3 and 4",
    why: "miners announced with the version that they check the new rules",
    cites: &[Cite::Bip(34), Cite::Bip(66), Cite::Bip(65), Cite::Core("ContextualCheckBlockHeader")],
};
/// A signet block without its signature.
pub static BAD_SIGNET_BLKSIG: Rule = Rule {
    name: "bad-signet-blksig",
    says: "a block of a signet carries a solution that satisfies the network's challenge script",
    why: "a test network whose blocks are signed has no miners who would leave or overrun it",
    cites: &[Cite::Bip(325), Cite::Core("CheckSignetBlockSolution")],
};
/// A transaction whose time has not come.
pub static BAD_TXNS_NONFINAL: Rule = Rule {
    name: "bad-txns-nonfinal",
    says: "no transaction of a block may have a lock time ahead, or spend a coin younger than it asks for",
    why: "a payment for later must not count before its time",
    cites: &[Cite::Bip(68), Cite::Bip(113), Cite::Core("IsFinalTx"), Cite::Bct("3.3")],
};
/// The height is not in the coinbase.
pub static BAD_CB_HEIGHT: Rule = Rule {
    name: "bad-cb-height",
    says: "the coinbase's script begins with the block's height",
    why: "it makes every coinbase unlike every other, so that no two have one txid",
    cites: &[Cite::Bip(34), Cite::Core("ContextualCheckBlock")],
};
/// The coinbase pays too much.
pub static BAD_CB_AMOUNT: Rule = Rule {
    name: "bad-cb-amount",
    says: "the coinbase pays at most the subsidy of its height and the fees of the block",
    why: "this is where money is made, so this is where its amount is held in check",
    cites: &[Cite::Core("GetBlockSubsidy"), Cite::Nakamoto("6"), Cite::Bct("3.4")],
};
/// The sum of the fees is out of range.
pub static BAD_ACCUMULATED_FEE: Rule = Rule {
    name: "bad-txns-accumulated-fee-outofrange",
    says: "the fees of a block together are at most 21 million bitcoin",
    why: "a second line of defence against sums that wrap around",
    cites: &[Cite::Core("MoneyRange")],
};
/// A transaction that would overwrite another's coins.
pub static BAD_TXNS_BIP30: Rule = Rule {
    name: "bad-txns-BIP30",
    says: "no transaction may have the txid of one whose coins are not all spent",
    why: "the earlier coins would be lost, which happened twice in 2010",
    cites: &[Cite::Bip(30), Cite::Cve("2012-1909")],
};
/// A coinbase without its height as lock time.
pub static BAD_CB_LOCKTIME: Rule = Rule {
    name: "bad-cb-locktime",
    says: "the coinbase's lock time is the height of its block less one",
    why: "no earlier block could hold such a coinbase, so none can repeat an old one and BIP 30 has an end",
    cites: &[Cite::Bip(54), Cite::Bip(30)],
};
/// A coinbase whose lock time is switched off.
pub static BAD_CB_SEQUENCE: Rule = Rule {
    name: "bad-cb-sequence",
    says: "the coinbase's sequence number is not ffffffff",
    why: "that number would switch the lock time off, and with it the proof that the coinbase is new",
    cites: &[Cite::Bip(54)],
};
/// A transaction that looks like an inner node.
pub static BAD_TXNS_SIZE: Rule = Rule {
    name: "bad-txns-size",
    says: "no transaction has exactly 64 bytes without its witnesses",
    why: "two hashes side by side have 64 bytes too, so such a one can pass for a node of the Merkle tree and fool a light wallet",
    cites: &[Cite::Bip(54), Cite::Cve("2017-12842")],
};
/// A transaction that checks too many signatures.
pub static BAD_TXNS_LEGACY_SIGOPS: Rule = Rule {
    name: "bad-txns-legacy-sigops",
    says: "the scripts outside witnesses that run for one transaction have at most 2,500 signature checks",
    why: "each such check may hash the whole transaction again, so one block could keep a node busy for an hour",
    cites: &[Cite::Bip(54), Cite::Cve("2013-2292")],
};

/// All of them.
pub const RULES: &[&Rule] = &[
    &HIGH_HASH,
    &BAD_TXNMRKLROOT,
    &BAD_TXNS_DUPLICATE,
    &BAD_WITNESS_NONCE_SIZE,
    &BAD_WITNESS_MERKLE_MATCH,
    &UNEXPECTED_WITNESS,
    &BAD_BLK_LENGTH,
    &BAD_BLK_WEIGHT,
    &BAD_CB_MISSING,
    &BAD_CB_MULTIPLE,
    &BAD_BLK_SIGOPS,
    &BAD_DIFFBITS,
    &TIME_TOO_OLD,
    &TIME_TIMEWARP_ATTACK,
    &TIME_WINDOW_BACKWARDS,
    &TIME_TOO_NEW,
    &BAD_VERSION,
    &BAD_SIGNET_BLKSIG,
    &BAD_TXNS_NONFINAL,
    &BAD_CB_HEIGHT,
    &BAD_CB_AMOUNT,
    &BAD_ACCUMULATED_FEE,
    &BAD_TXNS_BIP30,
    &BAD_CB_LOCKTIME,
    &BAD_CB_SEQUENCE,
    &BAD_TXNS_SIZE,
    &BAD_TXNS_LEGACY_SIGOPS,
];
