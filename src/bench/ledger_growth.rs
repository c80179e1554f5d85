//! What one check costs in each ledger, as the ledger gets longer.
//!
//! The ledgers are generated from a seed ([`Generated`]) and their payments are not signed: checks
//! leave scripts out ([`Scripts::AssumeValid`]), since a signature costs the same in every ledger and
//! only the look-ups differ. Looks are counted and the same on every machine; times are measured.

use std::time::{Duration, Instant};

use serde::Serialize;

use crate::ledger::generated::{Generated, Holding, Signing};
use crate::ledger::{Ledger, LedgerKind, Payment, Scripts};
use crate::trace::{Chart, Series};

/// The seed of all ledgers that are measured.
const SEED: u64 = 1;

/// Transactions between a young output and the present.
const YOUNG: usize = 10;

/// A time is measured until so much has passed, and then divided by the number of checks.
const MEASURED_FOR: Duration = Duration::from_millis(20);

/// A kind of ledger, and how old the output is that is spent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Case {
    /// How the books are kept.
    pub ledger: LedgerKind,
    /// Which output is spent.
    pub spends: Age,
}

/// How old the output is that is spent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Age {
    /// One made half the ledger ago.
    Old,
    /// One made ten transactions ago.
    Young,
}

/// What one check took.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Measured {
    /// The case.
    #[serde(flatten)]
    pub case: Case,
    /// Transactions in the ledger.
    pub length: usize,
    /// Transactions from the one that made the output to the present, itself included.
    pub distance: usize,
    /// Records, accounts or coins looked at.
    pub looks: u64,
}

/// What is compared, in the order of the chart. The age of the output matters to the scan alone.
pub const CASES: [Case; 5] = [
    Case { ledger: LedgerKind::Account, spends: Age::Old },
    Case { ledger: LedgerKind::Scan, spends: Age::Old },
    Case { ledger: LedgerKind::Scan, spends: Age::Young },
    Case { ledger: LedgerKind::Table, spends: Age::Old },
    Case { ledger: LedgerKind::Utxo, spends: Age::Old },
];

impl Case {
    /// A few words.
    pub fn name(&self) -> &'static str {
        match (self.ledger, self.spends) {
            (LedgerKind::Account, _) => "account, history replayed",
            (LedgerKind::Table, _) => "account, with a table",
            (LedgerKind::Scan, Age::Old) => "scan, old output",
            (LedgerKind::Scan, Age::Young) => "scan, young output",
            (LedgerKind::Utxo, _) => "UTXO set",
        }
    }
}

/// A ledger and a payment to check against it.
pub struct Prepared {
    ledger: Box<dyn Ledger>,
    candidate: Payment,
    distance: usize,
}

impl Prepared {
    /// The ledger of a case, of a generated history, and a valid payment to check.
    pub fn new(case: Case, history: &Generated) -> Prepared {
        let length = history.payments.len();
        let wanted = match case.spends {
            Age::Old => length / 2,
            Age::Young => length.saturating_sub(YOUNG),
        };
        let holding = nearest(history, wanted);
        let receiver = (holding.owner + 1) % history.parties.len();
        let candidate = history.draft(&holding, &[(receiver, holding.value)]).unsigned();
        let ledger = case.ledger.of(&history.payments);
        Prepared { ledger, candidate, distance: length - holding.made_at }
    }

    /// Checks the payment once. Returns the looks, or none if it was refused.
    pub fn check(&self) -> Option<u64> {
        let check = self.ledger.check(&self.candidate, Scripts::AssumeValid);
        check.is_valid().then_some(check.looks)
    }

    /// The mean time of a check.
    pub fn time(&self) -> Duration {
        let start = Instant::now();
        let mut checks = 0;
        while start.elapsed() < MEASURED_FOR {
            std::hint::black_box(self.check());
            checks += 1;
        }
        start.elapsed() / checks.max(1)
    }
}

/// The unspent output made nearest to record number `place`.
fn nearest(history: &Generated, place: usize) -> Holding {
    let far = |holding: &&Holding| holding.made_at.abs_diff(place);
    let found = history.unspent.iter().min_by_key(far);
    *found.expect("every generated ledger leaves an output unspent")
}

/// A generated history of this length, unsigned.
pub fn history(length: usize) -> Generated {
    Generated::new(SEED, length.max(1), Signing::None)
}

/// 10, 100, 1,000 and so on up to `most`.
pub fn lengths(most: usize) -> Vec<usize> {
    let powers = std::iter::successors(Some(10usize), |length| length.checked_mul(10));
    powers.take_while(|length| *length <= most).collect()
}

/// Looks, and with `timed` the mean time, of one check in every case, for a ledger of this length.
pub fn measure(length: usize, timed: bool) -> Vec<(Measured, Option<Duration>)> {
    let history = history(length);
    let one = |&case: &Case| {
        let prepared = Prepared::new(case, &history);
        let (looks, distance) = (prepared.check()?, prepared.distance);
        let time = timed.then(|| prepared.time());
        Some((Measured { case, length, distance, looks }, time))
    };
    CASES.iter().filter_map(one).collect()
}

/// The looks as a chart over the length of the ledger.
pub fn chart(measured: &[Measured]) -> Chart {
    let series = |case: &Case| {
        let points = measured.iter().filter(|one| one.case == *case);
        // Far below 2^53, where a float still counts by ones.
        #[allow(clippy::cast_precision_loss)]
        let points = points.map(|one| (one.length as f64, one.looks as f64)).collect();
        Series { name: case.name().to_owned(), points }
    };
    Chart {
        x_name: "transactions in the ledger".into(),
        y_name: "looks for one check".into(),
        logarithmic: true,
        series: CASES.iter().map(series).collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn replay_grows_with_the_history_the_scan_with_the_distance_and_the_sets_stay_flat() {
        let all: Vec<Measured> = lengths(10_000)
            .into_iter()
            .flat_map(|length| measure(length, false))
            .map(|m| m.0)
            .collect();
        assert_eq!(all.len(), 4 * CASES.len(), "no check was refused");
        for one in &all {
            let expected = match one.case.ledger {
                LedgerKind::Account => one.length,
                LedgerKind::Scan => one.distance,
                LedgerKind::Table | LedgerKind::Utxo => 1,
            };
            assert_eq!(one.looks, expected as u64, "{one:?}");
            let aim = match one.case.spends {
                Age::Old => one.length / 2,
                Age::Young => YOUNG.min(one.length),
            };
            assert!(one.distance.abs_diff(aim) <= 8, "{one:?} should be {aim} old");
        }
        let chart = chart(&all);
        assert_eq!(chart.series.len(), CASES.len());
        assert_eq!(chart.series[0].points, [(10.0, 10.0), (100.0, 100.0), (1e3, 1e3), (1e4, 1e4)]);
        assert_eq!(chart.series[4].points, [(10.0, 1.0), (100.0, 1.0), (1e3, 1.0), (1e4, 1.0)]);
    }
}
