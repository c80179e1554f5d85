use std::collections::BTreeMap;

use super::*;
use crate::hash::Txid;
use crate::ledger::Coin;
use crate::primitives::{OutPoint, TxIn, TxOut};

fn outpoint(vout: u32) -> OutPoint {
    OutPoint { txid: Txid([7; 32]), vout }
}

/// Checks a transaction at height 200 that spends coins of the given value, height and origin, and
/// makes outputs of the given values.
fn check(coins: &[(i64, u32, bool)], outputs: &[i64]) -> Result<i64, TxError> {
    let coin = |(index, &(value, height, coinbase))| {
        let output = TxOut { value, ..TxOut::default() };
        (outpoint(index as u32), Coin { output, height, coinbase })
    };
    let set: BTreeMap<OutPoint, Coin> = coins.iter().enumerate().map(coin).collect();
    let input = |outpoint: &OutPoint| TxIn { previous_output: *outpoint, ..TxIn::default() };
    let tx = Transaction {
        inputs: set.keys().map(input).collect(),
        outputs: outputs.iter().map(|&value| TxOut { value, ..TxOut::default() }).collect(),
        ..Transaction::default()
    };
    check_tx_inputs(&tx, &set, 200, COINBASE_MATURITY)
}

#[test]
fn every_rule_rejects_with_cores_string() {
    type Case =
        (&'static str, &'static [(i64, u32, bool)], &'static [i64], Result<i64, &'static str>);
    let cases: &[Case] = &[
        ("pays a fee", &[(10, 1, false), (5, 1, false)], &[12], Ok(3)),
        ("pays none", &[(10, 1, false)], &[10], Ok(0)),
        ("one too many", &[(10, 1, false)], &[11], Err("bad-txns-in-belowout")),
        ("ripe coinbase", &[(10, 100, true)], &[10], Ok(0)),
        ("unripe", &[(10, 101, true)], &[10], Err("bad-txns-premature-spend-of-coinbase")),
        ("made later", &[(10, 900, true)], &[10], Err("bad-txns-premature-spend-of-coinbase")),
        ("young but no coinbase", &[(10, 200, false)], &[10], Ok(0)),
        ("negative coin", &[(-1, 1, false)], &[0], Err("bad-txns-inputvalues-outofrange")),
        ("huge coin", &[(i64::MAX, 1, false)], &[0], Err("bad-txns-inputvalues-outofrange")),
        (
            "huge sum",
            &[(MAX_MONEY, 1, false), (1, 1, false)],
            &[0],
            Err("bad-txns-inputvalues-outofrange"),
        ),
        ("all the money", &[(MAX_MONEY, 1, false)], &[0], Ok(MAX_MONEY)),
        (
            "unripe before range",
            &[(-1, 150, true)],
            &[0],
            Err("bad-txns-premature-spend-of-coinbase"),
        ),
        ("outputs in range first", &[(1, 1, false)], &[-1], Err("bad-txns-vout-negative")),
    ];
    for (name, coins, outputs, expected) in cases {
        let found = check(coins, outputs);
        assert_eq!(
            found.as_ref().map_err(TxError::reject),
            expected.as_ref().map_err(|e| *e),
            "{name}"
        );
    }
}

#[test]
fn a_missing_coin_is_found_before_anything_else() {
    let unripe =
        Coin { output: TxOut { value: 1, ..TxOut::default() }, height: 200, coinbase: true };
    let set = BTreeMap::from([(outpoint(0), unripe)]);
    let input = |vout| TxIn { previous_output: outpoint(vout), ..TxIn::default() };
    let tx = Transaction { inputs: vec![input(0), input(1)], ..Transaction::default() };
    let error = check_tx_inputs(&tx, &set, 200, COINBASE_MATURITY).unwrap_err();
    assert_eq!(error, TxError::MissingOrSpent { input: 1, outpoint: outpoint(1) });
    assert_eq!(error.reject(), "bad-txns-inputs-missingorspent");
}

#[test]
fn the_fee_is_money_even_if_the_sums_were_not() {
    // Unreachable through `check_tx_inputs`, whose sums are in range, as in Core: a second lock.
    assert_eq!(fee(MAX_MONEY, -1).unwrap_err().reject(), "bad-txns-fee-outofrange");
    assert_eq!(fee(3, 1), Ok(2));
}
