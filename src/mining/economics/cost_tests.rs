//! The sum of a day against sums done by hand, and break-evens put back in.

use super::*;

/// An example in round numbers: exactly one block a day, 1 coin of 10,000 each.
fn example() -> (Rig, World) {
    let rig = Rig {
        hashes_per_second: expected_hashes_per_block(1_000.0) / SECONDS_PER_DAY,
        watts: 1_000.0,
        price: 200_000.0,
        lifetime_days: 100.0,
    };
    let world = World {
        difficulty: 1_000.0,
        subsidy_satoshis: 90_000_000,
        fees_satoshis: 10_000_000,
        coin_price: 10_000.0,
        power_price_per_kwh: 25.0,
    };
    (rig, world)
}

fn near(left: f64, right: f64) {
    assert!((left - right).abs() < 1e-6, "{left} is not {right}");
}

#[test]
fn a_day_by_hand() {
    let (rig, world) = example();
    let sum = day(&rig, &world);
    near(sum.blocks, 1.0);
    near(sum.revenue, 10_000.0);
    near(sum.power, 600.0);
    near(sum.hardware, 2_000.0);
    near(sum.profit, 7_400.0);
    near(sum.payback_days.unwrap(), 200_000.0 / 9_400.0);
    near(chance_of_no_block(sum.blocks, 1.0), (-1.0_f64).exp());
}

#[test]
fn break_evens_give_no_profit() {
    let (rig, world) = example();
    let sum = day(&rig, &world);
    let power = sum.break_even_power_price.unwrap();
    near(day(&rig, &World { power_price_per_kwh: power, ..world }).profit, 0.0);
    let coin = sum.break_even_coin_price.unwrap();
    near(day(&rig, &World { coin_price: coin, ..world }).profit, 0.0);
    let difficulty = sum.break_even_difficulty.unwrap();
    near(day(&rig, &World { difficulty, ..world }).profit, 0.0);
}

#[test]
fn a_worthless_coin_never_pays_back() {
    let (rig, world) = example();
    let sum = day(&rig, &World { coin_price: 0.0, ..world });
    assert_eq!(sum.payback_days, None);
    assert_eq!(sum.break_even_power_price, None);
}
