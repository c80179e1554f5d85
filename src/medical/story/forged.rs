//! The story's chain with a forged tally in it, as a dishonest publisher and a dishonest producer would make it:
//! all signatures are good.

use super::Tale;
use crate::medical::chain::{Block, Event};
use crate::medical::world::history::History;
use crate::medical::world::{PoolAction, PoolTx, Tx, World};

/// The story's chain as it is.
pub fn history(tale: &Tale) -> History {
    History { setting: tale.setting().clone(), events: tale.events().to_vec() }
}

/// The same up to the block in which an election is published, and in that block 40 units more for pool 0. None
/// where no election is published.
pub fn with_forged_tally(tale: &Tale) -> Option<History> {
    let is_published = |tx: &Tx| matches!(tx, Tx::Pool(tx) if tx.statement.name() == "publish");
    let mut events = tale.events().to_vec();
    let at = events.iter().position(|event| match event {
        Event::Block(block) => block.transactions.iter().any(is_published),
        Event::Endorsement(_) => false,
    })?;
    events.truncate(at + 1);
    let Some(Event::Block(block)) = events.pop() else { return None };
    let chain = tale.chain();
    let mut transactions = block.transactions.clone();
    for tx in transactions.iter_mut().filter(|tx| is_published(tx)) {
        let Tx::Pool(published) = tx else { continue };
        let PoolAction::Publish { election } = &published.statement else { continue };
        let mut election = election.clone();
        *election.stakes.first_mut()? += 40;
        let action = PoolAction::Publish { election };
        *tx = Tx::Pool(PoolTx::new(&chain, published.number, action, &tale.cast.cohort));
    }
    let header = block.head.header;
    let place = crate::medical::chain::block::Parent {
        id: header.previous,
        height: header.height.saturating_sub(1),
        slot: 0,
    };
    let keys = tale.cast.producer(&header.producer)?;
    let forged = Block::new::<World>(&chain, &place, header.slot, transactions, keys);
    events.push(Event::Block(forged));
    Some(History { setting: tale.setting().clone(), events })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::medical::story::{SEED, tell};

    #[test]
    fn a_forged_tally_is_named_and_the_honest_chain_is_played() {
        let tale = tell(SEED).unwrap();
        let honest = history(&tale);
        assert_eq!(honest.play().unwrap().tip(), tale.tree().tip());
        let refused = with_forged_tally(&tale).unwrap().play().unwrap_err();
        let told = refused.to_string();
        assert!(
            told.contains("it counts 140 for pool 0, and the unspent outputs hold 100"),
            "{told}"
        );
        assert_eq!(refused.rule().name, "stake-from-outputs");
    }
}
