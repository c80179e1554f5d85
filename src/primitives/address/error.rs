//! What can be wrong with an address or a key in text.

use crate::primitives::Network;
use crate::rules::{Rule, address as rules};

/// Why text is no address, no key, or not the one asked for. Characters are counted from 1.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum AddressError {
    /// Nothing is there.
    #[error("the text is empty")]
    Empty,
    /// A character that the encoding does not have.
    #[error("{character:?}, character {position}, does not occur in {encoding}{hint}")]
    BadCharacter {
        /// `Base58`, `Bech32` or `a Bech32 prefix`.
        encoding: &'static str,
        /// The character.
        character: char,
        /// Its place, from 1.
        position: usize,
        /// What it may have been meant to be, with a comma before it, or nothing.
        hint: &'static str,
    },
    /// Small letters and capitals in one Bech32 text.
    #[error(
        "small letters and capitals are mixed: {character:?}, character {position}, differs from those before it"
    )]
    MixedCase {
        /// The first letter that differs.
        character: char,
        /// Its place, from 1.
        position: usize,
    },
    /// No `1` where one must be.
    #[error(
        "a Bech32 text is a prefix, the digit 1 and at least 6 characters more, as in bc1q…; here the last 1 is missing or misplaced"
    )]
    BadSeparator,
    /// More characters than any address has.
    #[error("the text has {length} characters, and this encoding takes at most {limit}")]
    TooLong {
        /// The characters given.
        length: usize,
        /// The most that are taken.
        limit: usize,
    },
    /// Fewer bytes than a checksum.
    #[error("the text stands for {length} bytes, and the checksum alone takes 4")]
    NoChecksum {
        /// The bytes given.
        length: usize,
    },
    /// The four bytes at the end do not match.
    #[error(
        "the checksum is {found}, but the rest of the text needs {computed}: a character is wrong, missing or too many"
    )]
    Base58Checksum {
        /// What the text says, in hexadecimal.
        found: String,
        /// What it should say.
        computed: String,
    },
    /// The six characters at the end do not match.
    #[error("the checksum does not match: {}", suspect_text(.suspect))]
    Bech32Checksum {
        /// The place, from 1, of the only character whose change alone would mend it.
        suspect: Option<usize>,
    },
    /// A version byte that is no address's and no key's.
    #[error(
        "the version byte {version:#04x} is none of 0x00 and 0x05 (main), 0x6f and 0xc4 (test networks)"
    )]
    UnknownVersion {
        /// The byte.
        version: u8,
    },
    /// A payload of the wrong length.
    #[error("{what} holds {needed} bytes, but here are {found}")]
    PayloadLength {
        /// What it is for.
        what: &'static str,
        /// The bytes given.
        found: usize,
        /// The bytes needed, in words.
        needed: &'static str,
    },
    /// A Bech32 prefix of no network.
    #[error("the prefix {prefix:?} belongs to no Bitcoin network; bc, tb and bcrt do")]
    UnknownPrefix {
        /// The prefix.
        prefix: String,
    },
    /// Bech32 where Bech32m belongs, or the reverse.
    #[error("witness version {version} is written in {needed}, but the checksum is {found}'s")]
    WrongVariant {
        /// The witness version.
        version: u8,
        /// The encoding used.
        found: &'static str,
        /// The encoding needed.
        needed: &'static str,
    },
    /// A witness version above 16.
    #[error("witness versions are 0 to 16, and this is {version}")]
    WitnessVersion {
        /// The version.
        version: u8,
    },
    /// The last five-bit group has bits that belong to no byte.
    #[error(
        "the last character before the checksum carries {bits} bits that belong to no whole byte; at most 4 are allowed, all 0"
    )]
    Padding {
        /// The bits left over.
        bits: u32,
    },
    /// An address of another network.
    #[error("this is for the network {}, not for {wanted}", network_names(.found))]
    WrongNetwork {
        /// The networks it is for.
        found: &'static [Network],
        /// The network asked for.
        wanted: Network,
    },
    /// A private key where an address is wanted.
    #[error(
        "this is a private key, not an address: whoever sees it can spend its coins; show it to nobody"
    )]
    PrivateKey,
    /// An address where a private key is wanted.
    #[error("the version byte {version:#04x} is not that of a private key: 0x80 (main) or 0xef")]
    NotPrivateKey {
        /// The byte.
        version: u8,
    },
    /// The byte after the secret is not 1.
    #[error("the byte after the 32 of the secret is {flag:#04x}; only 0x01 (compressed) is known")]
    CompressionFlag {
        /// The byte.
        flag: u8,
    },
    /// Zero, or not below the order of the curve.
    #[error("the secret must be at least 1 and below the order of the curve secp256k1")]
    SecretOutOfRange,
}

impl AddressError {
    /// The rule that the text breaks.
    pub fn rule(&self) -> &'static Rule {
        use AddressError as E;
        match self {
            E::Empty
            | E::BadCharacter { .. }
            | E::MixedCase { .. }
            | E::BadSeparator
            | E::TooLong { .. } => &rules::ADDRESS_ALPHABET,
            E::NoChecksum { .. } | E::Base58Checksum { .. } => &rules::BASE58_CHECKSUM,
            E::Bech32Checksum { .. } => &rules::BECH32_CHECKSUM,
            E::WrongVariant { .. } => &rules::BECH32_VARIANT,
            E::WitnessVersion { .. } | E::Padding { .. } | E::PayloadLength { .. } => {
                &rules::ADDRESS_PAYLOAD
            }
            E::UnknownVersion { .. }
            | E::UnknownPrefix { .. }
            | E::WrongNetwork { .. }
            | E::PrivateKey
            | E::NotPrivateKey { .. } => &rules::ADDRESS_PREFIX,
            E::CompressionFlag { .. } | E::SecretOutOfRange => &rules::WIF_SECRET,
        }
    }
}

fn suspect_text(suspect: &Option<usize>) -> String {
    match suspect {
        Some(position) => {
            format!("look at character {position}; changing it alone could mend the text")
        }
        None => "at least two characters are wrong, or one is missing or too many".into(),
    }
}

fn network_names(networks: &[Network]) -> String {
    networks.iter().map(|network| network.name()).collect::<Vec<_>>().join(" or ")
}
