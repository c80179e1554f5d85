//! What a halving does: who can live on half of the reward, and what becomes of the rest.
//!
//! Four miners have as many machines and pay differently for power. Each runs them while a machine
//! earns what it costs; the difficulty follows, so that those who stay share what is paid (BCT 5.1,
//! 5.3). Price and fees are inputs.

use serde::{Deserialize, Serialize};

use super::halvings::{Era, eras};
use crate::chain::ChainParams;
use crate::mining::odds::percent;
use crate::primitives::amount::{COIN, bitcoin_short};
use crate::rules::block::BAD_CB_AMOUNT;
use crate::trace::{Body, Chart, Mark, Model, Pane, Row, Scene, Series, Verdict, Window};

/// Machines of each miner.
const MACHINES: u32 = 100;
/// What a machine costs each of them a day, in ordinary money, the cheapest first.
const COSTS: [(&str, f64); 4] = [("Alice", 2.0), ("Bob", 4.0), ("Carol", 8.0), ("David", 16.0)];
/// Blocks of a day.
const BLOCKS_A_DAY: f64 = 144.0;
/// Eras by default: in the eighth a block pays less than half a coin.
const ERAS: usize = 8;
/// The highest price and the highest fees that may be asked for.
const MOST_PRICE: f64 = 1e9;
const MOST_FEES: i64 = 1_000 * COIN;

/// A chain and its miners.
#[derive(Debug, Clone)]
pub struct HalvingModel {
    eras: Vec<Era>,
}

/// The era at hand.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct HalvingState {
    /// Its number, from 0.
    pub era: usize,
    /// What a coin is worth.
    pub coin_price: f64,
    /// The fees of a block, in satoshis.
    pub fees_satoshis: i64,
    started: bool,
}

/// What can happen.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum HalvingAction {
    /// 210,000 blocks go by.
    Halving,
    /// A coin is worth so much.
    Price {
        /// In ordinary money.
        coin_price: f64,
    },
    /// The payments of a block pay so much.
    Fees {
        /// In satoshis.
        satoshis: i64,
    },
}

/// A miner in an era.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Outcome {
    /// Who.
    pub name: &'static str,
    /// What a machine costs a day.
    pub cost: f64,
    /// Whether it runs.
    pub runs: bool,
    /// What all of the miner's machines leave over a day.
    pub profit: f64,
}

impl HalvingModel {
    /// Bitcoin's subsidy.
    pub fn bitcoin() -> HalvingModel {
        HalvingModel { eras: eras(&ChainParams::mainnet().subsidy) }
    }

    fn era(&self, state: &HalvingState) -> Era {
        self.eras.get(state.era).copied().unwrap_or_default()
    }

    /// What all blocks of a day pay, in ordinary money.
    #[allow(clippy::cast_precision_loss)] // Far below 2^53.
    pub fn pay_a_day(&self, state: &HalvingState) -> f64 {
        let reward = self.era(state).subsidy_satoshis.saturating_add(state.fees_satoshis);
        BLOCKS_A_DAY * reward as f64 / COIN as f64 * state.coin_price
    }

    /// Who runs: as many of the cheapest as can all live on their shares.
    pub fn outcome(&self, state: &HalvingState) -> [Outcome; 4] {
        let pay = self.pay_a_day(state);
        let share = |miners: u32| pay / f64::from(miners * MACHINES);
        let lives = |(at, (_, cost)): (u32, (&str, f64))| share(at + 1) >= cost;
        let run = (0_u32..).zip(COSTS).take_while(|it| lives(*it)).count() as u32;
        let mut number = 0;
        COSTS.map(|(name, cost)| {
            number += 1;
            let runs = number <= run;
            let left = if runs { (share(run) - cost) * f64::from(MACHINES) } else { 0.0 };
            Outcome { name, cost, runs, profit: left }
        })
    }
}

impl Model for HalvingModel {
    type State = HalvingState;
    type Action = HalvingAction;

    fn initial(&self) -> HalvingState {
        HalvingState { era: 0, coin_price: 1.0, fees_satoshis: 0, started: false }
    }

    fn next(&self, state: &HalvingState) -> Option<HalvingAction> {
        (state.era + 1 < ERAS).then_some(HalvingAction::Halving)
    }

    fn choices(&self, state: &HalvingState) -> Vec<HalvingAction> {
        let others = [
            HalvingAction::Price { coin_price: state.coin_price * 2.0 },
            HalvingAction::Price { coin_price: state.coin_price / 2.0 },
            HalvingAction::Fees { satoshis: state.fees_satoshis.saturating_add(COIN) },
            HalvingAction::Fees { satoshis: 0 },
        ];
        let others = others.into_iter().filter(|action| self.allowed(state, action));
        self.next(state).into_iter().chain(others).collect()
    }

