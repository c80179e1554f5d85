//! Locks: to an owner, to a pool for a vote, and as a delegate's bond.
//!
//! All are plain Script. A vote is the owner's lock behind a choice: to leave takes OP_1 and, by
//! OP_CHECKSEQUENCEVERIFY, the delay; to move to another pool takes OP_0 and no delay, and then the ledger
//! asks that it be locked to a pool again. The pool's number is pushed and dropped, so that it can be
//! read from the output.

use crate::hash::hash160;
use crate::medical::identity::Identity;
use crate::primitives::ScriptBuf;
use crate::script::op::{OP_CHECKSEQUENCEVERIFY, OP_DROP, OP_ENDIF, OP_IF};
use crate::script::standard::p2pkh;

/// What a bond's script begins with.
const BOND: &[u8] = b"BOND";
/// The longest delay that a vote can have, in blocks: one push of two bytes.
pub const DELAY_MAX_BLOCKS: u16 = 0x7fff;

/// What a vote's lock says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct VoteLock {
    /// The pool's number.
    pub pool: u32,
    /// The hash of the owner's key.
    pub owner: [u8; 20],
    /// Blocks until the owner can leave.
    pub delay_blocks: u16,
}

/// The hash by which locks name an owner.
pub fn owner_hash(owner: &Identity) -> [u8; 20] {
    hash160(&owner.to_bytes())
}

/// Only `owner` can spend it.
pub fn to_owner(owner: &Identity) -> ScriptBuf {
    p2pkh(&owner_hash(owner)).into()
}

/// A delegate's bond.
pub fn bond(delegate: &Identity) -> ScriptBuf {
    let owner = p2pkh(&owner_hash(delegate));
    [&[BOND.len() as u8], BOND, &[OP_DROP], &owner].concat().into()
}

/// Whose bond a script is.
pub fn read_bond(script: &[u8]) -> Option<[u8; 20]> {
    let rest = script.strip_prefix(&[BOND.len() as u8])?.strip_prefix(BOND)?;
    read_owner(rest.strip_prefix(&[OP_DROP])?)
}

impl VoteLock {
    /// The script.
    pub fn script(&self) -> ScriptBuf {
        let mut script = vec![4];
        script.extend(self.pool.to_le_bytes());
        script.extend([OP_DROP, OP_IF]);
        push_delay(&mut script, self.delay_blocks);
        script.extend([OP_CHECKSEQUENCEVERIFY, OP_DROP, OP_ENDIF]);
        script.extend(p2pkh(&self.owner));
        script.into()
    }

    /// Reads a vote; none where `script` is anything else, even by one byte.
    pub fn read(script: &[u8]) -> Option<VoteLock> {
        let rest = script.strip_prefix(&[4])?;
        let (pool, rest) = rest.split_first_chunk::<4>()?;
        let rest = rest.strip_prefix(&[OP_DROP, OP_IF])?;
        let (delay_blocks, rest) = read_delay(rest)?;
        let rest = rest.strip_prefix(&[OP_CHECKSEQUENCEVERIFY, OP_DROP, OP_ENDIF])?;
        let lock =
            VoteLock { pool: u32::from_le_bytes(*pool), owner: read_owner(rest)?, delay_blocks };
        // One lock has one script.
        (*lock.script() == *script).then_some(lock)
    }
}

/// A number is pushed in the fewest bytes (Core: `CScriptNum`).
fn push_delay(script: &mut Vec<u8>, delay: u16) {
    match delay.min(DELAY_MAX_BLOCKS) {
        0 => script.push(0),
        small @ 1..=16 => script.push(crate::script::op::OP_1 + small as u8 - 1),
        byte @ 17..=127 => script.extend([1, byte as u8]),
        wide => script.extend([2, wide as u8, (wide >> 8) as u8]),
    }
}

fn read_delay(script: &[u8]) -> Option<(u16, &[u8])> {
    let (first, rest) = script.split_first()?;
    match *first {
        0 => Some((0, rest)),
        1 => rest.split_first().map(|(byte, rest)| (u16::from(*byte), rest)),
        2 => rest.split_first_chunk::<2>().map(|(wide, rest)| (u16::from_le_bytes(*wide), rest)),
        small @ crate::script::op::OP_1..=crate::script::op::OP_16 => {
            Some((u16::from(small - crate::script::op::OP_1 + 1), rest))
        }
        _ => None,
    }
}

fn read_owner(script: &[u8]) -> Option<[u8; 20]> {
    let owner = script.get(3..23)?.try_into().ok()?;
    (p2pkh(&owner) == script).then_some(owner)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::medical::identity::Keys;
    use crate::rng::Rng;

    #[test]
    fn a_vote_is_read_from_its_script_and_from_no_other() {
        let owner = owner_hash(&Keys::new(&mut Rng::from_seed(1)).identity());
        for delay_blocks in [0, 1, 16, 17, 127, 128, 255, 256, 0x7fff] {
            let lock = VoteLock { pool: 3, owner, delay_blocks };
            let script = lock.script();
            assert_eq!(VoteLock::read(&script), Some(lock));
            for at in 0..script.len() {
                let mut changed = script.to_vec();
                changed[at] ^= 1;
                assert_ne!(VoteLock::read(&changed), Some(lock), "byte {at}");
            }
            assert_eq!(VoteLock::read(&[&script[..], &[0x61]].concat()), None);
        }
    }

    #[test]
    fn a_bond_is_no_vote_and_no_plain_lock() {
        let owner = Keys::new(&mut Rng::from_seed(2)).identity();
        assert_eq!(read_bond(&bond(&owner)), Some(owner_hash(&owner)));
        assert_eq!(read_bond(&to_owner(&owner)), None);
        assert_eq!(VoteLock::read(&bond(&owner)), None);
    }
}
