//! Bitcoin Core's own script, transaction and signature-hash vectors, the Taproot vectors and those
//! of BIPs 340 and 341: every case, with the number of cases asserted and none skipped.

#![allow(clippy::unwrap_used)]

#[path = "script_vectors/bip340.rs"]
mod bip340;
#[path = "script_vectors/bip341.rs"]
mod bip341;
#[path = "script_vectors/script_assets.rs"]
mod script_assets;
#[path = "script_vectors/script_tests.rs"]
mod script_tests;
#[path = "script_vectors/sighash.rs"]
mod sighash;
#[path = "script_vectors/soft_forks.rs"]
mod soft_forks;
#[path = "support/spend.rs"]
mod spend;
#[path = "script_vectors/stepping.rs"]
mod stepping;
#[path = "script_vectors/tx_tests.rs"]
mod tx_tests;
#[path = "support/vectors.rs"]
mod vectors;

use blockstep::script::Flags;
use serde_json::Value;
use spend::Spend;

/// A vector file as JSON.
fn json(name: &str) -> Option<Value> {
    vectors::read(name).map(|bytes| serde_json::from_slice(&bytes).unwrap())
}

/// The spends of every file there is.
fn all_spends() -> Vec<Spend> {
    let mut spends: Vec<Spend> = script_tests::cases().into_iter().map(|case| case.spend).collect();
    spends.extend(tx_tests::spends());
    spends.extend(script_assets::spends());
    spends
}

/// Flags as the vectors write them: names between commas, or `NONE`, or nothing.
fn flags(text: &str) -> Flags {
    let names = text.split(',').filter(|name| !name.is_empty() && *name != "NONE");
    names.fold(Flags::NONE, |flags, name| {
        flags.union(Flags::from_name(name).unwrap_or_else(|| panic!("unknown flag {name}")))
    })
}

/// Calls `check` for every case on all cores, and fails with the first complaints and their number.
#[track_caller]
fn check_all<T: Sync>(cases: &[T], check: impl Fn(&T) -> Result<(), String> + Sync) {
    use rayon::prelude::*;
    let complaints: Vec<String> = cases.par_iter().filter_map(|case| check(case).err()).collect();
    let first = complaints.iter().take(10).cloned().collect::<Vec<_>>().join("\n");
    assert!(complaints.is_empty(), "{} of {} fail:\n{first}", complaints.len(), cases.len());
}
