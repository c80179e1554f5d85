//! The standard outputs: how each is built, and which one a script is.
//!
//! A node relays only transactions whose outputs have one of these forms; blocks may hold any
//! script. The kinds and their names are Bitcoin Core's (`Solver`, `GetTxnOutputType`), as
//! `decoderawtransaction` shows them.

use serde::Serialize;

use super::instruction::{Instruction, Instructions, put_number, put_push};
use super::interpreter::MAX_PUBKEYS_PER_MULTISIG;
use super::number;
use super::op::*;
use super::witness_program::{WitnessProgram, is_push_only, p2sh_hash};

/// What kind of output a script makes, with what it pays to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Kind<'a> {
    /// To a public key: `<key> OP_CHECKSIG`.
    Pubkey(&'a [u8]),
    /// To the hash of a public key: `OP_DUP OP_HASH160 <hash> OP_EQUALVERIFY OP_CHECKSIG`.
    PubkeyHash([u8; 20]),
    /// To the hash of a script (BIP 16): `OP_HASH160 <hash> OP_EQUAL`.
    ScriptHash([u8; 20]),
    /// To k of n keys (BIP 11): `k <key>... n OP_CHECKMULTISIG`.
    Multisig {
        /// How many signatures are needed.
        required: usize,
        /// The keys.
        keys: Vec<&'a [u8]>,
    },
    /// To nobody: OP_RETURN and pushes of data.
    NullData,
    /// To anyone, so that a later transaction can add a fee: `OP_1 <4e73>`.
    Anchor,
    /// To the hash of a public key, spent by a witness (BIP 141): `OP_0 <20 bytes>`.
    WitnessV0KeyHash([u8; 20]),
    /// To the hash of a script, spent by a witness (BIP 141): `OP_0 <32 bytes>`.
    WitnessV0ScriptHash([u8; 32]),
    /// To a key that may hide a tree of scripts (BIP 341): `OP_1 <32 bytes>`.
    WitnessV1Taproot([u8; 32]),
    /// To a witness program that means nothing yet, and so to anyone.
    WitnessUnknown {
        /// 1 to 16.
        version: u8,
        /// 2 to 40 bytes.
        program: &'a [u8],
    },
    /// To whoever satisfies it: any other script.
    NonStandard,
}

impl Kind<'_> {
    /// Core's name.
    pub fn name(&self) -> &'static str {
        match self {
            Kind::Pubkey(_) => "pubkey",
            Kind::PubkeyHash(_) => "pubkeyhash",
            Kind::ScriptHash(_) => "scripthash",
            Kind::Multisig { .. } => "multisig",
            Kind::NullData => "nulldata",
            Kind::Anchor => "anchor",
            Kind::WitnessV0KeyHash(_) => "witness_v0_keyhash",
            Kind::WitnessV0ScriptHash(_) => "witness_v0_scripthash",
            Kind::WitnessV1Taproot(_) => "witness_v1_taproot",
            Kind::WitnessUnknown { .. } => "witness_unknown",
            Kind::NonStandard => "nonstandard",
        }
    }
}

impl Serialize for Kind<'_> {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.name())
    }
}

/// Which standard output `script_pubkey` is.
pub fn classify(script_pubkey: &[u8]) -> Kind<'_> {
    if let Some(hash) = p2sh_hash(script_pubkey) {
        return Kind::ScriptHash(*hash);
    }
    if let Some(program) = WitnessProgram::parse(script_pubkey) {
        return witness_kind(program);
    }
    match script_pubkey {
        [OP_RETURN, rest @ ..] if is_push_only(rest) => Kind::NullData,
        [65, key @ .., OP_CHECKSIG] if key.len() == 65 && is_key_size(key) => Kind::Pubkey(key),
        [33, key @ .., OP_CHECKSIG] if key.len() == 33 && is_key_size(key) => Kind::Pubkey(key),
        [OP_DUP, OP_HASH160, 20, hash @ .., OP_EQUALVERIFY, OP_CHECKSIG] => {
            hash.try_into().map_or(Kind::NonStandard, Kind::PubkeyHash)
        }
        _ => multisig_kind(script_pubkey).unwrap_or(Kind::NonStandard),
    }
}

