//! The branch with the most work counts: blocks of the present one are disconnected back to the fork,
//! and those of the better one connected (Core: `ActivateBestChainStep`).

use super::{Chain, ChainFailure};
use crate::chain::store::{ChainStore, Change};
use crate::chain::tree::Place;
use crate::hash::BlockHash;
use crate::ledger::block::{BlockError, Connecting, IndexedBlock, ScriptChecks, disconnect_block};
use crate::ledger::{BlockUndo, CoinView};
use crate::primitives::OutPoint;

/// How the tip moved: nothing in it where it stayed.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct TipChange {
    /// Blocks that count no longer, the last one first.
    pub disconnected: Vec<BlockHash>,
    /// Blocks that count now, the first one first.
    pub connected: Vec<BlockHash>,
    /// Blocks that were found invalid on the way.
    pub failed: Vec<(BlockHash, BlockError)>,
}

impl TipChange {
    /// Whether the tip moved at all.
    pub fn is_none(&self) -> bool {
        self.disconnected.is_empty() && self.connected.is_empty()
    }

    /// This change and then another: what came and went again is in neither list.
    pub fn then(&mut self, next: TipChange) {
        for hash in next.disconnected {
            match self.connected.last() == Some(&hash) {
                true => drop(self.connected.pop()),
                false => self.disconnected.push(hash),
            }
        }
        self.connected.extend(next.connected);
        self.failed.extend(next.failed);
    }
}

/// How far it went.
enum Step {
    /// To this block, by all that the stretch changes.
    To(Place, Stretch),
    /// Nowhere, since this block is invalid.
    Broken(Place, BlockError),
}

/// A part of the way to a better tip: what is written at once.
#[derive(Default)]
struct Stretch {
    coins: CoinView,
    undo: Vec<(BlockHash, BlockUndo)>,
    change: TipChange,
}

impl<S: ChainStore> Chain<S> {
    /// Moves to the best branch, step by step. `fresh` is a block that is in the tree and not yet in
    /// the store; it is stored with the first step, or by itself.
    pub(super) fn activate(
        &mut self,
        mut fresh: Option<IndexedBlock>,
    ) -> Result<TipChange, ChainFailure> {
        let mut moved = TipChange::default();
        let mut goal = self.goal(fresh.as_ref());
        while goal != self.tip {
            match self.go_towards(goal, fresh.as_ref())? {
                Step::To(tip, stretch) => {
                    self.write_stretch(tip, stretch, fresh.take(), &mut moved)?;
                }
                Step::Broken(place, error) => {
                    let hash = self.tree.node(place).hash;
                    self.tree.mark(place, true);
                    let blocks = fresh.take().map(IndexedBlock::into_block).into_iter().collect();
                    let marks = vec![(hash, true)];
                    self.store.write(Change { blocks, marks, ..Change::default() })?;
                    moved.failed.push((hash, error));
                    goal = self.tree.best();
                }
            }
        }
        if let Some(block) = fresh {
            let blocks = vec![block.into_block()];
            self.store.write(Change { blocks, ..Change::default() })?;
        }
        Ok(moved)
    }

    /// The best block to move to. While the tip is good, only a block that has just come can be better.
    fn goal(&self, fresh: Option<&IndexedBlock>) -> Place {
        let new = fresh.and_then(|block| self.tree.find(&block.hash()));
        match new.map(|place| (place, self.tree.node(place))) {
            Some((place, node)) if !self.tree.node(self.tip).failed => {
                let better = !node.failed && node.work > self.tree.node(self.tip).work;
                if better { place } else { self.tip }
            }
            _ => self.tree.best(),
        }
    }

    /// Goes from the tip towards `goal` on a view of the coins, until the work is more than before or
    /// the goal is reached.
    fn go_towards(&self, goal: Place, fresh: Option<&IndexedBlock>) -> Result<Step, ChainFailure> {
        let fork = self.tree.fork(self.tip, goal);
        let mut stretch = Stretch::default();
        for place in self.tree.back_from(self.tip).take_while(|place| *place != fork) {
            self.disconnect(place, &mut stretch)?;
        }
        let way = self.tree.back_from(goal).take_while(|place| *place != fork);
        let way: Vec<Place> = way.collect();
        let before = self.tree.node(self.tip).work;
        let mut reached = fork;
        for place in way.into_iter().rev() {
            if let Err(error) = self.connect(place, &mut stretch, fresh)? {
                return Ok(Step::Broken(place, error));
            }
            reached = place;
            if self.tree.node(place).work > before {
                break;
            }
        }
        Ok(Step::To(reached, stretch))
    }

    fn disconnect(&self, place: Place, stretch: &mut Stretch) -> Result<(), ChainFailure> {
        let hash = self.tree.node(place).hash;
        let block = IndexedBlock::new(self.block(place)?);
        let undo = self.store.undo(&hash)?;
        let undo = undo.ok_or(ChainFailure::Missing { what: "undo data", hash })?;
        let made = block.block().transactions.iter().zip(block.txids()).flat_map(|(tx, &txid)| {
            (0..tx.outputs.len() as u32).map(move |vout| OutPoint { txid, vout })
        });
        self.load_coins(made.collect(), &mut stretch.coins)?;
        disconnect_block(&block, undo, &mut stretch.coins)
            .map_err(|_| ChainFailure::Undo { hash })?;
        stretch.change.disconnected.push(hash);
        Ok(())
    }

    fn connect(
        &self,
        place: Place,
        stretch: &mut Stretch,
        fresh: Option<&IndexedBlock>,
    ) -> Result<Result<(), BlockError>, ChainFailure> {
        let node = self.tree.node(place);
        let read;
        let block = match fresh.filter(|block| block.hash() == node.hash) {
            Some(block) => block,
            None => {
                read = IndexedBlock::new(self.block(place)?);
                &read
            }
        };
        let parent = node.parent.unwrap_or(Place::GENESIS);
        let context = self.block_context(parent, node.hash);
        let branch = self.branch(parent);
        let connecting = Connecting { block, context: &context, times: &branch };
        self.load_coins(connecting.needs(), &mut stretch.coins)?;
        let connected = match connecting.run(&mut stretch.coins) {
            Ok(connected) => connected,
            Err(error) => return Ok(Err(error)),
        };
        let checks = ScriptChecks { verifier: &self.signatures, cache: Some(&self.scripts) };
        if let Err(error) = checks.check(block, &connected.undo, context.flags) {
            return Ok(Err(error));
        }
        stretch.undo.push((node.hash, connected.undo));
        stretch.change.connected.push(node.hash);
        Ok(Ok(()))
    }

    fn write_stretch(
        &mut self,
        tip: Place,
        stretch: Stretch,
        fresh: Option<IndexedBlock>,
        moved: &mut TipChange,
    ) -> Result<(), ChainFailure> {
        self.store.write(Change {
            blocks: fresh.map(IndexedBlock::into_block).into_iter().collect(),
            undo: stretch.undo,
            coins: stretch.coins.into_changes(),
            tip: Some(self.tree.node(tip).hash),
            ..Change::default()
        })?;
        self.tip = tip;
        moved.then(stretch.change);
        Ok(())
    }
}
