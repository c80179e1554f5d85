//! Delegates commit to secrets and reveal them; in the end one stays silent.

use crate::election::PoolNumber;
use crate::election::randomness::Commitment;
use crate::medical::story::{House, StoryFault, Tale};
use crate::medical::world::PoolAction;
use crate::rules::election as rules;

use super::pools::{SLOTS, said};

/// The secret that a delegate has committed to.
pub struct Secret {
    house: House,
    bytes: [u8; 32],
}

/// The first epoch with delegates: all three commit, and all three reveal.
pub(super) fn first(tale: &mut Tale) -> Result<(), StoryFault> {
    let secrets = commit(tale)?;
    tale.pass_to(
        2 * SLOTS + SLOTS / 2 + 1,
        "Half of the epoch is over: secrets are revealed from here on.",
    )?;
    for (at, secret) in secrets.iter().enumerate() {
        if at == 0 {
            another(tale, secret)?;
        }
        reveal(tale, secret)?;
    }
    tale.seal("With the last secret the next beacon is fixed, and was nobody's choice.")
}

/// All three commit in the epoch after it.
pub fn commit_again(tale: &mut Tale) -> Result<Vec<Secret>, StoryFault> {
    tale.chapter("A new epoch");
    commit(tale)
}

/// One of them stays silent.
pub fn reveal_again(tale: &mut Tale, secrets: &[Secret]) -> Result<(), StoryFault> {
    tale.chapter("A secret is missing");
    for secret in secrets.iter().filter(|secret| secret.house != House::Muenster) {
        reveal(tale, secret)?;
    }
    tale.seal("Münster reveals nothing. It could have chosen between two beacons so, and it costs the pay of the epoch, for it and for those who voted for it.")
}

fn commit(tale: &mut Tale) -> Result<Vec<Secret>, StoryFault> {
    let epoch = tale.world().registry().epoch();
    let mut secrets = Vec::new();
    for (number, house) in (0..).map(PoolNumber).zip(House::ALL) {
        let (who, bytes) = (house.name(), tale.rng.bytes());
        let keys = tale.cast.house(house).keys.clone();
        let to = Commitment::to(number, epoch, &bytes).0;
        let tx = said(tale, PoolAction::Commit { to }, &keys, u64::from(epoch));
        tale.submit(who, &format!("{who} commits to a secret"), "It publishes a hash now and the secret later, so that it cannot choose the secret by what the others reveal.", &rules::COMMIT, tx)?;
        secrets.push(Secret { house, bytes });
    }
    Ok(secrets)
}

fn another(tale: &mut Tale, secret: &Secret) -> Result<(), StoryFault> {
    let (who, keys) = (secret.house.name(), tale.cast.house(secret.house).keys.clone());
    let mut other = secret.bytes;
    other[0] ^= 1;
    let epoch = tale.world().registry().epoch();
    let wrong = said(tale, PoolAction::Reveal { secret: other }, &keys, u64::from(epoch));
    tale.refused(
        who,
        &format!("{who} reveals another secret"),
        "Its hash is not the one that was committed to.",
        &wrong,
    )
}

fn reveal(tale: &mut Tale, secret: &Secret) -> Result<(), StoryFault> {
    let (who, keys) = (secret.house.name(), tale.cast.house(secret.house).keys.clone());
    let epoch = tale.world().registry().epoch();
    let action = PoolAction::Reveal { secret: secret.bytes };
    let tx = said(tale, action, &keys, u64::from(epoch));
    tale.submit(who, &format!("{who} reveals its secret"), "It has the hash that was committed to. All secrets together are the chance of the next epoch.", &rules::REVEAL, tx)
        .map(drop)
}
