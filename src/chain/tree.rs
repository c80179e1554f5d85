//! All blocks that are known, each hanging from the one that it follows.
//!
//! A block's place says when it came, so that of two equal branches the one seen first can be told.
//! Every block knows its parent and one ancestor far back, so that any ancestor is found in steps that
//! grow with the logarithm of the distance (Core: `CBlockIndex`, `GetAncestor`).

use std::collections::HashMap;

use crate::hash::BlockHash;
use crate::primitives::BlockHeader;
use crate::primitives::pow::Work;

/// A block's place among all blocks, in the order in which they came; the genesis block's is 0.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Place(u32);

/// A block in the tree.
#[derive(Debug, Clone)]
pub struct Node {
    /// Its header.
    pub header: BlockHeader,
    /// The header's hash.
    pub hash: BlockHash,
    /// Blocks before it.
    pub height: u32,
    /// The work in it and all blocks before it (Core: `nChainWork`).
    pub work: Work,
    /// The block that it follows; none for the genesis block.
    pub parent: Option<Place>,
    /// Whether it broke a rule when it was connected, or was called invalid by hand.
    pub invalid: bool,
    /// Whether it, or a block before it, is invalid.
    pub failed: bool,
    jump: Place,
}

/// The tree.
#[derive(Debug, Clone)]
pub struct BlockTree {
    nodes: Vec<Node>,
    // Looked up by hash, never listed.
    places: HashMap<BlockHash, Place>,
}

impl BlockTree {
    /// A tree of the genesis block alone.
    pub fn new(genesis: BlockHeader) -> BlockTree {
        let hash = genesis.block_hash();
        let work = genesis.bits.target().map(|target| target.work()).unwrap_or_default();
        let root = Node {
            header: genesis,
            hash,
            height: 0,
            work,
            parent: None,
            invalid: false,
            failed: false,
            jump: Place::GENESIS,
        };
        BlockTree { nodes: vec![root], places: HashMap::from([(hash, Place::GENESIS)]) }
    }

    /// Where the block with this hash stands.
    pub fn find(&self, hash: &BlockHash) -> Option<Place> {
        self.places.get(hash).copied()
    }

    /// The block at a place, which this tree has given out.
    pub fn node(&self, place: Place) -> &Node {
        // A place of another tree may lie beyond the end of this one: it stands for nothing here.
        self.nodes.get(place.0 as usize).unwrap_or(&self.nodes[0])
    }

    /// All blocks, in the order in which they came.
    pub fn nodes(&self) -> impl DoubleEndedIterator<Item = (Place, &Node)> {
        self.nodes.iter().enumerate().map(|(place, node)| (Place(place as u32), node))
    }

    /// The number of blocks, the genesis block included.
    pub fn len(&self) -> usize {
        self.nodes.len()
    }

    /// False: the genesis block is always there.
    pub fn is_empty(&self) -> bool {
        self.nodes.is_empty()
    }

    /// Hangs a block below `parent`. Its header's own target must have been checked. A block that is
    /// already there keeps its place.
    pub fn insert(&mut self, header: BlockHeader, parent: Place) -> Place {
        let hash = header.block_hash();
        if let Some(place) = self.find(&hash) {
            return place;
        }
        let place = Place(self.nodes.len() as u32);
        let before = self.node(parent);
        let own = header.bits.target().map(|target| target.work()).unwrap_or_default();
        let work = before.work.checked_add(own).unwrap_or(before.work);
        let node = Node {
            header,
            hash,
            height: before.height + 1,
            work,
            parent: Some(parent),
            invalid: false,
            failed: before.failed,
            jump: self.jump_from(parent),
        };
        self.nodes.push(node);
        self.places.insert(hash, place);
        place
    }

    /// Where a child of `parent` jumps to: twice as far as its parent did, where two jumps of one
    /// length would follow each other, else to the parent. (Myers, "An applicative random-access
    /// stack", 1983; Core's `GetSkipHeight` has another pattern to the same end.)
    fn jump_from(&self, parent: Place) -> Place {
        let height = |place: Place| self.node(place).height;
        let near = self.node(parent).jump;
        let far = self.node(near).jump;
        match height(parent) - height(near) == height(near) - height(far) {
            true => far,
            false => parent,
        }
    }

    /// The block at `height` on the branch that ends at `place`; none above it.
    pub fn ancestor(&self, place: Place, height: u32) -> Option<Place> {
        let mut at = place;
        loop {
            let node = self.node(at);
            if node.height == height {
                return Some(at);
            }
            let jumps = self.node(node.jump).height >= height;
            at = if jumps && node.jump != at { node.jump } else { node.parent? };
            if self.node(at).height < height {
                return None;
            }
        }
    }

    /// The blocks from `place` back to the genesis block.
    pub fn back_from(&self, place: Place) -> impl Iterator<Item = Place> {
        std::iter::successors(Some(place), |place| self.node(*place).parent)
    }

    /// The last block that two branches share.
    pub fn fork(&self, one: Place, other: Place) -> Place {
        let level = self.node(one).height.min(self.node(other).height);
        let mut at = self.ancestor(one, level).zip(self.ancestor(other, level));
        while let Some((one, other)) = at.filter(|(one, other)| one != other) {
            let (here, there) = (self.node(one), self.node(other));
            // Where the jumps land apart, everything up to them is apart too.
            at = match here.jump != there.jump {
                true => Some((here.jump, there.jump)),
                false => here.parent.zip(there.parent),
            };
        }
        at.map_or(Place::GENESIS, |(one, _)| one)
    }

