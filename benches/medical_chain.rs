//! Blocks of the medical chain, judged on one and on two cores, beside the bare signature and pairing checks that
//! they need; and what a block costs as the chain grows: `cargo bench --bench medical_chain [ROUNDS]`.

#[path = "medical_chain/growth.rs"]
mod growth;
#[path = "medical_chain/judged.rs"]
mod judged;
#[path = "medical_chain/people.rs"]
mod people;

use std::time::{Duration, Instant};

use judged::Judged;
use people::Chain;

/// A pairing takes a hundred times as long as a signature: a block of storages is measured less often.
const STORAGES_EVERY_ROUNDS: usize = 5;
const STORAGES: usize = 100;
const RELEASES: usize = 400;

fn main() {
    let rounds: usize = std::env::args().skip(1).find_map(|arg| arg.parse().ok()).unwrap_or(300);
    let mut chain = Chain::new();
    let patients = chain.begin();
    let releases = chain.releases(&patients, RELEASES);
    let mut kinds = vec![Judged::new("releases (a signature each)", &chain, &releases, 1)];
    chain.follow(releases.clone());
    let stores = chain.stores(&patients, &releases);
    let name = "storages (a signature and two pairings each)";
    kinds.push(Judged::new(name, &chain, &stores[..STORAGES], STORAGES_EVERY_ROUNDS));
    chain.follow(stores.clone());
    let shares = chain.shares(&patients, &stores);
    kinds.push(Judged::new("sharings (a signature each)", &chain, &shares, 1));
    chain.follow(shares.clone());
    let fetches = chain.fetches(&stores, &shares);
    kinds.push(Judged::new("fetches (a signature each)", &chain, &fetches, 1));

    println!(
        "the fastest of {rounds} rounds, all kinds in turns; rates are to the bare checks on as many cores"
    );
    judged::measure(&mut kinds, rounds);
    kinds.iter().for_each(Judged::print);
    growth::measure(rounds);
}

fn timed<T>(work: impl FnOnce() -> T) -> (Duration, T) {
    let start = Instant::now();
    let made = work();
    (start.elapsed(), made)
}
