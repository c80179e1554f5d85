//! A transaction of the chain: about records, tokens or pools.

use super::PoolTx;
use crate::encode::{Decode, DecodeError, Encode, Reader, Sink};
use crate::hash::Txid;
use crate::medical::data::DataTx;
use crate::medical::token::{Kind, TokenTx};

/// A transaction of the chain.
#[expect(clippy::large_enum_variant, reason = "most transactions are of the largest kind")]
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Tx {
    /// About records.
    Data(DataTx),
    /// About tokens.
    Token(TokenTx),
    /// About pools.
    Pool(PoolTx),
}

impl Tx {
    /// Its id.
    pub fn txid(&self) -> Txid {
        match self {
            Tx::Data(tx) => tx.txid(),
            Tx::Token(tx) => tx.txid(),
            Tx::Pool(tx) => tx.txid(),
        }
    }

    /// What it is, as one word.
    pub fn name(&self) -> &'static str {
        match self {
            Tx::Data(tx) => tx.statement.name(),
            Tx::Pool(tx) => tx.statement.name(),
            Tx::Token(tx) => match tx.kind {
                Kind::Transfer => "transfer",
                Kind::Issue { .. } => "issue",
                Kind::Reward { .. } => "reward",
                Kind::Redeem { .. } => "redeem",
                Kind::Rate { .. } => "rate",
                Kind::Burn => "burn",
            },
        }
    }
}

impl Encode for Tx {
    fn encode<S: Sink>(&self, sink: &mut S) {
        match self {
            Tx::Data(tx) => {
                sink.put(&[0]);
                tx.encode(sink);
            }
            Tx::Token(tx) => {
                sink.put(&[1]);
                tx.encode(sink);
            }
            Tx::Pool(tx) => {
                sink.put(&[2]);
                tx.encode(sink);
            }
        }
    }
}

impl Decode for Tx {
    fn decode(r: &mut Reader<'_>) -> Result<Tx, DecodeError> {
        let offset = r.position();
        match r.u8()? {
            0 => DataTx::decode(r).map(Tx::Data),
            1 => TokenTx::decode(r).map(Tx::Token),
            2 => PoolTx::decode(r).map(Tx::Pool),
            other => Err(DecodeError::NotAValue {
                offset,
                what: "the number of a kind of transaction, 0 to 2",
                found: other.to_string(),
            }),
        }
    }
}
