//! Locks of one's own: any script, and a template of what unlocks it.
//!
//! The template names what goes in front of the script: `<sig Alice>` is a signature by the key of
//! that name, all else is data as [`crate::script::asm`] reads it: `<sig Bob> <secret> 1`. The
//! signature signs the whole script; one that runs OP_CODESEPARATOR cannot be signed so.

use std::collections::BTreeMap;

use secp256k1::{Keypair, Scalar, SecretKey, XOnlyPublicKey};

use super::WalletError;
use super::sign::{Unlocking, pushes, sign_ecdsa, sign_schnorr};
use crate::hash::{hash160, sha256};
use crate::primitives::{Address, ScriptBuf, TxOut};
use crate::script::asm::{self, Tags};
use crate::script::instruction::Instructions;
use crate::script::op::{OP_1, OP_1NEGATE, OP_16};
use crate::script::sighash::{self, TaprootSpend};
use crate::script::taproot::{
    TAPROOT_CONTROL_MAX_NODE_COUNT, TAPROOT_LEAF_TAPSCRIPT, tapbranch_hash, tapleaf_hash,
    taptweak_hash,
};
use crate::script::{TxContext, number, standard};
use crate::spelling::nearest;

/// Where a script stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Wrap {
    /// In the output itself.
    Bare,
    /// Behind a hash (BIP 16).
    P2sh,
    /// Behind the hash in a witness program (BIP 141).
    P2wsh,
    /// The same, behind a hash once more.
    P2shP2wsh,
    /// In a Taproot tree (BIP 341).
    Tapscript {
        /// The key that could spend without the script.
        internal_key: [u8; 32],
        /// The other nodes on the way from the leaf up to the root.
        path: Vec<[u8; 32]>,
    },
}

/// A script, and where it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CustomLock {
    script: ScriptBuf,
    wrap: Wrap,
    /// The Taproot output key, and whether its y is odd.
    output_key: Option<([u8; 32], bool)>,
}

/// What goes in front of the script.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Item {
    /// A signature by the key of this name.
    Signature(String),
    /// Bytes.
    Data(Vec<u8>),
    /// A number, in the form that scripts have for it.
    Number(i64),
}

impl CustomLock {
    /// A lock; an error where the Taproot tree cannot be.
    pub fn new(script: ScriptBuf, wrap: Wrap) -> Result<CustomLock, WalletError> {
        let output_key = match &wrap {
            Wrap::Tapscript { internal_key, path } => {
                Some(output_key(&script, internal_key, path)?)
            }
            _ => None,
        };
        Ok(CustomLock { script, wrap, output_key })
    }

    /// The script.
    pub fn script(&self) -> &ScriptBuf {
        &self.script
    }

    /// The script in the output.
    pub fn script_pubkey(&self) -> ScriptBuf {
        ScriptBuf(match &self.wrap {
            Wrap::Bare => self.script.0.clone(),
            Wrap::P2sh => standard::p2sh(&hash160(&self.script)),
            Wrap::P2wsh => self.witness_program(),
            Wrap::P2shP2wsh => standard::p2sh(&hash160(&self.witness_program())),
            Wrap::Tapscript { .. } => {
                standard::p2tr(&self.output_key.map_or([0; 32], |(key, _)| key))
            }
        })
    }

    /// The address, where the output has one.
    pub fn address(&self) -> Option<Address> {
        Address::from_script(&self.script_pubkey())
    }

    /// Fills the template in for input number `input`, which spends `coin`: signs where it asks for
    /// signatures, with `keys` by name.
    pub fn unlock(
        &self,
        context: &TxContext<'_>,
        input: usize,
        coin: &TxOut,
        template: &[Item],
        keys: &BTreeMap<String, SecretKey>,
    ) -> Result<Unlocking, WalletError> {
        let digest = self.digest(context, input, coin)?;
        let fill = |item: &Item| match item {
            Item::Data(bytes) => Ok(bytes.clone()),
            Item::Number(value) => Ok(number::encode(*value)),
            Item::Signature(name) => {
                let secret = keys.get(name).ok_or_else(|| unknown_signer(name, keys))?;
                Ok(match self.wrap {
                    Wrap::Tapscript { .. } => {
                        sign_schnorr(&Keypair::from_secret_key(secret), &digest)
                    }
                    _ => sign_ecdsa(secret, digest),
                })
            }
        };
        let mut items = template.iter().map(fill).collect::<Result<Vec<_>, WalletError>>()?;
        let script = self.script.0.clone();
        Ok(match &self.wrap {
            Wrap::Bare => Unlocking { script_sig: pushes(items.iter()), witness: Vec::new() },
            Wrap::P2sh => {
                items.push(script);
                Unlocking { script_sig: pushes(items.iter()), witness: Vec::new() }
            }
            Wrap::P2wsh => {
                items.push(script);
                Unlocking { script_sig: ScriptBuf::default(), witness: items }
            }
            Wrap::P2shP2wsh => {
                items.push(script);
                let program = self.witness_program();
                Unlocking { script_sig: pushes(std::iter::once(&program)), witness: items }
            }
            Wrap::Tapscript { internal_key, path } => {
                let odd = self.output_key.is_some_and(|(_, odd)| odd);
                let mut control = vec![TAPROOT_LEAF_TAPSCRIPT | u8::from(odd)];
                control.extend(internal_key);
                control.extend(path.iter().flatten());
                items.extend([script, control]);
                Unlocking { script_sig: ScriptBuf::default(), witness: items }
            }
        })
    }

