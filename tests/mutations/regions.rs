//! What a byte of a block is for.

use blockstep::primitives::bytes_document::Field;

/// Bytes that serve the same purpose. Those of the coinbase stand by themselves: there is nothing that
/// it spends, so that hardly any rule looks at them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Region {
    HeaderVersion,
    HeaderPrev,
    HeaderMerkleRoot,
    HeaderTime,
    HeaderBits,
    HeaderNonce,
    CoinbaseVersion,
    CoinbasePrevout,
    /// The bytes that state the height, where BIP 34 holds.
    CoinbaseHeight,
    CoinbaseScriptSig,
    CoinbaseSequence,
    CoinbaseAmount,
    CoinbaseScriptPubKey,
    /// The 32 bytes with which the coinbase commits to the witnesses.
    Commitment,
    CoinbaseWitness,
    CoinbaseLockTime,
    /// Counts, lengths, marker and flag of the coinbase.
    CoinbaseLength,
    Version,
    PrevoutHash,
    PrevoutIndex,
    ScriptSig,
    /// The byte that says how long the signature after it is, where an unlocking script begins with one.
    DerLength,
    Sequence,
    Amount,
    ScriptPubKey,
    Witness,
    LockTime,
    /// Counts, lengths, marker and flag of the other transactions, and the count of all of them.
    Length,
}

impl Region {
    /// The region of a field of a block.
    pub fn of(field: &Field) -> Region {
        let coinbase = field.path.starts_with("tx[0].");
        match (field.name, coinbase) {
            ("version", _) if field.path.starts_with("header") => Region::HeaderVersion,
            ("previousblockhash", _) => Region::HeaderPrev,
            ("merkleroot", _) => Region::HeaderMerkleRoot,
            ("time", _) => Region::HeaderTime,
            ("bits", _) => Region::HeaderBits,
            ("nonce", _) => Region::HeaderNonce,
            ("version", true) => Region::CoinbaseVersion,
            ("hash" | "n", true) => Region::CoinbasePrevout,
            ("scriptSig", true) => Region::CoinbaseScriptSig,
            ("sequence", true) => Region::CoinbaseSequence,
            ("value", true) => Region::CoinbaseAmount,
            ("scriptPubKey", true) => Region::CoinbaseScriptPubKey,
            ("item", true) => Region::CoinbaseWitness,
            ("lock_time", true) => Region::CoinbaseLockTime,
            ("version", false) => Region::Version,
            ("hash", false) => Region::PrevoutHash,
            ("n", false) => Region::PrevoutIndex,
            ("scriptSig", false) => Region::ScriptSig,
            ("sequence", false) => Region::Sequence,
            ("value", false) => Region::Amount,
            ("scriptPubKey", false) => Region::ScriptPubKey,
            ("item", false) => Region::Witness,
            ("lock_time", false) => Region::LockTime,
            (name, coinbase) if is_length(name) => match coinbase {
                true => Region::CoinbaseLength,
                false => Region::Length,
            },
            _ => panic!("a field without a region: {field:?}"),
        }
    }
}

fn is_length(name: &str) -> bool {
    name.ends_with("count") || name.ends_with("length") || ["marker", "flag"].contains(&name)
}
