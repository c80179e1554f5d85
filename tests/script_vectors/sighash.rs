//! `sighash.json`: the legacy signature hash of random transactions, scripts and hash types.

use blockstep::encode::Decode as _;
use blockstep::ledger::check_transaction;
use blockstep::primitives::Transaction;
use blockstep::script::TxContext;
use blockstep::script::sighash::legacy;

use super::{check_all, json};

#[test]
fn every_legacy_hash_is_cores() {
    let Some(rows) = json("core/sighash.json") else { return };
    let rows = &rows.as_array().unwrap()[1..];
    assert_eq!(rows.len(), 500);
    check_all(rows, |row| {
        let text = |column: usize| row[column].as_str().unwrap();
        let tx = Transaction::from_hex(text(0)).unwrap();
        check_transaction(&tx).map_err(|error| format!("{error}: {row}"))?;
        let script = hex::decode(text(1)).unwrap();
        let (input, hash_type) = (row[2].as_u64().unwrap() as usize, row[3].as_i64().unwrap());
        let mut hash = legacy(&TxContext::new(&tx, None), input, &script, hash_type as u32);
        hash.reverse();
        if hex::encode(hash) == text(4) { Ok(()) } else { Err(row.to_string()) }
    });
}
