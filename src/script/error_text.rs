//! The sentence that Bitcoin Core has for each error, which its reject strings quote
//! (Core: `ScriptErrorString`).

use super::ScriptError as E;

impl E {
    /// Core's sentence for the error, to the letter.
    pub fn core_text(self) -> &'static str {
        match self {
            E::EvalFalse => {
                "Script evaluated without error but finished with a false/empty top stack element"
            }
            E::OpReturn => "OP_RETURN was encountered",
            E::Verify => "Script failed an OP_VERIFY operation",
            E::EqualVerify => "Script failed an OP_EQUALVERIFY operation",
            E::NumEqualVerify => "Script failed an OP_NUMEQUALVERIFY operation",
            E::CheckSigVerify => "Script failed an OP_CHECKSIGVERIFY operation",
            E::CheckMultisigVerify => "Script failed an OP_CHECKMULTISIGVERIFY operation",
            E::ScriptNum => "Script number overflowed or is non-minimally encoded",
            E::ScriptSize => "Script is too big",
            E::PushSize => "Push value size limit exceeded",
            E::OpCount => "Operation limit exceeded",
            E::StackSize => "Stack size limit exceeded",
            E::SigCount => "Signature count negative or greater than pubkey count",
            E::PubkeyCount => "Pubkey count negative or limit exceeded",
            E::BadOpcode => "Opcode missing or not understood",
            E::DisabledOpcode => "Attempted to use a disabled opcode",
            E::InvalidStackOperation => "Operation not valid with the current stack size",
            E::InvalidAltstackOperation => "Operation not valid with the current altstack size",
            E::UnbalancedConditional => "Invalid OP_IF construction",
            E::NegativeLocktime => "Negative locktime",
            E::UnsatisfiedLocktime => "Locktime requirement not satisfied",
            E::SigHashtype => "Signature hash type missing or not understood",
            E::SigDer => "Non-canonical DER signature",
            E::MinimalData => "Data push larger than necessary",
            E::SigPushOnly => "Only push operators allowed in signatures",
            E::SigHighS => "Non-canonical signature: S value is unnecessarily high",
            E::SigNullDummy => "Dummy CHECKMULTISIG argument must be zero",
            E::PubkeyType => "Public key is neither compressed or uncompressed",
            E::CleanStack => "Stack size must be exactly one after execution",
            E::MinimalIf => "OP_IF/NOTIF argument must be minimal",
            E::NullFail => "Signature must be zero for failed CHECK(MULTI)SIG operation",
            E::DiscourageUpgradableNops => "NOPx reserved for soft-fork upgrades",
            E::DiscourageUpgradableWitnessProgram => {
                "Witness version reserved for soft-fork upgrades"
            }
            E::DiscourageUpgradableTaprootVersion => {
                "Taproot version reserved for soft-fork upgrades"
            }
            E::DiscourageOpSuccess => "OP_SUCCESSx reserved for soft-fork upgrades",
            E::DiscourageUpgradablePubkeyType => {
                "Public key version reserved for soft-fork upgrades"
            }
            E::WitnessProgramWrongLength => "Witness program has incorrect length",
            E::WitnessProgramWitnessEmpty => "Witness program was passed an empty witness",
            E::WitnessProgramMismatch => "Witness program hash mismatch",
            E::WitnessMalleated => "Witness requires empty scriptSig",
            E::WitnessMalleatedP2sh => "Witness requires only-redeemscript scriptSig",
            E::WitnessUnexpected => "Witness provided for non-witness script",
            E::WitnessPubkeyType => "Using non-compressed keys in segwit",
            E::SchnorrSigSize => "Invalid Schnorr signature size",
            E::SchnorrSigHashtype => "Invalid Schnorr signature hash type",
            E::SchnorrSig => "Invalid Schnorr signature",
            E::TaprootWrongControlSize => "Invalid Taproot control block size",
            E::TapscriptValidationWeight => {
                "Too much signature validation relative to witness weight"
            }
            E::TapscriptCheckMultisig => "OP_CHECKMULTISIG(VERIFY) is not available in tapscript",
            E::TapscriptMinimalIf => "OP_IF/NOTIF argument must be minimal in tapscript",
            E::TapscriptEmptyPubkey => "Empty public key in tapscript",
            E::OpCodeseparator => "Using OP_CODESEPARATOR in non-witness script",
            E::SigFindAndDelete => "Signature is found in scriptCode",
        }
    }
}
