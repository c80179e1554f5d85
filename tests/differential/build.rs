//! Transactions around a spend of each kind, signed by real keys.

use blockstep::hash::{Sha256, Txid, hash160, sha256};
use blockstep::primitives::{OutPoint, Transaction, TxIn, TxOut, Witness};
use blockstep::script::TxContext;
use blockstep::script::op::*;
use blockstep::script::sighash::{TaprootSpend, legacy, segwit_v0, taproot};
use blockstep::script::taproot::{
    TAPROOT_LEAF_TAPSCRIPT, tapbranch_hash, tapleaf_hash, taptweak_hash,
};

use super::genes::Genes;
use super::keys;
use super::programs::{self, Era, Program, Unlock, put_push};

/// The ways to spend that the run counts apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    Legacy,
    P2sh,
    WitnessV0,
    KeyPath,
    ScriptPath,
}

impl Kind {
    pub const ALL: [Kind; 5] =
        [Kind::Legacy, Kind::P2sh, Kind::WitnessV0, Kind::KeyPath, Kind::ScriptPath];
}

/// How many sections of genes a spend reads: its frame, its program, its signatures.
pub const SECTIONS: usize = 3;

/// A transaction with one input that matters.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Built {
    pub tx: Transaction,
    pub prevouts: Vec<TxOut>,
    pub input: usize,
    /// The hash types of its signatures.
    pub hash_types: Vec<(Era, u8)>,
}

/// The spend that the genes describe.
pub fn build(genes: &mut Genes, kind: Kind) -> Built {
    genes.enter(0);
    let mut built = frame(genes);
    genes.enter(1);
    match kind {
        Kind::Legacy => spend_legacy(genes, &mut built),
        Kind::P2sh => spend_p2sh(genes, &mut built),
        Kind::WitnessV0 => spend_v0(genes, &mut built),
        Kind::KeyPath => spend_key_path(genes, &mut built),
        Kind::ScriptPath => spend_script_path(genes, &mut built),
    }
    built
}

/// A transaction with everything but the input that matters.
fn frame(genes: &mut Genes) -> Built {
    let version = genes.pick(&[2, 2, 1, 0, u32::MAX]);
    let lock_time = genes.pick(&[0, 144, 800_000, 499_999_999, 500_000_000, 1_700_000_000]);
    let sequence = genes.pick(&[0, 0, 10, 0x0040_0005, 0xffff_fffd, u32::MAX, 0x8000_0001]);
    let before = genes.pick(&[0, 0, 0, 1, 2]);
    let count = before + 1 + genes.pick(&[0, 0, 0, 1, 2]);
    let outputs = genes.pick(&[1, 1, 2, 3, 0]);
    let value = genes.below(21_000_000) as i64 * 1_000;
    let outputs = (0..outputs).map(|_| output(genes)).collect();
    let mut inputs: Vec<TxIn> = (0..count).map(|_| other_input(genes)).collect();
    let mut prevouts: Vec<TxOut> = (0..count).map(|_| output(genes)).collect();
    inputs[before].sequence = sequence;
    inputs[before].script_sig = Default::default();
    inputs[before].witness = Witness::new();
    prevouts[before].value = value;
    let tx = Transaction { version, inputs, outputs, lock_time };
    Built { tx, prevouts, input: before, hash_types: Vec::new() }
}

/// Some output.
pub fn output(genes: &mut Genes) -> TxOut {
    let script_pubkey = match genes.below(5) {
        0 => vec![],
        1 => [&[0, 20][..], &genes.bytes(20)].concat(),
        2 => [&[OP_1, 32][..], &genes.bytes(32)].concat(),
        3 => [&[OP_RETURN, 8][..], &genes.bytes(8)].concat(),
        _ => [&[OP_HASH160, 20][..], &genes.bytes(20), &[OP_EQUAL]].concat(),
    };
    TxOut { value: genes.below(1 << 40) as i64, script_pubkey: script_pubkey.into() }
}

/// An input that nobody will judge.
pub fn other_input(genes: &mut Genes) -> TxIn {
    let previous_output = OutPoint { txid: Txid(genes.array()), vout: genes.below(5) as u32 };
    let script_sig = if genes.percent(20) { genes.bytes(5) } else { Vec::new() };
    let witness = if genes.percent(20) { vec![genes.bytes(3)] } else { Witness::new() };
    let sequence = genes.pick(&[u32::MAX, 0, 7]);
    TxIn { previous_output, script_sig: script_sig.into(), sequence, witness }
}

