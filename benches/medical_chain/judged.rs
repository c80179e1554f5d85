//! One block, judged on one and on two cores, and the bare checks of its transactions.

use std::hint::black_box;
use std::time::Duration;

use blockstep::medical::chain::block::Parent;
use blockstep::medical::chain::{Block, check_block};
use blockstep::medical::data::Action;
use blockstep::medical::world::{Tx, World};
use rayon::prelude::*;
use rayon::{ThreadPool, ThreadPoolBuilder};

use crate::people::Chain;
use crate::timed;

/// A block that is to follow, and the fastest that it was judged.
pub struct Judged {
    name: &'static str,
    world: World,
    parent: Parent,
    block: Block<Tx>,
    /// It is measured in one of so many rounds.
    every_rounds: usize,
    /// On one and on two cores.
    whole: [Duration; 2],
    bare: [Duration; 2],
}

impl Judged {
    /// A block of `transactions`, to follow on `chain`.
    pub fn new(
        name: &'static str,
        chain: &Chain,
        transactions: &[Tx],
        every_rounds: usize,
    ) -> Self {
        let (world, parent) = (chain.world.clone(), chain.parent);
        let block = chain.block(transactions.to_vec());
        let never = [Duration::MAX; 2];
        Judged { name, world, parent, block, every_rounds, whole: never, bare: never }
    }

    /// What was found.
    pub fn print(&self) {
        let count = self.block.transactions.len();
        println!("\n{}: {count} in a block", self.name);
        let a_second = |time: Duration| count as f64 / time.as_secs_f64();
        for (at, cores) in ["1 core ", "2 cores"].iter().enumerate() {
            let (whole, bare) = (a_second(self.whole[at]), a_second(self.bare[at]));
            let part = whole / bare;
            println!("  {cores} {whole:>8.0} a second, {part:.3} of the bare checks ({bare:.0})");
        }
        let times = |of: [Duration; 2]| of[0].as_secs_f64() / of[1].as_secs_f64();
        println!(
            "  2 cores are {:.2} times as fast as 1 (the bare checks {:.2})",
            times(self.whole),
            times(self.bare)
        );
    }

    fn round(&mut self, pools: &[ThreadPool; 2]) {
        for (at, pool) in pools.iter().enumerate() {
            let (whole, ()) = pool.install(|| timed(|| drop(black_box(self.judged()))));
            let (bare, right) = pool
                .install(|| timed(|| self.block.transactions.par_iter().all(|tx| self.bare(tx))));
            assert!(right, "the checks of a valid block pass");
            self.whole[at] = self.whole[at].min(whole);
            self.bare[at] = self.bare[at].min(bare);
        }
    }

    fn judged(&self) -> World {
        let judged = check_block(self.world.chain(), &self.parent, 0, &self.block, &self.world);
        judged.expect("the block is valid")
    }

    /// The signature of a statement, and the pairings of a storage.
    fn bare(&self, tx: &Tx) -> bool {
        let Tx::Data(tx) = black_box(tx) else { return false };
        let signed = tx.is_signed(self.world.chain(), &tx.txid());
        match &tx.statement {
            Action::Store { class, capsule, .. } => {
                let keys = self.world.data().keys(&tx.author).expect("the patient has a key");
                signed && capsule.check(&keys.parameters, &keys.key, *class).is_ok()
            }
            _ => signed,
        }
    }
}

/// Judges all `kinds` in turns, so that each has its share of the quiet moments of a machine.
pub fn measure(kinds: &mut [Judged], rounds: usize) {
    let pools = [1, 2].map(|threads| {
        ThreadPoolBuilder::new().num_threads(threads).build().expect("threads can be had")
    });
    for round in 0..rounds {
        let due = kinds.iter_mut().filter(|kind| round % kind.every_rounds == 0);
        due.for_each(|kind| kind.round(&pools));
    }
}
