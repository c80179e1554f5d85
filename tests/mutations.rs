//! Single bits of real blocks, changed: each is rejected, with a reason that fits.
//!
//! Three blocks, one with legacy spends alone, one with P2SH, one with SegWit, and bits spread evenly
//! over everything that a block consists of. First with everything in force, where the work, the Merkle
//! root and the witness commitment notice it all. Then again with the roots recomputed and the work
//! waived, so that amounts, scripts, heights, locks and witnesses are judged themselves; what remains
//! valid must belong to one of the argued classes of `mutations/harmless.rs`. Then the coins that the
//! block spends, for their age, their amounts and their scripts; and the block filled up to the limit
//! of signature checks. Bitcoin Core's own code runs the changed scripts too, and checks of blockstep's
//! are left out, which must be noticed. `BLOCKSTEP_CASES=100000` tries more bits, `BLOCKSTEP_SEED` others, and
//! `BLOCKSTEP_MUTATION=height:offset:bit` shows what is said of one:
//!
//! ```text
//! BLOCKSTEP_MUTATION=403200:100:3 cargo test --test mutations -- replay --nocapture
//! ```

#![allow(clippy::unwrap_used)]

#[path = "mutations/census.rs"]
mod census;
#[path = "mutations/coins.rs"]
mod coins;
#[path = "mutations/core_scripts.rs"]
mod core_scripts;
#[path = "mutations/harmless.rs"]
mod harmless;
#[path = "mutations/judge.rs"]
mod judge;
#[path = "mutations/left_out.rs"]
mod left_out;
#[path = "mutations/plan.rs"]
mod plan;
#[path = "mutations/reasons.rs"]
mod reasons;
#[path = "mutations/regions.rs"]
mod regions;
#[path = "support/settings.rs"]
mod settings;
#[path = "mutations/sigops.rs"]
mod sigops;
#[path = "mutations/subject.rs"]
mod subject;
#[path = "support/vectors.rs"]
mod vectors;

use blockstep::bench::block_verification::{Fault, Question, verify};
use blockstep::rng::Rng;
use blockstep::script::checker::Secp256k1;
use census::Census;
use harmless::HARMLESS;
use judge::Judge;
use rayon::prelude::*;
use regions::Region;
use subject::Subject;

/// Bits changed in each block and each pass of a plain `cargo test`.
const MUTATIONS: u64 = 2_400;

/// Network, height; how many of the coins from outside are locked by P2SH, and how many of the inputs
/// have a witness, as counted by another program.
const BLOCKS: [(&str, u32, [usize; 2]); 3] =
    [("mainnet", 150_013, [0, 0]), ("mainnet", 403_200, [145, 0]), ("mainnet", 757_739, [16, 73])];

const FALSE: &str = "block-script-verify-flag-failed (Script evaluated without error but finished \
                     with a false/empty top stack element)";
const EQUALVERIFY: &str =
    "block-script-verify-flag-failed (Script failed an OP_EQUALVERIFY operation)";
const PROGRAM: &str = "block-script-verify-flag-failed (Witness program hash mismatch)";

fn load(height: u32) -> Option<Subject> {
    let (network, ..) = BLOCKS.iter().find(|(_, own, _)| *own == height).unwrap();
    Subject::load(network, height)
}

/// The bits that are changed: drawn by the height and the pass.
fn mutations(judge: &Judge<'_>) -> Vec<plan::Mutation> {
    let seed = settings::number("BLOCKSTEP_SEED", 1);
    let total = settings::number("BLOCKSTEP_CASES", MUTATIONS) as usize;
    let (height, repairs) = (judge.subject.height, judge.repairs());
    let mut rng = Rng::from_text(&format!("mutations {seed} {height} {repairs}"));
    plan::plan(judge.subject, |region| !repairs || plan::survives_repair(region), total, &mut rng)
}

/// Judges the planned mutations, and fails where a verdict does not fit or a region is left out.
fn judged(judge: &Judge<'_>) -> Census {
    let subject = judge.subject;
    assert_eq!(judge.verdict(&subject.bytes), Ok(()), "{}", subject.height);
    let mutations = mutations(judge);
    let census = census::take(judge, &mutations);
    let (height, repairs) = (subject.height, judge.repairs());
    print!("block {height}, roots recomputed: {repairs}\n{}", census.lines());
    assert!(census.objections.is_empty(), "{:#?}", census.objections);
    assert!(census.total() >= 2_000, "{}", census.total());
    for (region, bits) in subject.bits() {
        let expected = if !repairs || plan::survives_repair(region) { bits.min(80) } else { 0 };
        let tried = census.tried.get(&region).copied().unwrap_or(0);
        assert!(tried >= expected, "{height}: {tried} of the {bits} bits of {region:?}");
    }
    census
}

