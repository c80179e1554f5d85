//! Lines of a bounded length, in bundles of a bounded size.

use std::io::{self, BufRead};
use std::sync::{Condvar, Mutex, PoisonError};

/// The longest line that is read, in bytes, without its line feed. A longer one is passed over.
pub const LINE_LIMIT: usize = 16 << 20;
/// Lines in a bundle at most: few, so that slow lines spread over the threads.
const BUNDLE_LINES: usize = 16;
/// Bytes after which a bundle is full.
const BUNDLE_BYTES: usize = 1 << 16;
/// Bytes of lines that may be in work at a time.
const BUDGET: usize = 4 * LINE_LIMIT;

/// Why a line cannot be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum LineError {
    /// It is too long.
    #[error(
        "the line is longer than {LINE_LIMIT} bytes: split it, or leave out what is not needed"
    )]
    TooLong,
    /// It is not text.
    #[error("byte {offset} of the line is not UTF-8: write the line as UTF-8 text")]
    NotUtf8 {
        /// The first byte that is not, counted from 0.
        offset: usize,
    },
}

/// Some whole lines.
#[derive(Debug, Default)]
pub(super) struct Bundle {
    /// None stands for a line that was too long.
    lines: Vec<Option<Vec<u8>>>,
    bytes: usize,
}

impl Bundle {
    pub(super) fn lines(&self) -> impl Iterator<Item = Result<&str, LineError>> {
        self.lines.iter().map(|line| {
            let line = line.as_ref().ok_or(LineError::TooLong)?;
            std::str::from_utf8(line)
                .map_err(|error| LineError::NotUtf8 { offset: error.valid_up_to() })
        })
    }

    /// What it takes of the [`Budget`].
    pub(super) fn cost(&self) -> usize {
        self.bytes
    }

    fn push(&mut self, line: Option<Vec<u8>>) {
        self.bytes += line.as_ref().map_or(0, Vec::len);
        self.lines.push(line);
    }

    fn is_full(&self) -> bool {
        self.lines.len() >= BUNDLE_LINES || self.bytes >= BUNDLE_BYTES
    }
}

/// Cuts a stream into bundles.
pub(super) struct BundleReader<R> {
    reader: R,
    /// The beginning of a line whose end has not come; none while an overlong line passes by.
    partial: Option<Vec<u8>>,
}

impl<R: BufRead> BundleReader<R> {
    pub(super) fn new(reader: R) -> BundleReader<R> {
        BundleReader { reader, partial: Some(Vec::new()) }
    }

    /// The next lines, or none at the end. Waits for more input only while it holds no whole line.
    pub(super) fn next(&mut self) -> io::Result<Option<Bundle>> {
        let mut bundle = Bundle::default();
        loop {
            let available = match self.reader.fill_buf() {
                Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
                other => other?,
            };
            if available.is_empty() {
                let rest = self.partial.replace(Vec::new());
                if rest.as_ref().is_none_or(|rest| !rest.is_empty()) {
                    bundle.push(rest);
                }
                return Ok((!bundle.lines.is_empty()).then_some(bundle));
            }
            let mut used = 0;
            while used < available.len() && !bundle.is_full() {
                let rest = &available[used..];
                let feed = rest.iter().position(|byte| *byte == b'\n');
                let piece = &rest[..feed.unwrap_or(rest.len())];
                extend(&mut self.partial, piece);
                used += piece.len();
                if feed.is_some() {
                    used += 1;
                    bundle.push(self.partial.replace(Vec::new()));
                }
            }
            self.reader.consume(used);
            if !bundle.lines.is_empty() {
                return Ok(Some(bundle));
            }
        }
    }
}

/// Adds `piece` to the line, or gives the line up where it grows too long.
fn extend(line: &mut Option<Vec<u8>>, piece: &[u8]) {
    match line {
        Some(bytes) if bytes.len() + piece.len() <= LINE_LIMIT => bytes.extend_from_slice(piece),
        _ => *line = None,
    }
}

/// Bytes that may be in work: the reader takes, the writer gives back.
pub(super) struct Budget {
    left: Mutex<usize>,
    freed: Condvar,
}

impl Budget {
    pub(super) fn new() -> Budget {
        Budget { left: Mutex::new(BUDGET), freed: Condvar::new() }
    }

    /// Waits until `cost` bytes are left. No bundle costs more than the whole budget.
    pub(super) fn take(&self, cost: usize) {
        let left = self.left.lock().unwrap_or_else(PoisonError::into_inner);
        let enough = self.freed.wait_while(left, |left| *left < cost);
        *enough.unwrap_or_else(PoisonError::into_inner) -= cost;
    }

    pub(super) fn release(&self, cost: usize) {
        *self.left.lock().unwrap_or_else(PoisonError::into_inner) += cost;
        self.freed.notify_all();
    }
}