    fn asks(&self, _: &HalvingState) -> Vec<&'static str> {
        vec!["a price of a coin", "fees of a block, in satoshis"]
    }

    fn typed(&self, _: &HalvingState, ask: usize, text: &str) -> Option<HalvingAction> {
        let text = text.replace(',', "");
        match ask {
            0 => Some(HalvingAction::Price { coin_price: text.parse().ok()? }),
            _ => Some(HalvingAction::Fees { satoshis: text.parse().ok()? }),
        }
    }

    fn allowed(&self, state: &HalvingState, action: &HalvingAction) -> bool {
        match action {
            HalvingAction::Halving => state.era + 1 < self.eras.len(),
            HalvingAction::Price { coin_price } => (0.0..=MOST_PRICE).contains(coin_price),
            HalvingAction::Fees { satoshis } => (0..=MOST_FEES).contains(satoshis),
        }
    }

    fn apply(&self, state: &mut HalvingState, action: &HalvingAction) {
        state.started = true;
        match *action {
            HalvingAction::Halving => state.era += 1,
            HalvingAction::Price { coin_price } => state.coin_price = coin_price,
            HalvingAction::Fees { satoshis } => state.fees_satoshis = satoshis,
        }
    }

    fn label(&self, _: &HalvingState, action: &HalvingAction) -> String {
        match *action {
            HalvingAction::Halving => "210,000 blocks go by: the subsidy is halved".into(),
            HalvingAction::Price { coin_price } => format!("a coin is worth {coin_price}"),
            HalvingAction::Fees { satoshis } => {
                format!("a block's payments pay {} bitcoin", bitcoin_short(satoshis))
            }
        }
    }

    fn scene(
        &self,
        before: Option<&HalvingState>,
        after: &HalvingState,
        _: Option<&HalvingAction>,
        _: &Window,
    ) -> Scene {
        Scene {
            title: "Halvings, and who lives on what is left".into(),
            panes: vec![
                self.miners_pane(before, after),
                self.era_pane(after),
                Pane::whole(
                    "subsidy, and what is issued",
                    Body::Chart { chart: self.chart(after) },
                ),
            ],
            changes: Vec::new(),
            sentence: self.sentence(before, after),
            rule: after.started.then_some(&BAD_CB_AMOUNT),
            verdict: self.next(after).is_none().then_some(Verdict::Done),
        }
    }
}

impl HalvingModel {
    fn sentence(&self, before: Option<&HalvingState>, state: &HalvingState) -> String {
        let outcome = self.outcome(state);
        let run = outcome.iter().filter(|miner| miner.runs).count();
        let Some(before) = before else {
            return format!(
                "Every block pays {} new coins. Four miners with {MACHINES} machines each can live on that: \
                 David, whose power is dear, just so. What happens when the subsidy is halved, and the coin is \
                 worth no more?",
                bitcoin_short(self.era(state).subsidy_satoshis)
            );
        };
        let was = self.outcome(before).iter().filter(|miner| miner.runs).count();
        let what = match () {
            () if state.era != before.era => "The subsidy is halved.",
            () if state.fees_satoshis != before.fees_satoshis => "The fees are others now.",
            () => "The price of a coin is another one.",
        };
        match (was, run) {
            (_, 0) => format!(
                "{what} Nobody can live on what a block pays, and no block is found: fees or the price have to \
                 carry it, or the chain ends."
            ),
            (was, run) if run < was => format!(
                "{what} Those with dear power switch off. The difficulty falls with them, and the others share \
                 what is paid: {run} of 4 go on, and the chain is cheaper to attack."
            ),
            (was, run) if run > was => {
                format!(
                    "{what} Machines are switched on again: {run} of 4 run, and the difficulty rises."
                )
            }
            _ => format!("{what} The same {run} of 4 run; what is left to them changes."),
        }
    }

    fn miners_pane(&self, before: Option<&HalvingState>, state: &HalvingState) -> Pane {
        let old = before.map(|before| self.outcome(before));
        let row = |(at, miner): (usize, &Outcome)| {
            let was = old.as_ref().and_then(|old| old.get(at));
            let mark = match (was.is_none_or(|was| was == miner), miner.runs) {
                (true, _) => Mark::Plain,
                (false, true) => Mark::Changed,
                (false, false) => Mark::Bad,
            };
            let runs = if miner.runs { "runs" } else { "is off" };
            Row::new([
                miner.name.to_owned(),
                format!("{:.2}", miner.cost),
                runs.to_owned(),
                format!("{:.2}", miner.profit),
            ])
            .marked(mark)
        };
        let rows = self.outcome(state).iter().enumerate().map(row).collect();
        let headers = ["miner", "a machine costs", "it", "left a day"].map(str::to_owned).to_vec();
        Pane::whole("the miners", Body::Table { headers, rows })
    }

