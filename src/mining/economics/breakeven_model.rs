//! The sum of a miner's day, a line a step, with inputs that the reader turns.

use serde::{Deserialize, Serialize};

use super::breakeven_panes;
use super::cost::{Day, Rig, World, day};
use crate::trace::{Model, Scene, Window};

/// A machine, and the world that it stands in.
#[derive(Debug, Clone)]
pub struct BreakevenModel {
    rig: Rig,
    world: World,
}

/// The inputs as they are now, and how much of the sum is done.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct BreakevenState {
    /// The machine.
    pub rig: Rig,
    /// The rest.
    pub world: World,
    /// Lines of the sum that are shown.
    pub(super) shown: usize,
    /// The input that was changed last.
    pub(super) changed: Option<Input>,
}

/// What can be changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Input {
    /// Hashes a second.
    HashesPerSecond,
    /// Watts.
    Watts,
    /// What the machine cost.
    RigPrice,
    /// For how many days it is used.
    LifetimeDays,
    /// The difficulty.
    Difficulty,
    /// What a coin is worth.
    CoinPrice,
    /// What a kilowatt-hour costs.
    PowerPrice,
    /// What a block pays, fees apart, in satoshis.
    SubsidySatoshis,
    /// The fees of a block, in satoshis.
    FeesSatoshis,
}

/// What can happen.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum BreakevenAction {
    /// The next line of the sum.
    Line,
    /// An input is changed, and the sum is done anew as far as it was.
    Set {
        /// Which.
        input: Input,
        /// To what.
        value: f64,
    },
}

/// A line of the sum.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Line {
    Hashes,
    Blocks,
    Coins,
    Revenue,
    Power,
    Hardware,
    Profit,
    PowerPrice,
    CoinPrice,
    Difficulty,
    Payback,
    Alone,
}

/// All of them, in order.
pub(super) const LINES: [Line; 12] = [
    Line::Hashes,
    Line::Blocks,
    Line::Coins,
    Line::Revenue,
    Line::Power,
    Line::Hardware,
    Line::Profit,
    Line::PowerPrice,
    Line::CoinPrice,
    Line::Difficulty,
    Line::Payback,
    Line::Alone,
];

impl Input {
    /// All of them, in the order in which they are shown.
    pub const ALL: [Input; 9] = [
        Input::HashesPerSecond,
        Input::Watts,
        Input::RigPrice,
        Input::LifetimeDays,
        Input::Difficulty,
        Input::SubsidySatoshis,
        Input::FeesSatoshis,
        Input::CoinPrice,
        Input::PowerPrice,
    ];

    /// What it is called.
    pub fn name(self) -> &'static str {
        match self {
            Input::HashesPerSecond => "hashes a second",
            Input::Watts => "watts",
            Input::RigPrice => "machine price",
            Input::LifetimeDays => "days of use",
            Input::Difficulty => "difficulty",
            Input::CoinPrice => "coin price",
            Input::PowerPrice => "price of a kWh",
            Input::SubsidySatoshis => "subsidy, satoshis",
            Input::FeesSatoshis => "fees, satoshis",
        }
    }

    /// Whether 0 is no value for it: something would be divided by it.
    fn needs_more_than_0(self) -> bool {
        matches!(
            self,
            Input::HashesPerSecond | Input::Watts | Input::LifetimeDays | Input::Difficulty
        )
    }
}

impl BreakevenState {
    /// The sum.
    pub fn day(&self) -> Day {
        day(&self.rig, &self.world)
    }

    /// The value of an input.
    #[allow(clippy::cast_precision_loss)] // Satoshis of a block are far below 2^53.
    pub fn value(&self, input: Input) -> f64 {
        match input {
            Input::HashesPerSecond => self.rig.hashes_per_second,
            Input::Watts => self.rig.watts,
            Input::RigPrice => self.rig.price,
            Input::LifetimeDays => self.rig.lifetime_days,
            Input::Difficulty => self.world.difficulty,
            Input::CoinPrice => self.world.coin_price,
            Input::PowerPrice => self.world.power_price_per_kwh,
            Input::SubsidySatoshis => self.world.subsidy_satoshis as f64,
            Input::FeesSatoshis => self.world.fees_satoshis as f64,
        }
    }

    // A float becomes a whole number of satoshis: what is too large becomes the largest.
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
    fn set(&mut self, input: Input, value: f64) {
        match input {
            Input::HashesPerSecond => self.rig.hashes_per_second = value,
            Input::Watts => self.rig.watts = value,
            Input::RigPrice => self.rig.price = value,
            Input::LifetimeDays => self.rig.lifetime_days = value,
            Input::Difficulty => self.world.difficulty = value,
            Input::CoinPrice => self.world.coin_price = value,
            Input::PowerPrice => self.world.power_price_per_kwh = value,
            Input::SubsidySatoshis => self.world.subsidy_satoshis = value as u64,
            Input::FeesSatoshis => self.world.fees_satoshis = value as u64,
        }
        self.changed = Some(input);
    }
}

