//! Stack: moving items about. Fewer items than an opcode needs is INVALID_STACK_OPERATION.

use super::{OpcodeInfo, row};
use crate::script::op::*;

pub(super) const ROWS: &[OpcodeInfo] = &[
    row(
        OP_TOALTSTACK,
        "OP_TOALTSTACK",
        "(x -- ) alt: ( -- x)",
        "Moves the top item to the alternative stack.",
        "Both stacks together may hold 1,000 items.",
    ),
    row(
        OP_FROMALTSTACK,
        "OP_FROMALTSTACK",
        "( -- x) alt: (x -- )",
        "Moves the top item of the alternative stack back.",
        "Where that stack is empty it is INVALID_ALTSTACK_OPERATION. Each script starts with an empty one.",
    ),
    row(OP_2DROP, "OP_2DROP", "(x1 x2 -- )", "Removes the top two items.", ""),
    row(OP_2DUP, "OP_2DUP", "(x1 x2 -- x1 x2 x1 x2)", "Copies the top two items.", ""),
    row(OP_3DUP, "OP_3DUP", "(x1 x2 x3 -- x1 x2 x3 x1 x2 x3)", "Copies the top three items.", ""),
    row(
        OP_2OVER,
        "OP_2OVER",
        "(x1 x2 x3 x4 -- x1 x2 x3 x4 x1 x2)",
        "Copies the pair under the top pair.",
        "",
    ),
    row(
        OP_2ROT,
        "OP_2ROT",
        "(x1 x2 x3 x4 x5 x6 -- x3 x4 x5 x6 x1 x2)",
        "Brings the third pair to the top.",
        "",
    ),
    row(OP_2SWAP, "OP_2SWAP", "(x1 x2 x3 x4 -- x3 x4 x1 x2)", "Swaps the top two pairs.", ""),
    row(OP_IFDUP, "OP_IFDUP", "(x -- x | x x)", "Copies the top item if it is true.", ""),
    row(OP_DEPTH, "OP_DEPTH", "( -- n)", "Pushes the number of items on the stack.", ""),
    row(OP_DROP, "OP_DROP", "(x -- )", "Removes the top item.", ""),
    row(OP_DUP, "OP_DUP", "(x -- x x)", "Copies the top item.", ""),
    row(OP_NIP, "OP_NIP", "(x1 x2 -- x2)", "Removes the item under the top one.", ""),
    row(OP_OVER, "OP_OVER", "(x1 x2 -- x1 x2 x1)", "Copies the item under the top one.", ""),
    row(
        OP_PICK,
        "OP_PICK",
        "(xn ... x0 n -- xn ... x0 xn)",
        "Takes a number n and copies the item n places below the top.",
        "A negative n, or one past the bottom, is INVALID_STACK_OPERATION.",
    ),
    row(
        OP_ROLL,
        "OP_ROLL",
        "(xn ... x0 n -- xn-1 ... x0 xn)",
        "Takes a number n and moves the item n places below the top to the top.",
        "A negative n, or one past the bottom, is INVALID_STACK_OPERATION.",
    ),
    row(OP_ROT, "OP_ROT", "(x1 x2 x3 -- x2 x3 x1)", "Brings the third item to the top.", ""),
    row(OP_SWAP, "OP_SWAP", "(x1 x2 -- x2 x1)", "Swaps the top two items.", ""),
    row(
        OP_TUCK,
        "OP_TUCK",
        "(x1 x2 -- x2 x1 x2)",
        "Copies the top item to below the second one.",
        "",
    ),
];
