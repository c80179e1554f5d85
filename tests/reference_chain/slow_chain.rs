//! A chain that remembers blocks in the order in which they came and works everything else out again,
//! from the genesis block, whenever it is asked.

use std::collections::BTreeSet;

use blockstep::hash::BlockHash;
use blockstep::primitives::Block;

use super::slow_difficulty::work;
use super::slow_rules::{self, Coins, Forgotten};
use super::world::World;

/// What becomes of a block: a word, and why it was rejected.
pub type Verdict = (&'static str, Option<String>);

/// A block that came, its verdict, and the orphans that it brought along with theirs.
pub type Answer = (Verdict, Vec<(BlockHash, Verdict)>);

/// What the reference can be made to do wrongly, for counter-tests.
#[derive(Debug, Clone, Copy, Default)]
pub struct Quirks {
    /// Of two equal branches the last one counts.
    pub last_seen_wins: bool,
    /// The longest branch counts, however little work is in it.
    pub longest_wins: bool,
    /// Coins stay as they are when blocks are disconnected.
    pub no_undo: bool,
    /// A block whose witnesses were wrong is refused for ever.
    pub witness_fault_sticks: bool,
    /// An orphan that waits is forgotten.
    pub forgets_orphans: bool,
    pub forgotten: Forgotten,
}

/// The chain.
pub struct SlowChain<'a> {
    world: &'a World,
    quirks: Quirks,
    /// The genesis block, and all that followed something.
    known: Vec<(BlockHash, Block)>,
    /// Called invalid by hand, or found to be when their branch was the best.
    invalid: BTreeSet<BlockHash>,
    /// Refused after their parent was known, for reasons that nobody can change on the way.
    refused: BTreeSet<BlockHash>,
    waiting: Vec<(BlockHash, Block)>,
    tip: BlockHash,
    /// Of the branch that ends at the tip, for the quirk without undo alone.
    coins: Coins,
}

