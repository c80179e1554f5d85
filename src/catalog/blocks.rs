//! Walks through blocks: their bytes, and the climb to the Merkle root.

use super::data::{early, early_block};
use super::source::{bytes_walk, merkle_climb};
use super::{CatalogError, Scenario, Subject};
use crate::hash::MerkleNode;
use crate::primitives::bytes_model::Form;
use crate::primitives::merkle;
use crate::primitives::merkle_model::MerkleModel;
use crate::trace::{Stepper, Trace};

/// In the order in which they are offered.
pub const SCENARIOS: &[Scenario] = &[
    Scenario {
        id: "genesis-block-bytes",
        subject: Subject::Blocks,
        title: "The genesis block's bytes",
        about: "Block 0, byte by byte: a header of 80 bytes, and the one transaction that it \
                commits to.",
        next: Some("block-170-climb"),
        open: genesis_block_bytes,
    },
    Scenario {
        id: "block-170-climb",
        subject: Subject::Blocks,
        title: "The smallest climb",
        about: "Block 170 has two transactions, so one hash leads from the first payment to the \
                header.",
        next: Some("odd-level"),
        open: block_170_climb,
    },
    Scenario {
        id: "odd-level",
        subject: Subject::Blocks,
        title: "An odd number of transactions",
        about: "Three transactions do not pair up: the last one is hashed with itself.",
        next: Some("repeated-tail"),
        open: odd_level,
    },
    Scenario {
        id: "repeated-tail",
        subject: Subject::Blocks,
        title: "A forged list with the right root",
        about: "The same three with the last one listed twice: the root is the same, and still it \
                is another list (CVE-2012-2459).",
        next: Some("block-702861-bytes"),
        open: repeated_tail,
    },
    #[cfg(feature = "cli")]
    Scenario {
        id: "block-702861-bytes",
        subject: Subject::Blocks,
        title: "A full block's bytes",
        about: "Block 702,861 (30 September 2021): 1.4 megabytes. Read field by field, or skip whole \
                transactions.",
        next: Some("block-702861-climb"),
        open: block_702861_bytes,
    },
    #[cfg(feature = "cli")]
    Scenario {
        id: "block-702861-climb",
        subject: Subject::Blocks,
        title: "One transaction among thousands",
        about: "A dozen hashes prove that one transaction is in block 702,861; the other thousands \
                are never looked at.",
        next: Some("spv-proof"),
        open: block_702861_climb,
    },
];

fn genesis_block_bytes() -> Result<Box<dyn Stepper>, CatalogError> {
    bytes_walk("The genesis block", Form::Block, early::BLOCK_0)
}

fn block_170_climb() -> Result<Box<dyn Stepper>, CatalogError> {
    merkle_climb("The first payment in block 170", &early_block(early::BLOCK_170)?, 1)
}

fn odd_level() -> Result<Box<dyn Stepper>, CatalogError> {
    let leaves = three_leaves()?;
    let root = merkle::root(leaves.clone()).hash;
    climb("The last of three transactions", leaves, 2, root)
}

fn repeated_tail() -> Result<Box<dyn Stepper>, CatalogError> {
    let mut leaves = three_leaves()?;
    let root = merkle::root(leaves.clone()).hash;
    leaves.extend(leaves.last().copied());
    climb("The last of three transactions, listed twice", leaves, 3, root)
}

#[cfg(feature = "cli")]
fn block_702861_bytes() -> Result<Box<dyn Stepper>, CatalogError> {
    let bytes = super::data::block_702861()?.bytes().to_vec();
    Ok(Box::new(Trace::new(crate::primitives::bytes_model::BytesModel::new(
        "Block 702,861",
        Form::Block,
        bytes,
    ))))
}

#[cfg(feature = "cli")]
fn block_702861_climb() -> Result<Box<dyn Stepper>, CatalogError> {
    merkle_climb("Transaction 1,000 of block 702,861", super::data::block_702861()?, 1000)
}

/// Three txids: the coinbases of blocks 9 and 170, and the first payment.
fn three_leaves() -> Result<Vec<MerkleNode>, CatalogError> {
    let mut leaves = early_block(early::BLOCK_9)?.leaves();
    leaves.extend(early_block(early::BLOCK_170)?.leaves());
    Ok(leaves)
}

fn climb(
    title: &str,
    leaves: Vec<MerkleNode>,
    index: usize,
    root: MerkleNode,
) -> Result<Box<dyn Stepper>, CatalogError> {
    let count = leaves.len();
    let model = MerkleModel::new(title, leaves, index, root);
    let model = model.ok_or(CatalogError::NoSuchTransaction { index, count })?;
    Ok(Box::new(Trace::new(model)))
}
