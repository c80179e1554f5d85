//! `chain import` and `chain export`.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use crate::chain::{Arrival, ChainStore};
use crate::cli::lab::LabArg;
use crate::cli::{CliError, Exit, Output, interrupt};
use crate::encode::Encode;
use crate::lab::Lab;
use crate::store::{BlockReader, dat_record, write_atomically};

/// How often it is said how far the import has come; then all so far is safe.
const TELL_EVERY: Duration = Duration::from_secs(1);

/// The arguments of `chain import`.
#[derive(Debug, clap::Args)]
pub struct ImportArgs {
    /// A file of blocks (Core's blk*.dat, lines of hexadecimal, or raw), or a folder of blk*.dat files.
    file: PathBuf,
    /// Take at most N blocks.
    #[arg(long, value_name = "N")]
    limit: Option<u64>,
    /// Force to the disk what came in, and say so, after every N new blocks instead of once a second.
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u64).range(1..))]
    sync_every: Option<u64>,
    #[command(flatten)]
    lab: LabArg,
}

/// The arguments of `chain export`.
#[derive(Debug, clap::Args)]
pub struct ExportArgs {
    /// The file to write; lines of hexadecimal, unless its name ends in .dat.
    file: PathBuf,
    /// Side branches too, in the order in which blocks came.
    #[arg(long)]
    all: bool,
    #[command(flatten)]
    lab: LabArg,
}

#[derive(Default)]
struct Counts {
    read: u64,
    connected: u64,
    side: u64,
    orphans: u64,
    known: u64,
    rejected: u64,
}

/// Runs `chain import`. What is there already is passed over quickly, so an import that was stopped goes
/// on when it is run again.
pub fn import(args: ImportArgs, out: &mut Output) -> Result<Exit, CliError> {
    let _graceful = interrupt::graceful();
    let folder = args.lab.folder()?;
    let mut lab = folder.open()?;
    let reader = BlockReader::open(&args.file, lab.chain().params().magic, 0);
    let mut reader = reader.map_err(CliError::usage)?;
    let total = total_bytes(&args.file);
    let progress = indicatif::ProgressBar::new(total);
    let style = indicatif::ProgressStyle::with_template("{bar:30} {percent}% {msg} ({eta} left)");
    if let Ok(style) = style {
        progress.set_style(style.progress_chars("=> "));
    }
    let mut counts = Counts::default();
    let mut told = (Instant::now(), 0);
    let mut first_rejection = None;
    while counts.read < args.limit.unwrap_or(u64::MAX) && !interrupt::requested() {
        let Some(found) = reader.next() else { break };
        let found = match found {
            Ok(found) => found,
            Err(fault) => {
                folder.save(&mut lab)?;
                return Err(CliError::usage(fault));
            }
        };
        counts.read += 1;
        progress.inc(found.block.encoded_len() as u64);
        take_in(&mut lab, found.block, args.lab.now(), &mut counts, &mut first_rejection)?;
        // Blocks that were known before cost nothing to lose.
        let new = counts.read - counts.known;
        let due = match args.sync_every {
            Some(every) => new >= told.1 + every,
            None => told.0.elapsed() >= TELL_EVERY,
        };
        if due {
            lab.sync().map_err(CliError::usage)?;
            tell_progress(&lab, &counts, &progress, out)?;
            told = (Instant::now(), new);
        }
    }
    folder.save(&mut lab)?;
    progress.finish_and_clear();
    tell_end(&lab, &counts, reader.skipped(), first_rejection, out)?;
    match (interrupt::requested(), counts.rejected) {
        (true, _) => Ok(Exit::Interrupted),
        (_, 0) => Ok(Exit::Valid),
        _ => Ok(Exit::Invalid),
    }
}

