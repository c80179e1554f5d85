//! Names for the byte strings of a spend, from their form and from what hashes to what.
//!
//! A name is a help to the eye and decides nothing: the machine sees bytes.

use super::asm::Tags;
use super::instruction::Instructions;
use super::standard::{Kind, classify};
use crate::hash::{hash160, sha256};
use crate::primitives::{Transaction, TxOut};

/// Names what stands in the unlocking script, the witness and the locking script, as far as it has
/// no name yet: keys, signatures, scripts, and the hashes of keys and scripts.
pub fn name_items(tx: &Transaction, input: usize, prevout: &TxOut, tags: &mut Tags) {
    let Some(spending) = tx.inputs.get(input) else { return };
    let mut items: Vec<&[u8]> = pushes(&prevout.script_pubkey);
    items.extend(pushes(&spending.script_sig));
    items.extend(spending.witness.iter().map(Vec::as_slice));
    let scripts = inner_scripts(&items, prevout);
    for (script, name) in &scripts {
        items.extend(pushes(script));
        give(tags, name, script);
    }
    for item in &items {
        match item {
            [2 | 3, rest @ ..] if rest.len() == 32 => give(tags, "key", item),
            [4, rest @ ..] if rest.len() == 64 => give(tags, "key", item),
            [0x30, length, rest @ ..]
                if rest.len() == usize::from(*length) + 1 && item.len() <= 73 =>
            {
                give(tags, "signature", item);
            }
            _ if matches!(item.len(), 64 | 65) => give(tags, "signature", item),
            _ => {}
        }
    }
    name_hashes(&items, prevout, tags);
}

/// The items that the locking script's hash stands for, and so are scripts themselves.
fn inner_scripts<'a>(items: &[&'a [u8]], prevout: &TxOut) -> Vec<(&'a [u8], &'static str)> {
    let mut scripts = Vec::new();
    let mut kind = classify(&prevout.script_pubkey);
    if let Kind::ScriptHash(hash) = kind
        && let Some(script) = items.iter().find(|item| hash160(item) == hash)
    {
        scripts.push((*script, "redeem script"));
        kind = classify(script);
    }
    if let Kind::WitnessV0ScriptHash(hash) = kind
        && let Some(script) = items.iter().find(|item| sha256(item) == hash)
    {
        scripts.push((*script, "witness script"));
    }
    if matches!(kind, Kind::WitnessV1Taproot(_))
        && let [.., script, control] = items
        && control.len() >= 33
        && (control.len() - 33).is_multiple_of(32)
    {
        scripts.push((script, "tapscript"));
        scripts.push((control, "control block"));
    }
    scripts
}

/// Names hashes by what hashes to them, and otherwise by where they stand.
fn name_hashes(items: &[&[u8]], prevout: &TxOut, tags: &mut Tags) {
    let named: Vec<(String, &[u8])> =
        items.iter().filter_map(|item| Some((tags.name_of(item)?.to_string(), *item))).collect();
    for (name, item) in named {
        give(tags, &format!("hash of {name}"), &hash160(item));
        give(tags, &format!("hash of {name}"), &sha256(item));
    }
    match classify(&prevout.script_pubkey) {
        Kind::PubkeyHash(hash) | Kind::WitnessV0KeyHash(hash) => give(tags, "key hash", &hash),
        Kind::ScriptHash(hash) => give(tags, "script hash", &hash),
        Kind::WitnessV0ScriptHash(hash) => give(tags, "script hash", &hash),
        Kind::WitnessV1Taproot(key) => give(tags, "output key", &key),
        _ => {}
    }
}

/// Gives `bytes` the name, with a number where the name is taken. Bytes keep the name they have.
fn give(tags: &mut Tags, name: &str, bytes: &[u8]) {
    if tags.name_of(bytes).is_some() {
        return;
    }
    for number in 1..1_000 {
        let numbered = if number == 1 { name.to_string() } else { format!("{name} {number}") };
        if tags.bytes_of(&numbered).is_none() {
            // A name of this form can be refused only for its length, and then the bytes show.
            let _ = tags.insert(&numbered, bytes);
            return;
        }
    }
}

/// What a script pushes, as far as it can be read; small numbers are left out.
fn pushes(script: &[u8]) -> Vec<&[u8]> {
    let read = Instructions::new(script).map_while(Result::ok);
    read.filter_map(|instruction| instruction.data).filter(|data| data.len() > 4).collect()
}
