//! What both ledgers of transactions share: all but how they find the coins.

use super::{
    COINBASE_MATURITY, Check, Coin, LedgerError, Payment, Step, check_transaction, check_tx_inputs,
};
use crate::primitives::{OutPoint, TxOut};
use crate::script::op::OP_RETURN;
use crate::script::{self, Flags, TxContext};

/// The longest script that can run (Core: `MAX_SCRIPT_SIZE`).
const MAX_SCRIPT_SIZE: usize = 10_000;

/// Whether no input can ever unlock `output`, so that no ledger needs to remember it
/// (Core: `CScript::IsUnspendable`).
pub fn is_unspendable(output: &TxOut) -> bool {
    let script = &output.script_pubkey;
    script.first() == Some(&OP_RETURN) || script.len() > MAX_SCRIPT_SIZE
}

/// The coin that output `vout` of `made_by` is, if it can be spent at all.
pub(super) fn coin_of(made_by: &Payment, vout: u32) -> Option<Coin> {
    let output = made_by.tx.outputs.get(usize::try_from(vout).ok()?)?;
    let (height, coinbase) = (made_by.height, made_by.tx.is_coinbase());
    (!is_unspendable(output)).then(|| Coin { output: output.clone(), height, coinbase })
}

/// What input number `input` spends.
pub(super) fn outpoint(candidate: &Payment, input: usize) -> Option<OutPoint> {
    candidate.tx.inputs.get(input).map(|input| input.previous_output)
}

/// The step after all looks for input number `input`.
pub(super) fn after_input(candidate: &Payment, input: usize) -> Step {
    let more = input + 1 < candidate.tx.inputs.len();
    if more { Step::Find { input: input + 1 } } else { Step::Sums }
}

pub(super) fn form(candidate: &Payment, check: &mut Check) {
    let checked = check_transaction(&candidate.tx).map(|()| Step::Find { input: 0 });
    check.go_on(checked.map_err(LedgerError::from));
}

pub(super) fn sums(candidate: &Payment, check: &mut Check) {
    let fee = check_tx_inputs(&candidate.tx, &check.coins, candidate.height, COINBASE_MATURITY);
    check.owe_signatures(fee.map_err(LedgerError::from));
}

pub(super) fn signature(candidate: &Payment, check: &mut Check, input: usize) {
    let tx = &candidate.tx;
    let spent = tx.inputs.iter().filter_map(|input| check.coins.get(&input.previous_output));
    let prevouts: Vec<TxOut> = spent.map(|coin| coin.output.clone()).collect();
    let Some(prevout) = prevouts.get(input) else { return };
    let context = TxContext::new(tx, Some(&prevouts));
    let result = script::verify_spend(&context, input, prevout, Flags::CONSENSUS);
    let result = result.map_err(|error| LedgerError::Script { input, error });
    check.signed(input, tx.inputs.len(), result);
}
