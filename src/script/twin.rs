//! The twin of a signature: the same with S replaced by the group order minus S.
//!
//! An ECDSA signature's twin fits as well, since R and -R have one x (BIP 62, BIP 146); a Schnorr
//! signature's does not, since the hash covers the whole of R (BIP 340).

use secp256k1::{SecretKey, ecdsa::Signature};

/// Bytes of a number below the group order.
const SCALAR_LEN: usize = 32;

/// The twin of an ECDSA signature in DER, without its hash type; none if it is no such signature.
pub fn ecdsa_twin(der: &[u8]) -> Option<Vec<u8>> {
    let mut compact = Signature::from_der(der).ok()?.serialize_compact();
    negate(compact.split_at_mut(SCALAR_LEN).1)?;
    Some(Signature::from_compact(&compact).ok()?.serialize_der().to_vec())
}

/// The Schnorr signature with the same R and the other S; none if it is not of 64 bytes.
pub fn schnorr_twin(signature: &[u8]) -> Option<Vec<u8>> {
    let mut bytes = <[u8; 2 * SCALAR_LEN]>::try_from(signature).ok()?;
    negate(bytes.split_at_mut(SCALAR_LEN).1)?;
    Some(bytes.to_vec())
}

/// R and S of an ECDSA signature in DER, 32 bytes each.
pub fn r_and_s(der: &[u8]) -> Option<[u8; 2 * SCALAR_LEN]> {
    Some(Signature::from_der(der).ok()?.serialize_compact())
}

fn negate(s: &mut [u8]) -> Option<()> {
    let number = SecretKey::from_secret_bytes(<[u8; SCALAR_LEN]>::try_from(&*s).ok()?).ok()?;
    s.copy_from_slice(&number.negate().to_secret_bytes());
    Some(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::hash::sha256;
    use crate::script::checker::{Secp256k1, SignatureVerifier};
    use secp256k1::{Keypair, Message, PublicKey, ecdsa, schnorr};

    #[test]
    fn an_ecdsa_twin_fits_and_a_schnorr_twin_does_not() {
        let secret = SecretKey::from_secret_bytes(sha256(b"a key")).unwrap();
        let (digest, keypair) = (sha256(b"a payment"), Keypair::from_secret_key(&secret));
        let key = PublicKey::from_secret_key(&secret).serialize();
        let der = ecdsa::sign(Message::from_digest(digest), &secret).serialize_der().to_vec();
        let twin = ecdsa_twin(&der).unwrap();
        assert_ne!(twin, der);
        assert!(Secp256k1.ecdsa(&der, &key, &digest) && Secp256k1.ecdsa(&twin, &key, &digest));
        assert_eq!(ecdsa_twin(&twin), Some(der.clone()), "the twin's twin is the first");
        assert_eq!(r_and_s(&der).unwrap()[..32], r_and_s(&twin).unwrap()[..32]);
        let signature = schnorr::sign_no_aux_rand(&digest, &keypair).to_byte_array();
        let twin = schnorr_twin(&signature).unwrap().try_into().unwrap();
        let key = keypair.x_only_public_key().0.to_byte_array();
        assert!(Secp256k1.schnorr(&signature, &key, &digest));
        assert!(!Secp256k1.schnorr(&twin, &key, &digest));
        assert_eq!((ecdsa_twin(b"no signature"), schnorr_twin(b"nor this")), (None, None));
    }
}
