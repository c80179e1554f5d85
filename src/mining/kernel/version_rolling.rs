//! The same search over versions as well as nonces.
//!
//! BIP 320 leaves 16 bits of a header's version to miners. The version is in the header's first 64 bytes
//! and the nonce in the other 16, so headers that differ in their versions alone have the same message
//! schedule for their second part: one schedule a nonce serves all versions (miners know this as overt
//! ASICBoost; it was patented, and the patent pledged for defence only).

use super::{Engine, Job};
use std::ops::Range;

/// The bits of a version that BIP 320 leaves to miners.
const FREE: u32 = 0x1fff_e000;

/// A header whose nonce and version are looked for.
#[derive(Debug, Clone)]
pub struct Versions {
    jobs: Vec<Job>,
}

impl Versions {
    /// A header, the nonce and the free version bits of which do not matter, and the target as a
    /// number, its highest byte first. Of the versions the first `count`, from all free bits zero on;
    /// there are 2^16, and at least one is taken.
    pub fn new(header: [u8; 80], target: [u8; 32], count: u32) -> Versions {
        let version = |index: u32| {
            let [a, b, c, d, ..] = header;
            let fixed = u32::from_le_bytes([a, b, c, d]) & !FREE;
            let mut header = header;
            header[..4].copy_from_slice(&(fixed | index << FREE.trailing_zeros()).to_le_bytes());
            Job::new(header, target)
        };
        Versions { jobs: (0..count.clamp(1, 1 << FREE.count_ones())).map(version).collect() }
    }

    /// One job a version.
    pub fn jobs(&self) -> &[Job] {
        &self.jobs
    }
}

/// What a search over versions found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct VersionScan {
    /// The lowest nonce that gives a proof of work, and the index of the lowest version that does so
    /// with it.
    pub found: Option<(usize, u32)>,
    /// How many headers that took, the found one included.
    pub tried: u64,
}

impl Engine {
    /// The first header with a proof of work, all versions of a nonce before the next nonce. There are
    /// 2^32 nonces; a range that goes on is cut there.
    pub fn scan_versions(&self, versions: &Versions, nonces: Range<u64>) -> VersionScan {
        let jobs = versions.jobs();
        let count = jobs.len() as u64;
        let groups = jobs.len().div_ceil(self.lanes) as u64;
        let nonces = nonces.start..nonces.end.min(1 << 32);
        let batches = nonces.end.saturating_sub(nonces.start) * groups;
        let mut at = 0;
        while at < batches {
            at = self.find_versions(jobs, nonces.start as u32, at..batches);
            if at == batches {
                break;
            }
            let (nonce, first) = (nonces.start + at / groups, at % groups * self.lanes as u64);
            for index in first..(first + self.lanes as u64).min(count) {
                if jobs[index as usize].is_met_by(nonce as u32) {
                    let tried = at / groups * count + index + 1;
                    return VersionScan { found: Some((index as usize, nonce as u32)), tried };
                }
            }
            at += 1;
        }
        VersionScan { found: None, tried: batches / groups * count }
    }

    /// What the kernel tests of each version's hash with that nonce: its top 32 bits, as a number.
    pub fn version_words(&self, versions: &Versions, nonce: u32) -> Vec<u32> {
        let mut words = vec![0; versions.jobs().len()];
        self.fill_version_words(versions.jobs(), nonce, &mut words);
        words.iter().map(|word| word.swap_bytes()).collect()
    }

    #[allow(unsafe_code)]
    fn find_versions(&self, jobs: &[Job], first: u32, batches: Range<u64>) -> u64 {
        // SAFETY: an engine comes from its file's constant or `engine` function only, and the latter
        // makes one only after the instructions that its functions need were detected.
        unsafe { (self.find_versions)(jobs, first, batches) }
    }

    #[allow(unsafe_code)]
    fn fill_version_words(&self, jobs: &[Job], nonce: u32, words: &mut [u32]) {
        // SAFETY: as for `find_versions`.
        unsafe { (self.version_words)(jobs, nonce, words) }
    }
}
