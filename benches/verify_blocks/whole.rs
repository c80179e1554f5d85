//! A whole block, from its bytes to the last script, beside the bare signature checks.

use std::time::{Duration, Instant};

use blockstep::bench::block_verification::{
    Question, Recorder, SignatureCheck, bare_checks, verify,
};
use blockstep::chain::ChainParams;
use blockstep::chain::spent::SpentCoins;
use blockstep::script::checker::Secp256k1;

use crate::spent_block::vectors;

/// Measures the block `NETWORK_HEIGHT`, the lines in turns, and tells the fastest of `rounds`.
pub fn measure(name: &str, rounds: usize, threads: usize) {
    let Some((network, height)) = name.split_once('_') else { return };
    let read = |kind| vectors::read(&format!("chain/spent/{name}.{kind}"));
    let (Some(bytes), Some(spent)) = (read("block"), read("spent")) else { return };
    let spent = SpentCoins::parse(std::str::from_utf8(&spent).expect("the list of coins is text"))
        .expect("the list of coins is well formed");
    let params = ChainParams::named(network).expect("the files are named after a network");
    let height = height.parse().expect("the files are named after a height");
    let question = Question { bytes: &bytes, params: &params, height, spent: &spent };
    let pool = |threads| {
        rayon::ThreadPoolBuilder::new().num_threads(threads).build().expect("there are threads")
    };
    let (one, all) = (pool(1), pool(threads));
    let recorder = Recorder::default();
    one.install(|| verify(&question, &recorder)).result.expect("the block is valid");
    let checks: Vec<SignatureCheck> = recorder.into_checks();
    // A small block is over before a sleeping core has woken: pass over it many times.
    let passes = (8_000 / checks.len().max(1)).max(1) as u32;
    let mut lines: [Vec<Duration>; 4] = Default::default();
    for _ in 0..rounds {
        lines[0].push(timed(passes, || one.install(|| bare_checks(&checks))));
        lines[1].push(timed(passes, || one.install(|| verify(&question, &Secp256k1))));
        lines[2].push(timed(passes, || all.install(|| verify(&question, &Secp256k1))));
        lines[3].push(timed(passes, || all.install(|| bare_checks(&checks))));
    }
    let fastest = |line: &Vec<Duration>| line.iter().min().copied().unwrap_or_default();
    let [bare, whole, parallel, bare_all] =
        [0, 1, 2, 3].map(|at| fastest(&lines[at]).as_secs_f64());
    println!(
        "  the whole block, from its bytes: {:.2} ms on one thread, {:.3} times the bare checks",
        whole * 1e3,
        whole / bare
    );
    println!(
        "  {:.2} ms on {threads} threads, {:.2} times as fast (the bare checks alone: {:.2})",
        parallel * 1e3,
        whole / parallel,
        bare / bare_all
    );
}

fn timed<T>(passes: u32, work: impl Fn() -> T) -> Duration {
    let start = Instant::now();
    (0..passes).for_each(|_| drop(std::hint::black_box(work())));
    start.elapsed() / passes
}
