//! A real block with the coins that it spends, and what its bytes are.

use std::collections::{BTreeMap, BTreeSet};

use blockstep::chain::ChainParams;
use blockstep::chain::spent::SpentCoins;
use blockstep::encode::{Decode, Encode};
use blockstep::primitives::bytes_document::{Document, Field, Form};
use blockstep::primitives::{Block, witness_commitment};

use super::regions::Region;
use super::vectors;

/// With what a signature in DER begins.
const DER_TAG: u8 = 0x30;

/// A block, its coins and its bytes by region.
pub struct Subject {
    pub params: ChainParams,
    pub height: u32,
    pub bytes: Vec<u8>,
    pub block: Block,
    /// The coins that were there before the block, a line each.
    pub coins: Vec<String>,
    pub spent: SpentCoins,
    pub fields: Vec<Field>,
    /// The 32 bytes of the witness commitment, from where to where; empty where there is none.
    commitment: std::ops::Range<usize>,
}

impl Subject {
    /// The block `chain/spent/NETWORK_HEIGHT.block`; none where the vectors are missing and may be.
    pub fn load(network: &str, height: u32) -> Option<Subject> {
        let params = ChainParams::named(network).unwrap();
        let bytes = vectors::read(&format!("chain/spent/{network}_{height}.block"))?;
        let list = vectors::read(&format!("chain/spent/{network}_{height}.spent"))?;
        let block = Block::from_bytes(&bytes).unwrap();
        let coins = from_outside(&block, std::str::from_utf8(&list).unwrap());
        Some(Subject::new(params, height, bytes, coins))
    }

    fn new(params: ChainParams, height: u32, bytes: Vec<u8>, coins: Vec<String>) -> Subject {
        let block = Block::from_bytes(&bytes).unwrap();
        let spent = SpentCoins::parse(&coins.join("\n")).unwrap();
        let Document { fields, outcome, .. } = Document::read(Form::Block, bytes.clone());
        outcome.unwrap();
        let position = witness_commitment::position(&block.transactions[0]);
        let path = position.map(|output| format!("tx[0].vout[{output}].scriptPubKey"));
        let script = path.and_then(|path| fields.iter().find(|field| field.path == path));
        let commitment = script.map_or(0..0, |field| field.start + 6..field.start + 38);
        Subject { params, height, bytes, block, coins, spent, fields, commitment }
    }

    /// The same with other bytes for the block.
    pub fn with_block(&self, block: &Block) -> Subject {
        Subject::new(self.params.clone(), self.height, block.to_bytes(), self.coins.clone())
    }

    /// How many bytes of the coinbase's script state the height: a push of 3 bytes, as from 32,768 to
    /// 8,388,607, where BIP 34 holds.
    fn height_bytes(&self) -> usize {
        let required = self.height >= self.params.deployments.bip34_height;
        if required { 4 } else { 0 }
    }

    /// How many bits each region has.
    pub fn bits(&self) -> BTreeMap<Region, usize> {
        let mut bits = BTreeMap::new();
        for offset in 0..self.bytes.len() {
            *bits.entry(self.region(offset)).or_default() += 8;
        }
        bits
    }

    /// The innermost field in which a byte lies.
    pub fn field(&self, offset: usize) -> &Field {
        let after = self.fields.partition_point(|field| field.end <= offset);
        &self.fields[after]
    }

    /// The region of a byte.
    pub fn region(&self, offset: usize) -> Region {
        if self.commitment.contains(&offset) {
            return Region::Commitment;
        }
        let field = self.field(offset);
        match Region::of(field) {
            Region::CoinbaseScriptSig if offset < field.start + self.height_bytes() => {
                Region::CoinbaseHeight
            }
            // A push, and the tag of a DER signature.
            Region::ScriptSig
                if offset == field.start + 2 && self.bytes[field.start + 1] == DER_TAG =>
            {
                Region::DerLength
            }
            region => region,
        }
    }

    /// The block's bytes with one bit changed.
    pub fn flipped(&self, offset: usize, bit: u8) -> Vec<u8> {
        let mut bytes = self.bytes.clone();
        bytes[offset] ^= 1 << bit;
        bytes
    }
}

/// The coins that were there before the block. The list also has those that the block itself makes; a
/// changed block no longer makes them, and must not find them either.
fn from_outside(block: &Block, list: &str) -> Vec<String> {
    let own: Vec<String> = block.transactions.iter().map(|tx| tx.txid().to_string()).collect();
    let own: BTreeSet<&str> = own.iter().map(String::as_str).collect();
    let outside = list.lines().filter(|line| !own.contains(line.split(':').next().unwrap()));
    outside.map(str::to_owned).collect()
}
