//! The people of the ledgers: Alice, Bob and whoever else is named, each with a real key.

use secp256k1::{Message, PublicKey, SecretKey, ecdsa};

use super::Account;
use crate::hash::sha256;
use crate::primitives::ScriptBuf;
use crate::script::op::{OP_CHECKSIG, OP_DUP, OP_EQUALVERIFY, OP_HASH160};

/// A name and the key that follows from it. Everyone can compute the key: never use it for money.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Party {
    name: String,
    secret: SecretKey,
    public_key: [u8; 33],
}

impl Party {
    /// The party of this name; the same name always has the same key.
    pub fn named(name: &str) -> Party {
        let hash = sha256(format!("blockstep party {name}").as_bytes());
        let secret = SecretKey::from_secret_bytes(hash)
            .expect("a hash is a secret key unless it is 0 or above the group order: 1 in 2^127");
        let public_key = PublicKey::from_secret_key(&secret).serialize();
        Party { name: name.to_owned(), secret, public_key }
    }

    /// The name.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The public key, compressed.
    pub fn public_key(&self) -> &[u8; 33] {
        &self.public_key
    }

    /// The secret key, which everyone can compute.
    pub fn secret_key(&self) -> &SecretKey {
        &self.secret
    }

    /// The account in a ledger of accounts.
    pub fn account(&self) -> Account {
        Account::of(&self.public_key)
    }

    /// The script that locks an output to this party: pay to public key hash.
    pub fn script_pubkey(&self) -> ScriptBuf {
        let mut script = vec![OP_DUP, OP_HASH160, 20];
        script.extend(self.account().0);
        script.extend([OP_EQUALVERIFY, OP_CHECKSIG]);
        ScriptBuf(script)
    }

    /// Signs a hash: ECDSA in DER, the same every time (RFC 6979).
    pub fn sign(&self, digest: [u8; 32]) -> Vec<u8> {
        ecdsa::sign(Message::from_digest(digest), &self.secret).serialize_der().to_vec()
    }
}

/// The account that `script_pubkey` pays to, if it is pay to public key hash.
pub fn account_of_script(script_pubkey: &[u8]) -> Option<Account> {
    match script_pubkey {
        [OP_DUP, OP_HASH160, 20, hash @ .., OP_EQUALVERIFY, OP_CHECKSIG] => {
            hash.try_into().ok().map(Account)
        }
        _ => None,
    }
}
