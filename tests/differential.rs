//! Generated spends of every kind, judged by blockstep and by Bitcoin Core's own code
//! (`bitcoinconsensus`), which must agree.
//!
//! Each case takes one of many seeds (a valid spend with real signatures), changes some of the
//! choices it was built from and signs again, and then often changes the finished bytes. The run
//! fails on any difference, and also where it did not reach what it is for: enough spends that both
//! sides accept, every opcode, every hash type. `BLOCKSTEP_CASES=1000000` runs longer,
//! `BLOCKSTEP_SEED` takes other seeds, `BLOCKSTEP_CASE=n` repeats one case and shows it:
//!
//! ```text
//! BLOCKSTEP_CASES=1000000 cargo test --release --test differential -- --nocapture
//! ```

#![allow(clippy::unwrap_used)]

#[path = "differential/build.rs"]
mod build;
#[path = "differential/census.rs"]
mod census;
#[path = "differential/genes.rs"]
mod genes;
#[path = "differential/keys.rs"]
mod keys;
#[path = "differential/limits.rs"]
mod limits;
#[path = "differential/mutate.rs"]
mod mutate;
#[path = "differential/programs.rs"]
mod programs;
#[path = "support/settings.rs"]
mod settings;
#[path = "differential/wild.rs"]
mod wild;

use blockstep::encode::Encode as _;
use blockstep::rng::Rng;
use blockstep::script::checker::Secp256k1;
use blockstep::script::verify::SpendMachine;
use blockstep::script::{Flags, TxContext, opcode, verify_spend};
use build::{Built, Kind, SECTIONS, build};
use census::Census;
use genes::Genes;
use programs::Era;
use rayon::prelude::*;

/// Cases in a plain `cargo test`.
const CASES: u64 = 20_000;
/// Seeds of each kind.
const SEEDS: u64 = 500;

/// One case, with all that led to it.
struct Case {
    kind: Kind,
    built: Built,
    /// Whether the transaction's bytes differ from the seed's.
    changed: bool,
    flags: Flags,
}

impl Case {
    /// Case number `index` of the run with this seed.
    fn generate(run: u64, index: u64) -> Case {
        let mut rng = Rng::from_text(&format!("case {run} {index}"));
        let kind = Kind::ALL[(index % 5) as usize];
        let name = format!("seed {run} {kind:?} {}", rng.below(SEEDS));
        let mut genes = Genes::random(&mut Rng::from_text(&name), SECTIONS);
        let seed = build(&mut genes, kind);
        let mut built = seed.clone();
        // Some genes are never read, so one change may change nothing.
        for _ in 0..16 {
            let count = 1 + rng.below(4);
            genes = genes.mutated(&mut rng, count);
            built = build(&mut genes, kind);
            if built.tx != seed.tx {
                break;
            }
        }
        if rng.below(100) < 40 {
            for _ in 0..1 + rng.below(2) {
                mutate::mutate(&mut rng, &mut built);
            }
        }
        let changed = built.tx.to_bytes() != seed.tx.to_bytes();
        Case { kind, built, changed, flags: random_flags(&mut rng) }
    }

    fn ours(&self, flags: Flags) -> bool {
        let Built { tx, prevouts, input, .. } = &self.built;
        let context = TxContext::new(tx, Some(prevouts));
        verify_spend(&context, *input, &prevouts[*input], flags).is_ok()
    }

    fn cores(&self) -> bool {
        let Built { tx, prevouts, input, .. } = &self.built;
        let spent: Vec<bitcoinconsensus::Utxo> = prevouts
            .iter()
            .map(|prevout| bitcoinconsensus::Utxo {
                script_pubkey: prevout.script_pubkey.as_ptr(),
                script_pubkey_len: prevout.script_pubkey.len() as u32,
                value: prevout.value,
            })
            .collect();
        let (script, value) = (&prevouts[*input].script_pubkey, prevouts[*input].value as u64);
        let (bytes, flags) = (tx.to_bytes(), self.flags.bits());
        let verdict =
            bitcoinconsensus::verify_with_flags(script, value, &bytes, Some(&spent), *input, flags);
        match verdict {
            Ok(()) => true,
            Err(bitcoinconsensus::Error::ERR_SCRIPT) => false,
            Err(error) => panic!("the harness asks Core wrongly: {error:?}\n{}", self.describe()),
        }
    }

