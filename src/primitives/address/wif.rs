//! Private keys in text: the wallet import format (Core: `DecodeSecret`, `EncodeSecret`).

use super::{AddressError, base58};
use crate::primitives::Network;

/// A private key, and how its public key is to be written.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct PrivateKey {
    secret: [u8; 32],
    compressed: bool,
}

impl PrivateKey {
    /// A key from its 32 bytes, the highest first; an error if the curve has no such key.
    pub fn new(secret: [u8; 32], compressed: bool) -> Result<PrivateKey, AddressError> {
        secp256k1::SecretKey::from_secret_bytes(secret)
            .map_err(|_| AddressError::SecretOutOfRange)?;
        Ok(PrivateKey { secret, compressed })
    }

    /// Reads the text form, and tells the networks whose prefix it has.
    pub fn from_wif(text: &str) -> Result<(PrivateKey, &'static [Network]), AddressError> {
        let text = text.trim();
        if text.is_empty() {
            return Err(AddressError::Empty);
        }
        let bytes = base58::decode_check(text)?;
        let (&version, rest) = bytes.split_first().ok_or(AddressError::Empty)?;
        let networks: &[Network] = match version {
            0x80 => &[Network::Main],
            0xef => &[Network::Testnet, Network::Signet, Network::Regtest],
            _ => return Err(AddressError::NotPrivateKey { version }),
        };
        let (secret, compressed) = match rest.split_first_chunk::<32>() {
            Some((secret, [])) => (secret, false),
            Some((secret, [1])) => (secret, true),
            Some((_, [flag])) => return Err(AddressError::CompressionFlag { flag: *flag }),
            _ => {
                return Err(AddressError::PayloadLength {
                    what: "a private key",
                    found: rest.len(),
                    needed: "32 (or 33, the last of them 01)",
                });
            }
        };
        Ok((PrivateKey::new(*secret, compressed)?, networks))
    }

    /// The text form for `network`.
    pub fn to_wif(&self, network: Network) -> String {
        let version = if network == Network::Main { 0x80 } else { 0xef };
        let mut bytes = vec![version];
        bytes.extend_from_slice(&self.secret);
        bytes.extend(self.compressed.then_some(1));
        base58::encode_check(&bytes)
    }

    /// The 32 bytes, the highest first.
    pub fn secret(&self) -> &[u8; 32] {
        &self.secret
    }

    /// Whether the public key is written in 33 bytes rather than in 65.
    pub fn is_compressed(&self) -> bool {
        self.compressed
    }
}

/// Keeps the secret out of logs and test failures.
impl std::fmt::Debug for PrivateKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "PrivateKey(compressed: {})", self.compressed)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_forms_are_read_and_written() {
        for (compressed, wif) in [
            (false, "5HpHagT65TZzG1PH3CSu63k8DbpvD8s5ip4nEB3kEsreAnchuDf"),
            (true, "KwDiBf89QgGbjEhKnhXJuH7LrciVrZi3qYjgd9M7rFU73sVHnoWn"),
        ] {
            let mut one = [0; 32];
            one[31] = 1;
            let key = PrivateKey::new(one, compressed).unwrap();
            assert_eq!(key.to_wif(Network::Main), wif);
            let (read, networks) = PrivateKey::from_wif(wif).unwrap();
            assert_eq!((read.secret(), read.is_compressed()), (&one, compressed));
            assert_eq!(networks, [Network::Main]);
            let (_, networks) = PrivateKey::from_wif(&key.to_wif(Network::Signet)).unwrap();
            assert!(networks.contains(&Network::Regtest) && !networks.contains(&Network::Main));
        }
    }

    #[test]
    fn what_is_no_key_says_why() {
        let wif = |bytes: &[u8]| base58::encode_check(bytes);
        let secret = [1; 32];
        let with = |head: u8, tail: &[u8]| wif(&[&[head], &secret[..], tail].concat());
        for (text, expected) in [
            (String::new(), AddressError::Empty),
            (with(0x81, &[]), AddressError::NotPrivateKey { version: 0x81 }),
            (with(0x80, &[2]), AddressError::CompressionFlag { flag: 2 }),
            (wif(&[&[0x80], &[0; 32][..]].concat()), AddressError::SecretOutOfRange),
            (wif(&[&[0x80], &[0xff; 32][..]].concat()), AddressError::SecretOutOfRange),
        ] {
            assert_eq!(PrivateKey::from_wif(&text).unwrap_err(), expected);
        }
        let error = PrivateKey::from_wif(&with(0x80, &[1, 1])).unwrap_err();
        assert!(matches!(error, AddressError::PayloadLength { found: 34, .. }));
    }
}