fn witness_kind(parsed: WitnessProgram<'_>) -> Kind<'_> {
    let WitnessProgram { version, program } = parsed;
    match (version, program.len()) {
        (0, 20) => program.try_into().map_or(Kind::NonStandard, Kind::WitnessV0KeyHash),
        (0, 32) => program.try_into().map_or(Kind::NonStandard, Kind::WitnessV0ScriptHash),
        (0, _) => Kind::NonStandard,
        (1, 32) => program.try_into().map_or(Kind::NonStandard, Kind::WitnessV1Taproot),
        _ if parsed.is_anchor() => Kind::Anchor,
        _ => Kind::WitnessUnknown { version, program },
    }
}

fn multisig_kind(script: &[u8]) -> Option<Kind<'_>> {
    let mut instructions = Instructions::new(script);
    let required = key_count(&instructions.next()?.ok()?)?;
    let mut keys = Vec::new();
    let count = loop {
        let instruction = instructions.next()?.ok()?;
        match instruction.data {
            Some(key) if is_key_size(key) => keys.push(key),
            _ => break key_count(&instruction)?,
        }
    };
    let last = instructions.next()?.ok()?;
    let whole = last.opcode == OP_CHECKMULTISIG && instructions.next().is_none();
    (whole && count == keys.len() && required <= count).then_some(Kind::Multisig { required, keys })
}

/// A number from 1 to 20, pushed in its shortest form.
fn key_count(instruction: &Instruction<'_>) -> Option<usize> {
    let number = match (instruction.opcode, instruction.data) {
        (opcode @ OP_1..=OP_16, _) => i64::from(opcode - OP_1 + 1),
        (_, Some(data)) if instruction.is_minimal() => {
            number::decode(data, number::MAX_LEN, true).ok()?
        }
        _ => return None,
    };
    let number = Some(number).filter(|number| (1..=MAX_PUBKEYS_PER_MULTISIG).contains(number))?;
    usize::try_from(number).ok()
}

/// Whether the first byte and the length belong together (Core: `CPubKey::ValidSize`). Core takes 06
/// and 07 too, the hybrid form that nobody uses.
fn is_key_size(key: &[u8]) -> bool {
    matches!((key.first(), key.len()), (Some(2 | 3), 33) | (Some(4 | 6 | 7), 65))
}

/// `<key> OP_CHECKSIG`.
pub fn p2pk(key: &[u8]) -> Vec<u8> {
    let mut script = Vec::with_capacity(key.len() + 2);
    put_push(&mut script, key);
    script.push(OP_CHECKSIG);
    script
}

/// `OP_DUP OP_HASH160 <hash> OP_EQUALVERIFY OP_CHECKSIG`.
pub fn p2pkh(hash: &[u8; 20]) -> Vec<u8> {
    [&[OP_DUP, OP_HASH160, 20], &hash[..], &[OP_EQUALVERIFY, OP_CHECKSIG]].concat()
}

/// `OP_HASH160 <hash> OP_EQUAL`; the hash is that of the script to be shown when spending.
pub fn p2sh(hash: &[u8; 20]) -> Vec<u8> {
    [&[OP_HASH160, 20], &hash[..], &[OP_EQUAL]].concat()
}

/// `OP_0 <hash>`; the hash is that of a compressed public key.
pub fn p2wpkh(hash: &[u8; 20]) -> Vec<u8> {
    [&[OP_0, 20], &hash[..]].concat()
}

/// `OP_0 <hash>`; the hash is the SHA-256 of the script to be shown when spending.
pub fn p2wsh(hash: &[u8; 32]) -> Vec<u8> {
    [&[OP_0, 32], &hash[..]].concat()
}

/// `OP_1 <key>`; the key is the tweaked output key, x only (BIP 341).
pub fn p2tr(output_key: &[u8; 32]) -> Vec<u8> {
    [&[OP_1, 32], &output_key[..]].concat()
}

