//! `script opcodes [NAME]`: the opcode table, whole or one row of it.

use crate::cli::{CliError, Exit, Output};
use crate::script::opcode::{self, OpcodeInfo, Status, Tapscript};
use crate::spelling::{did_you_mean, nearest};

/// The arguments of `script opcodes`.
#[derive(Debug, clap::Args)]
pub struct OpcodesArgs {
    /// One opcode: its name, with or without OP_, or its byte, as in 0x76.
    name: Option<String>,
}

/// Writes the table.
pub fn run(args: OpcodesArgs, out: &mut Output) -> Result<Exit, CliError> {
    match (args.name, out.is_json()) {
        (Some(name), true) => out.json_document(find(&name)?)?,
        (Some(name), false) => describe(find(&name)?, out)?,
        (None, true) => out.json_document(&opcode::all().as_slice())?,
        (None, false) => list(out)?,
    }
    Ok(Exit::Valid)
}

fn find(name: &str) -> Result<&'static OpcodeInfo, CliError> {
    let digits = name.strip_prefix("0x");
    let byte = digits.and_then(|digits| u8::from_str_radix(digits, 16).ok());
    byte.map(opcode::info).or_else(|| opcode::by_name(name)).ok_or_else(|| {
        let names = opcode::all().iter().flat_map(|info| [info.name, &info.name[3..]]);
        let suggestion = did_you_mean(&nearest(name, names).map(str::to_string));
        CliError::usage(format!("there is no opcode {name:?}{suggestion}"))
    })
}

fn describe(info: &OpcodeInfo, out: &mut Output) -> Result<(), CliError> {
    out.line(format_args!("{} (byte 0x{:02x}, {})", info.name, info.byte, info.family.title()))?;
    out.line(format_args!("  stack      {}", info.stack))?;
    out.paragraph("  ", info.says)?;
    if !info.rule.is_empty() {
        out.paragraph("  ", info.rule)?;
    }
    out.line(format_args!("  status     {}", info.status.says()))?;
    out.line(format_args!("  tapscript  {}", info.tapscript.says()))?;
    let cites: Vec<String> = info.cites.iter().map(ToString::to_string).collect();
    out.paragraph("  written in ", &cites.join("; "))
}

/// The table by family. The pushes, which differ in a number alone, share a line.
fn list(out: &mut Output) -> Result<(), CliError> {
    let mut family = None;
    for info in opcode::all() {
        if family != Some(info.family) {
            family = Some(info.family);
            out.line(format_args!("{}:", info.family.title()))?;
        }
        match info.byte {
            0x01 => out.paragraph(
                "  01..4b  ",
                "OP_PUSHBYTES_1 to OP_PUSHBYTES_75  ( -- x)  Push the next 1 to 75 bytes.",
            )?,
            0x02..=0x4b => {}
            0xbb => out.paragraph(
                "  bb..fe  ",
                "OP_SUCCESS187 to OP_SUCCESS254  Have no meaning. [BAD_OPCODE; tapscript: success]",
            )?,
            0xbc..=0xfe => {}
            _ => out.paragraph(
                &format!("  {:02x}  ", info.byte),
                &format!("{}  {}  {}{}", info.name, info.stack, info.says, notes(info)),
            )?,
        }
    }
    out.line("`blockstep script opcodes NAME` tells more about one of them.")
}

/// What is unusual about an opcode, in brackets.
fn notes(info: &OpcodeInfo) -> String {
    let status = match info.status {
        Status::Active => None,
        Status::Upgradable => Some("kept for a soft fork"),
        Status::Reserved => Some("BAD_OPCODE where executed"),
        Status::Forbidden => Some("BAD_OPCODE anywhere"),
        Status::Disabled => Some("DISABLED_OPCODE anywhere"),
    };
    let tapscript = match info.tapscript {
        Tapscript::Same => None,
        Tapscript::Only => Some("tapscript: works"),
        Tapscript::Success => Some("tapscript: success"),
        Tapscript::Removed => Some("tapscript: removed"),
    };
    let notes: Vec<&str> = status.into_iter().chain(tapscript).collect();
    if notes.is_empty() { String::new() } else { format!(" [{}]", notes.join("; ")) }
}
