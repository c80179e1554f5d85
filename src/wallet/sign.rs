//! Signing: what a signature for each kind of lock commits to, and where signatures go.
//!
//! [`signature`] makes one key's signature for one input; [`unlock`] puts as many as the lock asks
//! for into scriptSig and witness. [`sign_input`] does both with the keys at hand. Every signature
//! is of the type that signs all, and the same every time (RFC 6979 with a small R, as Bitcoin Core
//! makes them; BIP 340 without fresh randomness).

use std::collections::BTreeMap;

use secp256k1::{Keypair, Message, Scalar, SecretKey, ecdsa, schnorr};

use super::lock::KeyBytes;
use super::{AddressKind, KeyRing, Lock, WalletError};
use crate::primitives::{ScriptBuf, Transaction, TxOut, transaction::Witness};
use crate::script::checker::{Secp256k1, SignatureVerifier};
use crate::script::instruction::{put_push, shortest_push};
use crate::script::op::{OP_1NEGATE, OP_16};
use crate::script::sighash::{self, TaprootSpend};
use crate::script::{Flags, TxContext, verify_spend};

/// Signatures by the key that made them, each with its hash type as it goes into the input.
pub type Signatures = BTreeMap<KeyBytes, Vec<u8>>;

/// What opens a coin: the two places of an input that are filled last.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Unlocking {
    /// The unlocking script.
    pub script_sig: ScriptBuf,
    /// The witness.
    pub witness: Witness,
}

/// The 32 bytes that a signature for input number `input` signs. `context` must know all coins spent
/// where the lock is Taproot's.
pub fn digest(
    context: &TxContext<'_>,
    input: usize,
    coin: &TxOut,
    lock: &Lock,
) -> Result<[u8; 32], WalletError> {
    if input >= context.tx().inputs.len() {
        return Err(WalletError::NoSuchInput { input, count: context.tx().inputs.len() });
    }
    let code = lock.script_code();
    Ok(match lock.kind() {
        AddressKind::P2pk
        | AddressKind::P2pkh
        | AddressKind::Multisig
        | AddressKind::P2shMultisig => sighash::legacy(context, input, &code, sighash::ALL),
        AddressKind::P2shP2wpkh | AddressKind::P2wpkh | AddressKind::P2wshMultisig => {
            sighash::segwit_v0(context, input, &code, coin.value, sighash::ALL)
        }
        AddressKind::P2tr => sighash::taproot(context, input, &TaprootSpend::default(), 0)
            .ok_or(WalletError::CoinsUnknown { input })?,
    })
}

/// The signature of one key for input number `input`, which spends `coin`, locked by `lock`.
pub fn signature(
    context: &TxContext<'_>,
    input: usize,
    coin: &TxOut,
    lock: &Lock,
    secret: &SecretKey,
) -> Result<Vec<u8>, WalletError> {
    let digest = digest(context, input, coin, lock)?;
    if lock.kind() == AddressKind::P2tr {
        let tweaked = tweaked(secret, lock.taproot_tweak()).ok_or(WalletError::NoTweakedKey)?;
        return Ok(sign_schnorr(&tweaked, &digest));
    }
    Ok(sign_ecdsa(secret, digest))
}

/// Whether `signature` is the one of `key` for this input.
pub fn fits(
    context: &TxContext<'_>,
    input: usize,
    coin: &TxOut,
    lock: &Lock,
    key: &KeyBytes,
    signature: &[u8],
) -> bool {
    let Ok(digest) = digest(context, input, coin, lock) else { return false };
    if !lock.keys().contains(key) {
        return false;
    }
    match (lock.kind(), signature) {
        (AddressKind::P2tr, signature) => signature
            .try_into()
            .is_ok_and(|signature| Secp256k1.schnorr(signature, &lock.output_key(), &digest)),
        (_, [der @ .., hash_type]) => {
            // Strict and with the small S, or the finished payment would not be passed on.
            let strict = crate::script::der::is_valid_signature_encoding(signature)
                && crate::script::der::is_low_s(signature);
            let all = u32::from(*hash_type) == sighash::ALL;
            strict && all && Secp256k1.ecdsa(der, key, &digest)
        }
        (_, []) => false,
    }
}

