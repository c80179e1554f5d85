//! From a private key to its public keys.

use secp256k1::{Keypair, Scalar, SecretKey};

use crate::primitives::address::{AddressError, PrivateKey};
use crate::script::taproot::taptweak_hash;

fn secret(key: &PrivateKey) -> Result<SecretKey, AddressError> {
    SecretKey::from_secret_bytes(*key.secret()).map_err(|_| AddressError::SecretOutOfRange)
}

/// The public key, in 33 bytes or in 65, as the private key asks for.
pub fn public_key(key: &PrivateKey) -> Result<Vec<u8>, AddressError> {
    let public = secret(key)?.public_key();
    Ok(match key.is_compressed() {
        true => public.serialize().to_vec(),
        false => public.serialize_uncompressed().to_vec(),
    })
}

/// The key of a Taproot output that only this key can spend, without any script (BIP 341, BIP 86).
pub fn xonly_output_key(key: &PrivateKey) -> Result<[u8; 32], AddressError> {
    let keypair = Keypair::from_secret_key(&secret(key)?);
    let (internal, _) = keypair.x_only_public_key();
    let tweak = taptweak_hash(&internal.to_byte_array(), None);
    // Fails for one tweak in 2^128, which nobody has ever met.
    let tweak = Scalar::from_be_bytes(tweak).map_err(|_| AddressError::SecretOutOfRange)?;
    let (output, _) = internal.add_tweak(&tweak).map_err(|_| AddressError::SecretOutOfRange)?;
    Ok(output.to_byte_array())
}
