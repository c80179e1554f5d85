//! `blockstep elect attack`: an attack played with the real election, and what came of it.

use crate::cli::columns::aligned;
use crate::cli::{CliError, Exit, Output};
use crate::election::attack::{Attack, Outcome, TableLine};

/// The arguments of `elect attack`.
#[derive(Debug, clap::Args)]
pub struct AttackArgs {
    /// Which; without a name, all are listed.
    #[arg(value_name = "NAME")]
    name: Option<String>,
    /// What everything follows from: the same seed, the same outcome.
    #[arg(long, value_name = "TEXT", default_value = "blockstep")]
    seed: String,
}

/// Runs `elect attack`.
pub fn run(args: &AttackArgs, out: &mut Output) -> Result<Exit, CliError> {
    let Some(name) = &args.name else { return list(out) };
    let Some(attack) = Attack::by_name(name) else {
        let names: Vec<&str> = Attack::ALL.into_iter().map(Attack::name).collect();
        let all = names.join(", ");
        return Err(CliError::usage(format!("there is no attack {name:?}; choose {all}")));
    };
    let outcome = attack.run(&args.seed);
    if out.is_json() {
        out.json_document(&outcome)?;
        return Ok(Exit::Valid);
    }
    out.line(attack.title())?;
    outcome.setting_words.iter().try_for_each(|line| out.paragraph("  ", line))?;
    out.line("")?;
    table("without", &outcome, &outcome.before, out)?;
    table("with the attack", &outcome, &outcome.after, out)?;
    for (figure, value) in &outcome.figures {
        out.line(format_args!("{figure}: {value}"))?;
    }
    out.line("")?;
    outcome.told.iter().try_for_each(|sentence| out.paragraph("", sentence))?;
    let stopped = match outcome.stopped {
        true => "A rule stops it.",
        false => "No rule stops it: it has a price.",
    };
    out.line(stopped)?;
    Ok(Exit::Valid)
}

fn list(out: &mut Output) -> Result<Exit, CliError> {
    if out.is_json() {
        let all: Vec<_> = Attack::ALL
            .into_iter()
            .map(|attack| serde_json::json!({ "name": attack.name(), "title": attack.title() }))
            .collect();
        out.json_document(&all)?;
        return Ok(Exit::Valid);
    }
    for attack in Attack::ALL {
        out.line(format_args!("{:<18} {}", attack.name(), attack.title()))?;
    }
    Ok(Exit::Valid)
}

fn table(
    name: &str,
    outcome: &Outcome,
    lines: &[TableLine],
    out: &mut Output,
) -> Result<(), CliError> {
    let rows: Vec<[String; 3]> = lines
        .iter()
        .map(|line| {
            let mark = if line.attackers { " (attacker)" } else { "" };
            [format!("{}{mark}", line.what), line.amount.to_string(), line.words.clone()]
        })
        .collect();
    let [first, second] = outcome.columns;
    let headers = [format!("{name}: {first}"), second.to_owned(), String::new()];
    aligned(&headers, &rows).into_iter().try_for_each(|line| out.line(line))?;
    out.line("")
}
