//! The retarget lab asks for the targets that Bitcoin's chain has: its own function, on real headers.

#![allow(clippy::unwrap_used)]

#[path = "support/vectors.rs"]
mod vectors;

use std::collections::BTreeMap;

use blockstep::chain::ChainParams;
use blockstep::chain::difficulty::HeaderChain;
use blockstep::encode::Decode;
use blockstep::mining::retarget::next_bits;
use blockstep::primitives::BlockHeader;
use blockstep::primitives::pow::CompactTarget;

/// Headers of some heights.
struct Sparse(BTreeMap<u32, BlockHeader>);

impl HeaderChain for Sparse {
    fn header(&self, height: u32) -> Option<BlockHeader> {
        self.0.get(&height).copied()
    }
}

#[test]
fn all_413_retargets_of_mainnet_come_out_of_the_lab() {
    let Some(bytes) = vectors::read("chain/headers/mainnet_retargets.txt") else { return };
    let text = String::from_utf8(bytes).unwrap();
    let lines = text.lines().filter(|line| !line.starts_with('#'));
    let headers = lines.map(|line| {
        let mut words = line.split_whitespace();
        let height: u32 = words.next().unwrap().parse().unwrap();
        (height, BlockHeader::from_hex(words.next().unwrap()).unwrap())
    });
    let mut chain = Sparse(headers.collect());
    let params = ChainParams::mainnet().pow;
    let mut held = 0;
    let changes: Vec<u32> = (2_016..=832_608).step_by(2_016).collect();
    for height in &changes {
        let real = chain.0[height];
        assert_eq!(next_bits(&params, height - 1, &chain, real.time), real.bits, "{height}");
        // Counter-test: without the clamp, the one change that it held would be another.
        let mut loose = params.clone();
        loose.max_factor = 1_000;
        held += usize::from(next_bits(&loose, height - 1, &chain, real.time) != real.bits);
    }
    assert_eq!((changes.len(), held), (413, 1));
    // A second more or less in one window is noticed.
    let last = chain.0.get_mut(&832_607).unwrap();
    last.time += 600;
    assert_ne!(next_bits(&params, 832_607, &chain, 0), chain.0[&832_608].bits);
}

/// Bits of a window, the times of its first and its last block, and the bits that follow (Core:
/// `pow_tests`).
const CORE: [(u32, u32, u32, u32, u32); 4] = [
    (32_255, 0x1d00_ffff, 1_261_130_161, 1_262_152_739, 0x1d00_d86a),
    (2_015, 0x1d00_ffff, 1_231_006_505, 1_233_061_996, 0x1d00_ffff),
    (68_543, 0x1c05_a3f4, 1_279_008_237, 1_279_297_671, 0x1c01_68fd),
    (46_367, 0x1c38_7f6f, 1_263_163_443, 1_269_211_443, 0x1d00_e1fd),
];

#[test]
fn the_four_examples_of_core_come_out_of_the_lab() {
    let params = ChainParams::mainnet().pow;
    for (height, bits, first, last, next) in CORE {
        let header =
            |time| BlockHeader { time, bits: CompactTarget(bits), ..BlockHeader::default() };
        let chain = Sparse([(height - 2_015, header(first)), (height, header(last))].into());
        assert_eq!(next_bits(&params, height, &chain, last + 600), CompactTarget(next));
    }
}
