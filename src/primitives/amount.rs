//! Money: whole satoshis, and how they are written for people.

/// Satoshis in one bitcoin.
pub const COIN: i64 = 100_000_000;

/// No amount, and no sum of amounts, may be above this: 21 million bitcoin, in satoshis. It bounds
/// what can be written; slightly fewer will ever exist (Core: `MAX_MONEY`).
pub const MAX_MONEY: i64 = 21_000_000 * COIN;

/// Whether `value` satoshis can be an amount of money (Core: `MoneyRange`).
pub fn money_range(value: i64) -> bool {
    (0..=MAX_MONEY).contains(&value)
}

/// Satoshis as bitcoin with eight decimals, as Core writes them: `17.00000000`.
pub fn bitcoin(value: i64) -> String {
    let (whole, part) = (value.unsigned_abs() / COIN as u64, value.unsigned_abs() % COIN as u64);
    format!("{}{whole}.{part:08}", if value < 0 { "-" } else { "" })
}

/// Satoshis as bitcoin with as few decimals as lose nothing, at least one: `17.0`, as the lecture
/// writes them.
pub fn bitcoin_short(value: i64) -> String {
    let text = bitcoin(value);
    let short = text.trim_end_matches('0');
    if short.ends_with('.') { format!("{short}0") } else { short.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_are_written_exactly() {
        for (value, long, short) in [
            (0, "0.00000000", "0.0"),
            (1, "0.00000001", "0.00000001"),
            (17 * COIN, "17.00000000", "17.0"),
            (-COIN / 2, "-0.50000000", "-0.5"),
            (MAX_MONEY, "21000000.00000000", "21000000.0"),
            (i64::MIN, "-92233720368.54775808", "-92233720368.54775808"),
            (i64::MAX, "92233720368.54775807", "92233720368.54775807"),
        ] {
            assert_eq!((bitcoin(value).as_str(), bitcoin_short(value).as_str()), (long, short));
        }
        assert!(money_range(0) && money_range(MAX_MONEY));
        assert!(!money_range(-1) && !money_range(MAX_MONEY + 1));
    }
}
