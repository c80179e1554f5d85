//! Scripts as text, in three notations.
//!
//! - [`assemble`] reads the notation of Bitcoin Core's own tests: `DUP HASH160 0x14 0x89ab... EQUAL`.
//! - [`disassemble`] writes what Core's `decoderawtransaction` shows as `asm`.
//! - [`read`] and [`write()`] are for people: opcodes by name, pushes in angle brackets, and a byte
//!   string under a name where [`Tags`] knows one: `OP_DUP OP_HASH160 <hash alice> OP_EQUALVERIFY`.
//!   Any bytes survive the way to this text and back.

mod core;
mod error;
mod readable;
mod tags;

pub use self::core::{assemble, disassemble, disassemble_script_sig};
pub use error::AsmError;
pub use readable::{Word, read, words, write};
pub use tags::{TagError, Tags};

#[cfg(test)]
mod tests;
