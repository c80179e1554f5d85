//! The witness commitment: how a block commits to its witnesses without changing its Merkle root.
//!
//! Txids leave witnesses out, so the Merkle root says nothing about them. Since BIP 141 the coinbase
//! carries a second root, over wtxids, in an output that begins `6a 24 aa 21 a9 ed`; it is hashed
//! with 32 bytes from the coinbase's own witness, which later rules may give a meaning.

use crate::hash::{MerkleNode, Sha256};
use crate::primitives::{Block, Transaction, merkle};
use crate::rules::{Rule, block as rules};

/// What a commitment's output script begins with: OP_RETURN, a push of 36 bytes, the marker.
pub const HEADER: [u8; 6] = [0x6a, 0x24, 0xaa, 0x21, 0xa9, 0xed];

/// Why a block's witnesses do not match its coinbase. Core: `CheckWitnessMalleation`.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum WitnessCommitmentError {
    /// The coinbase's witness is not one item of 32 bytes.
    #[error(
        "the coinbase's witness must be a single item of 32 bytes, but its items have these lengths: {lengths:?}"
    )]
    NonceSize {
        /// The bytes in each witness item.
        lengths: Vec<usize>,
    },
    /// The commitment does not match the block's transactions.
    #[error(
        "the coinbase commits to the witnesses with {committed}, but these transactions give {computed} (bytes as they stand in the output)"
    )]
    Mismatch {
        /// What the output says, in hexadecimal.
        committed: String,
        /// What the transactions give, in hexadecimal.
        computed: String,
    },
    /// Witnesses that nothing commits to.
    #[error(
        "transaction {index} of the block has a witness, but the coinbase has no witness commitment"
    )]
    Unexpected {
        /// Which transaction, from 0.
        index: usize,
    },
}

impl WitnessCommitmentError {
    /// The rule that is broken; its name is Core's reject string.
    pub fn rule(&self) -> &'static Rule {
        match self {
            WitnessCommitmentError::NonceSize { .. } => &rules::BAD_WITNESS_NONCE_SIZE,
            WitnessCommitmentError::Mismatch { .. } => &rules::BAD_WITNESS_MERKLE_MATCH,
            WitnessCommitmentError::Unexpected { .. } => &rules::UNEXPECTED_WITNESS,
        }
    }
}

/// The output of `coinbase` that carries the commitment: the last one that looks like it
/// (Core: `GetWitnessCommitmentIndex`).
pub fn position(coinbase: &Transaction) -> Option<usize> {
    coinbase
        .outputs
        .iter()
        .rposition(|out| out.script_pubkey.len() >= 38 && out.script_pubkey.starts_with(&HEADER))
}

/// The 32 bytes to which `coinbase` commits, if it does.
pub fn find(coinbase: &Transaction) -> Option<[u8; 32]> {
    let script = &coinbase.outputs.get(position(coinbase)?)?.script_pubkey;
    script.get(6..38)?.try_into().ok()
}

/// The Merkle root over wtxids, the coinbase's counted as zeros, since it cannot commit to itself
/// (Core: `BlockWitnessMerkleRoot`).
pub fn witness_merkle_root(block: &Block) -> MerkleNode {
    let others = block.transactions.iter().skip(1).map(|tx| MerkleNode(tx.wtxid().0));
    let coinbase = block.transactions.first().map(|_| MerkleNode::default());
    merkle::root(coinbase.into_iter().chain(others).collect()).hash
}

/// The commitment to `root` with the coinbase's 32 reserved bytes.
pub fn commitment(root: MerkleNode, reserved: &[u8; 32]) -> [u8; 32] {
    let mut engine = Sha256::new();
    engine.update(&root.0);
    engine.update(reserved);
    engine.finish_twice()
}

/// Checks a block under SegWit's rules: returns whether there is a commitment, which then holds;
/// without one, no transaction may have a witness.
pub fn check(block: &Block) -> Result<bool, WitnessCommitmentError> {
    let coinbase = block.transactions.first();
    let Some((coinbase, committed)) = coinbase.and_then(|tx| Some((tx, find(tx)?))) else {
        return match block.transactions.iter().position(Transaction::has_witness) {
            Some(index) => Err(WitnessCommitmentError::Unexpected { index }),
            None => Ok(false),
        };
    };
    let witness = coinbase.inputs.first().map(|input| input.witness.as_slice()).unwrap_or(&[]);
    let reserved = match witness {
        [only] => <&[u8; 32]>::try_from(only.as_slice()).ok(),
        _ => None,
    };
    let reserved = reserved.ok_or_else(|| WitnessCommitmentError::NonceSize {
        lengths: witness.iter().map(Vec::len).collect(),
    })?;
    let computed = commitment(witness_merkle_root(block), reserved);
    if computed != committed {
        return Err(WitnessCommitmentError::Mismatch {
            committed: hex::encode(committed),
            computed: hex::encode(computed),
        });
    }
    Ok(true)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::primitives::{OutPoint, TxIn, TxOut};

    fn coinbase(scripts: Vec<Vec<u8>>, witness: Vec<Vec<u8>>) -> Transaction {
        let input = TxIn { previous_output: OutPoint::NULL, witness, ..TxIn::default() };
        let outputs = scripts.into_iter().map(|s| TxOut { value: 0, script_pubkey: s.into() });
        Transaction { inputs: vec![input], outputs: outputs.collect(), ..Transaction::default() }
    }

    fn spend() -> Transaction {
        let input = TxIn { witness: vec![vec![1]], ..TxIn::default() };
        Transaction { inputs: vec![input], ..Transaction::default() }
    }

    fn committing(digest: [u8; 32]) -> Vec<u8> {
        [&HEADER[..], &digest].concat()
    }

    fn block(transactions: Vec<Transaction>) -> Block {
        Block { transactions, ..Block::default() }
    }

    #[test]
    fn a_commitment_holds_until_a_witness_changes() {
        let reserved = [9; 32];
        // The root over [zeros, wtxid], spelt out.
        let right = spend().wtxid().0;
        let root = crate::hash::sha256d(&[[0; 32], right].concat());
        let digest = crate::hash::sha256d(&[root, reserved].concat());
        let first = coinbase(vec![committing([1; 32]), committing(digest)], vec![reserved.into()]);
        let mut good = block(vec![first, spend()]);
        assert_eq!(check(&good), Ok(true));
        good.transactions[1].inputs[0].witness[0][0] ^= 1;
        let error = check(&good).unwrap_err();
        assert_eq!(error.rule().name, "bad-witness-merkle-match");
    }

    #[test]
    fn the_reserved_value_is_one_item_of_32_bytes() {
        for witness in [vec![], vec![vec![0; 31]], vec![vec![0; 32], vec![]]] {
            let error = check(&block(vec![coinbase(vec![committing([0; 32])], witness)]));
            assert_eq!(error.unwrap_err().rule().name, "bad-witness-nonce-size");
        }
    }

    #[test]
    fn without_a_commitment_there_is_no_witness() {
        let plain = coinbase(vec![vec![0x51]], vec![]);
        assert_eq!(check(&block(vec![plain.clone()])), Ok(false));
        let error = check(&block(vec![plain, spend()])).unwrap_err();
        assert_eq!(error, WitnessCommitmentError::Unexpected { index: 1 });
        assert_eq!(check(&block(vec![])), Ok(false));
        let short = committing([0; 32])[..37].to_vec();
        assert_eq!(find(&coinbase(vec![short], vec![])), None);
    }
}
