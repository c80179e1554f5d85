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
];
