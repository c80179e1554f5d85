//! How much script verification costs above the bare signature checks, on real blocks.
//!
//! For each block, in one run and in turns so that all lines feel the same machine: the bare checks
//! (key parsing, DER and verification by libsecp256k1 alone, of the very list of checks that a
//! recorded run asked for, failed multisig tries included), blockstep on one thread, blockstep on
//! all cores, and Bitcoin Core's own library; then the whole block, from its bytes to the last script. `cargo bench --bench verify_blocks [ROUNDS]`.

#[path = "../tests/support/spent_block.rs"]
mod spent_block;
#[path = "verify_blocks/whole.rs"]
mod whole;

use std::sync::Mutex;
use std::time::{Duration, Instant};

use blockstep::encode::Encode;
use blockstep::script::checker::{Secp256k1, SignatureVerifier};
use blockstep::script::{Flags, TxContext, verify_spend, verify_spend_with};
use rayon::prelude::*;
use spent_block::Spending;

/// The blocks, with the flags that were in force at their heights.
const BLOCKS: [(&str, Flags); 3] = [
    ("mainnet_277647", Flags::P2SH),
    ("mainnet_300025", Flags::P2SH),
    (
        "testnet3_928816",
        Flags::P2SH
            .union(Flags::DERSIG)
            .union(Flags::CHECKLOCKTIMEVERIFY)
            .union(Flags::CHECKSEQUENCEVERIFY)
            .union(Flags::NULLDUMMY)
            .union(Flags::WITNESS),
    ),
];

/// One ECDSA check: DER, key, hash.
type Check = (Vec<u8>, Vec<u8>, [u8; 32]);

fn main() {
    let rounds = std::env::args().skip(1).find_map(|arg| arg.parse().ok()).unwrap_or(7);
    let threads = rayon::current_num_threads();
    println!(
        "the fastest of {rounds} rounds in turns; ratios are to the bare checks on one thread"
    );
    for (name, flags) in BLOCKS {
        let Some(spendings) = spent_block::load(name) else { continue };
        let checks = record(&spendings, flags);
        let inputs: usize = spendings.iter().map(|(tx, _)| tx.inputs.len()).sum();
        println!("\n{name}: {inputs} inputs, {} signature checks", checks.len());
        measure(&spendings, &checks, flags, rounds, threads);
        whole::measure(name, rounds, threads);
    }
}

fn measure(spendings: &[Spending], checks: &[Check], flags: Flags, rounds: usize, threads: usize) {
    let ours = |(tx, prevouts): &Spending| {
        let context = TxContext::new(tx, Some(prevouts));
        for (input, prevout) in prevouts.iter().enumerate() {
            verify_spend(&context, input, prevout, flags).expect("the block is valid");
        }
    };
    // A block's inputs in one list, so that a large transaction cannot hold up a core.
    let ours_parallel = || {
        let contexts: Vec<_> =
            spendings.iter().map(|(tx, prevouts)| TxContext::new(tx, Some(prevouts))).collect();
        let inputs: Vec<_> = contexts
            .iter()
            .zip(spendings)
            .flat_map(|(context, (_, prevouts))| {
                prevouts.iter().enumerate().map(move |p| (context, p))
            })
            .collect();
        inputs.par_iter().with_max_len(16).for_each(|(context, (input, prevout))| {
            verify_spend(context, *input, prevout, flags).expect("the block is valid");
        });
    };
    let core_inputs: Vec<_> =
        spendings.iter().map(|(tx, prevouts)| (tx.to_bytes(), prevouts)).collect();
    let core = |flags| {
        for (bytes, prevouts) in &core_inputs {
            for (input, prevout) in prevouts.iter().enumerate() {
                let value = prevout.value as u64;
                let script = &prevout.script_pubkey;
                bitcoinconsensus::verify_with_flags(script, value, bytes, None, input, flags)
                    .expect("the block is valid");
            }
        }
    };
    let core_flags = core_flags(flags);
    let fits = |check: &&Check| Secp256k1.ecdsa(&check.0, &check.1, &check.2);
    let bare = || checks.iter().filter(fits).count();
    let bare_parallel = || checks.par_iter().with_max_len(16).filter(fits).count();
    let fitting = bare();
    // A small block is over before a sleeping core has woken: pass over it many times.
    let passes = (8_000 / checks.len()).max(1) as u32;
    let mut lines: [Vec<Duration>; 5] = Default::default();
    for _ in 0..rounds {
        lines[0].push(timed(passes, || assert_eq!(bare(), fitting)));
        lines[1].push(timed(passes, || spendings.iter().for_each(ours)));
        lines[2].push(timed(passes, ours_parallel));
        lines[3].push(timed(passes, || core(core_flags)));
        lines[4].push(timed(passes, || assert_eq!(bare_parallel(), fitting)));
    }
    let [bare, one, all, core, bare_all] = lines.map(fastest);
    let told = |name: &str, time: Duration| {
        let ratio = time.as_secs_f64() / bare.as_secs_f64();
        println!("  {name:<34} {:>9.2} ms   {ratio:.3}", time.as_secs_f64() * 1e3);
    };
    told("bare signature checks, 1 thread", bare);
    told("blockstep, 1 thread", one);
    told(&format!("blockstep, {threads} threads"), all);
    told("Bitcoin Core's library, 1 thread", core);
    told(&format!("bare signature checks, {threads} threads"), bare_all);
    let faster = |one: Duration, all: Duration| one.as_secs_f64() / all.as_secs_f64();
    println!(
        "  {threads} threads are {:.2} times as fast as one (the bare checks alone: {:.2})",
        faster(one, all),
        faster(bare, bare_all)
    );
}

