//! The stack machine: one instruction of one script at a time.
//!
//! This is Bitcoin Core's `EvalScript`, cut where a student wants to look: between instructions. It
//! knows nothing of which script comes next; that is [`super::verify`]'s. What it knows of the
//! transaction it asks through [`SpendMachine`](super::verify::SpendMachine), and all arithmetic of
//! signatures lies behind [`SignatureVerifier`].
//!
//! There are no loops and no jumps in Script, so the number of steps is at most the length of the
//! script. Every instruction either leaves a new [`Vm`] or ends the script with a [`ScriptError`].

mod arithmetic;
mod conditions;
mod flow;
mod hashing;
mod multisig;
mod signatures;
mod stack_ops;
mod vm;

pub(super) use signatures::check_schnorr;

pub use conditions::Conditions;
pub use vm::{Item, Vm, is_true};

use crate::script::checker::SignatureVerifier;
use crate::script::instruction::{Instruction, Instructions};
use crate::script::op::*;
use crate::script::sighash::TaprootSpend;
use crate::script::{Flags, ScriptError, TxContext};

/// The longest legacy or version 0 script, in bytes (Core: `MAX_SCRIPT_SIZE`).
pub const MAX_SCRIPT_SIZE: usize = 10_000;
/// The longest item, in bytes (Core: `MAX_SCRIPT_ELEMENT_SIZE`).
pub const MAX_SCRIPT_ELEMENT_SIZE: usize = 520;
/// The most opcodes above OP_16 in a legacy or version 0 script (Core: `MAX_OPS_PER_SCRIPT`).
pub const MAX_OPS_PER_SCRIPT: u32 = 201;
/// The most items on stack and alt stack together (Core: `MAX_STACK_SIZE`).
pub const MAX_STACK_SIZE: usize = 1_000;
/// The most keys of one OP_CHECKMULTISIG (Core: `MAX_PUBKEYS_PER_MULTISIG`).
pub const MAX_PUBKEYS_PER_MULTISIG: i64 = 20;

/// Which generation of rules a script is run by (Core: `SigVersion`).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SigVersion {
    /// Bare scripts and P2SH.
    Base,
    /// Version 0 witness scripts (BIP 143).
    WitnessV0,
    /// Scripts in a Taproot tree (BIP 342).
    Tapscript,
}

/// What an instruction may look at beside the stack.
pub(super) struct Execution<'a, V> {
    /// The script that runs.
    pub code: &'a [u8],
    pub sig_version: SigVersion,
    pub flags: Flags,
    pub context: &'a TxContext<'a>,
    pub input: usize,
    /// Satoshis of the output being spent.
    pub value: i64,
    /// What a Taproot signature commits to; of no use in other scripts.
    pub taproot: &'a TaprootSpend,
    pub verifier: &'a V,
}

impl<V: SignatureVerifier> Execution<'_, V> {
    /// Executes the instruction at `vm.offset` (Core: one turn of the loop in `EvalScript`).
    pub fn step(&self, vm: &mut Vm) -> Result<(), ScriptError> {
        let mut instructions = Instructions::starting_at(self.code, vm.offset);
        let instruction = match instructions.next() {
            Some(Ok(instruction)) => instruction,
            Some(Err(_)) | None => return Err(ScriptError::BadOpcode),
        };
        vm.offset = instructions.position();
        self.check_limits(vm, &instruction)?;
        let executes = vm.conditions.all_true();
        match instruction.data {
            Some(_) if !executes => {}
            Some(data) => {
                if self.flags.contains(Flags::MINIMALDATA) && !instruction.is_minimal() {
                    return Err(ScriptError::MinimalData);
                }
                vm.stack.push(data.to_vec());
            }
            None if executes || matches!(instruction.opcode, OP_IF..=OP_ENDIF) => {
                self.execute(vm, instruction.opcode, executes)?;
            }
            None => {}
        }
        if vm.stack.len() + vm.alt_stack.len() > MAX_STACK_SIZE {
            return Err(ScriptError::StackSize);
        }
        vm.op_position += 1;
        Ok(())
    }

    /// What holds for an instruction whether or not it is executed.
    fn check_limits(&self, vm: &mut Vm, instruction: &Instruction<'_>) -> Result<(), ScriptError> {
        if instruction.data.is_some_and(|data| data.len() > MAX_SCRIPT_ELEMENT_SIZE) {
            return Err(ScriptError::PushSize);
        }
        if self.sig_version != SigVersion::Tapscript && instruction.opcode > OP_16 {
            vm.op_count += 1;
            if vm.op_count > MAX_OPS_PER_SCRIPT {
                return Err(ScriptError::OpCount);
            }
        }
        match instruction.opcode {
            OP_CAT | OP_SUBSTR | OP_LEFT | OP_RIGHT | OP_INVERT | OP_AND | OP_OR | OP_XOR
            | OP_2MUL | OP_2DIV | OP_MUL | OP_DIV | OP_MOD | OP_LSHIFT | OP_RSHIFT => {
                // CVE-2010-5137: some of these could crash every node.
                Err(ScriptError::DisabledOpcode)
            }
            OP_CODESEPARATOR
                if self.sig_version == SigVersion::Base
                    && self.flags.contains(Flags::CONST_SCRIPTCODE) =>
            {
                Err(ScriptError::OpCodeseparator)
            }
            _ => Ok(()),
        }
    }

    /// Hands an opcode to its family.
    fn execute(&self, vm: &mut Vm, opcode: u8, executes: bool) -> Result<(), ScriptError> {
        match opcode {
            OP_1NEGATE | OP_1..=OP_16 => {
                vm.push_number(i64::from(opcode) - i64::from(OP_1 - 1));
                Ok(())
            }
            OP_NOP..=OP_RETURN | OP_NOP1..=OP_NOP10 => self.flow(vm, opcode, executes),
            OP_TOALTSTACK..=OP_TUCK | OP_SIZE => self.rearrange(vm, opcode),
            OP_EQUAL | OP_EQUALVERIFY | OP_1ADD..=OP_WITHIN => self.arithmetic(vm, opcode),
            OP_RIPEMD160..=OP_HASH256 => vm.hash(opcode),
            OP_CODESEPARATOR => {
                vm.code_start = vm.offset;
                vm.code_separator = vm.op_position;
                Ok(())
            }
            OP_CHECKSIG | OP_CHECKSIGVERIFY => self.check_sig(vm, opcode),
            OP_CHECKSIGADD => self.check_sig_add(vm),
            OP_CHECKMULTISIG | OP_CHECKMULTISIGVERIFY => self.check_multisig(vm, opcode),
            _ => Err(ScriptError::BadOpcode),
        }
    }

    /// The number at `depth` from the top of the stack, in the form that the flags ask for.
    fn number(&self, vm: &Vm, depth: usize) -> Result<i64, ScriptError> {
        vm.number(depth, super::number::MAX_LEN, self.flags.contains(Flags::MINIMALDATA))
    }
}
