//! Whether an input may spend an output: which scripts run, one after another, and what must hold
//! between them (Core: `VerifyScript`).
//!
//! 1. scriptSig runs on an empty stack; scriptPubKey runs on what it left; true must be on top.
//! 2. P2SH (BIP 16): the last push of scriptSig is itself a script, and runs on the rest.
//! 3. Witness programs (BIPs 141 and 341): the stack comes from the witness instead, and what runs
//!    is a script from the witness, or no script at all but one signature for a key.
//!
//! [`verify_spend`] runs the machine to its end. The very same [`SpendMachine`], stepped, is what a
//! student walks through.

use serde::{Deserialize, Serialize};

use super::checker::{Secp256k1, SignatureVerifier};
use super::interpreter::{
    Execution, Item, MAX_SCRIPT_SIZE, SigVersion, Vm, check_schnorr, is_true,
};
use super::sighash::TaprootSpend;
use super::witness_program::{WitnessProgram, is_push_only, p2sh_hash};
use super::{Flags, ScriptError, TxContext};
use crate::primitives::{TxIn, TxOut};

/// Whether input number `input` of the context's transaction may spend `prevout` under `flags`.
pub fn verify_spend(
    context: &TxContext<'_>,
    input: usize,
    prevout: &TxOut,
    flags: Flags,
) -> Result<(), ScriptError> {
    verify_spend_with(&Secp256k1, context, input, prevout, flags)
}

/// The same with another verifier of signatures: a cache, or a recorder.
pub fn verify_spend_with<V: SignatureVerifier>(
    verifier: &V,
    context: &TxContext<'_>,
    input: usize,
    prevout: &TxOut,
    flags: Flags,
) -> Result<(), ScriptError> {
    SpendMachine { context, input, prevout, flags, verifier }.run()
}

/// The machine that verifies one spend. It owns nothing; all that changes is in [`State`].
#[derive(Debug)]
pub struct SpendMachine<'a, V = Secp256k1> {
    /// The spending transaction.
    pub context: &'a TxContext<'a>,
    /// The number of its input.
    pub input: usize,
    /// The output that the input spends.
    pub prevout: &'a TxOut,
    /// The rules in force.
    pub flags: Flags,
    /// Who judges signatures.
    pub verifier: &'a V,
}

/// What happens next.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Step {
    /// scriptSig is looked at as a whole, and begins.
    Begin,
    /// One instruction of the running script.
    Execute,
    /// The running script has ended: what must hold now, and what runs next.
    EndScript,
    /// The one signature of a Taproot key path spend.
    CheckKeyPath,
}

/// Which part of the verification is under way.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stage {
    /// Nothing has run yet.
    Start,
    /// The unlocking script.
    ScriptSig,
    /// The locking script.
    ScriptPubkey,
    /// The script that a P2SH hash stands for.
    RedeemScript,
    /// A version 0 witness script, or the one that a 20-byte program stands for.
    WitnessScript,
    /// A script from a Taproot tree.
    Tapscript,
    /// A Taproot output key and one signature.
    KeyPath,
}

/// Where the running script's bytes are.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Code {
    ScriptSig,
    ScriptPubkey,
    WitnessItem(usize),
    Made(Vec<u8>),
}

/// All that changes while a spend is verified.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct State {
    /// Which part is under way.
    pub stage: Stage,
    /// The running script's stacks and counters.
    pub vm: Vm,
    /// What Taproot signatures commit to, from when it is known.
    pub taproot: TaprootSpend,
    /// How it ended, once it has.
    pub outcome: Option<Result<(), ScriptError>>,
    code: Code,
    /// The stack after scriptSig, kept for P2SH.
    after_script_sig: Vec<Item>,
}

