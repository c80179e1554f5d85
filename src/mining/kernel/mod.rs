//! The search for a nonce, once for every kind of processor.
//!
//! Bitcoin's proof of work is SHA-256 of SHA-256 of an 80-byte header, read as a number that may not
//! be above the target (Core: `CheckProofOfWork`). A nonce changes four bytes of the header's second
//! half alone, so much of the work is the same for all nonces: [`Job`] does that part once, and an
//! [`Engine`] the rest, several nonces at a time where the processor can.
//!
//! All kernels give the same answer, the lowest nonce of a range. They differ in speed only.

mod body;
#[cfg(test)]
mod counted;
mod job;
mod limit;
mod plain;
mod portable;
#[cfg(test)]
mod tests;
mod version_rolling;

#[cfg(target_arch = "aarch64")]
mod aarch64;
#[cfg(target_arch = "x86_64")]
mod avx2;
#[cfg(target_arch = "x86_64")]
mod avx512;
#[cfg(target_arch = "x86_64")]
mod sha_ni;
#[cfg(target_arch = "x86_64")]
mod sse2;

pub use job::Job;
pub use limit::Limit;
pub use version_rolling::{VersionScan, Versions};

use std::ops::Range;

/// A way to search nonces.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Kernel {
    /// `bitcoin_hashes` over all 80 bytes, for every nonce.
    Naive,
    /// `bitcoin_hashes` from the state after the first 64 bytes.
    Reference,
    /// Plain integer arithmetic, for any processor.
    Portable,
    /// The portable code with x86's BMI instructions, which rotate into another register.
    Bmi2,
    /// Four nonces in x86's 128-bit registers; every x86-64 processor has them.
    Sse2,
    /// Eight nonces in x86's 256-bit registers.
    Avx2,
    /// Sixteen nonces in x86's 512-bit registers.
    Avx512,
    /// x86's own SHA-256 instructions, four nonces side by side.
    ShaNi,
    /// 64-bit ARM's own SHA-256 instructions, four nonces side by side. Tested in an emulator only.
    Aarch64,
}

impl Kernel {
    /// All of them, those of other processors too.
    pub const ALL: [Kernel; 9] = [
        Kernel::Naive,
        Kernel::Reference,
        Kernel::Portable,
        Kernel::Bmi2,
        Kernel::Sse2,
        Kernel::Avx2,
        Kernel::Avx512,
        Kernel::ShaNi,
        Kernel::Aarch64,
    ];

    /// What the command line calls it.
    pub fn name(self) -> &'static str {
        match self {
            Kernel::Naive => "naive",
            Kernel::Reference => "reference",
            Kernel::Portable => "portable",
            Kernel::Bmi2 => "bmi2",
            Kernel::Sse2 => "sse2",
            Kernel::Avx2 => "avx2",
            Kernel::Avx512 => "avx512",
            Kernel::ShaNi => "sha-ni",
            Kernel::Aarch64 => "aarch64",
        }
    }

    /// The kernel of that name.
    pub fn from_name(name: &str) -> Option<Kernel> {
        Kernel::ALL.into_iter().find(|kernel| kernel.name() == name)
    }

    /// Whether this processor can run it.
    pub fn is_available(self) -> bool {
        self.engine().is_some()
    }

    /// Those that this processor can run, in the order of [`Kernel::ALL`].
    pub fn available() -> Vec<Kernel> {
        Kernel::ALL.into_iter().filter(|kernel| kernel.is_available()).collect()
    }

    /// The one to use on this processor: the fastest where it was measured. On AMD's Zen 5, AVX-512 does
    /// 1.8 times what the SHA-256 instructions do.
    pub fn best() -> Kernel {
        let order = [Kernel::Avx512, Kernel::ShaNi, Kernel::Aarch64, Kernel::Avx2, Kernel::Sse2];
        order.into_iter().find(|kernel| kernel.is_available()).unwrap_or(Kernel::Portable)
    }

    /// The kernel, ready to run. None where this processor lacks the instructions.
    pub fn engine(self) -> Option<Engine> {
        match self {
            Kernel::Naive => Some(plain::NAIVE),
            Kernel::Reference => Some(plain::REFERENCE),
            Kernel::Portable => Some(portable::ENGINE),
            #[cfg(target_arch = "x86_64")]
            Kernel::Bmi2 => portable::bmi2::engine(),
            #[cfg(target_arch = "x86_64")]
            Kernel::Sse2 => sse2::engine(),
            #[cfg(target_arch = "x86_64")]
            Kernel::Avx2 => avx2::engine(),
            #[cfg(target_arch = "x86_64")]
            Kernel::Avx512 => avx512::engine(),
            #[cfg(target_arch = "x86_64")]
            Kernel::ShaNi => sha_ni::engine(),
            #[cfg(target_arch = "aarch64")]
            Kernel::Aarch64 => aarch64::engine(),
            #[allow(unreachable_patterns)]
            _ => None,
        }
    }
}

