//! What it costs to verify a whole block, part by part, and above the bare signature checks.
//!
//! The clock is read here, between the steps of the very functions that a chain runs; the functions
//! themselves know no clock.

use std::sync::Mutex;
use std::time::{Duration, Instant};

use rayon::prelude::*;

use crate::chain::ChainParams;
use crate::chain::spent::SpentCoins;
use crate::encode::{Decode, DecodeError};
use crate::ledger::block::{
    BlockError, Connecting, IndexedBlock, ScriptChecks, check_block, contextual_check_block,
};
use crate::primitives::Block;
use crate::script::checker::{Secp256k1, SignatureVerifier};

/// A block to verify, in full but for what takes the chain before it.
#[derive(Debug, Clone, Copy)]
pub struct Question<'a> {
    /// The block's bytes.
    pub bytes: &'a [u8],
    /// The network's parameters.
    pub params: &'a ChainParams,
    /// Where the block stands.
    pub height: u32,
    /// The coins that it spends.
    pub spent: &'a SpentCoins,
}

/// What was found, and how long each part took.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// The parts that ran, in order, with the time that each took.
    pub parts: Vec<(&'static str, Duration)>,
    /// The first rule that is broken, if one is.
    pub result: Result<Summary, Fault>,
}

/// Why a block is not valid.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fault {
    /// It cannot be read.
    Unreadable(DecodeError),
    /// It breaks a rule.
    Broken(Box<BlockError>),
}

/// A valid block in figures.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Summary {
    /// Transactions.
    pub transactions: usize,
    /// Inputs, the coinbase's apart.
    pub inputs: usize,
    /// Fees, in satoshis.
    pub fees_satoshis: i64,
    /// What its signature checks cost (BIP 141).
    pub sigop_cost: usize,
    /// What it weighs.
    pub weight: usize,
}

/// Verifies the block with a verifier of signatures, on the threads of the present pool.
pub fn verify<V: SignatureVerifier>(question: &Question<'_>, verifier: &V) -> Finding {
    let mut parts = Vec::new();
    let result = run(question, verifier, &mut parts);
    Finding { parts, result }
}

fn run<V: SignatureVerifier>(
    question: &Question<'_>,
    verifier: &V,
    parts: &mut Vec<(&'static str, Duration)>,
) -> Result<Summary, Fault> {
    let Question { bytes, params, height, spent } = *question;
    let block = timed(parts, "reading", || Block::from_bytes(bytes)).map_err(Fault::Unreadable)?;
    let block = timed(parts, "hashing", || IndexedBlock::new(block));
    timed(parts, "the block by itself", || check_block(&block, &params.proof()))?;
    let context = spent.context(params, height, &block.block().header, &block.hash());
    timed(parts, "the block at its height", || contextual_check_block(&block, &context))?;
    let connecting = Connecting { block: &block, context: &context, times: spent };
    let connected = timed(parts, "coins", || connecting.run(&mut spent.view(&connecting)))?;
    let checks = ScriptChecks { verifier, cache: None };
    timed(parts, "scripts", || checks.check(&block, &connected.undo, context.flags))?;
    Ok(Summary {
        transactions: connected.transactions,
        inputs: connected.undo.spent.iter().map(Vec::len).sum(),
        fees_satoshis: connected.fees_satoshis,
        sigop_cost: connected.sigop_cost,
        weight: block.block().weight(),
    })
}

fn timed<T>(
    parts: &mut Vec<(&'static str, Duration)>,
    name: &'static str,
    work: impl FnOnce() -> T,
) -> T {
    let start = Instant::now();
    let result = work();
    parts.push((name, start.elapsed()));
    result
}

impl From<BlockError> for Fault {
    fn from(error: BlockError) -> Fault {
        Fault::Broken(Box::new(error))
    }
}

/// One signature check that a block asked for.
#[derive(Debug, Clone)]
pub enum SignatureCheck {
    /// DER, key, hash.
    Ecdsa(Vec<u8>, Vec<u8>, [u8; 32]),
    /// Signature, key, hash.
    Schnorr([u8; 64], [u8; 32], [u8; 32]),
}

impl SignatureCheck {
    /// Key parsing, DER and verification by libsecp256k1, and nothing else.
    pub fn fits(&self) -> bool {
        match self {
            SignatureCheck::Ecdsa(der, pubkey, sighash) => Secp256k1.ecdsa(der, pubkey, sighash),
            SignatureCheck::Schnorr(signature, pubkey, sighash) => {
                Secp256k1.schnorr(signature, pubkey, sighash)
            }
        }
    }
}

/// How many of the checks fit, on the threads of the present pool.
pub fn bare_checks(checks: &[SignatureCheck]) -> usize {
    checks.par_iter().with_max_len(16).filter(|check| check.fits()).count()
}

/// A verifier that writes down every check. Without threads the order is that of the block.
#[derive(Debug, Default)]
pub struct Recorder {
    checks: Mutex<Vec<SignatureCheck>>,
}

impl Recorder {
    /// What was written down.
    pub fn into_checks(self) -> Vec<SignatureCheck> {
        self.checks.into_inner().unwrap_or_else(|poisoned| poisoned.into_inner())
    }

    fn note(&self, check: SignatureCheck) -> bool {
        let fits = check.fits();
        self.checks.lock().unwrap_or_else(|poisoned| poisoned.into_inner()).push(check);
        fits
    }
}

impl SignatureVerifier for Recorder {
    fn ecdsa(&self, der: &[u8], pubkey: &[u8], sighash: &[u8; 32]) -> bool {
        self.note(SignatureCheck::Ecdsa(der.to_vec(), pubkey.to_vec(), *sighash))
    }
    fn schnorr(&self, signature: &[u8; 64], pubkey: &[u8; 32], sighash: &[u8; 32]) -> bool {
        self.note(SignatureCheck::Schnorr(*signature, *pubkey, *sighash))
    }
    fn tweak(&self, output: &[u8; 32], odd: bool, internal: &[u8; 32], tweak: &[u8; 32]) -> bool {
        Secp256k1.tweak(output, odd, internal, tweak)
    }
}
