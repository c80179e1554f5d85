//! A day on the medical chain that the student plays: as patient, doctor, insurer, delegate, or somebody who only
//! says that he is a doctor.
//!
//! It begins where the story's first elected delegates have taken their seats. Whatever a party does is a
//! transaction that the chain judges, a block that the tree judges, or something that its own machine does: there
//! is no rule here, only keys. What is refused is told with its reason, and every step can be taken back. A path of
//! [`PATH`](model::PATH) leads once through the day; nobody has to follow it.

pub mod action;
mod day;
mod deeds;
pub mod model;
mod panes;
mod reading;
mod words;

pub use action::{PlayAction, Player};
pub use model::PlayModel;

#[cfg(test)]
mod tests;
