//! Rules of Bitcoin's byte format: what makes bytes undecodable.

use super::{Cite, Rule};

/// The bytes end before the field does.
pub static UNEXPECTED_END: Rule = Rule {
    name: "unexpected-end",
    says: "every field must be there in full: the bytes may not end inside one",
    why: "a cut-off message must never be taken for a whole one",
    cites: &[Cite::Core("DataStream::read")],
};
/// A CompactSize wider than its value needs.
pub static NON_CANONICAL_COMPACT_SIZE: Rule = Rule {
    name: "non-canonical-compact-size",
    says: "a CompactSize number must use the shortest of its four widths",
    why: "one transaction would otherwise have many serializations and so many ids",
    cites: &[Cite::Core("ReadCompactSize")],
};
/// A count that cannot be true.
pub static COUNT_TOO_LARGE: Rule = Rule {
    name: "count-too-large",
    says: "a count may promise no more than the bytes that are left can hold, and at most 33,554,432",
    why: "a reader that trusted the count would set memory aside for whatever a stranger claims",
    cites: &[Cite::Core("MAX_SIZE"), Cite::Core("ReadCompactSize")],
};
/// Bytes are left over.
pub static TRAILING_BYTES: Rule = Rule {
    name: "trailing-bytes",
    says: "nothing may follow the last field",
    why: "left-over bytes mean that reader and writer disagree about the format",
    cites: &[Cite::Core("DecodeHexTx")],
};
/// A witness section that holds no witness.
pub static SUPERFLUOUS_WITNESS: Rule = Rule {
    name: "superfluous-witness",
    says: "the witness form is used only if at least one input has a witness",
    why: "one transaction would otherwise have two serializations",
    cites: &[Cite::Bip(144), Cite::Core("UnserializeTransaction")],
};
/// An optional section nobody knows.
pub static UNKNOWN_OPTIONAL_DATA: Rule = Rule {
    name: "unknown-optional-data",
    says: "the flag byte after the marker 00 must be 01",
    why: "the other flags are kept for sections that do not exist yet",
    cites: &[Cite::Bip(144), Cite::Core("UnserializeTransaction")],
};
/// Text that is not hexadecimal.
pub static BAD_HEX: Rule = Rule {
    name: "bad-hex",
    says: "hexadecimal text uses the digits 0-9 and a-f, two for each byte",
    why: "half a byte cannot be stored",
    cites: &[Cite::Core("TryParseHex")],
};

/// Fields of the medical chain's own kinds.
pub static NOT_A_VALUE: Rule = Rule {
    name: "not-a-value",
    says: "a field holds one of the values of its kind, written in the one way that there is",
    why: "two ways to write one thing would give one transaction two ids",
    cites: &[Cite::Bct("1.2")],
};

/// All of them.
pub const RULES: &[&Rule] = &[
    &UNEXPECTED_END,
    &NON_CANONICAL_COMPACT_SIZE,
    &COUNT_TOO_LARGE,
    &TRAILING_BYTES,
    &SUPERFLUOUS_WITNESS,
    &UNKNOWN_OPTIONAL_DATA,
    &NOT_A_VALUE,
    &BAD_HEX,
];
