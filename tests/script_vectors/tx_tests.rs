//! `tx_valid.json` and `tx_invalid.json`: whole transactions, with flags that are as few as can be.

use blockstep::encode::Decode as _;
use blockstep::ledger::check_transaction;
use blockstep::primitives::{OutPoint, Transaction, TxOut};
use blockstep::rng::Rng;
use blockstep::script::asm::assemble;
use blockstep::script::{self, Flags, TxContext};
use serde_json::Value;

use super::{Spend, check_all, flags, json};

/// A transaction with all that it spends.
struct Row {
    name: String,
    tx: Transaction,
    prevouts: Vec<TxOut>,
    /// Those excluded in `tx_valid.json`, those enforced in `tx_invalid.json`; none for `BADTX`.
    flags: Option<Flags>,
}

impl Row {
    /// Whether all inputs pass.
    fn passes(&self, flags: Flags) -> bool {
        let context = TxContext::new(&self.tx, Some(&self.prevouts));
        let mut inputs = self.prevouts.iter().enumerate();
        inputs.all(|(input, prevout)| script::verify_spend(&context, input, prevout, flags).is_ok())
    }

    /// Every input on its own.
    fn spends(self, flags: Flags) -> Vec<Spend> {
        let each = self.prevouts.iter().enumerate().map(|(input, prevout)| Spend {
            name: format!("input {input} of {}", self.name),
            context: TxContext::owned(self.tx.clone(), Some(self.prevouts.clone())),
            input,
            prevout: prevout.clone(),
            flags,
        });
        each.collect()
    }
}

fn rows(file: &str, count: usize) -> Vec<Row> {
    let Some(rows) = json(file) else { return Vec::new() };
    let rows: Vec<Row> = rows.as_array().unwrap().iter().filter_map(row).collect();
    assert_eq!(rows.len(), count, "{file}");
    rows
}

/// One line, or none where it is a comment.
fn row(row: &Value) -> Option<Row> {
    let coins: Vec<(OutPoint, TxOut)> = row[0].as_array()?.iter().map(coin).collect();
    let tx = Transaction::from_hex(row[1].as_str().unwrap()).unwrap();
    let spent = |input: &blockstep::primitives::TxIn| {
        // A later line for the same output counts, as in Core's map.
        let coin = coins.iter().rev().find(|(outpoint, _)| *outpoint == input.previous_output);
        coin.map(|(_, prevout)| prevout.clone())
    };
    let flags = Some(row[2].as_str().unwrap()).filter(|text| *text != "BADTX").map(flags);
    let prevouts: Option<Vec<TxOut>> = tx.inputs.iter().map(spent).collect();
    assert!(prevouts.is_some() || flags.is_none(), "an output spent is not given: {row}");
    Some(Row { name: row.to_string(), tx, prevouts: prevouts.unwrap_or_default(), flags })
}

fn coin(coin: &Value) -> (OutPoint, TxOut) {
    let txid = coin[0].as_str().unwrap().parse().unwrap();
    let vout = coin[1].as_i64().unwrap() as u32;
    let script_pubkey = assemble(coin[2].as_str().unwrap()).unwrap().into();
    let value = coin.get(3).map_or(0, |value| value.as_i64().unwrap());
    (OutPoint { txid, vout }, TxOut { value, script_pubkey })
}

fn valid_rows() -> Vec<Row> {
    rows("core/tx_valid.json", 121)
}

fn invalid_rows() -> Vec<Row> {
    rows("core/tx_invalid.json", 93)
}

/// Every input of every transaction that has sound outer form.
pub fn spends() -> Vec<Spend> {
    let valid = valid_rows().into_iter().flat_map(|row| {
        let flags = Flags::ALL.without(row.flags.unwrap());
        row.spends(flags)
    });
    let invalid = invalid_rows().into_iter().filter(|row| row.flags.is_some());
    valid
        .chain(invalid.flat_map(|row| {
            let flags = row.flags.unwrap();
            row.spends(flags)
        }))
        .collect()
}

/// `flags` with one of them taken out, for each of them.
fn without_one(flags: Flags) -> impl Iterator<Item = Flags> {
    let fewer = Flags::NAMED.iter().map(move |(_, flag)| flags.without(*flag).trimmed());
    fewer.filter(move |fewer| *fewer != flags)
}

#[test]
fn valid_transactions_pass_and_exclude_no_flag_in_vain() {
    check_all(&valid_rows(), |row| {
        let excluded = row.flags.unwrap();
        check_transaction(&row.tx).map_err(|error| format!("{error}: {}", row.name))?;
        let enforced = Flags::ALL.without(excluded);
        assert_eq!(enforced, enforced.filled(), "flags that rest on nothing: {}", row.name);
        let expect = |flags: Flags, passes: bool| {
            let right = row.passes(flags) == passes;
            if right { Ok(()) } else { Err(format!("under {flags}: {}", row.name)) }
        };
        expect(enforced, true)?;
        let mut rng = Rng::from_text(&row.name);
        for (_, flag) in Flags::NAMED {
            expect(enforced.without(*flag).trimmed(), true)?;
            let mix = Flags::from_bits(rng.next_u64() as u32);
            expect(enforced.without(mix).trimmed(), true)?;
        }
        without_one(excluded).try_for_each(|fewer| expect(Flags::ALL.without(fewer), false))
    });
}

#[test]
fn invalid_transactions_fail_and_need_every_flag() {
    let rows = invalid_rows();
    if !rows.is_empty() {
        assert_eq!(rows.iter().filter(|row| row.flags.is_none()).count(), 9, "BADTX");
    }
    check_all(&rows, |row| {
        let sound = check_transaction(&row.tx).is_ok();
        let Some(enforced) = row.flags else {
            return if sound { Err(format!("passes: {}", row.name)) } else { Ok(()) };
        };
        assert!(sound, "refused before its scripts run: {}", row.name);
        assert_eq!(enforced, enforced.filled(), "flags that rest on nothing: {}", row.name);
        let expect = |flags: Flags, passes: bool| {
            let right = row.passes(flags) == passes;
            if right { Ok(()) } else { Err(format!("under {flags}: {}", row.name)) }
        };
        expect(enforced, false)?;
        let mut rng = Rng::from_text(&row.name);
        for (_, flag) in Flags::NAMED {
            expect(enforced.union(*flag).filled(), false)?;
            let mix = Flags::from_bits(rng.next_u64() as u32);
            expect(enforced.union(mix).filled(), false)?;
        }
        without_one(enforced).try_for_each(|fewer| expect(fewer, true))
    });
}