/// A legacy program: one of the templates, or anything.
fn legacy_program(genes: &mut Genes, built: &Built) -> Program {
    match genes.below(8) {
        0 => programs::pay_to_pubkey(genes, Era::Legacy),
        1 => programs::pay_to_pubkey_hash(genes, Era::Legacy).0,
        _ => programs::program(genes, Era::Legacy, &built.tx, built.input),
    }
}

/// The items that unlock a legacy script, its own signature put into it if it wants one there.
fn unlock_legacy(genes: &mut Genes, built: &mut Built) -> (Vec<u8>, Vec<Vec<u8>>) {
    if genes.percent(8) {
        // FindAndDelete: the signature stands in the script that it signs, and is cut out of it.
        let key = genes.below(keys::KEYS);
        let mut rest = vec![OP_DROP];
        put_push(&mut rest, &keys::compressed(key));
        rest.push(OP_CHECKSIG);
        let hash_type = programs::pick_hash_type(genes, Era::Legacy);
        built.hash_types.push((Era::Legacy, hash_type));
        let context = TxContext::new(&built.tx, Some(&built.prevouts));
        let hash = legacy(&context, built.input, &rest, hash_type.into());
        let signature = keys::sign_ecdsa(key, hash, hash_type);
        let mut script = Vec::new();
        put_push(&mut script, &signature);
        script.extend(rest);
        return (script, vec![signature]);
    }
    let program = legacy_program(genes, built);
    let (script, input) = (program.script.clone(), built.input);
    let stack = satisfy(&program, built, Era::Legacy, |context, key, hash_type, start, _| {
        let hash = legacy(context, input, &script[start..], hash_type.into());
        keys::sign_ecdsa(key, hash, hash_type)
    });
    (program.script, stack)
}

