//! What happens to a chain, drawn from a seed: which blocks there are, in which order they come, and
//! what a person calls invalid meanwhile.

use blockstep::hash::BlockHash;
use blockstep::primitives::Block;
use blockstep::rng::Rng;

use super::blocks::{Draft, Fault, draw};
use super::world::{LATER, NOW, World};

/// One thing that happens.
#[derive(Debug, Clone)]
pub enum Event {
    /// A block comes at this time.
    Block(Box<Block>, u32),
    /// A person calls a block invalid.
    Invalidate(BlockHash),
    /// And takes that back.
    Reconsider(BlockHash),
}

/// All that happens to one chain.
pub fn plan(rng: &mut Rng, world: &World, genesis: &Block) -> Vec<Event> {
    let drafts = tree(rng, world, genesis);
    let mut events = Vec::new();
    for draft in &drafts[1..] {
        // A twin has the same header, and comes before or after the block that it imitates.
        let twin = draft.twin.as_ref().map(|twin| Event::Block(Box::new(twin.clone()), NOW));
        let block = Event::Block(Box::new(draft.block.clone()), NOW);
        let order = if rng.below(3) > 0 { [twin, Some(block)] } else { [Some(block), twin] };
        events.extend(order.into_iter().flatten());
    }
    mix(rng, &mut events);
    for _ in 0..rng.below(1 + events.len() as u64 / 5) {
        let again = events[rng.below(events.len() as u64) as usize].clone();
        let again = match again {
            // What came from the future may be taken later.
            Event::Block(block, _) if rng.below(2) == 0 => Event::Block(block, LATER),
            other => other,
        };
        insert(rng, &mut events, again);
    }
    if rng.below(4) == 0 {
        for _ in 0..1 + rng.below(3) {
            let hash = drafts[1 + rng.below(drafts.len() as u64 - 1) as usize].block.block_hash();
            insert(rng, &mut events, Event::Invalidate(hash));
            let other = drafts[1 + rng.below(drafts.len() as u64 - 1) as usize].block.block_hash();
            let hash = if rng.below(3) > 0 { hash } else { other };
            insert(rng, &mut events, Event::Reconsider(hash));
        }
    }
    events
}

fn insert(rng: &mut Rng, events: &mut Vec<Event>, event: Event) {
    let at = rng.below(events.len() as u64 + 1) as usize;
    events.insert(at, event);
}

/// In order, with some late, or in any order.
fn mix(rng: &mut Rng, events: &mut Vec<Event>) {
    match rng.below(10) {
        0 => {
            for last in (1..events.len()).rev() {
                events.swap(last, rng.below(last as u64 + 1) as usize);
            }
        }
        1..=5 => {
            for at in 0..events.len() {
                if rng.below(8) == 0 {
                    let event = events.remove(at);
                    let to = (at + 1 + rng.below(4) as usize).min(events.len());
                    events.insert(to, event);
                }
            }
        }
        _ => {}
    }
    // Some never come.
    if rng.below(8) == 0 && events.len() > 4 {
        events.remove(rng.below(events.len() as u64) as usize);
    }
}

/// Blocks that hang from each other, the genesis block first.
fn tree(rng: &mut Rng, world: &World, genesis: &Block) -> Vec<Draft> {
    let mut drafts = vec![Draft::genesis(genesis)];
    let mut growing = 0;
    for _ in 0..6 + rng.below(13) {
        let parent = match rng.below(100) {
            0..70 => growing,
            70..90 => drafts.len() - 1 - rng.below(drafts.len().min(5) as u64) as usize,
            _ => rng.below(drafts.len() as u64) as usize,
        };
        let fault = (rng.below(8) == 0).then(|| Fault::draw(rng));
        let draft = draw(rng, world, &drafts[parent], fault);
        drafts.push(draft);
        // Most go on beside a faulty block, some behind it.
        growing = if fault.is_some() && rng.below(4) > 0 { parent } else { drafts.len() - 1 };
    }
    drafts
}
