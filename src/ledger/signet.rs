//! The signature of a signet's blocks (BIP 325; Core: `signet.cpp`).
//!
//! Anyone could mine a test network to death, so the blocks of a signet are signed. What a block must
//! satisfy is the challenge, a script like any other; what satisfies it is the solution, which stands in
//! the coinbase behind the witness commitment. Two transactions that never reach a chain turn the one
//! into a spend of the other: the first commits to the block, with the solution taken out, and its output
//! is locked by the challenge; the second spends it with the solution.

use super::block::BlockError;
use crate::encode::{Reader, put_bytes, put_compact_size};
use crate::hash::{BlockHash, MerkleNode};
use crate::primitives::{Block, OutPoint, Transaction, TxIn, TxOut};
use crate::primitives::{merkle, witness_commitment};
use crate::script::instruction::{Instructions, put_push};
use crate::script::op::{OP_0, OP_RETURN};
use crate::script::{Flags, TxContext, verify_spend};

/// What the push begins with that holds the solution.
pub const HEADER: [u8; 4] = [0xec, 0xc7, 0xda, 0xa2];
/// The rules that challenge and solution run under (Core: `BLOCK_SCRIPT_VERIFY_FLAGS`).
pub const FLAGS: Flags =
    Flags::P2SH.union(Flags::WITNESS).union(Flags::DERSIG).union(Flags::NULLDUMMY);

/// Checks that the block's coinbase carries a solution to `challenge` (Core:
/// `CheckSignetBlockSolution`). A first block needs none: it is valid by decree.
pub fn check(block: &Block, challenge: &[u8]) -> Result<(), BlockError> {
    if block.header.prev_block_hash == BlockHash::default() {
        return Ok(());
    }
    let SignetSpend { to_spend, to_sign } = SignetSpend::new(block, challenge)?;
    let context = TxContext::new(&to_sign, Some(&to_spend.outputs));
    let locked = to_spend.outputs.first().ok_or_else(|| unsolved("there is nothing to spend"))?;
    verify_spend(&context, 0, locked, FLAGS)
        .map_err(|error| unsolved(format!("its solution does not satisfy it, since {error}")))
}

/// The spend that stands for a block's signature.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SignetSpend {
    /// Commits to the block in its input, and is locked by the challenge.
    pub to_spend: Transaction,
    /// Spends it with the solution.
    pub to_sign: Transaction,
}

impl SignetSpend {
    /// The two transactions of a block (Core: `SignetTxs::Create`). A solution that is not there yet is
    /// empty; [`place_solution`] makes room for one that is to be signed.
    pub fn new(block: &Block, challenge: &[u8]) -> Result<SignetSpend, BlockError> {
        let coinbase = block.transactions.first();
        let coinbase = coinbase.ok_or_else(|| unsolved("it has no transactions"))?;
        let at = witness_commitment::position(coinbase).ok_or_else(|| {
            unsolved("its coinbase has no witness commitment to carry a solution")
        })?;
        let mut cleared = coinbase.clone();
        let mut solution = TxIn::default();
        if let Some(output) = cleared.outputs.get_mut(at)
            && let Some((without, found)) = take_solution(&output.script_pubkey)
        {
            output.script_pubkey = without.into();
            solution = read_solution(&found)?;
        }
        let to_spend = commitment(block, &cleared, challenge);
        solution.previous_output = OutPoint { txid: to_spend.txid(), vout: 0 };
        let burnt = TxOut { value: 0, script_pubkey: vec![OP_RETURN].into() };
        let to_sign =
            Transaction { inputs: vec![solution], outputs: vec![burnt], ..Transaction::default() };
        Ok(SignetSpend { to_spend, to_sign })
    }
}