/// The items of a program, the top of the stack last, with signatures by `sign`.
fn satisfy(
    program: &Program,
    built: &mut Built,
    era: Era,
    sign: impl Fn(&TxContext<'_>, usize, u8, usize, u32) -> Vec<u8>,
) -> Vec<Vec<u8>> {
    let context = TxContext::new(&built.tx, Some(&built.prevouts));
    let item = |unlock: &Unlock| match unlock {
        Unlock::Data(data) => data.clone(),
        Unlock::Signature { key, hash_type, code_start, code_separator } => {
            sign(&context, *key, *hash_type, *code_start, *code_separator)
        }
    };
    let stack = program.unlocks.iter().rev().map(item).collect();
    built.hash_types.extend(program.unlocks.iter().filter_map(|unlock| match unlock {
        Unlock::Signature { hash_type, .. } => Some((era, *hash_type)),
        Unlock::Data(_) => None,
    }));
    stack
}

fn pushes(genes: &mut Genes, stack: &[Vec<u8>]) -> Vec<u8> {
    let mut script = Vec::new();
    for item in stack {
        if item.as_slice() == [1] && genes.percent(50) {
            script.push(OP_1);
        } else {
            put_push(&mut script, item);
        }
    }
    script
}

fn spend_legacy(genes: &mut Genes, built: &mut Built) {
    let (script, stack) = unlock_legacy(genes, built);
    built.prevouts[built.input].script_pubkey = script.into();
    genes.enter(2);
    built.tx.inputs[built.input].script_sig = pushes(genes, &stack).into();
}

fn spend_p2sh(genes: &mut Genes, built: &mut Built) {
    let (redeem_script, mut stack) = unlock_legacy(genes, built);
    built.prevouts[built.input].script_pubkey = p2sh(&redeem_script);
    stack.push(redeem_script);
    genes.enter(2);
    built.tx.inputs[built.input].script_sig = pushes(genes, &stack).into();
}

fn p2sh(script: &[u8]) -> blockstep::primitives::ScriptBuf {
    [&[OP_HASH160, 20][..], &hash160(script), &[OP_EQUAL]].concat().into()
}

fn spend_v0(genes: &mut Genes, built: &mut Built) {
    let (program, witness_program) = if genes.percent(30) {
        let (program, hash) = programs::pay_to_pubkey_hash(genes, Era::V0);
        (program, [&[0, 20][..], &hash].concat())
    } else {
        let program = match genes.below(8) {
            0 => programs::pay_to_pubkey(genes, Era::V0),
            _ => programs::program(genes, Era::V0, &built.tx, built.input),
        };
        let hash = sha256(&program.script);
        (program, [&[0, 32][..], &hash].concat())
    };
    let is_script = witness_program.len() == 34;
    genes.enter(2);
    if genes.percent(30) {
        built.prevouts[built.input].script_pubkey = p2sh(&witness_program);
        let mut script_sig = Vec::new();
        put_push(&mut script_sig, &witness_program);
        built.tx.inputs[built.input].script_sig = script_sig.into();
    } else {
        built.prevouts[built.input].script_pubkey = witness_program.into();
    }
    let (input, value) = (built.input, built.prevouts[built.input].value);
    let mut stack = satisfy(&program, built, Era::V0, |context, key, hash_type, start, _| {
        let code = &program.script[start..];
        keys::sign_ecdsa(key, segwit_v0(context, input, code, value, hash_type.into()), hash_type)
    });
    if is_script {
        stack.push(program.script);
    }
    built.tx.inputs[built.input].witness = stack;
}

/// A witness program of version 1, and the parity that its control blocks need.
fn taproot_output(internal: &[u8; 32], tweak: &[u8; 32]) -> (Vec<u8>, u8) {
    let internal = secp256k1::XOnlyPublicKey::from_byte_array(*internal).unwrap();
    let tweak = secp256k1::Scalar::from_be_bytes(*tweak).unwrap();
    let (output, parity) = internal.add_tweak(&tweak).unwrap();
    ([&[OP_1, 32][..], &output.to_byte_array()].concat(), parity.to_u8())
}

/// An annex, now and then.
fn annex(genes: &mut Genes) -> Option<Vec<u8>> {
    let length = genes.below(20);
    genes.percent(25).then(|| [&[0x50][..], &genes.bytes(length)].concat())
}

fn annex_hash(annex: &[u8]) -> [u8; 32] {
    let mut hash = Sha256::new();
    blockstep::encode::put_bytes(&mut hash, annex);
    hash.finish()
}

fn spend_key_path(genes: &mut Genes, built: &mut Built) {
    let key = genes.below(keys::KEYS);
    let root = genes.percent(50).then(|| genes.array());
    let hash_type = programs::pick_hash_type(genes, Era::Tapscript);
    built.hash_types.push((Era::Tapscript, hash_type));
    let annex = annex(genes);
    let tweak = taptweak_hash(&keys::x_only(key), root.as_ref());
    let (script_pubkey, _) = taproot_output(&keys::x_only(key), &tweak);
    built.prevouts[built.input].script_pubkey = script_pubkey.into();
    let spend = TaprootSpend { annex_hash: annex.as_deref().map(annex_hash), ..<_>::default() };
    let context = TxContext::new(&built.tx, Some(&built.prevouts));
    // Where there is nothing to sign, any signature is as bad as another.
    let hash = taproot(&context, built.input, &spend, hash_type).unwrap_or_default();
    let signature = keys::sign_schnorr(key, Some(tweak), hash, hash_type);
    built.tx.inputs[built.input].witness = [Some(signature), annex].into_iter().flatten().collect();
}

fn spend_script_path(genes: &mut Genes, built: &mut Built) {
    let leaf_version = match genes.below(12) {
        0 => genes.below(128) as u8 * 2,
        _ => TAPROOT_LEAF_TAPSCRIPT,
    };
    let program = match genes.below(8) {
        0 => programs::pay_to_pubkey(genes, Era::Tapscript),
        _ => programs::program(genes, Era::Tapscript, &built.tx, built.input),
    };
    genes.enter(2);
    let internal = keys::x_only(genes.below(keys::KEYS));
    let depth = genes.pick(&[0, 0, 1, 2, 3, 7]);
    let siblings: Vec<[u8; 32]> = (0..depth).map(|_| genes.array()).collect();
    let leaf = tapleaf_hash(leaf_version, &program.script);
    let root = siblings.iter().fold(leaf, |hash, sibling| tapbranch_hash(&hash, sibling));
    let tweak = taptweak_hash(&internal, Some(&root));
    let (script_pubkey, parity) = taproot_output(&internal, &tweak);
    built.prevouts[built.input].script_pubkey = script_pubkey.into();
    let annex = annex(genes);
    let (input, annex_hash) = (built.input, annex.as_deref().map(annex_hash));
    let sign = |context: &TxContext<'_>, key: usize, hash_type: u8, _: usize, separator: u32| {
        let spend = TaprootSpend { annex_hash, leaf_hash: Some(leaf), code_separator: separator };
        let hash = taproot(context, input, &spend, hash_type).unwrap_or_default();
        keys::sign_schnorr(key, None, hash, hash_type)
    };
    let mut witness = satisfy(&program, built, Era::Tapscript, sign);
    witness.push(program.script);
    witness.push([&[leaf_version | parity], &internal[..], &siblings.concat()].concat());
    witness.extend(annex);
    built.tx.inputs[built.input].witness = witness;
}
