//! An absent delegate: empty slots, and what the registry's limit does about them.
//!
//! A slot whose delegate is not there stays empty. Who misses more than the limit in one epoch sits
//! out for some epochs; who keeps just within the limit does not, and so may go on for ever.

use super::field::{self, pool_name};
use super::outcome::{figure, units};
use super::{Attack, Outcome, TableLine};
use crate::election::{PoolNumber, Setting};

const POOLS: usize = 9;
/// Epochs that are played.
pub(super) const EPOCHS: usize = 5;

/// How often the delegate stays away.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Habit {
    /// Never.
    There,
    /// In all slots of the first epoch.
    Away,
    /// In every epoch, as often as goes unpunished.
    WithinTheLimit,
}

/// What the epochs brought the delegate.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Course {
    /// By epoch: units earned by the pool.
    pub earned: Vec<u64>,
    /// By epoch: whether it had a seat.
    pub seated: Vec<bool>,
    /// By epoch: slots that stayed empty.
    pub empty: Vec<u64>,
    /// How often it was suspended.
    pub suspended: usize,
}

/// What was counted.
pub(super) struct Numbers {
    pub setting: Setting,
    pub delegate: PoolNumber,
    pub there: Course,
    pub away: Course,
    pub within: Course,
}

/// Plays it.
pub(super) fn measure(seed: &str) -> Numbers {
    let setting = Setting::default();
    let stakes = field::stakes(&mut field::rng(seed, "absent-delegate"), POOLS, 300, 400);
    let beacon = field::beacon(seed, "absent-delegate", 0);
    let tally = field::tally(&stakes);
    let start = field::registry(setting, POOLS, &tally, beacon);
    let delegate = start.election().seats.first().map_or(PoolNumber(0), |seat| seat.pool);
    let course = |habit: Habit| {
        let mut registry = start.clone();
        let mut course = Course::default();
        for epoch in 0..EPOCHS {
            course.seated.push(registry.election().sits(delegate));
            let mut left = match habit {
                Habit::There => 0,
                Habit::Away if epoch > 0 => 0,
                Habit::Away => u32::MAX,
                Habit::WithinTheLimit => setting.missed_limit,
            };
            let end = field::epoch(&mut registry, &tally, |pool| {
                let stays_away = pool == delegate && left > 0;
                left -= u32::from(stays_away);
                !stays_away
            });
            course.earned.push(field::earned(&end, delegate));
            course.empty.push(end.slots.pools().map(|(_, slots)| u64::from(slots.missed)).sum());
            course.suspended += end.suspended.len();
        }
        course
    };
    let [there, away, within] = [Habit::There, Habit::Away, Habit::WithinTheLimit].map(course);
    Numbers { setting, delegate, there, away, within }
}

/// Tells it.
pub(super) fn outcome(seed: &str) -> Outcome {
    let found = measure(seed);
    let name = pool_name(found.delegate.index());
    let [there, away, within] =
        [&found.there, &found.away, &found.within].map(|course| course.earned.iter().sum::<u64>());
    let [empty, empty_within] =
        [&found.away, &found.within].map(|course| course.empty.iter().sum::<u64>());
    let Setting { missed_limit, suspension_epochs, seats, slots, .. } = found.setting;
    Outcome {
        attack: Attack::AbsentDelegate,
        setting_words: vec![
            format!("{POOLS} pools, {seats} seats, {slots} slots in an epoch, {EPOCHS} epochs."),
            format!(
                "More than {missed_limit} missed slots in an epoch: {suspension_epochs} epochs without a seat."
            ),
        ],
        columns: ["epoch", "earned"],
        before: table(&found.there),
        after: table(&found.away),
        figures: vec![
            figure("earned when always there", units(there)),
            figure("earned when away in epoch 1", units(away)),
            figure("earned within the limit", units(within)),
            figure("empty slots, away in epoch 1", empty),
            figure("empty slots, within the limit", empty_within),
            figure("suspensions, within the limit", found.within.suspended),
        ],
        told: vec![
            format!(
                "The delegate of {name} is away for all of its slots of epoch 1. Nobody stands in, and {empty} slots stay empty."
            ),
            format!(
                "It loses the pay of those blocks, and then, suspended for {suspension_epochs} epochs, that of its seat: {} in place of {} in {EPOCHS} epochs. Its voters lose with it.",
                units(away),
                units(there)
            ),
            "It gains nothing itself. Who gains is whoever wanted those blocks not to be made."
                .into(),
            format!(
                "The limit stops it: {} slots are empty in epoch 1 and {} later, since the next pool in the order of stake has the seat meanwhile.",
                found.away.empty[0],
                found.away.empty[1..].iter().sum::<u64>()
            ),
            format!(
                "The limit has a gap: who misses {missed_limit} slots in every epoch is never suspended, leaves {empty_within} slots empty in {EPOCHS} epochs, and still earns {}.",
                units(within)
            ),
        ],
        stopped: found.away.suspended == 1 && found.away.empty[1..].iter().all(|empty| *empty == 0),
    }
}

fn table(course: &Course) -> Vec<TableLine> {
    let epochs = (1..).zip(&course.earned).zip(&course.seated).zip(&course.empty);
    epochs
        .map(|(((epoch, earned), seated), empty)| {
            let words = match (seated, empty) {
                (true, 0) => "a seat".to_owned(),
                (true, empty) => format!("a seat, {empty} slots empty"),
                (false, _) => "suspended".to_owned(),
            };
            TableLine::new(format!("epoch {epoch}"), *earned, words).of_attacker(true)
        })
        .collect()
}
