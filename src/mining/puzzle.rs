//! A hash puzzle: find a number that, hashed together with a challenge, gives a hash that is low enough.
//!
//! It has the three properties that the lecture asks for (BCT 2.4): it is hard to solve and can be made
//! harder, how hard it is can be chosen, and a solution is checked with one hash. Bitcoin's puzzle is this
//! one with the header as the challenge (Nakamoto 2008, section 4).

use crate::hash::{BlockHash, sha256d};
use crate::primitives::CompactTarget;
use crate::primitives::pow::{Target, TargetError, U256, Work};

/// How hard a puzzle is, in the ways in which that is said.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Difficulty {
    /// The hash begins with so many zero bits, 255 at most: each further one doubles the tries.
    ZeroBits(u8),
    /// The hash, as a number, is not above this one.
    Target(Target),
    /// The same, as a header writes it.
    Bits(CompactTarget),
}

impl Difficulty {
    /// The highest hash that counts; an error if the bits stand for no target.
    pub fn target(self) -> Result<Target, TargetError> {
        match self {
            Difficulty::ZeroBits(bits) => Ok(target_of(bits)),
            Difficulty::Target(target) => Ok(target),
            Difficulty::Bits(bits) => bits.target(),
        }
    }
}

/// The target that any hash with so many leading zero bits meets, and no other.
pub fn target_of(zero_bits: u8) -> Target {
    let mut bytes = [0xff; 32];
    for (place, byte) in bytes.iter_mut().enumerate() {
        let zeros = usize::from(zero_bits).saturating_sub(8 * place).min(8);
        *byte = 0xff_u8.checked_shr(zeros as u32).unwrap_or(0);
    }
    Target(U256::from_be_bytes(&bytes))
}

/// The zero bits that a hash begins with, the byte that people write first being the first.
pub fn zero_bits(hash: &BlockHash) -> u32 {
    256 - U256::from_le_bytes(&hash.0).bits()
}

/// A challenge, and how low a hash must be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Puzzle {
    challenge: Vec<u8>,
    target: Target,
}

impl Puzzle {
    /// The puzzle of any bytes.
    pub fn new(challenge: impl Into<Vec<u8>>, target: Target) -> Puzzle {
        Puzzle { challenge: challenge.into(), target }
    }

    /// The bytes that are hashed before the nonce.
    pub fn challenge(&self) -> &[u8] {
        &self.challenge
    }

    /// The highest hash that counts.
    pub fn target(&self) -> Target {
        self.target
    }

    /// SHA-256 twice of the challenge and the nonce's 8 bytes, the lowest first.
    pub fn hash(&self, nonce: u64) -> BlockHash {
        BlockHash(sha256d(&[&self.challenge[..], &nonce.to_le_bytes()].concat()))
    }

    /// Whether the nonce solves it: one hash, however long it took to find.
    pub fn check(&self, nonce: u64) -> bool {
        self.target.is_met_by(&self.hash(nonce))
    }

    /// The tries that a solution takes on average (Core: `GetBlockProof`).
    pub fn expected_tries(&self) -> Work {
        self.target.work()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_zero_bit_more_doubles_the_tries() {
        for bits in 0..=254 {
            let tries = |bits| Difficulty::ZeroBits(bits).target().unwrap().work().0;
            assert_eq!(tries(bits + 1), tries(bits).checked_mul(2).unwrap(), "{bits}");
        }
        assert_eq!(Difficulty::ZeroBits(10).target().unwrap().work().0, U256::from(1024));
    }

    #[test]
    fn the_target_and_the_zero_bits_say_the_same() {
        let target = |bits| Difficulty::ZeroBits(bits).target().unwrap();
        for nonce in 0..2_000 {
            let hash = Puzzle::new("the same", target(0)).hash(nonce);
            for bits in 0..=20 {
                let solved = Puzzle::new("the same", target(bits)).check(nonce);
                assert_eq!(solved, zero_bits(&hash) >= u32::from(bits), "{nonce}, {bits}");
            }
        }
    }

    #[test]
    fn the_genesis_header_solves_its_own_puzzle() {
        let genesis = crate::chain::ChainParams::named("mainnet").unwrap().genesis.header;
        let target = Difficulty::Bits(genesis.bits).target().unwrap();
        assert!(target.is_met_by(&genesis.block_hash()));
        assert_eq!(zero_bits(&genesis.block_hash()), 43);
        assert!(Difficulty::Bits(CompactTarget(0)).target().is_err());
    }
}
