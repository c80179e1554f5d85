//! Key-aggregate encryption: one short key for exactly the records that a patient picks
//! (Chu et al. 2014, the basic scheme, carried over to a pairing of two groups).
//!
//! Each record is encrypted under the patient's public key and a *class*, a number from 1 to n. From
//! the master secret she extracts, for any set of classes, one key of 96 bytes that opens these and no
//! others. Groups are written additively: P and Q generate G1 and G2 of BLS12-381, `e` is the pairing.
//!
//! - [`Parameters`]: for a random α, which is forgotten: `B_i = [α^i]P` for i = 1..n, and
//!   `A_k = [α^k]Q` for k = 1..2n **without n + 1**. `Z = e(B_n, A_1)` is e(P, Q) to the α^(n+1).
//! - [`key_pair`]: γ is the master secret, `V = [γ]P` the public key (and `[γ]Q`, for checks).
//! - [`encapsulate`]: for a random t, `c1 = [t]P`, `c2 = [t](V + B_i)`; the record's key is hashed from
//!   Z to the t.
//! - [`extract`]: `K_S = [γ] Σ A_(n+1-j)` over j in S.
//! - [`decapsulate`]: `Z^t = e(c2, Σ A_(n+1-j)) · e(-c1, K_S + Σ A_(n+1-j+i))`, the second sum over
//!   j in S but i. Of the first pairing only the factor j = i is Z^t; the others cancel.
//!
//! The basic scheme is secure against whoever chooses plaintexts; nothing is claimed about chosen
//! ciphertexts. Whoever knows α opens everything, so each patient makes her own parameters.

mod aggregate;
mod capsule;
mod class_set;
mod error;
pub mod kac_model;
mod kac_panes;
mod keys;
mod parameters;
mod threshold;

pub use aggregate::{AggregateKey, decapsulate, extract, force};
pub use capsule::{Capsule, encapsulate};
pub use class_set::ClassSet;
pub use error::KacError;
pub use keys::{MasterSecret, PublicKey, key_pair};
pub use parameters::{CLASSES_MAX, Parameters};
pub use threshold::{Commitments, KeyPart, MasterShare, combine, extract_part, split};

#[cfg(test)]
mod mutation_tests;
#[cfg(test)]
mod tests;
