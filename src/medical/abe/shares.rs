//! A secret shared out over a rule's properties, and the weights that put it together again.
//!
//! At each gate of k stands a polynomial of degree k - 1 whose value at 0 is the gate's secret; child i has
//! its value at i (Shamir 1979). Whoever has k children's secrets has the gate's, by Lagrange.

use std::collections::BTreeSet;

use ark_bls12_381::Fr;
use ark_ff::{Field, One};

use super::{Attribute, Policy};
use crate::medical::points::scalar;
use crate::rng::Rng;

/// A share for each leaf, from left to right.
pub(super) fn shares(policy: &Policy, secret: Fr, rng: &mut Rng) -> Vec<Fr> {
    match policy {
        Policy::Has(_) => vec![secret],
        Policy::Gate { k, of } => {
            let higher: Vec<Fr> = (1..*k).map(|_| scalar(rng)).collect();
            let value =
                |at: Fr| higher.iter().rev().fold(Fr::from(0), |sum, a| (sum + a) * at) + secret;
            let children = (1_u64..).zip(of);
            children.flat_map(|(at, child)| shares(child, value(Fr::from(at)), rng)).collect()
        }
    }
}

/// Which leaves to use, by number, and the weight of each: with them the shares add up to the secret. None
/// where `held` does not satisfy the rule. Of the ways that there are, one with few leaves.
pub(super) fn weights(policy: &Policy, held: &BTreeSet<Attribute>) -> Option<Vec<(usize, Fr)>> {
    match policy {
        Policy::Has(attribute) => held.contains(attribute).then(|| vec![(0, Fr::one())]),
        Policy::Gate { k, of } => {
            let mut first = 0;
            let mut ways = Vec::new();
            for (at, child) in (1_u64..).zip(of) {
                if let Some(way) = weights(child, held) {
                    ways.push((at, first, way));
                }
                first += child.leaves().len();
            }
            ways.sort_by_key(|(_, _, way)| way.len());
            ways.truncate(*k);
            if ways.len() < *k {
                return None;
            }
            let places: Vec<Fr> = ways.iter().map(|(at, ..)| Fr::from(*at)).collect();
            let weighted = ways.into_iter().enumerate().flat_map(|(number, (_, first, way))| {
                let own = lagrange(&places, number);
                way.into_iter().map(move |(leaf, weight)| (first + leaf, weight * own))
            });
            Some(weighted.collect())
        }
    }
}

/// The weight at 0 of place `number` among `places`.
fn lagrange(places: &[Fr], number: usize) -> Fr {
    let own = places[number];
    let others = places.iter().filter(|place| **place != own);
    // Places are different small numbers, so that each difference has an inverse.
    others.map(|other| *other * (*other - own).inverse().unwrap_or_default()).product()
}
