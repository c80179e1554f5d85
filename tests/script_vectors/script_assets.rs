//! `script_assets_test.json`: spends of many kinds before and after Taproot, each as it passes and
//! as it fails.

use blockstep::encode::Decode as _;
use blockstep::primitives::{Transaction, TxOut};
use blockstep::script::{Flags, ScriptError, TxContext};
use serde_json::Value;

use super::{Spend, check_all, flags, json};

/// The same spend as it passes and, for most, as it fails.
struct Case {
    success: Spend,
    failure: Option<Spend>,
    /// Passes under every set of consensus flags, not only under fewer than its own.
    is_final: bool,
}

fn cases() -> Vec<Case> {
    let Some(cases) = json("core/script_assets_test.json") else { return Vec::new() };
    let cases: Vec<Case> = cases.as_array().unwrap().iter().map(case).collect();
    assert_eq!(cases.len(), 2760);
    assert_eq!(cases.iter().filter(|case| case.failure.is_some()).count(), 2483);
    assert_eq!(cases.iter().filter(|case| case.is_final).count(), 708);
    cases
}

fn case(case: &Value) -> Case {
    let spend = |name: &str| case.get(name).map(|unlocking| spend(case, name, unlocking));
    Case {
        success: spend("success").unwrap(),
        failure: spend("failure"),
        is_final: case.get("final").is_some_and(|last| last.as_bool().unwrap()),
    }
}

fn spend(case: &Value, name: &str, unlocking: &Value) -> Spend {
    let bytes = |value: &Value| hex::decode(value.as_str().unwrap()).unwrap();
    let mut tx = Transaction::from_bytes(&bytes(&case["tx"])).unwrap();
    let prevouts = case["prevouts"].as_array().unwrap().iter();
    let prevouts: Vec<TxOut> =
        prevouts.map(|prevout| TxOut::from_bytes(&bytes(prevout)).unwrap()).collect();
    let input = case["index"].as_u64().unwrap() as usize;
    tx.inputs[input].script_sig = bytes(&unlocking["scriptSig"]).into();
    tx.inputs[input].witness = unlocking["witness"].as_array().unwrap().iter().map(bytes).collect();
    let prevout = prevouts[input].clone();
    let context = TxContext::owned(tx, Some(prevouts));
    let name = format!("{name} of {}", case["comment"].as_str().unwrap());
    Spend { name, context, input, prevout, flags: flags(case["flags"].as_str().unwrap()) }
}

/// Every spend, passing or failing.
pub fn spends() -> Vec<Spend> {
    cases().into_iter().flat_map(|case| [Some(case.success), case.failure]).flatten().collect()
}

/// Every set of consensus flags that makes sense: WITNESS rests on P2SH, and TAPROOT on WITNESS.
fn consensus_flags() -> Vec<Flags> {
    let known = [
        Flags::P2SH,
        Flags::WITNESS,
        Flags::TAPROOT,
        Flags::DERSIG,
        Flags::CHECKLOCKTIMEVERIFY,
        Flags::CHECKSEQUENCEVERIFY,
        Flags::NULLDUMMY,
    ];
    let sets = (0..1 << known.len()).map(|bits: u32| {
        let chosen = known.iter().enumerate().filter(|(index, _)| bits >> index & 1 == 1);
        chosen.fold(Flags::NONE, |flags, (_, flag)| flags.union(*flag))
    });
    let grounded = |flags: &Flags| {
        (flags.contains(Flags::P2SH) || !flags.contains(Flags::WITNESS))
            && (flags.contains(Flags::WITNESS) || !flags.contains(Flags::TAPROOT))
    };
    sets.filter(grounded).collect()
}

#[test]
fn every_asset_passes_and_fails_as_it_should() {
    let sets = consensus_flags();
    assert_eq!(sets.len(), 64);
    let expect = |spend: &Spend, flags: Flags, passes: bool| match spend.verdict_under(flags) {
        verdict if verdict.is_ok() == passes => Ok(()),
        verdict => {
            let verdict = verdict.map_or_else(ScriptError::name, |()| "OK");
            Err(format!("{verdict} under {flags}: {}", spend.name))
        }
    };
    check_all(&cases(), |case| {
        for &flags in &sets {
            if case.is_final || case.success.flags.contains(flags) {
                expect(&case.success, flags, true)?;
            }
            if let Some(failure) = &case.failure
                && flags.contains(failure.flags)
            {
                expect(failure, flags, false)?;
            }
        }
        Ok(())
    });
}
