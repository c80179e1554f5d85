//! One thing wrong with a block: what a miner might do by mistake, or on purpose.

use blockstep::primitives::{Block, OutPoint, Transaction, TxIn, TxOut};
use blockstep::rng::Rng;

use super::blocks::{Draft, nowhere};
use super::payments::{Purse, payment as pay};
use super::slow_difficulty::median_time;
use super::world::{Difficulty, NOW, World};

macro_rules! faults {
    ($($name:ident,)*) => {
        /// What is wrong.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub enum Fault { $($name,)* }
        impl Fault {
            const ALL: &[Fault] = &[$(Fault::$name,)*];
        }
    };
}

faults! {
    // Of a payment.
    NoSuchCoin, SpentBefore, SpentTwice, SpendsLater, Unspendable, Premature, PaysTooMuch,
    ScriptFails, SequenceLocked, NonFinal, NoInputs, NoOutputs, Negative, TooLarge, SumTooLarge,
    CoinTwice, NullInput,
    // Of the whole block.
    ExcessCoinbase, RepeatsCoinbase, WrongHeight, CoinbaseShort, CoinbaseLong, NoTransactions,
    NoCoinbase, TwoCoinbases, Sigops, OldVersion, TooOld, TooNew, TimeWarp, Unfit, Witness,
    // Of its header.
    WrongRoot, OtherBits, TooEasy, HighHash, Nowhere,
}

impl Fault {
    /// Any of them, the deeper ones more often.
    pub fn draw(rng: &mut Rng) -> Fault {
        let often = [
            Fault::SpentBefore,
            Fault::SpentTwice,
            Fault::Premature,
            Fault::ScriptFails,
            Fault::ExcessCoinbase,
            Fault::RepeatsCoinbase,
        ];
        match rng.below(2) {
            0 => often[rng.below(often.len() as u64) as usize],
            _ => Fault::ALL[rng.below(Fault::ALL.len() as u64) as usize],
        }
    }
}

/// A payment with the fault, where it is a payment's and a coin for it is there.
pub fn payment(fault: Fault, rng: &mut Rng, purse: &mut Purse<'_>) -> Option<Transaction> {
    let any = (1_000, vec![0x51], 0, false);
    let height = purse.height;
    let (outpoint, coin) = match fault {
        Fault::NoSuchCoin => (OutPoint { txid: blockstep::hash::Txid(rng.bytes()), vout: 0 }, any),
        Fault::SpentBefore => {
            let spent = &purse.parent.spent;
            (*spent.get(rng.below(spent.len() as u64) as usize)?, any)
        }
        Fault::SpentTwice => purse.gone.first().cloned()?,
        Fault::Unspendable => purse.find(rng, |coin| coin.1 == [0x6a])?,
        Fault::Premature => {
            let maturity = purse.world.maturity_blocks;
            purse.find(rng, |coin| coin.3 && height - coin.2 < maturity && coin.1 == [0x51])?
        }
        Fault::ScriptFails => {
            let maturity = purse.world.maturity_blocks;
            purse.find(rng, |coin| coin.1 == [0x00] && (!coin.3 || height - coin.2 >= maturity))?
        }
        Fault::PaysTooMuch
        | Fault::SequenceLocked
        | Fault::NonFinal
        | Fault::NoInputs
        | Fault::NoOutputs
        | Fault::Negative
        | Fault::TooLarge
        | Fault::SumTooLarge
        | Fault::CoinTwice
        | Fault::NullInput => purse.take(rng)?,
        _ => return None,
    };
    let mut tx = pay(rng, &[(outpoint, coin.clone())], coin.0);
    let age = height - coin.2.min(height);
    let first = TxIn { previous_output: outpoint, ..TxIn::default() };
    let output = |value| TxOut { value, script_pubkey: vec![0x51].into() };
    match fault {
        Fault::PaysTooMuch => tx.outputs[0].value += 1,
        Fault::SequenceLocked => {
            tx.version = 2;
            let by_time = 1 << 22 | rng.below(20) as u32;
            tx.inputs[0].sequence = if rng.below(2) == 0 { age + 1 } else { by_time };
        }
        Fault::NonFinal => {
            tx.inputs[0].sequence = 0;
            tx.lock_time = if rng.below(2) == 0 { height } else { NOW + 100_000 };
        }
        Fault::NoInputs => tx.inputs.clear(),
        Fault::NoOutputs => tx.outputs.clear(),
        Fault::Negative => tx.outputs[0].value = -1,
        Fault::TooLarge => tx.outputs[0].value = 2_100_000_000_000_001,
        Fault::SumTooLarge => tx.outputs.extend(vec![output(2_000_000_000_000_000); 2]),
        Fault::CoinTwice => tx.inputs.push(first),
        Fault::NullInput => tx.inputs.push(TxIn::default()),
        _ => {}
    }
    Some(tx)
}

