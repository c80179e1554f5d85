//! Which bits are changed: drawn by a seed, and spread evenly over the regions.

use std::collections::BTreeMap;

use blockstep::rng::Rng;

use super::regions::Region;
use super::subject::Subject;

/// One bit of a block.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Mutation {
    pub offset: usize,
    pub bit: u8,
    pub region: Region,
    /// Whether the bit was 0, so that a number it is part of grows.
    pub rising: bool,
}

/// `total` bits of the regions that are `wanted`, as many of each as of any other, or all that it has.
pub fn plan(
    subject: &Subject,
    wanted: impl Fn(Region) -> bool,
    total: usize,
    rng: &mut Rng,
) -> Vec<Mutation> {
    let mut regions: BTreeMap<Region, Vec<Mutation>> = BTreeMap::new();
    for offset in 0..subject.bytes.len() {
        let region = subject.region(offset);
        if wanted(region) {
            let rising = |bit| subject.bytes[offset] >> bit & 1 == 0;
            let bits = (0..8).map(|bit| Mutation { offset, bit, region, rising: rising(bit) });
            regions.entry(region).or_default().extend(bits);
        }
    }
    let quota = even_quota(regions.values().map(Vec::len), total);
    regions.values_mut().flat_map(|bits| draw(bits, quota, rng)).collect()
}

/// Whether a change there survives that the roots are recomputed.
pub fn survives_repair(region: Region) -> bool {
    ![Region::HeaderMerkleRoot, Region::Commitment].contains(&region)
}

/// The least number of bits of each region, or all where it has fewer, that makes `total` in all.
fn even_quota(sizes: impl Iterator<Item = usize> + Clone, total: usize) -> usize {
    let sum = |quota: usize| sizes.clone().map(|size| size.min(quota)).sum::<usize>();
    (1..=total).find(|quota| sum(*quota) >= total).unwrap_or(total)
}

/// `count` different ones of `bits`, each as likely as the next.
fn draw(bits: &mut [Mutation], count: usize, rng: &mut Rng) -> Vec<Mutation> {
    let count = count.min(bits.len());
    for at in 0..count {
        let other = at + rng.below((bits.len() - at) as u64) as usize;
        bits.swap(at, other);
    }
    bits[..count].to_vec()
}
