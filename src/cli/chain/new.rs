//! `chain new` and `chain settings`.

use std::path::PathBuf;

use crate::chain::params::classroom::{ClassroomSettings, EXAMPLE_TOML};
use crate::cli::lab::folder;
use crate::cli::{CliError, Exit, Output, input};
use crate::lab::NetworkChoice;

/// The arguments of `chain new`.
#[derive(Debug, clap::Args)]
pub struct NewArgs {
    /// The folder to make it in [default: $BLOCKSTEP_CHAIN, or `chain` in your data folder].
    #[arg(value_name = "FOLDER")]
    folder: Option<PathBuf>,
    /// classroom, regtest, testnet3, testnet4, signet or mainnet.
    #[arg(long, default_value = "classroom")]
    network: String,
    /// A file with the figures of a class's own network; `chain settings` writes one to begin with.
    #[arg(long, value_name = "FILE")]
    settings: Option<String>,
}

/// Runs `chain new`.
pub fn run(args: NewArgs, out: &mut Output) -> Result<Exit, CliError> {
    let network = match (&args.settings, args.network.as_str()) {
        (Some(path), "classroom") => {
            let text = input::read_text(Some(path))?;
            let settings = toml::from_str(&text).map_err(|error| {
                CliError::usage(format!("the settings cannot be read: {error}"))
            })?;
            NetworkChoice::Classroom(Box::new(settings))
        }
        (Some(_), other) => {
            return Err(CliError::usage(format!(
                "{other} has its figures from Bitcoin; settings are for `--network classroom`"
            )));
        }
        (None, "classroom") => NetworkChoice::Classroom(Box::<ClassroomSettings>::default()),
        (None, name) => NetworkChoice::Named(name.to_owned()),
    };
    let folder = folder(args.folder)?;
    let mut lab = folder.create(&network)?;
    folder.save(&mut lab)?;
    let (chain, path) = (lab.chain(), folder.path().display().to_string());
    if out.is_json() {
        out.json_document(&serde_json::json!({
            "folder": path, "network": chain.params().name, "genesis": chain.tip_hash(),
        }))?;
    } else {
        out.line(format_args!("A new {} chain in {path}.", chain.params().name))?;
        out.line(format_args!("It begins with {}.", chain.tip_hash()))?;
        out.paragraph(
            "",
            "Next: `blockstep wallet new Alice`, then `blockstep mine Alice 3`, and her first coin can \
             be spent.",
        )?;
    }
    Ok(Exit::Valid)
}

/// Runs `chain settings`.
pub fn settings(out: &mut Output) -> Result<Exit, CliError> {
    out.line(EXAMPLE_TOML.trim_end())?;
    Ok(Exit::Valid)
}
