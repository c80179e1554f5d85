//! The kernels beside other people's SHA-256, in one run and in turns.
//!
//! `reference` is `bitcoin_hashes` from the midstate on and `sha2` the compression function of the
//! crate of that name, from the midstate on as well: the best that a miner gets from a library.
//! `cargo bench --bench mining_peers [SECONDS]`.

use std::time::Duration;

use blockstep::bench::contender::{Contender, contenders, header};
use blockstep::bench::mining::{Plan, Report, run};
use sha2::block_api::compress256;

/// The figures that are asked of a kernel: over `reference`, over `sha2`.
const ASKED: [(&str, f64, f64); 3] =
    [("sha-ni", 3.4, 3.2), ("avx2", 1.45, 1.4), ("sha-ni-rolling", 3.6, 0.0)];

/// SHA-256's first state (FIPS 180-4, 5.3.3).
const IV: [u32; 8] = [
    0x6a09_e667,
    0xbb67_ae85,
    0x3c6e_f372,
    0xa54f_f53a,
    0x510e_527f,
    0x9b05_688c,
    0x1f83_d9ab,
    0x5be0_cd19,
];
const BATCH: u32 = 1 << 13;

struct Sha2;

impl Contender for Sha2 {
    fn name(&self) -> String {
        "sha2".to_owned()
    }

    fn start(&self, thread: u64) -> Box<dyn FnMut() -> u64> {
        let mut search = Search::new(header(thread));
        Box::new(move || {
            // No hash ends with a word like this one for long: nothing is found, and all is computed.
            std::hint::black_box((0..BATCH).filter(|_| search.next_word() == 0).count());
            BATCH.into()
        })
    }
}

struct Search {
    midstate: [u32; 8],
    /// The header's second part and the first hash, each with its padding.
    blocks: [[u8; 64]; 2],
    nonce: u32,
}

impl Search {
    fn new(header: [u8; 80]) -> Search {
        let mut first = [0; 64];
        first.copy_from_slice(&header[..64]);
        let mut midstate = IV;
        compress256(&mut midstate, &[first]);
        let mut blocks = [[0; 64]; 2];
        blocks[0][..16].copy_from_slice(&header[64..]);
        for (block, (length, bits)) in blocks.iter_mut().zip([(16, 640_u16), (32, 256)]) {
            block[length] = 0x80;
            block[62..].copy_from_slice(&bits.to_be_bytes());
        }
        Search { midstate, blocks, nonce: 0 }
    }

    fn next_word(&mut self) -> u32 {
        let [second, hashed] = &mut self.blocks;
        second[12..16].copy_from_slice(&self.nonce.to_le_bytes());
        self.nonce = self.nonce.wrapping_add(1);
        let mut state = self.midstate;
        compress256(&mut state, &[*second]);
        for (bytes, word) in hashed.chunks_exact_mut(4).zip(state) {
            bytes.copy_from_slice(&word.to_be_bytes());
        }
        let mut state = IV;
        compress256(&mut state, &[*hashed]);
        state[7]
    }
}

fn main() {
    check();
    let seconds = std::env::args().skip(1).find_map(|arg| arg.parse().ok()).unwrap_or(30);
    let mut all = contenders(&[]).unwrap_or_default();
    all.push(Box::new(Sha2));
    let plan = Plan {
        contenders: all,
        threads: vec![1],
        total: Duration::from_secs(seconds),
        pinned: false,
    };
    let Some(report) = run(&plan, |_, _| true) else { return };
    println!("{}, {} rounds, best quarter, one thread", report.machine.processor, report.rounds);
    println!(
        "{:15} {:>8} {:>13} {:>8} {:>8}",
        "kernel", "MH/s", "cycles a hash", "x ref", "x sha2"
    );
    for one in &report.results {
        let ratio = |peer| one.mhs_best_quarter / rate(&report, peer);
        println!(
            "{:15} {:8.2} {:13.1} {:8.2} {:8.2}{}",
            one.kernel,
            one.mhs_best_quarter,
            one.cycles_per_hash.unwrap_or(f64::NAN),
            ratio("reference"),
            ratio("sha2"),
            asked(&one.kernel, [ratio("reference"), ratio("sha2")]),
        );
    }
    let (sse2, portable) = (rate(&report, "sse2"), rate(&report, "portable"));
    println!("sse2 is {:.2} times portable (asked 1.9)", sse2 / portable);
}

fn rate(report: &Report, kernel: &str) -> f64 {
    let found = report.results.iter().find(|one| one.kernel == kernel);
    found.map_or(f64::NAN, |one| one.mhs_best_quarter)
}

fn asked(kernel: &str, [over_reference, over_sha2]: [f64; 2]) -> String {
    let Some((_, reference, sha2)) = ASKED.iter().find(|asked| asked.0 == kernel) else {
        return String::new();
    };
    let met = over_reference >= *reference && over_sha2 >= *sha2;
    format!("  asked {reference} and {sha2}: {}", if met { "met" } else { "missed" })
}

/// The genesis block's hash has a last word of zero; two nonces on, it has not.
fn check() {
    let mut header = [0; 80];
    header[..4].copy_from_slice(&1_u32.to_le_bytes());
    let root = "3ba3edfd7a7b12b27ac72c3e67768f617fc81bc3888a51323a9fb8aa4b1e5e4a";
    header[36..68].copy_from_slice(&hex::decode(root).expect("the root is hexadecimal"));
    header[68..76].copy_from_slice(&[0x29, 0xab, 0x5f, 0x49, 0xff, 0xff, 0x00, 0x1d]);
    let mut search = Search::new(header);
    search.nonce = 2_083_236_893;
    assert_eq!(search.next_word(), 0, "sha2 is asked for the wrong thing");
    assert_ne!(search.next_word(), 0);
}
