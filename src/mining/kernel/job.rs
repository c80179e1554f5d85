//! What is the same for every nonce of a header, worked out once.

use super::portable::{round, small0, small1};
use bitcoin_hashes::{HashEngine as _, sha256};

/// SHA-256's round constants (FIPS 180-4, 4.2.2).
pub(super) const K: [u32; 64] = [
    0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5,
    0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174,
    0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da,
    0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967,
    0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85,
    0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070,
    0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3,
    0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2,
];

/// SHA-256's first state (FIPS 180-4, 5.3.3).
pub(super) const IV: [u32; 8] = [
    0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a, 0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19,
];

/// The bit that ends a message, as a word.
pub(super) const END: u32 = 0x8000_0000;
/// How many bits a header has: the last word of its padded form.
pub(super) const HEADER_BITS: u32 = 640;
/// How many bits a hash has.
pub(super) const HASH_BITS: u32 = 256;

/// A header whose nonce is looked for, with all that does not depend on the nonce.
///
/// SHA-256 takes a message 64 bytes at a time. The header's first 64 bytes give a state that all
/// nonces share (the midstate). The other 16 with their padding are words 0 to 15 of the second
/// part; the nonce is word 3, so rounds 0 to 2 are shared as well, round 3 except for one addition,
/// and words 16 and 17 of the message schedule.
#[derive(Debug, Clone)]
pub struct Job {
    header: [u8; 80],
    target: [u8; 32],
    shared: sha256::Midstate,
    /// The state after the header's first 64 bytes.
    pub(super) midstate: [u32; 8],
    /// The state four rounds later if the nonce is 0. Another nonce's word is added to `a` and `e`.
    pub(super) start: [u32; 8],
    /// Words 0 to 2 of the second part.
    pub(super) tail: [u32; 3],
    /// Words 16 to 19 of the schedule, but 18 and 19 without what the nonce adds to them.
    pub(super) schedule: [u32; 4],
    /// What words 31 and 32 get from words 15 to 17.
    pub(super) later: [u32; 2],
    /// Bits that are zero in the last word of a hash that meets the target.
    pub(super) mask: u32,
}

impl Job {
    /// A header, the nonce of which does not matter, and the target as a number, its highest byte first.
    pub fn new(header: [u8; 80], target: [u8; 32]) -> Job {
        let mut first = [0; 64];
        first.copy_from_slice(&header[..64]);
        let mut iv = [0; 32];
        for (bytes, word) in iv.chunks_mut(4).zip(IV) {
            bytes.copy_from_slice(&word.to_be_bytes());
        }
        let shared = sha256::Midstate::new(iv, 0).update_64(&first);
        let midstate = std::array::from_fn(|i| word(shared.as_parts().0, i));
        let tail = std::array::from_fn(|i| word(&header, 16 + i));
        let mut start = midstate;
        for (i, word) in tail.into_iter().chain([0]).enumerate() {
            start = round(start, K[i].wrapping_add(word));
        }
        let w16 = small0(tail[1]).wrapping_add(tail[0]);
        let w17 = small1(HEADER_BITS).wrapping_add(small0(tail[2])).wrapping_add(tail[1]);
        let w18 = small1(w16).wrapping_add(tail[2]);
        let w19 = small1(w17).wrapping_add(small0(END));
        let limit = word(&target, 0);
        Job {
            header,
            target,
            shared,
            midstate,
            start,
            tail,
            schedule: [w16, w17, w18, w19],
            later: [small0(w16).wrapping_add(HEADER_BITS), small0(w17).wrapping_add(w16)],
            mask: (!u32::MAX.checked_shr(limit.leading_zeros()).unwrap_or(0)).swap_bytes(),
        }
    }

    /// The header with that nonce.
    pub fn header(&self, nonce: u32) -> [u8; 80] {
        let mut header = self.header;
        header[76..].copy_from_slice(&nonce.to_le_bytes());
        header
    }

    /// The hash of the header with that nonce, its first 64 bytes included.
    pub(super) fn hash_all(&self, nonce: u32) -> [u8; 32] {
        sha256::Hash::hash(&self.header(nonce)).hash_again().to_byte_array()
    }

    /// The same hash, from the midstate on.
    pub(super) fn hash(&self, nonce: u32) -> [u8; 32] {
        let mut engine = self.shared.to_engine();
        engine.input(&self.header[64..76]);
        engine.input(&nonce.to_le_bytes());
        sha256::Hash::from_engine(engine).hash_again().to_byte_array()
    }

    /// For each round of the header's second part its constant plus its word.
    pub(super) fn round_words(&self, nonce: u32) -> [u32; 64] {
        let mut w = [0; 64];
        w[..3].copy_from_slice(&self.tail);
        w[3] = nonce.swap_bytes();
        w[4] = END;
        w[15] = HEADER_BITS;
        for i in 16..64 {
            let mixed = small1(w[i - 2]).wrapping_add(w[i - 7]);
            w[i] = mixed.wrapping_add(small0(w[i - 15])).wrapping_add(w[i - 16]);
        }
        std::array::from_fn(|i| w[i].wrapping_add(K[i]))
    }

    /// Whether that nonce gives a proof of work. No kernel has a part in this.
    pub fn is_met_by(&self, nonce: u32) -> bool {
        self.is_met(&self.hash_all(nonce))
    }

    pub(super) fn is_met(&self, hash: &[u8; 32]) -> bool {
        // The hash as a number has its lowest byte first.
        hash.iter().rev().le(&self.target)
    }
}

/// SHA-256's words have their highest byte first.
fn word(bytes: &[u8], index: usize) -> u32 {
    let mut word = [0; 4];
    word.copy_from_slice(&bytes[4 * index..4 * index + 4]);
    u32::from_be_bytes(word)
}
