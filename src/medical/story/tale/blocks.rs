//! How the blocks of a story are made: in turn, or by somebody who tries; endorsed, or left alone.

use super::Tale;
use crate::medical::chain::{Block, BlockError, Body, Endorsement, Event};
use crate::medical::identity::Keys;
use crate::medical::story::{Outcome, StoryFault};
use crate::medical::world::{Tx, World};

impl Tale {
    /// Makes the block, and lets the seats endorse it.
    pub(in crate::medical::story) fn seal(&mut self, told: &str) -> Result<(), StoryFault> {
        self.seal_without_endorsement(told)?;
        self.endorse()
    }

    /// The same by somebody of whom it is not known whether it is their turn.
    pub(in crate::medical::story) fn seal_by(
        &mut self,
        keys: &Keys,
        told: &str,
    ) -> Result<(), StoryFault> {
        let block = self.make_block_by(keys)?;
        self.tell_of(&block, told);
        self.endorse()
    }

    /// Makes the block, and leaves it as it is.
    pub(in crate::medical::story) fn seal_without_endorsement(
        &mut self,
        told: &str,
    ) -> Result<(), StoryFault> {
        let block = self.make_block()?;
        self.tell_of(&block, told);
        Ok(())
    }

    fn tell_of(&mut self, block: &Block<Tx>, told: &str) {
        let (height, transactions) = (block.height(), block.transactions.len());
        let (slot, producer) = (block.head.header.slot, block.head.header.producer);
        let producer = self.cast.name(&producer);
        let title = format!("block {height} in slot {slot}, by {producer}");
        let outcome = Outcome::Block { height, transactions, producer };
        self.step("the chain", &title, told, outcome, None);
    }

    fn make_block(&mut self) -> Result<Block<Tx>, StoryFault> {
        let draft = self.drafted();
        let producer = draft.body.producer(draft.at.slot);
        let keys = producer.and_then(|who| self.cast.producer(&who)).cloned();
        self.make_block_by(&keys.ok_or(StoryFault::Missing { what: "producer" })?)
    }

    /// A block that is refused leaves the draft as it is.
    fn make_block_by(&mut self, keys: &Keys) -> Result<Block<Tx>, StoryFault> {
        let (chain, place) = (self.chain(), self.tree.place());
        let draft = self.drafted();
        let (slot, transactions) = (draft.at.slot, draft.transactions.clone());
        let block = Block::new::<World>(&chain, &place, slot, transactions, keys);
        self.tree.accept(&block)?;
        self.draft = None;
        if let Some(state) = self.tree.body() {
            self.state = state.clone();
        }
        self.events.push(Event::Block(block.clone()));
        Ok(block)
    }

    /// All seats endorse the block that is followed.
    pub(in crate::medical::story) fn endorse(&mut self) -> Result<(), StoryFault> {
        let (chain, tip) = (self.chain(), self.tree.tip());
        let seats = self.state.seats();
        for seat in seats {
            let Some(keys) = self.cast.producer(&seat) else { continue };
            let endorsement = Endorsement::new(&chain, tip, keys);
            self.tree.endorse(&endorsement).map_err(BlockError::from)?;
            self.events.push(Event::Endorsement(endorsement));
        }
        self.draft = None;
        Ok(())
    }

    /// Makes blocks, empty ones if need be, until `slot` is the next one's; one step tells of them all.
    pub(in crate::medical::story) fn pass_to(
        &mut self,
        slot: u64,
        told: &str,
    ) -> Result<(), StoryFault> {
        let from = self.at().slot;
        while self.at().slot < slot {
            self.make_block()?;
            self.endorse()?;
        }
        let last = slot.saturating_sub(1);
        let title = match from == last {
            true => format!("slot {from} goes by"),
            false => format!("slots {from} to {last} go by"),
        };
        self.step("the chain", &title, told, Outcome::Told, None);
        Ok(())
    }
}
