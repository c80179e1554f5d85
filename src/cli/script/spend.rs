//! One question to the verifier: may this input spend this output, under these flags?

use serde::Deserialize;

use crate::encode::{Decode, DecodeError, decode_hex};
use crate::json::Object;
use crate::primitives::{ScriptBuf, Transaction, TxOut};
use crate::script::witness_program::WitnessProgram;
use crate::script::{Flags, ScriptError, TxContext, verify_spend};

/// A spend that can be verified: everything is there that its flags ask for.
#[derive(Debug)]
pub struct Spend {
    /// The spending transaction and, if all are known, the outputs that it spends.
    pub context: TxContext<'static>,
    /// The number of the input.
    pub input: usize,
    /// The output that it spends.
    pub prevout: TxOut,
    /// The rules in force, with those that they rest on.
    pub flags: Flags,
}

/// A previous output as JSON.
#[derive(Debug, Clone, Deserialize)]
pub struct Prevout {
    /// Satoshis.
    value: i64,
    /// Hexadecimal.
    script_pubkey: String,
}

/// Why a question cannot be answered.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SpendError {
    /// The transaction's bytes.
    #[error("\"tx\" cannot be read: {0}")]
    Tx(DecodeError),
    /// There is no such input.
    #[error("there is no input {input}: the transaction has {count}, counted from 0")]
    Input {
        /// The input asked for.
        input: u64,
        /// How many there are.
        count: usize,
    },
    /// Not one previous output for each input.
    #[error(
        "{found} previous outputs for {count} inputs: give one for each, in order, or null for one that is not known"
    )]
    PrevoutCount {
        /// How many were given.
        found: usize,
        /// How many inputs there are.
        count: usize,
    },
    /// The output that is spent is not known.
    #[error("previous output {input} is the one that is spent, and cannot be null")]
    PrevoutMissing {
        /// Its number.
        input: usize,
    },
    /// The script of a previous output.
    #[error("the script_pubkey of previous output {index} cannot be read: {error}")]
    ScriptPubkey {
        /// Which one.
        index: usize,
        /// What is wrong with it.
        error: DecodeError,
    },
    /// A flag that Core does not have.
    #[error("there is no flag {name:?}; the flags are {}", all_flags())]
    Flag {
        /// Its name.
        name: String,
    },
    /// A Taproot signature signs what all inputs spend.
    #[error(
        "previous output {index} is null, but under TAPROOT a Taproot spend signs all previous outputs of its transaction"
    )]
    TaprootNeedsAll {
        /// The first that is missing.
        index: usize,
    },
}

fn all_flags() -> String {
    Flags::NAMED.iter().map(|(name, _)| *name).collect::<Vec<_>>().join(", ")
}

impl Spend {
    /// Puts a question together from what was given as text.
    pub fn new(
        tx: &str,
        input: u64,
        prevouts: &[Option<Object<Prevout>>],
        flags: Flags,
    ) -> Result<Spend, SpendError> {
        let tx = Transaction::from_hex(tx).map_err(SpendError::Tx)?;
        Spend::of(tx, input, Prevout::read_all(prevouts)?, flags)
    }

    /// Puts a question together.
    pub fn of(
        tx: Transaction,
        input: u64,
        prevouts: Vec<Option<TxOut>>,
        flags: Flags,
    ) -> Result<Spend, SpendError> {
        let count = tx.inputs.len();
        let number = usize::try_from(input).ok().filter(|number| *number < count);
        let number = number.ok_or(SpendError::Input { input, count })?;
        if prevouts.len() != count {
            return Err(SpendError::PrevoutCount { found: prevouts.len(), count });
        }
        let spent = prevouts.get(number).cloned().flatten();
        let prevout = spent.ok_or(SpendError::PrevoutMissing { input: number })?;
        let flags = flags.filled();
        let missing = prevouts.iter().position(Option::is_none);
        if let (Some(index), true) = (missing, is_taproot_spend(&prevout, flags)) {
            return Err(SpendError::TaprootNeedsAll { index });
        }
        let context = TxContext::owned(tx, prevouts.into_iter().collect());
        Ok(Spend { context, input: number, prevout, flags })
    }

    /// The answer.
    pub fn verify(&self) -> Result<(), ScriptError> {
        verify_spend(&self.context, self.input, &self.prevout, self.flags)
    }
}

/// The set of the flags with these names.
pub fn flags_from_names<'a>(names: impl Iterator<Item = &'a str>) -> Result<Flags, SpendError> {
    names
        .map(|name| Flags::from_name(name).ok_or_else(|| SpendError::Flag { name: name.into() }))
        .try_fold(Flags::NONE, |set, flag| Ok(set.union(flag?)))
}

impl Prevout {
    /// Reads the outputs that a transaction spends.
    pub fn read_all(given: &[Option<Object<Prevout>>]) -> Result<Vec<Option<TxOut>>, SpendError> {
        let read = |(index, prevout): (usize, &Option<Object<Prevout>>)| {
            let Some(Object(prevout)) = prevout else { return Ok(None) };
            let script_pubkey = decode_hex(&prevout.script_pubkey)
                .map_err(|error| SpendError::ScriptPubkey { index, error })?;
            Ok(Some(TxOut { value: prevout.value, script_pubkey: ScriptBuf(script_pubkey) }))
        };
        given.iter().enumerate().map(read).collect()
    }
}

/// Whether the signatures of this spend, if it has any, are Taproot's under these flags.
fn is_taproot_spend(prevout: &TxOut, flags: Flags) -> bool {
    let program = WitnessProgram::parse(&prevout.script_pubkey);
    flags.contains(Flags::WITNESS.union(Flags::TAPROOT))
        && program.is_some_and(|program| program.output_key().is_some())
}