/// The time of one pass, out of `passes` one after another.
fn timed(passes: u32, work: impl Fn()) -> Duration {
    let start = Instant::now();
    (0..passes).for_each(|_| work());
    start.elapsed() / passes
}

/// Other work on the machine only ever adds time, so the fastest round is the truest.
fn fastest(times: Vec<Duration>) -> Duration {
    times.into_iter().min().unwrap_or_default()
}

fn core_flags(flags: Flags) -> u32 {
    let pairs = [
        (Flags::P2SH, bitcoinconsensus::VERIFY_P2SH),
        (Flags::DERSIG, bitcoinconsensus::VERIFY_DERSIG),
        (Flags::NULLDUMMY, bitcoinconsensus::VERIFY_NULLDUMMY),
        (Flags::CHECKLOCKTIMEVERIFY, bitcoinconsensus::VERIFY_CHECKLOCKTIMEVERIFY),
        (Flags::CHECKSEQUENCEVERIFY, bitcoinconsensus::VERIFY_CHECKSEQUENCEVERIFY),
        (Flags::WITNESS, bitcoinconsensus::VERIFY_WITNESS),
    ];
    pairs.iter().filter(|(flag, _)| flags.contains(*flag)).map(|(_, bit)| bit).sum()
}

/// Runs once with a verifier that writes down every check.
fn record(spendings: &[Spending], flags: Flags) -> Vec<Check> {
    let recorder = Recorder::default();
    for (tx, prevouts) in spendings {
        let context = TxContext::new(tx, Some(prevouts));
        for (input, prevout) in prevouts.iter().enumerate() {
            verify_spend_with(&recorder, &context, input, prevout, flags)
                .expect("the block is valid");
        }
    }
    recorder.checks.into_inner().expect("no thread panicked")
}

#[derive(Default)]
struct Recorder {
    checks: Mutex<Vec<Check>>,
}

impl SignatureVerifier for Recorder {
    fn ecdsa(&self, der: &[u8], pubkey: &[u8], sighash: &[u8; 32]) -> bool {
        let mut checks = self.checks.lock().expect("no thread panicked");
        checks.push((der.to_vec(), pubkey.to_vec(), *sighash));
        Secp256k1.ecdsa(der, pubkey, sighash)
    }
    fn schnorr(&self, signature: &[u8; 64], pubkey: &[u8; 32], sighash: &[u8; 32]) -> bool {
        Secp256k1.schnorr(signature, pubkey, sighash)
    }
    fn tweak(&self, output: &[u8; 32], odd: bool, internal: &[u8; 32], tweak: &[u8; 32]) -> bool {
        Secp256k1.tweak(output, odd, internal, tweak)
    }
}