    fn describe(&self) -> String {
        let Built { tx, prevouts, input, .. } = &self.built;
        let prevouts: Vec<String> =
            prevouts.iter().map(|out| hex::encode(out.to_bytes())).collect();
        let (kind, flags, tx) = (self.kind, self.flags, hex::encode(tx.to_bytes()));
        format!("{kind:?}, input {input}, flags {flags}\ntx {tx}\nspends {}", prevouts.join(" "))
    }
}

/// Mostly today's consensus flags, sometimes any of its soft forks, each with what it rests on.
fn random_flags(rng: &mut Rng) -> Flags {
    if rng.below(100) < 70 {
        return Flags::CONSENSUS;
    }
    let mix = Flags::from_bits(Flags::CONSENSUS.bits() & rng.next_u64() as u32);
    let mix = mix.trimmed();
    if mix.contains(Flags::WITNESS) { mix } else { mix.without(Flags::TAPROOT) }
}

/// Judges one case twice. A difference comes back as text.
fn judge(run: u64, index: u64, census: &mut Census) -> Result<(), String> {
    let case = Case::generate(run, index);
    let (ours, cores) = (case.ours(case.flags), case.cores());
    if ours != cores {
        return Err(format!(
            "BLOCKSTEP_SEED={run} BLOCKSTEP_CASE={index}: blockstep says {ours}, Core says {cores}\n{}",
            case.describe()
        ));
    }
    let Built { tx, prevouts, input, .. } = &case.built;
    let context = TxContext::new(tx, Some(prevouts));
    let machine = SpendMachine {
        context: &context,
        input: *input,
        prevout: &prevouts[*input],
        flags: case.flags,
        verifier: &Secp256k1,
    };
    census.count(case.kind, &case.built, &machine, case.changed);
    Ok(())
}

#[test]
fn blockstep_and_core_agree_on_every_spend() {
    let run = settings::number("BLOCKSTEP_SEED", 1);
    if let Ok(case) = std::env::var("BLOCKSTEP_CASE") {
        let case = case.parse().unwrap();
        println!("{}", Case::generate(run, case).describe());
        judge(run, case, &mut Census::default()).unwrap();
        return;
    }
    let cases = settings::number("BLOCKSTEP_CASES", CASES);
    eprintln!("{cases} cases from BLOCKSTEP_SEED={run}");
    let (census, differences) = (0..cases)
        .into_par_iter()
        .fold(Default::default, |(mut census, mut differences): (Census, Vec<String>), index| {
            differences.extend(judge(run, index, &mut census).err());
            (census, differences)
        })
        .reduce(Default::default, |a, b| (a.0.add(b.0), [a.1, b.1].concat()));
    census.print(&mut std::io::stderr().lock()).unwrap();
    let first = differences.iter().take(3).cloned().collect::<Vec<_>>().join("\n");
    assert!(differences.is_empty(), "{} differences:\n{first}", differences.len());
    if cases >= CASES {
        assert_reached(&census, cases);
    }
}

#[test]
fn a_rule_left_out_is_noticed() {
    let cases: Vec<Case> = (0..3_000).map(|index| Case::generate(2, index)).collect();
    for &(name, flag) in Flags::NAMED.iter().filter(|(_, flag)| Flags::CONSENSUS.contains(*flag)) {
        let noticed = cases.iter().any(|case| case.cores() != case.ours(case.flags.without(flag)));
        assert!(noticed, "Core rejects none of these for {name}");
    }
}

/// A run that accepts little, or never gets to some opcode, shows little.
fn assert_reached(census: &Census, cases: u64) {
    let accepted: u64 = census.kinds.values().map(|count| count.accepted).sum();
    assert!(accepted * 100 >= cases * 30, "only {accepted} of {cases} are accepted by both");
    for kind in Kind::ALL {
        let count = &census.kinds[&kind];
        assert!(count.accepted * 100 >= count.cases * 10, "{kind:?} is hardly ever accepted");
        assert!(count.accepted * 100 >= accepted * 10, "{kind:?} is a small part of the accepted");
    }
    let missed = (0..=255).filter(|opcode| !census.opcodes.contains_key(opcode));
    let missed: Vec<&str> = missed.map(|opcode| opcode::info(opcode).name).collect();
    assert!(missed.is_empty(), "never reached: {}", missed.join(", "));
    for (era, first) in [(Era::Legacy, 1), (Era::V0, 1), (Era::Tapscript, 0)] {
        for hash_type in (first..=3).chain(0x81..=0x83) {
            let reached = census.hash_types.contains_key(&(era, hash_type));
            assert!(reached, "no accepted signature of {era:?} has the hash type {hash_type:#04x}");
        }
    }
}
