//! Changes to a finished spend: some touch what nothing signs, some break it subtly.

use blockstep::primitives::ScriptBuf;
use blockstep::rng::Rng;
use blockstep::script::op::{OP_1, OP_CODESEPARATOR, OP_NOP};
use secp256k1::SecretKey;

use super::build::{self, Built};
use super::genes::Genes;

/// Changes `built` in one random way.
pub fn mutate(rng: &mut Rng, built: &mut Built) {
    let mut genes = Genes::random(rng, 1);
    let genes = &mut genes;
    let own = built.input;
    match genes.below(16) {
        0 | 1 => {
            // Another input's unlocking data are signed by nobody here.
            let input = build::other_input(genes);
            let others: Vec<usize> = (0..built.tx.inputs.len()).filter(|i| *i != own).collect();
            match others.get(genes.below(3)) {
                Some(&other) => {
                    built.tx.inputs[other].script_sig = input.script_sig;
                    built.tx.inputs[other].witness = input.witness;
                }
                None => push_input(genes, built),
            }
        }
        2 | 3 => push_input(genes, built),
        4 => change_outputs(genes, built),
        5 => {
            let field = genes.below(4);
            let bit = 1 << genes.below(32);
            let other = genes.below(built.tx.inputs.len());
            match field {
                0 => built.tx.version ^= bit,
                1 => built.tx.lock_time ^= bit,
                2 => built.tx.inputs[own].sequence ^= bit,
                _ => built.tx.inputs[other].sequence ^= bit,
            }
        }
        6 => built.prevouts[own].value ^= 1 << genes.below(20),
        7 => change_bytes(genes, &mut built.prevouts[own].script_pubkey.0),
        8 | 9 => change_witness(genes, built),
        10 | 11 => change_script_sig(genes, &mut built.tx.inputs[own].script_sig),
        12..=14 => reencode_signature(genes, built),
        _ => {
            let other = genes.below(built.prevouts.len());
            built.prevouts[other] = build::output(genes);
        }
    }
}

fn push_input(genes: &mut Genes, built: &mut Built) {
    built.tx.inputs.push(build::other_input(genes));
    built.prevouts.push(build::output(genes));
}

fn change_outputs(genes: &mut Genes, built: &mut Built) {
    let output = build::output(genes);
    let place = genes.below(built.tx.outputs.len() + 1);
    match built.tx.outputs.get_mut(place) {
        Some(old) if genes.percent(50) => old.value = output.value,
        Some(old) => *old = output,
        None => built.tx.outputs.push(output),
    }
}

/// Flips, inserts, takes out or doubles a byte, or cuts the end off.
fn change_bytes(genes: &mut Genes, bytes: &mut Vec<u8>) {
    let place = genes.below(bytes.len() + 1);
    let value = genes.below(256) as u8;
    match genes.below(5) {
        _ if place == bytes.len() => bytes.push(value),
        0 => bytes.truncate(place),
        1 => bytes.insert(place, value),
        2 => drop(bytes.remove(place)),
        3 => bytes[place] = value,
        _ => bytes[place] ^= 1 << genes.below(8),
    }
}

fn change_witness(genes: &mut Genes, built: &mut Built) {
    let witness = &mut built.tx.inputs[built.input].witness;
    let place = genes.below(witness.len() + 1);
    match genes.below(5) {
        _ if place == witness.len() => {
            let length = genes.below(4);
            witness.push(genes.bytes(length));
        }
        0 => drop(witness.remove(place)),
        1 => witness.insert(place, Vec::new()),
        2 => {
            let other = genes.below(witness.len());
            witness.swap(place, other);
        }
        _ => change_bytes(genes, &mut witness[place]),
    }
}

fn change_script_sig(genes: &mut Genes, script_sig: &mut ScriptBuf) {
    match genes.below(6) {
        0 => script_sig.0.insert(0, OP_NOP),
        1 => script_sig.0.insert(0, OP_1),
        2 => script_sig.0.insert(0, OP_CODESEPARATOR),
        3 => script_sig.0.splice(0..0, [3, 1, 2, 3]).for_each(drop),
        4 => script_sig.0.push(genes.pick(&[OP_NOP, OP_1])),
        _ => change_bytes(genes, &mut script_sig.0),
    }
}

/// Writes an ECDSA signature of the spend in another way, if it has one.
fn reencode_signature(genes: &mut Genes, built: &mut Built) {
    let style = genes.below(5);
    let input = &mut built.tx.inputs[built.input];
    for item in &mut input.witness {
        if let Some(other) = reencoded(style, item) {
            *item = other;
            return;
        }
    }
    // In a script_sig a signature is a push: 0x47 or so, then 0x30.
    let script_sig = &input.script_sig.0;
    let start =
        script_sig.windows(2).position(|pair| (0x44..=0x49).contains(&pair[0]) && pair[1] == 0x30);
    let Some(start) = start else { return change_outputs(genes, built) };
    let end = (start + 1 + usize::from(script_sig[start])).min(script_sig.len());
    let Some(other) = reencoded(style, &script_sig[start + 1..end]) else { return };
    let replacement = [&[other.len() as u8], &other[..]].concat();
    input.script_sig.0.splice(start..end, replacement);
}

fn reencoded(style: usize, signature: &[u8]) -> Option<Vec<u8>> {
    let (hash_type, der) = signature.split_last()?;
    let [0x30, _, 0x02, r_length, rest @ ..] = der else { return None };
    let (r, rest) = rest.split_at_checked(usize::from(*r_length))?;
    let [0x02, _, s @ ..] = rest else { return None };
    let (r, s, tail) = match style {
        // The other S, which consensus takes as well.
        0 | 1 => (r.to_vec(), negated(s)?, vec![]),
        2 => ([&[0], r].concat(), s.to_vec(), vec![]),
        3 => (r.to_vec(), [&[0], s].concat(), vec![]),
        _ => (r.to_vec(), s.to_vec(), vec![7]),
    };
    let body = [&[2, r.len() as u8], &r[..], &[2, s.len() as u8], &s[..]].concat();
    Some([&[0x30, body.len() as u8], &body[..], &tail[..], &[*hash_type]].concat())
}

/// The group's order minus `s`, as a DER integer.
fn negated(s: &[u8]) -> Option<Vec<u8>> {
    let digits = &s[s.iter().position(|byte| *byte != 0)?..];
    let mut scalar = [0; 32];
    scalar.get_mut(32usize.checked_sub(digits.len())?..)?.copy_from_slice(digits);
    let negated = SecretKey::from_secret_bytes(scalar).ok()?.negate().to_secret_bytes();
    let start = negated.iter().position(|byte| *byte != 0)?;
    let sign: &[u8] = if negated[start] & 0x80 != 0 { &[0] } else { &[] };
    Some([sign, &negated[start..]].concat())
}
