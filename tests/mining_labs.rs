//! The labs of mining from the command line: in words, as data, as pictures, and the same again from the
//! same seed.

#![allow(clippy::unwrap_used)]

use std::path::Path;
use std::process::{Command, Output};

use serde_json::Value;

fn run(folder: &Path, arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_blockstep"));
    command.args(arguments).env("BLOCKSTEP_HOME", folder).env_remove("BLOCKSTEP_CHAIN");
    command.output().unwrap()
}

/// The words of a command, and its data, each twice and alike.
fn told(arguments: &[&str]) -> (String, Value) {
    let folder = tempfile::tempdir().unwrap();
    let once = |arguments: &[&str]| {
        let done = run(folder.path(), arguments);
        assert_eq!(done.status.code(), Some(0), "{arguments:?}: {done:?}");
        String::from_utf8(done.stdout).unwrap()
    };
    let twice = |arguments: &[&str]| {
        let said = once(arguments);
        assert_eq!(said, once(arguments), "{arguments:?}");
        said
    };
    let data = twice(&[&["--json"], arguments].concat());
    (twice(arguments), serde_json::from_str(&data).unwrap())
}

fn number(data: &Value, name: &str) -> f64 {
    data[name].as_f64().unwrap_or_else(|| panic!("{name} is no number in {data}"))
}

#[test]
fn many_puzzles_follow_their_law_and_each_bit_doubles_the_work() {
    let (said, data) = told(&["puzzle", "--many", "20000", "--bits", "8"]);
    assert!(said.contains("20,000 puzzles of 8 zero bits"), "{said}");
    assert_eq!(data["agrees"], true, "{data}");
    let counted: u64 =
        data["bins"].as_array().unwrap().iter().map(|bin| bin["puzzles"].as_u64().unwrap()).sum();
    assert_eq!(counted, 20_000);
    let (said, data) = told(&["puzzle", "--cost", "10"]);
    assert!(said.contains("1,024"), "{said}");
    let rows = data["rows"].as_array().unwrap();
    assert_eq!(rows.len(), 10);
    assert!(rows.iter().all(|row| row["hashes_to_check"] == 1), "{data}");
}

#[test]
fn miners_race_by_the_law_by_hashes_and_on_a_chain() {
    for (by, blocks) in [("law", "2016"), ("hashing", "500"), ("chain", "200")] {
        let rates = ["contest", "--rates", "40,30,20,10", "--by", by, "--blocks", blocks];
        let (said, data) = told(&rates);
        assert!(said.contains("Alice") && said.contains("David"), "{said}");
        assert_eq!(data["blocks"].to_string(), blocks);
        assert!(number(&data, "chi_square") < 37.7, "{by}: {data}");
        let alice = data["miners"][0]["share_of_blocks"].as_f64().unwrap();
        assert!((alice - 0.4).abs() < 0.15, "{by}: {data}");
    }
    let (said, data) =
        told(&["contest", "--rates", "1,1,1,1", "--delay", "12", "--blocks", "100000"]);
    assert!(said.contains("the formula says"), "{said}");
    assert!((number(&data, "forked_share") - number(&data, "formula")).abs() < 0.002, "{data}");
    let nobody = run(Path::new("."), &["contest", "--rates", "0,0"]);
    assert_eq!(nobody.status.code(), Some(2));
}

#[test]
fn a_retarget_follows_the_hash_rate_and_is_drawn() {
    let folder = tempfile::tempdir().unwrap();
    let svg = folder.path().join("difficulty.svg");
    let regular = [
        "retarget",
        "--rate",
        "x10",
        "--regular",
        "--windows",
        "5",
        "--svg",
        svg.to_str().unwrap(),
    ];
    let (said, data) = told(&regular);
    assert!(said.contains("4.0000 held"), "{said}");
    let interval = |window: usize| data["windows"][window]["interval_seconds"].as_f64().unwrap();
    assert!((interval(2) - 60.0).abs() < 0.1 && (interval(3) - 240.0).abs() < 0.5, "{data}");
    assert!((interval(4) - 600.0).abs() < 1.0, "{data}");
    assert!(std::fs::read_to_string(&svg).unwrap().starts_with("<svg"));
    let (_, loose) = told(&["retarget", "--rate", "x10", "--regular", "--clamp", "20"]);
    assert_eq!(loose["windows"][2]["clamped"], false, "{loose}");
    let (_, testnet) = told(&["retarget", "--rate", "swings", "--window", "144", "--testnet-rule"]);
    assert!(testnet["windows"].as_array().unwrap().iter().any(|row| row["easiest_blocks"] != 0));
}

