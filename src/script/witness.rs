//! Where a witness takes over: what a program asks for, and which script runs on which stack
//! (Core: `VerifyWitnessProgram` and the start of `ExecuteWitnessScript`).

use super::checker::SignatureVerifier;
use super::instruction::Instructions;
use super::interpreter::{Item, MAX_SCRIPT_ELEMENT_SIZE, MAX_STACK_SIZE};
use super::op::*;
use super::taproot::{
    ANNEX_TAG, ControlBlock, TAPROOT_LEAF_TAPSCRIPT, is_op_success, tapleaf_hash,
};
use super::verify::{SpendMachine, Stage, State};
use super::witness_program::WitnessProgram;
use super::{Flags, ScriptError};
use crate::encode::{compact_size_len, put_bytes};
use crate::hash::{Sha256, sha256};

/// What every tapscript may spend on signature checks before the weight of its witness counts
/// (Core: `VALIDATION_WEIGHT_OFFSET`).
const VALIDATION_WEIGHT_OFFSET: i64 = 50;

impl<V: SignatureVerifier> SpendMachine<'_, V> {
    /// Looks at the witness as `program` asks. `nested` says that the program came by way of P2SH.
    pub(super) fn begin_witness(
        &self,
        state: &mut State,
        program: WitnessProgram<'_>,
        nested: bool,
    ) -> Result<(), ScriptError> {
        match (program.version, program.program.len()) {
            (0, 32) => self.begin_p2wsh(state, program.program),
            (0, 20) => self.begin_p2wpkh(state, program.program),
            (0, _) => Err(ScriptError::WitnessProgramWrongLength),
            (1, 32) if !nested && self.flags.contains(Flags::TAPROOT) => {
                self.begin_taproot(state, program)
            }
            (1, 32) if !nested => self.finish(state, true),
            _ if !nested && program.is_anchor() => self.finish(state, true),
            _ if self.flags.contains(Flags::DISCOURAGE_UPGRADABLE_WITNESS_PROGRAM) => {
                Err(ScriptError::DiscourageUpgradableWitnessProgram)
            }
            // A program of unknown version is met by any witness, so that a soft fork can give it a
            // meaning.
            _ => self.finish(state, true),
        }
    }

    fn begin_p2wsh(&self, state: &mut State, program: &[u8]) -> Result<(), ScriptError> {
        let witness = self.witness();
        let Some((script, stack)) = witness.split_last() else {
            return Err(ScriptError::WitnessProgramWitnessEmpty);
        };
        if sha256(script) != program {
            return Err(ScriptError::WitnessProgramMismatch);
        }
        self.start_stack(state, stack)?;
        self.enter_witness_item(state, Stage::WitnessScript, stack.len())
    }

    fn begin_p2wpkh(&self, state: &mut State, program: &[u8]) -> Result<(), ScriptError> {
        let witness = self.witness();
        if witness.len() != 2 {
            return Err(ScriptError::WitnessProgramMismatch);
        }
        let mut script = Vec::with_capacity(25);
        script.extend([OP_DUP, OP_HASH160, 20]);
        script.extend_from_slice(program);
        script.extend([OP_EQUALVERIFY, OP_CHECKSIG]);
        self.start_stack(state, witness)?;
        self.enter_made(state, Stage::WitnessScript, script)
    }

    fn begin_taproot(
        &self,
        state: &mut State,
        program: WitnessProgram<'_>,
    ) -> Result<(), ScriptError> {
        let mut witness = self.witness();
        let output_key = program.output_key().ok_or(ScriptError::WitnessProgramMismatch)?;
        if witness.is_empty() {
            return Err(ScriptError::WitnessProgramWitnessEmpty);
        }
        if let [rest @ .., annex] = witness
            && !rest.is_empty()
            && annex.first() == Some(&ANNEX_TAG)
        {
            let mut engine = Sha256::new();
            put_bytes(&mut engine, annex);
            state.taproot.annex_hash = Some(engine.finish());
            witness = rest;
        }
        state.taproot.code_separator = u32::MAX;
        let [stack @ .., script, control] = witness else {
            state.vm.stack = witness.to_vec();
            state.stage = Stage::KeyPath;
            return Ok(());
        };
        let control = ControlBlock::parse(control).ok_or(ScriptError::TaprootWrongControlSize)?;
        let leaf_hash = tapleaf_hash(control.leaf_version, script);
        if !control.commits(self.verifier, output_key, leaf_hash) {
            return Err(ScriptError::WitnessProgramMismatch);
        }
        state.taproot.leaf_hash = Some(leaf_hash);
        if control.leaf_version == TAPROOT_LEAF_TAPSCRIPT {
            return self.begin_tapscript(state, stack, script);
        }
        if self.flags.contains(Flags::DISCOURAGE_UPGRADABLE_TAPROOT_VERSION) {
            return Err(ScriptError::DiscourageUpgradableTaprootVersion);
        }
        self.finish(state, true)
    }

    fn begin_tapscript(
        &self,
        state: &mut State,
        stack: &[Item],
        script: &[u8],
    ) -> Result<(), ScriptError> {
        // One OP_SUCCESS anywhere, executed or not, and nothing else matters; but the instructions
        // before it must be readable.
        for instruction in Instructions::new(script) {
            let instruction = instruction.map_err(|_| ScriptError::BadOpcode)?;
            if is_op_success(instruction.opcode) {
                if self.flags.contains(Flags::DISCOURAGE_OP_SUCCESS) {
                    return Err(ScriptError::DiscourageOpSuccess);
                }
                return self.finish(state, true);
            }
        }
        if stack.len() > MAX_STACK_SIZE {
            return Err(ScriptError::StackSize);
        }
        self.start_stack(state, stack)?;
        self.enter_witness_item(state, Stage::Tapscript, stack.len())?;
        state.vm.weight_left = witness_size(self.witness()) + VALIDATION_WEIGHT_OFFSET;
        Ok(())
    }

    /// Replaces the stack by items of the witness.
    fn start_stack(&self, state: &mut State, items: &[Item]) -> Result<(), ScriptError> {
        if items.iter().any(|item| item.len() > MAX_SCRIPT_ELEMENT_SIZE) {
            return Err(ScriptError::PushSize);
        }
        state.vm.stack.clear();
        state.vm.stack.extend_from_slice(items);
        Ok(())
    }
}

/// The bytes that a witness takes in the serialization.
fn witness_size(witness: &[Item]) -> i64 {
    let items = witness.iter().map(|item| compact_size_len(item.len() as u64) + item.len());
    (compact_size_len(witness.len() as u64) + items.sum::<usize>()) as i64
}