impl<V: SignatureVerifier> SpendMachine<'_, V> {
    /// Runs to the end.
    pub fn run(&self) -> Result<(), ScriptError> {
        let mut state = self.initial();
        while let Some(step) = self.next(&state) {
            self.apply(&mut state, step);
        }
        state.outcome.unwrap_or(Err(ScriptError::EvalFalse))
    }

    /// The state before the first step.
    pub fn initial(&self) -> State {
        State {
            stage: Stage::Start,
            vm: Vm::new(Vec::new()),
            taproot: TaprootSpend::default(),
            outcome: None,
            code: Code::ScriptSig,
            after_script_sig: Vec::new(),
        }
    }

    /// What happens next; none once the verdict is there.
    pub fn next(&self, state: &State) -> Option<Step> {
        match state.stage {
            _ if state.outcome.is_some() => None,
            Stage::Start => Some(Step::Begin),
            Stage::KeyPath => Some(Step::CheckKeyPath),
            _ if state.vm.offset < self.code(state).len() => Some(Step::Execute),
            _ => Some(Step::EndScript),
        }
    }

    /// Makes it happen. A broken rule ends up in `state.outcome`.
    pub fn apply(&self, state: &mut State, step: Step) {
        let result = match step {
            Step::Begin => self.begin(state),
            Step::Execute => self.execute(state),
            Step::EndScript => self.end_script(state),
            Step::CheckKeyPath => self.check_key_path(state),
        };
        if let Err(error) = result {
            state.outcome = Some(Err(error));
        }
    }

    /// The script that runs.
    pub fn code<'s>(&'s self, state: &'s State) -> &'s [u8] {
        self.code_at(&state.code)
    }

    fn code_at<'s>(&'s self, code: &'s Code) -> &'s [u8] {
        match code {
            Code::ScriptSig => self.spending().map_or(&[], |input| &input.script_sig),
            Code::ScriptPubkey => &self.prevout.script_pubkey,
            Code::WitnessItem(index) => {
                self.witness().get(*index).map(Vec::as_slice).unwrap_or_default()
            }
            Code::Made(script) => script,
        }
    }

    fn spending(&self) -> Option<&TxIn> {
        self.context.tx().inputs.get(self.input)
    }

    pub(super) fn script_sig(&self) -> &[u8] {
        self.code_at(&Code::ScriptSig)
    }

    pub(super) fn witness(&self) -> &[Item] {
        self.spending().map(|input| input.witness.as_slice()).unwrap_or_default()
    }

    fn begin(&self, state: &mut State) -> Result<(), ScriptError> {
        if self.flags.contains(Flags::SIGPUSHONLY) && !is_push_only(self.script_sig()) {
            return Err(ScriptError::SigPushOnly);
        }
        self.enter(state, Stage::ScriptSig, Code::ScriptSig)
    }

    /// Puts a script in place to run on the present stack.
    fn enter(&self, state: &mut State, stage: Stage, code: Code) -> Result<(), ScriptError> {
        state.vm = Vm::new(std::mem::take(&mut state.vm.stack));
        state.stage = stage;
        state.code = code;
        let limited = stage != Stage::Tapscript;
        if limited && self.code(state).len() > MAX_SCRIPT_SIZE {
            return Err(ScriptError::ScriptSize);
        }
        Ok(())
    }

    fn execute(&self, state: &mut State) -> Result<(), ScriptError> {
        let sig_version = match state.stage {
            Stage::WitnessScript => SigVersion::WitnessV0,
            Stage::Tapscript => SigVersion::Tapscript,
            _ => SigVersion::Base,
        };
        let code = self.code_at(&state.code);
        self.execution(code, sig_version, &state.taproot).step(&mut state.vm)
    }

    fn execution<'s>(
        &'s self,
        code: &'s [u8],
        sig_version: SigVersion,
        taproot: &'s TaprootSpend,
    ) -> Execution<'s, V> {
        Execution {
            code,
            sig_version,
            flags: self.flags,
            context: self.context,
            input: self.input,
            value: self.prevout.value,
            taproot,
            verifier: self.verifier,
        }
    }

    fn end_script(&self, state: &mut State) -> Result<(), ScriptError> {
        if !state.vm.conditions.is_empty() {
            return Err(ScriptError::UnbalancedConditional);
        }
        match state.stage {
            Stage::ScriptSig => {
                if self.script_hash().is_some() {
                    state.after_script_sig = state.vm.stack.clone();
                }
                self.enter(state, Stage::ScriptPubkey, Code::ScriptPubkey)
            }
            Stage::ScriptPubkey => self.end_script_pubkey(state),
            Stage::RedeemScript => self.end_redeem_script(state),
            _ => {
                // Core: the end of ExecuteWitnessScript. In a witness a clean stack is consensus.
                if state.vm.stack.len() != 1 {
                    return Err(ScriptError::CleanStack);
                }
                require_true(&state.vm)?;
                self.finish(state, true)
            }
        }
    }

    /// The hash in scriptPubKey, if it stands for a script.
    fn script_hash(&self) -> Option<&[u8; 20]> {
        p2sh_hash(&self.prevout.script_pubkey).filter(|_| self.flags.contains(Flags::P2SH))
    }

    fn witness_program<'s>(&self, script: &'s [u8]) -> Option<WitnessProgram<'s>> {
        WitnessProgram::parse(script).filter(|_| self.flags.contains(Flags::WITNESS))
    }

    fn end_script_pubkey(&self, state: &mut State) -> Result<(), ScriptError> {
        require_true(&state.vm)?;
        if let Some(program) = self.witness_program(&self.prevout.script_pubkey) {
            // A scriptSig here could be changed by anyone without changing what is signed.
            if !self.script_sig().is_empty() {
                return Err(ScriptError::WitnessMalleated);
            }
            return self.begin_witness(state, program, false);
        }
        if self.script_hash().is_none() {
            return self.finish(state, false);
        }
        if !is_push_only(self.script_sig()) {
            return Err(ScriptError::SigPushOnly);
        }
        state.vm.stack = std::mem::take(&mut state.after_script_sig);
        let redeem_script = state.vm.stack.pop().ok_or(ScriptError::EvalFalse)?;
        self.enter(state, Stage::RedeemScript, Code::Made(redeem_script))
    }

    fn end_redeem_script(&self, state: &mut State) -> Result<(), ScriptError> {
        require_true(&state.vm)?;
        let Code::Made(redeem_script) = std::mem::replace(&mut state.code, Code::ScriptSig) else {
            return self.finish(state, false);
        };
        let Some(program) = self.witness_program(&redeem_script) else {
            state.code = Code::Made(redeem_script);
            return self.finish(state, false);
        };
        // A program has at most 42 bytes, so one byte of length precedes it.
        let is_its_push = matches!(self.script_sig().split_first(), Some((&length, push))
            if usize::from(length) == push.len() && push == redeem_script);
        if !is_its_push {
            return Err(ScriptError::WitnessMalleatedP2sh);
        }
        self.begin_witness(state, program, true)
    }

    fn check_key_path(&self, state: &mut State) -> Result<(), ScriptError> {
        let program = WitnessProgram::parse(&self.prevout.script_pubkey);
        let output_key = program.and_then(|program| program.output_key());
        let output_key = output_key.ok_or(ScriptError::WitnessProgramMismatch)?;
        let signature = state.vm.peek(0)?;
        let execution = self.execution(&[], SigVersion::Tapscript, &state.taproot);
        check_schnorr(&execution, signature, output_key, &state.taproot)?;
        self.finish(state, true)
    }

    /// The last checks (Core: the end of `VerifyScript`).
    pub(super) fn finish(&self, state: &mut State, had_witness: bool) -> Result<(), ScriptError> {
        let clean = had_witness || state.vm.stack.len() == 1;
        if self.flags.contains(Flags::CLEANSTACK) && !clean {
            return Err(ScriptError::CleanStack);
        }
        if self.flags.contains(Flags::WITNESS) && !had_witness && !self.witness().is_empty() {
            return Err(ScriptError::WitnessUnexpected);
        }
        state.outcome = Some(Ok(()));
        Ok(())
    }

    /// Puts a script from the witness in place.
    pub(super) fn enter_witness_item(
        &self,
        state: &mut State,
        stage: Stage,
        index: usize,
    ) -> Result<(), ScriptError> {
        self.enter(state, stage, Code::WitnessItem(index))
    }

    /// Puts a script in place that stands nowhere but is meant by a program.
    pub(super) fn enter_made(
        &self,
        state: &mut State,
        stage: Stage,
        script: Vec<u8>,
    ) -> Result<(), ScriptError> {
        self.enter(state, stage, Code::Made(script))
    }
}

fn require_true(vm: &Vm) -> Result<(), ScriptError> {
    match vm.stack.last() {
        Some(top) if is_true(top) => Ok(()),
        _ => Err(ScriptError::EvalFalse),
    }
}
