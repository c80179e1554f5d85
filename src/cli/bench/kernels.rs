//! `blockstep bench kernels`: whether every kernel computes what the plain one does.

use serde_json::json;

use super::mining::engine;
use crate::bench::kernel_check::check;
use crate::cli::{CliError, Exit, Output, interrupt};
use crate::mining::kernel::{Engine, Kernel};
use crate::spelling::grouped;

/// The arguments of `bench kernels`.
#[derive(Debug, clap::Args)]
pub struct KernelsArgs {
    /// At least so many hashes of each kernel are compared.
    #[arg(long, value_name = "N", default_value_t = 1 << 26)]
    hashes: u64,
    /// Check this kernel, and no others but those named likewise.
    #[arg(long = "kernel", value_name = "NAME", value_parser = engine)]
    kernels: Vec<Engine>,
}

/// Runs `bench kernels`.
pub fn run(args: &KernelsArgs, out: &mut Output) -> Result<Exit, CliError> {
    let kernels = match args.kernels.is_empty() {
        true => Kernel::available().into_iter().filter_map(Kernel::engine).collect(),
        false => args.kernels.clone(),
    };
    let _graceful = interrupt::graceful();
    let progress = indicatif::ProgressBar::new(args.hashes);
    let compared = check(&kernels, args.hashes, |done| {
        progress.set_position(done);
        !interrupt::requested()
    });
    progress.finish_and_clear();
    let names: Vec<&str> = kernels.iter().map(|engine| engine.kernel().name()).collect();
    match (&compared, out.is_json()) {
        (Ok(done), true) => out.json_line(&json!({
            "kernels": names, "agree": true, "words": done.words, "searches": done.searches,
        }))?,
        (Ok(done), false) => out.line(format_args!(
            "{} agree with the reference: {} hashes of each, {} searches on easy targets, and both of \
             Bitcoin's first blocks from 64 places.",
            names.join(", "),
            grouped(done.words),
            grouped(done.searches)
        ))?,
        (Err(fault), true) => out.json_line(&json!({
            "kernels": names, "agree": false, "fault": fault.to_string(),
        }))?,
        (Err(fault), false) => out.line(fault)?,
    }
    Ok(match compared {
        Err(_) => Exit::Invalid,
        Ok(_) if interrupt::requested() => Exit::Interrupted,
        Ok(_) => Exit::Valid,
    })
}
