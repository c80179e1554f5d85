//! The miner against the search on all cores, and its rounds there and back.

use serde_json::json;

use super::*;
use crate::mining::kernel::Kernel;
use crate::mining::miner_panes::chance_by_now;
use crate::mining::puzzle::target_of;
use crate::mining::search::{Ended, Search};
use crate::trace::walked::there_and_back;
use crate::trace::{Body, Stepper, Trace, Verdict};

fn threads(number: u8) -> NonZeroU8 {
    NonZeroU8::new(number).unwrap()
}

fn work() -> BlockWork {
    BlockWork::new(&example_block()).unwrap()
}

/// What the search on that many cores finds.
fn searched(target: Target, number: u8, from: u64) -> Found {
    let threads = threads(number).into();
    let search = Search { target, engine: Engine::best(), threads, from, max_tries: u64::MAX };
    let Ended::Found(found) = search.run(&work(), |_| true).ended else { panic!("no winner") };
    found
}

fn mined(model: MinerModel) -> Trace<MinerModel> {
    let mut trace = Trace::new(model);
    while trace.forward() {}
    trace
}

#[test]
fn the_winner_is_that_of_the_search_for_any_number_of_threads() {
    for bits in [1, 5, 10, 13, 16] {
        let target = target_of(bits);
        for number in [1, 2, 8] {
            for nonces in [1 << 8, 1_000, 1 << 14] {
                let model = MinerModel::new(work(), target, threads(number));
                let trace = mined(model.with_batches_of(nonces));
                let found = searched(target, number, 0);
                assert_eq!(trace.state().end, Some(MinerEnd::Found(found)), "{bits}, {number}");
                assert_eq!(trace.state().header, found.header);
                assert_eq!(trace.state().best, Some((found.header.block_hash(), found.header)));
                assert!(trace.state().hashes() >= found.tries);
            }
        }
    }
}

#[test]
fn the_example_ends_in_the_same_block_and_can_be_walked_back() {
    let mut blocks = Vec::new();
    for number in [1, 2, 8] {
        let mut trace = Trace::new(MinerModel::example(threads(number)).unwrap());
        let scenes = there_and_back(&mut trace);
        assert_eq!(scenes.last().unwrap().verdict, Some(Verdict::Valid));
        assert!((4..=60).contains(&scenes.len()), "{} steps", scenes.len());
        blocks.push(trace.state().header);
        assert_eq!(trace.state().header, searched(trace.model().target(), number, 0).header);
    }
    blocks.dedup();
    assert_eq!(blocks.len(), 1, "{blocks:?}");
}

#[test]
fn every_kernel_and_size_of_batches_shows_the_same_best() {
    let state = |kernel: Kernel| {
        let mut model = MinerModel::new(work(), target_of(12), threads(3));
        model.engine = kernel.engine().unwrap();
        mined(model).state().clone()
    };
    for kernel in Kernel::available() {
        assert_eq!(state(kernel), state(Kernel::Naive), "{}", kernel.name());
    }
    // The lowest hash, tried one by one.
    let mut trace = Trace::new(MinerModel::new(work(), target_of(40), threads(2)));
    trace.act(&json!({"round": {"nonces": 700}})).unwrap();
    let hashes = |nonces: std::ops::Range<u32>| {
        let hash = |nonce| BlockHeader { nonce, ..example_block().header }.block_hash();
        nonces.map(hash).min_by_key(number)
    };
    let bests = [hashes(0..700), hashes(700..1_400)];
    assert_eq!(trace.state().threads.iter().map(|one| one.best).collect::<Vec<_>>(), bests);
    assert_eq!(trace.state().best.map(|best| best.0), hashes(0..1_400));
}

