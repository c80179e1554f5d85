//! Code that no one would write: random runs of opcodes that mostly find what they need, and a
//! fragment for every opcode that leaves the stack as it was.

use blockstep::script::op::*;

use super::genes::Genes;

/// One or more for each opcode that moves items or computes; each leaves nothing behind.
pub const FRAGMENTS: &[&str] = &[
    "NOP",
    "1 VERIFY",
    "1 IF 1 ELSE 0 ENDIF VERIFY",
    "0 NOTIF 1 ELSE 0 ENDIF VERIFY",
    "1 TOALTSTACK FROMALTSTACK DROP",
    "1 2 2DROP",
    "1 1 2DUP EQUALVERIFY EQUALVERIFY",
    "1 2 3 3DUP 2DROP 2DROP 2DROP",
    "1 2 3 4 2OVER 2DROP 2DROP 2DROP",
    "1 2 3 4 5 6 2ROT 2DROP 2DROP 2DROP",
    "1 2 3 4 2SWAP 2DROP 2DROP",
    "1 IFDUP 2DROP",
    "0 IFDUP DROP",
    "DEPTH DROP",
    "1 DUP 2DROP",
    "1 2 NIP DROP",
    "1 2 OVER DROP 2DROP",
    "5 6 1 PICK 5 NUMEQUALVERIFY 2DROP",
    "5 6 1 ROLL 5 NUMEQUALVERIFY DROP",
    "1 2 3 ROT DROP 2DROP",
    "1 2 SWAP 2DROP",
    "1 2 TUCK DROP 2DROP",
    "'abc' SIZE 3 NUMEQUALVERIFY DROP",
    "'a' 'a' EQUAL VERIFY",
    "'a' 'a' EQUALVERIFY",
    "4 1ADD 5 NUMEQUALVERIFY",
    "4 1SUB 3 NUMEQUALVERIFY",
    "5 NEGATE -5 NUMEQUALVERIFY",
    "-5 ABS 5 NUMEQUALVERIFY",
    "0 NOT VERIFY",
    "7 0NOTEQUAL VERIFY",
    "3 4 ADD 7 NUMEQUALVERIFY",
    "3 4 SUB -1 NUMEQUALVERIFY",
    "1 1 BOOLAND VERIFY",
    "0 1 BOOLOR VERIFY",
    "2 2 NUMEQUAL VERIFY",
    "2 3 NUMNOTEQUAL VERIFY",
    "2 3 LESSTHAN VERIFY",
    "3 2 GREATERTHAN VERIFY",
    "2 2 LESSTHANOREQUAL VERIFY",
    "2 2 GREATERTHANOREQUAL VERIFY",
    "2 3 MIN 2 NUMEQUALVERIFY",
    "2 3 MAX 3 NUMEQUALVERIFY",
    "2 1 3 WITHIN VERIFY",
    "2147483647 1ADD SIZE 5 NUMEQUALVERIFY DROP",
    "NOP1 NOP4 NOP5 NOP6 NOP7 NOP8 NOP9 NOP10",
    "-1 1 ADD NOT VERIFY",
    "0 2 3 4 5 6 2DROP 2DROP 2DROP",
    "7 8 9 10 11 12 2DROP 2DROP 2DROP",
    "13 14 15 16 2DROP 2DROP",
];

/// Opcodes with the items that they take and leave.
const ARITIES: &[(u8, usize, usize)] = &[
    (OP_DROP, 1, 0),
    (OP_DUP, 1, 2),
    (OP_NIP, 2, 1),
    (OP_OVER, 2, 3),
    (OP_ROT, 3, 3),
    (OP_SWAP, 2, 2),
    (OP_TUCK, 2, 3),
    (OP_2DROP, 2, 0),
    (OP_2DUP, 2, 4),
    (OP_3DUP, 3, 6),
    (OP_2OVER, 4, 6),
    (OP_2ROT, 6, 6),
    (OP_2SWAP, 4, 4),
    (OP_DEPTH, 0, 1),
    (OP_SIZE, 1, 2),
    (OP_1ADD, 1, 1),
    (OP_1SUB, 1, 1),
    (OP_NEGATE, 1, 1),
    (OP_ABS, 1, 1),
    (OP_NOT, 1, 1),
    (OP_0NOTEQUAL, 1, 1),
    (OP_ADD, 2, 1),
    (OP_SUB, 2, 1),
    (OP_BOOLAND, 2, 1),
    (OP_BOOLOR, 2, 1),
    (OP_NUMEQUAL, 2, 1),
    (OP_NUMNOTEQUAL, 2, 1),
    (OP_LESSTHAN, 2, 1),
    (OP_GREATERTHAN, 2, 1),
    (OP_LESSTHANOREQUAL, 2, 1),
    (OP_GREATERTHANOREQUAL, 2, 1),
    (OP_MIN, 2, 1),
    (OP_MAX, 2, 1),
    (OP_EQUAL, 2, 1),
    (OP_WITHIN, 3, 1),
    (OP_NOP, 0, 0),
];

/// Opcodes that leave something that is seldom a number.
const HASHES: [u8; 5] = [OP_RIPEMD160, OP_SHA1, OP_SHA256, OP_HASH160, OP_HASH256];

/// A random run that leaves the stack as high as it found it, if every opcode finds numbers where
/// it wants them.
pub fn balanced(genes: &mut Genes) -> Vec<u8> {
    let pushes = 1 + genes.below(6);
    let mut code: Vec<u8> = (0..pushes).map(|_| OP_1NEGATE + genes.below(18) as u8).collect();
    // 0x50 lies between OP_1NEGATE and OP_1, and is no push.
    code.iter_mut().filter(|byte| **byte == OP_1NEGATE + 1).for_each(|byte| *byte = 0);
    let mut height = pushes;
    for _ in 0..genes.below(12) {
        if height > 0 && genes.percent(6) {
            code.push(genes.pick(&HASHES));
            continue;
        }
        let (opcode, takes, leaves) = genes.pick(ARITIES);
        if takes <= height {
            code.push(opcode);
            height = height - takes + leaves;
        }
    }
    code.extend(std::iter::repeat_n(OP_DROP, height));
    code
}

/// Opcodes for a branch that is not executed: mostly harmless there, sometimes deadly even there.
pub fn unexecuted(genes: &mut Genes) -> Vec<u8> {
    let opcode = |genes: &mut Genes| match genes.below(20) {
        0 => genes.pick(&[OP_VERIF, OP_VERNOTIF, OP_CAT, OP_2MUL]),
        1 | 2 => genes.below(256) as u8,
        3..=7 => genes.pick(&[OP_RETURN, OP_VER, OP_RESERVED, OP_RESERVED1, OP_RESERVED2]),
        _ => genes.pick(ARITIES).0,
    };
    (0..genes.below(6)).map(|_| opcode(genes)).collect()
}
