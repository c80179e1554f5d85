//! Walks that compare the same payment under several locks: what it weighs, and who can change it.

use super::{CatalogError, Scenario, Subject};
use crate::trace::{Stepper, Trace};
use crate::wallet::malleability_model::MalleabilityModel;
use crate::wallet::ways::Plan;
use crate::wallet::ways_model::WaysModel;
use crate::wallet::{AddressKind, FeeRate};

/// In the order in which they are offered.
pub const SCENARIOS: &[Scenario] = &[
    Scenario {
        id: "malleability",
        subject: Subject::Scripts,
        title: "Two signatures for one payment",
        about: "Anyone can turn a signature into another that fits as well. What that does to the \
                txid, with and without a witness.",
        next: Some("four-ways"),
        open: malleability,
    },
    Scenario {
        id: "four-ways",
        subject: Subject::Scripts,
        title: "The same spend, written four ways",
        about: "One coin, one payment and one change, from four kinds of lock: sizes, weights and \
                fees.",
        next: Some("genesis-block-bytes"),
        open: four_ways,
    },
];

const WAYS: [AddressKind; 4] =
    [AddressKind::P2pkh, AddressKind::P2shP2wpkh, AddressKind::P2wpkh, AddressKind::P2tr];

fn plan() -> Result<Plan, CatalogError> {
    Ok(Plan { coin: 1_000_000, pays: 400_000, fee_rate: FeeRate::new(10)? })
}

fn malleability() -> Result<Box<dyn Stepper>, CatalogError> {
    let model = MalleabilityModel::new("Two signatures for one payment", &plan()?)?;
    Ok(Box::new(Trace::new(model)))
}

fn four_ways() -> Result<Box<dyn Stepper>, CatalogError> {
    let model = WaysModel::new("The same spend, written four ways", plan()?, &WAYS)?;
    Ok(Box::new(Trace::new(model)))
}
