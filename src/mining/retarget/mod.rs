//! The retarget lab: what the difficulty does when the hash rate changes.
//!
//! The chain of the lab has headers with real bits and times, and no proof of work: how long each block
//! takes is drawn from the exponential law, or is exactly the mean. The bits of the next block are those
//! that a node would ask for ([`next_bits`]). Sources: Core's `GetNextWorkRequired` and
//! `CalculateNextWorkRequired`; BCT 5.1 (mining difficulty); BIP 94.

mod chain;
mod lab;
mod retarget_lab_model;
mod retarget_lab_panes;
mod schedule;

pub use chain::{Tail, next_bits};
pub use lab::{LabParams, LabState, WindowRow, difficulty_chart, interval_chart};
pub use retarget_lab_model::{RetargetLabAction, RetargetLabModel, RetargetLabState};
pub use schedule::Schedule;
