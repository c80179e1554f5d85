//! `blockstep` without a terminal, or with `--plain`: all that the full screen offers, by words.
//!
//! A list is answered with a number; a walk is steered with words. Whatever else is typed is taken
//! for a command of blockstep's own, so that everything can be reached from here. A mistake is
//! answered with what would have been right, and the end of input leaves.

mod line;
mod menu;
mod walk;
mod words;

use clap::{CommandFactory, Parser, error::ErrorKind};

use super::miner::{self, MinerArgs};
use super::step::{self, Opened, Walk};
use super::{Cli, CliError, Command, Exit, Output};
use crate::catalog::{CatalogError, Source, find as find_scenario};
use line::ask;
use menu::{Menu, Opens};
use walk::Visit;
use words::{ANYWHERE, Anywhere, IN_WALK, InWalk};

/// Where the reader is.
enum Place {
    Menu(Menu),
    Walk(Box<Visit>),
}

/// What a line led to.
enum Then {
    Stay,
    Enter(Place),
    Up,
    Home,
    Quit,
}

/// Talks until the end of input.
pub fn run(out: &mut Output) -> Result<Exit, CliError> {
    out.line(concat!(
        "blockstep ",
        env!("CARGO_PKG_VERSION"),
        ": learn how Bitcoin works, one step at a time."
    ))?;
    let mut places = vec![Place::Menu(Menu::home())];
    show(&mut places, out)?;
    while let Some(place) = places.last_mut() {
        let Some(line) = ask(&name(place), out)? else { break };
        let then = match answer(place, &line, out) {
            Err(CliError::Closed) => return Err(CliError::Closed),
            // A mistake is no reason to leave.
            Err(error) => {
                out.paragraph("", &error.to_string())?;
                Then::Stay
            }
            Ok(then) => then,
        };
        match then {
            Then::Stay => continue,
            Then::Enter(place) => {
                // A walk takes the place of another: `up` leads to a list.
                let replaces =
                    matches!((&place, places.last()), (Place::Walk(_), Some(Place::Walk(_))));
                if replaces {
                    places.pop();
                }
                places.push(place);
            }
            Then::Up => drop(places.pop()),
            Then::Home => places.truncate(1),
            Then::Quit => break,
        }
        show(&mut places, out)?;
    }
    Ok(Exit::Valid)
}

fn name(place: &Place) -> String {
    match place {
        Place::Menu(menu) => menu.name.clone(),
        Place::Walk(visit) => visit.name(),
    }
}

/// Shows where the reader has come to.
fn show(places: &mut [Place], out: &mut Output) -> Result<(), CliError> {
    let at_home = places.len() == 1;
    match places.last_mut() {
        Some(Place::Menu(menu)) => {
            if at_home {
                let lessons = Cli::command().find_subcommand("lesson").is_some();
                let lessons = if lessons { "`lesson list` lists the lessons; " } else { "" };
                let own = "`step --tx FILE` and `step --block FILE` open data of your own.";
                out.paragraph("", &format!("Also: {lessons}{own}"))?;
            }
            menu.show(out)
        }
        Some(Place::Walk(visit)) => visit.show_all(out),
        None => Ok(()),
    }
}

fn answer(place: &mut Place, line: &str, out: &mut Output) -> Result<Then, CliError> {
    let (first, rest) = line.split_once(char::is_whitespace).unwrap_or((line, ""));
    let rest = rest.trim();
    match place {
        Place::Walk(visit) => {
            let word =
                if line.is_empty() { Some(InWalk::Forward) } else { words::find(IN_WALK, first) };
            if let Some(word) = word {
                return visit.perform(word, rest, out).map(|()| Then::Stay);
            }
        }
        Place::Menu(menu) => {
            if line.is_empty() {
                return menu.show(out).map(|()| Then::Stay);
            }
            if let Ok(number) = line.parse() {
                return enter(menu.pick(number)?, out);
            }
        }
    }
    match words::find(ANYWHERE, first) {
        Some(Anywhere::Help) if rest.is_empty() => help(place, out).map(|()| Then::Stay),
        Some(Anywhere::Search) if !rest.is_empty() => search(rest),
        Some(Anywhere::Search) => Err(words::usage(ANYWHERE, &Anywhere::Search)),
        Some(Anywhere::More) => match place {
            Place::Menu(menu) => menu.more(out).map(|()| Then::Stay),
            Place::Walk(_) => Err(words::usage(ANYWHERE, &Anywhere::More)),
        },
        Some(Anywhere::Up) => Ok(Then::Up),
        Some(Anywhere::Home) => Ok(Then::Home),
        Some(Anywhere::Quit) => Ok(Then::Quit),
        Some(Anywhere::Step) => command("step", rest, out),
        Some(Anywhere::Help) | None => command(first, rest, out),
    }
}

