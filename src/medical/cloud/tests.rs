//! Each fault is found for what it is, and a reader gets the right bytes as long as one node has them.

use super::*;
use crate::medical::story::{SEED, tell};

#[test]
fn each_fault_is_noticed_and_one_honest_node_is_enough() {
    let tale = tell(SEED).unwrap();
    let state = tale.tree().body().unwrap().data();
    let heart = tale.bookmarks().iter().find(|mark| mark.title == "heart report").unwrap();
    let pointer = state.storage(&heart.storage).unwrap().pointer;
    let mut found = Vec::new();
    for fault in Fault::ALL {
        let mut cloud = tale.cloud.clone();
        cloud.nodes_mut()[0].fault = Some(fault);
        let delivered = cloud.read(state, &pointer);
        assert_eq!(CloudPointer::to(&delivered.ciphertext.unwrap()), pointer);
        assert_eq!(delivered.answers.len(), 2);
        found.push(delivered.answers[0].finding);
        cloud.nodes_mut().iter_mut().for_each(|node| node.fault = Some(fault));
        assert_eq!(cloud.read(state, &pointer).ciphertext, None, "{fault:?} everywhere");
    }
    // The ciphertext before the heart report's second one is another record's.
    let swapped = Finding::Swapped;
    assert_eq!(found, [Finding::Lost, Finding::Altered, swapped, swapped, Finding::Gone]);
}

#[test]
fn an_old_version_of_the_same_record_is_called_stale() {
    let tale = tell(SEED).unwrap();
    let state = tale.tree().body().unwrap().data();
    let of = |replaced: bool| {
        let mut all = state.storages().values();
        let heart = tale.bookmarks().iter().find(|mark| mark.title == "heart report").unwrap();
        all.find(|one| one.release == heart.release && one.replaced_by.is_some() == replaced)
            .unwrap()
    };
    let (old, new) = (of(true).pointer, of(false).pointer);
    let ciphertext = tale.cloud.read(state, &old).ciphertext.unwrap();
    assert_eq!(finding::judge(state, &new, &node::Reply::Bytes(ciphertext)), Finding::Stale);
}

#[test]
fn the_walk_shows_each_fault() {
    let tale = tell(SEED).unwrap();
    let mut trace = crate::trace::Trace::new(cloud_walk::walk(&tale).unwrap());
    let scenes = crate::trace::walked::there_and_back(&mut trace);
    assert_eq!(scenes.len(), 1 + 2 * 5 + 1);
}
