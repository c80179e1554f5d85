//! Withholding a secret: who reveals last can choose between two outcomes.
//!
//! The last to reveal knows what everyone else has revealed, and so both beacons: with its secret and
//! without. Both next elections are derived here, and the better one is taken. With the secrets of two
//! pools it is the best of four. Silence costs the pool's pay of the epoch.

use super::field;
use super::outcome::{figure, mean, units};
use super::{Attack, Outcome, TableLine};
use crate::election::{PoolNumber, Registry, SeatRule, Setting, Tally};

/// The attacker's pools come after these.
pub(super) const OTHERS: usize = 8;
/// Epochs over which everything is summed up.
pub(super) const EPOCHS: u32 = 120;

/// When the attacker withholds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Aim {
    /// Never.
    Reveal,
    /// Whenever it gives more seats.
    Seats,
    /// Only when it gives more units than it costs.
    Units,
}

/// Sums over all epochs, the attacker's.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Sums {
    /// Seats in the next epoch.
    pub seats: u64,
    /// Units earned in this epoch and the next.
    pub units: u64,
    /// Secrets withheld.
    pub withheld: u64,
}

/// What was counted.
pub(super) struct Numbers {
    pub setting: Setting,
    /// One pool, one secret: never, for seats, for units.
    pub single: [Sums; 3],
    /// Four pools, one secret to play with.
    pub one: [Sums; 3],
    /// Four pools, two secrets.
    pub two: [Sums; 3],
    /// What a pool that sits and makes its blocks, and never committed, is paid.
    pub silent_paid: u64,
    /// What one that committed and withheld is paid.
    pub withheld_paid: u64,
}

/// One way to end an epoch.
#[derive(Debug, Clone, Copy)]
struct Branch {
    seats: u64,
    units: u64,
    withheld: u64,
}

fn is_mine(pool: PoolNumber) -> bool {
    pool.index() >= OTHERS
}

/// Lets all reveal but `silent`, makes all blocks, and elects the next.
fn branch(committed: &Registry, tally: &Tally, silent: &[PoolNumber]) -> Branch {
    let mut registry = committed.clone();
    field::reveal(&mut registry, |pool| !silent.contains(&pool));
    let end = field::slots(&mut registry, tally, |_| true);
    let now: u64 = end.earned.iter().filter(|(pool, _)| is_mine(*pool)).map(|(_, u)| u).sum();
    let slots = registry.election().schedule.iter().filter(|pool| is_mine(**pool)).count() as u64;
    let seats = field::seats_from(registry.election(), OTHERS) as u64;
    let units = now + slots * registry.setting().block_reward;
    Branch { seats, units, withheld: end.withheld.len() as u64 }
}

/// All branches that an attacker has who can withhold the secrets of up to `secrets` of its pools; the
/// first one withholds nothing.
fn branches(start: &Registry, tally: &Tally, secrets: usize) -> Vec<Branch> {
    let mut ready = start.clone();
    field::commit(&mut ready, |_| true);
    let sitting = ready.election().sitting();
    let mine: Vec<PoolNumber> = sitting.filter(|pool| is_mine(*pool)).take(secrets).collect();
    let chosen = |set: usize| {
        let bits = mine.iter().enumerate().filter(move |(at, _)| set >> at & 1 == 1);
        bits.map(|(_, pool)| *pool).collect::<Vec<_>>()
    };
    (0..1_usize << mine.len()).map(|set| branch(&ready, tally, &chosen(set))).collect()
}

/// The best of the branches; between equals the one that comes first, and so reveals.
fn best(branches: &[Branch], aim: Aim) -> Option<Branch> {
    let worth = |branch: &Branch| match aim {
        Aim::Reveal => 0,
        Aim::Seats => branch.seats,
        Aim::Units => branch.units,
    };
    branches
        .iter()
        .copied()
        .reduce(|best, next| if worth(&next) > worth(&best) { next } else { best })
}

/// Sums for each aim, over many epochs that do not depend on each other.
fn play(seed: &str, setting: Setting, stakes: &[u64], secrets: usize) -> [Sums; 3] {
    let tally = field::tally(stakes);
    let mut sums = [Sums::default(); 3];
    for number in 0..EPOCHS {
        let beacon = field::beacon(seed, "withheld-reveal", number);
        let start = field::registry(setting, stakes.len(), &tally, beacon);
        let branches = branches(&start, &tally, secrets);
        for (sum, aim) in sums.iter_mut().zip([Aim::Reveal, Aim::Seats, Aim::Units]) {
            let Some(taken) = best(&branches, aim) else { continue };
            sum.seats += taken.seats;
            sum.units += taken.units;
            sum.withheld += taken.withheld;
        }
    }
    sums
}

