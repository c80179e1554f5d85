//! Opcodes that decide what runs and when: conditions, OP_VERIFY, OP_RETURN, lock times, OP_NOPs.

use super::{Execution, SigVersion, Vm, is_true};
use crate::script::number::LOCK_TIME_MAX_LEN;
use crate::script::op::*;
use crate::script::{Flags, ScriptError};

/// Lock times below are block heights, from it on they are Unix times (Core: `LOCKTIME_THRESHOLD`).
pub const LOCKTIME_THRESHOLD: i64 = 500_000_000;
/// A sequence with this bit sets no relative lock (BIP 68).
const SEQUENCE_LOCKTIME_DISABLE_FLAG: i64 = 1 << 31;
/// A sequence with this bit counts in units of 512 seconds, else in blocks (BIP 68).
const SEQUENCE_LOCKTIME_TYPE_FLAG: i64 = 1 << 22;
/// The bits of a sequence that count (BIP 68).
const SEQUENCE_LOCKTIME_MASK: i64 = 0xffff;

impl<V> Execution<'_, V> {
    pub(super) fn flow(&self, vm: &mut Vm, opcode: u8, executes: bool) -> Result<(), ScriptError> {
        const UNBALANCED: ScriptError = ScriptError::UnbalancedConditional;
        match opcode {
            OP_NOP => Ok(()),
            OP_IF | OP_NOTIF => {
                let value = executes && self.take_condition(vm)? != (opcode == OP_NOTIF);
                vm.conditions.push(value);
                Ok(())
            }
            OP_ELSE => vm.conditions.toggle().ok_or(UNBALANCED),
            OP_ENDIF => vm.conditions.pop().map(drop).ok_or(UNBALANCED),
            OP_VERIFY => vm.verify(ScriptError::Verify),
            OP_RETURN => Err(ScriptError::OpReturn),
            OP_CHECKLOCKTIMEVERIFY if self.flags.contains(Flags::CHECKLOCKTIMEVERIFY) => {
                self.check_lock_time(vm)
            }
            OP_CHECKSEQUENCEVERIFY if self.flags.contains(Flags::CHECKSEQUENCEVERIFY) => {
                self.check_sequence(vm)
            }
            OP_CHECKLOCKTIMEVERIFY | OP_CHECKSEQUENCEVERIFY => Ok(()),
            OP_NOP1..=OP_NOP10 if self.flags.contains(Flags::DISCOURAGE_UPGRADABLE_NOPS) => {
                Err(ScriptError::DiscourageUpgradableNops)
            }
            OP_NOP1..=OP_NOP10 => Ok(()),
            _ => Err(ScriptError::BadOpcode),
        }
    }

    /// Takes the item that an OP_IF looks at.
    fn take_condition(&self, vm: &mut Vm) -> Result<bool, ScriptError> {
        let item = vm.pop()?;
        let minimal = matches!(item.as_slice(), [] | [1]);
        match self.sig_version {
            SigVersion::Tapscript if !minimal => Err(ScriptError::TapscriptMinimalIf),
            SigVersion::WitnessV0 if !minimal && self.flags.contains(Flags::MINIMALIF) => {
                Err(ScriptError::MinimalIf)
            }
            _ => Ok(is_true(&item)),
        }
    }

    /// BIP 65: the transaction's lock time must be of the same kind and no earlier, and in force.
    fn check_lock_time(&self, vm: &Vm) -> Result<(), ScriptError> {
        let wanted = self.lock_time_operand(vm)?;
        let tx = self.context.tx();
        let actual = i64::from(tx.lock_time);
        let same_kind = (wanted < LOCKTIME_THRESHOLD) == (actual < LOCKTIME_THRESHOLD);
        let in_force = tx.inputs.get(self.input).is_some_and(|input| input.sequence != u32::MAX);
        if same_kind && wanted <= actual && in_force {
            Ok(())
        } else {
            Err(ScriptError::UnsatisfiedLocktime)
        }
    }

    /// BIP 112: the input's sequence must be a relative lock of the same kind and no shorter.
    fn check_sequence(&self, vm: &Vm) -> Result<(), ScriptError> {
        let wanted = self.lock_time_operand(vm)?;
        if wanted & SEQUENCE_LOCKTIME_DISABLE_FLAG != 0 {
            return Ok(());
        }
        let tx = self.context.tx();
        let sequence = tx.inputs.get(self.input).map_or(u32::MAX, |input| input.sequence);
        let actual = i64::from(sequence);
        let mask = SEQUENCE_LOCKTIME_TYPE_FLAG | SEQUENCE_LOCKTIME_MASK;
        let same_kind =
            (wanted & SEQUENCE_LOCKTIME_TYPE_FLAG) == (actual & SEQUENCE_LOCKTIME_TYPE_FLAG);
        let in_force = tx.version >= 2 && actual & SEQUENCE_LOCKTIME_DISABLE_FLAG == 0;
        if same_kind && wanted & mask <= actual & mask && in_force {
            Ok(())
        } else {
            Err(ScriptError::UnsatisfiedLocktime)
        }
    }

    /// The number on top, which stays there.
    fn lock_time_operand(&self, vm: &Vm) -> Result<i64, ScriptError> {
        let minimal = self.flags.contains(Flags::MINIMALDATA);
        let wanted = vm.number(0, LOCK_TIME_MAX_LEN, minimal)?;
        if wanted < 0 { Err(ScriptError::NegativeLocktime) } else { Ok(wanted) }
    }
}
