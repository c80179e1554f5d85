//! Walks that compare the same payment under several locks: what it weighs, who can change it, and
//! what its signatures hash.

use super::{CatalogError, Scenario, Subject};
use crate::bench::signed_bytes_model::SignedBytesModel;
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
        next: Some("signed-bytes"),
        open: four_ways,
    },
    Scenario {
        id: "signed-bytes",
        subject: Subject::Scripts,
        title: "What signatures hash, as inputs are added",
        about: "The bytes to hash for one transaction with 1 to 10,000 inputs, signed as before \
                SegWit, by BIP 143 and by BIP 341.",
        next: Some("genesis-block-bytes"),
        open: || Ok(Box::new(Trace::new(SignedBytesModel))),
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