/// Goes to what an entry leads to.
fn enter(opens: Opens, out: &mut Output) -> Result<Then, CliError> {
    let menu = match opens {
        Opens::Subject(subject) => Menu::subject(subject),
        Opens::Miner => return miner::run(&MinerArgs::plain(), out).map(|_| Then::Stay),
        Opens::FullBlock => Menu::full_block().map_err(CliError::usage)?,
        Opens::Transactions(view) => Menu::transactions(&view),
        Opens::Transaction(view, index) => Menu::transaction(&view, index),
        Opens::Scenario(scenario) => return walk(Walk::open(Source::scenario(scenario.id))),
        Opens::Source(source) => return walk(Walk::open(source)),
    };
    Ok(Then::Enter(Place::Menu(menu)))
}

fn walk(opened: Result<Walk, CatalogError>) -> Result<Then, CliError> {
    let walk = opened.map_err(CliError::usage)?;
    Ok(Then::Enter(Place::Walk(Box::new(Visit::new(walk)))))
}

fn search(text: &str) -> Result<Then, CliError> {
    let menu = Menu::about(text);
    if menu.is_empty() {
        return Err(CliError::usage(format!(
            "no scenario speaks of {text:?}; `home` lists the subjects"
        )));
    }
    Ok(Then::Enter(Place::Menu(menu)))
}

fn help(place: &Place, out: &mut Output) -> Result<(), CliError> {
    if let Place::Walk(_) = place {
        out.line("In a walk:")?;
        words::help(IN_WALK, out)?;
        out.paragraph("", super::plain::WORDS)?;
    }
    out.line("Everywhere:")?;
    words::help(ANYWHERE, out)?;
    out.line("Any other command of blockstep can be typed too; `--help` lists them.")
}

/// Runs a command of blockstep's own, as if typed after `blockstep`. A walk is entered.
fn command(first: &str, rest: &str, out: &mut Output) -> Result<Then, CliError> {
    let words = ["blockstep".to_string(), first.to_string()].into_iter().chain(line::words(rest));
    let cli = match Cli::try_parse_from(words) {
        Ok(cli) => cli,
        Err(error) if error.kind() == ErrorKind::InvalidSubcommand => return Err(unknown(first)),
        Err(error) => return out.line(error.render().to_string().trim_end()).map(|()| Then::Stay),
    };
    match cli.command {
        None => Ok(Then::Home),
        Some(Command::Step(args)) => match args.own.whole_block()? {
            Some(bytes) => {
                Ok(Then::Enter(Place::Menu(Menu::block(bytes).map_err(CliError::usage)?)))
            }
            None => match step::open(*args)? {
                Opened::List => Ok(Then::Home),
                Opened::Walk(opened) => walk(Ok(*opened)),
            },
        },
        Some(command) => {
            let json = out.set_json(cli.json);
            let ended = command.run(out);
            out.set_json(json);
            ended.map(|_| Then::Stay)
        }
    }
}

fn unknown(word: &str) -> CliError {
    CliError::usage(match words::find(IN_WALK, word) {
        Some(_) => format!("`{word}` belongs to a walk: choose one first, by its number"),
        None if find_scenario(word).is_ok() => {
            format!("`{word}` is the name of a scenario: `step {word}` steps through it")
        }
        None => format!("`{word}` is no word that is known here; `help` lists them"),
    })
}
