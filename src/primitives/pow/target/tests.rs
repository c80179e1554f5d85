use super::*;
use crate::primitives::Network;

fn target(bits: u32) -> Target {
    CompactTarget(bits).target().unwrap()
}

#[test]
fn difficulty_one_is_the_genesis_target() {
    assert_eq!(Target::difficulty_one(), target(0x1d00_ffff));
    assert_eq!(Target::difficulty_one().to_compact(), CompactTarget(0x1d00_ffff));
    assert_eq!(Target::difficulty_one().work(), Work(U256::from(0x1_0001_0001)));
}

/// Values of Core's `blockchain_tests`, and of Core's RPC for mainnet block 100,800.
#[test]
fn difficulty_is_shown_as_core_does() {
    for (bits, expected) in [
        (0x1f11_1111, 0.000001),
        (0x1d00_ffff, 1.0),
        (0x1b04_864c, 14_484.162_361),
        (0x1234_5678, 5_913_134_931_067_755_359_633_408.0),
    ] {
        let difficulty = target(bits).difficulty();
        assert!((difficulty - expected).abs() <= 1e-6_f64.max(expected * 1e-9), "{difficulty}");
    }
}

#[test]
fn difficulty_is_read_in_decimal() {
    assert_eq!(Target::from_difficulty("1").unwrap(), target(0x1d00_ffff));
    assert_eq!(Target::from_difficulty("1.000").unwrap(), target(0x1d00_ffff));
    assert_eq!(Target::from_difficulty("0.5").unwrap().0, target(0x1d00_ffff).0 << 1);
    let bits = Target::from_difficulty("16307.420938523983").unwrap().to_compact();
    assert_eq!(bits, CompactTarget(0x1b04_04cb));
    for text in ["", ".", "0", "0.0", "-1", "1e3", "1,5", "1.2.3", "9999999999999999999", "ab"] {
        assert!(Target::from_difficulty(text).is_err(), "{text}");
    }
    // Easier than any target could be.
    assert!(Target::from_difficulty("0.00000000001").is_err());
}

#[test]
fn work_covers_the_extremes() {
    assert_eq!(Target(U256::MAX).work(), Work(U256::ONE));
    assert_eq!(Target(U256::default()).work(), Work(U256::MAX));
    assert_eq!(target(0x207f_ffff).work(), Work(U256::from(2)));
    assert_eq!(Work(U256::MAX).checked_add(Work(U256::ONE)), None);
}

/// The cases of Core's `pow_tests`, with real and made-up headers.
#[test]
fn a_hash_must_be_at_or_below_an_allowed_target() {
    let limit = Network::Main.pow_limit();
    let check = |hash: &str, bits: u32, limit| {
        check_proof_of_work(hash.parse().unwrap(), CompactTarget(bits), limit)
    };
    let genesis = "000000000019d6689c085ae165831e934ff763ae46a2a6c172b3f1b60a8ce26f";
    let one = "0000000000000000000000000000000000000000000000000000000000000001";
    assert_eq!(check(genesis, 0x1d00_ffff, limit), Ok(()));
    let kind = |result: Result<(), TargetError>| match result.unwrap_err() {
        TargetError::Negative { .. } => "negative",
        TargetError::Overflow { .. } => "overflow",
        TargetError::Zero { .. } => "zero",
        TargetError::AboveLimit { .. } => "easy",
        TargetError::HighHash { .. } => "high",
        TargetError::BadDifficulty { .. } => "difficulty",
    };
    assert_eq!(kind(check(one, 0x1d80_ffff, limit)), "negative");
    assert_eq!(kind(check(one, 0xff7f_ffff, limit)), "overflow");
    assert_eq!(kind(check(one, 0x0000_0000, limit)), "zero");
    assert_eq!(kind(check(one, 0x1d01_0000, limit)), "easy");
    assert_eq!(kind(check(genesis, 0x1b00_ffff, limit)), "high");
    // Exactly at the target, and one above it.
    let (at, above) = (target(0x207f_ffff).0, (U256::ONE << 255));
    let regtest = Network::Regtest.pow_limit();
    assert_eq!(check(&at.to_string(), 0x207f_ffff, regtest), Ok(()));
    assert_eq!(kind(check(&above.to_string(), 0x207f_ffff, regtest)), "high");
}