impl<'a> SlowChain<'a> {
    pub fn new(world: &'a World, genesis: Block, quirks: Quirks) -> SlowChain<'a> {
        let tip = genesis.block_hash();
        SlowChain {
            world,
            quirks,
            known: vec![(tip, genesis)],
            invalid: BTreeSet::new(),
            refused: BTreeSet::new(),
            waiting: Vec::new(),
            tip,
            coins: Coins::new(),
        }
    }

    pub fn tip(&self) -> BlockHash {
        self.tip
    }

    pub fn height(&self) -> u32 {
        self.branch(self.tip).len() as u32 - 1
    }

    pub fn knows(&self, hash: &BlockHash) -> bool {
        self.find(hash).is_some()
    }

    /// The coins, from the genesis block on.
    pub fn coins(&self) -> Coins {
        match self.quirks.no_undo {
            true => self.coins.clone(),
            false => self.replay(self.tip).expect("the tip was replayed when it became the tip"),
        }
    }

    fn find(&self, hash: &BlockHash) -> Option<&Block> {
        self.known.iter().find(|(known, _)| known == hash).map(|(_, block)| block)
    }

    /// The blocks from the genesis block to `end`.
    fn branch(&self, end: BlockHash) -> Vec<&Block> {
        let mut branch = Vec::new();
        let mut at = self.find(&end);
        while let Some(block) = at {
            branch.insert(0, block);
            at = self.find(&block.header.prev_block_hash);
        }
        branch
    }

    /// The hashes from `end` back to the genesis block; none for an unknown block.
    fn branch_hashes(&self, end: BlockHash) -> Vec<BlockHash> {
        let known = |hash: &BlockHash| self.find(hash).map(|block| block.header.prev_block_hash);
        let mut hashes = Vec::new();
        let mut at = end;
        while let Some(before) = known(&at) {
            hashes.push(at);
            at = before;
        }
        hashes
    }

    fn is_failed(&self, hash: BlockHash) -> bool {
        self.branch_hashes(hash).iter().any(|hash| self.invalid.contains(hash))
    }

    /// Takes in a block, and the orphans that waited for it.
    pub fn accept(&mut self, block: &Block, now: u32) -> Answer {
        let hash = block.block_hash();
        let verdict = self.accept_one(hash, block, now);
        let mut adopted: Vec<(BlockHash, Verdict)> = Vec::new();
        let mut parents = vec![hash];
        while !parents.is_empty() {
            let parent = parents.remove(0);
            if !self.knows(&parent) && !self.refused.contains(&parent) {
                continue;
            }
            let waiting = std::mem::take(&mut self.waiting);
            let follows = |(_, block): &(BlockHash, Block)| block.header.prev_block_hash == parent;
            let (children, others) = waiting.into_iter().partition(follows);
            self.waiting = others;
            for (hash, child) in children {
                adopted.push((hash, self.accept_one(hash, &child, now)));
                parents.push(hash);
            }
        }
        (verdict, adopted)
    }

    fn accept_one(&mut self, hash: BlockHash, block: &Block, now: u32) -> Verdict {
        match self.judge(hash, block, now) {
            Err(verdict) => verdict,
            Ok(()) => {
                self.known.push((hash, block.clone()));
                let found = self.activate();
                let branch = self.branch_hashes(hash);
                match found.into_iter().find(|(failed, _)| branch.contains(failed)) {
                    Some((_, reject)) => ("rejected", Some(reject)),
                    None if self.branch_hashes(self.tip).contains(&hash) => ("connected", None),
                    None => ("side", None),
                }
            }
        }
    }

    fn judge(&mut self, hash: BlockHash, block: &Block, now: u32) -> Result<(), Verdict> {
        let rejected = |reject: &str| Err(("rejected", Some(reject.to_owned())));
        if self.refused.contains(&hash) || self.knows(&hash) && self.is_failed(hash) {
            return rejected("duplicate-invalid");
        }
        if self.knows(&hash) {
            return Err(("duplicate", None));
        }
        slow_rules::alone(block).or_else(|reject| rejected(&reject))?;
        let parent = block.header.prev_block_hash;
        if self.refused.contains(&parent) || self.knows(&parent) && self.is_failed(parent) {
            self.refused.insert(hash);
            return rejected("bad-prevblk");
        }
        if !self.knows(&parent) {
            let known = self.waiting.iter().any(|(_, other)| other == block);
            let hopeless = slow_rules::never_right(block);
            if !known && !hopeless && !self.quirks.forgets_orphans {
                self.waiting.push((hash, block.clone()));
            }
            return Err(("orphan", None));
        }
        let branch = self.branch(parent);
        slow_rules::header(self.world, &branch, block, now).or_else(|reject| rejected(&reject))?;
        if let Err(reject) = slow_rules::placed(self.world, &branch, block) {
            if !reject.contains("witness") || self.quirks.witness_fault_sticks {
                self.refused.insert(hash);
            }
            return rejected(&reject);
        }
        Ok(())
    }

    /// Moves the tip to where it has to be. Returns the blocks that turned out to be invalid.
    fn activate(&mut self) -> Vec<(BlockHash, String)> {
        let mut found = Vec::new();
        loop {
            let best = self.best();
            if best == self.tip {
                return found;
            }
            match self.replay(best) {
                Ok(coins) => (self.tip, self.coins) = (best, coins),
                Err((failed, reject)) => {
                    self.invalid.insert(failed);
                    found.push((failed, reject));
                }
            }
        }
    }

    /// The block with the most work before it and in it; of equals the one that came first.
    fn best(&self) -> BlockHash {
        let mut best = (0, self.known[0].0);
        for (hash, _) in &self.known {
            let branch = self.branch(*hash);
            let work: u128 = branch.iter().map(|block| work(block.header.bits.0)).sum();
            let work = if self.quirks.longest_wins { branch.len() as u128 } else { work };
            let better = work > best.0 || work == best.0 && self.quirks.last_seen_wins;
            if better && !self.is_failed(*hash) {
                best = (work, *hash);
            }
        }
        best.1
    }

    /// The coins after all blocks up to `end`, or the first that breaks a rule.
    fn replay(&self, end: BlockHash) -> Result<Coins, (BlockHash, String)> {
        let branch = self.branch(end);
        let mut coins = Coins::new();
        let mut done = 1;
        if self.quirks.no_undo {
            let old = self.branch(self.tip);
            done = branch.iter().zip(old).take_while(|(new, old)| *new == old).count();
            coins = self.coins.clone();
        }
        for at in done..branch.len() {
            let block = branch[at];
            let forgotten = self.quirks.forgotten;
            slow_rules::connect(self.world, &branch[..at], block, &mut coins, forgotten)
                .map_err(|reject| (block.block_hash(), reject))?;
        }
        Ok(coins)
    }

    /// Calls a block invalid by hand.
    pub fn invalidate(&mut self, hash: BlockHash) {
        self.invalid.insert(hash);
        self.activate();
    }

    /// Takes back that a block, or one before or after it, was called invalid.
    pub fn reconsider(&mut self, hash: BlockHash) {
        let before = self.branch_hashes(hash);
        let marked = self.invalid.iter().copied();
        let related = |other: &BlockHash| {
            before.contains(other) || self.branch_hashes(*other).contains(&hash)
        };
        let related: Vec<_> = marked.filter(related).collect();
        self.invalid.retain(|hash| !related.contains(hash));
        self.activate();
    }
}
