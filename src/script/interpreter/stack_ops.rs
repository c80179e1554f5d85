//! Opcodes that move items about without looking inside them.

use super::{Execution, Item, Vm, is_true};
use crate::script::ScriptError;
use crate::script::checker::SignatureVerifier;
use crate::script::op::*;

impl<V: SignatureVerifier> Execution<'_, V> {
    pub(super) fn rearrange(&self, vm: &mut Vm, opcode: u8) -> Result<(), ScriptError> {
        match opcode {
            OP_TOALTSTACK => {
                let item = vm.pop()?;
                vm.alt_stack.push(item);
            }
            OP_FROMALTSTACK => {
                let item = vm.alt_stack.pop().ok_or(ScriptError::InvalidAltstackOperation)?;
                vm.stack.push(item);
            }
            OP_DEPTH => vm.push_number(vm.stack.len() as i64),
            OP_SIZE => vm.push_number(vm.peek(0)?.len() as i64),
            OP_IFDUP => {
                if is_true(vm.peek(0)?) {
                    vm.copy(0)?;
                }
            }
            OP_PICK | OP_ROLL => {
                vm.need(2)?;
                let depth = self.number(vm, 0)?;
                vm.drop_items(1);
                let depth =
                    usize::try_from(depth).map_err(|_| ScriptError::InvalidStackOperation)?;
                if opcode == OP_PICK {
                    vm.copy(depth)?;
                } else {
                    let item = vm.remove(depth)?;
                    vm.stack.push(item);
                }
            }
            _ => return vm.rearrange_fixed(opcode),
        }
        Ok(())
    }
}

impl Vm {
    /// The opcodes that move a fixed number of items. Comments give the stack, its top last.
    fn rearrange_fixed(&mut self, opcode: u8) -> Result<(), ScriptError> {
        let length = self.stack.len();
        match opcode {
            // (x --)
            OP_DROP => drop(self.pop()?),
            // (x x --)
            OP_2DROP => {
                self.need(2)?;
                self.drop_items(2);
            }
            // (x -- x x)
            OP_DUP => self.copy(0)?,
            // (a b -- a b a b)
            OP_2DUP => self.copies(1, 2)?,
            // (a b c -- a b c a b c)
            OP_3DUP => self.copies(2, 3)?,
            // (a b -- a b a)
            OP_OVER => self.copy(1)?,
            // (a b c d -- a b c d a b)
            OP_2OVER => self.copies(3, 2)?,
            // (a b -- b)
            OP_NIP => drop(self.remove(1)?),
            // (a b c -- b c a)
            OP_ROT => {
                self.need(3)?;
                self.stack[length - 3..].rotate_left(1);
            }
            // (a b c d e f -- c d e f a b)
            OP_2ROT => {
                self.need(6)?;
                self.stack[length - 6..].rotate_left(2);
            }
            // (a b -- b a)
            OP_SWAP => {
                self.need(2)?;
                self.stack.swap(length - 2, length - 1);
            }
            // (a b c d -- c d a b)
            OP_2SWAP => {
                self.need(4)?;
                self.stack[length - 4..].rotate_left(2);
            }
            // (a b -- b a b)
            OP_TUCK => {
                self.need(2)?;
                let top = self.peek(0)?.to_vec();
                self.stack.insert(length - 2, top);
            }
            _ => return Err(ScriptError::BadOpcode),
        }
        Ok(())
    }

    /// Pushes a copy of the item at `depth`.
    fn copy(&mut self, depth: usize) -> Result<(), ScriptError> {
        let item = self.peek(depth)?.to_vec();
        self.stack.push(item);
        Ok(())
    }

    /// Pushes copies of the `count` items that begin at `depth`.
    fn copies(&mut self, depth: usize, count: usize) -> Result<(), ScriptError> {
        self.need(depth + 1)?;
        // Each push moves the next item to the same depth.
        (0..count).try_for_each(|_| self.copy(depth))
    }

    /// Takes out the item at `depth`.
    fn remove(&mut self, depth: usize) -> Result<Item, ScriptError> {
        let below = self.stack.len().checked_sub(depth.saturating_add(1));
        let index = below.ok_or(ScriptError::InvalidStackOperation)?;
        Ok(self.stack.remove(index))
    }
}
