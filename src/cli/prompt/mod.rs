//! `blockstep` without a terminal, or with `--plain`: all that the full screen offers, by words.
//!
//! A list is answered with a number; a walk is steered with words. Whatever else is typed is taken
//! for a command of blockstep's own, so that everything can be reached from here. A mistake is
//! answered with what would have been right, and the end of input leaves.

mod line;
mod walk;
mod words;

use clap::{Parser, error::ErrorKind};

use super::step::{self, Opened};
use super::{Cli, CliError, Command, Exit, Output};
use crate::catalog::{Scenario, Subject, scenarios};
use line::ask;
use walk::Visit;
use words::{ANYWHERE, Anywhere, IN_WALK, InWalk};

/// Where the reader is.
enum Place {
    Home,
    Scenarios { title: String, list: Vec<&'static Scenario> },
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
    let mut places = vec![Place::Home];
    show(&places[0], out)?;
    while let Some(place) = places.last_mut() {
        let Some(line) = ask(&name(place), out)? else { break };
        let then = match answer(place, &line, out) {
            Err(CliError::Closed) => return Err(CliError::Closed),
            // A mistake is no reason to leave.
            Err(error) => {
                out.line(error)?;
                Then::Stay
            }
            Ok(then) => then,
        };
        match then {
            Then::Stay => continue,
            Then::Enter(place @ Place::Walk(_)) => {
                // A walk takes the place of another: `up` leads to a list.
                if matches!(places.last(), Some(Place::Walk(_))) {
                    places.pop();
                }
                places.push(place);
                continue;
            }
            Then::Enter(place) => places.push(place),
            Then::Up => drop(places.pop()),
            Then::Home => places.truncate(1),
            Then::Quit => break,
        }
        if let Some(place) = places.last() {
            show(place, out)?;
        }
    }
    Ok(Exit::Valid)
}

fn name(place: &Place) -> String {
    match place {
        Place::Home => "home".into(),
        Place::Scenarios { title, .. } => title.to_lowercase(),
        Place::Walk(visit) => visit.name(),
    }
}

/// The subjects that have something to step through.
fn subjects() -> Vec<(Subject, Vec<&'static Scenario>)> {
    let of = |subject| scenarios().iter().filter(move |it| it.subject == subject).collect();
    let all = Subject::ALL.into_iter().map(|subject| (subject, of(subject)));
    all.filter(|(_, list): &(Subject, Vec<_>)| !list.is_empty()).collect()
}

fn show(place: &Place, out: &mut Output) -> Result<(), CliError> {
    match place {
        Place::Home => {
            for (index, (subject, list)) in subjects().iter().enumerate() {
                let (title, about) = (subject.title(), subject.about());
                out.line(format_args!(
                    "  {}. {title}: {about} ({} to step through)",
                    index + 1,
                    list.len()
                ))?;
            }
            out.line("Type a number, or `help`.")
        }
        Place::Scenarios { title, list } => {
            out.line(format_args!("{title}:"))?;
            for (index, scenario) in list.iter().enumerate() {
                let Scenario { id, title, about, .. } = scenario;
                out.line(format_args!("  {}. {title} ({id}). {about}", index + 1))?;
            }
            out.line("Type a number, or `up`.")
        }
        Place::Walk(_) => Ok(()),
    }
}

fn answer(place: &mut Place, line: &str, out: &mut Output) -> Result<Then, CliError> {
    let (first, rest) = line.split_once(char::is_whitespace).unwrap_or((line, ""));
    let rest = rest.trim();
    if let Place::Walk(visit) = place {
        let word =
            if line.is_empty() { Some(InWalk::Forward) } else { words::find(IN_WALK, first) };
        if let Some(word) = word {
            return visit.perform(word, rest, out).map(|()| Then::Stay);
        }
    } else if line.is_empty() {
        show(place, out)?;
        return Ok(Then::Stay);
    } else if let Ok(number) = line.parse() {
        return pick(place, number, out);
    }
    match words::find(ANYWHERE, first) {
        Some(Anywhere::Help) if rest.is_empty() => help(place, out).map(|()| Then::Stay),
        Some(Anywhere::Search) if !rest.is_empty() => search(rest),
        Some(Anywhere::Search) => Err(words::usage(ANYWHERE, &Anywhere::Search)),
        Some(Anywhere::Up) => Ok(Then::Up),
        Some(Anywhere::Home) => Ok(Then::Home),
        Some(Anywhere::Quit) => Ok(Then::Quit),
        Some(Anywhere::Step) => command("step", rest, out),
        Some(Anywhere::Help) | None => command(first, rest, out),
    }
}

fn pick(place: &Place, number: usize, out: &mut Output) -> Result<Then, CliError> {
    let index = number.wrapping_sub(1);
    let none = |count| {
        CliError::usage(format!("there is no number {number} here: choose from 1 to {count}"))
    };
    match place {
        Place::Scenarios { list, .. } => {
            let scenario = list.get(index).ok_or_else(|| none(list.len()))?;
            command("step", scenario.id, out)
        }
        _ => {
            let mut subjects = subjects();
            let count = subjects.len();
            let (subject, list) =
                if index < count { subjects.swap_remove(index) } else { return Err(none(count)) };
            Ok(Then::Enter(Place::Scenarios { title: subject.title().into(), list }))
        }
    }
}

fn search(text: &str) -> Result<Then, CliError> {
    let wanted = text.to_lowercase();
    let speaks_of_it = |it: &&Scenario| {
        [it.id, it.title, it.about].iter().any(|text| text.to_lowercase().contains(&wanted))
    };
    let list: Vec<_> = scenarios().iter().filter(speaks_of_it).collect();
    if list.is_empty() {
        return Err(CliError::usage(format!(
            "no scenario speaks of {text:?}; `home` lists the subjects"
        )));
    }
    Ok(Then::Enter(Place::Scenarios { title: format!("About {text:?}"), list }))
}

fn help(place: &Place, out: &mut Output) -> Result<(), CliError> {
    if let Place::Walk(_) = place {
        out.line("In a walk:")?;
        words::help(IN_WALK, out)?;
        out.line(super::plain::WORDS)?;
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
        Some(Command::Step(args)) => match step::open(args)? {
            Opened::List => Ok(Then::Home),
            Opened::Walk(walk) => Ok(Then::Enter(Place::Walk(Box::new(Visit::begin(walk, out)?)))),
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
        None => format!("`{word}` is no word that is known here; `help` lists them"),
    })
}
