//! Rules about whole transactions. Each is named by Core's reject string.

use super::{Cite, Rule};

/// At least one input.
pub static VIN_EMPTY: Rule = Rule {
    name: "bad-txns-vin-empty",
    says: "a transaction has at least one input",
    why: "value that comes from nowhere would be money that nobody earned",
    cites: &[Cite::Core("CheckTransaction")],
};
/// At least one output.
pub static VOUT_EMPTY: Rule = Rule {
    name: "bad-txns-vout-empty",
    says: "a transaction has at least one output",
    why: "a transaction that makes nothing would only destroy coins and fill the chain",
    cites: &[Cite::Core("CheckTransaction")],
};
/// It fits a block.
pub static OVERSIZE: Rule = Rule {
    name: "bad-txns-oversize",
    says: "a transaction's bytes without witnesses, times four, are at most 4,000,000 weight units",
    why: "a larger one could never be in a block, so nobody should spend time on it",
    cites: &[Cite::Bip(141), Cite::Core("CheckTransaction"), Cite::Core("MAX_BLOCK_WEIGHT")],
};
/// No negative output.
pub static VOUT_NEGATIVE: Rule = Rule {
    name: "bad-txns-vout-negative",
    says: "no output is worth less than nothing",
    why: "a negative output would let the others pay out more than the inputs bring",
    cites: &[Cite::Core("CheckTransaction"), Cite::Bct("1.5")],
};
/// No output above all the money.
pub static VOUT_TOO_LARGE: Rule = Rule {
    name: "bad-txns-vout-toolarge",
    says: "no output is worth more than 21 million bitcoin",
    why: "sums of larger amounts can wrap around: in 2010 two outputs made 184 billion bitcoin so",
    cites: &[Cite::Cve("2010-5139"), Cite::Core("CheckTransaction"), Cite::Core("MAX_MONEY")],
};
/// No sum of outputs above all the money.
pub static VOUT_TOTAL_TOO_LARGE: Rule = Rule {
    name: "bad-txns-txouttotal-toolarge",
    says: "all outputs together are worth at most 21 million bitcoin",
    why: "a sum that wraps around looks small: in 2010 two outputs made 184 billion bitcoin so",
    cites: &[Cite::Cve("2010-5139"), Cite::Core("CheckTransaction"), Cite::Core("MAX_MONEY")],
};
/// No output twice in one transaction.
pub static INPUTS_DUPLICATE: Rule = Rule {
    name: "bad-txns-inputs-duplicate",
    says: "no two inputs of a transaction spend the same output",
    why: "the coin would count twice; releases of 2017 and 2018 skipped this check, and a miner could have made money from nothing",
    cites: &[Cite::Cve("2018-17144"), Cite::Core("CheckTransaction"), Cite::Bct("1.5")],
};
/// A coinbase's script has 2 to 100 bytes.
pub static COINBASE_LENGTH: Rule = Rule {
    name: "bad-cb-length",
    says: "a coinbase's script has 2 to 100 bytes",
    why: "it unlocks nothing and, after the block's height, may say anything, so only its length is held in check",
    cites: &[Cite::Core("CheckTransaction")],
};
/// Only a coinbase spends nothing.
pub static PREVOUT_NULL: Rule = Rule {
    name: "bad-txns-prevout-null",
    says: "every input of a transaction that is not a coinbase names an output",
    why: "an input without an output has no owner who could sign for it",
    cites: &[Cite::Core("CheckTransaction")],
};
/// Every coin spent is there.
pub static INPUTS_MISSING_OR_SPENT: Rule = Rule {
    name: "bad-txns-inputs-missingorspent",
    says: "every output that is spent exists and has not been spent before",
    why: "this is the double spend: without the rule one coin could pay any number of people",
    cites: &[
        Cite::Core("Consensus::CheckTxInputs"),
        Cite::Bct("3.1"),
        Cite::Slide("Transaction Based Ledger: Finite Scan"),
    ],
};
/// A coinbase rests for 100 blocks.
pub static PREMATURE_COINBASE: Rule = Rule {
    name: "bad-txns-premature-spend-of-coinbase",
    says: "a coinbase's outputs can be spent 100 blocks after it, not earlier",
    why: "if its block were replaced, every payment that came from it would vanish for ever",
    cites: &[Cite::Core("Consensus::CheckTxInputs"), Cite::Core("COINBASE_MATURITY")],
};
/// Inputs are amounts of money.
pub static INPUT_VALUES_OUT_OF_RANGE: Rule = Rule {
    name: "bad-txns-inputvalues-outofrange",
    says: "each coin spent, and all of them together, are worth between 0 and 21 million bitcoin",
    why: "a second line of defence against sums that wrap around",
    cites: &[Cite::Core("Consensus::CheckTxInputs"), Cite::Core("MoneyRange")],
};
/// Outputs are at most inputs.
pub static IN_BELOW_OUT: Rule = Rule {
    name: "bad-txns-in-belowout",
    says: "the outputs are worth at most what the inputs are worth",
    why: "the difference would be money made from nothing",
    cites: &[
        Cite::Core("Consensus::CheckTxInputs"),
        Cite::Bct("1.5"),
        Cite::Slide("Transaction Output Syntax"),
    ],
};
/// The fee is an amount of money.
pub static FEE_OUT_OF_RANGE: Rule = Rule {
    name: "bad-txns-fee-outofrange",
    says: "the fee lies between 0 and 21 million bitcoin",
    why: "it is paid to the miner, so it must be money as any other amount",
    cites: &[Cite::Core("Consensus::CheckTxInputs"), Cite::Core("MoneyRange")],
};
/// Every input is unlocked.
pub static SCRIPT_VERIFY: Rule = Rule {
    name: "block-script-verify-flag-failed",
    says: "every input's unlocking script opens the output that it spends",
    why: "the script, and the signature in it, is the owner's consent",
    cites: &[
        Cite::Core("CheckInputScripts"),
        Cite::Core("VerifyScript"),
        Cite::Slide("Transaction Input Syntax"),
    ],
};

/// All of them, in the order in which they are checked.
pub const RULES: &[&Rule] = &[
    &VIN_EMPTY,
    &VOUT_EMPTY,
    &OVERSIZE,
    &VOUT_NEGATIVE,
    &VOUT_TOO_LARGE,
    &VOUT_TOTAL_TOO_LARGE,
    &INPUTS_DUPLICATE,
    &COINBASE_LENGTH,
    &PREVOUT_NULL,
    &INPUTS_MISSING_OR_SPENT,
    &PREMATURE_COINBASE,
    &INPUT_VALUES_OUT_OF_RANGE,
    &IN_BELOW_OUT,
    &FEE_OUT_OF_RANGE,
    &SCRIPT_VERIFY,
];
