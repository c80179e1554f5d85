//! OP_CHECKSIG and its kin, and what they share with OP_CHECKMULTISIG.

use std::borrow::Cow;

use super::{Execution, SigVersion, Vm};
use crate::script::checker::SignatureVerifier;
use crate::script::instruction::{Instructions, put_push};
use crate::script::op::*;
use crate::script::sighash::{self, TaprootSpend};
use crate::script::{Flags, ScriptError, der};

/// What one signature check costs of the witness weight in tapscript
/// (Core: `VALIDATION_WEIGHT_PER_SIGOP_PASSED`).
const VALIDATION_WEIGHT_PER_SIGOP_PASSED: i64 = 50;

impl<V: SignatureVerifier> Execution<'_, V> {
    /// (sig pubkey -- bool)
    pub(super) fn check_sig(&self, vm: &mut Vm, opcode: u8) -> Result<(), ScriptError> {
        vm.need(2)?;
        let fits = self.signature_fits(vm, 1, 0)?;
        vm.drop_items(2);
        vm.push_bool(fits);
        if opcode == OP_CHECKSIGVERIFY { vm.verify(ScriptError::CheckSigVerify) } else { Ok(()) }
    }

    /// (sig n pubkey -- n or n+1), in tapscript only (BIP 342)
    pub(super) fn check_sig_add(&self, vm: &mut Vm) -> Result<(), ScriptError> {
        if self.sig_version != SigVersion::Tapscript {
            return Err(ScriptError::BadOpcode);
        }
        vm.need(3)?;
        let count = self.number(vm, 1)?;
        let fits = self.signature_fits(vm, 2, 0)?;
        vm.drop_items(3);
        vm.push_number(count + i64::from(fits));
        Ok(())
    }

    /// Whether the signature at one depth fits the key at the other (Core: `EvalChecksig`).
    fn signature_fits(&self, vm: &mut Vm, sig: usize, key: usize) -> Result<bool, ScriptError> {
        if self.sig_version == SigVersion::Tapscript {
            return self.tapscript_signature_fits(vm, sig, key);
        }
        let (sig, key) = (vm.peek(sig)?, vm.peek(key)?);
        let mut script_code = Cow::Borrowed(&self.code[vm.code_start..]);
        self.delete_signature(&mut script_code, sig)?;
        self.check_signature_encoding(sig)?;
        self.check_pubkey_encoding(key)?;
        let fits = self.ecdsa_fits(sig, key, &script_code);
        if !fits && !sig.is_empty() && self.flags.contains(Flags::NULLFAIL) {
            return Err(ScriptError::NullFail);
        }
        Ok(fits)
    }

    /// A legacy signature cannot sign itself: its push is taken out of the script that it signs
    /// (Core: `FindAndDelete`), unless the flags say that nothing may need that.
    pub(super) fn delete_signature(
        &self,
        script_code: &mut Cow<'_, [u8]>,
        sig: &[u8],
    ) -> Result<(), ScriptError> {
        if self.sig_version != SigVersion::Base {
            return Ok(());
        }
        // A push is longer than what it pushes, so most scripts are too short to hold it.
        if script_code.len() <= sig.len() {
            return Ok(());
        }
        let mut push = Vec::with_capacity(sig.len() + 5);
        put_push(&mut push, sig);
        let Some(rest) = find_and_delete(script_code, &push) else { return Ok(()) };
        if self.flags.contains(Flags::CONST_SCRIPTCODE) {
            return Err(ScriptError::SigFindAndDelete);
        }
        *script_code = Cow::Owned(rest);
        Ok(())
    }

    /// Core: `CheckSignatureEncoding`. The empty signature is well formed and never fits.
    pub(super) fn check_signature_encoding(&self, sig: &[u8]) -> Result<(), ScriptError> {
        const STRICT: Flags = Flags::DERSIG.union(Flags::LOW_S).union(Flags::STRICTENC);
        if sig.is_empty() {
            return Ok(());
        }
        if self.flags.intersects(STRICT) && !der::is_valid_signature_encoding(sig) {
            return Err(ScriptError::SigDer);
        }
        if self.flags.contains(Flags::LOW_S) && !der::is_low_s(sig) {
            return Err(ScriptError::SigHighS);
        }
        if self.flags.contains(Flags::STRICTENC) && !der::is_defined_hash_type(sig) {
            return Err(ScriptError::SigHashtype);
        }
        Ok(())
    }

    /// Core: `CheckPubKeyEncoding`.
    pub(super) fn check_pubkey_encoding(&self, key: &[u8]) -> Result<(), ScriptError> {
        if self.flags.contains(Flags::STRICTENC) && !der::is_compressed_or_uncompressed_pubkey(key)
        {
            return Err(ScriptError::PubkeyType);
        }
        if self.flags.contains(Flags::WITNESS_PUBKEYTYPE)
            && self.sig_version == SigVersion::WitnessV0
            && !der::is_compressed_pubkey(key)
        {
            return Err(ScriptError::WitnessPubkeyType);
        }
        Ok(())
    }

    /// Core: `CheckECDSASignature`.
    pub(super) fn ecdsa_fits(&self, sig: &[u8], key: &[u8], script_code: &[u8]) -> bool {
        let Some((&hash_type, der)) = sig.split_last() else { return false };
        let hash_type = u32::from(hash_type);
        let sighash = match self.sig_version {
            SigVersion::Base => sighash::legacy(self.context, self.input, script_code, hash_type),
            _ => sighash::segwit_v0(self.context, self.input, script_code, self.value, hash_type),
        };
        self.verifier.ecdsa(der, key, &sighash)
    }

    /// Core: `EvalChecksigTapscript`.
    fn tapscript_signature_fits(
        &self,
        vm: &mut Vm,
        sig: usize,
        key: usize,
    ) -> Result<bool, ScriptError> {
        let present = !vm.peek(sig)?.is_empty();
        if present {
            vm.weight_left -= VALIDATION_WEIGHT_PER_SIGOP_PASSED;
            if vm.weight_left < 0 {
                return Err(ScriptError::TapscriptValidationWeight);
            }
        }
        let (sig, key) = (vm.peek(sig)?, vm.peek(key)?);
        match <&[u8; 32]>::try_from(key) {
            _ if key.is_empty() => return Err(ScriptError::TapscriptEmptyPubkey),
            Ok(key) if present => {
                let spend =
                    TaprootSpend { code_separator: vm.code_separator, ..self.taproot.clone() };
                check_schnorr(self, sig, key, &spend)?;
            }
            Err(_) if self.flags.contains(Flags::DISCOURAGE_UPGRADABLE_PUBKEYTYPE) => {
                return Err(ScriptError::DiscourageUpgradablePubkeyType);
            }
            // A key of unknown type counts as fitting, so that a soft fork can give it a meaning.
            _ => {}
        }
        Ok(present)
    }
}

