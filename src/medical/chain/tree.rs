//! All blocks that are known, which branch is followed, and what is final.
//!
//! Each block keeps the state after it, so that a branch can be left and taken up again without playing
//! it anew. A state's large maps share with the one before all that the block left as it was, so that a
//! block costs the same on a long chain as on a short one. States before the last final block are dropped,
//! since nothing is ever built there.

use std::collections::{BTreeMap, BTreeSet};

use super::block::Parent;
use super::{Block, BlockError, BlockFault, Body, Endorsement, check_block};
use crate::election::is_final;
use crate::encode::{Decode, DecodeError, Encode, Reader, Sink};
use crate::hash::BlockHash;
use crate::medical::identity::Identity;

/// The blocks of one chain.
#[derive(Debug, Clone)]
pub struct Tree<B: Body> {
    chain: BlockHash,
    nodes: BTreeMap<BlockHash, Node<B>>,
    /// By arrival.
    order: Vec<BlockHash>,
    tip: BlockHash,
    finalized: BlockHash,
}

#[derive(Debug, Clone)]
struct Node<B: Body> {
    /// None for the genesis, which is a setting and no block.
    block: Option<Block<B::Tx>>,
    place: Parent,
    previous: BlockHash,
    /// The state after it, until a later block is final.
    body: Option<B>,
    seats: Vec<Identity>,
    /// Who endorsed this very block.
    endorsers: BTreeSet<Identity>,
    arrival: usize,
}

/// What the tree takes in, and what a store keeps: played again in order, it gives the same tree.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Event<T> {
    /// A block.
    Block(Block<T>),
    /// An endorsement.
    Endorsement(Endorsement),
}

impl<B: Body> Tree<B> {
    /// A chain that begins with `body`; `chain` is its id.
    pub fn new(chain: BlockHash, body: B) -> Tree<B> {
        let place = Parent::genesis(&chain);
        let genesis = Node {
            block: None,
            place,
            previous: chain,
            seats: body.seats(),
            body: Some(body),
            endorsers: BTreeSet::new(),
            arrival: 0,
        };
        let nodes = BTreeMap::from([(chain, genesis)]);
        Tree { chain, nodes, order: Vec::new(), tip: chain, finalized: chain }
    }

    /// Takes in an event; the block that is followed after it.
    pub fn take(&mut self, event: &Event<B::Tx>) -> Result<BlockHash, BlockError<B::Error>> {
        match event {
            Event::Block(block) => self.accept(block),
            Event::Endorsement(endorsement) => Ok(self.endorse(endorsement)?),
        }
    }

    /// Takes in a block.
    pub fn accept(&mut self, block: &Block<B::Tx>) -> Result<BlockHash, BlockError<B::Error>> {
        let id = block.id();
        if self.nodes.contains_key(&id) {
            return Err(BlockFault::Known { block: id }.into());
        }
        let previous = block.head.header.previous;
        let Some(parent) = self.nodes.get(&previous) else {
            return Err(BlockFault::NoParent { previous }.into());
        };
        let Some(body) = parent.body.as_ref().filter(|_| self.is_after_final(&previous)) else {
            let height = self.final_height();
            return Err(BlockFault::AgainstFinal { finalized: self.finalized, height }.into());
        };
        let after = check_block(&self.chain, &parent.place, self.final_height(), block, body)?;
        let node = Node {
            place: block.as_parent(),
            block: Some(block.clone()),
            previous,
            seats: after.seats(),
            body: Some(after),
            endorsers: BTreeSet::new(),
            arrival: self.order.len() + 1,
        };
        self.nodes.insert(id, node);
        self.order.push(id);
        self.follow();
        Ok(self.tip)
    }

    /// Takes in an endorsement.
    pub fn endorse(&mut self, endorsement: &Endorsement) -> Result<BlockHash, BlockFault> {
        let Endorsement { block, signer, .. } = *endorsement;
        let node = self.nodes.get_mut(&block).filter(|node| node.block.is_some());
        let Some(node) = node else { return Err(BlockFault::EndorsesNothing { block }) };
        if !node.seats.contains(&signer) {
            return Err(BlockFault::NoSeat { signer, block });
        }
        endorsement.check(&self.chain)?;
        if !node.endorsers.insert(signer) {
            return Err(BlockFault::EndorsedTwice { signer, block });
        }
        self.follow();
        Ok(self.tip)
    }

    /// The chain's id.
    pub fn chain(&self) -> &BlockHash {
        &self.chain
    }

    /// The block that is followed.
    pub fn tip(&self) -> BlockHash {
        self.tip
    }

