//! The encodings of signatures and public keys that the flags judge before any arithmetic is done.
//!
//! Three things are easily confused: whether a signature is *strictly* encoded (BIP 66), whether a
//! *lax* reader can make sense of it (what blocks before BIP 66 need), and whether it fits the
//! message. Only the first and the forms of keys and hash types are decided here.

use secp256k1::ecdsa::Signature;

/// Strict DER with one byte of hash type after it (Core: `IsValidSignatureEncoding`, BIP 66):
/// `30 len 02 lenR R 02 lenS S hashtype`, R and S positive and without needless zeros.
pub fn is_valid_signature_encoding(sig: &[u8]) -> bool {
    if sig.len() < 9 || sig.len() > 73 {
        return false;
    }
    let (body, _hash_type) = sig.split_at(sig.len() - 1);
    let [0x30, len, content @ ..] = body else { return false };
    if usize::from(*len) != content.len() {
        return false;
    }
    let Some(rest) = strip_integer(content) else { return false };
    matches!(strip_integer(rest), Some([]))
}

/// Takes one strictly encoded positive integer off the front and gives what follows it.
fn strip_integer(bytes: &[u8]) -> Option<&[u8]> {
    let [0x02, len, rest @ ..] = bytes else { return None };
    let (integer, rest) = rest.split_at_checked(usize::from(*len))?;
    match integer {
        [] => None,
        [first, ..] if first & 0x80 != 0 => None,
        [0, second, ..] if second & 0x80 == 0 => None,
        _ => Some(rest),
    }
}

/// True if S is in the lower half of its range, for a strictly encoded signature
/// (Core: `CPubKey::CheckLowS`). A signature that cannot be read is not low.
pub fn is_low_s(sig: &[u8]) -> bool {
    let Some((_, der)) = sig.split_last() else { return false };
    let Ok(signature) = Signature::from_der_lax(der) else { return false };
    let mut normal = signature;
    normal.normalize_s();
    normal == signature
}

/// True if the last byte is ALL, NONE or SINGLE, with or without ANYONECANPAY
/// (Core: `IsDefinedHashtypeSignature`).
pub fn is_defined_hash_type(sig: &[u8]) -> bool {
    matches!(sig.last().map(|last| last & !0x80), Some(1..=3))
}

/// True for a key of 33 bytes that begins with 02 or 03 (Core: `IsCompressedPubKey`).
pub fn is_compressed_pubkey(key: &[u8]) -> bool {
    key.len() == 33 && matches!(key.first(), Some(2 | 3))
}

/// True for a compressed key, or one of 65 bytes that begins with 04
/// (Core: `IsCompressedOrUncompressedPubKey`).
pub fn is_compressed_or_uncompressed_pubkey(key: &[u8]) -> bool {
    is_compressed_pubkey(key) || (key.len() == 65 && key.first() == Some(&4))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// R = 1, S = 1, SIGHASH_ALL.
    const SHORTEST: [u8; 9] = [0x30, 6, 2, 1, 1, 2, 1, 1, 1];

    #[test]
    fn strict_der_has_one_form_only() {
        assert!(is_valid_signature_encoding(&SHORTEST));
        for position in 0..8 {
            let mut bad = SHORTEST;
            bad[position] ^= 0x80;
            assert!(!is_valid_signature_encoding(&bad), "byte {position}");
        }
        assert!(!is_valid_signature_encoding(&[0x30, 7, 2, 2, 0, 1, 2, 1, 1, 1]), "padded R");
        assert!(is_valid_signature_encoding(&[0x30, 7, 2, 2, 0, 0x81, 2, 1, 1, 1]), "needed zero");
        assert!(!is_valid_signature_encoding(&[0x30, 7, 2, 1, 1, 2, 1, 1, 9, 1]), "bytes after S");
        assert!(!is_valid_signature_encoding(&[0x30, 5, 2, 0, 2, 1, 1, 1, 1]), "empty R");
        assert!(!is_valid_signature_encoding(&[]));
    }

    #[test]
    fn half_of_all_s_are_low() {
        assert!(is_low_s(&SHORTEST));
        let mut high = vec![0x30, 0x26, 2, 1, 1, 2, 0x21, 0];
        high.extend([0xff; 15].iter().chain(&[0xfe]).chain(&[0x11; 16]));
        high.push(1);
        assert!(is_valid_signature_encoding(&high) && !is_low_s(&high));
    }
}
