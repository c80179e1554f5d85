//! What a script can change: its stacks, its place, its counters.

use super::Conditions;
use crate::script::{ScriptError, number};

/// An item of the stack: bytes, read as a number or as true or false when an opcode wants that.
pub type Item = Vec<u8>;

/// The state of one running script.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Vm {
    /// The stack; its top is the last item.
    pub stack: Vec<Item>,
    /// The alt stack, emptied when the next script begins.
    pub alt_stack: Vec<Item>,
    /// The open OP_IFs.
    pub conditions: Conditions,
    /// Where in the script the next instruction begins, in bytes.
    pub offset: usize,
    /// How many instructions have gone before.
    pub op_position: u32,
    /// How many of them count towards the limit of 201.
    pub op_count: u32,
    /// Where the signed part of the script begins: after the last executed OP_CODESEPARATOR.
    pub code_start: usize,
    /// The position of that OP_CODESEPARATOR, counted in instructions; `u32::MAX` if none.
    pub code_separator: u32,
    /// What is left of the signature checks that the witness has paid for (BIP 342).
    pub weight_left: i64,
}

impl Vm {
    /// A machine with this stack, about to run a script from its start.
    pub fn new(stack: Vec<Item>) -> Vm {
        Vm {
            stack,
            alt_stack: Vec::new(),
            conditions: Conditions::default(),
            offset: 0,
            op_position: 0,
            op_count: 0,
            code_start: 0,
            code_separator: u32::MAX,
            weight_left: 0,
        }
    }

    /// The item at `depth` from the top, which is 0.
    pub fn peek(&self, depth: usize) -> Result<&[u8], ScriptError> {
        let item = self.stack.iter().nth_back(depth);
        item.map(Vec::as_slice).ok_or(ScriptError::InvalidStackOperation)
    }

    /// Demands that the stack has `count` items.
    pub(super) fn need(&self, count: usize) -> Result<(), ScriptError> {
        if self.stack.len() < count { Err(ScriptError::InvalidStackOperation) } else { Ok(()) }
    }

    pub(super) fn pop(&mut self) -> Result<Item, ScriptError> {
        self.stack.pop().ok_or(ScriptError::InvalidStackOperation)
    }

    /// Takes `count` items off.
    pub(super) fn drop_items(&mut self, count: usize) {
        self.stack.truncate(self.stack.len().saturating_sub(count));
    }

    pub(super) fn push_number(&mut self, value: i64) {
        let (digits, length) = number::digits(value);
        self.stack.push(digits[..length].to_vec());
    }

    pub(super) fn push_bool(&mut self, value: bool) {
        self.stack.push(if value { vec![1] } else { Vec::new() });
    }

    /// The number at `depth` from the top.
    pub(super) fn number(
        &self,
        depth: usize,
        max_len: usize,
        minimal: bool,
    ) -> Result<i64, ScriptError> {
        number::decode(self.peek(depth)?, max_len, minimal).map_err(|_| ScriptError::ScriptNum)
    }

    /// Ends a `...VERIFY` opcode: true on top is taken off, false is the error.
    pub(super) fn verify(&mut self, error: ScriptError) -> Result<(), ScriptError> {
        if !is_true(self.peek(0)?) {
            return Err(error);
        }
        self.drop_items(1);
        Ok(())
    }
}

/// Whether an item counts as true: any bit set, but for the sign of a zero (Core: `CastToBool`).
pub fn is_true(item: &[u8]) -> bool {
    match item.split_last() {
        None => false,
        Some((last, rest)) => rest.iter().any(|&byte| byte != 0) || !matches!(last, 0 | 0x80),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn zero_is_false_with_either_sign_and_any_length() {
        for (item, expected) in [
            (&[][..], false),
            (&[0], false),
            (&[0x80], false),
            (&[0, 0, 0x80], false),
            (&[0x80, 0], true),
            (&[1], true),
            (&[0, 1], true),
        ] {
            assert_eq!(is_true(item), expected, "{item:?}");
        }
    }
}
