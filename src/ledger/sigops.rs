//! How many signature checks scripts may ask for, counted without running them.
//!
//! The count has grown with the language. At first it was every OP_CHECKSIG in sight, and 20 for every
//! OP_CHECKMULTISIG, in the block's own scripts; P2SH added the scripts that inputs reveal, with the
//! real number of keys; SegWit counts those four times as much as what stands in a witness (Core:
//! `GetTransactionSigOpCost`).

use super::Coin;
use super::check_transaction::WITNESS_SCALE_FACTOR;
use crate::primitives::{Transaction, TxIn};
use crate::script::instruction::Instructions;
use crate::script::interpreter::MAX_PUBKEYS_PER_MULTISIG;
use crate::script::witness_program::{WitnessProgram, p2sh_hash};
use crate::script::{Flags, op};

/// The signature operations in a transaction's own scripts, run or not: 1 for OP_CHECKSIG, 20 for
/// OP_CHECKMULTISIG however many keys it has (Core: `GetLegacySigOpCount`).
pub fn legacy_sigops(tx: &Transaction) -> usize {
    let unlocking = tx.inputs.iter().map(|input| &input.script_sig);
    let locking = tx.outputs.iter().map(|output| &output.script_pubkey);
    unlocking.chain(locking).map(|script| count(script, false)).sum()
}

/// The signature operations outside witnesses in the scripts that run for a transaction: its own
/// unlocking scripts, the locking scripts of the coins that it spends, and the scripts that P2SH reveals;
/// all with the real number of keys (BIP 54). `spent` are the coins in the order of the inputs.
pub fn executed_legacy_sigops(tx: &Transaction, spent: &[&Coin]) -> usize {
    let inputs = tx.inputs.iter().zip(spent);
    let counts = inputs.map(|(input, coin)| {
        let locking: &[u8] = &coin.output.script_pubkey;
        // A P2SH output has no signature operation of its own.
        let locking = match p2sh_hash(locking) {
            Some(_) => last_push(&input.script_sig).unwrap_or_default(),
            None => locking,
        };
        count(&input.script_sig, true) + count(locking, true)
    });
    counts.sum()
}

/// What a transaction's signature checks cost, its coins known: 4 for each outside a witness, 1 for
/// each inside (Core: `GetTransactionSigOpCost`). `spent` are the coins in the order of the inputs; a
/// coinbase has none.
pub fn sigop_cost(tx: &Transaction, spent: &[&Coin], flags: Flags) -> usize {
    sigop_cost_known(legacy_sigops(tx), tx, spent, flags)
}

/// The same where the legacy count is already known.
pub(super) fn sigop_cost_known(
    legacy: usize,
    tx: &Transaction,
    spent: &[&Coin],
    flags: Flags,
) -> usize {
    let inputs = tx.inputs.iter().zip(spent);
    let revealed = inputs.map(|(input, coin)| {
        let script_pubkey = &coin.output.script_pubkey;
        let redeem = match flags.contains(Flags::P2SH) {
            true => p2sh_hash(script_pubkey).and_then(|_| last_push(&input.script_sig)),
            false => None,
        };
        let outside = redeem.map_or(0, |script| count(script, true));
        outside * WITNESS_SCALE_FACTOR + witness_sigops(input, script_pubkey, redeem, flags)
    });
    legacy * WITNESS_SCALE_FACTOR + revealed.sum::<usize>()
}

/// Core: `CountWitnessSigOps`.
fn witness_sigops(
    input: &TxIn,
    script_pubkey: &[u8],
    redeem: Option<&[u8]>,
    flags: Flags,
) -> usize {
    if !flags.contains(Flags::WITNESS) {
        return 0;
    }
    let program = WitnessProgram::parse(script_pubkey);
    let program = program.or_else(|| redeem.and_then(WitnessProgram::parse));
    match program {
        Some(WitnessProgram { version: 0, program }) if program.len() == 20 => 1,
        Some(WitnessProgram { version: 0, program }) if program.len() == 32 => {
            input.witness.last().map_or(0, |script| count(script, true))
        }
        _ => 0,
    }
}

/// What a push-only script pushes last; none if it does anything but push.
fn last_push(script_sig: &[u8]) -> Option<&[u8]> {
    let mut last: &[u8] = &[];
    for instruction in Instructions::new(script_sig) {
        let instruction = instruction.ok().filter(|read| read.opcode <= op::OP_16)?;
        last = instruction.data.unwrap_or(&[]);
    }
    Some(last)
}

/// Core: `CScript::GetSigOpCount`. What follows an unreadable push does not count. Accurately, a
/// number right before OP_CHECKMULTISIG is its number of keys.
fn count(script: &[u8], accurate: bool) -> usize {
    let mut before = op::OP_INVALIDOPCODE;
    let mut total = 0;
    for instruction in Instructions::new(script).map_while(Result::ok) {
        total += match instruction.opcode {
            op::OP_CHECKSIG | op::OP_CHECKSIGVERIFY => 1,
            op::OP_CHECKMULTISIG | op::OP_CHECKMULTISIGVERIFY => match before {
                op::OP_1..=op::OP_16 if accurate => usize::from(before - op::OP_1 + 1),
                _ => MAX_PUBKEYS_PER_MULTISIG as usize,
            },
            _ => 0,
        };
        before = instruction.opcode;
    }
    total
}