    fn digest(
        &self,
        context: &TxContext<'_>,
        input: usize,
        coin: &TxOut,
    ) -> Result<[u8; 32], WalletError> {
        let count = context.tx().inputs.len();
        if input >= count {
            return Err(WalletError::NoSuchInput { input, count });
        }
        Ok(match &self.wrap {
            Wrap::Bare | Wrap::P2sh => sighash::legacy(context, input, &self.script, sighash::ALL),
            Wrap::P2wsh | Wrap::P2shP2wsh => {
                sighash::segwit_v0(context, input, &self.script, coin.value, sighash::ALL)
            }
            Wrap::Tapscript { .. } => {
                let leaf_hash = Some(tapleaf_hash(TAPROOT_LEAF_TAPSCRIPT, &self.script));
                let spend = TaprootSpend { leaf_hash, code_separator: u32::MAX, annex_hash: None };
                sighash::taproot(context, input, &spend, 0)
                    .ok_or(WalletError::CoinsUnknown { input })?
            }
        })
    }

    fn witness_program(&self) -> Vec<u8> {
        standard::p2wsh(&sha256(&self.script))
    }
}

/// Reads a template. Names of data are looked up in `tags`.
pub fn read_template(text: &str, tags: &Tags) -> Result<Vec<Item>, WalletError> {
    let mut items = Vec::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once("<sig ") {
        read_data(before, tags, &mut items)?;
        let reason = "a < is not closed by >".to_owned();
        let (name, after) = after.split_once('>').ok_or(WalletError::Template { reason })?;
        items.push(Item::Signature(name.trim().to_owned()));
        rest = after;
    }
    read_data(rest, tags, &mut items)?;
    Ok(items)
}

fn read_data(text: &str, tags: &Tags, items: &mut Vec<Item>) -> Result<(), WalletError> {
    let reason =
        |error: &dyn std::fmt::Display| WalletError::Template { reason: error.to_string() };
    let script = asm::read(text, tags).map_err(|error| reason(&error))?;
    for instruction in Instructions::new(&script) {
        let instruction = instruction.map_err(|error| reason(&error))?;
        items.push(match (instruction.data, instruction.opcode) {
            (Some(data), _) => Item::Data(data.to_vec()),
            (None, OP_1NEGATE) => Item::Number(-1),
            (None, small @ OP_1..=OP_16) => Item::Number(i64::from(small - OP_1) + 1),
            (None, other) => {
                let name = crate::script::opcode::info(other).name;
                return Err(reason(&format!("{name} pushes nothing, and only pushes unlock")));
            }
        });
    }
    Ok(())
}

fn unknown_signer(name: &str, keys: &BTreeMap<String, SecretKey>) -> WalletError {
    let suggestion = nearest(name, keys.keys().map(String::as_str)).map(str::to_owned);
    WalletError::UnknownSigner { name: name.chars().take(60).collect(), suggestion }
}

fn output_key(
    script: &[u8],
    internal_key: &[u8; 32],
    path: &[[u8; 32]],
) -> Result<([u8; 32], bool), WalletError> {
    let key = hex::encode(internal_key);
    let internal =
        XOnlyPublicKey::from_byte_array(*internal_key).map_err(|_| WalletError::NotAKey { key })?;
    let (depth, limit) = (path.len(), TAPROOT_CONTROL_MAX_NODE_COUNT);
    if depth > limit {
        return Err(WalletError::TreeTooDeep { depth, limit });
    }
    let leaf = tapleaf_hash(TAPROOT_LEAF_TAPSCRIPT, script);
    let root = path.iter().fold(leaf, |hash, node| tapbranch_hash(&hash, node));
    let tweak = Scalar::from_be_bytes(taptweak_hash(internal_key, Some(&root))).ok();
    let tweaked = tweak.and_then(|tweak| internal.add_tweak(&tweak).ok());
    let (key, parity) = tweaked.ok_or(WalletError::NoTweakedKey)?;
    Ok((key.to_byte_array(), parity == secp256k1::Parity::Odd))
}

#[cfg(test)]
#[path = "custom_tests.rs"]
mod tests;
