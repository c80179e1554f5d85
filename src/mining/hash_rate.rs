//! How fast hashes are computed, as people say it: `12.3 MH/s`.
//!
//! For the eye alone: nothing is decided by a rate. The units are those that miners use, each a
//! thousand times the one before.

/// Units a second, with how many hashes each stands for.
const UNITS: [(&str, f64); 5] =
    [("TH/s", 1e12), ("GH/s", 1e9), ("MH/s", 1e6), ("kH/s", 1e3), ("H/s", 1.0)];

/// So many hashes in so many nanoseconds, as a rate; `-` where no time has gone by.
#[allow(clippy::cast_precision_loss)] // One decimal is shown.
pub fn hash_rate(hashes: u64, elapsed_nanoseconds: u64) -> String {
    if elapsed_nanoseconds == 0 {
        return "-".into();
    }
    let each_second = hashes as f64 * 1e9 / elapsed_nanoseconds as f64;
    // What would be rounded up to a thousand has the next unit.
    let unit = UNITS.into_iter().find(|(_, size)| each_second >= size * 0.99995);
    let (name, size) = unit.unwrap_or(("H/s", 1.0));
    format!("{:.1} {name}", each_second / size)
}

/// The rate of each thread, which all worked for the same time.
pub fn hash_rates(hashes: &[u64], elapsed_nanoseconds: u64) -> Vec<String> {
    hashes.iter().map(|hashes| hash_rate(*hashes, elapsed_nanoseconds)).collect()
}

/// How long `expected` more hashes take where so many took so many nanoseconds; `-` where
/// nothing is known yet. A search has no memory: however long it has run, as much is expected
/// of it as at the start.
#[allow(clippy::cast_precision_loss)] // Two digits are shown.
pub fn expected_wait(expected: f64, hashes: u64, elapsed_nanoseconds: u64) -> String {
    if hashes == 0 {
        return "-".into();
    }
    duration(expected * elapsed_nanoseconds as f64 / 1e9 / hashes as f64)
}

/// `300 ms`, `1.5 s`, `12 min`.
pub fn duration(seconds: f64) -> String {
    match seconds {
        ..1.0 => format!("{:.0} ms", seconds * 1e3),
        ..10.0 => format!("{seconds:.1} s"),
        ..120.0 => format!("{seconds:.0} s"),
        ..7200.0 => format!("{:.0} min", seconds / 60.0),
        ..172_800.0 => format!("{:.0} h", seconds / 3600.0),
        _ => format!("{:.0} days", seconds / 86_400.0),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_rate_has_the_unit_that_fits_it() {
        let second = 1_000_000_000;
        let cases = [
            (0, second, "0.0 H/s"),
            (1, 2 * second, "0.5 H/s"),
            (999, second, "999.0 H/s"),
            (1_000, second, "1.0 kH/s"),
            (999_999, second, "1.0 MH/s"),
            (12_345_678, second, "12.3 MH/s"),
            (3_100_000, second / 10, "31.0 MH/s"),
            (2_000_000_000, second, "2.0 GH/s"),
            (u64::MAX, second, "18446744.1 TH/s"),
            (5, 0, "-"),
        ];
        for (hashes, nanoseconds, text) in cases {
            assert_eq!(hash_rate(hashes, nanoseconds), text);
        }
        assert_eq!(hash_rates(&[1_000, 2_000], second), ["1.0 kH/s", "2.0 kH/s"]);
        assert!(hash_rates(&[], second).is_empty());
    }

    #[test]
    fn what_is_expected_takes_as_long_as_the_rate_says() {
        let second = 1_000_000_000;
        let cases = [
            (5e5, "500 ms"),
            (5e6, "5.0 s"),
            (9e7, "90 s"),
            (1.2e9, "20 min"),
            (36e9, "10 h"),
            (864e9, "10 days"),
        ];
        for (expected, text) in cases {
            assert_eq!(expected_wait(expected, 1_000_000, second), text);
        }
        assert_eq!(expected_wait(1.0, 0, second), "-");
    }
}
