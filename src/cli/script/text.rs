//! `script asm` and `script disasm`: scripts from text to bytes and back.

use serde_json::json;

use crate::cli::{CliError, Exit, Output, input};
use crate::script::asm::{self, Tags};
use crate::script::standard::classify;

/// Names for byte strings, shared by the commands that write or read them.
#[derive(Debug, clap::Args)]
pub struct TagArgs {
    /// Names for byte strings: a JSON file, {"name": "hex", ...}.
    #[arg(long, value_name = "FILE")]
    tags: Option<String>,
}

impl TagArgs {
    /// The names.
    pub fn read(&self) -> Result<Tags, CliError> {
        let Some(file) = &self.tags else { return Ok(Tags::new()) };
        Tags::from_json(&input::read_text(Some(file))?).map_err(CliError::usage)
    }
}

/// The arguments of `script asm`.
#[derive(Debug, clap::Args)]
#[command(after_help = NOTATION)]
pub struct AsmArgs {
    /// The script as text, a file, or `-`. Several words need not be quoted.
    #[arg(allow_negative_numbers = true)]
    script: Vec<String>,
    /// Read the notation of Bitcoin Core's own tests instead.
    #[arg(long)]
    core: bool,
    #[command(flatten)]
    tags: TagArgs,
}

const NOTATION: &str = "\
The notation: OP_DUP is the opcode; <00ff> pushes bytes and <name> what a tag names; 144 pushes a \
number and 'text' pushes text, all in the shortest form; OP_PUSHDATA1 <05> insists on a form; 0x4cff \
puts bytes into the script as they stand.";

/// Writes a script's bytes.
pub fn assemble(args: AsmArgs, out: &mut Output) -> Result<Exit, CliError> {
    let text = joined(&args.script)?;
    let script = match args.core {
        true => asm::assemble(&text),
        false => asm::read(&text, &args.tags.read()?),
    };
    let script = hex::encode(script.map_err(CliError::usage)?);
    match out.is_json() {
        true => out.json_document(&json!({ "hex": script }))?,
        false => out.line(script)?,
    }
    Ok(Exit::Valid)
}

/// The words of a command line as one text, or what the only word names.
pub fn joined(words: &[String]) -> Result<String, CliError> {
    match words {
        [] => input::read_text(None),
        [only] => input::read_text(Some(only)),
        _ => Ok(words.join(" ")),
    }
}

/// The arguments of `script disasm`.
#[derive(Debug, clap::Args)]
pub struct DisasmArgs {
    /// The script's bytes in hexadecimal, a file, or `-`.
    script: Option<String>,
    /// Write what Bitcoin Core's decoderawtransaction shows as asm instead.
    #[arg(long)]
    core: bool,
    #[command(flatten)]
    tags: TagArgs,
}

/// Writes a script's text.
pub fn disassemble(args: DisasmArgs, out: &mut Output) -> Result<Exit, CliError> {
    let script = input::read_bytes(args.script.as_deref())?;
    let tags = args.tags.read()?;
    if out.is_json() {
        let words = asm::words(&script, &tags).into_iter().map(|word| {
            let bytes = script.get(word.offset..word.end).unwrap_or_default();
            json!({ "offset": word.offset, "hex": hex::encode(bytes), "text": word.text })
        });
        out.json_document(&json!({
            "hex": hex::encode(&script),
            "type": classify(&script),
            "text": asm::write(&script, &tags),
            "core_asm": asm::disassemble(&script),
            "instructions": words.collect::<Vec<_>>(),
        }))?;
    } else if args.core {
        out.line(asm::disassemble(&script))?;
    } else {
        out.line(asm::write(&script, &tags))?;
    }
    Ok(Exit::Valid)
}
