//! The command line: what is asked for, who answers it, and with which exit code.
//!
//! To add a command: write `src/cli/NAME.rs` with `#[derive(clap::Args)] pub struct NameArgs` and
//! `pub fn run(args: NameArgs, out: &mut Output) -> Result<Exit, CliError>`, name the module here,
//! and add one variant to `Command` and one arm to `Command::run`. A group of commands is a
//! `NameArgs` with a `#[command(subcommand)]` field. A command writes its answer through
//! [`Output`] and says what went wrong by returning a [`CliError`].

use clap::{Parser, Subcommand};

pub mod batch;
mod bench;
mod block;
mod chain;
mod chart_svg;
mod columns;
mod completions;
mod contest;
mod economics;
mod elect;
mod error;
mod exit;
mod facts;
mod fields;
mod full_screen;
pub mod input;
pub mod interrupt;
mod lab;
mod ledger;
mod lesson;
mod med;
mod mempool;
mod mine;
mod miner;
mod network;
mod odds;
mod odds_majority;
mod output;
pub mod plain;
mod prompt;
mod puzzle;
mod puzzles;
mod retarget;
pub mod script;
pub mod step;
mod token;
pub mod tx;
mod util;
mod wallet;

use crate::tui::Start;
pub use error::CliError;
pub use exit::Exit;
use output::Color;
pub use output::Output;

/// The heading of the options that every command has.
const EVERYWHERE: &str = "Options everywhere";

/// Learn how Bitcoin works by stepping through its real bytes, forwards and backwards.
///
/// Without a command, blockstep opens its home screen, or without a terminal a numbered prompt.
#[derive(Debug, Parser)]
#[command(name = "blockstep", version, max_term_width = 100, after_help = exit::HELP)]
struct Cli {
    /// Write lines of text for a screen reader or a pipe; open no full-screen view.
    #[arg(long, global = true, help_heading = EVERYWHERE)]
    plain: bool,
    /// Write data: one JSON document, or JSON lines for a series.
    #[arg(long, global = true, help_heading = EVERYWHERE)]
    json: bool,
    /// When to use colour; auto honours NO_COLOR and leaves it out of pipes.
    #[arg(long, global = true, help_heading = EVERYWHERE, value_enum, default_value_t = Color::Auto,
        value_name = "auto|always|never", hide_possible_values = true)]
    color: Color,
    /// Draw the full screen with ASCII characters alone.
    #[arg(long, global = true, help_heading = EVERYWHERE)]
    ascii: bool,
    #[command(subcommand)]
    command: Option<Command>,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Step through a scenario, or through a transaction of your own.
    Step(Box<step::StepArgs>),
    /// Read the lessons, answer their questions, solve their exercises.
    Lesson(lesson::LessonArgs),
    /// Write, read, run and verify scripts.
    Script(script::ScriptArgs),
    /// Check payments in four kinds of ledger, and compare what that costs.
    Ledger(ledger::LedgerArgs),
    /// Write the full screen as text, as it is after some keys: for documents and reports.
    Screen(full_screen::ScreenArgs),
    /// Read, write and check a transaction.
    Tx(tx::TxArgs),
    /// Read a block's bytes, and check it: by itself, or with the coins that it spends.
    Block(block::BlockArgs),
    /// Keep a chain, and judge blocks by every rule.
    Chain(chain::ChainArgs),
    /// Keys, coins and payments on a chain of your own.
    Wallet(Box<wallet::WalletArgs>),
    /// What waits for a block.
    Mempool(mempool::MempoolArgs),
    /// Find blocks.
    Mine(mine::MineArgs),
    /// Mine at full speed, with the hash rate of each thread.
    Miner(miner::MinerArgs),
    /// Solve a hash puzzle by hand.
    Puzzle(puzzle::PuzzleArgs),
    /// Let miners with chosen hash rates race for blocks.
    Contest(contest::ContestArgs),
    /// See what the difficulty does when the hash rate changes.
    Retarget(retarget::RetargetArgs),
    /// What mining costs and earns, and how a coin begins.
    Economics(economics::EconomicsArgs),
    /// What an attacker can hope for: by formula, and simulated.
    Odds(odds::OddsArgs),
    /// The medical chain: records, who may read them, and who did.
    Med(med::MedArgs),
    /// Elect those who make the blocks, attack the election, and derive it again.
    Elect(elect::ElectArgs),
    /// Tokens for data: who has them, and whether they add up.
    Token(token::TokenArgs),
    /// Measure what things cost on this machine.
    Bench(bench::BenchArgs),
    /// Hashes, encodings and numbers: single values, from a shell.
    Util(util::UtilArgs),
    /// Write a completion script for a shell to standard output.
    Completions(completions::CompletionsArgs),
}

impl Command {
    fn run(self, out: &mut Output) -> Result<Exit, CliError> {
        match self {
            Command::Step(args) => step::run(*args, out),
            Command::Lesson(args) => lesson::run(args, out),
            Command::Script(args) => script::run(args, out),
            Command::Ledger(args) => ledger::run(args, out),
            Command::Screen(args) => full_screen::run(args, out),
            Command::Tx(args) => tx::run(args, out),
            Command::Block(args) => block::run(args, out),
            Command::Chain(args) => chain::run(args, out),
            Command::Wallet(args) => wallet::run(*args, out),
            Command::Mempool(args) => mempool::run(args, out),
            Command::Mine(args) => mine::run(args, out),
            Command::Miner(args) => miner::run(&args, out),
            Command::Puzzle(args) => puzzle::run(args, out),
            Command::Contest(args) => contest::run(&args, out),
            Command::Retarget(args) => retarget::run(&args, out),
            Command::Economics(args) => economics::run(&args, out),
            Command::Odds(args) => odds::run(args, out),
            Command::Med(args) => med::run(&args, out),
            Command::Elect(args) => elect::run(&args, out),
            Command::Token(args) => token::run(&args, out),
            Command::Bench(args) => bench::run(args, out),
            Command::Util(args) => util::run(args, out),
            Command::Completions(args) => completions::run(args, out),
        }
    }
}

/// Runs the program with the arguments of this process. Returns its exit code.
pub fn main() -> i32 {
    let cli = match Cli::try_parse() {
        Ok(cli) => cli,
        Err(error) => {
            // A closed pipe is all that can go wrong here, and then nobody reads the complaint.
            let _ = error.print();
            return error.exit_code();
        }
    };
    interrupt::watch();
    let mut out = Output::stdout(&cli);
    let result = match cli.command {
        Some(command) => command.run(&mut out),
        None if cli.json => Err(CliError::usage(
            "the home screen has no JSON form; `blockstep step --json` lists what there is to step through",
        )),
        None if out.is_interactive() => full_screen::open(Start::Home, &mut out),
        None => prompt::run(&mut out),
    };
    // What was answered is handed on before an error is told.
    let flushed = out.flush();
    let result = result.and_then(|exit| flushed.map(|()| exit));
    exit::code_of(result)
}
