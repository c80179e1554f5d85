//! Attribute-based encryption: keys made of properties, and not of names.
//!
//! In the *ciphertext-policy* form ([`cp`], Bethencourt, Sahai and Waters 2007) a record carries a rule and
//! a key its owner's properties; in the *key-policy* form ([`kp`], Goyal et al. 2006) a record carries its
//! characteristics and a key the rule (lecture slides "Attribute Based Encryption" I and II). Both are
//! written for a pairing e of two groups with generators P and Q, in additive notation, and both make a
//! key for one message ([`crate::medical::cipher`]).
//!
//! A property becomes a point H(property) of which nobody knows the logarithm. Were it known, a key for
//! one property could be turned into a key for another: [`attack`] tries that and other things.

pub mod abe_walk;
pub mod attack;
mod attribute;
pub mod cp;
mod error;
pub mod kp;
pub mod policy;
mod policy_parse;
mod shares;

pub use attribute::{Attribute, attributes};
pub use error::AbeError;
pub use policy::Policy;

#[cfg(test)]
mod mutation_tests;
#[cfg(test)]
mod tests;
