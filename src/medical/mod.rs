//! The medical blockchain: records that belong to patients, who may read them, and how that is
//! written down where nobody can change it.
//!
//! The cloud holds data, the chain holds metadata (lecture slides "Medical Blockchain"). A person or
//! an institution is a key pair ([`identity`]); what only one of them may read is sealed to its public
//! key ([`seal`]).
//!
//! All randomness comes from a seed, so that a story can be told twice; and the curve libraries take
//! time that depends on secrets. Nothing here is fit for real patients' data.

pub mod abe;
pub mod chain;
pub mod cipher;
pub mod client;
pub mod cloud;
pub mod comparison;
pub mod data;
pub mod identity;
pub mod kac;
pub mod moment;
mod points;
pub mod record;
pub mod recovery;
pub mod seal;
pub mod signed;
pub mod story;
pub mod token;
pub mod world;
