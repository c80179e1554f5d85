//! Blocks that make a chain reorganise again and again, in a file and as a network of a class.

use std::collections::{BTreeMap, BTreeSet};

use blockstep::chain::params::classroom::ClassroomSettings;
use blockstep::hash::BlockHash;
use blockstep::primitives::Block;
use blockstep::rng::Rng;

use super::blocks::{Draft, Fault, draw};
use super::slow_chain::{Quirks, SlowChain};
use super::slow_rules::Coins;
use super::world::{Difficulty, NOW, World};

/// The height at the end.
const HEIGHT: usize = 100;

/// What the slow chain says after some blocks of the file: tip, height, coins.
pub type Snapshot = (BlockHash, u32, Coins);

/// The blocks, and what a slow chain makes of them.
pub struct History {
    pub settings: ClassroomSettings,
    /// In the order of the file.
    pub blocks: Vec<Block>,
    /// By the blocks that are known besides the genesis block.
    pub snapshots: BTreeMap<BTreeSet<BlockHash>, Snapshot>,
    /// The blocks that are known once so many of the file have been read.
    pub known_after: Vec<BTreeSet<BlockHash>>,
    /// The sets of blocks after which the next one is on another branch than the tip's.
    pub amid_reorganisations: BTreeSet<BTreeSet<BlockHash>>,
}

impl History {
    pub fn draw(seed: &str) -> History {
        let settings = ClassroomSettings {
            retargets: false,
            allows_min_difficulty: false,
            subsidy_satoshis: 50_000,
            genesis_time: 1_296_688_602,
            ..ClassroomSettings::default()
        };
        let world = World {
            difficulty: Difficulty::Fixed,
            maturity_blocks: settings.maturity_blocks,
            subsidy_satoshis: 50_000,
            halving_blocks: settings.halving_interval_blocks,
            window_blocks: settings.window_blocks,
            interval_seconds: settings.interval_seconds,
            csv: 1,
            segwit: 1,
            bip34: 1,
            bip66: 1,
            bip65: 1,
        };
        let genesis = settings.params().unwrap().genesis;
        let blocks = zigzag(&mut Rng::from_text(seed), &world, &genesis);
        let mut history = History {
            settings,
            blocks,
            snapshots: BTreeMap::new(),
            known_after: Vec::new(),
            amid_reorganisations: BTreeSet::new(),
        };
        history.let_the_slow_chain_judge(&world, genesis);
        history
    }

    fn let_the_slow_chain_judge(&mut self, world: &World, genesis: Block) {
        let mut slow = SlowChain::new(world, genesis, Quirks::default());
        let mut known = BTreeSet::new();
        for count in 0..=self.blocks.len() {
            if let Some(block) = count.checked_sub(1).map(|at| &self.blocks[at]) {
                slow.accept(block, NOW);
            }
            let all = self.blocks.iter().map(Block::block_hash);
            known.extend(all.filter(|hash| slow.knows(hash)));
            let snapshot = (slow.tip(), slow.height(), slow.coins());
            self.known_after.push(known.clone());
            let next = self.blocks.get(count).map(|block| block.header.prev_block_hash);
            if next.is_some_and(|parent| parent != slow.tip()) {
                self.amid_reorganisations.insert(known.clone());
            }
            self.snapshots.insert(known.clone(), snapshot);
        }
    }

    pub fn hex_lines(&self) -> String {
        use blockstep::encode::Encode as _;
        self.blocks.iter().map(|block| hex::encode(block.to_bytes()) + "\n").collect()
    }
}

/// One branch after another, each from a few blocks back and one block longer than what it replaces; now
/// and then the last block of one is invalid, and now and then two blocks come in the wrong order.
fn zigzag(rng: &mut Rng, world: &World, genesis: &Block) -> Vec<Block> {
    let mut line = vec![Draft::genesis(genesis)];
    let mut blocks = Vec::new();
    while line.len() <= HEIGHT {
        let depth = [0, 0, 1, 2, 3, 5][rng.below(6) as usize].min(line.len() - 1);
        let fork = line.len() - 1 - depth;
        let is_faulty = depth > 0 && rng.below(6) == 0;
        let mut branch: Vec<Draft> = Vec::new();
        for step in 0..=depth {
            let fault = (is_faulty && step == depth).then_some(Fault::ExcessCoinbase);
            let parent = branch.last().unwrap_or(&line[fork]);
            branch.push(draw(rng, world, parent, fault));
        }
        blocks.extend(branch.iter().map(|draft| draft.block.clone()));
        if !is_faulty {
            line.truncate(fork + 1);
            line.extend(branch);
        }
    }
    for at in 1..blocks.len() {
        if rng.below(20) == 0 {
            blocks.swap(at - 1, at);
        }
    }
    blocks
}
