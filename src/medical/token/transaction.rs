//! A token transaction: outputs that it spends, outputs that it makes, and what it is for.

use super::Asset;
use crate::encode::{Decode, DecodeError, Encode, Reader, Sink, put_bytes, put_compact_size};
use crate::hash::{Txid, tagged_hash};
use crate::medical::identity::{Identity, Signature};
use crate::primitives::{OutPoint, ScriptBuf};

/// An output: so many units of an asset, under a lock.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TokenOutput {
    /// What it is of.
    pub asset: Asset,
    /// Units.
    pub amount: u64,
    /// The locking script.
    pub script_pubkey: ScriptBuf,
}

/// An input: the output that it spends, and what unlocks it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TokenInput {
    /// The output that it spends.
    pub previous_output: OutPoint,
    /// The unlocking script.
    pub script_sig: ScriptBuf,
    /// A relative lock, in blocks (BIP 68).
    pub sequence: u32,
}

/// What a transaction is for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Kind {
    /// Moves tokens.
    Transfer,
    /// Mints for an episode of care.
    Issue {
        /// The episode, by the number that its institution drew.
        episode: [u8; 32],
    },
    /// Pays what an epoch's blocks have earned.
    Reward {
        /// The epoch.
        epoch: u32,
    },
    /// Spends a reward for good, at a provider.
    Redeem {
        /// What is redeemed.
        asset: Asset,
        /// Units.
        amount: u64,
        /// Who gives something for it.
        provider: Identity,
        /// The rate that says what it is worth.
        rate: Txid,
        /// The patient's sharing, where the asset is a right to ask for data.
        sharing: Option<Txid>,
    },
    /// An oracle's rate: what 1,000 units of an asset are worth outside, on a slot.
    Rate {
        /// What it is of.
        asset: Asset,
        /// In units of the currency outside, for 1,000 units.
        price_per_mille: u64,
        /// When it was true.
        slot: u64,
        /// Who says so.
        oracle: Identity,
        /// Under the oracle's key, over chain, asset, price and slot.
        signature: Signature,
    },
    /// Burns a bond, by a proof that stands on the chain.
    Burn,
}

/// A token transaction.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TokenTx {
    /// What it is for.
    pub kind: Kind,
    /// The outputs that it spends.
    pub inputs: Vec<TokenInput>,
    /// The outputs that it makes.
    pub outputs: Vec<TokenOutput>,
    /// The height below which it cannot be in a block.
    pub lock_time: u32,
}

impl TokenTx {
    /// Its id: a hash of all but the unlocking scripts, so that nobody can change an id by writing a
    /// signature another way (BIP 141 has the same reason).
    pub fn txid(&self) -> Txid {
        let mut blank = self.clone();
        blank.inputs.iter_mut().for_each(|input| input.script_sig = ScriptBuf::default());
        Txid(tagged_hash("blockstep/token/txid", &[&blank.to_bytes()]))
    }

    /// The place of output `vout`.
    pub fn outpoint(&self, vout: u32) -> OutPoint {
        OutPoint { txid: self.txid(), vout }
    }
}

impl Kind {
    /// What an oracle signs.
    pub fn rate_digest(
        chain: &[u8; 32],
        asset: Asset,
        price_per_mille: u64,
        slot: u64,
    ) -> [u8; 32] {
        let (price, slot) = (price_per_mille.to_le_bytes(), slot.to_le_bytes());
        tagged_hash("blockstep/token/rate", &[chain, &asset.to_bytes(), &price, &slot])
    }

    fn number(&self) -> u8 {
        match self {
            Kind::Transfer => 0,
            Kind::Issue { .. } => 1,
            Kind::Reward { .. } => 2,
            Kind::Redeem { .. } => 3,
            Kind::Rate { .. } => 4,
            Kind::Burn => 5,
        }
    }
}

impl Encode for TokenOutput {
    fn encode<S: Sink>(&self, sink: &mut S) {
        self.asset.encode(sink);
        sink.put(&self.amount.to_le_bytes());
        put_bytes(sink, &self.script_pubkey);
    }
}