impl BreakevenModel {
    /// The sum for this machine in this world.
    pub fn new(rig: Rig, world: World) -> BreakevenModel {
        BreakevenModel { rig, world }
    }
}

impl Model for BreakevenModel {
    type State = BreakevenState;
    type Action = BreakevenAction;

    fn initial(&self) -> BreakevenState {
        BreakevenState { rig: self.rig, world: self.world, shown: 0, changed: None }
    }

    fn next(&self, state: &BreakevenState) -> Option<BreakevenAction> {
        (state.shown < LINES.len()).then_some(BreakevenAction::Line)
    }

    fn choices(&self, state: &BreakevenState) -> Vec<BreakevenAction> {
        let times =
            |input, factor: f64| BreakevenAction::Set { input, value: state.value(input) * factor };
        let changes = [
            times(Input::CoinPrice, 0.5),
            times(Input::Difficulty, 2.0),
            times(Input::SubsidySatoshis, 0.5),
            times(Input::Watts, 0.5),
            times(Input::PowerPrice, 0.0),
        ];
        let changes = changes.into_iter().filter(|action| self.allowed(state, action));
        self.next(state).into_iter().chain(changes).collect()
    }

    fn asks(&self, _: &BreakevenState) -> Vec<&'static str> {
        Input::ALL.map(Input::name).to_vec()
    }

    fn typed(&self, _: &BreakevenState, ask: usize, text: &str) -> Option<BreakevenAction> {
        let value = text.replace(',', "").parse().ok()?;
        Some(BreakevenAction::Set { input: *Input::ALL.get(ask)?, value })
    }

    fn allowed(&self, state: &BreakevenState, action: &BreakevenAction) -> bool {
        match *action {
            BreakevenAction::Line => state.shown < LINES.len(),
            BreakevenAction::Set { input, value } => {
                (0.0..=1e30).contains(&value) && !(value == 0.0 && input.needs_more_than_0())
            }
        }
    }

    fn apply(&self, state: &mut BreakevenState, action: &BreakevenAction) {
        match *action {
            BreakevenAction::Line => {
                state.shown += 1;
                state.changed = None;
            }
            BreakevenAction::Set { input, value } => state.set(input, value),
        }
    }

    fn label(&self, state: &BreakevenState, action: &BreakevenAction) -> String {
        match *action {
            BreakevenAction::Line => {
                let line = LINES.get(state.shown).map(|line| breakeven_panes::name(*line));
                line.unwrap_or_default().to_owned()
            }
            BreakevenAction::Set { input, value } => {
                format!("{}: {}", input.name(), breakeven_panes::figure(value))
            }
        }
    }

    fn scene(
        &self,
        before: Option<&BreakevenState>,
        after: &BreakevenState,
        _: Option<&BreakevenAction>,
        window: &Window,
    ) -> Scene {
        breakeven_panes::scene(before, after, window)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::trace::walked::there_and_back;
    use crate::trace::{Stepper, Trace, Verdict};
    use serde_json::json;

    fn walk() -> Trace<BreakevenModel> {
        Trace::new(BreakevenModel::new(Rig::EXAMPLE, World::EXAMPLE))
    }

    #[test]
    fn the_sum_is_walked_to_its_end_and_back() {
        let mut trace = walk();
        let scenes = there_and_back(&mut trace);
        assert_eq!(scenes.len(), LINES.len() + 1);
        assert_eq!(scenes.last().unwrap().verdict, Some(Verdict::Done));
    }

    #[test]
    fn inputs_are_changed_and_nonsense_is_not_taken() {
        let mut trace = walk();
        trace.seek(7);
        let before = trace.state().day();
        for (ask, input) in Input::ALL.into_iter().enumerate() {
            let twice = trace.state().value(input) * 2.0;
            trace.typed(ask, &twice.to_string()).unwrap();
            assert!((trace.state().value(input) / twice - 1.0).abs() < 1e-6, "{input:?}");
        }
        let after = trace.state().day();
        // Twice the hashes at twice the difficulty, for twice the coins at twice the price.
        assert!((after.revenue / before.revenue - 4.0).abs() < 1e-6);
        assert!((after.power / before.power - 4.0).abs() < 1e-9);
        assert!((after.hardware / before.hardware - 1.0).abs() < 1e-9);
        for text in ["", "x", "-1", "NaN", "inf", "1e99"] {
            assert!(trace.typed(4, text).is_err(), "{text}");
        }
        assert!(trace.act(&json!({"set": {"input": "watts", "value": 0.0}})).is_err());
        trace.act(&json!({"set": {"input": "power_price", "value": 0.0}})).unwrap();
        assert!(trace.state().day().power == 0.0);
    }
}
