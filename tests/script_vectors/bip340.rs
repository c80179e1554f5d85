//! BIP 340's vectors, against the verifier that the interpreter uses.

use blockstep::script::checker::{Secp256k1, SignatureVerifier as _};
use secp256k1::{Keypair, XOnlyPublicKey, schnorr};

use super::{check_all, vectors};

#[test]
fn every_schnorr_vector_gives_its_result() {
    let Some(bytes) = vectors::read("bips/bip340_test-vectors.csv") else { return };
    let text = String::from_utf8(bytes).unwrap();
    let rows: Vec<Vec<&str>> =
        text.lines().skip(1).map(|line| line.splitn(8, ',').collect()).collect();
    assert_eq!(rows.len(), 19);
    check_all(&rows, |row| {
        let bytes = |column: usize| hex::decode(row[column]).unwrap();
        let (key, message, signature) = (bytes(2), bytes(4), bytes(5));
        let signature: [u8; 64] = signature.try_into().unwrap();
        let key: [u8; 32] = key.try_into().unwrap();
        let fits = match <[u8; 32]>::try_from(message.as_slice()) {
            Ok(message) => Secp256k1.schnorr(&signature, &key, &message),
            // Bitcoin signs hashes only; the library takes a message of any length.
            Err(_) => XOnlyPublicKey::from_byte_array(key).is_ok_and(|key| {
                let signature = schnorr::Signature::from_byte_array(signature);
                schnorr::verify(&signature, &message, &key).is_ok()
            }),
        };
        if let Ok(secret) = <[u8; 32]>::try_from(bytes(1)) {
            let pair = Keypair::from_secret_bytes(secret).unwrap();
            let aux: [u8; 32] = bytes(3).try_into().unwrap();
            let signed = schnorr::sign_with_aux_rand(&message, &pair, &aux);
            assert_eq!(signed.to_byte_array(), signature, "signing {row:?}");
        }
        if fits == (row[6] == "TRUE") { Ok(()) } else { Err(row.join(",")) }
    });
}