/// A transaction whose input holds what is signed: the header without bits and nonce, which the miner
/// still has to find, and with the Merkle root of the block without its solution.
fn commitment(block: &Block, cleared: &Transaction, challenge: &[u8]) -> Transaction {
    let others = block.transactions.iter().skip(1);
    let txids = std::iter::once(cleared).chain(others).map(|tx| MerkleNode(tx.txid().0));
    let header = &block.header;
    let signed = [
        &header.version.to_le_bytes()[..],
        &header.prev_block_hash.0,
        &merkle::root(txids.collect()).hash.0,
        &header.time.to_le_bytes(),
    ];
    let mut script_sig = vec![OP_0];
    put_push(&mut script_sig, &signed.concat());
    let input = TxIn { script_sig: script_sig.into(), ..TxIn::default() };
    let output = TxOut { value: 0, script_pubkey: challenge.into() };
    Transaction { inputs: vec![input], outputs: vec![output], ..Transaction::default() }
}

/// The commitment's script without its solution, and the solution: the first push that begins with
/// [`HEADER`] and goes on (Core: `FetchAndClearCommitmentSection`). The script is written anew, so its
/// pushes come out in their plain form, and what cannot be read at its end is gone.
fn take_solution(script: &[u8]) -> Option<(Vec<u8>, Vec<u8>)> {
    let (mut without, mut solution) = (Vec::new(), None);
    for instruction in Instructions::new(script).map_while(Result::ok) {
        let data = instruction.data.filter(|data| !data.is_empty());
        let found = data.and_then(|data| data.strip_prefix(&HEADER)).filter(|it| !it.is_empty());
        match (data, found) {
            (_, Some(found)) if solution.is_none() => {
                put_push(&mut without, &HEADER);
                solution = Some(found.to_vec());
            }
            (Some(data), _) => put_push(&mut without, data),
            (None, _) => without.push(instruction.opcode),
        }
    }
    Some((without, solution?))
}

/// An unlocking script, then a witness, and nothing after them.
fn read_solution(bytes: &[u8]) -> Result<TxIn, BlockError> {
    let mut reader = Reader::new(bytes);
    let r = &mut reader;
    let mut read = || {
        let script_sig = r.byte_string()?.into();
        let count = r.count("witness items", 1)?;
        let items = (0..count).map(|_| r.byte_string().map(<[u8]>::to_vec));
        let witness = items.collect::<Result<_, _>>()?;
        r.finish()?;
        Ok(TxIn { script_sig, witness, ..TxIn::default() })
    };
    read().map_err(|error: crate::encode::DecodeError| {
        unsolved(format!("its solution cannot be read: {error}"))
    })
}

/// Puts a solution behind the block's witness commitment, in the place of any that is there, and renews
/// the Merkle root; false where there is no commitment. An empty one, of no script and no witness, makes
/// the room that has to be there before [`SignetSpend::to_sign`] is signed.
pub fn place_solution(block: &mut Block, script_sig: &[u8], witness: &[Vec<u8>]) -> bool {
    let Some(coinbase) = block.transactions.first_mut() else { return false };
    let at = witness_commitment::position(coinbase);
    let Some(output) = at.and_then(|at| coinbase.outputs.get_mut(at)) else { return false };
    let mut push = HEADER.to_vec();
    if !script_sig.is_empty() || !witness.is_empty() {
        put_bytes(&mut push, script_sig);
        put_compact_size(&mut push, witness.len() as u64);
        witness.iter().for_each(|item| put_bytes(&mut push, item));
    }
    let bare = output.script_pubkey.get(..COMMITMENT_BYTES).unwrap_or_default();
    let mut script = bare.to_vec();
    put_push(&mut script, &push);
    output.script_pubkey = script.into();
    block.header.merkle_root = block.compute_merkle_root().hash;
    true
}

/// Bytes of a witness commitment's script: its header and a hash.
const COMMITMENT_BYTES: usize = witness_commitment::HEADER.len() + 32;

fn unsolved(reason: impl Into<String>) -> BlockError {
    BlockError::SignetSolution { reason: reason.into() }
}

#[cfg(test)]
#[path = "signet_tests.rs"]
mod tests;
