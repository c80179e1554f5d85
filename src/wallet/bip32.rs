//! Extended keys: one key and a chain code, from which a tree of keys grows (BIP 32; Core:
//! `CExtKey`, `CExtPubKey`).
//!
//! A child's key is the parent's plus a number that HMAC-SHA512 makes of the chain code, the
//! parent's public key and the child's number. Addition works on public keys too, so whoever has
//! only the public half can derive the same children, public half by public half. A hardened step
//! hashes the private key instead and so closes that way.

use bitcoin_hashes::{Hash as _, HashEngine as _, HmacEngine, sha512};
use secp256k1::{PublicKey, Scalar, SecretKey};

use super::WalletError;
use super::path::{ChildNumber, DerivationPath};
use crate::hash::hash160;
use crate::primitives::Network;
use crate::primitives::address::base58;

const TESTS: &[Network] = &[Network::Testnet, Network::Signet, Network::Regtest];

/// A key that has children: private, or only its public half.
#[derive(Clone, PartialEq, Eq)]
pub struct ExtendedKey {
    depth: u8,
    parent: [u8; 4],
    number: ChildNumber,
    chain_code: [u8; 32],
    key: Key,
}

#[derive(Clone, PartialEq, Eq)]
enum Key {
    Private(SecretKey),
    Public(PublicKey),
}

impl ExtendedKey {
    /// The master key of a seed of 16 to 64 bytes.
    pub fn from_seed(seed: &[u8]) -> Result<ExtendedKey, WalletError> {
        if !(16..=64).contains(&seed.len()) {
            return Err(WalletError::SeedLength { found: seed.len() });
        }
        let (secret, chain_code) = hmac(b"Bitcoin seed", &[seed]);
        let secret =
            SecretKey::from_secret_bytes(secret).map_err(|_| WalletError::NoSuchMasterKey)?;
        let key = Key::Private(secret);
        let number = ChildNumber::from_bits(0);
        Ok(ExtendedKey { depth: 0, parent: [0; 4], number, chain_code, key })
    }

    /// A child of this key: private from private, public from public.
    pub fn child(&self, number: ChildNumber) -> Result<ExtendedKey, WalletError> {
        let limit = super::path::MAX_DEPTH;
        let too_deep = WalletError::PathTooDeep { depth: usize::from(self.depth) + 1, limit };
        let depth = self.depth.checked_add(1).ok_or(too_deep)?;
        let bits = number.bits().to_be_bytes();
        let (tweak, chain_code) = match (&self.key, number.is_hardened()) {
            (Key::Private(secret), true) => {
                hmac(&self.chain_code, &[&[0], secret.as_secret_bytes(), &bits])
            }
            (Key::Public(_), true) => return Err(WalletError::HardenedFromPublic { number }),
            (_, false) => hmac(&self.chain_code, &[&self.public_key(), &bits]),
        };
        // One number in 2^127 leads to no key; BIP 32 has the caller go on with the next.
        let no_child = |_| WalletError::NoSuchChild { number };
        let tweak =
            Scalar::from_be_bytes(tweak).map_err(|_| WalletError::NoSuchChild { number })?;
        let key = match &self.key {
            Key::Private(secret) => Key::Private(secret.add_tweak(&tweak).map_err(no_child)?),
            Key::Public(public) => Key::Public(public.add_exp_tweak(&tweak).map_err(no_child)?),
        };
        Ok(ExtendedKey { depth, parent: self.fingerprint(), number, chain_code, key })
    }

    /// The key at the end of `path`, which begins at this key.
    pub fn derive(&self, path: &DerivationPath) -> Result<ExtendedKey, WalletError> {
        path.steps().iter().try_fold(self.clone(), |key, step| key.child(*step))
    }

    /// The public half, which can derive addresses but sign nothing.
    pub fn to_public(&self) -> ExtendedKey {
        ExtendedKey { key: Key::Public(self.point()), ..self.clone() }
    }

    /// The private key, if it is here.
    pub fn secret_key(&self) -> Option<&SecretKey> {
        match &self.key {
            Key::Private(secret) => Some(secret),
            Key::Public(_) => None,
        }
    }

    /// The public key, compressed.
    pub fn public_key(&self) -> [u8; 33] {
        self.point().serialize()
    }

    /// The chain code: what makes the children unforeseeable to whoever knows only the key.
    pub fn chain_code(&self) -> &[u8; 32] {
        &self.chain_code
    }

    /// How many steps lie between the master key and this one.
    pub fn depth(&self) -> u8 {
        self.depth
    }

