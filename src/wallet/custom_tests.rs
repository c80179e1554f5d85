use super::*;
use crate::hash::Txid;
use crate::ledger::Party;
use crate::primitives::{OutPoint, Transaction, TxIn};
use crate::script::{Flags, verify_spend};

const SECRET: &[u8] = b"what only the buyer may learn";

fn tags(taproot: bool) -> Tags {
    let mut tags = Tags::new();
    for name in ["Alice", "Bob", "Judy"] {
        let key = Party::named(name).public_key().to_vec();
        let key = if taproot { key[1..].to_vec() } else { key };
        tags.insert(&format!("key {name}"), key).unwrap();
    }
    tags.insert("secret", SECRET).unwrap();
    tags.insert("hash of secret", sha256(SECRET)).unwrap();
    tags
}

fn keys() -> BTreeMap<String, SecretKey> {
    let of = |name: &str| (name.to_owned(), *Party::named(name).secret_key());
    ["Alice", "Bob", "Judy"].map(of).into_iter().collect()
}

fn wraps() -> [Wrap; 5] {
    let internal_key = *Party::named("Alice").public_key().last_chunk().unwrap();
    let path = vec![[7; 32], [8; 32]];
    let tree = Wrap::Tapscript { internal_key, path };
    [Wrap::Bare, Wrap::P2sh, Wrap::P2wsh, Wrap::P2shP2wsh, tree]
}

const SCRIPTS: [(&str, &str); 5] = [
    ("<key Alice> OP_CHECKSIG", "<sig Alice>"),
    ("OP_SHA256 <hash of secret> OP_EQUALVERIFY <key Bob> OP_CHECKSIG", "<sig Bob> <secret>"),
    (
        "OP_IF OP_SHA256 <hash of secret> OP_EQUALVERIFY <key Bob> OP_ELSE 600 \
         OP_CHECKLOCKTIMEVERIFY OP_DROP <key Alice> OP_ENDIF OP_CHECKSIG",
        "<sig Bob> <secret> 1",
    ),
    (
        "OP_IF OP_SHA256 <hash of secret> OP_EQUALVERIFY <key Bob> OP_ELSE 600 \
         OP_CHECKLOCKTIMEVERIFY OP_DROP <key Alice> OP_ENDIF OP_CHECKSIG",
        "<sig Alice> <>",
    ),
    (
        "5 OP_EQUALVERIFY <key Judy> OP_CHECKSIGVERIFY OP_SIZE OP_0NOTEQUAL OP_NIP",
        "'x' <sig Judy> 5",
    ),
];

#[test]
fn custom_locks_are_opened_wherever_they_stand() {
    let mut opened = 0;
    for wrap in wraps() {
        let tags = tags(matches!(wrap, Wrap::Tapscript { .. }));
        for (script, template) in SCRIPTS {
            let script = asm::read(script, &tags).unwrap();
            let lock = CustomLock::new(ScriptBuf(script), wrap.clone()).unwrap();
            let coins = [TxOut { value: 50_000, script_pubkey: lock.script_pubkey() }];
            let input = TxIn {
                previous_output: OutPoint { txid: Txid([1; 32]), vout: 0 },
                ..TxIn::default()
            };
            let outputs =
                vec![TxOut { value: 40_000, script_pubkey: standard::p2tr(&[5; 32]).into() }];
            let mut tx = Transaction { version: 2, inputs: vec![input], outputs, lock_time: 600 };
            let template = read_template(template, &tags).unwrap();
            let context = TxContext::new(&tx, Some(&coins));
            let unlocking = lock.unlock(&context, 0, &coins[0], &template, &keys()).unwrap();
            drop(context);
            tx.inputs[0].script_sig = unlocking.script_sig;
            tx.inputs[0].witness = unlocking.witness;
            let check = |tx: &Transaction| {
                verify_spend(&TxContext::new(tx, Some(&coins)), 0, &coins[0], Flags::ALL)
            };
            assert_eq!(check(&tx), Ok(()), "{wrap:?} {template:?}");
            tx.outputs[0].value += 1;
            assert!(check(&tx).is_err());
            opened += 1;
        }
    }
    assert_eq!(opened, 25);
}

#[test]
fn what_cannot_be_filled_in_says_why() {
    let tags = tags(false);
    for (text, says) in
        [("OP_DUP", "pushes nothing"), ("<sig Alice", "not closed"), ("<secrt>", "secret")]
    {
        let error = read_template(text, &tags).unwrap_err();
        assert!(error.to_string().contains(says), "{error}");
    }
    let lock = CustomLock::new(ScriptBuf(vec![OP_1]), Wrap::Bare).unwrap();
    let tx = Transaction { inputs: vec![TxIn::default()], ..Transaction::default() };
    let template = read_template("<sig Alise>", &tags).unwrap();
    let coin = TxOut::default();
    let error = lock.unlock(&TxContext::new(&tx, None), 0, &coin, &template, &keys()).unwrap_err();
    assert!(error.to_string().contains("did you mean Alice"), "{error}");
    let tree = Wrap::Tapscript { internal_key: [0; 32], path: Vec::new() };
    assert!(CustomLock::new(ScriptBuf(vec![OP_1]), tree).is_err());
}
