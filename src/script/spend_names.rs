//! Names for the byte strings of a spend, from their form and from what hashes to what.
//!
//! A name is a help to the eye and decides nothing: the machine sees bytes.

use std::collections::BTreeMap;

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
    let mut namer = Namer { tags, next: BTreeMap::new() };
    for (script, name) in &scripts {
        items.extend(pushes(script));
        namer.give(name, script);
    }
    for item in &items {
        match item {
            [2 | 3, rest @ ..] if rest.len() == 32 => namer.give("key", item),
            [4, rest @ ..] if rest.len() == 64 => namer.give("key", item),
            [0x30, length, rest @ ..]
                if rest.len() == usize::from(*length) + 1 && item.len() <= 73 =>
            {
                namer.give("signature", item);
            }
            _ if matches!(item.len(), 64 | 65) => namer.give("signature", item),
            _ => {}
        }
    }
    name_hashes(&items, prevout, &mut namer);
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
fn name_hashes(items: &[&[u8]], prevout: &TxOut, namer: &mut Namer<'_>) {
    let named: Vec<(String, &[u8])> = items
        .iter()
        .filter_map(|item| Some((namer.tags.name_of(item)?.to_string(), *item)))
        .collect();
    for (name, item) in named {
        namer.give(&format!("hash of {name}"), &hash160(item));
        namer.give(&format!("hash of {name}"), &sha256(item));
    }
    match classify(&prevout.script_pubkey) {
        Kind::PubkeyHash(hash) | Kind::WitnessV0KeyHash(hash) => namer.give("key hash", &hash),
        Kind::ScriptHash(hash) => namer.give("script hash", &hash),
        Kind::WitnessV0ScriptHash(hash) => namer.give("script hash", &hash),
        Kind::WitnessV1Taproot(key) => namer.give("output key", &key),
        _ => {}
    }
}

/// The names so far, and for each kind of name the number that the next of its kind gets.
struct Namer<'a> {
    tags: &'a mut Tags,
    next: BTreeMap<String, usize>,
}

impl Namer<'_> {
    /// Gives `bytes` the name, with a number where the name is taken. Bytes keep the name they have.
    fn give(&mut self, name: &str, bytes: &[u8]) {
        if self.tags.name_of(bytes).is_some() {
            return;
        }
        let next = self.next.entry(name.to_string()).or_insert(1);
        loop {
            let numbered = if *next == 1 { name.to_string() } else { format!("{name} {next}") };
            *next += 1;
            if self.tags.bytes_of(&numbered).is_none() {
                // A name of this form is refused only for its length, and then the bytes show.
                let _ = self.tags.insert(&numbered, bytes);
                return;
            }
        }
    }
}

/// What a script pushes, as far as it can be read; small numbers are left out.
fn pushes(script: &[u8]) -> Vec<&[u8]> {
    let read = Instructions::new(script).map_while(Result::ok);
    read.filter_map(|instruction| instruction.data).filter(|data| data.len() > 4).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::primitives::{ScriptBuf, TxIn};
    use crate::script::instruction::put_push;

    #[test]
    fn names_follow_from_forms_and_hashes_however_many_there_are() {
        let key = |n: u32| {
            let mut key = vec![2; 33];
            key[1..5].copy_from_slice(&n.to_le_bytes());
            key
        };
        let mut script = Vec::new();
        for n in 0..20_000 {
            put_push(&mut script, &key(n));
        }
        let prevout = TxOut { value: 0, script_pubkey: ScriptBuf(script) };
        let tx = Transaction { inputs: vec![TxIn::default()], ..Transaction::default() };
        let mut tags = Tags::new();
        tags.insert("key 2", vec![7]).unwrap();
        name_items(&tx, 0, &prevout, &mut tags);
        assert_eq!(tags.name_of(&key(0)), Some("key"));
        assert_eq!(tags.name_of(&key(1)), Some("key 3"));
        assert_eq!(tags.name_of(&key(19_999)), Some("key 20001"));
        assert_eq!(tags.name_of(&hash160(&key(1))), Some("hash of key 3"));
    }
}
