//! A standard lock: its kind and its keys, and all that follows from them — the script in the
//! output, the scripts shown when spending, the address, and what spending it weighs.

use secp256k1::{PublicKey, Scalar, XOnlyPublicKey};
use serde::{Deserialize, Serialize};

use super::{AddressKind, WalletError};
use crate::encode::compact_size_len;
use crate::hash::{hash160, sha256};
use crate::primitives::ScriptBuf;
use crate::primitives::address::Address;
use crate::script::standard;
use crate::script::taproot::taptweak_hash;

/// A compressed public key.
pub type KeyBytes = [u8; 33];

/// The longest ECDSA signature that a wallet makes: DER with a small R, and the hash type.
const ECDSA_LEN: usize = 71;
/// A Schnorr signature of the default hash type.
const SCHNORR_LEN: usize = 64;
/// Outpoint and sequence: what every input has beside its script.
const INPUT_LEN: usize = 36 + 4;

/// A kind and its keys: all that is needed to pay to it, and to know who can spend from it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "LockText", into = "LockText")]
pub struct Lock {
    kind: AddressKind,
    required: usize,
    keys: Vec<KeyBytes>,
}

impl Lock {
    /// To one key. The kinds of several keys take it as 1 of 1.
    pub fn single(kind: AddressKind, key: KeyBytes) -> Result<Lock, WalletError> {
        Lock::new(kind, 1, vec![key])
    }

    /// To `required` of `keys`, whose order is part of the lock.
    pub fn new(
        kind: AddressKind,
        required: usize,
        keys: Vec<KeyBytes>,
    ) -> Result<Lock, WalletError> {
        let limit = match kind {
            AddressKind::Multisig => 3,
            AddressKind::P2shMultisig => 15,
            AddressKind::P2wshMultisig => 20,
            _ => 1,
        };
        let count = keys.len();
        if count == 0 || count > limit || required == 0 || required > count {
            return Err(WalletError::KeyCount { kind, required, count, limit });
        }
        if let Some(key) = keys.iter().find(|key| PublicKey::from_slice(&key[..]).is_err()) {
            return Err(WalletError::NotAKey { key: hex::encode(key) });
        }
        Ok(Lock { kind, required, keys })
    }

    /// What kind it is.
    pub fn kind(&self) -> AddressKind {
        self.kind
    }

    /// How many signatures it asks for.
    pub fn required(&self) -> usize {
        self.required
    }

    /// The keys, in the order in which the script has them.
    pub fn keys(&self) -> &[KeyBytes] {
        &self.keys
    }

    /// The script in the output.
    pub fn script_pubkey(&self) -> ScriptBuf {
        let script = match self.kind {
            AddressKind::P2pk | AddressKind::P2pkh | AddressKind::Multisig => self.script_code().0,
            AddressKind::P2wpkh => self.key_program(),
            AddressKind::P2tr => standard::p2tr(&self.output_key()),
            AddressKind::P2shP2wpkh => standard::p2sh(&hash160(&self.key_program())),
            AddressKind::P2shMultisig => standard::p2sh(&hash160(&self.script_code())),
            AddressKind::P2wshMultisig => standard::p2wsh(&sha256(&self.script_code())),
        };
        ScriptBuf(script)
    }

    /// The script behind a P2SH hash, which the spender pushes last.
    pub fn redeem_script(&self) -> Option<ScriptBuf> {
        match self.kind {
            AddressKind::P2shP2wpkh => Some(ScriptBuf(self.key_program())),
            AddressKind::P2shMultisig => Some(self.script_code()),
            _ => None,
        }
    }

    /// The script behind the hash of a witness program, which the spender puts last.
    pub fn witness_script(&self) -> Option<ScriptBuf> {
        (self.kind == AddressKind::P2wshMultisig).then(|| self.script_code())
    }

    /// The script that runs, and that an ECDSA signature commits to. A Taproot key path has none.
    pub fn script_code(&self) -> ScriptBuf {
        let key = self.first_key();
        ScriptBuf(match self.kind {
            AddressKind::P2pk => standard::p2pk(key),
            AddressKind::P2pkh | AddressKind::P2shP2wpkh | AddressKind::P2wpkh => {
                standard::p2pkh(&hash160(key))
            }
            AddressKind::P2tr => Vec::new(),
            _ => {
                let keys: Vec<&[u8]> = self.keys.iter().map(|key| &key[..]).collect();
                standard::multisig(self.required, &keys)
            }
        })
    }

    /// The address; bare keys have none.
    pub fn address(&self) -> Option<Address> {
        Address::from_script(&self.script_pubkey())
    }

    /// The Taproot output key: the first key, tweaked by a tree that does not exist (BIP 86).
    pub fn output_key(&self) -> [u8; 32] {
        let internal = self.internal_key();
        let tweaked = Scalar::from_be_bytes(self.taproot_tweak())
            .ok()
            .and_then(|tweak| internal.add_tweak(&tweak).ok())
            .expect("a hash is a number below the group order unless chance is 1 in 2^127");
        tweaked.0.to_byte_array()
    }

    /// What the internal key is tweaked by.
    pub(super) fn taproot_tweak(&self) -> [u8; 32] {
        taptweak_hash(&self.internal_key().to_byte_array(), None)
    }

