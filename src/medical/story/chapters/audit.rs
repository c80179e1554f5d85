//! Sally wakes up, and asks who looked at what.

use crate::medical::data::audit::{Query, audit as ask};
use crate::medical::data::explorer::readers;
use crate::medical::story::{House, Outcome, Person, StoryFault, Tale};
use crate::rules::medical_data as rules;

/// Both sides audit.
pub fn audit(tale: &mut Tale) -> Result<(), StoryFault> {
    tale.chapter("Who looked at what");
    let sally = tale.cast.patient(Person::Sally).identity();
    let berlin = tale.cast.house(House::Berlin).keys.identity();
    let lines = log(tale, &Query { patient: Some(sally), ..Query::default() });
    let told = format!(
        "{} reads by others, each with the transaction that allowed it. What somebody copied and read again later is not here, and cannot be.",
        lines.len()
    );
    tale.step(
        "Sally",
        "Sally lists every read of her records",
        &told,
        Outcome::Read { lines },
        Some(&rules::RIGHT_TO_READ),
    );
    let lines = log(tale, &Query { reader: Some(berlin), ..Query::default() });
    tale.step(
        "Berlin",
        "Berlin lists what its people read",
        "The other side asks the same log: whether each read was needed for what it says.",
        Outcome::Read { lines },
        Some(&rules::PURPOSE),
    );
    let (slot, allergy) = (tale.at().slot, tale.bookmark("allergy test")?.storage);
    let data = tale.world().data().clone();
    let may = readers(&data, &allergy, slot).map_err(crate::medical::client::ClientError::from)?;
    let lines = may.iter().map(|one| {
        let until = one.until_slot.map_or("always".to_owned(), |slot| format!("until slot {slot}"));
        (tale.cast.name(&one.reader), format!("by {} {}, {until}", one.right, one.by.short()))
    });
    let lines = lines.collect();
    tale.step(
        "anyone",
        "Who may read the allergy test now?",
        "The chain answers, with the transaction that each right comes from.",
        Outcome::Read { lines },
        Some(&rules::PATIENTS_OWN),
    );
    Ok(())
}

fn log(tale: &mut Tale, query: &Query<'_>) -> Vec<(String, String)> {
    let data = tale.world().data().clone();
    let lines = ask(&data, query);
    lines
        .iter()
        .map(|line| {
            let by = line.by.map_or(String::new(), |by| format!(" {}", by.short()));
            let title = tale.title_of(&line.storage);
            let who = tale.cast.name(&line.reader);
            let right = line.right;
            (
                format!("slot {}", line.slot),
                format!("{who}: {title}, by {right}{by}, \"{}\"", line.purpose),
            )
        })
        .collect()
}
