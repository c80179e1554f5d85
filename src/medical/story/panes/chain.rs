//! Where the chain stands.

use crate::medical::story::Step;
use crate::medical::token::Asset;
use crate::medical::world::World;

/// Heights, slots, and sums, by name.
pub(super) fn values(world: &World, step: Option<&Step>) -> Vec<(&'static str, String)> {
    let (height, last_final) = step.map_or((0, 0), |step| (step.height, step.final_height));
    let data = world.data();
    let storages = data.storages().values();
    let stored = storages.filter(|storage| storage.replaced_by.is_none()).count();
    vec![
        ("last block, last final", format!("{height}, {last_final}")),
        ("next slot, epoch", format!("{}, {}", world.last_slot(), world.registry().epoch())),
        ("records released, stored", format!("{}, {stored}", data.releases().len())),
        (
            "sharings, emergencies",
            format!("{}, {}", data.sharings().len(), data.emergencies().len()),
        ),
        ("lines of the access log", data.accesses().len().to_string()),
        ("data tokens", world.tokens().unspent(Asset::Data).to_string()),
    ]
}
