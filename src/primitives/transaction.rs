//! A transaction: coins spent (inputs), coins made (outputs), and when it may count (lock_time).
//!
//! There are two serializations. The legacy one is `version | inputs | outputs | lock_time`; its
//! double SHA-256 is the txid. The witness one (BIP 144) puts `00 01` after the version and the
//! inputs' witnesses before the lock_time; its double SHA-256 is the wtxid. The marker `00` reads
//! as "no inputs" to a reader that knows only the legacy form, which is why a transaction without
//! inputs cannot be told from the start of the witness form (Core: `UnserializeTransaction`).

use crate::encode::{
    Count, Decode, DecodeError, Encode, Reader, Sink, put_bytes, put_compact_size,
};
use crate::hash::{Sha256, Txid, Wtxid};
use crate::primitives::ScriptBuf;

/// Core's `CTransaction`.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Transaction {
    /// Unsigned, as Core reads it; BIP 68 gives 2 and above a meaning.
    pub version: u32,
    /// The coins that it spends.
    pub inputs: Vec<TxIn>,
    /// The coins that it makes.
    pub outputs: Vec<TxOut>,
    /// The block height (below 500,000,000) or Unix time from which it may be in a block.
    pub lock_time: u32,
}

/// Which output of which transaction: Core's `COutPoint`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct OutPoint {
    /// The transaction that made the output.
    pub txid: Txid,
    /// Its place among that transaction's outputs, from 0.
    pub vout: u32,
}

/// An input: Core's `CTxIn`.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct TxIn {
    /// The output that it spends.
    pub previous_output: OutPoint,
    /// The unlocking script.
    pub script_sig: ScriptBuf,
    /// Relative lock (BIP 68), replaceability and finality in one number.
    pub sequence: u32,
    /// The unlocking data of the witness form; empty for a legacy input.
    pub witness: Witness,
}

/// An input's witness: a list of byte strings.
pub type Witness = Vec<Vec<u8>>;

/// An output: Core's `CTxOut`.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct TxOut {
    /// Satoshis. Signed, as on the wire: a negative one can be read, and is then rejected.
    pub value: i64,
    /// The locking script.
    pub script_pubkey: ScriptBuf,
}

impl Default for OutPoint {
    fn default() -> OutPoint {
        OutPoint::NULL
    }
}

impl OutPoint {
    /// The output that a coinbase's input names: none.
    pub const NULL: OutPoint = OutPoint { txid: Txid([0; 32]), vout: u32::MAX };

    /// True for [`OutPoint::NULL`].
    pub fn is_null(&self) -> bool {
        *self == OutPoint::NULL
    }
}

impl std::fmt::Display for OutPoint {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}:{}", self.txid, self.vout)
    }
}

impl Transaction {
    /// sha256d of the legacy serialization.
    pub fn txid(&self) -> Txid {
        let mut engine = Sha256::new();
        self.encode_legacy(&mut engine);
        Txid(engine.finish_twice())
    }

    /// sha256d of the full serialization; equal to the txid where there is no witness.
    pub fn wtxid(&self) -> Wtxid {
        let mut engine = Sha256::new();
        self.encode(&mut engine);
        Wtxid(engine.finish_twice())
    }

    /// True for a transaction that makes new coins: one input, which spends nothing
    /// (Core: `CTransaction::IsCoinBase`).
    pub fn is_coinbase(&self) -> bool {
        matches!(self.inputs.as_slice(), [only] if only.previous_output.is_null())
    }

    /// True if any input has a witness.
    pub fn has_witness(&self) -> bool {
        self.inputs.iter().any(|input| !input.witness.is_empty())
    }

    /// Bytes of the legacy serialization.
    pub fn base_size(&self) -> usize {
        let mut count = Count(0);
        self.encode_legacy(&mut count);
        count.0
    }

    /// Bytes of the full serialization.
    pub fn total_size(&self) -> usize {
        self.encoded_len()
    }

    /// Weight units (BIP 141): three times the legacy size plus the full size.
    pub fn weight(&self) -> usize {
        self.base_size() * 3 + self.total_size()
    }

    /// Virtual bytes: a quarter of the weight, rounded up.
    pub fn virtual_size(&self) -> usize {
        self.weight().div_ceil(4)
    }

    /// Writes the serialization without witnesses, whose hash is the txid.
    pub fn encode_legacy<S: Sink>(&self, sink: &mut S) {
        sink.put(&self.version.to_le_bytes());
        self.encode_coins(sink);
        sink.put(&self.lock_time.to_le_bytes());
    }

