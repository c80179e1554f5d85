//! Opcodes that compare and compute. Operands have at most four bytes, so nothing can overflow.

use super::{Execution, Vm};
use crate::script::ScriptError;
use crate::script::checker::SignatureVerifier;
use crate::script::op::*;

impl<V: SignatureVerifier> Execution<'_, V> {
    pub(super) fn arithmetic(&self, vm: &mut Vm, opcode: u8) -> Result<(), ScriptError> {
        match opcode {
            OP_EQUAL | OP_EQUALVERIFY => {
                let equal = vm.peek(0)? == vm.peek(1)?;
                vm.drop_items(2);
                vm.push_bool(equal);
                if opcode == OP_EQUALVERIFY { vm.verify(ScriptError::EqualVerify) } else { Ok(()) }
            }
            OP_1ADD..=OP_0NOTEQUAL => self.unary(vm, opcode),
            OP_ADD..=OP_MAX => self.binary(vm, opcode),
            OP_WITHIN => {
                vm.need(3)?;
                let value = self.number(vm, 2)?;
                let (low, high) = (self.number(vm, 1)?, self.number(vm, 0)?);
                vm.drop_items(3);
                vm.push_bool((low..high).contains(&value));
                Ok(())
            }
            _ => Err(ScriptError::BadOpcode),
        }
    }

    fn unary(&self, vm: &mut Vm, opcode: u8) -> Result<(), ScriptError> {
        let value = self.number(vm, 0)?;
        let result = match opcode {
            OP_1ADD => value + 1,
            OP_1SUB => value - 1,
            OP_NEGATE => -value,
            OP_ABS => value.abs(),
            OP_NOT => i64::from(value == 0),
            OP_0NOTEQUAL => i64::from(value != 0),
            _ => return Err(ScriptError::BadOpcode),
        };
        vm.drop_items(1);
        vm.push_number(result);
        Ok(())
    }

    fn binary(&self, vm: &mut Vm, opcode: u8) -> Result<(), ScriptError> {
        vm.need(2)?;
        let (a, b) = (self.number(vm, 1)?, self.number(vm, 0)?);
        let result = match opcode {
            OP_ADD => a + b,
            OP_SUB => a - b,
            OP_BOOLAND => i64::from(a != 0 && b != 0),
            OP_BOOLOR => i64::from(a != 0 || b != 0),
            OP_NUMEQUAL | OP_NUMEQUALVERIFY => i64::from(a == b),
            OP_NUMNOTEQUAL => i64::from(a != b),
            OP_LESSTHAN => i64::from(a < b),
            OP_GREATERTHAN => i64::from(a > b),
            OP_LESSTHANOREQUAL => i64::from(a <= b),
            OP_GREATERTHANOREQUAL => i64::from(a >= b),
            OP_MIN => a.min(b),
            OP_MAX => a.max(b),
            _ => return Err(ScriptError::BadOpcode),
        };
        vm.drop_items(2);
        vm.push_number(result);
        if opcode == OP_NUMEQUALVERIFY { vm.verify(ScriptError::NumEqualVerify) } else { Ok(()) }
    }
}
