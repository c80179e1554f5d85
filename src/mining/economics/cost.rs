//! What mining costs and earns in a day, and where it breaks even (BCT 5.2 and 5.3).
//!
//! These are expected values of a random income, so they are floats; nothing is settled with them.
//! Prices are in any one currency, and every input is given by the caller.

const SECONDS_PER_DAY: f64 = 86_400.0;
const SATOSHIS_PER_COIN: f64 = 100_000_000.0;

/// The machine: what it can do and what it cost.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Rig {
    /// Hashes a second.
    pub hashes_per_second: f64,
    /// Electrical power drawn, in watts: the variable cost.
    pub watts: f64,
    /// Purchase price: the fixed cost, spent whether it runs or not.
    pub price: f64,
    /// Days over which the purchase is spread.
    pub lifetime_days: f64,
}

/// What the miner cannot choose: the network and the markets.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct World {
    /// Difficulty, relative to the easiest target 0xffff · 2^208. It follows the others' hash rate.
    pub difficulty: f64,
    /// Subsidy of a block, in satoshis.
    pub subsidy_satoshis: u64,
    /// Fees of a block, in satoshis.
    pub fees_satoshis: u64,
    /// Price of one coin: costs are in ordinary money, the reward is in coins.
    pub coin_price: f64,
    /// Price of one kilowatt-hour.
    pub power_price_per_kwh: f64,
}

/// The sum of one day. Break-evens change one input and leave all others as they are.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Day {
    /// Blocks expected in a day.
    pub blocks: f64,
    /// Coins expected in a day.
    pub coins: f64,
    /// What the coins are worth.
    pub revenue: f64,
    /// What the power costs.
    pub power: f64,
    /// The day's share of the machine.
    pub hardware: f64,
    /// Revenue less power and hardware.
    pub profit: f64,
    /// Power price at which profit is 0; `None` if no price of 0 or more does it.
    pub break_even_power_price: Option<f64>,
    /// Coin price at which profit is 0.
    pub break_even_coin_price: Option<f64>,
    /// Difficulty at which profit is 0.
    pub break_even_difficulty: Option<f64>,
    /// Days until revenue less power has paid the machine back; `None` is never.
    pub payback_days: Option<f64>,
    /// Days to the first block alone, on average; the standard deviation is the same.
    pub days_to_first_block: Option<f64>,
}

/// Hashes expected for one block: 2^256 / (target + 1).
///
/// With target = 0xffff · 2^208 / difficulty this is difficulty · 2^48 / 65535, a little more
/// than the usual difficulty · 2^32. The + 1 is far below what a float can hold.
pub fn expected_hashes_per_block(difficulty: f64) -> f64 {
    difficulty * 281_474_976_710_656.0 / 65_535.0
}

impl Rig {
    /// Round figures of no machine in particular: an example.
    pub const EXAMPLE: Rig =
        Rig { hashes_per_second: 1e14, watts: 3_000.0, price: 2_000.0, lifetime_days: 1_000.0 };
}

impl World {
    /// Round figures of no day in particular: an example.
    pub const EXAMPLE: World = World {
        difficulty: 1e14,
        subsidy_satoshis: 312_500_000,
        fees_satoshis: 10_000_000,
        coin_price: 100_000.0,
        power_price_per_kwh: 0.05,
    };
}

/// Does the sum of a day.
pub fn day(rig: &Rig, world: &World) -> Day {
    let blocks =
        rig.hashes_per_second * SECONDS_PER_DAY / expected_hashes_per_block(world.difficulty);
    let reward = world.subsidy_satoshis.saturating_add(world.fees_satoshis);
    let coins = blocks * reward as f64 / SATOSHIS_PER_COIN;
    let revenue = coins * world.coin_price;
    let kwh = rig.watts * 24.0 / 1_000.0;
    let power = kwh * world.power_price_per_kwh;
    let hardware = rig.price / rig.lifetime_days;
    let cost = power + hardware;
    Day {
        blocks,
        coins,
        revenue,
        power,
        hardware,
        profit: revenue - cost,
        break_even_power_price: usable((revenue - hardware) / kwh),
        break_even_coin_price: usable(cost / coins),
        break_even_difficulty: usable(world.difficulty * revenue / cost),
        payback_days: (revenue > power).then(|| rig.price / (revenue - power)).and_then(usable),
        days_to_first_block: usable(1.0 / blocks),
    }
}

/// Chance that a miner alone finds no block in so many days: e^-x, with x blocks expected.
/// This spread, not the average, is why miners join pools.
pub fn chance_of_no_block(blocks_per_day: f64, days: f64) -> f64 {
    (-blocks_per_day * days).exp()
}

fn usable(value: f64) -> Option<f64> {
    (value.is_finite() && value >= 0.0).then_some(value)
}

#[cfg(test)]
#[path = "cost_tests.rs"]
mod tests;
