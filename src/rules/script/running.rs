//! Rules of a running script: its stacks, its limits, its branches.

use crate::rules::{Cite, Rule};

/// The scripts end with false.
pub static EVAL_FALSE: Rule = Rule {
    name: "EVAL_FALSE",
    says: "when the last script has run, the top of the stack must be there and be true",
    why: "a coin moves only if its owner's condition says yes",
    cites: &[Cite::Core("VerifyScript"), Cite::Bct("3.2")],
};
/// A script meets OP_RETURN.
pub static OP_RETURN: Rule = Rule {
    name: "OP_RETURN",
    says: "OP_RETURN fails the script where it is executed",
    why: "until July 2010 it ended both scripts at once, unlocking script included, so that `1 OP_RETURN` could spend any coin",
    cites: &[Cite::Core("EvalScript"), Cite::Cve("2010-5141")],
};
/// OP_VERIFY finds false.
pub static VERIFY: Rule = Rule {
    name: "VERIFY",
    says: "OP_VERIFY demands true on top of the stack and takes it away",
    why: "a script must be able to stop at the first condition that does not hold",
    cites: &[Cite::Core("EvalScript")],
};
/// OP_EQUALVERIFY finds two different items.
pub static EQUALVERIFY: Rule = Rule {
    name: "EQUALVERIFY",
    says: "OP_EQUALVERIFY demands that the top two items are the same bytes",
    why: "a payment to a hash is open only to who shows what was hashed",
    cites: &[Cite::Core("EvalScript"), Cite::Bct("3.2")],
};
/// OP_NUMEQUALVERIFY finds two different numbers.
pub static NUMEQUALVERIFY: Rule = Rule {
    name: "NUMEQUALVERIFY",
    says: "OP_NUMEQUALVERIFY demands that the top two items are the same number",
    why: "numbers have to be compared by value, since one number can be written in several ways",
    cites: &[Cite::Core("EvalScript")],
};
/// An item is no number.
pub static SCRIPTNUM: Rule = Rule {
    name: "SCRIPTNUM",
    says: "an operand of arithmetic has at most 4 bytes (5 for a lock time), and under MINIMALDATA the shortest form",
    why: "numbers of any length would make a cheap opcode costly, and a padded one could be re-written by anyone who relays it",
    cites: &[Cite::Core("CScriptNum"), Cite::Bip(62)],
};
/// A script is too long.
pub static SCRIPT_SIZE: Rule = Rule {
    name: "SCRIPT_SIZE",
    says: "a legacy or version 0 script has at most 10,000 bytes",
    why: "the cost of a script has to be bounded before it runs",
    cites: &[Cite::Core("MAX_SCRIPT_SIZE")],
};
/// An item is too long.
pub static PUSH_SIZE: Rule = Rule {
    name: "PUSH_SIZE",
    says: "no item on the stack has more than 520 bytes",
    why: "long items that are copied and hashed over and over would fill memory and time",
    cites: &[Cite::Core("MAX_SCRIPT_ELEMENT_SIZE"), Cite::Bip(16)],
};
/// Too many opcodes.
pub static OP_COUNT: Rule = Rule {
    name: "OP_COUNT",
    says: "a legacy or version 0 script has at most 201 opcodes that are not pushes, each key of OP_CHECKMULTISIG counting as one",
    why: "every opcode may hash or check, so their number bounds the cost",
    cites: &[Cite::Core("MAX_OPS_PER_SCRIPT")],
};
/// Too many items.
pub static STACK_SIZE: Rule = Rule {
    name: "STACK_SIZE",
    says: "the stack and the alternative stack hold at most 1,000 items together",
    why: "a short script that copies items would otherwise fill memory",
    cites: &[Cite::Core("MAX_STACK_SIZE")],
};
/// An opcode that means nothing, or a push that is cut off.
pub static BAD_OPCODE: Rule = Rule {
    name: "BAD_OPCODE",
    says: "every executed byte must be an opcode that exists, and every push must have its bytes",
    why: "a byte without a meaning may be given one by a later rule, so until then nobody may rely on it",
    cites: &[Cite::Core("EvalScript")],
};
/// A disabled opcode.
pub static DISABLED_OPCODE: Rule = Rule {
    name: "DISABLED_OPCODE",
    says: "fifteen opcodes fail a script even where they are not executed, among them OP_CAT, OP_MUL and OP_LSHIFT",
    why: "in 2010 OP_LSHIFT could crash every node, and others could use memory without bound",
    cites: &[Cite::Core("EvalScript"), Cite::Cve("2010-5137")],
};
/// An opcode lacks items.
pub static INVALID_STACK_OPERATION: Rule = Rule {
    name: "INVALID_STACK_OPERATION",
    says: "an opcode needs as many items on the stack as it takes",
    why: "a machine that read below its stack would do what nobody wrote",
    cites: &[Cite::Core("EvalScript")],
};
/// OP_FROMALTSTACK lacks an item.
pub static INVALID_ALTSTACK_OPERATION: Rule = Rule {
    name: "INVALID_ALTSTACK_OPERATION",
    says: "OP_FROMALTSTACK needs an item on the alternative stack, which is empty when a script begins",
    why: "nothing may be handed from one script to the next but the stack",
    cites: &[Cite::Core("EvalScript")],
};
/// A branch without its partner.
pub static UNBALANCED_CONDITIONAL: Rule = Rule {
    name: "UNBALANCED_CONDITIONAL",
    says: "every OP_IF or OP_NOTIF has its OP_ENDIF in the same script, and OP_ELSE and OP_ENDIF stand inside",
    why: "an unlocking script could otherwise open a branch that skips the locking script",
    cites: &[Cite::Core("EvalScript")],
};
/// A negative lock time.
pub static NEGATIVE_LOCKTIME: Rule = Rule {
    name: "NEGATIVE_LOCKTIME",
    says: "a lock time on the stack may not be negative",
    why: "there is no block before the first",
    cites: &[Cite::Core("EvalScript"), Cite::Bip(65), Cite::Bip(112)],
};
/// The lock has not opened.
pub static UNSATISFIED_LOCKTIME: Rule = Rule {
    name: "UNSATISFIED_LOCKTIME",
    says: "the transaction's own lock (lock_time, or this input's sequence) must be of the same kind as the script's and at least as late, and in force",
    why: "the script cannot see the time, but it can demand that the transaction waits for it",
    cites: &[
        Cite::Core("CheckLockTime"),
        Cite::Core("CheckSequence"),
        Cite::Bip(65),
        Cite::Bip(112),
    ],
};
/// A push longer than it needs to be.
pub static MINIMALDATA: Rule = Rule {
    name: "MINIMALDATA",
    says: "data are pushed by the shortest opcode that can do it",
    why: "anyone who relays a transaction could otherwise change its bytes, and with them its id, without breaking its signatures",
    cites: &[Cite::Core("CheckMinimalPush"), Cite::Bip(62)],
};
/// Something is left on the stack.
pub static CLEANSTACK: Rule = Rule {
    name: "CLEANSTACK",
    says: "when the scripts have run, nothing but the one true item is left",
    why: "anyone who relays a transaction could otherwise add pushes to it and change its id",
    cites: &[Cite::Core("VerifyScript"), Cite::Bip(62), Cite::Bip(141)],
};
/// A condition that is neither empty nor 01.
pub static MINIMALIF: Rule = Rule {
    name: "MINIMALIF",
    says: "in a version 0 witness script OP_IF and OP_NOTIF take the empty string or the byte 01",
    why: "any other true item could be put in its place by anyone who relays the transaction",
    cites: &[Cite::Core("EvalScript"), Cite::Bip(342)],
};
/// An opcode that waits for a meaning.
pub static DISCOURAGE_UPGRADABLE_NOPS: Rule = Rule {
    name: "DISCOURAGE_UPGRADABLE_NOPS",
    says: "the opcodes OP_NOP1 and OP_NOP4 to OP_NOP10 are not relayed",
    why: "a soft fork will give them a meaning, and nobody should be relying on their doing nothing when it does",
    cites: &[Cite::Core("EvalScript"), Cite::Bip(65)],
};

/// All of them.
pub const RULES: &[&Rule] = &[
    &EVAL_FALSE,
    &OP_RETURN,
    &VERIFY,
    &EQUALVERIFY,
    &NUMEQUALVERIFY,
    &SCRIPTNUM,
    &SCRIPT_SIZE,
    &PUSH_SIZE,
    &OP_COUNT,
    &STACK_SIZE,
    &BAD_OPCODE,
    &DISABLED_OPCODE,
    &INVALID_STACK_OPERATION,
    &INVALID_ALTSTACK_OPERATION,
    &UNBALANCED_CONDITIONAL,
    &NEGATIVE_LOCKTIME,
    &UNSATISFIED_LOCKTIME,
    &MINIMALDATA,
    &CLEANSTACK,
    &MINIMALIF,
    &DISCOURAGE_UPGRADABLE_NOPS,
];
