//! What the exit code of the program says.

use super::{CliError, interrupt};

/// How a command ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Exit {
    /// Valid, correct, or done. A batch is done once every line is answered.
    Valid = 0,
    /// Invalid or incorrect.
    Invalid = 1,
    /// It was asked for wrongly, or a file or stream failed.
    Usage = 2,
    /// It could not be graded.
    Ungraded = 3,
    /// The sandbox refused.
    Refused = 4,
    /// Stopped by Ctrl-C.
    Interrupted = 130,
}

/// The codes that a command can end with today, for `--help`.
pub(super) const HELP: &str = "\
Exit codes: 0 valid, correct or done; 1 invalid or incorrect; 2 wrong usage, or a file could not \
be read or written; 130 stopped by Ctrl-C.";

/// The exit code for `result`, after an error has been told on standard error. A reader who closed
/// the pipe has seen enough, and that is no error.
pub(super) fn code_of(result: Result<Exit, CliError>) -> i32 {
    match result {
        Ok(Exit::Interrupted) => interrupt::exit_code(),
        Ok(exit) => exit as i32,
        Err(CliError::Closed) => Exit::Valid as i32,
        Err(error) => {
            eprintln_quietly(&error);
            Exit::Usage as i32
        }
    }
}

/// As `eprintln!`, which panics where standard error is closed.
fn eprintln_quietly(error: &CliError) {
    use std::io::Write;
    let _ = writeln!(std::io::stderr(), "blockstep: {error}");
}
