//! A single block with the coins that it spends, and no chain: everything is checked that can be.
//!
//! The coins come as text, a line for each input that is no coinbase's, in the order of the block:
//! `txid:vout value_sat creating_height|- is_coinbase 0/1|- MTP_before_the_creating_block|-
//! script_pubkey_hex|-`, where `-` is "not known" (for a script: empty).

use std::collections::{BTreeMap, HashMap, HashSet};

use super::ChainParams;
use crate::encode::{DecodeError, decode_hex};
use crate::hash::BlockHash;
use crate::ledger::block::{BlockContext, Connecting};
use crate::ledger::lock_time::MedianTimes;
use crate::ledger::{Coin, CoinView};
use crate::primitives::{BlockHeader, OutPoint, ScriptBuf, TxOut};

/// Coins that one block spends, as far as they are known.
#[derive(Debug, Clone, Default)]
pub struct SpentCoins {
    // Looked up by outpoint, never listed.
    coins: HashMap<OutPoint, Coin>,
    /// Median times past before a height.
    times: BTreeMap<u32, u32>,
    /// Coins whose height is not known.
    ageless: usize,
}

/// A line that cannot be read. Lines are counted from 1.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "line {line} is no coin: {reason}; a coin is `txid:vout satoshis height coinbase(0 or 1) median_time_past script`, with - for what is not known"
)]
pub struct SpentLineFault {
    /// Which line.
    pub line: usize,
    /// What is wrong with it.
    pub reason: String,
}

impl SpentCoins {
    /// Reads the text.
    pub fn parse(text: &str) -> Result<SpentCoins, SpentLineFault> {
        let mut spent = SpentCoins::default();
        for (line, text) in (1..).zip(text.lines()).filter(|(_, text)| !text.trim().is_empty()) {
            spent.add(text).map_err(|reason| SpentLineFault { line, reason })?;
        }
        Ok(spent)
    }

    fn add(&mut self, line: &str) -> Result<(), String> {
        let words: Vec<&str> = line.split_whitespace().collect();
        let [outpoint, value, height, coinbase, time, script] = words.as_slice() else {
            return Err(format!("it has {} words where there must be 6", words.len()));
        };
        let (txid, vout) = outpoint.split_once(':').ok_or("the outpoint has no colon")?;
        let txid = txid.parse().map_err(|error: DecodeError| error.to_string())?;
        let outpoint = OutPoint { txid, vout: number(vout, "vout")? };
        let script = if *script == "-" { "" } else { script };
        let script = decode_hex(script).map_err(|error| error.to_string())?;
        let output = TxOut { value: number(value, "value")?, script_pubkey: ScriptBuf(script) };
        let height: Option<u32> = known(height, "height")?;
        let coinbase: Option<u8> = known(coinbase, "coinbase")?;
        if let (Some(height), Some(time)) = (height, known(time, "median time past")?) {
            self.times.insert(height, time);
        }
        self.ageless += usize::from(height.is_none());
        // What is not known counts as old enough: it must not be held against the block.
        let coin = Coin {
            output,
            height: height.unwrap_or(0),
            coinbase: coinbase == Some(1) && height.is_some(),
        };
        self.coins.insert(outpoint, coin);
        Ok(())
    }

    /// Coins whose height is not known, so that their age could not be checked.
    pub fn ageless(&self) -> usize {
        self.ageless
    }

    /// The number of coins.
    pub fn len(&self) -> usize {
        self.coins.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.coins.is_empty()
    }

    /// The coins that a block needs, as a view; what is not listed does not exist. Coins that the block
    /// makes itself may be listed too, since it spends them, but are not there before it.
    pub fn view(&self, connecting: &Connecting<'_>) -> CoinView {
        let own: HashSet<_> = connecting.block.txids().iter().collect();
        let mut view = CoinView::default();
        for outpoint in connecting.needs() {
            let earlier = self.coins.get(&outpoint).filter(|_| !own.contains(&outpoint.txid));
            view.load(outpoint, earlier.cloned());
        }
        view
    }

    /// What the rules need to know of the chain before the block, as far as it follows from its height.
    /// The median time past is not known; the block's own time must be later, so the second before that
    /// is the latest it can be, and no lock time is held against a block that might have passed it.
    pub fn context(
        &self,
        params: &ChainParams,
        height: u32,
        header: &BlockHeader,
        hash: &BlockHash,
    ) -> BlockContext {
        let latest = header.time.saturating_sub(1);
        let deployments = &params.deployments;
        let bip34 = deployments.bip34_hash.filter(|_| height > deployments.bip34_height);
        super::difficulty::block_context(params, height, hash, latest, bip34)
    }
}

impl MedianTimes for SpentCoins {
    fn median_time_past_before(&self, height: u32) -> Option<u32> {
        self.times.get(&height).copied().or(Some(0))
    }
}

fn known<T: std::str::FromStr>(word: &str, what: &str) -> Result<Option<T>, String> {
    if word == "-" { Ok(None) } else { number(word, what).map(Some) }
}

fn number<T: std::str::FromStr>(word: &str, what: &str) -> Result<T, String> {
    word.parse().map_err(|_| format!("the {what} {word:?} is no number that fits"))
}