#[test]
fn the_blocks_are_what_they_stand_for() {
    for (_, height, expected) in BLOCKS {
        let Some(subject) = load(height) else { continue };
        let p2sh = subject.coins.iter().filter(|coin| {
            let script = coin.split(' ').nth(5).unwrap();
            script.len() == 46 && script.starts_with("a914") && script.ends_with("87")
        });
        let spending = subject.block.transactions.iter().skip(1);
        let witnesses =
            spending.flat_map(|tx| &tx.inputs).filter(|input| !input.witness.is_empty());
        assert_eq!([p2sh.count(), witnesses.count()], expected, "{height}");
    }
}

/// Judged twice: by the checks one by one, and by the function that verifies a whole block.
#[test]
fn no_bit_is_free_with_everything_in_force() {
    for (_, height, _) in BLOCKS {
        let Some(subject) = load(height) else { continue };
        let judge = Judge::strict(&subject);
        let census = judged(&judge);
        assert!(census.valid.is_empty(), "{:?}", census.valid);
        let differ = mutations(&judge).into_par_iter().find_first(|mutation| {
            let bytes = subject.flipped(mutation.offset, mutation.bit);
            judge.verdict(&bytes) != whole(&subject, &bytes)
        });
        assert_eq!(differ, None, "{height}");
    }
}

/// What [`verify`] says, in one word.
fn whole(subject: &Subject, bytes: &[u8]) -> Result<(), String> {
    let Subject { params, height, spent, .. } = subject;
    let question = Question { bytes, params, height: *height, spent };
    verify(&question, &Secp256k1).result.map(drop).map_err(|fault| match fault {
        Fault::Unreadable(error) => error.rule().name.to_string(),
        Fault::Broken(error) => error.reject().into_owned(),
    })
}

/// Judges one block with the roots recomputed, and asks for so many of each reason at least.
fn on_its_own(height: u32, reasons: &[(&str, usize)]) {
    let Some(subject) = load(height) else { return };
    let census = judged(&Judge::repairing(&subject));
    for (reason, least) in reasons {
        let found = census.rejected(reason);
        assert!(found >= *least, "{height}: {found} times {reason}");
    }
    // Far from the limit no single bit reaches it; see `the_limit_of_signature_checks_is_judged`.
    assert_eq!(census.rejected("bad-blk-sigops"), 0);
    let strict = height >= subject.params.deployments.bip66_height;
    for class in HARMLESS.iter().filter(|class| !strict || class.region != Region::DerLength) {
        let tried = census.tried.get(&class.region).copied().unwrap_or(0);
        let valid = census.valid.get(&class.region).copied().unwrap_or(0);
        println!("{height}: {valid} of {tried} bits of {:?} are free: {}", class.region, class.why);
        assert!(valid > 0 || tried == 0, "{height}: no {:?} is free ({})", class.region, class.why);
    }
}

#[test]
fn a_legacy_block_is_judged_without_its_roots() {
    on_its_own(
        150_013,
        &[
            (EQUALVERIFY, 20),
            (FALSE, 100),
            ("bad-txns-inputs-missingorspent", 100),
            ("bad-txns-in-belowout", 10),
            ("bad-txns-vout-negative", 1),
            ("bad-txns-vout-toolarge", 1),
            ("bad-cb-amount", 10),
            ("bad-cb-missing", 100),
            ("bad-diffbits", 32),
        ],
    );
}

#[test]
fn a_block_with_p2sh_is_judged_without_its_roots() {
    on_its_own(
        403_200,
        &[
            (EQUALVERIFY, 20),
            (FALSE, 100),
            ("bad-txns-inputs-missingorspent", 100),
            ("bad-txns-in-belowout", 10),
            ("bad-txns-nonfinal", 10),
            ("bad-cb-amount", 10),
            ("bad-cb-height", 32),
            ("bad-version", 1),
        ],
    );
}

#[test]
fn a_block_with_segwit_is_judged_without_its_roots() {
    on_its_own(
        757_739,
        &[
            (FALSE, 100),
            (PROGRAM, 5),
            ("bad-txns-inputs-missingorspent", 100),
            ("bad-txns-in-belowout", 10),
            ("bad-txns-nonfinal", 10),
            ("bad-cb-amount", 10),
            ("bad-cb-height", 32),
            ("bad-version", 1),
            ("unexpected-witness", 1),
        ],
    );
}

/// Shows what is said of `BLOCKSTEP_MUTATION=height:offset:bit`.
#[test]
fn replay() {
    let Ok(wanted) = std::env::var("BLOCKSTEP_MUTATION") else { return };
    let numbers: Vec<usize> = wanted.split(':').map(|word| word.parse().unwrap()).collect();
    let [height, offset, bit] = numbers[..] else { panic!("{wanted} is not height:offset:bit") };
    let Some(subject) = load(height as u32) else { return };
    let bytes = subject.flipped(offset, bit as u8);
    let path = &subject.field(offset).path;
    println!("{path} ({:?})", subject.region(offset));
    println!("everything in force: {:?}", Judge::strict(&subject).verdict(&bytes));
    println!("roots recomputed: {:?}", Judge::repairing(&subject).verdict(&bytes));
}
