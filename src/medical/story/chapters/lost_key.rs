//! Sally loses her telephone, and two of three friends bring her key back.

use crate::medical::recovery::{RecoveryError, recover, split};
use crate::medical::story::{Outcome, Person, StoryFault, Tale};
use crate::rules::key_aggregate as rules;

/// Pieces are made, one is too few, and two are enough.
pub fn lost_key(tale: &mut Tale) -> Result<(), StoryFault> {
    tale.chapter("A lost key");
    let keys = tale.cast.patient(Person::Sally).keys.clone();
    let wanted = keys.identity();
    let pieces = split(&keys, 2, 3, &mut tale.rng);
    let pieces = pieces.map_err(|_| StoryFault::Missing { what: "pieces of a key" })?;
    tale.step("Sally", "Sally splits her secret key among three friends", "Each gets a piece of 33 bytes, and any two bring the key back. Nothing of it is on the chain.", Outcome::Told, Some(&rules::K_OF_N));
    let one = pieces.get(..1).unwrap_or_default();
    tale.shut(
        "a friend",
        "One friend tries her piece alone",
        "One piece goes with every key that there is: she learns nothing, and gets nothing.",
        recover(one, &wanted),
        RecoveryError::rule,
    )?;
    let two = pieces.get(1..).unwrap_or_default();
    let found =
        recover(two, &wanted).map_err(|_| StoryFault::Missing { what: "key that comes back" })?;
    let told = format!(
        "Two pieces make a key, and it is the one of {}: the same records, the same tokens. Whoever loses the key without friends loses both.",
        wanted.short()
    );
    let same = found.identity() == wanted;
    tale.step(
        "Sally",
        "Sally has lost her telephone, and two friends help",
        &told,
        Outcome::Told,
        Some(&rules::K_OF_N),
    );
    if same { Ok(()) } else { Err(StoryFault::Missing { what: "key that comes back" }) }
}
