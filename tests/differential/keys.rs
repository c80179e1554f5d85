//! A few keys, in every form that Script takes.

use std::sync::OnceLock;

use blockstep::hash::sha256;
use secp256k1::{Keypair, Message, Scalar, SecretKey, ecdsa, schnorr};

/// How many keys there are.
pub const KEYS: usize = 6;

/// Key number `index`.
pub fn pair(index: usize) -> &'static Keypair {
    static PAIRS: OnceLock<Vec<Keypair>> = OnceLock::new();
    let pairs = PAIRS.get_or_init(|| {
        (0..KEYS).map(|n| Keypair::from_secret_bytes(sha256(&[n as u8])).unwrap()).collect()
    });
    &pairs[index % KEYS]
}

/// The key as 33 bytes.
pub fn compressed(index: usize) -> Vec<u8> {
    pair(index).public_key().serialize().to_vec()
}

/// The key as 65 bytes.
pub fn uncompressed(index: usize) -> Vec<u8> {
    pair(index).public_key().serialize_uncompressed().to_vec()
}

/// The key as 65 bytes with the parity in the first, a form that only OpenSSL knew.
pub fn hybrid(index: usize) -> Vec<u8> {
    let mut key = uncompressed(index);
    key[0] = 6 | (key[64] & 1);
    key
}

/// The key as 32 bytes.
pub fn x_only(index: usize) -> [u8; 32] {
    pair(index).x_only_public_key().0.to_byte_array()
}

/// A DER signature with its hash type.
pub fn sign_ecdsa(index: usize, hash: [u8; 32], hash_type: u8) -> Vec<u8> {
    let secret = SecretKey::from_keypair(pair(index));
    let signature = ecdsa::sign(Message::from_digest(hash), &secret);
    [&signature.serialize_der()[..], &[hash_type]].concat()
}

/// A Schnorr signature, with its hash type unless that is the default; the key may be tweaked.
pub fn sign_schnorr(
    index: usize,
    tweak: Option<[u8; 32]>,
    hash: [u8; 32],
    hash_type: u8,
) -> Vec<u8> {
    let tweaked = tweak.map(|tweak| {
        let tweak = Scalar::from_be_bytes(tweak).unwrap();
        pair(index).add_xonly_tweak(&tweak).unwrap()
    });
    let signature = schnorr::sign_no_aux_rand(&hash, tweaked.as_ref().unwrap_or(pair(index)));
    let mut bytes = signature.to_byte_array().to_vec();
    if hash_type != 0 {
        bytes.push(hash_type);
    }
    bytes
}
