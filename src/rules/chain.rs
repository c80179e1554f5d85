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

/// Which branch counts.
pub static MOST_WORK: Rule = Rule {
    name: "most-work",
    says: "of all branches without an invalid block, the one with the most work counts",
    why: "work is the one vote that cannot be had for nothing, and all nodes can add it up alike",
    cites: &[Cite::Core("ActivateBestChainStep"), Cite::Nakamoto("5"), Cite::Bct("2.3")],
};
/// Which of two equal branches counts.
pub static FIRST_SEEN: Rule = Rule {
    name: "first-seen",
    says: "of two branches with the same work a node keeps to the one whose tip it saw first",
    why: "a node that changed over without more work could be sent back and forth for ever",
    cites: &[Cite::Core("CBlockIndexWorkComparator"), Cite::Nakamoto("5")],
};
/// How a block is taken back.
pub static UNDO_DATA: Rule = Rule {
    name: "undo-data",
    says: "a block is taken back by removing what it made and returning what it spent, which was kept",
    why: "a spent coin has left the set, and the block that spent it says only what it was called",
    cites: &[Cite::Core("DisconnectBlock")],
};
/// What becomes of the payments in blocks that no longer count.
pub static PAYMENTS_RETURN: Rule = Rule {
    name: "payments-return",
    says: "payments of blocks that no longer count wait again, unless the branch that counts holds them or \
           spends their coins",
    why: "an honest payment should not be lost because two miners found a block at the same time",
    cites: &[Cite::Core("MaybeUpdateMempoolForReorg"), Cite::Bct("2.3")],
};
/// How far one window can move the target.
pub static RETARGET_CLAMP: Rule = Rule {
    name: "retarget-clamp",
    says: "the time of a window counts for no less than a quarter of what was wanted, and no more than four \
           times as much",
    why: "times are what miners write, and one window of false ones must not move the target without bound",
    cites: &[Cite::Core("CalculateNextWorkRequired")],
};
/// The easiest target there is.
pub static RETARGET_LIMIT: Rule = Rule {
    name: "retarget-limit",
    says: "no target is easier than the network's limit",
    why: "below some work a block is so cheap that anyone could flood the network with them",
    cites: &[Cite::Core("CalculateNextWorkRequired"), Cite::Core("CheckProofOfWork")],
};

/// All of them.
pub const RULES: &[&Rule] = &[
    &DUPLICATE_INVALID,
    &BAD_PREVBLK,
    &PREV_BLK_NOT_FOUND,
    &SPV_BRANCH,
    &SPV_CONFIRMATIONS,
    &MOST_WORK,
    &FIRST_SEEN,
    &UNDO_DATA,
    &PAYMENTS_RETURN,
    &RETARGET_CLAMP,
    &RETARGET_LIMIT,
];
