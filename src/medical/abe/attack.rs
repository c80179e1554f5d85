//! What one would try: keys laid together, and records under another label.

use std::collections::BTreeSet;

use super::cp::{self, CpCapsule, CpKey};
use super::kp::{self, KpCapsule, KpKey};
use super::shares::weights;
use super::{Attribute, Policy};
use crate::medical::cipher::MessageKey;

/// The formula as if every property of the rule were held; parts that the key lacks are left out.
pub fn forced_cp(key: &CpKey, capsule: &CpCapsule) -> MessageKey {
    let all = weights(&capsule.policy, &named(&capsule.policy)).unwrap_or_default();
    capsule.message_key(&cp::paired(key, capsule, all))
}

/// The formula as if the record had every characteristic of the rule; points that it lacks are left out.
pub fn forced_kp(key: &KpKey, capsule: &KpCapsule) -> MessageKey {
    let all = weights(&key.policy, &named(&key.policy)).unwrap_or_default();
    capsule.message_key(&kp::paired(key, capsule, all))
}

fn named(policy: &Policy) -> BTreeSet<Attribute> {
    policy.leaves().into_iter().cloned().collect()
}

/// A key with the parts of both: of the first all, of the second those for properties that the first does
/// not have. Each part of the second is tied by another random number than the rest.
pub fn laid_together(first: &CpKey, second: &CpKey) -> CpKey {
    let mut parts = second.parts.clone();
    parts.extend(first.parts.clone());
    CpKey { d: first.d, parts }
}

/// A key for a rule of one's own, of leaves that were issued for other rules. None where one of its
/// properties is in neither key.
pub fn spliced(policy: &Policy, keys: &[&KpKey]) -> Option<KpKey> {
    let part = |wanted: &Attribute| {
        keys.iter().find_map(|key| {
            let at = key.policy.leaves().iter().position(|name| *name == wanted)?;
            key.leaves.get(at).copied()
        })
    };
    let leaves = policy.leaves().into_iter().map(part).collect::<Option<_>>()?;
    Some(KpKey { policy: policy.clone(), leaves })
}

/// A record under another rule, its points left as they are. None where the rules have different numbers of
/// leaves.
pub fn under_another_rule(capsule: &CpCapsule, policy: &Policy) -> Option<CpCapsule> {
    let same = capsule.policy.leaves().len() == policy.leaves().len();
    same.then(|| CpCapsule { policy: policy.clone(), ..capsule.clone() })
}

/// A record with one characteristic called another, its points left as they are.
pub fn relabelled(capsule: &KpCapsule, from: &Attribute, to: &Attribute) -> Option<KpCapsule> {
    let mut changed = capsule.clone();
    let point = changed.parts.remove(from)?;
    changed.parts.insert(to.clone(), point);
    Some(changed)
}

/// Properties as a text: `doctor, surgery`.
pub fn listed(held: &BTreeSet<Attribute>) -> String {
    held.iter().map(Attribute::as_str).collect::<Vec<_>>().join(", ")
}
