//! The real program takes a file in, and is killed.

use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use super::world::NOW;

/// What a run said before it ended.
pub struct Run {
    /// Blocks of the file that were read, and the height, as last called safe.
    pub safe: Option<(usize, u32)>,
    /// The last line, where the run came to its end.
    pub end: Option<String>,
    pub took: Duration,
}

/// Runs `chain import`, killed after `delay` if one is given and it is not done by then.
pub fn import(chain: &Path, file: &Path, sync_every: u64, delay: Option<Duration>) -> Run {
    let started = Instant::now();
    let mut child = spawn(chain, file, sync_every);
    let stdout = BufReader::new(child.stdout.take().unwrap());
    let reader = std::thread::spawn(move || whole_lines(stdout));
    if let Some(delay) = delay {
        std::thread::sleep(delay);
        // SIGKILL; a child that has ended is none the worse for it.
        let _ = child.kill();
    }
    let status = child.wait().unwrap();
    let took = started.elapsed();
    let lines = reader.join().unwrap();
    let safe = lines.iter().rev().find_map(|line| read_safe(line));
    // An invalid block in the file makes the exit code 1.
    let end = status.code().map(|code| {
        assert_eq!(code, 1, "{lines:?}");
        lines.last().cloned().unwrap_or_default()
    });
    Run { safe, end, took }
}

fn spawn(chain: &Path, file: &Path, sync_every: u64) -> Child {
    Command::new(env!("CARGO_BIN_EXE_blockstep"))
        .args(["chain", "import", "--sync-every", &sync_every.to_string()])
        .args(["--now", &NOW.to_string()])
        .arg("--chain")
        .args([chain, file])
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap()
}

/// The lines that came whole.
fn whole_lines(mut input: impl BufRead) -> Vec<String> {
    let mut lines = Vec::new();
    loop {
        let mut line = String::new();
        input.read_line(&mut line).unwrap();
        match line.strip_suffix('\n') {
            Some(line) => lines.push(line.to_owned()),
            None => return lines,
        }
    }
}

/// `safe: 12 blocks read, height 9`.
fn read_safe(line: &str) -> Option<(usize, u32)> {
    let (read, rest) = line.strip_prefix("safe: ")?.split_once(" blocks read, height ")?;
    let height = rest.split(',').next()?;
    Some((read.parse().unwrap(), height.parse().unwrap()))
}