/// Puts signatures where the lock wants them: as many as it asks for, in the order of its keys.
pub fn unlock(lock: &Lock, signatures: &Signatures) -> Result<Unlocking, WalletError> {
    let required = lock.required();
    let found: Vec<&Vec<u8>> =
        lock.keys().iter().filter_map(|key| signatures.get(key)).take(required).collect();
    if found.len() < required {
        return Err(WalletError::SignaturesMissing { found: found.len(), required });
    }
    let mut items: Witness = found.into_iter().cloned().collect();
    match lock.kind() {
        AddressKind::P2pkh | AddressKind::P2shP2wpkh | AddressKind::P2wpkh => {
            items.extend(lock.keys().iter().map(|key| key.to_vec()));
        }
        // OP_CHECKMULTISIG takes one item too many (BIP 147).
        kind if kind.is_multisig() => items.insert(0, Vec::new()),
        _ => {}
    }
    let shown = lock.redeem_script().map(|script| script.0);
    if lock.kind().has_witness() {
        items.extend(lock.witness_script().map(|script| script.0));
        return Ok(Unlocking { script_sig: pushes(shown.iter()), witness: items });
    }
    let script_sig = pushes(items.iter().chain(shown.iter()));
    Ok(Unlocking { script_sig, witness: Witness::new() })
}

/// Signs input number `input` with as many of the keys at hand as its lock asks for.
pub fn sign_input(
    context: &TxContext<'_>,
    input: usize,
    coin: &TxOut,
    lock: &Lock,
    keys: &KeyRing,
) -> Result<Unlocking, WalletError> {
    let mut signatures = Signatures::new();
    let own = lock.keys().iter().filter_map(|key| Some((key, keys.secret(key)?)));
    for (key, secret) in own.take(lock.required()) {
        signatures.insert(*key, signature(context, input, coin, lock, secret)?);
    }
    unlock(lock, &signatures)
}

/// Whether every input opens the coin that it spends, under all rules that nodes relay by.
pub fn verify(tx: &Transaction, coins: &[TxOut]) -> Result<(), WalletError> {
    let context = TxContext::new(tx, Some(coins));
    if coins.len() != tx.inputs.len() {
        return Err(WalletError::CoinCount { inputs: tx.inputs.len(), coins: coins.len() });
    }
    for (input, coin) in coins.iter().enumerate() {
        verify_spend(&context, input, coin, Flags::ALL)
            .map_err(|error| WalletError::DoesNotOpen { input, error })?;
    }
    Ok(())
}

/// An ECDSA signature that signs all.
pub(super) fn sign_ecdsa(secret: &SecretKey, digest: [u8; 32]) -> Vec<u8> {
    let mut signature =
        ecdsa::sign_low_r(Message::from_digest(digest), secret).serialize_der().to_vec();
    signature.push(sighash::ALL as u8);
    signature
}

/// A Schnorr signature of the default type, which signs all.
pub(super) fn sign_schnorr(keypair: &Keypair, digest: &[u8; 32]) -> Vec<u8> {
    schnorr::sign_no_aux_rand(digest, keypair).to_byte_array().to_vec()
}

/// The key that signs for the Taproot output whose internal key is this one's.
pub(super) fn tweaked(secret: &SecretKey, tweak: [u8; 32]) -> Option<Keypair> {
    let tweak = Scalar::from_be_bytes(tweak).ok()?;
    Keypair::from_secret_key(secret).add_xonly_tweak(&tweak).ok()
}

/// A script that pushes each item in its shortest form.
pub(super) fn pushes<'a>(items: impl Iterator<Item = &'a Vec<u8>>) -> ScriptBuf {
    let mut script = Vec::new();
    for item in items {
        match shortest_push(item) {
            small @ OP_1NEGATE..=OP_16 => script.push(small),
            _ => put_push(&mut script, item),
        }
    }
    ScriptBuf(script)
}

#[cfg(test)]
#[path = "sign_tests.rs"]
mod tests;
