//! `blockstep util`: single values, from a shell.

mod curve;
mod der;
mod keys;
mod numbers;
mod texts;

use clap::Subcommand;

use super::facts::{invalid, single};
use super::{CliError, Exit, Output, input};
use crate::hash;

/// The arguments of `util`.
#[derive(Debug, clap::Args)]
pub struct UtilArgs {
    #[command(subcommand)]
    command: UtilCommand,
}

#[derive(Debug, Subcommand)]
enum UtilCommand {
    /// SHA-256.
    Sha256(HashArgs),
    /// SHA-256 twice: ids and checksums.
    Sha256d(HashArgs),
    /// RIPEMD-160 of SHA-256: what addresses hold.
    Hash160(HashArgs),
    /// RIPEMD-160.
    Ripemd160(HashArgs),
    /// Turn the bytes around: hashes are shown in the reverse of their order in the bytes.
    Reverse(BytesArgs),
    /// Base58 with a checksum of 4 bytes.
    Base58check(texts::Base58Args),
    /// Bech32 and Bech32m.
    Bech32(texts::Bech32Args),
    /// An address and the locking script that it stands for, both ways.
    Address(keys::AddressArgs),
    /// A private key in text, both ways. Use it for practice keys alone.
    Wif(keys::WifArgs),
    /// Script's numbers, and bytes.
    Scriptnum(numbers::ScriptNumArgs),
    /// CompactSize, the width-saving form of counts and lengths.
    Compactsize(numbers::CompactSizeArgs),
    /// Compact target (bits), target, difficulty and work: give one, get all.
    Bits(numbers::BitsArgs),
    /// A DER signature, field by field.
    Der(der::DerArgs),
}

#[derive(Debug, clap::Args)]
struct BytesArgs {
    /// The bytes: hexadecimal, a file, or - for standard input.
    bytes: Option<String>,
}

#[derive(Debug, clap::Args)]
struct HashArgs {
    /// The bytes: hexadecimal, a file, or - for standard input.
    bytes: Option<String>,
    /// Hash this text (its UTF-8 bytes) instead.
    #[arg(long, conflicts_with = "bytes")]
    text: Option<String>,
}

impl HashArgs {
    fn bytes(&self) -> Result<Vec<u8>, CliError> {
        match &self.text {
            Some(text) => Ok(text.as_bytes().to_vec()),
            None => input::read_bytes(self.bytes.as_deref()),
        }
    }
}

/// Runs `util`.
pub fn run(args: UtilArgs, out: &mut Output) -> Result<Exit, CliError> {
    let hex = |bytes: &[u8]| hex::encode(bytes);
    match args.command {
        UtilCommand::Sha256(args) => single("sha256", hex(&hash::sha256(&args.bytes()?)), out),
        UtilCommand::Sha256d(args) => single("sha256d", hex(&hash::sha256d(&args.bytes()?)), out),
        UtilCommand::Hash160(args) => single("hash160", hex(&hash::hash160(&args.bytes()?)), out),
        UtilCommand::Ripemd160(args) => {
            single("ripemd160", hex(&hash::ripemd160(&args.bytes()?)), out)
        }
        UtilCommand::Reverse(args) => {
            let mut bytes = input::read_bytes(args.bytes.as_deref())?;
            bytes.reverse();
            single("reversed", hex(&bytes), out)
        }
        UtilCommand::Base58check(args) => texts::base58check(args, out),
        UtilCommand::Bech32(args) => texts::bech32(args, out),
        UtilCommand::Address(args) => keys::address(args, out),
        UtilCommand::Wif(args) => keys::wif(args, out),
        UtilCommand::Scriptnum(args) => numbers::scriptnum(args, out),
        UtilCommand::Compactsize(args) => numbers::compactsize(args, out),
        UtilCommand::Bits(args) => numbers::bits(args, out),
        UtilCommand::Der(args) => der::run(args, out),
    }
}
