//! What an attacker with most of the work can do to history, and what he cannot, on a real chain.
//!
//! Every block here has its proof of work and goes through all rules of [`Chain`](crate::chain::Chain);
//! nothing is assumed of what a node would do. [`MajorityModel`] is the walk: a payment, a secret branch,
//! its publication, and then the attacks that no amount of work makes possible. [`rewrite`]
//! makes a heavier branch from any depth. Sources: BCT 2.3 and 2.5 (the 51-percent attack); Nakamoto 2008,
//! section 11; M. Rosenfeld, *Analysis of Hashrate-Based Double-Spending* (2014).

mod cost;
mod forge;
pub mod history;
mod majority_model;
mod majority_panes;
mod majority_words;
mod moves;
mod node;
mod past;
mod tries;

pub use cost::{OvertakeCost, overtake_cost};
pub use forge::MajorityFailure;
pub use history::{Rewrite, RewriteEnd, Rewritten, rewrite};
pub use majority_model::{MAX_BLOCKS, MajorityAction, MajorityEnd, MajorityModel, MajorityState};
pub use past::{MOST_DEPTH, Past};
pub use tries::Deed;
