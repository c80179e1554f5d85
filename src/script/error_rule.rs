//! Which rule each error is the breach of.

use super::ScriptError;
use super::number::NumberError;
use crate::rules::Rule;
use crate::rules::script::{running, signing, taproot, witness};

impl ScriptError {
    /// The rule that was broken. It has the error's name.
    pub fn rule(&self) -> &'static Rule {
        match self {
            ScriptError::EvalFalse => &running::EVAL_FALSE,
            ScriptError::OpReturn => &running::OP_RETURN,
            ScriptError::Verify => &running::VERIFY,
            ScriptError::EqualVerify => &running::EQUALVERIFY,
            ScriptError::NumEqualVerify => &running::NUMEQUALVERIFY,
            ScriptError::CheckSigVerify => &signing::CHECKSIGVERIFY,
            ScriptError::CheckMultisigVerify => &signing::CHECKMULTISIGVERIFY,
            ScriptError::ScriptNum => &running::SCRIPTNUM,
            ScriptError::ScriptSize => &running::SCRIPT_SIZE,
            ScriptError::PushSize => &running::PUSH_SIZE,
            ScriptError::OpCount => &running::OP_COUNT,
            ScriptError::StackSize => &running::STACK_SIZE,
            ScriptError::SigCount => &signing::SIG_COUNT,
            ScriptError::PubkeyCount => &signing::PUBKEY_COUNT,
            ScriptError::BadOpcode => &running::BAD_OPCODE,
            ScriptError::DisabledOpcode => &running::DISABLED_OPCODE,
            ScriptError::InvalidStackOperation => &running::INVALID_STACK_OPERATION,
            ScriptError::InvalidAltstackOperation => &running::INVALID_ALTSTACK_OPERATION,
            ScriptError::UnbalancedConditional => &running::UNBALANCED_CONDITIONAL,
            ScriptError::NegativeLocktime => &running::NEGATIVE_LOCKTIME,
            ScriptError::UnsatisfiedLocktime => &running::UNSATISFIED_LOCKTIME,
            ScriptError::SigHashtype => &signing::SIG_HASHTYPE,
            ScriptError::SigDer => &signing::SIG_DER,
            ScriptError::MinimalData => &running::MINIMALDATA,
            ScriptError::SigPushOnly => &signing::SIG_PUSHONLY,
            ScriptError::SigHighS => &signing::SIG_HIGH_S,
            ScriptError::SigNullDummy => &signing::SIG_NULLDUMMY,
            ScriptError::PubkeyType => &signing::PUBKEYTYPE,
            ScriptError::CleanStack => &running::CLEANSTACK,
            ScriptError::MinimalIf => &running::MINIMALIF,
            ScriptError::NullFail => &signing::NULLFAIL,
            ScriptError::DiscourageUpgradableNops => &running::DISCOURAGE_UPGRADABLE_NOPS,
            ScriptError::DiscourageUpgradableWitnessProgram => {
                &witness::DISCOURAGE_UPGRADABLE_WITNESS_PROGRAM
            }
            ScriptError::DiscourageUpgradableTaprootVersion => {
                &taproot::DISCOURAGE_UPGRADABLE_TAPROOT_VERSION
            }
            ScriptError::DiscourageOpSuccess => &taproot::DISCOURAGE_OP_SUCCESS,
            ScriptError::DiscourageUpgradablePubkeyType => {
                &taproot::DISCOURAGE_UPGRADABLE_PUBKEYTYPE
            }
            ScriptError::WitnessProgramWrongLength => &witness::WITNESS_PROGRAM_WRONG_LENGTH,
            ScriptError::WitnessProgramWitnessEmpty => &witness::WITNESS_PROGRAM_WITNESS_EMPTY,
            ScriptError::WitnessProgramMismatch => &witness::WITNESS_PROGRAM_MISMATCH,
            ScriptError::WitnessMalleated => &witness::WITNESS_MALLEATED,
            ScriptError::WitnessMalleatedP2sh => &witness::WITNESS_MALLEATED_P2SH,
            ScriptError::WitnessUnexpected => &witness::WITNESS_UNEXPECTED,
            ScriptError::WitnessPubkeyType => &witness::WITNESS_PUBKEYTYPE,
            ScriptError::SchnorrSigSize => &taproot::SCHNORR_SIG_SIZE,
            ScriptError::SchnorrSigHashtype => &taproot::SCHNORR_SIG_HASHTYPE,
            ScriptError::SchnorrSig => &taproot::SCHNORR_SIG,
            ScriptError::TaprootWrongControlSize => &taproot::TAPROOT_WRONG_CONTROL_SIZE,
            ScriptError::TapscriptValidationWeight => &taproot::TAPSCRIPT_VALIDATION_WEIGHT,
            ScriptError::TapscriptCheckMultisig => &taproot::TAPSCRIPT_CHECKMULTISIG,
            ScriptError::TapscriptMinimalIf => &taproot::TAPSCRIPT_MINIMALIF,
            ScriptError::TapscriptEmptyPubkey => &taproot::TAPSCRIPT_EMPTY_PUBKEY,
            ScriptError::OpCodeseparator => &signing::OP_CODESEPARATOR,
            ScriptError::SigFindAndDelete => &signing::SIG_FINDANDDELETE,
        }
    }
}

impl NumberError {
    /// The rule that was broken.
    pub fn rule(&self) -> &'static Rule {
        match self {
            NumberError::TooLong { .. } | NumberError::NotMinimal { .. } => &running::SCRIPTNUM,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn errors_and_rules_of_script_have_the_same_names_one_to_one() {
        for error in ScriptError::ALL {
            assert_eq!(error.name(), error.rule().name);
        }
        let rules = [running::RULES, signing::RULES, taproot::RULES, witness::RULES];
        assert_eq!(rules.concat().len(), ScriptError::ALL.len());
    }
}
