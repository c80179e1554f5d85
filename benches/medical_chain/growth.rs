//! What a block costs on a chain that holds ever more records.

use std::hint::black_box;
use std::time::Duration;

use blockstep::medical::chain::check_block;

use crate::people::Chain;
use crate::timed;

const RELEASES: usize = 100;

/// A line for each length of the chain: a block of releases on it, and a clone of the state alone.
pub fn measure(rounds: usize) {
    println!(
        "\na block of {RELEASES} releases, as the chain grows; the fastest of {rounds} rounds"
    );
    println!("{:>10}  {:>12}  {:>16}", "records", "block", "clone and drop");
    let mut chain = Chain::new();
    let patients = chain.begin();
    let mut records = 0;
    for wanted in [1_000, 10_000, 100_000] {
        while records < wanted {
            let releases = chain.releases(&patients, 1_000);
            records += releases.len();
            chain.follow(releases);
        }
        let block = chain.releases(&patients, RELEASES);
        let block = chain.block(block);
        let (mut judged, mut cloned) = (Duration::MAX, Duration::MAX);
        for _ in 0..rounds {
            let judge = || check_block(chain.world.chain(), &chain.parent, 0, &block, &chain.world);
            let (time, right) = timed(|| judge().is_ok());
            assert!(right, "the block is valid");
            judged = judged.min(time);
            cloned = cloned.min(timed(|| drop(black_box(chain.world.clone()))).0);
        }
        println!(
            "{wanted:>10}  {:>9.3} ms  {:>13.3} us",
            judged.as_secs_f64() * 1e3,
            cloned.as_secs_f64() * 1e6
        );
    }
}