    /// The first four bytes of the public key's hash160: what children call their parent.
    pub fn fingerprint(&self) -> [u8; 4] {
        let [a, b, c, d, ..] = hash160(&self.public_key());
        [a, b, c, d]
    }

    /// The text form for `network`: `xprv…` or `xpub…`, on test networks `tprv…` or `tpub…`.
    pub fn to_text(&self, network: Network) -> String {
        let version = version(self.secret_key().is_some(), network == Network::Main);
        let mut bytes = version.to_vec();
        bytes.push(self.depth);
        bytes.extend(self.parent);
        bytes.extend(self.number.bits().to_be_bytes());
        bytes.extend(self.chain_code);
        match &self.key {
            Key::Private(secret) => {
                bytes.push(0);
                bytes.extend(secret.as_secret_bytes());
            }
            Key::Public(public) => bytes.extend(public.serialize()),
        }
        base58::encode_check(&bytes)
    }

    /// Reads the text form, and tells the networks whose prefix it has.
    pub fn parse(text: &str) -> Result<(ExtendedKey, &'static [Network]), WalletError> {
        let bytes = base58::decode_check(text.trim())?;
        let found = bytes.len();
        let bytes: [u8; 78] =
            bytes.try_into().map_err(|_| WalletError::ExtendedKeyLength { found })?;
        let (private, networks) = networks(&bytes)?;
        let field = |start: usize| bytes.get(start..).unwrap_or_default();
        let depth = bytes[4];
        let parent = *field(5).first_chunk().unwrap_or(&[0; 4]);
        let number = u32::from_be_bytes(*field(9).first_chunk().unwrap_or(&[0; 4]));
        if depth == 0 && (parent != [0; 4] || number != 0) {
            return Err(WalletError::MasterWithParent);
        }
        let chain_code = *field(13).first_chunk().unwrap_or(&[0; 32]);
        let key = match (private, field(45)) {
            (true, [0, secret @ ..]) => secret
                .try_into()
                .ok()
                .and_then(|secret| SecretKey::from_secret_bytes(secret).ok())
                .map(Key::Private),
            // A key that begins with another byte than 2 or 3 would be taken for an uncompressed one.
            (false, public @ [2 | 3, ..]) => PublicKey::from_slice(public).ok().map(Key::Public),
            _ => None,
        };
        let key = key.ok_or(WalletError::ExtendedKeyBytes { private })?;
        let number = ChildNumber::from_bits(number);
        Ok((ExtendedKey { depth, parent, number, chain_code, key }, networks))
    }

    fn point(&self) -> PublicKey {
        match &self.key {
            Key::Private(secret) => PublicKey::from_secret_key(secret),
            Key::Public(public) => *public,
        }
    }
}

/// Keeps the secret out of logs and test failures.
impl std::fmt::Debug for ExtendedKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let half = if self.secret_key().is_some() { "private" } else { "public" };
        write!(f, "ExtendedKey({half}, {})", hex::encode(self.fingerprint()))
    }
}

fn version(private: bool, main: bool) -> [u8; 4] {
    match (private, main) {
        (true, true) => [0x04, 0x88, 0xad, 0xe4],
        (false, true) => [0x04, 0x88, 0xb2, 0x1e],
        (true, false) => [0x04, 0x35, 0x83, 0x94],
        (false, false) => [0x04, 0x35, 0x87, 0xcf],
    }
}

/// Whether the key is private, and the networks that it may be for.
fn networks(bytes: &[u8; 78]) -> Result<(bool, &'static [Network]), WalletError> {
    let [a, b, c, d, ..] = *bytes;
    let found = [a, b, c, d];
    let kinds = [(true, true), (true, false), (false, true), (false, false)];
    let kind = kinds.into_iter().find(|(private, main)| version(*private, *main) == found);
    match kind {
        Some((private, true)) => Ok((private, &[Network::Main])),
        Some((private, false)) => Ok((private, TESTS)),
        None => Err(WalletError::ExtendedKeyVersion { version: hex::encode(found) }),
    }
}

/// HMAC-SHA512, cut in two halves.
fn hmac(key: &[u8], message: &[&[u8]]) -> ([u8; 32], [u8; 32]) {
    let mut engine = HmacEngine::<sha512::HashEngine>::new(key);
    message.iter().for_each(|part| engine.input(part));
    let digest: [u8; 64] = engine.finalize().to_byte_array();
    let (mut left, mut right) = ([0; 32], [0; 32]);
    left.copy_from_slice(&digest[..32]);
    right.copy_from_slice(&digest[32..]);
    (left, right)
}

#[cfg(test)]
#[path = "bip32_tests.rs"]
mod tests;
