//! Work that a `OnceLock` waits for, kept away from the threads that may come to wait for it.
//!
//! A worker of a rayon pool takes up other work while it waits for its own. If that other work asks for the same
//! `OnceLock`, it waits for what lies below it on its own stack, for ever.

use std::panic::resume_unwind;

/// Does `work` on a thread of its own, which is also a pool of its own; the caller waits and does nothing else.
pub(super) fn alone<T: Send>(work: impl FnOnce() -> T + Send) -> T {
    std::thread::scope(|scope| {
        let apart = || {
            // Without a pool of its own the work is done by the shared one: as right, as long as nobody waits in it.
            let _pool = rayon::ThreadPoolBuilder::new().num_threads(1).use_current_thread().build();
            work()
        };
        scope.spawn(apart).join().unwrap_or_else(|panic| resume_unwind(panic))
    })
}

#[cfg(test)]
mod tests {
    use std::sync::OnceLock;

    use rayon::prelude::*;

    use super::alone;

    #[test]
    fn workers_that_wait_for_one_value_do_not_wait_for_themselves() {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(2).build().unwrap();
        for _ in 0..20 {
            let value = OnceLock::new();
            let made = || alone(|| (0..1_000_u64).into_par_iter().sum::<u64>());
            let all = || (0..64).into_par_iter().map(|_| *value.get_or_init(made)).sum::<u64>();
            assert_eq!(pool.install(all), 64 * 499_500);
            let threads = || rayon::broadcast(|_| rayon::current_num_threads());
            let value = OnceLock::new();
            let all = || {
                (0..64).into_par_iter().for_each(|_| {
                    value.get_or_init(|| alone(threads));
                });
            };
            pool.install(all);
            assert_eq!(value.get(), Some(&vec![1]));
        }
    }

    #[test]
    fn a_panic_comes_through() {
        let found = std::panic::catch_unwind(|| alone(|| panic!("on purpose")));
        assert!(found.is_err());
    }
}