/// What a search found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Scan {
    /// The lowest nonce of the range that gives a proof of work.
    pub nonce: Option<u32>,
    /// How many nonces of the range that took, the found one included.
    pub tried: u64,
}

/// A kernel that this processor can run. Made by [`Kernel::engine`] alone.
#[derive(Debug, Clone, Copy)]
pub struct Engine {
    kernel: Kernel,
    lanes: usize,
    // Batches of `lanes` nonces from the first one on, until one may hold a solution: how many hold none.
    // It may be called only where the processor has the kernel's instructions.
    find: unsafe fn(&Job, u32, u64) -> u64,
    // Fills the slice with the last word of the hash of each nonce. The same condition.
    last_words: unsafe fn(&Job, u32, &mut [u32]),
    // The same two for headers that differ in their versions, all versions of a nonce before the next nonce.
    // Batches have one nonce and are counted from those of the first nonce on; the answer is where a
    // solution may be, or the end of the range.
    find_versions: unsafe fn(&[Job], u32, Range<u64>) -> u64,
    version_words: unsafe fn(&[Job], u32, &mut [u32]),
}

impl Engine {
    /// The fastest here, going by measurements on a few processors.
    pub fn best() -> Engine {
        Kernel::best().engine().unwrap_or(portable::ENGINE)
    }

    /// Which kernel this is.
    pub fn kernel(&self) -> Kernel {
        self.kernel
    }

    /// How many nonces it works on at a time.
    pub fn lanes(&self) -> usize {
        self.lanes
    }

    /// The lowest nonce of the range that gives a proof of work. There are 2^32 nonces; a range that
    /// goes on is cut there.
    pub fn scan(&self, job: &Job, nonces: Range<u64>) -> Scan {
        let end = nonces.end.min(1 << 32);
        let lanes = self.lanes as u64;
        let mut at = nonces.start;
        while at < end {
            let clear = self.find(job, at as u32, (end - at).div_ceil(lanes));
            at += clear * lanes;
            // The kernel looks at one word of the hash only, and its last batch may go over the end.
            let batch = at..(at + lanes).min(end);
            if let Some(nonce) = batch.into_iter().find(|nonce| job.is_met_by(*nonce as u32)) {
                return Scan { nonce: Some(nonce as u32), tried: nonce + 1 - nonces.start };
            }
            at += lanes;
        }
        Scan { nonce: None, tried: end.saturating_sub(nonces.start) }
    }

    /// What the kernel tests of each hash: its top 32 bits, as a number. From nonce `start` on, `count` of
    /// them, with nonce 0 after the last one.
    pub fn words(&self, job: &Job, start: u32, count: usize) -> Vec<u32> {
        let mut words = vec![0; count];
        self.last_words(job, start, &mut words);
        // A hash is a number with its lowest byte first.
        words.iter().map(|word| word.swap_bytes()).collect()
    }

    #[allow(unsafe_code)]
    fn find(&self, job: &Job, first: u32, batches: u64) -> u64 {
        // SAFETY: an engine comes from its file's constant or `engine` function only, and the latter
        // makes one only after the instructions that its functions need were detected.
        unsafe { (self.find)(job, first, batches) }
    }

    #[allow(unsafe_code)]
    fn last_words(&self, job: &Job, first: u32, words: &mut [u32]) {
        // SAFETY: as for `find`.
        unsafe { (self.last_words)(job, first, words) }
    }
}
