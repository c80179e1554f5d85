//! `util base58check` and `util bech32`.

use clap::Subcommand;

use super::{BytesArgs, invalid, single};
use crate::cli::facts::Facts;
use crate::cli::{CliError, Exit, Output, input};
use crate::primitives::address::{base58, bech32};

/// The most bytes written in Base58: the time to write them grows with their square.
const BASE58_LIMIT: usize = 2048;

#[derive(Debug, clap::Args)]
pub struct Base58Args {
    #[command(subcommand)]
    command: Base58Command,
}

#[derive(Debug, Subcommand)]
enum Base58Command {
    /// Bytes (for an address: a version byte and 20 bytes more) to text.
    Encode(BytesArgs),
    /// Text to bytes; the checksum must match.
    Decode(TextArgs),
}

#[derive(Debug, clap::Args)]
pub struct TextArgs {
    /// The text: as an argument, a file, or - for standard input.
    text: Option<String>,
}

pub fn base58check(args: Base58Args, out: &mut Output) -> Result<Exit, CliError> {
    match args.command {
        Base58Command::Encode(args) => {
            let bytes = input::read_bytes(args.bytes.as_deref())?;
            if bytes.len() > BASE58_LIMIT {
                let found = bytes.len();
                return Err(CliError::usage(format!(
                    "{found} bytes are too many for Base58; give at most {BASE58_LIMIT}"
                )));
            }
            single("text", base58::encode_check(&bytes), out)
        }
        Base58Command::Decode(args) => {
            match base58::decode_check(&input::read_text(args.text.as_deref())?) {
                Ok(bytes) => single("hex", hex::encode(bytes), out),
                Err(error) => invalid(Some(error.rule()), error, out),
            }
        }
    }
}

#[derive(Debug, clap::Args)]
pub struct Bech32Args {
    #[command(subcommand)]
    command: Bech32Command,
}

#[derive(Debug, Subcommand)]
enum Bech32Command {
    /// A prefix, a witness version and a program to text.
    Encode(Bech32Encode),
    /// Text to its parts; one of the two checksums must match.
    Decode(TextArgs),
}

#[derive(Debug, clap::Args)]
struct Bech32Encode {
    /// The program's bytes: hexadecimal, a file, or - for standard input.
    program: Option<String>,
    /// The prefix: bc, tb or bcrt on Bitcoin's networks.
    #[arg(long, default_value = "bc")]
    prefix: String,
    /// The witness version, 0 to 16. Version 0 is written in Bech32, the others in Bech32m.
    #[arg(long, default_value_t = 0, value_parser = clap::value_parser!(u8).range(0..=16))]
    witness_version: u8,
}

pub fn bech32(args: Bech32Args, out: &mut Output) -> Result<Exit, CliError> {
    match args.command {
        Bech32Command::Encode(args) => {
            let program = input::read_bytes(args.program.as_deref())?;
            let mut groups = vec![args.witness_version];
            groups.extend(bech32::to_groups(&program));
            let variant = bech32::Variant::for_version(args.witness_version);
            match bech32::encode(&args.prefix, &groups, variant) {
                Some(text) => single("text", text, out),
                None => Err(CliError::usage(format!(
                    "this has no Bech32 form: the prefix must be small letters or digits, and the whole at most {} characters",
                    bech32::MAX_CHARS
                ))),
            }
        }
        Bech32Command::Decode(args) => {
            let decoded = match bech32::decode(&input::read_text(args.text.as_deref())?) {
                Ok(decoded) => decoded,
                Err(error) => return invalid(Some(error.rule()), error, out),
            };
            let mut facts = Facts::default();
            facts.add("prefix", decoded.prefix);
            facts.add("encoding", decoded.variant.name());
            if let Some((version, rest)) = decoded.groups.split_first() {
                facts.add("witness_version", *version);
                match bech32::to_bytes(rest) {
                    Ok(program) => facts.add("program", hex::encode(program)),
                    Err(error) => facts.add("program", format!("none: {error}")),
                }
            }
            facts.write(out)?;
            Ok(Exit::Valid)
        }
    }
}
