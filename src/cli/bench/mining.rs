//! `blockstep bench mining`: every kernel on every number of threads.

use std::path::PathBuf;
use std::time::Duration;

use serde_json::json;

use super::mining_report;
use crate::bench::contender::contenders;
use crate::bench::machine::threads;
use crate::bench::mining::{self, Plan, Report};
use crate::cli::{CliError, Exit, Output, chart_svg, interrupt, plain};
use crate::mining::kernel::{Engine, Kernel};
use crate::store::write_atomically;

/// The arguments of `bench mining`.
#[derive(Debug, clap::Args)]
pub struct MiningArgs {
    /// The time for all of it, in seconds.
    #[arg(long, value_name = "N", default_value_t = 20, value_parser = clap::value_parser!(u64).range(1..=3600))]
    seconds: u64,
    /// Measure this kernel, and no others but those named likewise: naive, reference, portable ...
    ///
    /// With -rolling after its name (sha-ni-rolling) it goes over the versions of a header as well, which
    /// share a part of the work (BIP 320).
    #[arg(long = "kernel", value_name = "NAME")]
    kernels: Vec<String>,
    /// The numbers of threads, with commas; without it 1, 2, 4 ... and all.
    #[arg(long, value_name = "N,N", value_delimiter = ',', value_parser = clap::value_parser!(u16).range(1..=1024))]
    threads: Vec<u16>,
    /// Keep each thread on one core.
    #[arg(long)]
    pin: bool,
    /// Write the chart to FILE as an SVG picture.
    #[arg(long, value_name = "FILE")]
    svg: Option<PathBuf>,
    /// Write the figures to FILE as a table in Markdown.
    #[arg(long, value_name = "FILE")]
    markdown: Option<PathBuf>,
    /// Put the results of another machine beside these: a file that --json wrote.
    #[arg(long, value_name = "FILE")]
    compare: Vec<PathBuf>,
}

/// The kernel of a name, if this processor can run it.
pub fn engine(name: &str) -> Result<Engine, String> {
    let names = || Kernel::available().into_iter().map(Kernel::name).collect::<Vec<_>>().join(", ");
    match Kernel::from_name(name).map(Kernel::engine) {
        Some(Some(engine)) => Ok(engine),
        Some(None) => Err(format!(
            "this processor has no instructions for the kernel {name}; it runs {}",
            names()
        )),
        None => Err(format!("there is no kernel {name:?}; this processor runs {}", names())),
    }
}

/// Runs `bench mining`.
pub fn run(args: &MiningArgs, out: &mut Output) -> Result<Exit, CliError> {
    let others =
        args.compare.iter().map(|path| mining_report::read(path)).collect::<Result<Vec<_>, _>>()?;
    if args.pin && !cfg!(target_os = "linux") {
        return Err(CliError::usage("--pin needs Linux: this system keeps no thread on a core"));
    }
    let _graceful = interrupt::graceful();
    let progress = indicatif::ProgressBar::new(0);
    let plan = plan(args)?;
    let report = mining::run(&plan, |done, of| {
        progress.set_length(of.into());
        progress.set_position(done.into());
        !interrupt::requested()
    });
    progress.finish_and_clear();
    let Some(report) = report else { return Ok(Exit::Interrupted) };
    show(&report, &others, args, out)?;
    match interrupt::requested() {
        true => Ok(Exit::Interrupted),
        false => Ok(Exit::Valid),
    }
}

fn plan(args: &MiningArgs) -> Result<Plan, CliError> {
    let contenders = contenders(&args.kernels).map_err(|name| {
        let reason = engine(name.trim_end_matches("-rolling")).err();
        CliError::usage(reason.unwrap_or_else(|| format!("there is no kernel {name:?}")))
    })?;
    let threads = match args.threads.is_empty() {
        true => powers(threads()),
        false => args.threads.iter().map(|threads| usize::from(*threads)).collect(),
    };
    let total = Duration::from_secs(args.seconds);
    Ok(Plan { contenders, threads, total, pinned: args.pin })
}

/// 1, 2, 4 and so on, and all.
fn powers(all: usize) -> Vec<usize> {
    let powers = std::iter::successors(Some(1_usize), |power| power.checked_mul(2));
    powers.take_while(|power| *power < all).chain([all]).collect()
}

fn show(
    report: &Report,
    others: &[Report],
    args: &MiningArgs,
    out: &mut Output,
) -> Result<(), CliError> {
    let chart = mining::chart(report);
    match out.is_json() {
        true => out.json_line(&json!(report))?,
        false => {
            mining_report::lines(report).into_iter().try_for_each(|line| out.line(line))?;
            for other in others {
                let lines = mining_report::beside(report, other);
                lines.into_iter().try_for_each(|line| out.line(line))?;
            }
            if args.threads.len() != 1 && threads() > 1 {
                out.line("")?;
                plain::draw_chart(&chart).into_iter().try_for_each(|line| out.line(line))?;
            }
        }
    }
    if let Some(path) = &args.svg {
        chart_svg::write(path, "Searching for a header, by the number of threads", &chart)?;
    }
    if let Some(path) = &args.markdown {
        write_atomically(path, mining_report::markdown(report).as_bytes())
            .map_err(|error| CliError::write(path.display(), &error))?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn threads_double_up_to_all() {
        assert_eq!(
            [1, 2, 3, 6, 16].map(powers).concat(),
            [1, 1, 2, 1, 2, 3, 1, 2, 4, 6, 1, 2, 4, 8, 16]
        );
    }
}
