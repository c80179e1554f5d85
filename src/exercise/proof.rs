//! Put a membership proof together by hand: which hashes a phone needs to climb from one transaction
//! to the Merkle root, on which side each stands, and how many bytes that is (Nakamoto, section 8).
//!
//! The answers are read off the [`Proof`] that blockstep itself makes for the transaction.

use super::{Answer, Asked, Exercise, Field, ListKind, Task};
use crate::hash::MerkleNode;
use crate::primitives::merkle::{Proof, parents};
use crate::rng::Rng;

/// The exercise.
pub const EXERCISE: Exercise =
    Exercise { id: "proof-by-hand", title: "Put a membership proof together", build };

const HASH_BYTES: u64 = 32;

fn build(rng: &mut Rng) -> Task {
    EXERCISE.recipe::<Situation>(rng, NUDGE, RULE)
}

const NUDGE: &str = "Draw the tree: pair the transactions from the left, then pair the pairs, until \
one node is left. Then go up from the transaction with a finger. With whom is it paired? And the node \
above it?";

const RULE: &str = "\
- Places 0 and 1 make a pair, 2 and 3 the next, and so on. A node of an even place is the left of its \
pair, so its neighbour stands on the right; one of an odd place has it on the left.
- Where the last node of a level has no neighbour, it is paired with itself, and stands on both sides.
- There is one neighbour for each level below the root, of 32 bytes.";

/// The txids of a block, and the transaction that is asked for.
struct Situation {
    leaves: Vec<MerkleNode>,
    index: usize,
    nodes: Vec<String>,
    sides: Vec<String>,
}

impl Asked for Situation {
    fn new(rng: &mut Rng) -> Situation {
        let count = 5 + rng.below(9) as usize;
        let leaves: Vec<MerkleNode> = (0..count).map(|_| MerkleNode(rng.bytes())).collect();
        let index = rng.below(count as u64) as usize;
        let neighbours = Proof::new(&leaves, index).map_or(Vec::new(), |proof| proof.neighbours);
        let (mut nodes, mut sides) = (Vec::new(), Vec::new());
        let mut level = leaves.clone();
        for (height, neighbour) in neighbours.iter().enumerate() {
            let place = level.iter().position(|node| node == neighbour).unwrap_or(0);
            let last = (((place + 1) << height) - 1).min(count - 1);
            nodes.extend(ListKind::node((place << height) as u32, last as u32));
            let own_is_left = (index >> height).is_multiple_of(2);
            sides.push(if own_is_left { "right" } else { "left" }.to_string());
            level = parents(&level);
        }
        Situation { leaves, index, nodes, sides }
    }

    fn text(&self) -> String {
        let mut text = format!(
            "A block has {} transactions, counted from 0:\n\n| Place | txid |\n|---|---|\n",
            self.leaves.len()
        );
        for (place, leaf) in self.leaves.iter().enumerate() {
            let txid = leaf.to_string();
            let mine = if place == self.index { ", the phone's" } else { "" };
            text.push_str(&format!("| {place} | `{}…`{mine} |\n", txid.get(..12).unwrap_or("")));
        }
        text.push_str(&format!(
            "\nA phone has the block's header, and wants a proof that transaction **{}** is in the \
             block. Name each node after the transactions below it: `4` is transaction 4 itself, \
             `6-7` the node above transactions 6 and 7.\n",
            self.index
        ));
        text
    }

    fn fields(&self) -> Vec<Field> {
        let nodes = Answer::List(self.nodes.clone(), ListKind::Nodes);
        let sides = Answer::List(self.sides.clone(), ListKind::Sides);
        let bytes = Answer::Number(self.nodes.len() as u64 * HASH_BYTES);
        vec![
            Field::new("nodes", "Which nodes does the proof give, lowest first?", nodes),
            Field::new("sides", "On which side of the climb does each of them stand?", sides),
            Field::new("bytes", "How many bytes of hashes are these?", bytes),
        ]
    }

    fn solution(&self) -> String {
        let fields = self.fields();
        let [nodes, sides, bytes] = [0, 1, 2].map(|field: usize| fields[field].right_answer());
        let mut place = self.index;
        let mut climb = Vec::new();
        for node in &self.nodes {
            let side = if place.is_multiple_of(2) { "even, left of" } else { "odd, right of" };
            climb.push(format!("place {place} ({side} its pair) with `{node}`"));
            place /= 2;
        }
        format!(
            "- **nodes** {nodes}: {}.\n\
             - **sides** {sides}: the neighbour of an even place is on its right, of an odd one on \
             its left.\n\
             - **bytes** {bytes}: {} × 32.\n",
            climb.join(", then "),
            self.nodes.len(),
        )
    }
}
