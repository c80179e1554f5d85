//! A block of the story as it came in, with the state that it was judged by.

use super::Tale;
use crate::medical::chain::validation_model::ValidationModel;
use crate::medical::chain::{Event, Tree};
use crate::medical::world::{Tx, World};

/// The block of `height`; none where there is no such block.
pub fn under_check(tale: &Tale, height: u32) -> Option<ValidationModel<World>> {
    let genesis = World::new(tale.setting().clone());
    let mut tree = Tree::new(*genesis.chain(), genesis);
    for event in tale.events() {
        match event {
            Event::Block(block) if block.height() == height => {
                let (place, last_final) = (tree.place(), tree.final_height());
                let (block, body) = (block.clone(), tree.body()?.clone());
                let named = |tx: &Tx| tx.name().to_owned();
                return Some(ValidationModel::new(
                    *tree.chain(),
                    place,
                    last_final,
                    block,
                    body,
                    named,
                ));
            }
            event => drop(tree.take(event).ok()?),
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::medical::chain::validation_model::{Forgery, ValidationAction};
    use crate::medical::story::{SEED, tell};
    use crate::trace::{Stepper, Trace, Verdict, Window};

    #[test]
    fn a_block_passes_and_each_forgery_is_noticed_by_its_check() {
        let model = under_check(&tell(SEED).unwrap(), 5).unwrap();
        let mut trace = Trace::new(model.clone());
        let scenes = crate::trace::walked::there_and_back(&mut trace);
        assert_eq!(scenes.len(), 1 + 8 + 6);
        assert_eq!(scenes.last().unwrap().verdict, Some(Verdict::Valid));
        let wanted = [
            "it is built on",
            "it says slot",
            "and the block is",
            "has not signed it",
            "is in it twice",
            "its header has the root",
        ];
        for (forgery, wanted) in Forgery::ALL.into_iter().zip(wanted) {
            let mut trace = Trace::new(model.clone());
            let forge = serde_json::to_value(ValidationAction::Forge(forgery)).unwrap();
            trace.act(&forge).unwrap();
            while trace.forward() {}
            let scene = trace.scene(&Window::all());
            assert!(scene.sentence.contains(wanted), "{forgery:?}: {}", scene.sentence);
        }
    }
}
