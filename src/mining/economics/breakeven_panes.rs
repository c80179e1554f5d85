//! The picture of the sum: the inputs, the lines that are done, and what each means.

use super::breakeven_model::{BreakevenState, Input, LINES, Line};
use super::cost::{Day, chance_of_no_block, expected_hashes_per_block};
use crate::mining::odds::percent;
use crate::rules::block::BAD_CB_AMOUNT;
use crate::trace::{Body, Mark, Pane, Row, Scene, Verdict, Window};

const DAYS_OF_A_YEAR: f64 = 365.0;

/// The whole picture.
pub(super) fn scene(
    before: Option<&BreakevenState>,
    state: &BreakevenState,
    window: &Window,
) -> Scene {
    Scene {
        title: "A miner's day, as a sum".into(),
        panes: vec![sum_pane(before, state, window), inputs_pane(state)],
        changes: Vec::new(),
        sentence: sentence(state),
        rule: (state.shown > 2).then_some(&BAD_CB_AMOUNT),
        verdict: (state.shown >= LINES.len()).then_some(Verdict::Done),
    }
}

/// The name of a line.
pub(super) fn name(line: Line) -> &'static str {
    match line {
        Line::Hashes => "hashes for a block",
        Line::Blocks => "blocks a day",
        Line::Coins => "coins a day",
        Line::Revenue => "they are worth",
        Line::Power => "the power costs",
        Line::Hardware => "the machine costs",
        Line::Profit => "left over a day",
        Line::PowerPrice => "0 at a kWh of",
        Line::CoinPrice => "0 at a coin of",
        Line::Difficulty => "0 at a difficulty of",
        Line::Payback => "machine paid after",
        Line::Alone => "first block alone after",
    }
}

/// A figure with four digits that count, in powers of ten where it is very large or small.
pub(super) fn figure(value: f64) -> String {
    match value.abs() {
        0.0 => "0".into(),
        size if !(0.001..1e7).contains(&size) => format!("{value:.3e}"),
        ..1.0 => format!("{value:.5}"),
        _ => format!("{value:.2}"),
    }
}

fn value(line: Line, state: &BreakevenState, day: &Day) -> String {
    let maybe = |value: Option<f64>, unit: &str| match value {
        Some(value) => format!("{}{unit}", figure(value)),
        None => "never".into(),
    };
    match line {
        Line::Hashes => figure(expected_hashes_per_block(state.world.difficulty)),
        Line::Blocks => figure(day.blocks),
        Line::Coins => figure(day.coins),
        Line::Revenue => figure(day.revenue),
        Line::Power => figure(day.power),
        Line::Hardware => figure(day.hardware),
        Line::Profit => figure(day.profit),
        Line::PowerPrice => maybe(day.break_even_power_price, ""),
        Line::CoinPrice => maybe(day.break_even_coin_price, ""),
        Line::Difficulty => maybe(day.break_even_difficulty, ""),
        Line::Payback => maybe(day.payback_days, " days"),
        Line::Alone => maybe(day.days_to_first_block, " days"),
    }
}

fn sentence(state: &BreakevenState) -> String {
    let day = state.day();
    if let Some(input) = state.changed {
        let left = if day.profit < 0.0 { "lost" } else { "left over" };
        return format!(
            "The input \"{}\" is {} now: {} is {left} a day. All lines that are done are done anew.",
            input.name(),
            figure(state.value(input)),
            figure(day.profit.abs())
        );
    }
    let Some(line) = state.shown.checked_sub(1).and_then(|last| LINES.get(last)) else {
        return "What does a miner earn? All inputs stand beside the sum; they are round examples in any one \
                currency, and every one of them can be changed."
            .into();
    };
    said(*line, state, &day)
}

