//! What takes part in a measurement of the search for a header.

use crate::mining::kernel::{Engine, Job, Kernel, Limit, Versions};
use crate::mining::work::NONCES;

/// Versions that share a nonce's schedule: enough that what is done once a nonce hardly counts.
const VERSIONS: u32 = 128;
/// Headers between two looks at the clock.
const BATCH: u64 = 1 << 13;
/// What ends the name of a search that goes over versions.
const ROLLING: &str = "-rolling";

/// A search in a header of its own for each thread, for a hash that does not exist.
pub trait Contender: Sync {
    /// Its name in reports.
    fn name(&self) -> String;
    /// What bounds it.
    fn limit(&self) -> Option<Limit> {
        None
    }
    /// The search of one thread: each call tries some headers and says how many.
    fn start(&self, thread: u64) -> Box<dyn FnMut() -> u64>;
}

/// A kernel that goes over nonces.
#[derive(Debug, Clone, Copy)]
pub struct Nonces(pub Engine);

/// A kernel that goes over all versions of a nonce before the next (BIP 320). Its figure is one of its
/// own: versions come on top of the work that nonces take.
#[derive(Debug, Clone, Copy)]
pub struct Rolling(pub Engine);

/// All that this processor can run, or those with these names; an unknown name comes back.
pub fn contenders(names: &[String]) -> Result<Vec<Box<dyn Contender>>, String> {
    if names.is_empty() {
        let engines = || Kernel::available().into_iter().filter_map(Kernel::engine);
        let nonces = engines().map(|engine| Box::new(Nonces(engine)) as Box<dyn Contender>);
        let rolling = engines().filter(|engine| would_mine(engine.kernel())).map(Rolling);
        return Ok(nonces.chain(rolling.map(|it| Box::new(it) as Box<dyn Contender>)).collect());
    }
    names.iter().map(|name| contender(name).ok_or_else(|| name.clone())).collect()
}

fn contender(name: &str) -> Option<Box<dyn Contender>> {
    let engine = |name| Kernel::from_name(name)?.engine();
    match name.strip_suffix(ROLLING) {
        Some(kernel) => engine(kernel).map(|it| Box::new(Rolling(it)) as Box<dyn Contender>),
        None => engine(name).map(|it| Box::new(Nonces(it)) as Box<dyn Contender>),
    }
}

/// Whether versions are measured without being asked for: with the kernels that someone would mine with.
fn would_mine(kernel: Kernel) -> bool {
    [Kernel::best(), Kernel::ShaNi].contains(&kernel)
}

impl Contender for Nonces {
    fn name(&self) -> String {
        self.0.kernel().name().to_owned()
    }

    fn limit(&self) -> Option<Limit> {
        self.0.limit()
    }

    fn start(&self, thread: u64) -> Box<dyn FnMut() -> u64> {
        let (engine, job) = (self.0, Job::new(header(thread), [0; 32]));
        let mut nonce = 0;
        Box::new(move || {
            let scan = std::hint::black_box(engine.scan(&job, nonce..nonce + BATCH));
            nonce = (nonce + BATCH) % NONCES;
            scan.tried
        })
    }
}

impl Contender for Rolling {
    fn name(&self) -> String {
        format!("{}{ROLLING}", self.0.kernel().name())
    }

    fn limit(&self) -> Option<Limit> {
        self.0.version_limit()
    }

    fn start(&self, thread: u64) -> Box<dyn FnMut() -> u64> {
        let (engine, versions) = (self.0, Versions::new(header(thread), [0; 32], VERSIONS));
        let nonces = BATCH / u64::from(VERSIONS);
        let mut nonce = 0;
        Box::new(move || {
            let scan = engine.scan_versions(&versions, nonce..nonce + nonces);
            nonce = (nonce + nonces) % NONCES;
            std::hint::black_box(scan).tried
        })
    }
}

/// A header like no other thread's.
pub fn header(thread: u64) -> [u8; 80] {
    let mut header = [0; 80];
    header[36..44].copy_from_slice(&thread.to_le_bytes());
    header
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_read_back_and_every_search_counts_what_it_tries() {
        for contender in contenders(&[]).unwrap() {
            let name = contender.name();
            assert_eq!(contenders(std::slice::from_ref(&name)).unwrap()[0].name(), name);
            let mut search = contender.start(1);
            assert_eq!([search(), search()], [BATCH; 2], "{name}");
        }
        for unknown in ["gpu", "gpu-rolling", "-rolling", "rolling"] {
            assert_eq!(contenders(&[unknown.to_owned()]).err().as_deref(), Some(unknown));
        }
    }
}
