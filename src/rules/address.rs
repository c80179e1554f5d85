//! Rules about addresses and keys in text. Nodes never see these: they keep people from sending
//! coins to a mistyped place.

use super::{Cite, Rule};

/// Characters that the encoding does not have.
pub static ADDRESS_ALPHABET: Rule = Rule {
    name: "address-alphabet",
    says: "Base58 leaves out 0, O, I and l; Bech32 leaves out 1, b, i and o after its prefix and takes one case at a time, 90 characters at most",
    why: "characters that look alike are misread, and mixed case is misheard",
    cites: &[Cite::Core("DecodeBase58"), Cite::Bip(173)],
};
/// Base58Check's four bytes.
pub static BASE58_CHECKSUM: Rule = Rule {
    name: "base58-checksum",
    says: "the last 4 bytes are the first 4 of the double SHA-256 of the rest",
    why: "a mistyped address would send coins to nobody; so only one typing error in four thousand million is missed",
    cites: &[Cite::Core("DecodeBase58Check")],
};
/// Bech32's six characters.
pub static BECH32_CHECKSUM: Rule = Rule {
    name: "bech32-checksum",
    says: "the last 6 characters make the text a code word of a BCH code over 32 symbols",
    why: "any four wrong characters are noticed for certain, and the place of few can be told",
    cites: &[Cite::Bip(173), Cite::Bip(350)],
};
/// Bech32 for version 0, Bech32m above.
pub static BECH32_VARIANT: Rule = Rule {
    name: "bech32-variant",
    says: "witness version 0 is written in Bech32, versions 1 to 16 in Bech32m",
    why: "Bech32 does not notice letters q inserted before a final p, which version 0's fixed lengths make harmless",
    cites: &[Cite::Bip(350)],
};
/// What an address may hold.
pub static ADDRESS_PAYLOAD: Rule = Rule {
    name: "address-payload",
    says: "a Base58 address holds 20 bytes; a witness program has version 0 to 16 and 2 to 40 bytes, 20 or 32 of them for version 0",
    why: "coins sent to a program of another length could never be spent",
    cites: &[Cite::Bip(141), Cite::Bip(173), Cite::Core("DecodeDestination")],
};
/// What an address is for.
pub static ADDRESS_PREFIX: Rule = Rule {
    name: "address-prefix",
    says: "the first byte or the letters before the 1 say which network and what kind of thing a text is for",
    why: "an address of a test network must not be paid with real coins, nor a key be published as an address",
    cites: &[Cite::Core("CChainParams"), Cite::Bip(173)],
};
/// What a private key may hold.
pub static WIF_SECRET: Rule = Rule {
    name: "wif-secret",
    says: "a private key is 32 bytes, a number from 1 to the curve's order less 1, and a byte 01 if its public key is compressed",
    why: "other numbers have no public key, and the two forms of a public key have different addresses",
    cites: &[Cite::Core("DecodeSecret")],
};

/// All of them.
pub const RULES: &[&Rule] = &[
    &ADDRESS_ALPHABET,
    &BASE58_CHECKSUM,
    &BECH32_CHECKSUM,
    &BECH32_VARIANT,
    &ADDRESS_PAYLOAD,
    &ADDRESS_PREFIX,
    &WIF_SECRET,
];