/// Checks a Schnorr signature and says what is wrong with it (Core: `CheckSchnorrSignature`).
pub(in crate::script) fn check_schnorr<V: SignatureVerifier>(
    execution: &Execution<'_, V>,
    sig: &[u8],
    key: &[u8; 32],
    spend: &TaprootSpend,
) -> Result<(), ScriptError> {
    let (signature, hash_type) = match sig {
        [_, ..] if sig.len() == 64 => (sig, 0),
        // Written out, the default would be a second form of the same signature.
        [_, .., 0] if sig.len() == 65 => return Err(ScriptError::SchnorrSigHashtype),
        [signature @ .., hash_type] if sig.len() == 65 => (signature, *hash_type),
        _ => return Err(ScriptError::SchnorrSigSize),
    };
    let sighash = sighash::taproot(execution.context, execution.input, spend, hash_type)
        .ok_or(ScriptError::SchnorrSigHashtype)?;
    let fits = <&[u8; 64]>::try_from(signature)
        .is_ok_and(|signature| execution.verifier.schnorr(signature, key, &sighash));
    if fits { Ok(()) } else { Err(ScriptError::SchnorrSig) }
}

/// The script without any `push` that stands where an instruction begins; none if there is none
/// (Core: `FindAndDelete`).
fn find_and_delete(script: &[u8], push: &[u8]) -> Option<Vec<u8>> {
    if !script.windows(push.len()).any(|window| window == push) {
        return None;
    }
    let mut rest = Vec::with_capacity(script.len());
    let mut start = 0;
    while start < script.len() {
        while script[start..].starts_with(push) {
            start += push.len();
        }
        let mut instructions = Instructions::starting_at(script, start);
        let end = match instructions.next() {
            Some(Ok(_)) => instructions.position(),
            // What follows a broken push is kept as it is.
            Some(Err(_)) | None => script.len(),
        };
        rest.extend_from_slice(&script[start..end]);
        start = end;
    }
    (rest.len() < script.len()).then_some(rest)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_push_is_deleted_only_where_an_instruction_begins() {
        type Case = (&'static [u8], &'static [u8], Option<&'static [u8]>);
        let cases: &[Case] = &[
            (&[0x01, 0xaa, 0x51], &[0x01, 0xaa], Some(&[0x51])),
            (&[0x51, 0x01, 0xaa, 0x01, 0xaa], &[0x01, 0xaa], Some(&[0x51])),
            (&[0x02, 0x01, 0xaa], &[0x01, 0xaa], None),
            (&[0x51, 0x51, 0x52], &[0x51], Some(&[0x52])),
            (&[0x01, 0xaa, 0x05, 0x01, 0xaa], &[0x01, 0xaa], Some(&[0x05, 0x01, 0xaa])),
            (&[0x51], &[0x52], None),
        ];
        for (script, push, expected) in cases {
            assert_eq!(find_and_delete(script, push).as_deref(), *expected, "{script:02x?}");
        }
    }
}
