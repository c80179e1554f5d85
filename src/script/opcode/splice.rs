//! Byte strings: joining, cutting, measuring, comparing, and working on their bits. Most of them
//! were switched off in August 2010, when one of them (OP_LSHIFT) was found to crash nodes.

use super::{OpcodeInfo, Status, Tapscript, row};
use crate::rules::Cite;
use crate::script::op::*;

const OFF: &str = "Switched off in 2010, with all whose cost was hard to bound.";

pub(super) const ROWS: &[OpcodeInfo] = &[
    row(
        OP_CAT,
        "OP_CAT",
        "(x1 x2 -- x1x2)",
        "Joined the top two items.",
        "Switched off in 2010: repeated OP_DUP OP_CAT doubles an item until memory is full.",
    )
    .disabled(),
    row(OP_SUBSTR, "OP_SUBSTR", "(x start length -- part)", "Cut a part out of an item.", OFF)
        .disabled(),
    row(OP_LEFT, "OP_LEFT", "(x n -- part)", "Kept the first n bytes of an item.", OFF).disabled(),
    row(OP_RIGHT, "OP_RIGHT", "(x n -- part)", "Kept the last n bytes of an item.", OFF).disabled(),
    row(
        OP_SIZE,
        "OP_SIZE",
        "(x -- x n)",
        "Pushes the length of the top item in bytes, and leaves the item.",
        "",
    ),
    row(OP_INVERT, "OP_INVERT", "(x -- ~x)", "Flipped every bit of the top item.", OFF).disabled(),
    row(OP_AND, "OP_AND", "(x1 x2 -- x1&x2)", "Joined two items bit by bit with and.", OFF)
        .disabled(),
    row(OP_OR, "OP_OR", "(x1 x2 -- x1|x2)", "Joined two items bit by bit with or.", OFF).disabled(),
    row(
        OP_XOR,
        "OP_XOR",
        "(x1 x2 -- x1^x2)",
        "Joined two items bit by bit with exclusive or.",
        OFF,
    )
    .disabled(),
    row(
        OP_EQUAL,
        "OP_EQUAL",
        "(x1 x2 -- bool)",
        "Takes two items and pushes whether their bytes are the same.",
        "It compares bytes, not numbers: 00 and the empty string differ.",
    ),
    row(
        OP_EQUALVERIFY,
        "OP_EQUALVERIFY",
        "(x1 x2 -- )",
        "Takes two items and fails the script unless their bytes are the same.",
        "The failure is EQUALVERIFY.",
    ),
    reserved(OP_RESERVED1, "OP_RESERVED1"),
    reserved(OP_RESERVED2, "OP_RESERVED2"),
];

const fn reserved(byte: u8, name: &'static str) -> OpcodeInfo {
    row(byte, name, "( -- )", "Means nothing.", "In a branch that is not executed it does no harm.")
        .status(Status::Reserved)
        .tapscript(Tapscript::Success)
        .cites(&[Cite::Core("EvalScript"), Cite::Bip(342)])
}
