//! Blocks that break a rule, with honest proof of work: so that the check which catches them can be
//! watched.

use super::{Lab, LabError, Outcome};
use crate::chain::template::{commit_to_transactions, commit_to_witnesses};
use crate::chain::{Arrival, ChainStore};
use crate::primitives::{Block, OutPoint, Transaction, TxIn, TxOut, witness_commitment};
use crate::script::op::OP_1;

/// A rule to break.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Forgery {
    /// A transaction of the active branch once more, paying somebody else.
    DoubleSpend,
    /// A coinbase that pays itself a satoshi too much.
    ExcessReward,
    /// A waiting payment with one bit of a signature turned over.
    BadSignature,
    /// A Merkle root that is not that of the transactions.
    MerkleRoot,
    /// A time from before the median of the last eleven blocks.
    OldTime,
    /// A coin made from nothing.
    MissingCoin,
}

impl Forgery {
    /// All of them.
    pub const ALL: [Forgery; 6] = [
        Forgery::DoubleSpend,
        Forgery::ExcessReward,
        Forgery::BadSignature,
        Forgery::MerkleRoot,
        Forgery::OldTime,
        Forgery::MissingCoin,
    ];

    /// Its name, as it is typed.
    pub fn name(self) -> &'static str {
        match self {
            Forgery::DoubleSpend => "double-spend",
            Forgery::ExcessReward => "excess-reward",
            Forgery::BadSignature => "bad-signature",
            Forgery::MerkleRoot => "merkle-root",
            Forgery::OldTime => "old-time",
            Forgery::MissingCoin => "missing-coin",
        }
    }

    /// The forgery of this name.
    pub fn from_name(name: &str) -> Option<Forgery> {
        Forgery::ALL.into_iter().find(|forgery| forgery.name() == name)
    }
}

impl<S: ChainStore> Lab<S> {
    pub(super) fn forge(&mut self, forgery: Forgery, now: u32) -> Result<Outcome, LabError> {
        let block = self.forged_block(forgery, now)?;
        let accepted = self.accept(block, now)?;
        let name = forgery.name();
        let hash = accepted.hash;
        Ok(match &accepted.arrival {
            Arrival::Rejected(rejection) => Outcome {
                refused: true,
                ..Outcome::says(format!(
                    "A block with a {name} was found, with all its proof of work, and the chain refuses \
                     it ({}): {rejection}.",
                    rejection.reject()
                ))
                .made(hash)
            },
            // What a forgery of ours passes for would be a fault of this program.
            other => Outcome::says(format!("The forged block {hash} was not refused: {other:?}.")),
        })
    }

    fn forged_block(&mut self, forgery: Forgery, now: u32) -> Result<Block, LabError> {
        let pay_to = vec![OP_1].into();
        let tip = self.chain.tip();
        let mut block = self.template(tip, &pay_to, now).block;
        match forgery {
            Forgery::DoubleSpend => block.transactions.push(self.spend_again()?),
            Forgery::ExcessReward => {
                if let Some(output) =
                    block.transactions.iter_mut().flat_map(|tx| &mut tx.outputs).next()
                {
                    output.value = output.value.saturating_add(1);
                }
            }
            Forgery::BadSignature => spoil_signature(&mut block)?,
            Forgery::MerkleRoot | Forgery::OldTime => {}
            Forgery::MissingCoin => {
                let nowhere = OutPoint { txid: crate::hash::Txid([0x42; 32]), vout: 0 };
                block.transactions.push(anyone_can_spend(nowhere));
            }
        }
        // The commitment was to the block as it was before.
        if let Some(coinbase) = block.transactions.first_mut()
            && let Some(at) = witness_commitment::position(coinbase)
        {
            coinbase.outputs.remove(at);
            commit_to_witnesses(&mut block);
        }
        commit_to_transactions(&mut block);
        match forgery {
            Forgery::MerkleRoot => block.header.merkle_root.0[0] ^= 1,
            Forgery::OldTime => {
                let context = self.chain.header_context(tip, block.header.time, now);
                block.header.time = context.median_time_past;
            }
            _ => {}
        }
        self.miner.mined(block)
    }

    /// A transaction that spends what the newest payment of the active branch has spent.
    fn spend_again(&self) -> Result<Transaction, LabError> {
        for place in self.chain.tree().back_from(self.chain.tip()) {
            let block = self.chain.block(place)?;
            let payment = block.transactions.iter().skip(1).flat_map(|tx| &tx.inputs).next();
            if let Some(input) = payment {
                return Ok(Transaction {
                    inputs: vec![input.clone()],
                    ..anyone_can_spend(input.previous_output)
                });
            }
        }
        Err(LabError::CannotForge {
            needs: "a payment has to be in the chain: pay and mine".into(),
        })
    }
}

fn anyone_can_spend(previous_output: OutPoint) -> Transaction {
    Transaction {
        version: 2,
        inputs: vec![TxIn { previous_output, sequence: u32::MAX, ..TxIn::default() }],
        outputs: vec![TxOut { value: 1_000, script_pubkey: vec![OP_1].into() }],
        lock_time: 0,
    }
}

/// Turns over one bit in the middle of the first signature of the first payment.
fn spoil_signature(block: &mut Block) -> Result<(), LabError> {
    let inputs = block.transactions.iter_mut().skip(1).flat_map(|tx| &mut tx.inputs);
    for input in inputs {
        let item = input.witness.iter_mut().find(|item| item.len() >= 64);
        let signature = match item {
            Some(item) => item,
            None => &mut input.script_sig.0,
        };
        if let Some(byte) = signature.get_mut(40) {
            *byte ^= 1;
            return Ok(());
        }
    }
    Err(LabError::CannotForge { needs: "a payment has to wait in the mempool: pay first".into() })
}
