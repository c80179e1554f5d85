//! Payments to check against the lecture's ledger: good ones, and every way to cheat.

use super::{Candidate, Written};
use crate::primitives::amount::COIN;

/// The value that two outputs had in August 2010, block 74638: together 2^64 satoshis and a little
/// less, which as a 64-bit sum is less than nothing (CVE-2010-5139).
const OVERFLOW: i64 = 9_223_372_036_854_277_039;

/// Bob's 9.0 go to one person, whole.
const BOB_PAYS_CAROL: Written = Written {
    spends: &[(3, 1, "Bob", "Bob")],
    outputs: &[("Carol", 9 * COIN)],
    payers: &[("Bob", 9 * COIN, 1, "Bob")],
    receivers: &[("Carol", 9 * COIN)],
};

/// All candidates, the simplest first.
pub const CANDIDATES: &[Candidate] = &[
    Candidate {
        id: "valid",
        title: "a valid payment, with change",
        about: "Bob spends the 9.0 of 3[1]: 5.0 for Carol, and 4.0 come back to himself as change.",
        block: &[Written {
            spends: &[(3, 1, "Bob", "Bob")],
            outputs: &[("Carol", 5 * COIN), ("Bob", 4 * COIN)],
            payers: &[("Bob", 5 * COIN, 1, "Bob")],
            receivers: &[("Carol", 5 * COIN)],
        }],
    },
    Candidate {
        id: "fee",
        title: "a payment that leaves a fee",
        about: "Bob spends the 9.0 of 3[1] and makes 8.9 of them Carol's; the rest is the miner's.",
        block: &[Written {
            spends: &[(3, 1, "Bob", "Bob")],
            outputs: &[("Carol", 89 * COIN / 10)],
            payers: &[("Bob", 9 * COIN, 1, "Bob")],
            receivers: &[("Carol", 89 * COIN / 10)],
        }],
    },
    Candidate {
        id: "double-spend",
        title: "a double spend across blocks",
        about: "Alice spends the 8.0 of 2[1] again, though transaction 4 has spent them already.",
        block: &[Written {
            spends: &[(2, 1, "Alice", "Alice")],
            outputs: &[("Bob", 8 * COIN)],
            payers: &[("Alice", 8 * COIN, 1, "Alice")],
            receivers: &[("Bob", 8 * COIN)],
        }],
    },
    Candidate {
        id: "double-spend-in-block",
        title: "a double spend within a block",
        about: "One block holds two payments of Bob's 9.0 of 3[1]: to Carol, and to David.",
        block: &[
            BOB_PAYS_CAROL,
            Written {
                spends: &[(3, 1, "Bob", "Bob")],
                outputs: &[("David", 9 * COIN)],
                payers: &[("Bob", 9 * COIN, 1, "Bob")],
                receivers: &[("David", 9 * COIN)],
            },
        ],
    },
    Candidate {
        id: "double-spend-in-transaction",
        title: "a double spend within a transaction",
        about: "Bob names 3[1] twice in one transaction, to turn 9.0 into 18.0.",
        block: &[Written {
            spends: &[(3, 1, "Bob", "Bob"), (3, 1, "Bob", "Bob")],
            outputs: &[("Carol", 18 * COIN)],
            payers: &[("Bob", 9 * COIN, 1, "Bob"), ("Bob", 9 * COIN, 1, "Bob")],
            receivers: &[("Carol", 18 * COIN)],
        }],
    },
    Candidate {
        id: "overspend",
        title: "an overspend",
        about: "Bob spends the 9.0 of 3[1] and makes 10.0 of them.",
        block: &[Written {
            spends: &[(3, 1, "Bob", "Bob")],
            outputs: &[("Carol", 10 * COIN)],
            payers: &[("Bob", 10 * COIN, 1, "Bob")],
            receivers: &[("Carol", 10 * COIN)],
        }],
    },
    Candidate {
        id: "wrong-signer",
        title: "the wrong signer",
        about: "Alice signs with her own key to spend the 8.0 of 3[0], which are Carol's.",
        block: &[Written {
            spends: &[(3, 0, "Carol", "Alice")],
            outputs: &[("Alice", 8 * COIN)],
            payers: &[("Carol", 8 * COIN, 0, "Alice")],
            receivers: &[("Alice", 8 * COIN)],
        }],
    },
    Candidate {
        id: "missing-input",
        title: "an output that was never made",
        about: "David spends 4[2], but transaction 4 has only the outputs 0 and 1.",
        block: &[Written {
            spends: &[(4, 2, "David", "David")],
            outputs: &[("Carol", 7 * COIN)],
            payers: &[("David", 7 * COIN, 0, "David")],
            receivers: &[("Carol", 7 * COIN)],
        }],
    },
    Candidate {
        id: "overflow",
        title: "an output overflow",
        about: "Bob makes two outputs so large that their 64-bit sum is negative, as in August 2010.",
        block: &[Written {
            spends: &[(3, 1, "Bob", "Bob")],
            outputs: &[("Carol", OVERFLOW), ("Bob", OVERFLOW)],
            payers: &[("Bob", 9 * COIN, 1, "Bob")],
            receivers: &[("Carol", OVERFLOW), ("Bob", OVERFLOW)],
        }],
    },
    Candidate {
        id: "joint",
        title: "a joint payment",
        about: "Carol's 8.0 of 3[0] and David's 6.0 of 4[0] pay Bob 13.0 together; both sign.",
        block: &[Written {
            spends: &[(3, 0, "Carol", "Carol"), (4, 0, "David", "David")],
            outputs: &[("Bob", 13 * COIN), ("David", COIN)],
            payers: &[("Carol", 8 * COIN, 0, "Carol"), ("David", 5 * COIN, 0, "David")],
            receivers: &[("Bob", 13 * COIN)],
        }],
    },
    Candidate {
        id: "joint-unsigned",
        title: "a joint payment that one owner did not sign",
        about: "As the joint payment, but Carol signs for David as well.",
        block: &[Written {
            spends: &[(3, 0, "Carol", "Carol"), (4, 0, "David", "Carol")],
            outputs: &[("Bob", 13 * COIN), ("David", COIN)],
            payers: &[("Carol", 8 * COIN, 0, "Carol"), ("David", 5 * COIN, 0, "Carol")],
            receivers: &[("Bob", 13 * COIN)],
        }],
    },
    Candidate {
        id: "consolidation",
        title: "funds brought together",
        about: "Alice pays Bob her 2.0; then Bob makes one output of these and his 9.0 of 3[1].",
        block: &[
            Written {
                spends: &[(4, 1, "Alice", "Alice")],
                outputs: &[("Bob", 2 * COIN)],
                payers: &[("Alice", 2 * COIN, 2, "Alice")],
                receivers: &[("Bob", 2 * COIN)],
            },
            Written {
                spends: &[(3, 1, "Bob", "Bob"), (5, 0, "Bob", "Bob")],
                outputs: &[("Bob", 11 * COIN)],
                payers: &[("Bob", 11 * COIN, 1, "Bob")],
                receivers: &[("Bob", 11 * COIN)],
            },
        ],
    },
];
