//! How long a thread has worked: the time that it was on a processor, where the system tells.
//!
//! On a machine with other work, wall time counts what the others took; thread time does not.

use std::time::{Duration, Instant};

/// Which clock it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Clock {
    /// The time of the thread alone.
    ThreadCpu,
    /// The time on the wall.
    Wall,
}

impl Clock {
    /// The best that this system has.
    pub const HERE: Clock = if cfg!(unix) { Clock::ThreadCpu } else { Clock::Wall };
}

/// A running measurement of the thread that made it.
#[derive(Debug)]
pub struct Stopwatch {
    wall: Instant,
    #[cfg(unix)]
    thread: Duration,
}

impl Stopwatch {
    /// Starts now.
    pub fn start() -> Stopwatch {
        Stopwatch {
            wall: Instant::now(),
            #[cfg(unix)]
            thread: thread_time(),
        }
    }

    /// The time since the start by [`Clock::HERE`]. To be asked on the thread that started it.
    pub fn worked(&self) -> Duration {
        #[cfg(unix)]
        return thread_time().saturating_sub(self.thread);
        #[cfg(not(unix))]
        return self.wall.elapsed();
    }

    /// The time on the wall since the start.
    pub fn passed(&self) -> Duration {
        self.wall.elapsed()
    }
}

#[cfg(unix)]
fn thread_time() -> Duration {
    let time = rustix::time::clock_gettime(rustix::time::ClockId::ThreadCPUTime);
    let seconds = u64::try_from(time.tv_sec).unwrap_or_default();
    Duration::new(seconds, u32::try_from(time.tv_nsec).unwrap_or_default())
}

/// Cycles a second of the core that this thread runs on, just now: a chain of additions and exclusive
/// ors, each of which waits for the one before, takes a cycle for each on every processor that the
/// kernels are made for. What runs beside it on the same core hardly slows it.
pub fn cycles_per_second() -> f64 {
    const PAIRS: u32 = 400_000;
    let watch = Stopwatch::start();
    let mut value = std::hint::black_box(1_u64);
    let (added, mixed) = std::hint::black_box((0x9e37_79b9_u64, 0x7f4a_7c15_u64));
    for _ in 0..PAIRS {
        value = value.wrapping_add(added) ^ mixed;
    }
    std::hint::black_box(value);
    f64::from(2 * PAIRS) / watch.worked().as_secs_f64().max(f64::MIN_POSITIVE)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sleeping_thread_does_not_work() {
        let watch = Stopwatch::start();
        std::thread::sleep(Duration::from_millis(30));
        assert!(watch.passed() >= Duration::from_millis(30));
        if Clock::HERE == Clock::ThreadCpu {
            assert!(watch.worked() < Duration::from_millis(20), "{:?}", watch.worked());
        }
    }

    #[test]
    fn a_core_has_a_believable_clock() {
        // Under an emulator or a debugger it may be slow, and no core does ten billion a second.
        let rate = cycles_per_second();
        assert!((1e6..1e10).contains(&rate), "{rate}");
    }
}
