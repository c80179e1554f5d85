//! `util scriptnum`, `util compactsize` and `util bits`.

use clap::Subcommand;

use super::{BytesArgs, invalid, single};
use crate::cli::facts::Facts;
use crate::cli::{CliError, Exit, Output, input};
use crate::encode::{DecodeError, Reader, decode_hex_array, put_compact_size};
use crate::primitives::CompactTarget;
use crate::primitives::pow::Target;
use crate::script::number;

#[derive(Debug, clap::Args)]
pub struct ScriptNumArgs {
    #[command(subcommand)]
    command: ScriptNumCommand,
}

#[derive(Debug, Subcommand)]
enum ScriptNumCommand {
    /// A number to bytes, in the shortest form.
    Encode {
        /// The number.
        #[arg(allow_negative_numbers = true)]
        number: i64,
    },
    /// Bytes to a number.
    Decode {
        #[command(flatten)]
        bytes: BytesArgs,
        /// The most bytes taken: 4 for arithmetic, 5 for lock times.
        #[arg(long, default_value_t = number::MAX_LEN, value_name = "BYTES")]
        max: usize,
        /// Take longer forms than needed (without the flag MINIMALDATA).
        #[arg(long)]
        lax: bool,
    },
}

pub fn scriptnum(args: ScriptNumArgs, out: &mut Output) -> Result<Exit, CliError> {
    match args.command {
        ScriptNumCommand::Encode { number } => {
            single("hex", hex::encode(number::encode(number)), out)
        }
        ScriptNumCommand::Decode { bytes, max, lax } => {
            let bytes = match bytes.bytes.as_deref() {
                // Zero is written as no bytes at all.
                Some("") => Vec::new(),
                given => input::read_bytes(given)?,
            };
            match number::decode(&bytes, max, !lax) {
                Ok(number) => single("number", number, out),
                Err(error) => invalid(None, error, out),
            }
        }
    }
}

#[derive(Debug, clap::Args)]
pub struct CompactSizeArgs {
    #[command(subcommand)]
    command: CompactSizeCommand,
}

#[derive(Debug, Subcommand)]
enum CompactSizeCommand {
    /// A number to bytes.
    Encode {
        /// The number.
        number: u64,
    },
    /// Bytes to a number; they must be the shortest form, and nothing may follow.
    Decode(BytesArgs),
}

pub fn compactsize(args: CompactSizeArgs, out: &mut Output) -> Result<Exit, CliError> {
    match args.command {
        CompactSizeCommand::Encode { number } => {
            let mut bytes = Vec::new();
            put_compact_size(&mut bytes, number);
            single("hex", hex::encode(bytes), out)
        }
        CompactSizeCommand::Decode(args) => {
            let bytes = input::read_bytes(args.bytes.as_deref())?;
            let mut reader = Reader::new(&bytes);
            let number = reader.compact_size().and_then(|number| reader.finish().map(|()| number));
            match number {
                Ok(number) => single("number", number, out),
                Err(error) => invalid(Some(error.rule()), error, out),
            }
        }
    }
}

#[derive(Debug, clap::Args)]
#[group(required = true, multiple = false)]
pub struct BitsArgs {
    /// The bits as the header's hexadecimal digits are shown, such as 1d00ffff.
    bits: Option<String>,
    /// A target of 64 hexadecimal digits.
    #[arg(long, value_name = "HEX")]
    target: Option<String>,
    /// A difficulty in decimal, such as 16307.42.
    #[arg(long, value_name = "NUMBER")]
    difficulty: Option<String>,
}

pub fn bits(args: BitsArgs, out: &mut Output) -> Result<Exit, CliError> {
    let usage = |error: DecodeError| CliError::usage(error);
    let given = if let Some(text) = &args.target {
        Target::from_hex(text).map_err(usage)?
    } else if let Some(text) = &args.difficulty {
        Target::from_difficulty(text).map_err(CliError::usage)?
    } else {
        let text = args.bits.as_deref().unwrap_or_default();
        let digits = text.strip_prefix("0x").unwrap_or(text);
        let bits = CompactTarget(u32::from_be_bytes(decode_hex_array(digits).map_err(usage)?));
        match bits.target() {
            Ok(target) => target,
            Err(error) => return invalid(Some(error.rule()), error, out),
        }
    };
    let bits = given.to_compact();
    let mut facts = Facts::default();
    facts.add("bits", bits.to_string());
    match bits.target() {
        Ok(target) => {
            facts.add("target", target.to_string());
            facts.add("difficulty", target.difficulty());
            facts.add("work", target.work().to_string());
            if target != given {
                facts.add("given", given.to_string());
                facts.add(
                    "note",
                    "the bits keep three digits in base 256: the target is rounded down",
                );
            }
        }
        Err(error) => return invalid(Some(error.rule()), error, out),
    }
    facts.write(out)?;
    Ok(Exit::Valid)
}
