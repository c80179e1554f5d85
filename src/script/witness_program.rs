//! The forms of script that the rules themselves know: P2SH, witness programs, push-only.

use super::instruction::Instructions;
use super::op::*;

/// A witness program: what SegWit reads a script of this form as (BIP 141).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct WitnessProgram<'a> {
    /// 0 to 16.
    pub version: u8,
    /// 2 to 40 bytes.
    pub program: &'a [u8],
}

impl<'a> WitnessProgram<'a> {
    /// Reads a script as a witness program: one small number, then one push of 2 to 40 bytes, each
    /// by its shortest opcode (Core: `CScript::IsWitnessProgram`).
    pub fn parse(script: &'a [u8]) -> Option<WitnessProgram<'a>> {
        let (&[version, length], program) = script.split_first_chunk()?;
        let version = match version {
            OP_0 => 0,
            OP_1..=OP_16 => version - (OP_1 - 1),
            _ => return None,
        };
        let fits = (2..=40).contains(&program.len()) && usize::from(length) == program.len();
        fits.then_some(WitnessProgram { version, program })
    }

    /// True for pay-to-anchor: version 1 and the bytes `4e73` (Core: `CScript::IsPayToAnchor`).
    pub fn is_anchor(&self) -> bool {
        self.version == 1 && self.program == [0x4e, 0x73]
    }

    /// The output key, if this is a Taproot output (BIP 341).
    pub fn output_key(&self) -> Option<&'a [u8; 32]> {
        self.program.try_into().ok().filter(|_| self.version == 1)
    }
}

/// The script hash, if `script` is OP_HASH160, a push of 20 bytes, OP_EQUAL, to the letter (BIP 16).
pub fn p2sh_hash(script: &[u8]) -> Option<&[u8; 20]> {
    match script {
        [OP_HASH160, 20, hash @ .., OP_EQUAL] => hash.try_into().ok(),
        _ => None,
    }
}

/// Whether a script does nothing but push (Core: `CScript::IsPushOnly`, for which OP_RESERVED is a
/// push too).
pub fn is_push_only(script: &[u8]) -> bool {
    Instructions::new(script).all(|read| read.is_ok_and(|instruction| instruction.opcode <= OP_16))
}
