//! Tokens by cutting a treatment into records, if tokens were given for each record.
//!
//! This chain mints once for an episode of care, however many records tell of it. Both rules are
//! played over the same records: one mint for each record, and one for each episode.

use std::collections::BTreeSet;

use super::field;
use super::outcome::{figure, seats, units};
use super::{Attack, Outcome, TableLine};
use crate::election::Setting;
use crate::spelling::grouped;

const POOLS: usize = 12;
/// Units of a mint.
pub(super) const MINT: u64 = 100;
/// The attacker's episodes of care, of which it cuts one.
pub(super) const EPISODES: u32 = 5;
/// Into how many records.
const CUTS: [u32; 4] = [1, 10, 100, 1_000];

/// A record, by the episode of care that it tells of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Record {
    episode: u32,
}

/// Stake and seats of the attacker, for one number of records.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Cut {
    pub records: u32,
    /// Units and seats with a mint for each record.
    pub by_record: (u64, usize),
    /// Units and seats with one for each episode.
    pub by_episode: (u64, usize),
}

fn minted_by_record(records: &[Record]) -> u64 {
    records.len() as u64 * MINT
}

fn minted_by_episode(records: &[Record]) -> u64 {
    let mut seen = BTreeSet::new();
    records.iter().filter(|record| seen.insert(record.episode)).count() as u64 * MINT
}

/// One record for each episode but the first, which has `cut` of them.
fn attackers(cut: u32) -> Vec<Record> {
    let cut = (0..cut).map(|_| Record { episode: 0 });
    cut.chain((1..EPISODES).map(|episode| Record { episode })).collect()
}

/// Plays it for each number of records.
pub(super) fn measure(seed: &str) -> Vec<Cut> {
    let setting = Setting::default();
    let mut rng = field::rng(seed, "mint-by-splitting");
    // Patients of the other pools have one to three records of each episode, as doctors make them.
    let pools: Vec<Vec<Record>> = (0..POOLS)
        .map(|_| {
            let episodes = 20 + u32::try_from(rng.below(21)).unwrap_or(0);
            let mut records = Vec::new();
            for episode in 0..episodes {
                (0..=rng.below(3)).for_each(|_| records.push(Record { episode }));
            }
            records
        })
        .collect();
    let beacon = field::beacon(seed, "mint-by-splitting", 0);
    let rule = |mint: fn(&[Record]) -> u64, cut: u32| {
        let others: Vec<u64> = pools.iter().map(|records| mint(records)).collect();
        let own = mint(&attackers(cut));
        (own, field::best_split(&setting, &others, own, beacon).1)
    };
    let cut = |records| Cut {
        records,
        by_record: rule(minted_by_record, records),
        by_episode: rule(minted_by_episode, records),
    };
    CUTS.map(cut).to_vec()
}

/// Tells it.
pub(super) fn outcome(seed: &str) -> Outcome {
    let found = measure(seed);
    let [first, last] = [found[0], found[found.len() - 1]];
    let line = |cut: &Cut, (stake, held): (u64, usize), rule: &str| {
        let plural = if cut.records == 1 { "" } else { "s" };
        let records = grouped(cut.records);
        TableLine::new(format!("{records} record{plural}, {rule}"), stake, seats(held))
            .of_attacker(true)
    };
    let both = |cut: &Cut| {
        [line(cut, cut.by_episode, "by episode"), line(cut, cut.by_record, "by record")]
    };
    let figures = found.iter().flat_map(|cut| {
        let name =
            |rule: &str| format!("records: {}, a mint for each {rule}", grouped(cut.records));
        [("record", cut.by_record), ("episode", cut.by_episode)].map(|(rule, (stake, held))| {
            figure(&name(rule), format!("{}, {}", units(stake), seats(held)))
        })
    });
    Outcome {
        attack: Attack::MintBySplitting,
        setting_words: vec![
            format!("{POOLS} pools of patients with 20 to 40 episodes of care each, seven ranked seats."),
            format!("A mint is {}.", units(MINT)),
            format!("The attacker has {EPISODES} episodes, and a doctor who writes as many records as it likes."),
        ],
        columns: ["one treatment in", "stake"],
        before: both(&first).to_vec(),
        after: found[1..].iter().flat_map(both).collect(),
        figures: figures.collect(),
        told: vec![
            format!("One treatment is written down in {} records in place of one. Nothing about the care is different.", grouped(last.records)),
            format!(
                "It costs the work of cutting. If each record minted, it would turn {} into {}.",
                units(first.by_record.0),
                units(last.by_record.0)
            ),
            format!(
                "With that stake the attacker would go from {} to {} of seven.",
                seats(first.by_record.1),
                seats(last.by_record.1)
            ),
            format!(
                "An episode mints once, however many records it has: {} before and {} after, {} before and {} after. That stops it.",
                units(first.by_episode.0),
                units(last.by_episode.0),
                seats(first.by_episode.1),
                seats(last.by_episode.1)
            ),
            "What is left is to invent episodes. An institution has to release each, and puts its name to it.".into(),
        ],
        stopped: found.iter().all(|cut| cut.by_episode == first.by_episode),
    }
}
