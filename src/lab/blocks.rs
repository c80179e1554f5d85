//! How people name a block.

use super::{Lab, LabError};
use crate::chain::ChainStore;
use crate::chain::tree::Place;

/// The fewest digits of a hash that stand for a block.
const FEWEST_DIGITS: usize = 6;

/// A block as a person names it: a height on the active branch, the beginning of a hash, or `tip`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BlockName(pub String);

impl<S: ChainStore> Lab<S> {
    /// The block that is meant.
    pub fn find_block(&self, BlockName(name): &BlockName) -> Result<Place, LabError> {
        let none = || LabError::NoBlock { name: name.clone() };
        if name == "tip" {
            return Ok(self.chain.tip());
        }
        // A hash begins with a row of zeros, a height never does.
        let is_height = name.len() < 10 && (name == "0" || !name.starts_with('0'));
        if let (true, Ok(height)) = (is_height, name.parse()) {
            return self.chain.active_at(height).ok_or_else(none);
        }
        let digits = name.to_lowercase();
        if digits.len() < FEWEST_DIGITS {
            return Err(none());
        }
        let begins = self
            .chain
            .tree()
            .nodes()
            .filter(|(_, node)| node.hash.to_string().starts_with(&digits));
        let found: Vec<Place> = begins.map(|(place, _)| place).collect();
        match found.as_slice() {
            [] => Err(none()),
            [only] => Ok(*only),
            many => Err(LabError::ManyBlocks { name: name.clone(), count: many.len() }),
        }
    }
}