    /// Where the next block goes.
    pub fn place(&self) -> Parent {
        self.nodes.get(&self.tip).map_or(Parent::genesis(&self.chain), |node| node.place)
    }

    /// The state after the block that is followed.
    pub fn body(&self) -> Option<&B> {
        self.nodes.get(&self.tip)?.body.as_ref()
    }

    /// The last final block.
    pub fn finalized(&self) -> BlockHash {
        self.finalized
    }

    /// Its height.
    pub fn final_height(&self) -> u32 {
        self.nodes.get(&self.finalized).map_or(0, |node| node.place.height)
    }

    /// A block by its id.
    pub fn block(&self, id: &BlockHash) -> Option<&Block<B::Tx>> {
        self.nodes.get(id)?.block.as_ref()
    }

    /// The blocks that are followed, the first one first.
    pub fn blocks(&self) -> Vec<&Block<B::Tx>> {
        let mut blocks: Vec<_> =
            self.branch(&self.tip).filter_map(|node| node.block.as_ref()).collect();
        blocks.reverse();
        blocks
    }

    /// Who endorsed a block, or one after it, of those that had a seat at it.
    pub fn endorsers(&self, id: &BlockHash) -> BTreeSet<Identity> {
        let Some(wanted) = self.nodes.get(id) else { return BTreeSet::new() };
        let later = self.nodes.iter().filter(|(other, _)| self.descends(other, id));
        let endorsers = later.flat_map(|(_, node)| node.endorsers.iter().copied());
        endorsers.filter(|signer| wanted.seats.contains(signer)).collect()
    }

    /// A block and those before it, the last one first, down to the genesis.
    fn branch(&self, from: &BlockHash) -> impl Iterator<Item = &Node<B>> {
        let first = self.nodes.get(from);
        std::iter::successors(first, |node| {
            node.block.as_ref().and_then(|_| self.nodes.get(&node.previous))
        })
    }

    /// Whether `from` is `to` or comes after it.
    fn descends(&self, from: &BlockHash, to: &BlockHash) -> bool {
        let height = self.nodes.get(to).map_or(0, |node| node.place.height);
        let mut branch = self.branch(from).take_while(|node| node.place.height >= height);
        branch.any(|node| node.place.id == *to)
    }

    fn is_after_final(&self, id: &BlockHash) -> bool {
        self.descends(id, &self.finalized)
    }

    /// Finds the branch with most endorsements since the last final block, then the highest, then the one
    /// whose tip came first; and what has become final on it.
    fn follow(&mut self) {
        let best = self
            .order
            .iter()
            .chain([&self.finalized])
            .filter(|id| self.is_after_final(id))
            .filter_map(|id| self.nodes.get(id))
            .max_by_key(|node| {
                let above = self.branch(&node.place.id);
                let above = above.take_while(|node| node.place.id != self.finalized);
                let endorsements: usize = above.map(|node| node.endorsers.len()).sum();
                (endorsements, node.place.height, std::cmp::Reverse(node.arrival))
            })
            .map(|node| node.place.id);
        self.tip = best.unwrap_or(self.tip);
        let newly_final = self
            .branch(&self.tip)
            .take_while(|node| node.place.id != self.finalized)
            .find(|node| is_final(self.endorsers(&node.place.id).len(), node.seats.len()))
            .map(|node| node.place.id);
        if let Some(finalized) = newly_final {
            self.finalized = finalized;
            self.forget();
        }
    }

    /// Drops the states on which nothing can be built any more.
    fn forget(&mut self) {
        let old: Vec<BlockHash> =
            self.nodes.keys().filter(|id| !self.is_after_final(id)).copied().collect();
        for id in old {
            if let Some(node) = self.nodes.get_mut(&id) {
                node.body = None;
            }
        }
    }
}

impl<T: Encode> Encode for Event<T> {
    fn encode<S: Sink>(&self, sink: &mut S) {
        match self {
            Event::Block(block) => {
                sink.put(&[0]);
                block.encode(sink);
            }
            Event::Endorsement(endorsement) => {
                sink.put(&[1]);
                endorsement.encode(sink);
            }
        }
    }
}

impl<T: Decode> Decode for Event<T> {
    fn decode(r: &mut Reader<'_>) -> Result<Event<T>, DecodeError> {
        let offset = r.position();
        match r.u8()? {
            0 => Block::decode(r).map(Event::Block),
            1 => Endorsement::decode(r).map(Event::Endorsement),
            other => {
                let (what, found) = ("0 for a block or 1 for an endorsement", other.to_string());
                Err(DecodeError::NotAValue { offset, what, found })
            }
        }
    }
}
