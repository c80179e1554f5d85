//! Whether every kernel computes what the reference computes, over as many hashes as one likes.
//!
//! The tests compare 2^22 words of each kernel; this is for who wants to be surer, or has a processor
//! that nobody tried. Compared are the word that a kernel tests, for each nonce of many random headers,
//! and what whole searches find: on targets so easy that this word does not decide, and the nonces of
//! Bitcoin's first two blocks.

use rayon::prelude::*;

use super::contender::header;
use crate::mining::kernel::{Engine, Job, Kernel};
use crate::mining::puzzle::target_of;
use crate::primitives::BlockHeader;
use crate::primitives::pow::CompactTarget;
use crate::rng::Rng;

/// Words of one header that are compared in one go.
const CHUNK: u64 = 1 << 18;
/// The easiest searches have no zero bits, the hardest so many.
const HARDEST_BITS: u8 = 16;

/// A kernel that does not compute what the reference does.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum KernelFault {
    /// A word differs.
    #[error(
        "the kernel {kernel} makes {found:08x} of nonce {nonce} in header {header}, and the reference \
         {expected:08x}: do not mine with it on this processor"
    )]
    Word {
        /// Its name.
        kernel: &'static str,
        /// The header's number.
        header: u64,
        /// The nonce.
        nonce: u32,
        /// What it makes of it.
        found: u32,
        /// What is right.
        expected: u32,
    },
    /// A search finds something else.
    #[error(
        "the kernel {kernel} finds {found:?} from nonce {start} on in header {header}, and the reference \
         {expected:?}: do not mine with it on this processor"
    )]
    Search {
        /// Its name.
        kernel: &'static str,
        /// The header's number; none for a block of Bitcoin's.
        header: u64,
        /// Where the search began.
        start: u64,
        /// What it finds.
        found: Option<u32>,
        /// What is right.
        expected: Option<u32>,
    },
}

/// What was compared for each kernel.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Compared {
    /// The words of so many nonces.
    pub words: u64,
    /// Searches on easy targets.
    pub searches: u64,
}

/// Compares the kernels with the reference over at least so many words each. `go_on` hears after each
/// part how many words are done, and ends it with false.
pub fn check(
    kernels: &[Engine],
    words: u64,
    mut go_on: impl FnMut(u64) -> bool,
) -> Result<Compared, KernelFault> {
    kernels.iter().try_for_each(known_blocks)?;
    let mut done = Compared { words: 0, searches: 0 };
    while done.words < words && go_on(done.words) {
        let first = done.words / CHUNK;
        let parts = first..first + rayon::current_num_threads() as u64;
        parts.clone().into_par_iter().try_for_each(|part| {
            words_of(kernels, part)?;
            easy_search(kernels, part)
        })?;
        done.words += CHUNK * (parts.end - parts.start);
        done.searches += parts.end - parts.start;
    }
    Ok(done)
}

fn reference() -> Option<Engine> {
    Kernel::Reference.engine()
}

fn random(number: u64) -> ([u8; 80], u32) {
    let mut rng = Rng::from_text(&format!("header {number}"));
    let mut bytes = header(number);
    for part in bytes.chunks_mut(32) {
        let drawn = rng.bytes();
        part.copy_from_slice(&drawn[..part.len()]);
    }
    (bytes, rng.next_u64() as u32)
}

fn words_of(kernels: &[Engine], number: u64) -> Result<(), KernelFault> {
    let (header, start) = random(number);
    let job = Job::new(header, [0xff; 32]);
    let count = CHUNK as usize;
    let Some(expected) = reference().map(|engine| engine.words(&job, start, count)) else {
        return Ok(());
    };
    for engine in kernels {
        let found = engine.words(&job, start, count);
        let wrong = found.iter().zip(&expected).position(|(found, expected)| found != expected);
        if let Some(at) = wrong {
            return Err(KernelFault::Word {
                kernel: engine.kernel().name(),
                header: number,
                nonce: start.wrapping_add(at as u32),
                found: found[at],
                expected: expected[at],
            });
        }
    }
    Ok(())
}

fn easy_search(kernels: &[Engine], number: u64) -> Result<(), KernelFault> {
    let (header, start) = random(number);
    let bits = (number % u64::from(HARDEST_BITS + 1)) as u8;
    let job = Job::new(header, target_of(bits).0.to_be_bytes());
    let start = u64::from(start);
    let Some(expected) = reference().map(|engine| engine.scan(&job, start..1 << 32).nonce) else {
        return Ok(());
    };
    compare(kernels, &job, number, start, expected)
}

fn compare(
    kernels: &[Engine],
    job: &Job,
    header: u64,
    start: u64,
    expected: Option<u32>,
) -> Result<(), KernelFault> {
    for engine in kernels {
        let found = engine.scan(job, start..1 << 32).nonce;
        if found != expected {
            let kernel = engine.kernel().name();
            return Err(KernelFault::Search { kernel, header, start, found, expected });
        }
    }
    Ok(())
}

/// The first two blocks of Bitcoin's chain, from every place in a kernel's batch.
fn known_blocks(engine: &Engine) -> Result<(), KernelFault> {
    let genesis = crate::chain::ChainParams::mainnet().genesis.header;
    let root = "982051fd1e4ba744bbbe680e1fee14677ba1a3c3540bf7b1cdb606e857233e0e";
    let mut merkle_root = crate::hash::MerkleNode::default();
    // The text is the constant above; were it no hexadecimal, the search would find nothing.
    let _ = hex::decode_to_slice(root, &mut merkle_root.0);
    let block_1 = BlockHeader {
        version: 1,
        prev_block_hash: genesis.block_hash(),
        merkle_root,
        time: 1_231_469_665,
        bits: CompactTarget(0x1d00_ffff),
        nonce: 2_573_394_689,
    };
    for (number, header) in [genesis, block_1].into_iter().enumerate() {
        let job = Job::new(header.to_array(), header.bits.expand().value.to_be_bytes());
        for before in 0..64 {
            let start = u64::from(header.nonce) - before;
            compare(&[*engine], &job, number as u64, start, Some(header.nonce))?;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_kernels_agree_and_ending_early_says_how_far_it_was() {
        let kernels: Vec<Engine> =
            Kernel::available().into_iter().filter_map(Kernel::engine).collect();
        let compared = check(&kernels, 1, |_| true).unwrap();
        assert!(compared.words >= CHUNK && compared.searches > 0);
        assert_eq!(check(&kernels, 1, |_| false).unwrap().words, 0);
    }
}
