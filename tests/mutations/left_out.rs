//! The tests of the tests: what is said when a check is left out, and when nothing is remembered.

use super::judge::{COINBASE_AMOUNT, Judge, PROOF_OF_WORK, SCRIPTS};
use super::regions::Region;
use super::{BLOCKS, census, load, mutations};

/// A cache saves work and changes nothing.
#[test]
fn scripts_that_are_remembered_change_no_verdict() {
    for (_, height, _) in BLOCKS {
        let Some(subject) = load(height) else { continue };
        let (judge, thorough) =
            (Judge::repairing(&subject), Judge::repairing(&subject).without_cache());
        let some = mutations(&judge).into_iter().step_by(60);
        for mutation in some {
            let bytes = subject.flipped(mutation.offset, mutation.bit);
            assert_eq!(judge.verdict(&bytes), thorough.verdict(&bytes), "{mutation:?}");
        }
    }
}

/// The counter-tests: with a check left out, verdicts no longer fit, and where they should.
#[test]
fn a_check_that_is_left_out_is_missed() {
    use Region::*;
    let Some(subject) = load(757_739) else { return };
    let strict: &[(&str, Region)] = &[
        (PROOF_OF_WORK, HeaderNonce),
        ("Merkle root", Amount),
        ("witness commitment and weight", Witness),
    ];
    let repairing: &[(&str, Region)] = &[
        (SCRIPTS, Witness),
        (COINBASE_AMOUNT, CoinbaseAmount),
        ("the height in the coinbase", CoinbaseHeight),
        ("coinbase first", CoinbasePrevout),
        ("the target that the chain asks for", HeaderBits),
        ("later than the median of eleven", HeaderTime),
        ("not from the future", HeaderTime),
        ("a version in use", HeaderVersion),
        ("no lock time ahead", CoinbaseLockTime),
        ("witness commitment and weight", CoinbaseScriptPubKey),
    ];
    for (check, region) in strict {
        missed(Judge::strict(&subject).without(check), check, *region);
    }
    for (check, region) in repairing {
        missed(Judge::repairing(&subject).without(check), check, *region);
    }
}

/// Asserts that a judge without this check is objected to in this region.
fn missed(judge: Judge<'_>, check: &str, region: Region) {
    let mut there = mutations(&judge);
    there.retain(|mutation| mutation.region == region);
    let objections = census::take(&judge, &there).objections;
    assert!(!objections.is_empty(), "nobody misses {check} in {region:?}");
}
