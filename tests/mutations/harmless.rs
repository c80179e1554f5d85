//! The changes that leave a block valid once its roots are recomputed and its work is waived, and why
//! they do. No single bit of a real block is free with everything in force: each is under the proof of
//! work, through the header, the Merkle root or the witness commitment.

use blockstep::hash::Txid;
use blockstep::ledger::block::header::MAX_FUTURE_BLOCK_TIME_SECONDS;
use blockstep::primitives::witness_commitment::position;
use blockstep::primitives::{Block, Transaction, TxIn};

use super::regions::Region;
use super::subject::Subject;

/// A class of changes that break no rule.
pub struct Harmless {
    pub region: Region,
    /// Why no rule is broken.
    pub why: &'static str,
    /// Whether a changed block is of this class, as far as its region does not say so already.
    pub fits: fn(&Subject, &Block) -> bool,
}

/// All of them. A valid mutation outside of them fails the test, and so does a class without mutations.
pub const HARMLESS: &[Harmless] = &[
    Harmless {
        region: Region::HeaderVersion,
        why: "its bits signal readiness (BIP 9); only a number below the least version is refused",
        fits: |subject, block| {
            block.header.version >= subject.params.min_version_at(subject.height)
        },
    },
    Harmless {
        region: Region::HeaderPrev,
        why: "it names the block before, which the tree of blocks looks up; nothing in the block \
              itself depends on it but the work",
        fits: |_, _| true,
    },
    Harmless {
        region: Region::HeaderTime,
        why: "any time after the median of the eleven before, and at most two hours ahead, will do",
        fits: |subject, block| {
            let (found, own) = (block.header.time, subject.block.header.time);
            (own..=own + MAX_FUTURE_BLOCK_TIME_SECONDS).contains(&found)
        },
    },
    Harmless {
        region: Region::HeaderNonce,
        why: "it is there to be varied; only the work judges it",
        fits: |_, _| true,
    },
    Harmless {
        region: Region::CoinbaseVersion,
        why: "no rule looks at a version but BIP 68, and a coinbase's input has no coin to wait for",
        fits: |_, _| true,
    },
    Harmless {
        region: Region::CoinbaseScriptSig,
        why: "it unlocks nothing and never runs: after the height (BIP 34) it is the miner's to fill",
        fits: |subject, block| {
            let [own, found] = [&subject.block, block].map(|block| &coinbase(block).inputs[0]);
            own.script_sig.len() == found.script_sig.len()
        },
    },
    Harmless {
        region: Region::CoinbaseSequence,
        why: "it can switch a lock time on or off, but the coinbase has none, or one that has passed \
              (two of the blocks keep numbers of their own there, which read as times of years ago)",
        fits: |subject, block| has_passed(subject, coinbase(block).lock_time),
    },
    Harmless {
        region: Region::CoinbaseAmount,
        why: "a miner may claim less than subsidy and fees; the rest is lost to everyone",
        fits: |subject, block| {
            let none_below_zero = coinbase(block).outputs.iter().all(|output| output.value >= 0);
            none_below_zero && paid(block) < paid(&subject.block)
        },
    },
    Harmless {
        region: Region::CoinbaseScriptPubKey,
        why: "whom a miner pays is signed by nobody, and a locking script runs only when it is spent; \
              the tag of the witness commitment alone is read",
        fits: |subject, block| {
            let [own, found] = [&subject.block, block].map(|block| position(coinbase(block)));
            own == found
        },
    },
    Harmless {
        region: Region::CoinbaseWitness,
        why: "its 32 bytes are reserved for rules to come (BIP 141) and hashed into the commitment, \
              which is recomputed",
        fits: |_, block| {
            let lengths = coinbase(block).inputs[0].witness.iter().map(Vec::len);
            lengths.eq([32])
        },
    },
    Harmless {
        region: Region::CoinbaseLockTime,
        why: "the coinbase's sequence number ffffffff switches the lock time off; or it is on, and \
              what it waits for has passed",
        fits: |subject, block| {
            let off = coinbase(block).inputs[0].sequence == u32::MAX;
            off || has_passed(subject, coinbase(block).lock_time)
        },
    },
    Harmless {
        region: Region::DerLength,
        why: "before BIP 66 nobody read the length that a signature states of itself (Core: \
              `ecdsa_signature_parse_der_lax`), so that seven of its bits are free; the eighth \
              announces more bytes of length. The transaction gets another id, which nobody in the \
              block may miss",
        fits: |subject, block| {
            let strict = subject.height >= subject.params.deployments.bip66_height;
            !strict
                && changed(subject, block).is_some_and(|(tx, input)| {
                    let missed = spends(&subject.block, tx.txid());
                    input.script_sig[2] < 0x80 && !missed
                })
        },
    },
];

fn coinbase(block: &Block) -> &Transaction {
    &block.transactions[0]
}

/// Whether a lock time names an earlier block, or a time before that of the block.
fn has_passed(subject: &Subject, lock_time: u32) -> bool {
    match lock_time {
        height if height < 500_000_000 => height < subject.height,
        // The median time, which counts since BIP 113, is taken to be the second before.
        time => time < subject.block.header.time - 1,
    }
}

/// The transaction, as it was, of which an unlocking script was changed, and the input as it is now.
fn changed<'a>(subject: &'a Subject, block: &'a Block) -> Option<(&'a Transaction, &'a TxIn)> {
    let transactions = subject.block.transactions.iter().zip(&block.transactions);
    let mut inputs = transactions
        .flat_map(|(own, found)| own.inputs.iter().zip(&found.inputs).map(move |pair| (own, pair)));
    inputs
        .find(|(_, (own, found))| own.script_sig != found.script_sig)
        .map(|(tx, (_, input))| (tx, input))
}

/// Whether the block spends a coin that this transaction made.
fn spends(block: &Block, txid: Txid) -> bool {
    let mut inputs = block.transactions.iter().flat_map(|tx| &tx.inputs);
    inputs.any(|input| input.previous_output.txid == txid)
}

fn paid(block: &Block) -> i64 {
    coinbase(block).outputs.iter().map(|output| output.value).sum()
}
