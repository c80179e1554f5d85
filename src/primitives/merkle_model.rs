//! The climb: from one transaction up to the Merkle root in the block's header, a hash at a time.
//!
//! This is what a wallet without the block does (Nakamoto 2008, section 8): it has the header, the
//! transaction and one neighbour for each level, and needs nothing else to know that the block
//! contains the transaction.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::merkle::{Proof, parent};
use crate::hash::MerkleNode;
use crate::rules::block as rules;
use crate::spelling::counted;
use crate::trace::{Body, Branch, Line, Mark, Model, Pane, Row, Scene, Verdict, Window};

/// A list of transactions with the root that a header claims for it.
#[derive(Debug, Clone)]
pub struct MerkleModel {
    title: String,
    leaves: Arc<Vec<MerkleNode>>,
    claimed: MerkleNode,
    start: Arc<Proof>,
}

/// How far the climb has come.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MerkleState {
    proof: Arc<Proof>,
    /// The number of leaves.
    count: usize,
    /// The node on the way on each level, from the leaf to the highest computed so far.
    path: Vec<MerkleNode>,
    /// Set once the root was compared.
    compared: bool,
}

/// What can happen.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MerkleAction {
    /// Hash the node on the way with its neighbour.
    Hash,
    /// Compare the last hash with the header's root.
    Compare,
    /// Start again from another leaf.
    Leaf {
        /// Its place in the list, from 0.
        index: usize,
    },
}

impl MerkleModel {
    /// A climb from leaf `index` to the root that the header claims. None if there is no such leaf.
    pub fn new(
        title: impl Into<String>,
        leaves: Vec<MerkleNode>,
        index: usize,
        claimed: MerkleNode,
    ) -> Option<MerkleModel> {
        let start = Arc::new(Proof::new(&leaves, index)?);
        Some(MerkleModel { title: title.into(), leaves: Arc::new(leaves), claimed, start })
    }

    fn begin(&self, proof: Arc<Proof>) -> MerkleState {
        let leaf = self.leaves.get(proof.index).copied().unwrap_or_default();
        MerkleState { proof, count: self.leaves.len(), path: vec![leaf], compared: false }
    }
}

impl Model for MerkleModel {
    type State = MerkleState;
    type Action = MerkleAction;

    fn initial(&self) -> MerkleState {
        self.begin(self.start.clone())
    }

    fn next(&self, state: &MerkleState) -> Option<MerkleAction> {
        match state.compared {
            true => None,
            false if state.climbed() < state.height() => Some(MerkleAction::Hash),
            false => Some(MerkleAction::Compare),
        }
    }

    fn allowed(&self, state: &MerkleState, action: &MerkleAction) -> bool {
        match action {
            MerkleAction::Leaf { index } => *index < self.leaves.len(),
            step => self.next(state).as_ref() == Some(step),
        }
    }

    fn apply(&self, state: &mut MerkleState, action: &MerkleAction) {
        match action {
            MerkleAction::Hash => {
                let (left, right) = state.pair(state.climbed());
                state.path.push(parent(&left, &right));
            }
            MerkleAction::Compare => state.compared = true,
            MerkleAction::Leaf { index } => {
                if let Some(proof) = Proof::new(&self.leaves, *index) {
                    *state = self.begin(Arc::new(proof));
                }
            }
        }
    }

    fn label(&self, state: &MerkleState, action: &MerkleAction) -> String {
        match action {
            MerkleAction::Hash => format!("hash up to height {}", state.climbed() + 1),
            MerkleAction::Compare => "compare with the header".into(),
            MerkleAction::Leaf { index } => format!("start at transaction {index}"),
        }
    }

    fn scene(
        &self,
        _before: Option<&MerkleState>,
        after: &MerkleState,
        last: Option<&MerkleAction>,
        window: &Window,
    ) -> Scene {
        let verdict = after.compared.then(|| self.verdict(after));
        let rule = match &verdict {
            Some(Verdict::Invalid { name, .. }) if name == rules::BAD_TXNS_DUPLICATE.name => {
                Some(&rules::BAD_TXNS_DUPLICATE)
            }
            Some(_) => Some(&rules::BAD_TXNMRKLROOT),
            None => None,
        };
        let hashed = matches!(last, Some(MerkleAction::Hash));
        let changes = match hashed {
            true => vec![format!("height {} is now {}", after.climbed(), after.own())],
            false => Vec::new(),
        };
        Scene {
            title: self.title.clone(),
            panes: vec![self.tree_pane(after, window), self.proof_pane(after, window)],
            changes,
            sentence: self.sentence(after, &verdict),
            rule,
            verdict,
        }
    }
}

