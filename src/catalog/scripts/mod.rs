//! Walks through scripts: real spends first, then spends of our own, good and broken.

mod locks;
mod multisig;
mod p2pkh;
mod real;
mod recipe;
mod signing;
mod taproot;
mod witness;

use super::{CatalogError, Scenario, Subject};
use crate::trace::Stepper;

/// By kind, in the order in which they are offered.
pub const KINDS: [&[Scenario]; 6] = [
    real::SCENARIOS,
    p2pkh::SCENARIOS,
    multisig::SCENARIOS,
    locks::SCENARIOS,
    witness::SCENARIOS,
    taproot::SCENARIOS,
];

const fn script(
    id: &'static str,
    title: &'static str,
    about: &'static str,
    next: Option<&'static str>,
    open: fn() -> Result<Box<dyn Stepper>, CatalogError>,
) -> Scenario {
    Subject::Scripts.scenario(id, title, about, next, open)
}
