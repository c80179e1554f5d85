//! One payment, written in several ways: the same owner, the same outputs, and another lock on the coin.
//!
//! What is compared is what the lock costs its owner: bytes outside the witness and inside (BIP 141), and
//! whether the signature is a part of what the txid covers.

use super::sign::{Signatures, signature, unlock};
use super::{AddressKind, FeeRate, KeyBytes, Lock, WalletError, size};
use crate::hash::{Txid, sha256};
use crate::ledger::Party;
use crate::primitives::{OutPoint, Transaction, TxIn, TxOut};
use crate::script::{Flags, ScriptError, TxContext, verify_spend};

/// What is paid, however it is written. Amounts are satoshis.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Plan {
    /// What the coin is worth.
    pub coin: i64,
    /// What Bob gets.
    pub pays: i64,
    /// The price of a virtual byte.
    pub fee_rate: FeeRate,
}

/// The payment of a [`Plan`], from a coin with one kind of lock.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Way {
    /// The kind.
    pub kind: AddressKind,
    /// The coin.
    pub coin: TxOut,
    /// The payment, signed.
    pub tx: Transaction,
    /// What it leaves to the miner, in satoshis.
    pub fee: i64,
    /// Alice's signature, as it stands in the input.
    pub signature: Vec<u8>,
    lock: Lock,
}

impl Way {
    /// Alice pays Bob from a coin of this kind of lock, and takes the change. Both outputs are witness
    /// key hashes whatever the coin is, so that only the spending differs.
    pub fn new(kind: AddressKind, plan: &Plan) -> Result<Way, WalletError> {
        let alice = Party::named("Alice");
        let lock = Lock::single(kind, *alice.public_key())?;
        let coin = TxOut { value: plan.coin, script_pubkey: lock.script_pubkey() };
        let [to_bob, change] = ["Bob", "Alice, change"]
            .map(|name| Lock::single(AddressKind::P2wpkh, *Party::named(name).public_key()));
        let mut outputs = vec![
            TxOut { value: plan.pays, script_pubkey: to_bob?.script_pubkey() },
            TxOut { value: 0, script_pubkey: change?.script_pubkey() },
        ];
        let weight = size::transaction_weight([&lock].into_iter(), &outputs);
        let fee = plan.fee_rate.fee_of_transaction(weight);
        if let Some(change) = outputs.last_mut() {
            change.value = plan.coin.saturating_sub(plan.pays).saturating_sub(fee);
        }
        let previous_output = OutPoint { txid: Txid(sha256(b"what made Alice's coin")), vout: 0 };
        let input = TxIn { previous_output, sequence: u32::MAX, ..TxIn::default() };
        let tx = Transaction { version: 2, inputs: vec![input], outputs, lock_time: 0 };
        let coins = [coin.clone()];
        let context = TxContext::new(&tx, Some(&coins));
        let signature = signature(&context, 0, &coin, &lock, alice.secret_key())?;
        drop(context);
        let way = Way { kind, coin, tx, fee, signature: Vec::new(), lock };
        way.signed_with(*alice.public_key(), signature)
    }

    /// The same with another signature in the place of Alice's.
    pub fn with_signature(&self, signature: Vec<u8>) -> Result<Way, WalletError> {
        let key = self.lock.keys().first().copied().unwrap_or([0; 33]);
        self.clone().signed_with(key, signature)
    }

    fn signed_with(mut self, key: KeyBytes, signature: Vec<u8>) -> Result<Way, WalletError> {
        let unlocking = unlock(&self.lock, &Signatures::from([(key, signature.clone())]))?;
        for input in &mut self.tx.inputs {
            input.script_sig = unlocking.script_sig.clone();
            input.witness = unlocking.witness.clone();
        }
        self.signature = signature;
        Ok(self)
    }

    /// Bytes inside the witness, with what marks that there is one.
    pub fn witness_size(&self) -> usize {
        self.tx.total_size() - self.tx.base_size()
    }

    /// Whether the txid is another one once a bit of the signature is: tried on the last byte of R.
    pub fn txid_covers_signature(&self) -> Result<bool, WalletError> {
        let mut signature = self.signature.clone();
        if let Some(byte) = signature.get_mut(31) {
            *byte ^= 1;
        }
        Ok(self.with_signature(signature)?.tx.txid() != self.tx.txid())
    }

    /// Whether its scripts end with true under these rules.
    pub fn verify(&self, flags: Flags) -> Result<(), ScriptError> {
        let coins = [self.coin.clone()];
        let context = TxContext::new(&self.tx, Some(&coins));
        verify_spend(&context, 0, &self.coin, flags).map(|_| ())
    }
}

#[cfg(test)]
pub(super) fn plan() -> Plan {
    Plan { coin: 1_000_000, pays: 400_000, fee_rate: FeeRate::new(10).unwrap() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_way_is_valid_and_pays_the_rate_for_what_it_weighs() {
        for kind in AddressKind::SINGLE {
            let way = Way::new(kind, &plan()).unwrap();
            assert_eq!(way.verify(Flags::STANDARD), Ok(()), "{kind}");
            let paid: i64 = way.tx.outputs.iter().map(|output| output.value).sum();
            assert_eq!(way.coin.value - paid, way.fee, "{kind}");
            assert_eq!(way.fee, 10 * way.tx.virtual_size() as i64, "{kind}");
            let weight = 4 * way.tx.base_size() + way.witness_size();
            assert_eq!(weight, way.tx.weight(), "{kind}");
            assert_eq!(way.txid_covers_signature(), Ok(!kind.has_witness()), "{kind}");
            assert_eq!(Way::new(kind, &plan()), Ok(way), "the same every time");
        }
    }

    #[test]
    fn a_changed_signature_opens_nothing() {
        for kind in AddressKind::SINGLE {
            let way = Way::new(kind, &plan()).unwrap();
            let mut signature = way.signature.clone();
            signature[31] ^= 1;
            assert!(way.with_signature(signature).unwrap().verify(Flags::CONSENSUS).is_err());
        }
    }
}
