//! What `bench mining` found, as lines for a terminal and as Markdown for a report.

use std::path::Path;

use crate::bench::mining::{Measured, Report};
use crate::bench::thread_clock::Clock;
use crate::cli::CliError;
use crate::cli::columns::aligned;

/// The report that `bench mining --json` wrote to a file.
pub fn read(path: &Path) -> Result<Report, CliError> {
    let text =
        std::fs::read_to_string(path).map_err(|error| CliError::read(path.display(), error))?;
    serde_json::from_str(&text).map_err(|error| {
        CliError::read(path.display(), format!("it is no result of bench mining --json: {error}"))
    })
}

/// The report in lines.
pub fn lines(report: &Report) -> Vec<String> {
    let clock = match report.clock {
        Clock::ThreadCpu => "by the time that each thread was on a core",
        Clock::Wall => "by the clock on the wall",
    };
    let mut lines = vec![
        format!(
            "{}, {} threads, {}",
            report.machine.processor, report.machine.threads, report.machine.system
        ),
        format!(
            "{} rounds of slices of {:.0} ms, kernels in turns, {clock}",
            report.rounds, report.slice_milliseconds
        ),
        String::new(),
    ];
    lines.extend(aligned(&headers(), &rows(report)));
    lines.push(String::new());
    lines.push(
        "MH/s: million hashes a second, the median of the rounds; best: that of the best quarter."
            .into(),
    );
    lines.push(
        "speed-up: against one thread of the same kernel; each: that for every thread.".into(),
    );
    lines.push(
        "of the limit: against the instructions that a hash cannot do without, at the rate at which one core \
         starts them when it does nothing else (for SHA-NI sha256rnds2, otherwise all of the arithmetic)."
            .into(),
    );
    lines
}

fn headers() -> Vec<String> {
    [
        "kernel",
        "threads",
        "MH/s",
        "best",
        "min to max",
        "speed-up",
        "each",
        "cycles a hash",
        "of the limit",
        "nJ a hash",
    ]
    .map(str::to_owned)
    .into()
}

fn rows(report: &Report) -> Vec<Vec<String>> {
    let row = |one: &Measured| {
        let alone = report.results.iter().find(|it| it.kernel == one.kernel && it.threads == 1);
        let speed_up = alone.map(|alone| one.mhs_best_quarter / alone.mhs_best_quarter);
        // So few threads count by ones.
        #[allow(clippy::cast_precision_loss)]
        let each = speed_up.map(|speed_up| speed_up / one.threads as f64 * 100.0);
        let share = one.cycles_at_best.zip(one.cycles_per_hash).map(|(best, it)| best / it * 100.0);
        vec![
            one.kernel.clone(),
            one.threads.to_string(),
            format!("{:.2}", one.mhs),
            format!("{:.2}", one.mhs_best_quarter),
            format!("{:.2} to {:.2}", one.mhs_min, one.mhs_max),
            speed_up.map_or("-".into(), |it| format!("{it:.2}")),
            each.map_or("-".into(), |it| format!("{it:.0} %")),
            one.cycles_per_hash.map_or("-".into(), |it| format!("{it:.1}")),
            share.map_or("-".into(), |it| format!("{it:.0} %")),
            one.nanojoules_per_hash.map_or("-".into(), |it| format!("{it:.1}")),
        ]
    };
    report.results.iter().map(row).collect()
}

/// Each figure as a multiple of the other machine's, where both have it.
pub fn beside(report: &Report, other: &Report) -> Vec<String> {
    let mut lines = vec![
        String::new(),
        format!("Beside {}, {} threads:", other.machine.processor, other.machine.threads),
    ];
    let row = |one: &Measured| {
        let same = |it: &&Measured| it.kernel == one.kernel && it.threads == one.threads;
        let there = other.results.iter().find(same)?;
        Some([
            one.kernel.clone(),
            one.threads.to_string(),
            format!("{:.2}", one.mhs),
            format!("{:.2}", there.mhs),
            format!("{:.2}", one.mhs / there.mhs),
        ])
    };
    let rows: Vec<[String; 5]> = report.results.iter().filter_map(row).collect();
    let headers = ["kernel", "threads", "MH/s here", "there", "here / there"].map(str::to_owned);
    match rows.is_empty() {
        true => lines.push("No kernel was measured on both with as many threads.".into()),
        false => lines.extend(aligned(&headers, &rows)),
    }
    lines
}

/// A table for a report, with the machine above it.
pub fn markdown(report: &Report) -> String {
    let line = |cells: &[String]| format!("| {} |\n", cells.join(" | "));
    let headers = headers();
    let mut text = format!(
        "Searching for a block header on {}, {} threads, with blockstep {}: the median of {} rounds of \
         {:.0} ms.\n\n",
        report.machine.processor,
        report.machine.threads,
        report.machine.blockstep,
        report.rounds,
        report.slice_milliseconds,
    );
    text += &line(&headers);
    text += &line(&vec!["---".to_owned(); headers.len()]);
    rows(report).iter().for_each(|row| text += &line(row));
    text
}
