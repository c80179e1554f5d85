//! Merkle trees: one hash that stands for a whole list, and short proofs that an item is in it.
//!
//! Neighbours are hashed in pairs, level by level, until one hash is left; on a level of odd length
//! the last hash is paired with itself (Core: `ComputeMerkleRoot`). That self-pairing means that a
//! list and the same list with its tail repeated have one root (CVE-2012-2459): a node that
//! remembered "this block hash is bad" for the repeated form would then refuse the honest block.
//! So every computation here also says whether two equal neighbours were paired.

use crate::hash::{MerkleNode, Sha256};

/// The root of a list, and whether the list could be a forged repetition.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Root {
    /// The root; all zeros for an empty list.
    pub hash: MerkleNode,
    /// True if, on some level, a full pair had two equal halves. No honest list of transactions
    /// looks like that.
    pub mutated: bool,
}

/// The root of `level`, computed level by level.
pub fn root(mut level: Vec<MerkleNode>) -> Root {
    let mut mutated = false;
    while level.len() > 1 {
        mutated |= has_equal_pair(&level);
        level = parents(&level);
    }
    Root { hash: level.first().copied().unwrap_or_default(), mutated }
}

/// True if two neighbours that are paired on this level are equal. The last hash of an odd level,
/// which is paired with itself, does not count.
pub fn has_equal_pair(level: &[MerkleNode]) -> bool {
    level.chunks_exact(2).any(|pair| pair[0] == pair[1])
}

/// The level above `level`.
pub fn parents(level: &[MerkleNode]) -> Vec<MerkleNode> {
    level.chunks(2).map(|pair| parent(&pair[0], pair.last().unwrap_or(&pair[0]))).collect()
}

/// The hash above two neighbours: sha256d of the left one followed by the right one.
pub fn parent(left: &MerkleNode, right: &MerkleNode) -> MerkleNode {
    let mut engine = Sha256::new();
    engine.update(&left.0);
    engine.update(&right.0);
    MerkleNode(engine.finish_twice())
}

/// The way from one leaf up to the root: the neighbour on each level, lowest first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Proof {
    /// The leaf's place in the list, from 0. Its bits say, lowest first, on which side the
    /// neighbour stands: 0 for right, 1 for left.
    pub index: usize,
    /// One neighbour for each level below the root.
    pub neighbours: Vec<MerkleNode>,
}

impl Proof {
    /// The proof for leaf `index`; none if there is no such leaf.
    pub fn new(leaves: &[MerkleNode], index: usize) -> Option<Proof> {
        let mut own = *leaves.get(index)?;
        let mut neighbours = Vec::new();
        let (mut level, mut place) = (leaves.to_vec(), index);
        while level.len() > 1 {
            neighbours.push(*level.get(place ^ 1).unwrap_or(&own));
            level = parents(&level);
            place /= 2;
            own = *level.get(place)?;
        }
        Some(Proof { index, neighbours })
    }

    /// The root that the proof leads to from `leaf`. None if the index does not fit a tree of this
    /// height, or if a left neighbour equals the hash it is paired with: that place exists only in
    /// a list with a repeated tail.
    ///
    /// A proof is only as good as the leaf: whoever checks a *transaction* must have the whole
    /// transaction, because an inner node's 64 bytes may be passed off as one.
    pub fn root(&self, leaf: MerkleNode) -> Option<MerkleNode> {
        let (mut hash, mut place) = (leaf, self.index);
        for neighbour in &self.neighbours {
            hash = match place % 2 {
                0 => parent(&hash, neighbour),
                _ if *neighbour == hash => return None,
                _ => parent(neighbour, &hash),
            };
            place /= 2;
        }
        (place == 0).then_some(hash)
    }

    /// True if `leaf` stands at this proof's index under `root`.
    pub fn verify(&self, leaf: MerkleNode, root: MerkleNode) -> bool {
        self.root(leaf) == Some(root)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn leaves(count: usize) -> Vec<MerkleNode> {
        (0..count).map(|n| MerkleNode(crate::hash::sha256(&n.to_le_bytes()))).collect()
    }

    /// The definition, written the other way round: split at the largest power of two.
    fn slow_root(leaves: &[MerkleNode], height: u32) -> MerkleNode {
        if height == 0 {
            return leaves[0];
        }
        let half = 1 << (height - 1);
        let left = slow_root(&leaves[..half.min(leaves.len())], height - 1);
        let right = if leaves.len() > half { slow_root(&leaves[half..], height - 1) } else { left };
        parent(&left, &right)
    }

    #[test]
    fn the_root_agrees_with_the_definition() {
        assert_eq!(root(vec![]), Root { hash: MerkleNode::default(), mutated: false });
        for count in 1..=70_usize {
            let list = leaves(count);
            let height = count.next_power_of_two().trailing_zeros();
            let expected = Root { hash: slow_root(&list, height), mutated: false };
            assert_eq!(root(list), expected, "{count} leaves");
        }
    }

    #[test]
    fn a_repeated_tail_keeps_the_root_and_is_noticed() {
        let mut seen = 0;
        for count in 1..=33_usize {
            let list = leaves(count);
            // Repeating the last 2^k leaves of a list whose length is an odd multiple of 2^k.
            let tail = 1 << count.trailing_zeros();
            if tail == count {
                continue; // The whole list doubled has another root: its tree is one level higher.
            }
            let mut forged = list.clone();
            forged.extend_from_slice(&list[count - tail..]);
            let (honest, forged) = (root(list), root(forged));
            assert_eq!(honest.hash, forged.hash, "{count} leaves");
            assert!(forged.mutated && !honest.mutated, "{count} leaves");
            seen += 1;
        }
        assert_eq!(seen, 27);
    }

    #[test]
    fn every_leaf_has_a_proof_and_nothing_else_does() {
        for count in 1..=33 {
            let list = leaves(count);
            let top = root(list.clone()).hash;
            assert_eq!(Proof::new(&list, count), None);
            for (index, leaf) in list.iter().enumerate() {
                let proof = Proof::new(&list, index).unwrap();
                assert!(proof.verify(*leaf, top));
                assert!(!proof.verify(MerkleNode([7; 32]), top));
                let beyond = index + (1 << proof.neighbours.len());
                assert!(!Proof { index: beyond, ..proof.clone() }.verify(*leaf, top));
                if count > 1 {
                    assert!(!Proof { index: index ^ 1, ..proof }.verify(*leaf, top));
                }
            }
        }
    }

    #[test]
    fn a_proof_for_the_phantom_of_an_odd_last_leaf_fails() {
        let list = leaves(3);
        let honest = Proof::new(&list, 2).unwrap();
        let phantom = Proof { index: 3, ..honest };
        assert!(!phantom.verify(list[2], root(list.clone()).hash));
    }
}
