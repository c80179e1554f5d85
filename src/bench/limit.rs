//! The fewest cycles that a hash can take on this core, whatever a kernel does: the instructions that it
//! cannot do without, at the rate at which the core starts them when it does nothing else.

use super::thread_clock::{Stopwatch, cycles_per_second};
use crate::mining::kernel::Limit;

/// Groups of instructions in a run, and runs. The shortest run is the one that nobody disturbed.
const GROUPS: u64 = 20_000;
const RUNS: u32 = 15;

/// In cycles a hash.
#[allow(clippy::cast_precision_loss)] // Far below 2^53.
pub fn cycles_at_best(limit: &Limit) -> f64 {
    let cycles = |_| {
        let clock = cycles_per_second();
        let watch = Stopwatch::start();
        limit.run(GROUPS);
        watch.worked().as_secs_f64() * clock
    };
    let least = (0..RUNS).map(cycles).fold(f64::INFINITY, f64::min);
    least / (GROUPS * Limit::GROUP) as f64 * limit.per_hash
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::mining::kernel::{Engine, Kernel};

    #[test]
    fn a_limit_is_what_a_few_instructions_a_cycle_make_of_it() {
        for engine in Kernel::available().into_iter().filter_map(Kernel::engine) {
            let Some(limit) = engine.limit() else { continue };
            let cycles = cycles_at_best(&limit);
            // No core starts more than eight of one kind in a cycle; one that is shared may look slow.
            let found = cycles / limit.per_hash;
            assert!((0.1..20.0).contains(&found), "{engine:?}: {found} cycles each");
            let versions = Engine::version_limit(&engine).map(|limit| limit.per_hash);
            assert!(versions.is_some_and(|versions| versions <= limit.per_hash));
        }
    }
}
