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

/// All of them.
pub const RULES: &[&Rule] = &[&DUPLICATE_INVALID, &BAD_PREVBLK];