    #[allow(clippy::cast_precision_loss)] // Shares are shown with a few digits.
    fn era_pane(&self, state: &HalvingState) -> Pane {
        let era = self.era(state);
        let all = self.eras.last().map_or(1, |last| last.issued_satoshis);
        let first = self.eras.first().map_or(0, |first| first.subsidy_satoshis);
        let missing = first.saturating_sub(era.subsidy_satoshis);
        let run = self.outcome(state).iter().filter(|miner| miner.runs).count() as u32;
        let values = [
            ("halvings", state.era.to_string()),
            ("subsidy", bitcoin_short(era.subsidy_satoshis)),
            ("fees of a block", bitcoin_short(state.fees_satoshis)),
            ("a coin is worth", format!("{}", state.coin_price)),
            ("paid a day", format!("{:.2}", self.pay_a_day(state))),
            ("machines that run", (run * MACHINES).to_string()),
            ("issued by its end", percent(era.issued_satoshis as f64 / all as f64)),
            ("fees that would make up", bitcoin_short(missing)),
        ];
        let rows = values.map(|(name, value)| Row::new([name.to_owned(), value])).to_vec();
        Pane::whole("the era", Body::Table { headers: vec!["what".into(), "value".into()], rows })
    }

    /// Both as parts of their largest.
    #[allow(clippy::cast_precision_loss)] // A place on a chart.
    fn chart(&self, state: &HalvingState) -> Chart {
        let all = self.eras.last().map_or(1, |last| last.issued_satoshis) as f64;
        let first = self.eras.first().map_or(1, |first| first.subsidy_satoshis) as f64;
        let series = |name: &str, value: &dyn Fn(&Era) -> f64| {
            let known = self.eras.iter().take(state.era + 1);
            let points = (0_u32..).zip(known).map(|(at, era)| (f64::from(at), value(era)));
            Series { name: name.to_owned(), points: points.collect() }
        };
        Chart {
            x_name: "halvings".into(),
            y_name: "part of the most".into(),
            logarithmic: false,
            series: vec![
                series("subsidy of a block", &|era| era.subsidy_satoshis as f64 / first),
                series("issued", &|era| era.issued_satoshis as f64 / all),
            ],
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::trace::walked::there_and_back;
    use crate::trace::{Stepper, Trace};

    fn running(trace: &Trace<HalvingModel>) -> Vec<&'static str> {
        let outcome = trace.model().outcome(trace.state());
        outcome.iter().filter(|miner| miner.runs).map(|miner| miner.name).collect()
    }

    #[test]
    fn dear_machines_are_switched_off_first_and_the_others_share_what_is_paid() {
        let mut trace = Trace::new(HalvingModel::bitcoin());
        let mut counts = vec![running(&trace).len()];
        while trace.forward() {
            counts.push(running(&trace).len());
        }
        // 7,200 coins a day: 18 a machine for four, and at half of it 12 for three, and so on.
        assert_eq!(counts, [4, 3, 2, 2, 1, 1, 0, 0]);
        trace.seek(1);
        let outcome = trace.model().outcome(trace.state());
        assert_eq!(outcome.map(|miner| miner.profit), [1_000.0, 800.0, 400.0, 0.0]);
    }

    #[test]
    fn price_and_fees_bring_them_back() {
        let mut trace = Trace::new(HalvingModel::bitcoin());
        trace.seek(6);
        assert!(running(&trace).is_empty());
        trace.typed(1, "4,921,875,000").unwrap();
        assert_eq!(running(&trace).len(), 4, "fees that make up for all that was halved");
        trace.typed(1, "0").unwrap();
        trace.typed(0, "64").unwrap();
        assert_eq!(running(&trace).len(), 4);
        for (ask, text) in [(0, "-1"), (0, "x"), (1, "-1"), (1, "1.5"), (0, "NaN")] {
            assert!(trace.typed(ask, text).is_err(), "{text}");
        }
    }

    #[test]
    fn it_is_walked_to_the_end_and_back() {
        let mut trace = Trace::new(HalvingModel::bitcoin());
        let scenes = there_and_back(&mut trace);
        assert_eq!(scenes.len(), ERAS);
    }
}
