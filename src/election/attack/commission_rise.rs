//! A commission that rises after the vote.
//!
//! A pool draws voters with a low commission and raises it once it sits. A higher commission holds
//! only some epochs after it is announced, and a vote can be moved to another pool at once: who
//! reads announcements loses nothing. Compared is a chain on which a commission holds immediately.

use super::field::{self, COMMISSION, pool_name};
use super::outcome::{figure, units};
use super::{Attack, Outcome, TableLine};
use crate::election::payout::payout;
use crate::election::{PoolNumber, Setting};

const POOLS: usize = 9;
const POOL: PoolNumber = PoolNumber(0);
/// Where voters go who leave.
const OTHER: PoolNumber = PoolNumber(1);
/// Stake of each of the three groups of voters.
const GROUP: u64 = 300;
const RAISED: u16 = 900;
/// Epochs that are played.
pub(super) const EPOCHS: usize = 6;

/// What the epochs brought.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Course {
    /// By epoch: the commission in thousandths.
    pub commission: Vec<u16>,
    /// By epoch: what the delegate kept.
    pub kept: Vec<u64>,
    /// By epoch: whether the pool sat.
    pub seated: Vec<bool>,
    /// What each group had less than the commission that it voted for would have left it: those who
    /// read announcements, those who notice the pay, those who do neither.
    pub lost: [u64; 3],
    /// What each group was paid, here or where it went.
    pub paid: [u64; 3],
}

/// What was counted.
pub(super) struct Numbers {
    pub setting: Setting,
    /// The pool keeps to its commission.
    pub honest: Course,
    /// It raises it, by the rule.
    pub notice: Course,
    /// It raises it where no rule asks for notice.
    pub surprise: Course,
}

/// How the pool behaves.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Way {
    Honest,
    Notice,
    Surprise,
}

/// Plays it.
pub(super) fn measure(seed: &str) -> Numbers {
    let setting = Setting::default();
    let others = field::stakes(&mut field::rng(seed, "commission-rise"), POOLS - 1, 400, 300);
    let course = |way| course(seed, setting, &others, way);
    let [honest, notice, surprise] = [Way::Honest, Way::Notice, Way::Surprise].map(course);
    Numbers { setting, honest, notice, surprise }
}

fn course(seed: &str, setting: Setting, others: &[u64], way: Way) -> Course {
    let beacon = field::beacon(seed, "commission-rise", 0);
    // Which groups are with the pool.
    let mut with = [true; 3];
    let tally = |with: &[bool; 3]| {
        let stay = with.iter().filter(|stays| **stays).count() as u64;
        let mut stakes = vec![stay * GROUP];
        stakes.extend(others);
        stakes[OTHER.index()] += (3 - stay) * GROUP;
        field::tally(&stakes)
    };
    let mut registry = field::registry(setting, POOLS, &tally(&with), beacon);
    let mut course = Course::default();
    if way == Way::Notice {
        // Far below everything, and the pool is open: nothing to refuse.
        let _ = registry.announce(POOL, RAISED);
    }
    for _ in 0..EPOCHS {
        let commission = match way {
            Way::Surprise => RAISED,
            Way::Honest | Way::Notice => {
                registry.pool(POOL).map_or(COMMISSION, |pool| pool.commission_per_mille)
            }
        };
        let announced = registry.pool(POOL).is_ok_and(|pool| pool.announced.is_some());
        let voters = with;
        let raised = commission > COMMISSION;
        // Readers go when it is announced, and all who look go when they are paid less.
        with[0] &= !announced && !raised;
        with[1] &= !raised;
        course.seated.push(registry.election().sits(POOL));
        let end = field::epoch(&mut registry, &tally(&with), |_| true);
        let stakes = voters.map(|stays| if stays { GROUP } else { 0 });
        let earned = field::earned(&end, POOL);
        let [paid, agreed] = [commission, COMMISSION].map(|part| payout(earned, part, &stakes));
        course.commission.push(commission);
        course.kept.push(paid.commission);
        for (lost, (agreed, paid)) in
            course.lost.iter_mut().zip(agreed.members.iter().zip(&paid.members))
        {
            *lost += agreed.saturating_sub(*paid);
        }
        let gone = voters.map(|stays| if stays { 0 } else { GROUP });
        let there: Vec<u64> = gone.into_iter().chain(others.first().copied()).collect();
        let there = payout(field::earned(&end, OTHER), COMMISSION, &there);
        for (sum, (here, there)) in
            course.paid.iter_mut().zip(paid.members.iter().zip(&there.members))
        {
            *sum += here + there;
        }
    }
    course
}

/// Tells it.
pub(super) fn outcome(seed: &str) -> Outcome {
    let found = measure(seed);
    let [honest, notice, surprise] = [&found.honest, &found.notice, &found.surprise]
        .map(|course| course.kept.iter().sum::<u64>());
    let wait = found.setting.notice_epochs;
    let first = found.notice.seated.iter().position(|sits| !sits).map_or(EPOCHS, |at| at) + 1;
    let name = pool_name(POOL.index());
    Outcome {
        attack: Attack::CommissionRise,
        setting_words: vec![
            format!(
                "{name} has three groups of voters, {} each, and a commission of {COMMISSION} per mille.",
                units(GROUP)
            ),
            format!("A higher commission holds {wait} epochs after it is announced."),
            "A vote can be moved to another pool at once.".into(),
        ],
        columns: ["epoch", "kept"],
        before: table(&found.honest),
        after: table(&found.notice),
        figures: vec![
            figure("lost by readers, with notice", units(found.notice.lost[0])),
            figure("lost by readers, without notice", units(found.surprise.lost[0])),
            figure("lost by those who notice the pay", units(found.notice.lost[1])),
            figure("lost by those who do neither", units(found.notice.lost[2])),
            figure("paid to readers", units(found.notice.paid[0])),
            figure("paid to those who notice the pay", units(found.notice.paid[1])),
            figure("paid to those who do neither", units(found.notice.paid[2])),
            figure("kept by the delegate, honest", units(honest)),
            figure("kept by the delegate, raising", units(notice)),
            figure("kept where no notice is asked", units(surprise)),
        ],
        told: vec![
            format!(
                "Once it sits, {name} announces {RAISED} per mille in place of {COMMISSION}. By the rule that holds only {wait} epochs later, and everyone can read it."
            ),
            format!(
                "Who reads it moves the vote before it holds and loses {}. If it held at once, the same voters would lose {} before they could leave.",
                units(found.notice.lost[0]),
                units(found.surprise.lost[0])
            ),
            format!(
                "Who looks only at the pay loses {} until the next election. Who never looks loses as much, and then stands behind a pool without a seat: {} in {EPOCHS} epochs, where readers have {}.",
                units(found.notice.lost[1]),
                units(found.notice.paid[2]),
                units(found.notice.paid[0])
            ),
            format!(
                "The delegate keeps {} in {EPOCHS} epochs, where honesty keeps {}; but from epoch {first} on most of its voters are gone, and with them its seat.",
                units(notice),
                units(honest)
            ),
        ],
        stopped: found.notice.lost[0] == 0 && found.surprise.lost[0] > 0,
    }
}

fn table(course: &Course) -> Vec<TableLine> {
    let epochs = (1..).zip(&course.kept).zip(&course.commission).zip(&course.seated);
    epochs
        .map(|(((epoch, kept), commission), seated)| {
            let seat = if *seated { "a seat" } else { "no seat" };
            let words = format!("{commission} per mille, {seat}");
            TableLine::new(format!("epoch {epoch}"), *kept, words).of_attacker(true)
        })
        .collect()
}
