//! The tree of blocks as lines to read, the tip first: the branch that counts at the margin, side
//! branches further in above the block that they leave from, long runs without a fork folded.

use std::collections::BTreeMap;

use super::tree::{BlockTree, Place};
use crate::spelling::counted;
use crate::trace::{Branch, Line, Mark};

/// Blocks of a run without a fork that are shown at each end of it.
const SHOWN_OF_RUN: usize = 2;
/// Digits of a hash that are shown.
const DIGITS: usize = 12;

/// Side branches of side branches are drawn so many deep; what hangs from there is only counted.
const MAX_DEPTH: usize = 12;

/// A line of the drawing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TreeLine {
    /// What it says, and how far in it stands.
    pub branch: Branch,
    /// The block that it is about; none for a folded run.
    pub place: Option<Place>,
}

/// The lines of the tree whose branch that counts ends at `tip`.
pub fn tree_lines(tree: &BlockTree, tip: Place) -> Vec<TreeLine> {
    let mut children: BTreeMap<Place, Vec<Place>> = BTreeMap::new();
    for (place, node) in tree.nodes() {
        if let Some(parent) = node.parent {
            children.entry(parent).or_default().push(place);
        }
    }
    let mut drawing = Drawing { tree, tip, children, lines: Vec::new() };
    drawing.branch(tip, None, 0);
    drawing.lines
}

struct Drawing<'a> {
    tree: &'a BlockTree,
    tip: Place,
    children: BTreeMap<Place, Vec<Place>>,
    lines: Vec<TreeLine>,
}

impl Drawing<'_> {
    /// The branch that ends at `end`, back to and without `stop`; above each block that others leave
    /// from, further in, their branches.
    fn branch(&mut self, end: Place, stop: Option<Place>, depth: usize) {
        let run: Vec<Place> =
            self.tree.back_from(end).take_while(|place| Some(*place) != stop).collect();
        let mut shown_until = 0;
        for (at, place) in run.iter().enumerate() {
            let came_from = at.checked_sub(1).and_then(|at| run.get(at)).copied();
            let leaving = self.leaving(*place, came_from);
            let near_end = at < SHOWN_OF_RUN || at + SHOWN_OF_RUN >= run.len();
            if !near_end && leaving.is_empty() {
                continue;
            }
            self.fold(at - shown_until, depth);
            for child in leaving {
                if depth < MAX_DEPTH {
                    self.branch(self.leaf_of(child), Some(*place), depth + 1);
                }
            }
            self.block(*place, depth);
            shown_until = at + 1;
        }
    }

    /// The children of a block that are not on the branch being drawn. At the end of a branch that
    /// does not reach a leaf, every child leaves it.
    fn leaving(&self, place: Place, came_from: Option<Place>) -> Vec<Place> {
        let children = self.children.get(&place).map(Vec::as_slice).unwrap_or_default();
        children.iter().copied().filter(|child| Some(*child) != came_from).collect()
    }

    /// The end of the first branch that goes on from a block.
    fn leaf_of(&self, place: Place) -> Place {
        let first = |place: &Place| self.children.get(place).and_then(|list| list.first()).copied();
        std::iter::successors(Some(place), first).last().unwrap_or(place)
    }

    fn fold(&mut self, count: usize, depth: usize) {
        if count > 0 {
            let line = Line::new(format!("… {}", counted(count, "block"))).marked(Mark::Dim);
            self.lines.push(TreeLine { branch: Branch { depth, line }, place: None });
        }
    }

    fn block(&mut self, place: Place, depth: usize) {
        let node = self.tree.node(place);
        let hash = node.hash.to_string();
        // The zeros in front say nothing: the last digits tell blocks apart on a screen.
        let short = hash.get(hash.len().saturating_sub(DIGITS)..).unwrap_or(&hash);
        let says = match (place == self.tip, place == Place::GENESIS) {
            (true, true) => "  genesis, and the tip",
            (true, _) => "  the tip",
            (_, true) => "  genesis",
            _ if node.invalid => "  invalid",
            _ if node.failed => "  on an invalid block",
            _ if depth == 1 && !self.children.contains_key(&place) => "  side branch",
            _ => "",
        };
        let mark = match () {
            () if place == self.tip => Mark::Current,
            () if node.failed => Mark::Bad,
            () if depth > 0 => Mark::Dim,
            () => Mark::Plain,
        };
        let text = format!("{}  …{short}{says}", node.height);
        let line = Line::new(text).with_hex(format!("{}  {hash}{says}", node.height)).marked(mark);
        self.lines.push(TreeLine { branch: Branch { depth, line }, place: Some(place) });
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::primitives::{BlockHeader, CompactTarget};

    #[test]
    fn forks_stand_above_the_block_that_they_leave_and_runs_are_folded() {
        let header = |prev, nonce| BlockHeader {
            prev_block_hash: prev,
            nonce,
            bits: CompactTarget(0x207f_ffff),
            ..BlockHeader::default()
        };
        let mut tree = BlockTree::new(header(Default::default(), 0));
        let mut grow = |from: Place, count: u32, salt: u32| {
            (0..count).fold(from, |at, n| tree.insert(header(tree.node(at).hash, salt + n), at))
        };
        let trunk = grow(Place::GENESIS, 10, 100);
        let tip = grow(trunk, 3, 200);
        let side = grow(trunk, 2, 300);
        tree.mark(side, true);
        let lines = tree_lines(&tree, tip);
        let told: Vec<(usize, String)> = lines
            .iter()
            .map(|line| {
                let branch = &line.branch;
                let text = &branch.line.text;
                let says: Vec<&str> = text
                    .split("  ")
                    .filter(|it| !it.starts_with('…') || it.contains("block"))
                    .collect();
                (branch.depth, says.join("|"))
            })
            .collect();
        let told: Vec<(usize, &str)> =
            told.iter().map(|(depth, text)| (*depth, text.as_str())).collect();
        assert_eq!(
            told,
            [
                (0, "13|the tip"),
                (0, "12"),
                (0, "… 1 block"),
                (1, "12|invalid"),
                (1, "11"),
                (0, "10"),
                (0, "… 8 blocks"),
                (0, "1"),
                (0, "0|genesis"),
            ]
        );
        assert_eq!(
            tree_lines(&BlockTree::new(header(Default::default(), 0)), Place::GENESIS).len(),
            1
        );
    }
}