#[test]
fn used_up_nonces_raise_the_extra_nonce() {
    let from = NONCES - 1_500;
    let target = target_of(14);
    for number in [1, 2, 8] {
        let model = MinerModel::new(work(), target, threads(number)).with_batches_of(1_000);
        let mut trace = Trace::new(model.starting_at(from));
        let mut told = 0;
        while trace.forward() {
            let scene = trace.scene(&Window::all());
            told += usize::from(scene.changes.iter().any(|change| change.contains("extra nonce")));
            let from = trace.state().threads.iter().filter_map(|thread| thread.batch);
            assert!(from.max().is_some_and(|batch| batch < trace.state().next));
        }
        let found = searched(target, number, from);
        assert_eq!(trace.state().end, Some(MinerEnd::Found(found)));
        assert_eq!((found.index, told), (1, 1), "this start shows nothing");
        assert_ne!(found.header.merkle_root, example_block().header.merkle_root);
        let mut block = example_block();
        work().put(&mut block, found.index, found.header.nonce);
        assert!(target.is_met_by(&block.header.block_hash()));
        assert_eq!(block.compute_merkle_root().hash, block.header.merkle_root);
    }
}

#[test]
fn without_an_extra_nonce_the_headers_end() {
    let mut block = example_block();
    block.transactions[0].inputs[0].script_sig = vec![1, 2].into();
    let work = BlockWork::new(&block).unwrap();
    let model = MinerModel::new(work, target_of(200), threads(2)).with_batches_of(100);
    let trace = mined(model.clone().starting_at(NONCES - 150));
    assert_eq!((trace.state().end, trace.state().hashes()), (Some(MinerEnd::Exhausted), 150));
    assert_eq!(mined(model.clone().starting_at(NONCES)).position(), 0, "there is no second header");
    let long = mined(model.with_batches_of(1));
    assert_eq!(long.state().end, Some(MinerEnd::BrokenOff));
    assert_eq!(long.position(), MOST_ROUNDS as usize);
    assert!(mined(MinerModel::example(threads(1)).unwrap().starting_at(u64::MAX)).position() > 0);
}

#[test]
fn a_reader_types_nonces_and_doubles_batches() {
    let target = target_of(12);
    let winner = searched(target, 1, 0).header.nonce;
    let mut trace = Trace::new(MinerModel::new(work(), target, threads(2)).with_batches_of(4));
    trace.act(&json!({"try": {"nonce": 1}})).unwrap();
    assert!(trace.scene(&Window::all()).sentence.starts_with("Nonce 1 gives a hash with"));
    assert_eq!(trace.choices()[1], "a round: 8 nonces for each thread");
    trace.choose(1).unwrap();
    assert_eq!(trace.state().hashes_by_thread(), [8, 8]);
    trace.forward();
    assert_eq!((trace.state().next, trace.state().hashes()), (32, 33));
    for refused in [json!({"round": {"nonces": 0}}), json!({"round": {"nonces": 65_537}})] {
        assert!(trace.act(&refused).is_err(), "{refused}");
    }
    trace.act(&json!({"try": {"nonce": winner}})).unwrap();
    assert_eq!(trace.state().end, Some(MinerEnd::Typed(winner)));
    assert!(trace.finished() && trace.act(&json!({"try": {"nonce": 1}})).is_err());
}

#[test]
fn the_panes_say_what_the_state_is() {
    let mut trace = Trace::new(MinerModel::example(threads(2)).unwrap());
    trace.seek(1);
    let scene = trace.scene(&Window::all());
    let Body::Table { rows, .. } = &scene.panes[0].body else { panic!("a table") };
    let cells: Vec<&str> = rows[1].cells.iter().map(|cell| &*cell.text).collect();
    assert_eq!((cells[0], cells[1], cells[2], cells[4]), ("1", "2,048", "2,048", "50.00%"));
    let Body::Bytes { bytes, marks } = &scene.panes[2].body else { panic!("bytes") };
    assert_eq!(bytes[..], trace.state().header.to_array());
    assert_eq!(marks.iter().map(|mark| mark.end - mark.start).sum::<usize>(), 80);
    assert!((chance_by_now(65_536, 65_536.0) - (1.0 - (-1.0_f64).exp())).abs() < 1e-5);
    assert_eq!((chance_by_now(0, 9.0), chance_by_now(3, 1.0)), (0.0, 1.0));
    assert_eq!(trace.scene(&Window::following(2)).panes[2].body.rows(), 2);
}
