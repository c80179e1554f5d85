//! The odds of attacks on proof of work, as formulas and as simulations that must agree.
//!
//! Can a payment be taken back after so many confirmations ([`nakamoto`], [`rosenfeld`], [`race`])?
//! Does it pay to keep found blocks secret ([`selfish`])? Do many names help ([`sybil`])? Each has a
//! model that shows it a step at a time. Sources: S. Nakamoto, *Bitcoin* (2008), section 11;
//! M. Rosenfeld, *Analysis of Hashrate-Based Double-Spending* (2014); C. Grunspan and R. Pérez-Marco,
//! *Double Spend Races* (2017); I. Eyal and E. G. Sirer, *Majority Is Not Enough* (2014).

mod beta;
mod estimate;
mod fast_rng;
pub mod nakamoto;
mod odds_model;
mod odds_panes;
pub mod race;
mod race_model;
mod race_panes;
pub mod rosenfeld;
pub mod selfish;
mod selfish_model;
mod selfish_panes;
mod share;
pub mod sybil;
mod sybil_model;

pub use estimate::Estimate;
pub use fast_rng::{FastRng, in_chunks};
pub use odds_model::{MOST_CONFIRMATIONS, OddsAction, OddsModel, OddsRow, OddsState};
pub use race_model::{Finder, MAX_BLOCKS, RaceAction, RaceEnd, RaceModel, RaceState};
pub use selfish_model::{MOST_BLOCKS, SelfishAction, SelfishModel, SelfishState};
pub use share::{Share, percent};
pub use sybil_model::{SybilAction, SybilModel, SybilState};
