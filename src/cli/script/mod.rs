//! `blockstep script ...`: scripts written, read, run and verified.

pub mod batch;
mod debug;
mod opcodes;
mod question;
mod run;
mod spend;
mod text;
mod verify;

use clap::Subcommand;

use super::{CliError, Exit, Output};

/// The arguments of `script`.
#[derive(Debug, clap::Args)]
pub struct ScriptArgs {
    #[command(subcommand)]
    command: ScriptCommand,
}

#[derive(Debug, Subcommand)]
enum ScriptCommand {
    /// Write a script's bytes from its text.
    Asm(text::AsmArgs),
    /// Write a script's text from its bytes.
    Disasm(text::DisasmArgs),
    /// List the opcodes, or tell all about one.
    Opcodes(opcodes::OpcodesArgs),
    /// Run one script, with no coin behind it.
    Run(run::RunArgs),
    /// Step through the scripts of a spend.
    Debug(debug::DebugArgs),
    /// Verify that an input may spend its output, or answer JSON lines of such questions.
    Verify(verify::VerifyArgs),
}

/// Runs `script`.
pub fn run(args: ScriptArgs, out: &mut Output) -> Result<Exit, CliError> {
    match args.command {
        ScriptCommand::Asm(args) => text::assemble(args, out),
        ScriptCommand::Disasm(args) => text::disassemble(args, out),
        ScriptCommand::Opcodes(args) => opcodes::run(args, out),
        ScriptCommand::Run(args) => run::run(args, out),
        ScriptCommand::Debug(args) => debug::run(args, out),
        ScriptCommand::Verify(args) => verify::run(args, out),
    }
}
