//! OP_CHECKMULTISIG: k of n signatures, in the order of the keys, with one item too many.

use std::borrow::Cow;

use super::{Execution, MAX_OPS_PER_SCRIPT, MAX_PUBKEYS_PER_MULTISIG, SigVersion, Vm};
use crate::script::checker::SignatureVerifier;
use crate::script::op::*;
use crate::script::{Flags, ScriptError};

/// Where the operands lie, as depths from the top of the stack.
struct Operands {
    keys: usize,
    first_key: usize,
    sigs: usize,
    first_sig: usize,
    /// The item that the opcode takes off in error.
    dummy: usize,
}

impl<V: SignatureVerifier> Execution<'_, V> {
    /// (dummy sig*k k pubkey*n n -- bool)
    pub(super) fn check_multisig(&self, vm: &mut Vm, opcode: u8) -> Result<(), ScriptError> {
        if self.sig_version == SigVersion::Tapscript {
            return Err(ScriptError::TapscriptCheckMultisig);
        }
        let operands = self.multisig_operands(vm)?;
        let fits = self.multisig_fits(vm, &operands)?;
        let any_sig = (0..operands.sigs)
            .any(|index| vm.peek(operands.first_sig + index).is_ok_and(|sig| !sig.is_empty()));
        if !fits && any_sig && self.flags.contains(Flags::NULLFAIL) {
            return Err(ScriptError::NullFail);
        }
        if !vm.peek(operands.dummy)?.is_empty() && self.flags.contains(Flags::NULLDUMMY) {
            return Err(ScriptError::SigNullDummy);
        }
        vm.drop_items(operands.dummy + 1);
        vm.push_bool(fits);
        if opcode == OP_CHECKMULTISIGVERIFY {
            return vm.verify(ScriptError::CheckMultisigVerify);
        }
        Ok(())
    }

    /// Reads both counts. The keys count towards the limit of opcodes.
    fn multisig_operands(&self, vm: &mut Vm) -> Result<Operands, ScriptError> {
        let count = self.number(vm, 0)?;
        if !(0..=MAX_PUBKEYS_PER_MULTISIG).contains(&count) {
            return Err(ScriptError::PubkeyCount);
        }
        let keys = count as usize;
        vm.op_count += count as u32;
        if vm.op_count > MAX_OPS_PER_SCRIPT {
            return Err(ScriptError::OpCount);
        }
        let first_key = 1;
        let count = self.number(vm, first_key + keys)?;
        if !(0..=keys as i64).contains(&count) {
            return Err(ScriptError::SigCount);
        }
        let sigs = count as usize;
        let first_sig = first_key + keys + 1;
        let dummy = first_sig + sigs;
        vm.need(dummy + 1)?;
        Ok(Operands { keys, first_key, sigs, first_sig, dummy })
    }

    /// Tries each signature against the keys that are left, both from the top of the stack down.
    /// A key that does not fit is passed over for good, which is why order matters.
    fn multisig_fits(&self, vm: &Vm, operands: &Operands) -> Result<bool, ScriptError> {
        let mut script_code = Cow::Borrowed(&self.code[vm.code_start..]);
        for index in 0..operands.sigs {
            self.delete_signature(&mut script_code, vm.peek(operands.first_sig + index)?)?;
        }
        let (mut sig, mut key) = (0, 0);
        while operands.sigs - sig > 0 {
            if operands.sigs - sig > operands.keys - key {
                return Ok(false);
            }
            let signature = vm.peek(operands.first_sig + sig)?;
            let pubkey = vm.peek(operands.first_key + key)?;
            self.check_signature_encoding(signature)?;
            self.check_pubkey_encoding(pubkey)?;
            if self.ecdsa_fits(signature, pubkey, &script_code) {
                sig += 1;
            }
            key += 1;
        }
        Ok(true)
    }
}
