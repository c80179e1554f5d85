//! The two kernels that all others are held against: `bitcoin_hashes`, nonce by nonce.

use super::{Engine, Job, Kernel};
use std::ops::Range;

pub(super) const NAIVE: Engine = Engine {
    kernel: Kernel::Naive,
    lanes: 1,
    find: |job, first, batches| find(job, first, batches, Job::hash_all),
    last_words: |job, first, words| last_words(job, first, words, Job::hash_all),
    find_versions: |jobs, first, batches| find_versions(jobs, first, batches, Job::hash_all),
    version_words: |jobs, nonce, words| version_words(jobs, nonce, words, Job::hash_all),
};

pub(super) const REFERENCE: Engine = Engine {
    kernel: Kernel::Reference,
    lanes: 1,
    find: |job, first, batches| find(job, first, batches, Job::hash),
    last_words: |job, first, words| last_words(job, first, words, Job::hash),
    find_versions: |jobs, first, batches| find_versions(jobs, first, batches, Job::hash),
    version_words: |jobs, nonce, words| version_words(jobs, nonce, words, Job::hash),
};

#[inline(always)]
fn find(job: &Job, first: u32, batches: u64, hash: impl Fn(&Job, u32) -> [u8; 32]) -> u64 {
    let met = |batch: &u64| job.is_met(&hash(job, first.wrapping_add(*batch as u32)));
    (0..batches).find(met).unwrap_or(batches)
}

#[inline(always)]
fn last_words(job: &Job, first: u32, words: &mut [u32], hash: impl Fn(&Job, u32) -> [u8; 32]) {
    let mut nonce = first;
    for word in words {
        *word = last_word(&hash(job, nonce));
        nonce = nonce.wrapping_add(1);
    }
}

#[inline(always)]
fn find_versions(
    jobs: &[Job],
    first: u32,
    batches: Range<u64>,
    hash: impl Fn(&Job, u32) -> [u8; 32],
) -> u64 {
    let count = jobs.len() as u64;
    let met = |batch: &u64| {
        let job = &jobs[(batch % count) as usize];
        job.is_met(&hash(job, first.wrapping_add((batch / count) as u32)))
    };
    batches.clone().find(met).unwrap_or(batches.end)
}

#[inline(always)]
fn version_words(
    jobs: &[Job],
    nonce: u32,
    words: &mut [u32],
    hash: impl Fn(&Job, u32) -> [u8; 32],
) {
    for (word, job) in words.iter_mut().zip(jobs) {
        *word = last_word(&hash(job, nonce));
    }
}

fn last_word([.., a, b, c, d]: &[u8; 32]) -> u32 {
    u32::from_be_bytes([*a, *b, *c, *d])
}
