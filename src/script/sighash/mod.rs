//! What a signature signs: a hash of the parts of the transaction that its hash type names.
//!
//! Three generations: the legacy hash with all its history ([`legacy()`]), BIP 143's for version 0
//! witnesses ([`segwit_v0`]) and BIP 341's for Taproot ([`taproot()`]). [`TxContext`] holds what the
//! inputs of one transaction share, computed once and only when first needed.

mod context;
mod legacy;
mod segwit;
mod taproot;

pub use context::TxContext;
pub use legacy::legacy;
pub use segwit::segwit_v0;
pub use taproot::{TaprootSpend, taproot};

/// Sign all outputs.
pub const ALL: u32 = 1;
/// Sign no outputs.
pub const NONE: u32 = 2;
/// Sign the output with the input's own number.
pub const SINGLE: u32 = 3;
/// Sign only one's own input; may be added to any of the three.
pub const ANYONE_CAN_PAY: u32 = 0x80;

/// The output part of a hash type (Core: `nHashType & 0x1f`).
fn output_type(hash_type: u32) -> u32 {
    hash_type & 0x1f
}

/// The hash type in words, as Core's disassembly shows it: `ALL|ANYONECANPAY`; none if unknown.
pub fn name(hash_type: u32) -> Option<&'static str> {
    match hash_type {
        ALL => Some("ALL"),
        NONE => Some("NONE"),
        SINGLE => Some("SINGLE"),
        0x81 => Some("ALL|ANYONECANPAY"),
        0x82 => Some("NONE|ANYONECANPAY"),
        0x83 => Some("SINGLE|ANYONECANPAY"),
        _ => None,
    }
}