    /// Weight units that an input which spends this lock adds to a transaction, at most; a signature
    /// can be a byte or two shorter. A witness counts its own number of items; an input without one
    /// weighs one unit more where another has a witness ([`super::size`] adds it).
    pub fn input_weight(&self) -> usize {
        let push = 1 + ECDSA_LEN;
        let signatures = 1 + self.required * push;
        let code = self.script_code().len();
        let (script_sig, witness) = match self.kind {
            AddressKind::P2pk => (push, 0),
            AddressKind::P2pkh => (push + 34, 0),
            AddressKind::P2shP2wpkh => (23, 1 + push + 34),
            AddressKind::P2wpkh => (0, 1 + push + 34),
            AddressKind::P2tr => (0, 1 + 1 + SCHNORR_LEN),
            AddressKind::Multisig => (signatures, 0),
            AddressKind::P2shMultisig => (signatures + push_len(code), 0),
            AddressKind::P2wshMultisig => {
                (0, 1 + signatures + compact_size_len(code as u64) + code)
            }
        };
        let base = INPUT_LEN + compact_size_len(script_sig as u64) + script_sig;
        base * 4 + witness
    }

    /// Weight units of an output with this lock.
    pub fn output_weight(&self) -> usize {
        super::size::output_weight(&self.script_pubkey())
    }

    fn first_key(&self) -> &KeyBytes {
        self.keys.first().expect("a lock is made with at least one key")
    }

    fn internal_key(&self) -> XOnlyPublicKey {
        let key = PublicKey::from_slice(self.first_key());
        key.expect("a lock is made with keys that are on the curve").x_only_public_key().0
    }

    fn key_program(&self) -> Vec<u8> {
        standard::p2wpkh(&hash160(self.first_key()))
    }
}

/// The length of a push of `length` bytes, its opcode and length included.
fn push_len(length: usize) -> usize {
    match length {
        0..=0x4b => 1 + length,
        0x4c..=0xff => 2 + length,
        _ => 3 + length,
    }
}

/// A lock in a file.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct LockText {
    kind: AddressKind,
    required: usize,
    keys: Vec<String>,
}

impl From<Lock> for LockText {
    fn from(lock: Lock) -> LockText {
        let keys = lock.keys.iter().map(hex::encode).collect();
        LockText { kind: lock.kind, required: lock.required, keys }
    }
}

impl TryFrom<LockText> for Lock {
    type Error = WalletError;

    fn try_from(text: LockText) -> Result<Lock, WalletError> {
        let key = |key: &String| {
            let bytes = hex::decode(key).ok().and_then(|bytes| bytes.try_into().ok());
            bytes.ok_or_else(|| WalletError::NotAKey { key: key.chars().take(130).collect() })
        };
        let keys = text.keys.iter().map(key).collect::<Result<_, _>>()?;
        Lock::new(text.kind, text.required, keys)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::primitives::Network;
    use crate::script::standard::classify;
    use crate::wallet::{Branch, ExtendedKey, Mnemonic};

    /// From the test vectors of BIPs 49, 84 and 86.
    #[test]
    fn addresses_are_those_of_the_bips() {
        let words = "abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon \
                     abandon about";
        let seed = Mnemonic::parse(words).unwrap().seed("");
        let master = ExtendedKey::from_seed(&seed).unwrap();
        for (kind, network, branch, index, address) in [
            (
                AddressKind::P2shP2wpkh,
                Network::Testnet,
                Branch::Receive,
                0,
                "2Mww8dCYPUpKHofjgcXcBCEGmniw9CoaiD2",
            ),
            (
                AddressKind::P2wpkh,
                Network::Main,
                Branch::Receive,
                1,
                "bc1qnjg0jd8228aq7egyzacy8cys3knf9xvrerkf9g",
            ),
            (
                AddressKind::P2wpkh,
                Network::Main,
                Branch::Change,
                0,
                "bc1q8c6fshw2dlwun7ekn9qwf37cu2rn755upcp6el",
            ),
            (
                AddressKind::P2tr,
                Network::Main,
                Branch::Receive,
                0,
                "bc1p5cyxnuxmeuwuvkwfem96lqzszd02n6xdcjrs20cac6yqjjwudpxqkedrcr",
            ),
            (
                AddressKind::P2tr,
                Network::Main,
                Branch::Change,
                0,
                "bc1p3qkhfews2uk44qtvauqyr2ttdsw7svhkl9nkm9s9c3x4ax5h60wqwruhk7",
            ),
        ] {
            let key = master.derive(&kind.path(network, branch, index)).unwrap().public_key();
            let lock = Lock::single(kind, key).unwrap();
            assert_eq!(lock.address().unwrap().to_text(network), address);
        }
    }

    #[test]
    fn every_kind_is_recognised_and_survives_a_file() {
        let key = ExtendedKey::from_seed(&[7; 32]).unwrap().public_key();
        for kind in AddressKind::ALL {
            let keys = if kind.is_multisig() { vec![key; 3] } else { vec![key] };
            let lock = Lock::new(kind, keys.len().min(2), keys).unwrap();
            assert_ne!(classify(&lock.script_pubkey()).name(), "nonstandard");
            let text = serde_json::to_string(&lock).unwrap();
            assert_eq!(serde_json::from_str::<Lock>(&text).unwrap(), lock);
        }
    }

    #[test]
    fn what_nobody_could_spend_is_refused() {
        let key = ExtendedKey::from_seed(&[7; 32]).unwrap().public_key();
        for (kind, required, count) in [
            (AddressKind::P2wpkh, 1, 0),
            (AddressKind::P2wpkh, 1, 2),
            (AddressKind::Multisig, 0, 3),
            (AddressKind::Multisig, 4, 3),
            (AddressKind::Multisig, 1, 4),
            (AddressKind::P2shMultisig, 1, 16),
            (AddressKind::P2wshMultisig, 1, 21),
        ] {
            assert!(Lock::new(kind, required, vec![key; count]).is_err());
        }
        assert!(Lock::single(AddressKind::P2wpkh, [2; 33]).is_ok());
        assert!(Lock::single(AddressKind::P2wpkh, [5; 33]).is_err());
    }
}
