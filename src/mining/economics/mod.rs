//! What mining costs, what it earns, and why anybody begins (BCT 5 and 2.5; lecture, "Mining Cost,
//! Bootstrapping, 51-Percent Attack").
//!
//! [`cost`] does the sum of a day and its break-evens, [`halvings`] the reward over the years and who
//! can live on it, [`bootstrap`] the loop of security, miners and value.

pub mod bootstrap;
mod bootstrap_model;
mod breakeven_model;
mod breakeven_panes;
pub mod cost;
mod halving_model;
pub mod halvings;

pub use bootstrap_model::{BootstrapAction, BootstrapModel, BootstrapState, bootstrap_chart};
pub use breakeven_model::{BreakevenAction, BreakevenModel, BreakevenState, Input};
pub use halving_model::{HalvingAction, HalvingModel, HalvingState};
