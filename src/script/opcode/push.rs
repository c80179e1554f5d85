//! Constants: the empty string, the pushes, and the small numbers.

use super::{OpcodeInfo, Status, Tapscript, row};
use crate::rules::Cite;
use crate::script::op::*;

macro_rules! rows {
    (pushes $($length:literal)*; numbers $($opcode:ident $number:literal)*) => {
        &[
            row(OP_0, "OP_0", "( -- \"\")",
                "Pushes the empty string, which is also the number 0 and false.", ""),
            $(row($length, concat!("OP_PUSHBYTES_", $length), "( -- x)",
                concat!("Pushes the bytes of the script that follow it, of which there are ", $length, "."),
                "A push past the end of the script is BAD_OPCODE."),)*
            row(OP_PUSHDATA1, "OP_PUSHDATA1", "( -- x)",
                "Reads a length from the next byte and pushes so many bytes.",
                "MINIMALDATA demands it for 76 to 255 bytes and for nothing else."
            ).cites(&[Cite::Bip(62), Cite::Core("CheckMinimalPush")]),
            row(OP_PUSHDATA2, "OP_PUSHDATA2", "( -- x)",
                "Reads a length from the next 2 bytes, little endian, and pushes so many bytes.",
                "MINIMALDATA demands it for 256 to 65,535 bytes; over 520 bytes is PUSH_SIZE."
            ).cites(&[Cite::Bip(62), Cite::Core("CheckMinimalPush")]),
            row(OP_PUSHDATA4, "OP_PUSHDATA4", "( -- x)",
                "Reads a length from the next 4 bytes, little endian, and pushes so many bytes.",
                "More than 520 bytes is PUSH_SIZE, so no minimal push needs it."
            ).cites(&[Cite::Bip(62), Cite::Core("CheckMinimalPush")]),
            row(OP_1NEGATE, "OP_1NEGATE", "( -- -1)", "Pushes the number -1, the byte 81.", ""),
            row(OP_RESERVED, "OP_RESERVED", "( -- )",
                "Means nothing.",
                "Counts as a push for SIGPUSHONLY and not towards the limit of 201 opcodes."
            ).status(Status::Reserved).tapscript(Tapscript::Success)
             .cites(&[Cite::Core("EvalScript"), Cite::Bip(342)]),
            $(row($opcode, concat!("OP_", $number), concat!("( -- ", $number, ")"),
                concat!("Pushes the number ", $number, " as one byte."), ""),)*
        ]
    };
}

#[rustfmt::skip]
pub(super) const ROWS: &[OpcodeInfo] = rows!(
    pushes 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20 21 22 23 24 25 26 27 28 29 30 31 32 33
        34 35 36 37 38 39 40 41 42 43 44 45 46 47 48 49 50 51 52 53 54 55 56 57 58 59 60 61 62 63 64
        65 66 67 68 69 70 71 72 73 74 75;
    numbers OP_1 1 OP_2 2 OP_3 3 OP_4 4 OP_5 5 OP_6 6 OP_7 7 OP_8 8 OP_9 9 OP_10 10 OP_11 11 OP_12 12
        OP_13 13 OP_14 14 OP_15 15 OP_16 16
);
