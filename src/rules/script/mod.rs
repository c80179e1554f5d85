//! Rules of Bitcoin Script: one for each error of Core's `script_error.h`, under the same name.

pub mod running;
pub mod signing;
pub mod taproot;
pub mod witness;
