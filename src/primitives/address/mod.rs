//! Addresses: short texts for the few kinds of locking script that people are paid with.
//!
//! An address is not on the chain; it is a way to write a script down so that typing errors are
//! noticed. The old kinds are in [`base58`] with a checksum, the witness kinds in [`bech32`]
//! (Core: `key_io.cpp`).

pub mod base58;
pub mod bech32;
mod error;
pub mod wif;

pub use error::AddressError;
pub use wif::PrivateKey;

use super::{Network, ScriptBuf};

const TESTS: &[Network] = &[Network::Testnet, Network::Signet, Network::Regtest];
const TB: &[Network] = &[Network::Testnet, Network::Signet];

/// The locking script that an address stands for, whatever the network.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Address {
    /// Pay to the hash160 of a public key.
    P2pkh([u8; 20]),
    /// Pay to the hash160 of a script (BIP 16).
    P2sh([u8; 20]),
    /// Pay to a witness program (BIP 141).
    Witness(WitnessProgram),
}

/// A witness version, 0 to 16, and 2 to 40 bytes; 20 or 32 of them for version 0.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct WitnessProgram {
    version: u8,
    program: Vec<u8>,
}

impl WitnessProgram {
    /// A program that an address can name; an error says what is wrong with it.
    pub fn new(version: u8, program: &[u8]) -> Result<WitnessProgram, AddressError> {
        let found = program.len();
        if version > 16 {
            return Err(AddressError::WitnessVersion { version });
        }
        let what = "a witness program";
        match (version, found) {
            (0, 20 | 32) | (1..=16, 2..=40) => {
                Ok(WitnessProgram { version, program: program.to_vec() })
            }
            (0, _) => {
                let needed = "20 or 32 (for version 0)";
                Err(AddressError::PayloadLength { what, found, needed })
            }
            _ => Err(AddressError::PayloadLength { what, found, needed: "2 to 40" }),
        }
    }

    /// The witness version.
    pub fn version(&self) -> u8 {
        self.version
    }

    /// The program's bytes.
    pub fn program(&self) -> &[u8] {
        &self.program
    }
}

impl Address {
    /// Reads an address of any network, and tells the networks that share its prefix.
    pub fn parse(text: &str) -> Result<(Address, &'static [Network]), AddressError> {
        let text = text.trim();
        if text.is_empty() {
            return Err(AddressError::Empty);
        }
        let lower = text.to_ascii_lowercase();
        if ["bc1", "tb1", "bcrt1"].iter().any(|prefix| lower.starts_with(prefix)) {
            return from_bech32(bech32::decode(text)?);
        }
        from_base58(text).or_else(|error| match bech32::decode(text) {
            Ok(decoded) => from_bech32(decoded),
            Err(_) => Err(error),
        })
    }

    /// Reads an address that must be for `network`.
    pub fn parse_for(text: &str, network: Network) -> Result<Address, AddressError> {
        let (address, found) = Address::parse(text)?;
        if !found.contains(&network) {
            return Err(AddressError::WrongNetwork { found, wanted: network });
        }
        Ok(address)
    }

    /// The address that stands for a locking script, if one does. Bare public keys, bare multisig
    /// and data outputs have none (Core: `ExtractDestination`, less its keys).
    pub fn from_script(script_pubkey: &[u8]) -> Option<Address> {
        match script_pubkey {
            [0x76, 0xa9, 0x14, hash @ .., 0x88, 0xac] => hash.try_into().ok().map(Address::P2pkh),
            [0xa9, 0x14, hash @ .., 0x87] => hash.try_into().ok().map(Address::P2sh),
            [opcode @ (0x00 | 0x51..=0x60), length, program @ ..]
                if usize::from(*length) == program.len() =>
            {
                let version = opcode.saturating_sub(0x50);
                WitnessProgram::new(version, program).ok().map(Address::Witness)
            }
            _ => None,
        }
    }

    /// The locking script.
    pub fn script_pubkey(&self) -> ScriptBuf {
        match self {
            Address::P2pkh(hash) => [&[0x76, 0xa9, 0x14], &hash[..], &[0x88, 0xac]].concat(),
            Address::P2sh(hash) => [&[0xa9, 0x14], &hash[..], &[0x87]].concat(),
            Address::Witness(WitnessProgram { version, program }) => {
                let opcode = if *version == 0 { 0 } else { 0x50 + version };
                [&[opcode, program.len() as u8], &program[..]].concat()
            }
        }
        .into()
    }

    /// The text for `network`.
    pub fn to_text(&self, network: Network) -> String {
        let is_main = network == Network::Main;
        let (version, hash) = match self {
            Address::P2pkh(hash) => (if is_main { 0x00 } else { 0x6f }, hash),
            Address::P2sh(hash) => (if is_main { 0x05 } else { 0xc4 }, hash),
            Address::Witness(program) => return witness_text(program, network),
        };
        base58::encode_check(&[&[version], &hash[..]].concat())
    }
}

fn witness_text(program: &WitnessProgram, network: Network) -> String {
    let prefix = match network {
        Network::Main => "bc",
        Network::Testnet | Network::Signet => "tb",
        Network::Regtest => "bcrt",
    };
    let mut groups = vec![program.version];
    groups.extend(bech32::to_groups(&program.program));
    // 4 + 1 + 1 + 64 + 6 characters at most, well below the limit.
    bech32::encode(prefix, &groups, bech32::Variant::for_version(program.version))
        .unwrap_or_default()
}

fn from_bech32(decoded: bech32::Decoded) -> Result<(Address, &'static [Network]), AddressError> {
    let networks = match decoded.prefix.as_str() {
        "bc" => &[Network::Main],
        "tb" => TB,
        "bcrt" => &[Network::Regtest],
        _ => return Err(AddressError::UnknownPrefix { prefix: decoded.prefix }),
    };
    let (&version, groups) = decoded.groups.split_first().ok_or(AddressError::PayloadLength {
        what: "a witness address",
        found: 0,
        needed: "a version and 2 to 40",
    })?;
    if version > 16 {
        return Err(AddressError::WitnessVersion { version });
    }
    let needed = bech32::Variant::for_version(version);
    if decoded.variant != needed {
        let (found, needed) = (decoded.variant.name(), needed.name());
        return Err(AddressError::WrongVariant { version, found, needed });
    }
    let program = WitnessProgram::new(version, &bech32::to_bytes(groups)?)?;
    Ok((Address::Witness(program), networks))
}

fn from_base58(text: &str) -> Result<(Address, &'static [Network]), AddressError> {
    let bytes = base58::decode_check(text)?;
    let (&version, hash) = bytes.split_first().ok_or(AddressError::Empty)?;
    let networks: &[Network] = match version {
        0x00 | 0x05 => &[Network::Main],
        0x6f | 0xc4 => TESTS,
        0x80 | 0xef if matches!(hash.len(), 32 | 33) => return Err(AddressError::PrivateKey),
        _ => return Err(AddressError::UnknownVersion { version }),
    };
    let found = hash.len();
    let hash = hash.try_into().map_err(|_| AddressError::PayloadLength {
        what: "this kind of address",
        found,
        needed: "20",
    })?;
    let is_script = matches!(version, 0x05 | 0xc4);
    Ok((if is_script { Address::P2sh(hash) } else { Address::P2pkh(hash) }, networks))
}
