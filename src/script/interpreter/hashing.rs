//! Opcodes that replace an item by its hash.

use super::Vm;
use crate::hash;
use crate::script::ScriptError;
use crate::script::op::*;

impl Vm {
    pub(super) fn hash(&mut self, opcode: u8) -> Result<(), ScriptError> {
        let item = self.peek(0)?;
        let digest = match opcode {
            OP_RIPEMD160 => hash::ripemd160(item).to_vec(),
            OP_SHA1 => hash::sha1(item).to_vec(),
            OP_SHA256 => hash::sha256(item).to_vec(),
            OP_HASH160 => hash::hash160(item).to_vec(),
            OP_HASH256 => hash::sha256d(item).to_vec(),
            _ => return Err(ScriptError::BadOpcode),
        };
        self.drop_items(1);
        self.stack.push(digest);
        Ok(())
    }
}
