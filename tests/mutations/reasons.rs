//! Which reasons fit a change in which region.

use super::plan::Mutation;
use super::regions::Region;

/// Whether a mutation was rejected with a reason that fits.
pub fn fits(mutation: &Mutation, repairs: bool, reason: &str) -> bool {
    let Mutation { region, rising, .. } = *mutation;
    let fitting = match repairs {
        true => on_its_own(region, rising),
        false => with_everything_in_force(region),
    };
    // What stands behind a name in brackets are its details.
    let name = reason.split(['(', ' ']).next().unwrap_or_default();
    fitting.iter().any(|names| names.contains(&name) || names.contains(&reason))
}

type Reasons = &'static [&'static str];

/// What a decoder says of a count or a length that is not that of the bytes after it.
const ENCODING: Reasons = &[
    "count-too-large",
    "non-canonical-compact-size",
    "superfluous-witness",
    "trailing-bytes",
    "unexpected-end",
    "unknown-optional-data",
];

/// Anything that a script can say; Core's words follow in brackets.
const SCRIPTS: Reasons = &["block-script-verify-flag-failed"];

/// What a script says when nothing but the signed message has changed: the signature does not fit. A
/// script that goes on from there with another way to spend (as one of the Lightning network in block
/// 757739 does) asks for a key that nobody has given.
const SIGNATURE: Reasons = &[
    "block-script-verify-flag-failed (Script evaluated without error but finished with a false/empty top stack element)",
    "block-script-verify-flag-failed (Script failed an OP_CHECKSIGVERIFY operation)",
    "block-script-verify-flag-failed (Script failed an OP_EQUALVERIFY operation)",
];

/// What BIP 66 says.
const DER: Reasons = &["block-script-verify-flag-failed (Non-canonical DER signature)"];

/// A coin that is not there; or a later transaction of the block that spends what the changed one made,
/// under the id that this had.
const MISSING: Reasons = &["bad-txns-inputs-missingorspent"];

/// A lock time that has not come.
const NONFINAL: Reasons = &["bad-txns-nonfinal"];

/// An amount that no output can have: below nothing, or more than there will ever be.
const RANGE: Reasons = &["bad-txns-vout-negative", "bad-txns-vout-toolarge"];

/// With everything in force the first that notices is the work, a root or the decoder, and no rule that
/// would have to understand what was changed.
fn with_everything_in_force(region: Region) -> &'static [Reasons] {
    use Region::*;
    match region {
        HeaderVersion | HeaderPrev | HeaderMerkleRoot | HeaderTime | HeaderBits | HeaderNonce => {
            &[&["high-hash"]]
        }
        CoinbaseWitness | Witness => &[&["bad-witness-merkle-match"]],
        CoinbaseLength | Length => &[ENCODING, &["bad-txnmrklroot", "bad-witness-merkle-match"]],
        _ => &[&["bad-txnmrklroot"]],
    }
}

/// Once the roots fit again, each region is judged by the rules that are about it.
fn on_its_own(region: Region, rising: bool) -> &'static [Reasons] {
    use Region::*;
    match region {
        HeaderVersion => &[&["bad-version"]],
        HeaderTime if rising => &[&["time-too-new"]],
        HeaderTime => &[&["time-too-old"]],
        HeaderBits => &[&["bad-diffbits"]],
        CoinbasePrevout => &[&["bad-cb-missing"]],
        CoinbaseHeight => &[&["bad-cb-height"]],
        CoinbaseAmount if rising => &[&["bad-cb-amount"], RANGE],
        // The tag of the commitment: without it no witness is allowed (BIP 141).
        CoinbaseScriptPubKey => &[&["unexpected-witness"]],
        // A length that lets the rest be read, at another place: as other amounts, or other witnesses.
        CoinbaseLength => &[ENCODING, RANGE, &["bad-witness-nonce-size"]],
        CoinbaseLockTime => &[NONFINAL],
        Version | ScriptPubKey => &[SIGNATURE, MISSING],
        PrevoutHash => &[MISSING],
        // Or another coin that is there: spent twice, worth less, or locked for somebody else.
        PrevoutIndex => &[
            MISSING,
            SIGNATURE,
            &["bad-txns-inputs-duplicate", "bad-txns-in-belowout", "bad-cb-amount"],
        ],
        ScriptSig => &[SCRIPTS, MISSING],
        DerLength => &[DER, SIGNATURE, MISSING],
        Sequence | LockTime => &[SIGNATURE, MISSING, NONFINAL],
        // Too much for the inputs, or, with the fees that are left, for what the coinbase claims. Both
        // are noticed before a script runs.
        Amount if rising => &[MISSING, RANGE, &["bad-txns-in-belowout", "bad-cb-amount"]],
        // Only the signature knows that there was more.
        Amount => &[SIGNATURE, MISSING],
        // Witnesses are no part of an id, so that nobody misses what the transaction made.
        Witness => &[SCRIPTS],
        Length => &[ENCODING, RANGE, SCRIPTS, MISSING],
        CoinbaseAmount | HeaderPrev | HeaderNonce | CoinbaseVersion | CoinbaseScriptSig
        | CoinbaseSequence | CoinbaseWitness => &[],
        // Left out: recomputing undoes the change.
        HeaderMerkleRoot | Commitment => &[],
    }
}
