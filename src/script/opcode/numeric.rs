//! Numbers. An operand has at most 4 bytes (SCRIPTNUM where it has more, and under MINIMALDATA where
//! it is not in the shortest form); a result may have 5 and then cannot be calculated with again.

use super::{OpcodeInfo, row};
use crate::script::op::*;

const OFF: &str = "Switched off in 2010, with all whose cost was hard to bound.";

pub(super) const ROWS: &[OpcodeInfo] = &[
    row(OP_1ADD, "OP_1ADD", "(a -- a+1)", "Adds 1 to the top item.", ""),
    row(OP_1SUB, "OP_1SUB", "(a -- a-1)", "Takes 1 from the top item.", ""),
    row(OP_2MUL, "OP_2MUL", "(a -- 2a)", "Doubled the top item.", OFF).disabled(),
    row(OP_2DIV, "OP_2DIV", "(a -- a/2)", "Halved the top item.", OFF).disabled(),
    row(OP_NEGATE, "OP_NEGATE", "(a -- -a)", "Turns the sign of the top item.", ""),
    row(OP_ABS, "OP_ABS", "(a -- |a|)", "Makes the top item positive.", ""),
    row(OP_NOT, "OP_NOT", "(a -- bool)", "Pushes 1 if the top item is 0, else 0.", ""),
    row(OP_0NOTEQUAL, "OP_0NOTEQUAL", "(a -- bool)", "Pushes 0 if the top item is 0, else 1.", ""),
    row(OP_ADD, "OP_ADD", "(a b -- a+b)", "Adds.", "The sum may take 5 bytes."),
    row(OP_SUB, "OP_SUB", "(a b -- a-b)", "Subtracts.", "The difference may take 5 bytes."),
    row(OP_MUL, "OP_MUL", "(a b -- a*b)", "Multiplied.", OFF).disabled(),
    row(OP_DIV, "OP_DIV", "(a b -- a/b)", "Divided.", OFF).disabled(),
    row(OP_MOD, "OP_MOD", "(a b -- a%b)", "Gave the rest of a division.", OFF).disabled(),
    row(
        OP_LSHIFT,
        "OP_LSHIFT",
        "(a b -- a<<b)",
        "Shifted the bits of a number to the left.",
        "A shift by a huge number crashed nodes, which is why it and its like were switched off in 2010.",
    )
    .disabled(),
    row(OP_RSHIFT, "OP_RSHIFT", "(a b -- a>>b)", "Shifted the bits of a number to the right.", OFF)
        .disabled(),
    row(OP_BOOLAND, "OP_BOOLAND", "(a b -- bool)", "Pushes 1 if neither number is 0, else 0.", ""),
    row(OP_BOOLOR, "OP_BOOLOR", "(a b -- bool)", "Pushes 0 if both numbers are 0, else 1.", ""),
    row(
        OP_NUMEQUAL,
        "OP_NUMEQUAL",
        "(a b -- bool)",
        "Pushes 1 if the two numbers are equal, else 0.",
        "It compares numbers, not bytes: the empty string equals 00 and 80.",
    ),
    row(
        OP_NUMEQUALVERIFY,
        "OP_NUMEQUALVERIFY",
        "(a b -- )",
        "Fails the script unless the two numbers are equal.",
        "The failure is NUMEQUALVERIFY.",
    ),
    row(OP_NUMNOTEQUAL, "OP_NUMNOTEQUAL", "(a b -- bool)", "Pushes 1 if the numbers differ.", ""),
    row(OP_LESSTHAN, "OP_LESSTHAN", "(a b -- bool)", "Pushes 1 if a is less than b, else 0.", ""),
    row(
        OP_GREATERTHAN,
        "OP_GREATERTHAN",
        "(a b -- bool)",
        "Pushes 1 if a is greater than b, else 0.",
        "",
    ),
    row(
        OP_LESSTHANOREQUAL,
        "OP_LESSTHANOREQUAL",
        "(a b -- bool)",
        "Pushes 1 if a is at most b, else 0.",
        "",
    ),
    row(
        OP_GREATERTHANOREQUAL,
        "OP_GREATERTHANOREQUAL",
        "(a b -- bool)",
        "Pushes 1 if a is at least b, else 0.",
        "",
    ),
    row(OP_MIN, "OP_MIN", "(a b -- min)", "Keeps the smaller of two numbers.", ""),
    row(OP_MAX, "OP_MAX", "(a b -- max)", "Keeps the larger of two numbers.", ""),
    row(
        OP_WITHIN,
        "OP_WITHIN",
        "(x min max -- bool)",
        "Pushes 1 if x is at least min and less than max, else 0.",
        "",
    ),
];