fn said(line: Line, state: &BreakevenState, day: &Day) -> String {
    match line {
        Line::Hashes => "A difficulty of 1 takes 2^32 hashes and a little: 2^256 / (target + 1). The difficulty \
                         follows what all miners do, so that one's own costs depend on the others."
            .into(),
        Line::Blocks => "Hashes a second times 86,400 seconds, divided by the hashes for a block. This is a mean: \
                         on most days a small miner finds none."
            .into(),
        Line::Coins => "Each block pays the subsidy and the fees of its transactions. The subsidy is halved every \
                        210,000 blocks, the fees are what payers offer."
            .into(),
        Line::Revenue => "The reward comes in coins, the bills in ordinary money: the exchange rate is a part of \
                          the sum, and nobody knows tomorrow's."
            .into(),
        Line::Power => "Watts times 24 hours, at the price of a kilowatt-hour: the variable cost, which ends when \
                        the machine is switched off."
            .into(),
        Line::Hardware => "The price of the machine, spread over the days of its use: the fixed cost. It is spent \
                           whether the machine runs or not, so that a loss may still be smaller if it runs."
            .into(),
        Line::Profit if day.profit < 0.0 && day.revenue > day.power => {
            "The sum is below 0, but the coins still pay for the power: who owns the machine runs it, and nobody \
             buys another."
                .into()
        }
        Line::Profit if day.profit < 0.0 => {
            "The sum is below 0, and not even the power is paid for: the machine is switched off.".into()
        }
        Line::Profit => "More comes in than goes out. Others can do the same sum: they buy machines, and the \
                         difficulty rises until little is left."
            .into(),
        Line::PowerPrice => "At this price of power nothing is left over. Miners go where power is cheap.".into(),
        Line::CoinPrice => "At this price of a coin nothing is left over, if all else stays as it is.".into(),
        Line::Difficulty => "At this difficulty nothing is left over: so many times the hashes of today may \
                             others add."
            .into(),
        Line::Payback => "What the coins leave after power pays for the machine, if price and difficulty stay as \
                          they are. They never have: the difficulty follows every machine that is added."
            .into(),
        Line::Alone => format!(
            "Alone, the first block takes so long on average, and as much scatter. In {} of all cases a whole \
             year brings none: miners join pools, which pay small amounts often. The sum leaves out strategy: \
             which blocks to build on, what to publish.",
            percent(chance_of_no_block(state.day().blocks, DAYS_OF_A_YEAR))
        ),
    }
}

fn sum_pane(before: Option<&BreakevenState>, state: &BreakevenState, window: &Window) -> Pane {
    let day = state.day();
    let total = state.shown.min(LINES.len());
    let range = window.range(0, total, total.saturating_sub(1));
    let first = range.start;
    let old = before.map(|before| (before, before.day()));
    let row = |(at, line): (usize, &Line)| {
        let value = self::value(*line, state, &day);
        let was = old.as_ref().filter(|(before, _)| at < before.shown);
        let same = was.is_some_and(|(before, day)| self::value(*line, before, day) == value);
        let bad = *line == Line::Profit && day.profit < 0.0;
        let mark = match (same, bad) {
            (_, true) => Mark::Bad,
            (true, false) => Mark::Plain,
            (false, false) => Mark::Changed,
        };
        Row::new([name(*line).to_owned(), value]).marked(mark)
    };
    let rows = LINES.iter().take(total).enumerate().skip(first).take(range.len()).map(row);
    let headers = vec!["a day".into(), "value".into()];
    Pane::part("the sum", Body::Table { headers, rows: rows.collect() }, first, total)
}

fn inputs_pane(state: &BreakevenState) -> Pane {
    let row = |input: Input| {
        let mark = if state.changed == Some(input) { Mark::Changed } else { Mark::Plain };
        Row::new([input.name().to_owned(), figure(state.value(input))]).marked(mark)
    };
    let rows = Input::ALL.into_iter().map(row).collect();
    Pane::whole("the inputs", Body::Table { headers: vec!["input".into(), "value".into()], rows })
}
