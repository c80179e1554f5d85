//! Threads that stay on one core each, so that no figure has a move between cores in it.

/// Keeps this thread on the core number `place` of those that the program may use, counted from 0 and
/// around. False where the system has no way of asking for that.
pub fn pin(place: usize) -> bool {
    #[cfg(target_os = "linux")]
    return pin_on_linux(place).is_some();
    #[cfg(not(target_os = "linux"))]
    {
        let _ = place;
        false
    }
}

#[cfg(target_os = "linux")]
fn pin_on_linux(place: usize) -> Option<()> {
    use rustix::thread::{CpuSet, sched_getaffinity, sched_setaffinity};
    // The whole process, not this thread, which may have been pinned already.
    let main = rustix::process::getpid();
    let allowed = sched_getaffinity(Some(main)).ok()?;
    let cores: Vec<usize> = (0..CpuSet::MAX_CPU).filter(|core| allowed.is_set(*core)).collect();
    let mut own = CpuSet::new();
    own.set(*cores.get(place.checked_rem(cores.len())?)?);
    sched_setaffinity(None, &own).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pinned_thread_stays_and_the_others_do_not_care() {
        let pinned = std::thread::spawn(|| (pin(0), pin(1_000_003))).join().unwrap();
        assert_eq!(pinned, (cfg!(target_os = "linux"), cfg!(target_os = "linux")));
    }
}