fn take_in<S: ChainStore>(
    lab: &mut Lab<S>,
    block: crate::primitives::Block,
    now: u32,
    counts: &mut Counts,
    first_rejection: &mut Option<String>,
) -> Result<(), CliError> {
    // A file of Core's begins with the genesis block, which is there from the start.
    let accepted = lab.accept(block, now)?;
    counts.orphans -= accepted.adopted.len() as u64;
    let adopted = accepted.adopted.into_iter();
    for (hash, arrival) in std::iter::once((accepted.hash, accepted.arrival)).chain(adopted) {
        match arrival {
            Arrival::Connected => counts.connected += 1,
            Arrival::Side => counts.side += 1,
            Arrival::Orphan => counts.orphans += 1,
            Arrival::Duplicate => counts.known += 1,
            Arrival::Rejected(rejection) => {
                counts.rejected += 1;
                first_rejection.get_or_insert_with(|| {
                    format!(
                        "The first block that was refused is {hash} ({}): {rejection}.",
                        rejection.reject()
                    )
                });
            }
        }
    }
    Ok(())
}

fn tell_progress<S: ChainStore>(
    lab: &Lab<S>,
    counts: &Counts,
    progress: &indicatif::ProgressBar,
    out: &mut Output,
) -> Result<(), CliError> {
    let mut says = format!("{} blocks read, height {}", counts.read, lab.chain().height());
    if counts.orphans > 0 {
        // They are in memory alone.
        says += &format!(", {} of them waiting for others and not kept", counts.orphans);
    }
    progress.set_message(says.clone());
    if !out.is_interactive() && !out.is_json() {
        out.line(format_args!("safe: {says}"))?;
        out.flush()?;
    }
    Ok(())
}

fn tell_end<S: ChainStore>(
    lab: &Lab<S>,
    counts: &Counts,
    skipped: u64,
    first_rejection: Option<String>,
    out: &mut Output,
) -> Result<(), CliError> {
    let (tip, height) = (lab.chain().tip_hash(), lab.chain().height());
    if out.is_json() {
        return out.json_document(&serde_json::json!({
            "read": counts.read, "connected": counts.connected, "side": counts.side,
            "orphans": counts.orphans, "known": counts.known, "rejected": counts.rejected,
            "skipped_bytes": skipped, "first_rejection": first_rejection,
            "tip": tip, "height": height,
        }));
    }
    out.line(format_args!(
        "{} blocks read: {} connected, {} on side branches, {} waiting for others, {} known before, {} \
         refused.",
        counts.read, counts.connected, counts.side, counts.orphans, counts.known, counts.rejected
    ))?;
    if counts.orphans > 0 {
        let says = "What waits for others is not kept: import it again once they are there.";
        out.line(format_args!("{says}"))?;
    }
    if skipped > 0 {
        out.line(format_args!("{skipped} bytes between the blocks were passed over."))?;
    }
    if let Some(says) = first_rejection {
        out.paragraph("", &says)?;
    }
    out.line(format_args!("The tip is {tip} at height {height}."))
}

fn total_bytes(path: &Path) -> u64 {
    let size = |path: &Path| std::fs::metadata(path).map_or(0, |found| found.len());
    match std::fs::read_dir(path) {
        Ok(entries) => entries.filter_map(|entry| Some(size(&entry.ok()?.path()))).sum(),
        Err(_) => size(path),
    }
}

/// Runs `chain export`.
pub fn export(args: ExportArgs, out: &mut Output) -> Result<Exit, CliError> {
    let lab = args.lab.open()?;
    let chain = lab.chain();
    let places: Vec<_> = match args.all {
        true => chain.tree().nodes().map(|(place, _)| place).collect(),
        false => (0..=chain.height()).filter_map(|height| chain.active_at(height)).collect(),
    };
    let is_dat = args.file.extension().is_some_and(|extension| extension == "dat");
    let mut bytes = Vec::new();
    for place in &places {
        let block = chain.block(*place).map_err(CliError::usage)?.to_bytes();
        match is_dat {
            true => bytes.extend(dat_record(chain.params().magic, &block)),
            // Writing into memory cannot fail.
            false => drop(writeln!(bytes, "{}", hex::encode(block))),
        }
    }
    write_atomically(&args.file, &bytes)
        .map_err(|error| CliError::write(args.file.display(), &error))?;
    if out.is_json() {
        out.json_document(&serde_json::json!({ "blocks": places.len(), "bytes": bytes.len() }))?;
    } else {
        out.line(format_args!("{} blocks written to {}.", places.len(), args.file.display()))?;
    }
    Ok(Exit::Valid)
}
