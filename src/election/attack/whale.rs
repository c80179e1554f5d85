//! A whale: one patient with most of the data, and so with most of the stake.
//!
//! A pool has one seat at most, whatever its stake. But nobody knows whose a pool is, so the whale
//! opens more of them. A cap on the stake that counts for a pool (as Cardano caps the stake that earns)
//! fails for the same reason; this chain has none, and here it is tried out.

use super::field;
use super::outcome::{figure, mean, per_cent, units};
use super::{Attack, Outcome, TableLine};
use crate::election::{Beacon, SeatRule, Setting};

const POOLS: usize = 14;
/// Lotteries over which the mean is taken.
pub(super) const DRAWS: u32 = 200;

/// Seats of the whale in all draws together, by its number of pools.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Case {
    pub rule: SeatRule,
    pub capped: bool,
    pub parts: u64,
    /// The sum over all draws.
    pub seats: u64,
}

/// What was counted.
pub(super) struct Numbers {
    pub setting: Setting,
    pub whale: u64,
    pub others: u64,
    /// The largest stake that would count for a pool.
    pub cap: u64,
    /// Both rules, with and without the cap, with one pool and with as many as there are seats.
    pub cases: Vec<Case>,
}

impl Numbers {
    /// The whale's seats in all draws together.
    pub fn seats(&self, rule: SeatRule, capped: bool, parts: u64) -> u64 {
        let fits = |case: &&Case| (case.rule, case.capped, case.parts) == (rule, capped, parts);
        self.cases.iter().find(fits).map_or(0, |case| case.seats)
    }

    /// As many pools as there are seats.
    pub fn many(&self) -> u64 {
        u64::from(self.setting.seats)
    }

    fn mean(&self, rule: SeatRule, capped: bool, parts: u64) -> String {
        mean(self.seats(rule, capped, parts), u64::from(DRAWS))
    }
}

/// Plays it.
pub(super) fn measure(seed: &str) -> Numbers {
    let setting = Setting::default();
    let stakes = field::stakes(&mut field::rng(seed, "whale"), POOLS, 200, 200);
    let others: u64 = stakes.iter().sum();
    // Three fifths of everything.
    let whale = others * 3 / 2;
    let many = u64::from(setting.seats);
    let cap = (others + whale) / many;
    let beacons: Vec<Beacon> = (0..DRAWS).map(|n| field::beacon(seed, "whale", n)).collect();
    let mut cases = Vec::new();
    for rule in [SeatRule::Ranked, SeatRule::Lottery] {
        let setting = Setting { rule, ..setting };
        for capped in [false, true] {
            for parts in [1, many] {
                let mut all = field::with_split(&stakes, whale, parts);
                if capped {
                    all.iter_mut().for_each(|stake| *stake = (*stake).min(cap));
                }
                let seats = beacons.iter().map(|beacon| {
                    field::seats_from(&field::election(&setting, &all, *beacon), POOLS) as u64
                });
                cases.push(Case { rule, capped, parts, seats: seats.sum() });
            }
        }
    }
    Numbers { setting, whale, others, cap, cases }
}

/// Tells it.
pub(super) fn outcome(seed: &str) -> Outcome {
    use SeatRule::{Lottery, Ranked};
    let found = measure(seed);
    let many = found.many();
    Outcome {
        attack: Attack::Whale,
        setting_words: vec![
            format!("{POOLS} other pools with {}, {many} seats.", units(found.others)),
            format!(
                "The whale has {}, {} of all.",
                units(found.whale),
                per_cent(found.whale, found.whale + found.others)
            ),
            format!("Seats are the sum over {DRAWS} elections."),
        ],
        columns: ["whale", "seats"],
        before: table(&found, 1),
        after: table(&found, many),
        figures: figures(&found),
        told: vec![
            format!(
                "The whale opens {many} pools in place of one and splits its stake evenly. Nobody can tell that they belong together."
            ),
            format!(
                "It costs {many} bonds, {} in all, which it has back when it closes the pools.",
                units(many * found.setting.smallest_bond)
            ),
            format!(
                "By the ranked rule its seats go from {} to {} of {many}: with three fifths of the stake it has everything.",
                found.mean(Ranked, false, 1),
                found.mean(Ranked, false, many)
            ),
            format!(
                "By the lottery they go from {} to {} of {many}, near its part of the stake. So the lottery leaves the others their part, and the ranked rule does not.",
                found.mean(Lottery, false, 1),
                found.mean(Lottery, false, many)
            ),
            format!(
                "A cap would not stop it: with at most {} counted for a pool, the split whale has {} ranked seats and {} by lottery, as before. A cap binds a pool, not the one behind it.",
                units(found.cap),
                found.mean(Ranked, true, many),
                found.mean(Lottery, true, many)
            ),
        ],
        stopped: false,
    }
}

fn figures(found: &Numbers) -> Vec<(String, String)> {
    let lines = found.cases.iter().map(|case| {
        let cap = if case.capped { ", with a cap" } else { "" };
        let plural = if case.parts == 1 { "" } else { "s" };
        let name = format!("mean seats, {}, {} pool{plural}{cap}", case.rule.name(), case.parts);
        figure(&name, found.mean(case.rule, case.capped, case.parts))
    });
    lines.collect()
}

fn table(found: &Numbers, parts: u64) -> Vec<TableLine> {
    let cases = found.cases.iter().filter(|case| case.parts == parts);
    let line = |case: &Case| {
        let cap = if case.capped { ", with a cap" } else { "" };
        let words = format!("{} of {}", mean(case.seats, u64::from(DRAWS)), found.many());
        TableLine::new(format!("{}{cap}", case.rule.name()), case.seats, words).of_attacker(true)
    };
    cases.map(line).collect()
}
