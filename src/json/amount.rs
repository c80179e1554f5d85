//! Amounts in bitcoin, read exactly.

use serde_json::value::RawValue;

use super::JsonError;

/// The satoshis of a JSON number or string such as `0.99990000`, `"1"` or `1e-8`.
pub(super) fn satoshi(field: impl Into<String>, json: &RawValue) -> Result<i64, JsonError> {
    let text = json.get();
    let inner = text.strip_prefix('"').and_then(|rest| rest.strip_suffix('"')).unwrap_or(text);
    parse(inner).ok_or_else(|| JsonError::BadAmount { field: field.into(), text: text.to_owned() })
}

/// `number` as it stands, for JSON.
pub(super) fn raw(text: String) -> Result<Box<RawValue>, JsonError> {
    Ok(RawValue::from_string(text)?)
}

/// A decimal number of bitcoin, with or without an exponent, in satoshis; none if that is no whole
/// number of them.
fn parse(text: &str) -> Option<i64> {
    let (negative, text) = match text.strip_prefix('-') {
        Some(rest) => (true, rest),
        None => (false, text),
    };
    let (mantissa, exponent) = match text.split_once(['e', 'E']) {
        Some((mantissa, exponent)) => (mantissa, exponent.parse::<i32>().ok()?),
        None => (text, 0),
    };
    let (whole, part) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let digits = format!("{whole}{part}");
    if whole.is_empty() || digits.len() > 30 || !digits.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    let number: i128 = digits.parse().ok()?;
    let shift = 8_i32.checked_add(exponent)?.checked_sub(part.len() as i32)?;
    let power = 10_i128.checked_pow(shift.unsigned_abs());
    let satoshi = match (number, power) {
        (0, _) => 0,
        (_, None) => return None,
        (_, Some(power)) if shift >= 0 => number.checked_mul(power)?,
        (_, Some(power)) => (number % power == 0).then_some(number / power)?,
    };
    i64::try_from(if negative { -satoshi } else { satoshi }).ok()
}

#[cfg(test)]
mod tests {
    use super::parse;
    use crate::primitives::amount::{bitcoin, bitcoin_short};

    #[test]
    fn amounts_are_exact_or_refused() {
        for (text, expected) in [
            ("0.99990000", Some(99_990_000)),
            ("10.12287097", Some(1_012_287_097)),
            ("-0.00000001", Some(-1)),
            ("1e-8", Some(1)),
            ("1E-08", Some(1)),
            ("2.5e1", Some(2_500_000_000)),
            ("0.0000000100", Some(1)),
            ("0e999999999", Some(0)),
            ("-92233720368.54775808", Some(i64::MIN)),
            ("92233720368.54775808", None),
            ("0.000000001", None),
            ("1e999999999", None),
            ("1e-2147483648", None),
            ("1e99999999999", None),
            ("0.1.2", None),
            (".5", None),
            ("", None),
            ("1,5", None),
            ("0x10", None),
            ("--1", None),
        ] {
            assert_eq!(parse(text), expected, "{text}");
        }
    }

    proptest::proptest! {
        #[test]
        fn what_is_written_is_read_back(value: i64) {
            assert_eq!(parse(&bitcoin(value)), Some(value));
            assert_eq!(parse(&bitcoin_short(value)), Some(value));
        }
    }
}
