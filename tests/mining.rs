//! Mining as it is used: the distribution of tries, the commands, and blocks that a chain accepts.

#![allow(clippy::unwrap_used)]

use std::num::NonZeroUsize;
use std::process::{Command, Output};

use blockstep::hash::MerkleNode;
use blockstep::mining::kernel::Engine;
use blockstep::mining::puzzle::target_of;
use blockstep::mining::search::{Ended, Search};
use blockstep::primitives::BlockHeader;
use blockstep::rng::Rng;
use serde_json::Value;

/// Tries for a solution follow the geometric distribution: each has the same chance, whatever was tried
/// before (BCT 2.4). Found by the search that mines, on 20,000 seeded headers.
#[test]
fn tries_are_spread_as_the_geometric_distribution_says() {
    const PUZZLES: usize = 20_000;
    const ZERO_BITS: u8 = 8;
    /// Ranges of tries that are equally likely.
    const BINS: usize = 50;
    let mut rng = Rng::from_text("tries");
    let mut found = [0_u32; BINS];
    let mut sum = 0;
    for _ in 0..PUZZLES {
        let header = BlockHeader { merkle_root: MerkleNode(rng.bytes()), ..BlockHeader::default() };
        let search = Search {
            target: target_of(ZERO_BITS),
            engine: Engine::best(),
            threads: NonZeroUsize::MIN,
            from: 0,
            max_tries: 1 << 20,
        };
        let Ended::Found(won) = search.run(&header, |_| true).ended else { panic!("no solution") };
        sum += won.tries;
        found[bin(won.tries, ZERO_BITS, BINS)] += 1;
    }
    let mean = sum as f64 / PUZZLES as f64;
    assert!((mean - 256.0).abs() < 4.0 * 256.0 / (PUZZLES as f64).sqrt(), "{mean}");
    let chi_square = chi_square(&found, &expected(ZERO_BITS, BINS, PUZZLES));
    // 49 degrees of freedom: above 85.4 in one run of a thousand.
    assert!(chi_square < 85.4, "{chi_square}: {found:?}");

    // The test can fail: tries that are a little too even are noticed.
    let too_even = [PUZZLES as u32 / BINS as u32; BINS].map(|bin| bin + 40);
    assert!(self::chi_square(&too_even, &expected(ZERO_BITS, BINS, PUZZLES)) > 85.4);
}

/// The chance that no more than so many tries are needed.
fn within(tries: u64, zero_bits: u8) -> f64 {
    1.0 - (1.0 - 0.5_f64.powi(zero_bits.into())).powf(tries as f64)
}

/// Bin `b` has the tries whose chance to be needed lies from b to b + 1 of `bins` parts.
fn bin(tries: u64, zero_bits: u8, bins: usize) -> usize {
    ((within(tries - 1, zero_bits) * bins as f64) as usize).min(bins - 1)
}

/// Tries are whole numbers, so that bins are not quite alike.
fn expected(zero_bits: u8, bins: usize, puzzles: usize) -> Vec<f64> {
    let mut expected = vec![0.0; bins];
    for tries in 1..100_000 {
        let chance = within(tries, zero_bits) - within(tries - 1, zero_bits);
        expected[bin(tries, zero_bits, bins)] += chance * puzzles as f64;
    }
    expected
}

fn chi_square(found: &[u32], expected: &[f64]) -> f64 {
    let part = |(found, expected): (&u32, &f64)| (f64::from(*found) - expected).powi(2) / expected;
    found.iter().zip(expected).map(part).sum()
}

struct Home(tempfile::TempDir);

impl Home {
    fn run(&self, arguments: &[&str]) -> Output {
        let mut command = Command::new(env!("CARGO_BIN_EXE_blockstep"));
        command.args(arguments).env("BLOCKSTEP_HOME", self.0.path());
        command.output().unwrap()
    }

    fn json(&self, arguments: &[&str]) -> Value {
        let output = self.run(&[arguments, &["--json"]].concat());
        let errors = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "{arguments:?}: {errors}");
        serde_json::from_slice(&output.stdout).unwrap()
    }
}

/// A class's own network whose blocks take 65,536 hashes on average.
fn home() -> Home {
    let home = Home(tempfile::tempdir().unwrap());
    let settings = home.0.path().join("class.toml");
    std::fs::write(&settings, "starting_bits = \"1f00ffff\"\nretargets = false\n").unwrap();
    let made = home.run(&["chain", "new", "--settings", settings.to_str().unwrap()]);
    assert!(made.status.success(), "{made:?}");
    assert!(home.run(&["wallet", "new", "Alice"]).status.success());
    home
}

