//! The chain against a slow, obvious one, on generated histories: blocks with and without faults,
//! forks, orphans, twins, repetitions, reorganisations, and blocks that a person calls invalid.
//!
//! After every event both must say the same of the block and of the orphans that it brought along, with
//! the same reject string, and have the same tip; now and then, and at the end, the same coins. Opened
//! again from its store, the chain must stand where it stood. The run
//! fails on any difference, and also where it did not reach what it is for. `BLOCKSTEP_CASES=1000000`
//! runs longer, `BLOCKSTEP_SEED` takes other histories, `BLOCKSTEP_CASE=n` repeats one and shows it:
//!
//! ```text
//! BLOCKSTEP_CASES=1000000 cargo test --release --test reference_chain -- --nocapture
//! ```

#![allow(clippy::unwrap_used)]

#[path = "reference_chain/blocks.rs"]
mod blocks;
#[path = "reference_chain/census.rs"]
mod census;
#[path = "reference_chain/faults.rs"]
mod faults;
#[path = "reference_chain/payments.rs"]
mod payments;
#[path = "reference_chain/plan.rs"]
mod plan;
#[path = "support/settings.rs"]
mod settings;
#[path = "reference_chain/slow_chain.rs"]
mod slow_chain;
#[path = "reference_chain/slow_difficulty.rs"]
mod slow_difficulty;
#[path = "reference_chain/slow_rules.rs"]
mod slow_rules;
#[path = "reference_chain/world.rs"]
mod world;

use blockstep::chain::{Arrival, Chain, ChainStore, MemoryStore, TipChange};
use blockstep::rng::Rng;
use blockstep::store::ChainDb;
use census::Census;
use plan::{Event, plan};
use rayon::prelude::*;
use redb::backends::InMemoryBackend;
use slow_chain::{Quirks, SlowChain, Verdict};
use slow_rules::{Coins, Forgotten};
use world::World;

/// Histories in a plain `cargo test`.
const CASES: u64 = 20_000;

/// Histories over a database, which is slower.
const DATABASE_CASES: u64 = 2_000;

/// One history.
struct Case {
    world: World,
    events: Vec<Event>,
    /// After which events the coins are compared, besides the last.
    coins_every: usize,
}

impl Case {
    /// Number `index` of the run with this seed.
    fn generate(run: u64, index: u64) -> Case {
        let mut rng = Rng::from_text(&format!("history {run} {index}"));
        let world = World::draw(&mut rng);
        let events = plan(&mut rng, &world, &world.params().genesis);
        Case { world, events, coins_every: 3 + rng.below(10) as usize }
    }

    /// Lets both chains live through it. A difference comes back as text.
    fn judge<S: ChainStore>(
        &self,
        store: S,
        quirks: Quirks,
        census: &mut Census,
    ) -> Result<(), String> {
        let params = self.world.params();
        let mut slow = SlowChain::new(&self.world, params.genesis.clone(), quirks);
        let mut chain = Chain::open(params, store).unwrap();
        for (number, event) in self.events.iter().enumerate() {
            let height = chain.height();
            let moved = step(&mut chain, &mut slow, event, census)
                .map_err(|difference| format!("event {number}: {difference}"))?;
            census.count_move(&moved, height, chain.height());
            let (tip, slow_tip) = (chain.tip_hash(), slow.tip());
            if (tip, chain.height()) != (slow_tip, slow.height()) {
                return Err(format!("event {number}: the tip is {tip}, or {slow_tip}"));
            }
            let last = number + 1 == self.events.len();
            if (last || number % self.coins_every == 0) && coins(&chain) != slow.coins() {
                return Err(format!("event {number}: the coins differ"));
            }
        }
        let reopened = Chain::open(self.world.params(), chain.into_store()).unwrap();
        if reopened.tip_hash() != slow.tip() || coins(&reopened) != slow.coins() {
            return Err(format!("opened again, the tip is {}", reopened.tip_hash()));
        }
        census.count_history();
        Ok(())
    }

    fn describe(&self) -> String {
        let mut text = format!("{:?}\n", self.world);
        for (number, event) in self.events.iter().enumerate() {
            text += &match event {
                Event::Block(block, now) => format!(
                    "{number}: block {} after {} at {now}\n",
                    block.block_hash(),
                    block.header.prev_block_hash
                ),
                other => format!("{number}: {other:?}\n"),
            };
        }
        text
    }
}

/// What the real chain says, in the words of the slow one.
fn verdict(arrival: &Arrival) -> Verdict {
    match arrival {
        Arrival::Connected => ("connected", None),
        Arrival::Side => ("side", None),
        Arrival::Orphan => ("orphan", None),
        Arrival::Duplicate => ("duplicate", None),
        Arrival::Rejected(rejection) => ("rejected", Some(rejection.reject().into_owned())),
    }
}