impl Decode for TokenOutput {
    fn decode(r: &mut Reader<'_>) -> Result<TokenOutput, DecodeError> {
        let (asset, amount) = (Asset::decode(r)?, r.u64()?);
        Ok(TokenOutput { asset, amount, script_pubkey: r.byte_string()?.into() })
    }
}

impl Encode for TokenInput {
    fn encode<S: Sink>(&self, sink: &mut S) {
        self.previous_output.encode(sink);
        put_bytes(sink, &self.script_sig);
        sink.put(&self.sequence.to_le_bytes());
    }
}

impl Decode for TokenInput {
    fn decode(r: &mut Reader<'_>) -> Result<TokenInput, DecodeError> {
        let previous_output = OutPoint::decode(r)?;
        let script_sig = r.byte_string()?.into();
        Ok(TokenInput { previous_output, script_sig, sequence: r.u32()? })
    }
}

impl Encode for Kind {
    fn encode<S: Sink>(&self, sink: &mut S) {
        sink.put(&[self.number()]);
        match self {
            Kind::Transfer | Kind::Burn => {}
            Kind::Issue { episode } => sink.put(episode),
            Kind::Reward { epoch } => sink.put(&epoch.to_le_bytes()),
            Kind::Redeem { asset, amount, provider, rate, sharing } => {
                asset.encode(sink);
                sink.put(&amount.to_le_bytes());
                provider.encode(sink);
                sink.put(&rate.0);
                sink.put(&[u8::from(sharing.is_some())]);
                sharing.iter().for_each(|sharing| sink.put(&sharing.0));
            }
            Kind::Rate { asset, price_per_mille, slot, oracle, signature } => {
                asset.encode(sink);
                sink.put(&price_per_mille.to_le_bytes());
                sink.put(&slot.to_le_bytes());
                oracle.encode(sink);
                signature.encode(sink);
            }
        }
    }
}

impl Decode for Kind {
    fn decode(r: &mut Reader<'_>) -> Result<Kind, DecodeError> {
        let offset = r.position();
        Ok(match r.u8()? {
            0 => Kind::Transfer,
            1 => Kind::Issue { episode: r.array()? },
            2 => Kind::Reward { epoch: r.u32()? },
            3 => Kind::Redeem {
                asset: Asset::decode(r)?,
                amount: r.u64()?,
                provider: Identity::decode(r)?,
                rate: Txid(r.array()?),
                sharing: optional(r)?,
            },
            4 => Kind::Rate {
                asset: Asset::decode(r)?,
                price_per_mille: r.u64()?,
                slot: r.u64()?,
                oracle: Identity::decode(r)?,
                signature: Signature::decode(r)?,
            },
            5 => Kind::Burn,
            other => {
                let (what, found) = ("the number of a kind of transaction, 0 to 5", other);
                return Err(DecodeError::NotAValue { offset, what, found: found.to_string() });
            }
        })
    }
}

fn optional(r: &mut Reader<'_>) -> Result<Option<Txid>, DecodeError> {
    let offset = r.position();
    match r.u8()? {
        0 => Ok(None),
        1 => r.array().map(Txid).map(Some),
        other => {
            let what = "0 for no sharing or 1 for one";
            Err(DecodeError::NotAValue { offset, what, found: other.to_string() })
        }
    }
}

impl Encode for TokenTx {
    fn encode<S: Sink>(&self, sink: &mut S) {
        self.kind.encode(sink);
        put_compact_size(sink, self.inputs.len() as u64);
        self.inputs.iter().for_each(|input| input.encode(sink));
        put_compact_size(sink, self.outputs.len() as u64);
        self.outputs.iter().for_each(|output| output.encode(sink));
        sink.put(&self.lock_time.to_le_bytes());
    }
}

impl Decode for TokenTx {
    fn decode(r: &mut Reader<'_>) -> Result<TokenTx, DecodeError> {
        let kind = Kind::decode(r)?;
        let inputs = r.count("inputs", 41)?;
        let inputs = (0..inputs).map(|_| TokenInput::decode(r)).collect::<Result<_, _>>()?;
        let outputs = r.count("outputs", 10)?;
        let outputs = (0..outputs).map(|_| TokenOutput::decode(r)).collect::<Result<_, _>>()?;
        Ok(TokenTx { kind, inputs, outputs, lock_time: r.u32()? })
    }
}
