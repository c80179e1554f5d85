//! JSON lines in, JSON lines out: the engine under every `--batch`.
//!
//! One answer for each line, in the order of the lines, on all cores and in constant memory. Every
//! line gets an answer, an empty or unreadable one too, so that a peer may count them; a last line
//! without a line feed counts. A peer that writes a line and waits gets its answer at once.
//!
//! One thread reads lines and deals them out in small bundles, `jobs` threads answer them, and the
//! caller's thread writes. Order costs nothing: with each bundle, the reader hands the writer the
//! end of a channel on which that bundle's answers will come, in the order of the bundles.

mod lines;

use std::num::NonZeroUsize;
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, SyncSender, TryRecvError};
use std::sync::mpsc::{channel, sync_channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;
use std::{fs::File, io, io::BufReader, io::Read, io::Write, thread};

use super::{CliError, Exit, Output, interrupt};
use lines::{Budget, Bundle, BundleReader};
pub use lines::{LINE_LIMIT, LineError};

/// How often the writer looks whether it was asked to stop.
const LOOK_UP: Duration = Duration::from_millis(50);
/// Bundles in work for each thread: enough that one slow bundle does not hold up the others.
const BUNDLES_A_JOB: usize = 8;

/// The options that every batch command shares; to be flattened into its arguments.
#[derive(Debug, clap::Args)]
pub struct BatchArgs {
    /// Answer JSON lines from FILE, or from standard input, one line each and in order.
    #[arg(long, value_name = "FILE", num_args = 0..=1, default_missing_value = "-")]
    pub batch: Option<String>,
    /// How many threads answer a batch [default: one for each core].
    #[arg(long, value_name = "N", requires = "batch", value_parser = jobs_from)]
    pub jobs: Option<NonZeroUsize>,
}

fn jobs_from(text: &str) -> Result<NonZeroUsize, String> {
    let count = text.parse().ok().filter(|count: &NonZeroUsize| count.get() <= 1024);
    count.ok_or_else(|| "give a number of threads from 1 to 1024".to_string())
}

/// Answers the lines of the file `source`, or of standard input if that is `-`.
pub fn run<F>(
    source: &str,
    jobs: Option<NonZeroUsize>,
    out: &mut Output,
    answer: F,
) -> Result<Exit, CliError>
where
    F: Fn(Result<&str, LineError>) -> String + Send + Sync + 'static,
{
    let reader: Box<dyn Read + Send> = match source {
        "-" => Box::new(io::stdin()),
        path => Box::new(File::open(path).map_err(|error| CliError::read(path, error))?),
    };
    let jobs = jobs.or_else(|| thread::available_parallelism().ok()).map_or(1, NonZeroUsize::get);
    stream(reader, out.writer(), jobs, answer)
}

/// Answers the lines of `reader` into `writer` on `jobs` threads. Ends with [`Exit::Valid`] once
/// every line is answered, or with [`Exit::Interrupted`] after a signal.
///
/// The threads are not waited for when it ends early, since the reading one may be waiting for a
/// peer; hence `'static`.
pub fn stream<R, F>(
    reader: R,
    writer: &mut (dyn Write + Send),
    jobs: usize,
    answer: F,
) -> Result<Exit, CliError>
where
    R: Read + Send + 'static,
    F: Fn(Result<&str, LineError>) -> String + Send + Sync + 'static,
{
    let _graceful = interrupt::graceful();
    let budget = Arc::new(Budget::new());
    let (work, bundles) = channel::<Work>();
    let (order, answers) = sync_channel(jobs.saturating_mul(BUNDLES_A_JOB));
    let bundles = Arc::new(Mutex::new(bundles));
    let answer = Arc::new(answer);
    for _ in 0..jobs.max(1) {
        let (bundles, answer) = (Arc::clone(&bundles), Arc::clone(&answer));
        spawn(move || answer_bundles(&bundles, &*answer))?;
    }
    let reading = Arc::clone(&budget);
    spawn(move || deal_out(reader, &reading, &work, &order))?;
    while let Some(next) = wait(&answers, writer)? {
        let (cost, answered) = next?;
        match wait(&answered, writer)? {
            Some(text) => writer.write_all(text.as_bytes())?,
            None if interrupt::requested() => break,
            None => return Err(CliError::usage("a line could not be answered: please report it")),
        }
        budget.release(cost);
    }
    writer.flush()?;
    Ok(if interrupt::requested() { Exit::Interrupted } else { Exit::Valid })
}

/// A bundle to answer, and where its answers go.
type Work = (Bundle, SyncSender<String>);
/// What a bundle weighs in the budget and where its answers will come from, or why reading failed.
type Promise = Result<(usize, Receiver<String>), CliError>;

fn spawn(work: impl FnOnce() + Send + 'static) -> Result<(), CliError> {
    let spawned = thread::Builder::new().spawn(work).map(drop);
    spawned.map_err(|error| CliError::usage(format!("no more threads can be had: {error}")))
}

/// Reads to the end, or until the writer has gone.
fn deal_out(reader: impl Read, budget: &Budget, work: &Sender<Work>, order: &SyncSender<Promise>) {
    let mut bundles = BundleReader::new(BufReader::with_capacity(1 << 16, reader));
    loop {
        let bundle = match bundles.next() {
            Ok(Some(bundle)) => bundle,
            Ok(None) => return,
            Err(error) => {
                let _ = order.send(Err(CliError::read("the batch", error)));
                return;
            }
        };
        budget.take(bundle.cost());
        let (sender, receiver) = sync_channel(1);
        let promise = Ok((bundle.cost(), receiver));
        if order.send(promise).is_err() || work.send((bundle, sender)).is_err() {
            return;
        }
    }
}

fn answer_bundles(
    bundles: &Mutex<Receiver<Work>>,
    answer: &(impl Fn(Result<&str, LineError>) -> String + ?Sized),
) {
    loop {
        let next = bundles.lock().unwrap_or_else(PoisonError::into_inner).recv();
        let Ok((bundle, answers)) = next else { return };
        let mut text = String::new();
        for line in bundle.lines() {
            text.push_str(&answer(line));
            text.push('\n');
        }
        if answers.send(text).is_err() {
            return;
        }
    }
}

/// The next of `queue`, or none at its end or once a signal asks to stop. What was written is handed
/// on before waiting.
fn wait<T>(queue: &Receiver<T>, writer: &mut (dyn Write + Send)) -> Result<Option<T>, CliError> {
    if interrupt::requested() {
        return Ok(None);
    }
    match queue.try_recv() {
        Ok(item) => return Ok(Some(item)),
        Err(TryRecvError::Disconnected) => return Ok(None),
        Err(TryRecvError::Empty) => writer.flush()?,
    }
    loop {
        match queue.recv_timeout(LOOK_UP) {
            Ok(item) => return Ok(Some(item)),
            Err(RecvTimeoutError::Timeout) if !interrupt::requested() => {}
            Err(_) => return Ok(None),
        }
    }
}

#[cfg(test)]
mod tests;
