//! What it takes to disconnect a block: the coins that its transactions spent
//! (Core: `CBlockUndo`, `CTxUndo`).

use super::Coin;
use crate::encode::{Decode, DecodeError, Encode, Reader, Sink, put_compact_size};

/// For each transaction of a block but the coinbase, the coins that it spent, in the order of its
/// inputs.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct BlockUndo {
    /// A list for each transaction.
    pub spent: Vec<Vec<Coin>>,
}

impl Encode for BlockUndo {
    fn encode<S: Sink>(&self, sink: &mut S) {
        put_compact_size(sink, self.spent.len() as u64);
        for coins in &self.spent {
            put_compact_size(sink, coins.len() as u64);
            coins.iter().for_each(|coin| coin.encode(sink));
        }
    }
}

impl Decode for BlockUndo {
    fn decode(r: &mut Reader<'_>) -> Result<BlockUndo, DecodeError> {
        let transactions = r.count("transactions", 1)?;
        let spent = (0..transactions).map(|_| {
            // A coin's code, its value and the length of its script.
            let coins = r.count("coins", 10)?;
            (0..coins).map(|_| Coin::decode(r)).collect()
        });
        Ok(BlockUndo { spent: spent.collect::<Result<_, _>>()? })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::primitives::TxOut;

    #[test]
    fn undo_data_are_read_as_they_were_written() {
        let coin = |value, height, coinbase| Coin {
            output: TxOut { value, script_pubkey: vec![0x51; 3].into() },
            height,
            coinbase,
        };
        let spent =
            vec![vec![coin(5, 1, true), coin(0, u32::MAX, false)], vec![coin(1, 70_000, true)]];
        let undo = BlockUndo { spent };
        let bytes = undo.to_bytes();
        assert_eq!(BlockUndo::from_bytes(&bytes), Ok(undo));
        for length in 0..bytes.len() {
            assert!(BlockUndo::from_bytes(&bytes[..length]).is_err());
        }
    }
}