    /// Whether `descendant` is `place`, or comes after it.
    pub fn descends(&self, descendant: Place, place: Place) -> bool {
        self.ancestor(descendant, self.node(place).height) == Some(place)
    }

    /// Calls a block invalid, or takes that back, and tells its descendants.
    pub fn mark(&mut self, place: Place, invalid: bool) {
        if let Some(node) = self.nodes.get_mut(place.0 as usize) {
            node.invalid = invalid;
        }
        // Every block comes after the one that it follows, so one pass is enough.
        for at in place.0 as usize..self.nodes.len() {
            let parent = self.nodes[at].parent;
            let inherited = parent.is_some_and(|parent| self.node(parent).failed);
            self.nodes[at].failed = self.nodes[at].invalid || inherited;
        }
    }

    /// The best block: the one with the most work of those that have not failed, and of equals the one
    /// that came first (Core: `CBlockIndexWorkComparator`).
    pub fn best(&self) -> Place {
        let good = self.nodes().filter(|(_, node)| !node.failed);
        let best = good.max_by_key(|(place, node)| (node.work, std::cmp::Reverse(*place)));
        best.map_or(Place::GENESIS, |(place, _)| place)
    }

    /// The ends of all branches, in the order in which they came (Core: `getchaintips`).
    pub fn leaves(&self) -> Vec<Place> {
        let mut has_child = vec![false; self.nodes.len()];
        for parent in self.nodes.iter().filter_map(|node| node.parent) {
            if let Some(has_child) = has_child.get_mut(parent.0 as usize) {
                *has_child = true;
            }
        }
        let leaves = (0..).zip(has_child).filter(|(_, has_child)| !has_child);
        leaves.map(|(place, _)| Place(place)).collect()
    }
}

impl Place {
    /// The genesis block's.
    pub const GENESIS: Place = Place(0);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::primitives::CompactTarget;
    use proptest::prelude::*;

    fn header(prev: BlockHash, nonce: u32, hard: bool) -> BlockHeader {
        let bits = CompactTarget(if hard { 0x1f7f_ffff } else { 0x207f_ffff });
        BlockHeader { prev_block_hash: prev, nonce, bits, ..BlockHeader::default() }
    }

    /// A tree with a block below each of the given earlier ones.
    fn grown(parents: &[(prop::sample::Index, bool)]) -> BlockTree {
        let mut tree = BlockTree::new(header(BlockHash::default(), 0, false));
        for (nonce, (parent, hard)) in (1..).zip(parents) {
            let parent = Place(parent.index(tree.len()) as u32);
            tree.insert(header(tree.node(parent).hash, nonce, *hard), parent);
        }
        tree
    }

    proptest! {
        #[test]
        fn what_the_jumps_find_a_walk_finds_too(
            parents in proptest::collection::vec((any::<prop::sample::Index>(), any::<bool>()), 1..60),
            wide: bool,
        ) {
            let parents: Vec<_> = parents;
            let tree = match wide {
                true => grown(&parents),
                // A long branch with few side branches.
                false => {
                    let mut tree = BlockTree::new(header(BlockHash::default(), 0, false));
                    for (nonce, (parent, hard)) in (1..).zip(&parents) {
                        let last = tree.len() as u32 - 1;
                        let parent = Place(if nonce % 7 == 0 { parent.index(tree.len()) as u32 } else { last });
                        tree.insert(header(tree.node(parent).hash, nonce, *hard), parent);
                    }
                    tree
                }
            };
            for (place, node) in tree.nodes() {
                let walk: Vec<Place> = tree.back_from(place).collect();
                prop_assert_eq!(walk.len() as u32, node.height + 1);
                for height in 0..=node.height {
                    let expected = walk[(node.height - height) as usize];
                    prop_assert_eq!(tree.ancestor(place, height), Some(expected));
                }
                prop_assert_eq!(tree.ancestor(place, node.height + 1), None);
                for (other, _) in tree.nodes() {
                    let shared = tree.back_from(other).find(|at| walk.contains(at)).unwrap();
                    prop_assert_eq!(tree.fork(place, other), shared);
                    prop_assert_eq!(tree.descends(other, place), shared == place);
                }
            }
        }

        #[test]
        fn marks_reach_all_descendants_and_nobody_else(
            parents in proptest::collection::vec((any::<prop::sample::Index>(), any::<bool>()), 1..40),
            marks in proptest::collection::vec((any::<prop::sample::Index>(), any::<bool>()), 0..8),
        ) {
            let mut tree = grown(&parents);
            for (at, invalid) in marks {
                tree.mark(Place(1 + at.index(tree.len() - 1) as u32), invalid);
            }
            for (place, node) in tree.nodes() {
                let failed = tree.back_from(place).any(|at| tree.node(at).invalid);
                prop_assert_eq!(node.failed, failed);
            }
            let best = tree.node(tree.best());
            prop_assert!(!best.failed);
            for (place, node) in tree.nodes().filter(|(_, node)| !node.failed) {
                prop_assert!(node.work < best.work || node.work == best.work && place >= tree.best());
            }
        }
    }

    #[test]
    fn a_long_branch_needs_few_steps() {
        let mut tree = BlockTree::new(header(BlockHash::default(), 0, false));
        let mut tip = Place::GENESIS;
        for nonce in 1..20_000 {
            tip = tree.insert(header(tree.node(tip).hash, nonce, false), tip);
        }
        for height in [0, 1, 9_999, 19_998, 19_999] {
            assert_eq!(tree.node(tree.ancestor(tip, height).unwrap()).height, height);
        }
        assert_eq!(tree.leaves(), [tip]);
    }
}
