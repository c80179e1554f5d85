//! Why a script fails: one variant for each error of Bitcoin Core (`script/script_error.h`), under
//! the name that Core's own test table gives it.

macro_rules! script_errors {
    ($($variant:ident $name:literal $says:literal,)*) => {
        /// A broken rule of Script. Small and `Copy`: the fast path carries nothing else.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, thiserror::Error)]
        pub enum ScriptError {
            $(
                #[doc = $says]
                #[error($says)]
                $variant,
            )*
        }

        impl ScriptError {
            /// Every error, in a fixed order.
            pub const ALL: &[ScriptError] = &[$(ScriptError::$variant),*];

            /// Core's name, without `SCRIPT_ERR_`.
            pub fn name(self) -> &'static str {
                match self {
                    $(ScriptError::$variant => $name,)*
                }
            }
        }
    };
}

script_errors! {
    EvalFalse "EVAL_FALSE" "the scripts ended with false on top of the stack, or with nothing there",
    OpReturn "OP_RETURN" "OP_RETURN ends a script as failed",
    Verify "VERIFY" "OP_VERIFY found false on top of the stack",
    EqualVerify "EQUALVERIFY" "OP_EQUALVERIFY found two items that differ",
    NumEqualVerify "NUMEQUALVERIFY" "OP_NUMEQUALVERIFY found two numbers that differ",
    CheckSigVerify "CHECKSIGVERIFY" "OP_CHECKSIGVERIFY found a signature that does not fit",
    CheckMultisigVerify "CHECKMULTISIGVERIFY" "OP_CHECKMULTISIGVERIFY found too few signatures that fit",
    ScriptNum "SCRIPTNUM" "an item that must be a number is too long or not in its shortest form",
    ScriptSize "SCRIPT_SIZE" "a script is longer than 10,000 bytes",
    PushSize "PUSH_SIZE" "an item is longer than 520 bytes",
    OpCount "OP_COUNT" "a script has more than 201 opcodes that are not pushes",
    StackSize "STACK_SIZE" "the stacks hold more than 1,000 items",
    SigCount "SIG_COUNT" "the number of signatures is negative or larger than the number of keys",
    PubkeyCount "PUBKEY_COUNT" "the number of keys is negative or larger than 20",
    BadOpcode "BAD_OPCODE" "an opcode is unknown, reserved, or cut off",
    DisabledOpcode "DISABLED_OPCODE" "a disabled opcode makes a script fail even where it is not executed",
    InvalidStackOperation "INVALID_STACK_OPERATION" "an opcode needs more items than the stack has",
    InvalidAltstackOperation "INVALID_ALTSTACK_OPERATION" "OP_FROMALTSTACK found the alt stack empty",
    UnbalancedConditional "UNBALANCED_CONDITIONAL" "an OP_IF, OP_ELSE or OP_ENDIF has no partner",
    NegativeLocktime "NEGATIVE_LOCKTIME" "a lock time is negative",
    UnsatisfiedLocktime "UNSATISFIED_LOCKTIME" "the transaction may be in a block before the lock time that its script demands",
    SigHashtype "SIG_HASHTYPE" "the last byte of a signature is no known hash type",
    SigDer "SIG_DER" "a signature is not in strict DER form",
    MinimalData "MINIMALDATA" "a push does not use the shortest opcode for its data",
    SigPushOnly "SIG_PUSHONLY" "the unlocking script does more than push data",
    SigHighS "SIG_HIGH_S" "the S of a signature is in the upper half of its range",
    SigNullDummy "SIG_NULLDUMMY" "the item that OP_CHECKMULTISIG removes in error is not empty",
    PubkeyType "PUBKEYTYPE" "a public key is neither in compressed nor in uncompressed form",
    CleanStack "CLEANSTACK" "more than the result is left on the stack",
    MinimalIf "MINIMALIF" "OP_IF or OP_NOTIF in a witness script found something other than empty or 01",
    NullFail "NULLFAIL" "a signature that does not fit is not empty",
    DiscourageUpgradableNops "DISCOURAGE_UPGRADABLE_NOPS" "an OP_NOP kept for later upgrades is used",
    DiscourageUpgradableWitnessProgram "DISCOURAGE_UPGRADABLE_WITNESS_PROGRAM" "a witness version kept for later upgrades is used",
    DiscourageUpgradableTaprootVersion "DISCOURAGE_UPGRADABLE_TAPROOT_VERSION" "a leaf version kept for later upgrades is used",
    DiscourageOpSuccess "DISCOURAGE_OP_SUCCESS" "an OP_SUCCESS kept for later upgrades is used",
    DiscourageUpgradablePubkeyType "DISCOURAGE_UPGRADABLE_PUBKEYTYPE" "a public key type kept for later upgrades is used",
    WitnessProgramWrongLength "WITNESS_PROGRAM_WRONG_LENGTH" "a version 0 witness program is neither 20 nor 32 bytes long",
    WitnessProgramWitnessEmpty "WITNESS_PROGRAM_WITNESS_EMPTY" "the coin asks for a witness and none is there",
    WitnessProgramMismatch "WITNESS_PROGRAM_MISMATCH" "the witness does not fit the witness program",
    WitnessMalleated "WITNESS_MALLEATED" "a spend of a witness program has an unlocking script",
    WitnessMalleatedP2sh "WITNESS_MALLEATED_P2SH" "the unlocking script of a nested witness program is not just its push",
    WitnessUnexpected "WITNESS_UNEXPECTED" "a witness is there and the coin asks for none",
    WitnessPubkeyType "WITNESS_PUBKEYTYPE" "a public key in a version 0 witness script is not compressed",
    SchnorrSigSize "SCHNORR_SIG_SIZE" "a Schnorr signature is neither 64 nor 65 bytes long",
    SchnorrSigHashtype "SCHNORR_SIG_HASHTYPE" "the hash type of a Schnorr signature is unknown or cannot be used here",
    SchnorrSig "SCHNORR_SIG" "a Schnorr signature does not fit",
    TaprootWrongControlSize "TAPROOT_WRONG_CONTROL_SIZE" "a control block is not 33 bytes and up to 128 times 32 more",
    TapscriptValidationWeight "TAPSCRIPT_VALIDATION_WEIGHT" "a tapscript checks more signatures than its witness pays for",
    TapscriptCheckMultisig "TAPSCRIPT_CHECKMULTISIG" "OP_CHECKMULTISIG and OP_CHECKMULTISIGVERIFY do not exist in tapscript",
    TapscriptMinimalIf "TAPSCRIPT_MINIMALIF" "OP_IF or OP_NOTIF in tapscript found something other than empty or 01",
    TapscriptEmptyPubkey "TAPSCRIPT_EMPTY_PUBKEY" "a public key in tapscript is empty",
    OpCodeseparator "OP_CODESEPARATOR" "OP_CODESEPARATOR is used in a script that is not a witness script",
    SigFindAndDelete "SIG_FINDANDDELETE" "a signature stands in the very script that it signs",
}

impl ScriptError {
    /// The error with this name of Core's.
    pub fn from_name(name: &str) -> Option<ScriptError> {
        ScriptError::ALL.iter().copied().find(|error| error.name() == name)
    }
}