    fn encode_coins<S: Sink>(&self, sink: &mut S) {
        put_compact_size(sink, self.inputs.len() as u64);
        for input in &self.inputs {
            input.previous_output.encode(sink);
            put_bytes(sink, &input.script_sig);
            sink.put(&input.sequence.to_le_bytes());
        }
        put_compact_size(sink, self.outputs.len() as u64);
        for output in &self.outputs {
            output.encode(sink);
        }
    }
}

impl Encode for Transaction {
    fn encode<S: Sink>(&self, sink: &mut S) {
        if !self.has_witness() {
            return self.encode_legacy(sink);
        }
        sink.put(&self.version.to_le_bytes());
        sink.put(&[0x00, 0x01]);
        self.encode_coins(sink);
        for input in &self.inputs {
            put_compact_size(sink, input.witness.len() as u64);
            for item in &input.witness {
                put_bytes(sink, item);
            }
        }
        sink.put(&self.lock_time.to_le_bytes());
    }
}

impl Encode for OutPoint {
    fn encode<S: Sink>(&self, sink: &mut S) {
        sink.put(&self.txid.0);
        sink.put(&self.vout.to_le_bytes());
    }
}

impl Encode for TxOut {
    fn encode<S: Sink>(&self, sink: &mut S) {
        sink.put(&self.value.to_le_bytes());
        put_bytes(sink, &self.script_pubkey);
    }
}

impl Decode for Transaction {
    fn decode(r: &mut Reader<'_>) -> Result<Transaction, DecodeError> {
        let version = r.named("version", Reader::u32)?;
        let mut inputs = decode_inputs(r)?;
        let mut outputs = Vec::new();
        let mut flag = 0;
        let flag_offset = r.position();
        if inputs.is_empty() {
            flag = r.named("flag", Reader::u8)?;
            if flag != 0 {
                inputs = decode_inputs(r)?;
                outputs = decode_outputs(r)?;
            }
        } else {
            outputs = decode_outputs(r)?;
        }
        if flag & 1 != 0 {
            decode_witnesses(r, &mut inputs)?;
        }
        if flag & !1 != 0 {
            return Err(DecodeError::UnknownOptionalData { offset: flag_offset, flag });
        }
        let lock_time = r.named("lock_time", Reader::u32)?;
        Ok(Transaction { version, inputs, outputs, lock_time })
    }
}

fn decode_inputs(r: &mut Reader<'_>) -> Result<Vec<TxIn>, DecodeError> {
    // The shortest input: 36 bytes of outpoint, an empty script's length, 4 bytes of sequence.
    let count = r.named("vin_count", |r| r.count("inputs", 41))?;
    (0..count).map(|index| r.named_at("vin", index, TxIn::decode)).collect()
}

fn decode_outputs(r: &mut Reader<'_>) -> Result<Vec<TxOut>, DecodeError> {
    // The shortest output: 8 bytes of value and an empty script's length.
    let count = r.named("vout_count", |r| r.count("outputs", 9))?;
    (0..count).map(|index| r.named_at("vout", index, TxOut::decode)).collect()
}

fn decode_witnesses(r: &mut Reader<'_>, inputs: &mut [TxIn]) -> Result<(), DecodeError> {
    for (index, input) in inputs.iter_mut().enumerate() {
        input.witness = r.named_at("witness", index, |r| {
            let count = r.named("item_count", |r| r.count("witness items", 1))?;
            (0..count)
                .map(|item| r.named_at("item", item, |r| r.byte_string().map(<[u8]>::to_vec)))
                .collect()
        })?;
    }
    if inputs.iter().all(|input| input.witness.is_empty()) {
        return Err(DecodeError::SuperfluousWitness { offset: r.position() });
    }
    Ok(())
}

impl Decode for TxIn {
    fn decode(r: &mut Reader<'_>) -> Result<TxIn, DecodeError> {
        let previous_output = r.named("prevout", OutPoint::decode)?;
        let script_sig = r.named("scriptSig", |r| r.byte_string().map(ScriptBuf::from))?;
        let sequence = r.named("sequence", Reader::u32)?;
        Ok(TxIn { previous_output, script_sig, sequence, witness: Witness::new() })
    }
}

impl Decode for OutPoint {
    fn decode(r: &mut Reader<'_>) -> Result<OutPoint, DecodeError> {
        let txid = Txid(r.named("hash", Reader::array)?);
        let vout = r.named("n", Reader::u32)?;
        Ok(OutPoint { txid, vout })
    }
}

impl Decode for TxOut {
    fn decode(r: &mut Reader<'_>) -> Result<TxOut, DecodeError> {
        let value = r.named("value", Reader::i64)?;
        let script_pubkey = r.named("scriptPubKey", |r| r.byte_string().map(ScriptBuf::from))?;
        Ok(TxOut { value, script_pubkey })
    }
}
