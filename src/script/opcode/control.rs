//! Control: branches, ends, time locks, and the bytes kept for soft forks.

use super::{OpcodeInfo, Status, Tapscript, row};
use crate::rules::Cite;
use crate::script::op::*;

const IF_RULE: &str = "MINIMALIF lets only the empty string and the byte 01 decide in witness v0 \
scripts; tapscripts always demand it. Without an OP_ENDIF it is UNBALANCED_CONDITIONAL.";
const UNBALANCED: &str = "Without an open OP_IF or OP_NOTIF it is UNBALANCED_CONDITIONAL.";

pub(super) const ROWS: &[OpcodeInfo] = &[
    row(OP_NOP, "OP_NOP", "( -- )", "Does nothing.", ""),
    row(
        OP_VER,
        "OP_VER",
        "( -- )",
        "Once pushed the version of the software.",
        "It made every release a hard fork, and was taken out in 2010.",
    )
    .status(Status::Reserved)
    .tapscript(Tapscript::Success)
    .cites(&[Cite::Core("EvalScript"), Cite::Bip(342)]),
    row(
        OP_IF,
        "OP_IF",
        "(condition -- )",
        "Takes the top item: if it is true the branch up to OP_ELSE or OP_ENDIF runs, else it is skipped.",
        IF_RULE,
    )
    .cites(&[Cite::Core("EvalScript"), Cite::Bip(342)]),
    row(
        OP_NOTIF,
        "OP_NOTIF",
        "(condition -- )",
        "Takes the top item: if it is false the branch up to OP_ELSE or OP_ENDIF runs, else it is skipped.",
        IF_RULE,
    )
    .cites(&[Cite::Core("EvalScript"), Cite::Bip(342)]),
    row(
        OP_VERIF,
        "OP_VERIF",
        "( -- )",
        "Once branched on the version of the software.",
        "It counts as a condition, so Core looks at it even in a branch that does not run.",
    )
    .status(Status::Forbidden),
    row(
        OP_VERNOTIF,
        "OP_VERNOTIF",
        "( -- )",
        "Once branched on the version of the software, the other way round.",
        "It counts as a condition, so Core looks at it even in a branch that does not run.",
    )
    .status(Status::Forbidden),
    row(
        OP_ELSE,
        "OP_ELSE",
        "( -- )",
        "Turns the innermost branch round: what ran is skipped from here, what was skipped runs.",
        "It may stand more than once in a branch. Without an open OP_IF it is UNBALANCED_CONDITIONAL.",
    ),
    row(OP_ENDIF, "OP_ENDIF", "( -- )", "Ends the innermost branch.", UNBALANCED),
    row(
        OP_VERIFY,
        "OP_VERIFY",
        "(condition -- )",
        "Takes the top item and fails the script unless it is true.",
        "The failure is VERIFY; the item then stays on the stack. False is any string of zero bytes, also with a final 80.",
    ),
    row(
        OP_RETURN,
        "OP_RETURN",
        "( -- )",
        "Fails the script where it is executed.",
        "At the start of an output's script it makes the coin unspendable, so nodes need not keep it. Until July 2010 it ended the script early, and anyone could spend any coin with it.",
    )
    .cites(&[Cite::Core("EvalScript"), Cite::Core("IsUnspendable"), Cite::Cve("2010-5141")]),
];

pub(super) const EXPANSION_ROWS: &[OpcodeInfo] = &[
    upgradable(OP_NOP1, "OP_NOP1"),
    row(
        OP_CHECKLOCKTIMEVERIFY,
        "OP_CHECKLOCKTIMEVERIFY",
        "(lock -- lock)",
        "Fails unless the transaction's lock_time is at least the top item, of the same kind (height or time), and this input's sequence is not final.",
        "It was OP_NOP2, which is why it leaves its operand: old nodes must find the same stack. Without the flag CHECKLOCKTIMEVERIFY it does nothing.",
    )
    .cites(&[Cite::Bip(65), Cite::Core("CheckLockTime")]),
    row(
        OP_CHECKSEQUENCEVERIFY,
        "OP_CHECKSEQUENCEVERIFY",
        "(lock -- lock)",
        "Fails unless this input's sequence locks it for at least as many blocks, or units of 512 seconds, as the top item says.",
        "It was OP_NOP3. It needs transaction version 2 or more, and does nothing where bit 31 of the operand is set or the flag CHECKSEQUENCEVERIFY is not.",
    )
    .cites(&[Cite::Bip(112), Cite::Bip(68), Cite::Core("CheckSequence")]),
    upgradable(OP_NOP4, "OP_NOP4"),
    upgradable(OP_NOP5, "OP_NOP5"),
    upgradable(OP_NOP6, "OP_NOP6"),
    upgradable(OP_NOP7, "OP_NOP7"),
    upgradable(OP_NOP8, "OP_NOP8"),
    upgradable(OP_NOP9, "OP_NOP9"),
    upgradable(OP_NOP10, "OP_NOP10"),
];

const fn upgradable(byte: u8, name: &'static str) -> OpcodeInfo {
    row(
        byte,
        name,
        "( -- )",
        "Does nothing yet.",
        "A soft fork may make it fail where it now does nothing, as BIP 65 and BIP 112 did with OP_NOP2 and OP_NOP3.",
    )
    .status(Status::Upgradable)
}