#[test]
fn every_kernel_and_number_of_threads_finds_the_same_blocks() {
    let report = home().json(&["bench", "mining", "--seconds", "1"]);
    let kernels = report["machine"]["kernels"].as_array().unwrap().clone();
    assert!(kernels.len() >= 3, "{kernels:?}");
    let mut tips = Vec::new();
    for kernel in kernels.iter().map(|kernel| kernel.as_str().unwrap()) {
        for threads in ["1", "2", "8"] {
            let now = "1790900000";
            let mine =
                ["mine", "Alice", "2", "--kernel", kernel, "--threads", threads, "--now", now];
            let mined = home().json(&mine);
            assert_eq!(mined["height"], 2, "{mined}");
            tips.push(mined["tip"].clone());
        }
    }
    tips.dedup();
    assert_eq!(tips.len(), 1, "{tips:?}");
}

#[test]
fn a_limit_ends_the_search_and_keeps_what_was_found() {
    let home = home();
    let refused = home.run(&["mine", "Alice", "1", "--max-hashes", "10"]);
    assert_eq!(refused.status.code(), Some(2));
    let says = String::from_utf8_lossy(&refused.stderr).into_owned();
    assert!(says.contains("10 hashes") && says.contains("--max-hashes"), "{says}");
    let slow = ["mine", "Alice", "10000", "--time-limit", "1", "--kernel", "naive"];
    let stopped = home.json(&slow);
    let made = stopped["made"].as_array().unwrap().len();
    assert!(made < 10_000 && stopped["height"] == made, "{stopped}");
    assert!(stopped["says"].to_string().contains("stopped after"), "{stopped}");
}

#[test]
fn the_benchmark_says_what_it_measured() {
    let home = home();
    let files = ["rates.svg", "rates.md"].map(|name| home.0.path().join(name));
    let [svg, markdown] = files.each_ref().map(|path| path.to_str().unwrap());
    let measure =
        ["bench", "mining", "--seconds", "1", "--kernel", "naive", "--kernel", "reference"];
    let writing =
        [&measure[..], &["--threads", "1,2", "--svg", svg, "--markdown", markdown]].concat();
    let report = home.json(&writing);
    assert_eq!(report["schema"], 1);
    let results = report["results"].as_array().unwrap();
    let cases: Vec<_> =
        results.iter().map(|one| (one["kernel"].as_str(), &one["threads"])).collect();
    let all = [("naive", 1), ("naive", 2), ("reference", 1), ("reference", 2)];
    assert!(
        cases
            .iter()
            .zip(all)
            .all(|(case, (kernel, threads))| { case.0 == Some(kernel) && *case.1 == threads })
    );
    assert!(results.iter().all(|one| one["mhs"].as_f64() > Some(0.0)), "{report}");
    assert!(std::fs::read_to_string(svg).unwrap().starts_with("<svg"));
    assert_eq!(std::fs::read_to_string(markdown).unwrap().lines().count(), 2 + 2 + 4);

    let saved = home.0.path().join("other.json");
    std::fs::write(&saved, report.to_string()).unwrap();
    let beside = [&measure[..], &["--threads", "1", "--compare", saved.to_str().unwrap()]].concat();
    let compared = home.run(&beside);
    assert!(String::from_utf8_lossy(&compared.stdout).contains("here / there"));
    std::fs::write(&saved, "{}").unwrap();
    assert_eq!(home.run(&beside).status.code(), Some(2));
    assert_eq!(home.run(&["bench", "mining", "--kernel", "none"]).status.code(), Some(2));
}

#[test]
fn a_puzzle_is_tried_by_hand_and_odds_are_told() {
    let home = home();
    let tried = home.run(&["puzzle", "--bits", "4", "--nonce", "0", "--nonce", "1"]);
    let says = String::from_utf8_lossy(&tried.stdout).into_owned();
    assert!(says.contains("target  0fffffff"), "{says}");
    let easy = home.run(&["puzzle", "--bits", "0", "--nonce", "7"]);
    assert_eq!(easy.status.code(), Some(0));
    let hard = home.run(&["puzzle", "--bits", "40", "--nonce", "7"]);
    assert_eq!(hard.status.code(), Some(1));
    let odds = home.run(&["odds", "double-spend", "--share", "10", "--races", "100000"]);
    let says = String::from_utf8_lossy(&odds.stdout).into_owned();
    assert!(says.contains("0.0243%") && says.contains("0.0591%"), "{says}");
    let pool = ["odds", "selfish", "--share", "40", "--gamma", "0", "--blocks", "1000000"];
    let selfish = home.json(&pool);
    let difference = selfish["formula"].as_f64().unwrap() - selfish["simulated"].as_f64().unwrap();
    assert!(difference.abs() < 0.005, "{selfish}");
}