impl MerkleModel {
    fn verdict(&self, state: &MerkleState) -> Verdict {
        if state.own() != self.claimed {
            return Verdict::Invalid {
                name: rules::BAD_TXNMRKLROOT.name.into(),
                reason: format!(
                    "the climb ends at {}, the header says {}",
                    state.own(),
                    self.claimed
                ),
            };
        }
        match (0..state.height()).find(|&level| state.repeated(level)) {
            Some(level) => Verdict::Invalid {
                name: rules::BAD_TXNS_DUPLICATE.name.into(),
                reason: format!(
                    "the root fits, but at height {level} both halves of a full pair are the same: \
                     such a place exists only in a list whose tail was repeated"
                ),
            },
            None => Verdict::Valid,
        }
    }

    fn sentence(&self, state: &MerkleState, verdict: &Option<Verdict>) -> String {
        let (count, place, height) = (self.leaves.len(), state.proof.index, state.height());
        match verdict {
            Some(Verdict::Invalid { reason, .. }) => return format!("Not proven: {reason}."),
            Some(_) => {
                return format!(
                    "The climb ends at the header's root, so the block contains this transaction; \
                     {} ({} bytes) led there, and {} never looked at.",
                    counted(height, "neighbour"),
                    height * 32,
                    match count - 1 {
                        1 => "the other transaction was".to_string(),
                        others => format!("the other {others} transactions were"),
                    }
                );
            }
            None => {}
        }
        match state.climbed() {
            0 => format!(
                "Is this transaction, number {place} of {count} (counted from 0), in the block? Its \
                 txid, the hashes of {} on the way up and the root in the header are given.",
                counted(height, "neighbour")
            ),
            level if state.is_own_neighbour(level - 1) => format!(
                "Height {} has an odd number of nodes and this is its last, so it is hashed with \
                 itself.",
                level - 1
            ),
            level => format!(
                "The node was the {} of its pair: it was written {} its neighbour, and the 64 bytes \
                 were hashed twice.",
                if state.is_left(level - 1) { "left" } else { "right" },
                if state.is_left(level - 1) { "before" } else { "after" },
            ),
        }
    }

    /// The root, and below each node on the way its two children, left before right.
    fn tree_pane(&self, state: &MerkleState, window: &Window) -> Pane {
        let (height, climbed) = (state.height(), state.climbed());
        let mut branches = vec![state.branch(height, 0)];
        // Where the children of the next node on the way go.
        let mut below = 1;
        let mut focus = 0;
        for level in (0..height).rev() {
            let depth = height - level;
            let own = state.branch(level, depth);
            let neighbour = Line::new(format!(
                "{}  {}",
                short(&state.proof.neighbours[level]),
                if state.is_own_neighbour(level) { "the same again" } else { "given" }
            ));
            let neighbour = match level == climbed && !state.compared {
                true => neighbour.marked(Mark::Current),
                false => neighbour,
            };
            let neighbour = Branch { depth, line: neighbour };
            let (pair, own_at) = match state.is_left(level) {
                true => ([own, neighbour], below),
                false => ([neighbour, own], below + 1),
            };
            branches.splice(below..below, pair);
            below = own_at + 1;
            if level == climbed {
                focus = own_at;
            }
        }
        let total = branches.len();
        let range = window.range(0, total, focus);
        let first = range.start;
        let branches = branches.drain(range).collect();
        Pane::part("Merkle tree", Body::Tree { branches }, first, total)
    }

    fn proof_pane(&self, state: &MerkleState, window: &Window) -> Pane {
        let total = state.height() + 1;
        let range = window.range(1, total, state.climbed());
        let first = range.start;
        let rows = range.map(|level| {
            let known = state.path.get(level);
            let (left, right) = match (known, level < state.height()) {
                (Some(_), true) => {
                    let (left, right) = state.pair(level);
                    (left.to_string(), right.to_string())
                }
                (None, true) => {
                    let given = state.proof.neighbours[level].to_string();
                    match state.is_left(level) {
                        true => ("?".to_string(), given),
                        false => (given, "?".to_string()),
                    }
                }
                (Some(root), false) => (root.to_string(), format!("header: {}", self.claimed)),
                (None, false) => ("?".to_string(), format!("header: {}", self.claimed)),
            };
            let mark = match (level == state.climbed(), state.compared) {
                (true, true) if state.own() == self.claimed => Mark::Good,
                (true, true) => Mark::Bad,
                (true, false) => Mark::Current,
                (false, _) => Mark::Plain,
            };
            Row::new([level.to_string(), left, right]).marked(mark)
        });
        let rows = rows.collect();
        let headers = ["height", "left", "right"].map(String::from).to_vec();
        Pane::part("What is hashed", Body::Table { headers, rows }, first, total)
    }
}

