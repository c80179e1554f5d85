//! How often the verification of one input allocates, by kind of spend, over real blocks; and the
//! bytes that one unspent coin takes.
//!
//! `cargo bench --bench allocations`. The counts are exact and the same on every machine.

#[path = "allocations/coins.rs"]
mod coins;
#[path = "../tests/support/spent_block.rs"]
mod spent_block;

use std::collections::BTreeMap;

use blockstep::script::{Flags, TxContext, verify_spend};

fn main() {
    coins::measure();
    inputs();
}

fn inputs() {
    println!(
        "allocations and bytes of one input's verification, its transaction's hashes not shared"
    );
    for (name, flags) in
        [("mainnet_277647", Flags::P2SH), ("testnet3_928816", Flags::P2SH.union(Flags::WITNESS))]
    {
        let Some(spendings) = spent_block::load(name) else { continue };
        let mut kinds: BTreeMap<&str, Vec<(u64, u64)>> = BTreeMap::new();
        for (tx, prevouts) in &spendings {
            for (input, prevout) in prevouts.iter().enumerate() {
                let kind = match &prevout.script_pubkey[..] {
                    [0x76, 0xa9, 0x14, .., 0x88, 0xac] => "P2PKH",
                    [0x00, 0x14, ..] => "P2WPKH",
                    _ => continue,
                };
                let context = TxContext::new(tx, Some(prevouts));
                let info = allocation_counter::measure(|| {
                    verify_spend(&context, input, prevout, flags).expect("the block is valid");
                });
                kinds.entry(kind).or_default().push((info.count_total, info.bytes_total));
            }
        }
        for (kind, mut counts) in kinds {
            counts.sort_unstable();
            let (least, median, most) =
                (counts[0], counts[counts.len() / 2], counts[counts.len() - 1]);
            println!(
                "{name}: {} {kind} inputs; allocations {} / {} / {}, bytes {} / {} / {} (least / median / most)",
                counts.len(),
                least.0,
                median.0,
                most.0,
                least.1,
                median.1,
                most.1
            );
        }
    }
}
