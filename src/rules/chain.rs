//! Rules about a block's place in the tree of blocks.

use super::{Cite, Rule};

/// A block that was refused before.
pub static DUPLICATE_INVALID: Rule = Rule {
    name: "duplicate-invalid",
    says: "a block that was found invalid is not checked again",
    why: "a node that checked the same bad block for everyone who sends it would be kept busy for free",
    cites: &[Cite::Core("AcceptBlockHeader")],
};
/// A block on an invalid one.
pub static BAD_PREVBLK: Rule = Rule {
    name: "bad-prevblk",
    says: "a block may not follow an invalid one, near or far",
    why: "what is built on a broken rule would carry it into every later block",
    cites: &[Cite::Core("AcceptBlockHeader"), Cite::Nakamoto("5"), Cite::Bct("2.3")],
};
/// A header that follows no header at hand.
pub static PREV_BLK_NOT_FOUND: Rule = Rule {
    name: "prev-blk-not-found",
    says: "a header names the hash of the header before it, and counts only where that one is known",
    why: "the links put all the work below a block under it, so that nothing old can be swapped",
    cites: &[Cite::Core("AcceptBlockHeader"), Cite::Nakamoto("3"), Cite::Bct("1.2")],
};
/// A Merkle branch that proves nothing.
pub static SPV_BRANCH: Rule = Rule {
    name: "spv-branch",
    says: "from a transaction's own txid, the hashes of its branch lead to the Merkle root of a header at hand",
    why: "whoever hands the branch over may lie, and the root in a header with work cannot be chosen afterwards",
    cites: &[
        Cite::Nakamoto("8"),
        Cite::Core("CPartialMerkleTree::ExtractMatches"),
        Cite::Bct("1.2"),
    ],
};
/// What a phone counts.
pub static SPV_CONFIRMATIONS: Rule = Rule {
    name: "spv-confirmations",
    says: "a phone believes a payment by the work on top of it, since it cannot check the payment itself",
    why: "each block on top would have to be made again by whoever wants to take the payment back",
    cites: &[Cite::Nakamoto("8"), Cite::Nakamoto("11"), Cite::Bct("2.3")],
};

/// All of them.
pub const RULES: &[&Rule] =
    &[&DUPLICATE_INVALID, &BAD_PREVBLK, &PREV_BLK_NOT_FOUND, &SPV_BRANCH, &SPV_CONFIRMATIONS];
