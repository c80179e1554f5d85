//! A payment, told in the two languages of the lecture: as a transaction that spends outputs, and as
//! an entry that moves money between accounts.

use crate::encode::{Encode, Sink, put_bytes, put_compact_size};
use crate::hash::{hash160, sha256d};
use crate::primitives::Transaction;

/// A payment in both forms, so that all ledgers can be asked about the same thing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Payment {
    /// The height of the block that holds it, or would hold it.
    pub height: u32,
    /// For a ledger of transactions.
    pub tx: Transaction,
    /// For a ledger of accounts.
    pub entry: Entry,
}

/// Who an account belongs to: the hash160 of a public key, as in a P2PKH output.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Account(pub [u8; 20]);

/// A line of an account-based ledger.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Entry {
    /// Who pays. None for new money, which the miner asserts.
    pub payers: Vec<Payer>,
    /// Who is paid.
    pub receivers: Vec<Receiver>,
}

/// One who pays, and the proof that he wants to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Payer {
    /// Whose account.
    pub account: Account,
    /// Satoshis.
    pub amount: i64,
    /// How many payments the account has made before this one. Without it, whoever is paid could
    /// hand in the same signed entry again.
    pub sequence: u32,
    /// The key whose hash is the account.
    pub public_key: Vec<u8>,
    /// ECDSA in DER over [`Entry::digest`].
    pub signature: Vec<u8>,
}

/// One who is paid.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Receiver {
    /// Whose account.
    pub account: Account,
    /// Satoshis.
    pub amount: i64,
}

impl Account {
    /// The account of a public key.
    pub fn of(public_key: &[u8]) -> Account {
        Account(hash160(public_key))
    }
}

impl std::fmt::Display for Account {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&hex::encode(self.0))
    }
}

impl std::fmt::Debug for Account {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Account({self})")
    }
}

impl Entry {
    /// What every payer signs: all of the entry but the proofs.
    pub fn digest(&self) -> [u8; 32] {
        sha256d(&self.to_bytes())
    }
}

impl Encode for Entry {
    fn encode<S: Sink>(&self, sink: &mut S) {
        put_bytes(sink, b"blockstep account entry");
        put_compact_size(sink, self.payers.len() as u64);
        for payer in &self.payers {
            sink.put(&payer.account.0);
            sink.put(&payer.amount.to_le_bytes());
            sink.put(&payer.sequence.to_le_bytes());
        }
        put_compact_size(sink, self.receivers.len() as u64);
        for receiver in &self.receivers {
            sink.put(&receiver.account.0);
            sink.put(&receiver.amount.to_le_bytes());
        }
    }
}
