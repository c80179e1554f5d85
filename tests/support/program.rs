//! Runs the real program.

use std::io::Write as _;
use std::process::{Command, Stdio};

/// What the program answered.
pub struct Answer {
    /// Its exit code.
    pub code: i32,
    /// Standard output.
    pub stdout: String,
    /// Standard error.
    pub stderr: String,
}

/// Runs `blockstep` with `arguments` and nothing on standard input.
pub fn blockstep(arguments: &[&str]) -> Answer {
    blockstep_fed(arguments, "")
}

/// Runs `blockstep` with `arguments` and `input` on standard input.
pub fn blockstep_fed(arguments: &[&str], input: &str) -> Answer {
    let mut child = Command::new(env!("CARGO_BIN_EXE_blockstep"))
        .args(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    // A program that does not read its input closes the pipe, and that is its right.
    let _ = child.stdin.take().unwrap().write_all(input.as_bytes());
    let output = child.wait_with_output().unwrap();
    Answer {
        code: output.status.code().unwrap(),
        stdout: String::from_utf8(output.stdout).unwrap(),
        stderr: String::from_utf8(output.stderr).unwrap(),
    }
}