/// What one pool that sits is paid, if it never commits, and if it commits and withholds.
fn paid_for_silence(start: &Registry, tally: &Tally) -> Option<[u64; 2]> {
    let pool = start.election().seats.first()?.pool;
    let paid = |never: bool| {
        let mut registry = start.clone();
        field::commit(&mut registry, |one| !never || one != pool);
        field::reveal(&mut registry, |one| one != pool);
        field::earned(&field::slots(&mut registry, tally, |_| true), pool)
    };
    Some([paid(true), paid(false)])
}

/// Plays it.
pub(super) fn measure(seed: &str) -> Numbers {
    let setting = Setting { rule: SeatRule::Lottery, ..Setting::default() };
    let others = field::stakes(&mut field::rng(seed, "withheld-reveal"), OTHERS, 200, 100);
    let four = field::with_split(&others, 1_000, 4);
    let single = play(seed, setting, &field::with_split(&others, 250, 1), 1);
    let [one, two] = [1, 2].map(|secrets| play(seed, setting, &four, secrets));
    let tally = field::tally(&four);
    let beacon = field::beacon(seed, "withheld-reveal", 0);
    let start = field::registry(setting, four.len(), &tally, beacon);
    let [silent_paid, withheld_paid] = paid_for_silence(&start, &tally).unwrap_or_default();
    Numbers { setting, single, one, two, silent_paid, withheld_paid }
}

/// Tells it.
pub(super) fn outcome(seed: &str) -> Outcome {
    let found = measure(seed);
    let pay = u64::from(found.setting.slots / found.setting.seats) * found.setting.block_reward;
    let of = |sum: u64| mean(sum, u64::from(EPOCHS));
    let [[single, ..], [one, ..], [two, ..]] = [&found.single, &found.one, &found.two];
    let [one_seats, two_seats] = [&found.one, &found.two].map(|sums| of(sums[1].seats));
    let figures = [
        ("1 pool, 1 secret", &found.single),
        ("4 pools, 1 secret", &found.one),
        ("4 pools, 2 secrets", &found.two),
    ];
    let figures = figures.into_iter().flat_map(|(who, sums)| {
        [("revealing", sums[0]), ("for seats", sums[1]), ("for units", sums[2])].map(
            |(aim, sum)| {
                let value = format!(
                    "{} seats, {} units, {} withheld",
                    of(sum.seats),
                    of(sum.units),
                    sum.withheld
                );
                (format!("{who}, {aim}"), value)
            },
        )
    });
    let silence = [
        figure("paid, committed and withheld", units(found.withheld_paid)),
        figure("paid, never committed", units(found.silent_paid)),
    ];
    Outcome {
        attack: Attack::WithheldReveal,
        setting_words: vec![
            format!(
                "Seven seats by lottery, {OTHERS} other pools, {EPOCHS} epochs each on its own."
            ),
            "The attacker has four pools of 250 units, and reveals after all others.".into(),
            format!("Who sits and reveals no secret loses the epoch's pay: {}.", units(pay)),
        ],
        columns: ["attacker", "seats"],
        before: vec![line("1 pool", single), line("4 pools", one)],
        after: vec![
            line("1 pool, 1 secret", &found.single[1]),
            line("4 pools, 1 secret", &found.one[1]),
            line("4 pools, 2 secrets", &found.two[1]),
        ],
        figures: figures.chain(silence).collect(),
        told: told(&found, pay, [of(two.seats), one_seats, two_seats]),
        stopped: [&found.single, &found.one, &found.two]
            .iter()
            .all(|sums| sums[2].units <= sums[0].units),
    }
}

fn told(found: &Numbers, pay: u64, [honest, one, two]: [String; 3]) -> Vec<String> {
    let [single, one_won, two_won] =
        [&found.single, &found.one, &found.two].map(|sums| sums[2].units - sums[0].units);
    let silent = format!(
        "A pool that sits and never commits is treated the same: it makes all its blocks, and is paid {}.",
        units(found.silent_paid)
    );
    vec![
        "The attacker waits until all others have revealed, derives the next election with its own secret and without, and takes the one in which it has more seats.".into(),
        format!(
            "Each silence costs that pool {}, the pay of one epoch, and a seat more earns as much in the next. One pool that withholds for every seat it can gain has {} in all, and {} if it reveals.",
            units(pay),
            units(found.single[1].units),
            units(found.single[0].units)
        ),
        format!("It gains seats: {honest} on average by revealing, {one} with one secret to play with, {two} with two."),
        format!(
            "A single pool that withholds only when it pays wins {}. Four pools win {} in {EPOCHS} epochs with one secret and {} with two, where silence turns two seats or more.",
            units(single),
            units(one_won),
            units(two_won)
        ),
        silent,
        "Silence is seen by all, and makes no pool richer by itself; it does not stop a coalition. That takes a penalty above all seats that one secret can turn, or chance that nobody can withhold: a delay function or a threshold signature.".into(),
    ]
}

fn line(what: &str, sums: &Sums) -> TableLine {
    let words = format!("{} each epoch", mean(sums.seats, u64::from(EPOCHS)));
    TableLine::new(what, sums.seats, words).of_attacker(true)
}