impl MerkleState {
    fn height(&self) -> usize {
        self.proof.neighbours.len()
    }

    fn climbed(&self) -> usize {
        self.path.len() - 1
    }

    fn own(&self) -> MerkleNode {
        self.path.last().copied().unwrap_or_default()
    }

    /// Whether the node on the way on this level is the left of its pair.
    fn is_left(&self, level: usize) -> bool {
        self.proof.index >> level & 1 == 0
    }

    /// The pair on a level whose node is known.
    fn pair(&self, level: usize) -> (MerkleNode, MerkleNode) {
        let own = self.path.get(level).copied().unwrap_or_default();
        let neighbour = self.proof.neighbours.get(level).copied().unwrap_or_default();
        if self.is_left(level) { (own, neighbour) } else { (neighbour, own) }
    }

    /// Whether the node on the way is the last of an odd level, which is paired with itself.
    fn is_own_neighbour(&self, level: usize) -> bool {
        let last = (self.count - 1) >> level;
        self.is_left(level) && self.proof.index >> level == last
    }

    /// Whether two different places on this level hold one hash: no honest list has that.
    fn repeated(&self, level: usize) -> bool {
        let (left, right) = self.pair(level);
        left == right && !self.is_own_neighbour(level)
    }

    fn branch(&self, level: usize, depth: usize) -> Branch {
        let name = match level {
            _ if level == self.height() => "root",
            0 => "this transaction",
            _ => "on the way",
        };
        let line = match self.path.get(level) {
            Some(node) => Line::new(format!("{}  {name}", short(node))).with_hex(node.to_string()),
            None => Line::new(format!("?  {name}")).marked(Mark::Dim),
        };
        let line = match level == self.climbed() {
            true if level > 0 && !self.compared => line.marked(Mark::Changed),
            true if level == 0 => line.marked(Mark::Current),
            _ => line,
        };
        Branch { depth, line }
    }
}

/// The first and last digits of a hash as it is printed.
fn short(node: &MerkleNode) -> String {
    let text = node.to_string();
    format!("{}…{}", &text[..8], &text[text.len() - 8..])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::hash::sha256;
    use crate::primitives::merkle;
    use crate::trace::{Stepper, Trace};

    fn verdict(leaves: &[MerkleNode], index: usize, claimed: MerkleNode) -> Option<Verdict> {
        let model = MerkleModel::new("climb", leaves.to_vec(), index, claimed)?;
        let mut trace = Trace::new(model);
        trace.seek(100);
        trace.scene(&Window::all()).verdict
    }

    #[test]
    fn every_leaf_climbs_to_its_root_and_to_no_other() {
        for count in 1..=20_usize {
            let leaves: Vec<_> = (0..count).map(|n| MerkleNode(sha256(&n.to_le_bytes()))).collect();
            let root = merkle::root(leaves.clone()).hash;
            for index in 0..count {
                assert_eq!(verdict(&leaves, index, root), Some(Verdict::Valid), "{index}/{count}");
                let wrong = verdict(&leaves, index, MerkleNode([7; 32]));
                let name = rules::BAD_TXNMRKLROOT.name;
                assert!(matches!(wrong, Some(Verdict::Invalid { name: n, .. }) if n == name));
            }
            assert_eq!(verdict(&leaves, count, root), None);
            let mut forged = leaves.clone();
            forged.extend(leaves.last());
            if count % 2 == 1 && count > 1 {
                for index in [count - 1, count] {
                    let twice = verdict(&forged, index, root);
                    let name = rules::BAD_TXNS_DUPLICATE.name;
                    assert!(matches!(twice, Some(Verdict::Invalid { name: n, .. }) if n == name));
                }
            }
        }
    }

    #[test]
    fn another_leaf_can_be_chosen_on_the_way() {
        let leaves: Vec<_> = (0..6_u8).map(|n| MerkleNode([n; 32])).collect();
        let root = merkle::root(leaves.clone()).hash;
        let mut trace = Trace::new(MerkleModel::new("climb", leaves, 0, root).unwrap());
        trace.forward();
        trace.act(&serde_json::json!({"leaf": {"index": 5}})).unwrap();
        assert!(trace.act(&serde_json::json!({"leaf": {"index": 6}})).is_err());
        trace.seek(100);
        assert_eq!(trace.scene(&Window::all()).verdict, Some(Verdict::Valid));
    }
}
