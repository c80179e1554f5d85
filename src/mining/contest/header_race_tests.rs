//! Real headers: a chain, the geometric law, and shares by hash rate.

use super::*;
use crate::mining::contest::total_rate;

/// The statistic of `counts` against chances that add up to 1.
fn chi_square(counts: &[u64], chances: &[f64]) -> f64 {
    let total: u64 = counts.iter().sum();
    let terms = counts.iter().zip(chances).map(|(&count, chance)| {
        let expected = total as f64 * chance;
        (count as f64 - expected).powi(2) / expected
    });
    terms.sum()
}

/// 20,000 blocks of some 512 hashes each. The hashes are counted in 16 bins of nearly equal chance, with
/// the exact chances of the geometric law: 15 degrees of freedom, above 37.7 once in 1,000.
#[test]
fn twenty_thousand_real_blocks_follow_the_geometric_law() {
    const BLOCKS: u64 = 20_000;
    let miners = Contestant::named(&[40, 30, 20, 10]);
    let mut race = HeaderRace::new("twenty thousand");
    let bits = bits_of(512);
    let target = bits.target().unwrap();
    let miss = 1.0 - 1.0 / hashes_of(bits) as f64;
    let edge = |bin: u32| ((1.0 - f64::from(bin) / 16.0).ln() / miss.ln()).round();
    let above = |bin: u32| if bin == 16 { 0.0 } else { miss.powf(edge(bin)) };
    let chances: Vec<f64> = (0..16).map(|bin| above(bin) - above(bin + 1)).collect();
    let (mut bins, mut wins, mut sum) = (vec![0u64; 16], vec![0u64; 4], 0);
    let mut parent = race.tip();
    for height in 1..=BLOCKS {
        let found = race.find(&miners, 512).unwrap();
        let header = found.block.header;
        assert_eq!(header.prev_block_hash, parent, "height {height}");
        assert!(target.is_met_by(&header.block_hash()));
        assert_eq!(header.merkle_root, found.block.compute_merkle_root().hash);
        parent = header.block_hash();
        let bin = (1..16).take_while(|bin| found.hashes as f64 > edge(*bin)).count();
        bins[bin] += 1;
        wins[found.miner] += 1;
        sum += found.hashes;
    }
    assert_eq!((race.tip(), u64::from(race.height())), (parent, BLOCKS));
    let chi = chi_square(&bins, &chances);
    assert!(chi < 37.7, "chi-square {chi}: {bins:?}");
    let mean = sum as f64 / BLOCKS as f64;
    assert!((mean - 512.0).abs() < 4.0 * 512.0 / (BLOCKS as f64).sqrt(), "mean {mean}");
    for (miner, wins) in miners.iter().zip(wins) {
        let share = miner.share_of(total_rate(&miners));
        let sigma = (share * (1.0 - share) / BLOCKS as f64).sqrt();
        assert!((wins as f64 / BLOCKS as f64 - share).abs() < 4.0 * sigma, "{miner:?} {wins}");
    }
}

#[test]
fn a_seed_means_the_same_chain_by_any_kernel() {
    use crate::mining::kernel::Kernel;
    let tip = |seed: &str, engine: Engine| {
        let mut race = HeaderRace { engine, ..HeaderRace::new(seed) };
        for _ in 0..20 {
            race.find(&Contestant::named(&[3, 0, 1]), 300).unwrap();
        }
        race.tip()
    };
    let best = tip("a", Engine::best());
    for engine in Kernel::available().into_iter().filter_map(Kernel::engine) {
        assert_eq!(tip("a", engine), best, "{:?}", engine.kernel());
    }
    assert_ne!(tip("b", Engine::best()), best);
}

#[test]
fn bits_stand_for_the_hashes_they_cost() {
    for hashes in [2, 3, 512, 6_000, 60_000, 1 << 26] {
        let found = hashes_of(bits_of(hashes));
        assert!(found.abs_diff(hashes) * 30_000 <= hashes + 30_000, "{hashes}: {found}");
    }
    assert_eq!(bits_of(0), bits_of(2));
    assert_eq!(bits_of(u64::MAX), bits_of(1 << 26));
}