fn step<S: ChainStore>(
    chain: &mut Chain<S>,
    slow: &mut SlowChain<'_>,
    event: &Event,
    census: &mut Census,
) -> Result<TipChange, String> {
    match event {
        Event::Block(block, now) => {
            let expected = slow.accept(block, *now);
            let accepted = chain.accept((**block).clone(), *now).unwrap();
            let adopted = accepted.adopted.iter();
            let adopted = adopted.map(|(hash, arrival)| (*hash, verdict(arrival))).collect();
            let found = (verdict(&accepted.arrival), adopted);
            census.count_verdict(&found);
            match found == expected {
                true => Ok(accepted.moved),
                false => Err(format!("the chain says {found:?}, the slow one {expected:?}")),
            }
        }
        Event::Invalidate(hash) | Event::Reconsider(hash) => {
            let place = chain.tree().find(hash);
            if place.is_some() != slow.knows(hash) {
                return Err(format!("only one of them knows {hash}"));
            }
            let Some(place) = place else { return Ok(TipChange::default()) };
            if matches!(event, Event::Invalidate(_)) {
                census.by_hand[0] += 1;
                slow.invalidate(*hash);
                return Ok(chain.invalidate(place).unwrap());
            }
            census.by_hand[1] += 1;
            slow.reconsider(*hash);
            Ok(chain.reconsider(place).unwrap())
        }
    }
}

fn coins<S: ChainStore>(chain: &Chain<S>) -> Coins {
    let mut coins = Coins::new();
    let visit = &mut |outpoint, coin: blockstep::ledger::Coin| {
        let script = coin.output.script_pubkey.to_vec();
        coins.insert(outpoint, (coin.output.value, script, coin.height, coin.coinbase));
    };
    chain.store().each_coin(visit).unwrap();
    coins
}

#[test]
fn the_chain_agrees_with_a_slow_one() {
    let run = settings::number("BLOCKSTEP_SEED", 1);
    if let Ok(case) = std::env::var("BLOCKSTEP_CASE") {
        let case = Case::generate(run, case.parse().unwrap());
        println!("{}", case.describe());
        case.judge(MemoryStore::default(), Quirks::default(), &mut Census::default()).unwrap();
        return;
    }
    let cases = settings::number("BLOCKSTEP_CASES", CASES);
    eprintln!("{cases} histories from BLOCKSTEP_SEED={run}");
    let (census, differences) = (0..cases)
        .into_par_iter()
        .fold(Default::default, |(mut census, mut differences): (Census, Vec<String>), index| {
            let case = Case::generate(run, index);
            let judged = case.judge(MemoryStore::default(), Quirks::default(), &mut census);
            differences.extend(judged.err().map(|difference| {
                format!("BLOCKSTEP_SEED={run} BLOCKSTEP_CASE={index}: {difference}")
            }));
            (census, differences)
        })
        .reduce(Default::default, |a, b| (a.0.add(b.0), [a.1, b.1].concat()));
    census.print(&mut std::io::stderr().lock()).unwrap();
    let first = differences.iter().take(3).cloned().collect::<Vec<_>>().join("\n");
    assert!(differences.is_empty(), "{} differences:\n{first}", differences.len());
    if cases >= CASES {
        census.assert_reached();
    }
}

/// The same over the database.
#[test]
fn a_chain_in_a_database_agrees_too() {
    let store = || ChainDb::with_backend(InMemoryBackend::new(), "generated").unwrap();
    let differences: Vec<_> = (0..DATABASE_CASES)
        .into_par_iter()
        .filter_map(|index| {
            let case = Case::generate(3, index);
            case.judge(store(), Quirks::default(), &mut Census::default()).err()
        })
        .collect();
    assert_eq!(differences, [""; 0]);
}

/// The counter-test: a chain that does one thing wrongly is told from one that does not.
#[test]
fn a_chain_that_does_it_wrongly_is_noticed() {
    let right = Quirks::default();
    let forgets = |forgotten| Quirks { forgotten, ..right };
    let none = Forgotten::default();
    let quirks = [
        Quirks { last_seen_wins: true, ..right },
        Quirks { longest_wins: true, ..right },
        Quirks { no_undo: true, ..right },
        Quirks { witness_fault_sticks: true, ..right },
        Quirks { forgets_orphans: true, ..right },
        forgets(Forgotten { maturity: true, ..none }),
        forgets(Forgotten { overwrites: true, ..none }),
        forgets(Forgotten { scripts: true, ..none }),
        forgets(Forgotten { coinbase_amount: true, ..none }),
        forgets(Forgotten { sequence_locks: true, ..none }),
    ];
    let cases: Vec<Case> = (0..1_500).map(|index| Case::generate(2, index)).collect();
    for quirks in quirks {
        let differs = |case: &&Case| {
            case.judge(MemoryStore::default(), quirks, &mut Census::default()).is_err()
        };
        let noticed = cases.par_iter().filter(differs).count();
        eprintln!("{noticed} of {} histories notice {quirks:?}", cases.len());
        assert!(noticed > 0, "nothing here tells {quirks:?} from what is right");
    }
}