#[test]
fn costs_halvings_and_beginnings_are_reckoned() {
    let (said, data) = told(&["economics", "mining"]);
    assert!(said.contains("left over a day"), "{said}");
    let price = number(&data, "break_even_power_price").to_string();
    let (_, even) = told(&["economics", "mining", "--power-price", &price]);
    assert!(number(&even, "profit").abs() < 1e-9, "{even}");
    let (said, data) = told(&["economics", "halvings"]);
    assert_eq!(data["issued_satoshis"], 2_099_999_997_690_000_i64);
    assert!(said.contains("2310000 satoshis less than 21 million"), "{said}");
    for (push, begins) in [("0.1", false), ("0.3", true)] {
        let (_, data) = told(&["economics", "bootstrap", "--push", push]);
        assert_eq!(data["begins"], begins, "{push}");
    }
    for bad in [["--difficulty", "0"], ["--hashrate", "fast"], ["--coin-price", "NaN"]] {
        let refused = run(Path::new("."), &[&["economics", "mining"][..], &bad].concat());
        assert_eq!(refused.status.code(), Some(2), "{bad:?}");
    }
}

#[test]
fn a_majority_rewrites_a_real_chain_and_a_minority_seldom_does() {
    let (said, data) = told(&["odds", "majority", "--share", "75", "--depth", "4"]);
    assert!(said.contains("it always succeeds"), "{said}");
    assert_eq!((&data["end"], &data["payments_void"]), (&"overtook".into(), &1.into()), "{data}");
    let (said, data) = told(&["odds", "majority", "--share", "10", "--depth", "6"]);
    assert!(said.contains("Nothing changed"), "{said}");
    assert_eq!(data["blocks_disconnected"], 0, "{data}");
}

#[test]
fn the_miner_finds_the_same_blocks_whatever_it_runs_on() {
    let folder = tempfile::tempdir().unwrap();
    let blocks = |more: &[&str]| -> Vec<Value> {
        let mine = [&["--json", "miner", "--bits", "12", "--blocks", "4"][..], more].concat();
        let done = run(folder.path(), &mine);
        assert_eq!(done.status.code(), Some(0), "{done:?}");
        let text = String::from_utf8(done.stdout).unwrap();
        text.lines()
            .map(|line| serde_json::from_str::<Value>(line).unwrap()["hash"].clone())
            .collect()
    };
    let found = blocks(&["--threads", "1"]);
    assert_eq!(found.len(), 4);
    assert!(found.iter().all(|hash| hash.as_str().unwrap().starts_with("000")), "{found:?}");
    assert_eq!(found, blocks(&["--threads", "2", "--kernel", "portable"]));
    assert_eq!(found, blocks(&["--threads", "8", "--kernel", "reference"]));
    let none = run(folder.path(), &["miner", "--bits", "40", "--max-hashes", "1000"]);
    assert_eq!(none.status.code(), Some(1));
    assert!(String::from_utf8_lossy(&none.stdout).contains("None of the 1,000 headers"));
}

#[test]
fn kernels_are_compared_and_blocks_mined_up_to_a_height() {
    let folder = tempfile::tempdir().unwrap();
    let checked = run(folder.path(), &["--json", "bench", "kernels", "--hashes", "1"]);
    let checked: Value = serde_json::from_slice(&checked.stdout).unwrap();
    assert_eq!(checked["agree"], true, "{checked}");
    for arguments in [&["chain", "new"][..], &["wallet", "new", "Alice"]] {
        assert!(run(folder.path(), arguments).status.success());
    }
    let until =
        ["--json", "mine", "Alice", "--until", "7", "--roll-time", "100", "--now", "1790900000"];
    for _ in 0..2 {
        let mined = run(folder.path(), &until);
        let mined: Value = serde_json::from_slice(&mined.stdout).unwrap();
        assert_eq!(mined["height"], 7, "{mined}");
    }
}
