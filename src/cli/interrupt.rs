//! Ctrl-C and its kin: SIGINT, SIGTERM and SIGHUP.
//!
//! A command that does not ask is ended at once, with 128 plus the signal's number: user data are
//! only ever replaced whole, so that nothing is left half-written. A command that holds a
//! [`Graceful`] is left to notice by [`requested`] and to end by itself; a second signal ends it
//! all the same.

use std::io::{self, IsTerminal};
use std::sync::atomic::{AtomicI32, AtomicUsize, Ordering};
use std::thread;
use std::time::Duration;

static SIGNAL: AtomicI32 = AtomicI32::new(0);
static GRACEFUL: AtomicUsize = AtomicUsize::new(0);
/// SIGINT has this number everywhere.
const INTERRUPT: i32 = 2;
/// And so has SIGHUP.
const HANGUP: i32 = 1;
/// How often a terminal is asked whether it is still there.
const STILL_THERE: Duration = Duration::from_millis(250);

/// As long as it lives, the first signal only makes [`requested`] true.
#[derive(Debug)]
pub struct Graceful(());

/// From here on, the caller looks at [`requested`] at least ten times a second.
pub fn graceful() -> Graceful {
    GRACEFUL.fetch_add(1, Ordering::SeqCst);
    Graceful(())
}

impl Drop for Graceful {
    fn drop(&mut self) {
        GRACEFUL.fetch_sub(1, Ordering::SeqCst);
    }
}

/// From here on, the program ends when the terminal is gone, as after SIGHUP. That signal alone does
/// not do: it is not always sent, and crossterm's wait for a key never returns once the terminal has
/// been hung up.
pub(super) fn end_with_the_terminal() {
    // Without the thread, a closed terminal leaves the program running: no reason to refuse now.
    let _ = thread::Builder::new().spawn(|| {
        while io::stdin().is_terminal() {
            thread::sleep(STILL_THERE);
        }
        std::process::exit(128 + HANGUP);
    });
}

/// Whether a signal asked the program to end.
pub fn requested() -> bool {
    SIGNAL.load(Ordering::SeqCst) != 0
}

/// The exit code after the signal that was caught: 130 for Ctrl-C.
pub fn exit_code() -> i32 {
    let signal = SIGNAL.load(Ordering::SeqCst);
    128 + if signal == 0 { INTERRUPT } else { signal }
}

/// Starts to listen. Where that fails, the system's own way of ending a program stays.
#[cfg(unix)]
pub(super) fn watch() {
    use signal_hook::consts::{SIGHUP, SIGINT, SIGTERM};
    let Ok(mut signals) = signal_hook::iterator::Signals::new([SIGHUP, SIGINT, SIGTERM]) else {
        return;
    };
    thread::spawn(move || {
        for signal in &mut signals {
            let first = SIGNAL.swap(signal, Ordering::SeqCst) == 0;
            if !first || GRACEFUL.load(Ordering::SeqCst) == 0 {
                std::process::exit(exit_code());
            }
        }
    });
}

/// Other systems end a program in their own way.
#[cfg(not(unix))]
pub(super) fn watch() {}
