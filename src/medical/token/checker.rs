//! Who may spend a token: the script machine of Bitcoin, and a checker of signatures that asks for more.
//!
//! The machine runs over the transaction's *twin*, a Bitcoin transaction with the same outpoints,
//! sequences, amounts and scripts. So every opcode means what lesson 6 to 9 say. A twin has no assets and
//! no chain, though. Therefore a signature here signs a hash of three things: the chain, the whole token
//! transaction without unlocking scripts, and what a Bitcoin signature would sign. Whatever its hash type
//! leaves out of the last, the second covers.

use secp256k1::{Message, ecdsa};

use super::{TokenOutput, TokenTx};
use crate::hash::tagged_hash;
use crate::medical::identity::Keys;
use crate::primitives::{ScriptBuf, Transaction, TxIn, TxOut};
use crate::script::checker::{Secp256k1, SignatureVerifier};
use crate::script::sighash::{ALL, TxContext, legacy};
use crate::script::{Flags, ScriptError, verify_spend_with};

/// libsecp256k1, over a wider hash than Bitcoin's.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TokenChecker {
    binding: [u8; 32],
}

impl TokenChecker {
    /// The checker of one transaction on one chain.
    pub fn new(chain: &[u8; 32], tx: &TokenTx) -> TokenChecker {
        TokenChecker { binding: tagged_hash("blockstep/token/binding", &[chain, &tx.txid().0]) }
    }

    /// What is signed where Bitcoin signs `sighash`.
    pub fn widened(&self, sighash: &[u8; 32]) -> [u8; 32] {
        tagged_hash("blockstep/token/sighash", &[&self.binding, sighash])
    }
}

impl SignatureVerifier for TokenChecker {
    fn ecdsa(&self, der: &[u8], pubkey: &[u8], sighash: &[u8; 32]) -> bool {
        Secp256k1.ecdsa(der, pubkey, &self.widened(sighash))
    }

    fn schnorr(&self, signature: &[u8; 64], pubkey: &[u8; 32], sighash: &[u8; 32]) -> bool {
        Secp256k1.schnorr(signature, pubkey, &self.widened(sighash))
    }

    fn tweak(&self, output: &[u8; 32], odd: bool, internal: &[u8; 32], tweak: &[u8; 32]) -> bool {
        Secp256k1.tweak(output, odd, internal, tweak)
    }
}

/// The Bitcoin transaction that the script machine sees. Version 2, so that relative locks count.
pub fn twin(tx: &TokenTx) -> Transaction {
    Transaction {
        version: 2,
        inputs: (tx.inputs.iter())
            .map(|input| TxIn {
                previous_output: input.previous_output,
                script_sig: input.script_sig.clone(),
                sequence: input.sequence,
                witness: Vec::new(),
            })
            .collect(),
        outputs: tx.outputs.iter().map(twin_output).collect(),
        lock_time: tx.lock_time,
    }
}

/// The same for an output. Amounts are far below 2^63.
pub fn twin_output(output: &TokenOutput) -> TxOut {
    let value = i64::try_from(output.amount).unwrap_or(i64::MAX);
    TxOut { value, script_pubkey: output.script_pubkey.clone() }
}

/// Whether input `input` may spend `prevout`.
pub fn check_input(
    chain: &[u8; 32],
    tx: &TokenTx,
    context: &TxContext<'_>,
    input: usize,
    prevout: &TokenOutput,
) -> Result<(), ScriptError> {
    let checker = TokenChecker::new(chain, tx);
    verify_spend_with(&checker, context, input, &twin_output(prevout), Flags::STANDARD)
}

/// Unlocks input `input`, which spends a lock of `keys`' owner: a plain one, a bond, or a vote that is left
/// (`vote` is OP_1) or moved (`vote` is OP_0).
pub fn sign_input(
    chain: &[u8; 32],
    tx: &mut TokenTx,
    input: usize,
    prevout: &TokenOutput,
    keys: &Keys,
    vote: Option<u8>,
) {
    let seen = twin(tx);
    let sighash = legacy(&TxContext::new(&seen, None), input, &prevout.script_pubkey, ALL);
    let digest = TokenChecker::new(chain, tx).widened(&sighash);
    let signature = keys.sign_ecdsa(&digest);
    let key = keys.identity().to_bytes();
    let mut script = vec![signature.len() as u8 + 1];
    script.extend(signature);
    script.extend([ALL as u8, key.len() as u8]);
    script.extend(key);
    script.extend(vote);
    if let Some(input) = tx.inputs.get_mut(input) {
        input.script_sig = ScriptBuf(script);
    }
}

impl Keys {
    /// An ECDSA signature in DER, as scripts ask for it (RFC 6979: the same every time).
    fn sign_ecdsa(&self, digest: &[u8; 32]) -> Vec<u8> {
        let signature = ecdsa::sign(Message::from_digest(*digest), &self.secret_key());
        signature.serialize_der().to_vec()
    }
}