/// `required <key>... n OP_CHECKMULTISIG`. Whether the numbers make sense is the interpreter's to
/// judge.
pub fn multisig(required: usize, keys: &[&[u8]]) -> Vec<u8> {
    let mut script = Vec::new();
    put_number(&mut script, required as i64);
    for key in keys {
        put_push(&mut script, key);
    }
    put_number(&mut script, keys.len() as i64);
    script.push(OP_CHECKMULTISIG);
    script
}

/// `OP_RETURN <data>`.
pub fn null_data(data: &[u8]) -> Vec<u8> {
    let mut script = vec![OP_RETURN];
    put_push(&mut script, data);
    script
}

/// `OP_1 <4e73>`.
pub const ANCHOR: &[u8] = &[OP_1, 2, 0x4e, 0x73];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::script::asm::assemble;

    #[test]
    fn what_is_built_is_recognised() {
        let (h20, h32) = ([7; 20], [9; 32]);
        let (short, long) = ([&[2][..], &[5; 32]].concat(), [&[4][..], &[5; 64]].concat());
        let keys = [&short[..], &long];
        let many = [&short[..]; 20];
        let cases = [
            (p2pk(&short), Kind::Pubkey(&short)),
            (p2pk(&long), Kind::Pubkey(&long)),
            (p2pkh(&h20), Kind::PubkeyHash(h20)),
            (p2sh(&h20), Kind::ScriptHash(h20)),
            (p2wpkh(&h20), Kind::WitnessV0KeyHash(h20)),
            (p2wsh(&h32), Kind::WitnessV0ScriptHash(h32)),
            (p2tr(&h32), Kind::WitnessV1Taproot(h32)),
            (multisig(1, &keys), Kind::Multisig { required: 1, keys: keys.to_vec() }),
            (multisig(17, &many), Kind::Multisig { required: 17, keys: many.to_vec() }),
            (null_data(b"hello"), Kind::NullData),
            (ANCHOR.to_vec(), Kind::Anchor),
        ];
        for (script, kind) in cases {
            assert_eq!(classify(&script), kind, "{}", hex::encode(&script));
            // One byte more or less is something else, unless data or a program may grow.
            let longer = [&script[..], &[OP_NOP]].concat();
            assert_eq!(classify(&longer).name(), "nonstandard");
        }
    }

    #[test]
    fn what_only_looks_alike_is_not() {
        let key = "0x21 0x020505050505050505050505050505050505050505050505050505050505050505";
        let cases = [
            (String::new(), "nonstandard"),
            ("RETURN".into(), "nulldata"),
            ("RETURN 1 RESERVED -1".into(), "nulldata"),
            ("RETURN NOP".into(), "nonstandard"),
            ("RETURN 0x05 0x01".into(), "nonstandard"),
            ("1 0x02 0x4e74".into(), "witness_unknown"),
            ("2 0x02 0x4e73".into(), "witness_unknown"),
            ("1 0x01 0x4e".into(), "nonstandard"),
            ("0 0x02 0x4e73".into(), "nonstandard"),
            ("16 0x4c 0x02 0x4e73".into(), "nonstandard"),
            (format!("{key} CHECKSIG"), "pubkey"),
            (format!("{key} CHECKSIGVERIFY"), "nonstandard"),
            (key.replace("0x0205", "0x0505") + " CHECKSIG", "nonstandard"),
            (format!("1 {key} 1 CHECKMULTISIG"), "multisig"),
            (format!("0x01 0x01 {key} 1 CHECKMULTISIG"), "nonstandard"),
            (format!("2 {key} 1 CHECKMULTISIG"), "nonstandard"),
            (format!("0 {key} 1 CHECKMULTISIG"), "nonstandard"),
            (format!("1 {key} 2 CHECKMULTISIG"), "nonstandard"),
            (format!("1 {key} 1 CHECKMULTISIG 0 CHECKMULTISIG"), "nonstandard"),
            ("1 1 CHECKMULTISIG".into(), "nonstandard"),
        ];
        for (text, name) in cases {
            assert_eq!(classify(&assemble(&text).unwrap()).name(), name, "{text}");
        }
    }
}