/// What is wrong with the transactions as a whole, or with a header that says so before it is mined.
pub fn before_hashing(
    fault: Fault,
    rng: &mut Rng,
    world: &World,
    parent: &Draft,
    block: &mut Block,
) {
    let (header, transactions) = (&mut block.header, &mut block.transactions);
    let before: Vec<&Block> = parent.chain.iter().collect();
    let coinbase = &mut transactions[0];
    match fault {
        Fault::ExcessCoinbase => coinbase.outputs[0].value += 1 + rng.below(3) as i64 * 5_000,
        Fault::RepeatsCoinbase => {
            let at = rng.below(parent.chain.len() as u64) as usize;
            *coinbase = parent.chain[at].transactions.first().unwrap_or(coinbase).clone();
        }
        Fault::WrongHeight => {
            let script = &mut coinbase.inputs[0].script_sig.0;
            script[0] = if script[0] == 1 { 2 } else { script[0] + 1 };
        }
        Fault::CoinbaseShort => coinbase.inputs[0].script_sig.0.truncate(1),
        Fault::CoinbaseLong => coinbase.inputs[0].script_sig.0.resize(101, 0x51),
        Fault::NoTransactions => transactions.clear(),
        Fault::NoCoinbase => drop(transactions.remove(0)),
        Fault::TwoCoinbases => {
            let mut second = transactions[0].clone();
            second.lock_time = 1;
            transactions.push(second);
        }
        // One more than fits, or just as many.
        Fault::Sigops => {
            let count = 1_000 + rng.below(2) as usize;
            let script_pubkey = vec![0xae; count].into();
            coinbase.outputs.push(TxOut { value: 0, script_pubkey });
        }
        Fault::OldVersion => header.version = rng.below(4) as i32,
        Fault::TooOld => header.time = median_time(&before) - rng.below(2) as u32,
        Fault::TooNew => header.time = NOW + 7_200 + rng.below(2) as u32,
        Fault::TimeWarp if world.difficulty == Difficulty::Bip94 => {
            header.time = median_time(&before) + 1;
        }
        Fault::Witness => {
            let at = rng.below(transactions.len() as u64) as usize;
            let input = transactions[at].inputs.first_mut();
            input.into_iter().for_each(|input| input.witness.push(vec![1]));
        }
        Fault::Nowhere => header.prev_block_hash = nowhere(rng),
        _ => {}
    }
}

/// What is wrong with the header, its hash apart.
pub fn after_hashing(fault: Fault, rng: &mut Rng, block: &mut Block) {
    let header = &mut block.header;
    match fault {
        Fault::WrongRoot => header.merkle_root.0[rng.below(32) as usize] ^= 1,
        Fault::OtherBits => header.bits.0 -= 1 + rng.below(100) as u32,
        Fault::TooEasy => header.bits.0 = 0x2100_ffff,
        _ => {}
    }
}

/// Another body under the same header: with its last transaction twice, or with another witness.
pub fn twin(rng: &mut Rng, block: &Block) -> Option<Block> {
    let mut twin = block.clone();
    let count = block.transactions.len();
    if count > 1 && count % 2 == 1 && rng.below(4) == 0 {
        twin.transactions.push(block.transactions.last()?.clone());
        return Some(twin);
    }
    let input = twin.transactions.first_mut()?.inputs.first_mut()?;
    let reserved = input.witness.first_mut().filter(|reserved| reserved.len() == 32)?;
    match rng.below(6) {
        0 => drop(reserved.pop()),
        1 => reserved[rng.below(32) as usize] ^= 1,
        _ => return None,
    }
    Some(twin)
}
