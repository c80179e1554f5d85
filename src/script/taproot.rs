//! Taproot's commitments: an output key that hides a tree of scripts (BIP 341).

use super::checker::SignatureVerifier;
use crate::encode::{Sink, put_bytes};
use crate::hash::{Sha256, Tag};

/// The first byte of an annex.
pub const ANNEX_TAG: u8 = 0x50;
/// The leaf version of tapscript (BIP 342).
pub const TAPROOT_LEAF_TAPSCRIPT: u8 = 0xc0;
/// The bits of a control block's first byte that are the leaf version.
pub const TAPROOT_LEAF_MASK: u8 = 0xfe;
/// The length of a control block for a tree of one leaf, in bytes.
pub const TAPROOT_CONTROL_BASE_SIZE: usize = 33;
/// The length of one step up the tree, in bytes.
pub const TAPROOT_CONTROL_NODE_SIZE: usize = 32;
/// The most steps up the tree.
pub const TAPROOT_CONTROL_MAX_NODE_COUNT: usize = 128;

/// The hash of a leaf: its version and its script.
pub fn tapleaf_hash(leaf_version: u8, script: &[u8]) -> [u8; 32] {
    let mut engine = Sha256::tagged(Tag::TapLeaf);
    engine.put(&[leaf_version]);
    put_bytes(&mut engine, script);
    engine.finish()
}

/// The hash of a node over two others, the smaller first, so that a proof need not say which side
/// it comes from.
pub fn tapbranch_hash(a: &[u8; 32], b: &[u8; 32]) -> [u8; 32] {
    let mut engine = Sha256::tagged(Tag::TapBranch);
    engine.put(a.min(b));
    engine.put(a.max(b));
    engine.finish()
}

/// The number by which the internal key is tweaked; without a tree there is no `merkle_root`.
pub fn taptweak_hash(internal_key: &[u8; 32], merkle_root: Option<&[u8; 32]>) -> [u8; 32] {
    let mut engine = Sha256::tagged(Tag::TapTweak);
    engine.put(internal_key);
    if let Some(root) = merkle_root {
        engine.put(root);
    }
    engine.finish()
}

/// A control block, read: what proves that a leaf is in the tree of an output key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ControlBlock<'a> {
    /// The version of the leaf.
    pub leaf_version: u8,
    /// Whether the output key has an odd y.
    pub output_key_odd: bool,
    /// The key that was tweaked.
    pub internal_key: &'a [u8; 32],
    /// The way up from the leaf, 32 bytes a step.
    pub path: &'a [u8],
}

impl<'a> ControlBlock<'a> {
    /// Reads a control block; none if its length is wrong.
    pub fn parse(bytes: &'a [u8]) -> Option<ControlBlock<'a>> {
        let (first, rest) = bytes.split_first()?;
        let (internal_key, path) = rest.split_first_chunk()?;
        let nodes = path.len() / TAPROOT_CONTROL_NODE_SIZE;
        let whole = path.len().is_multiple_of(TAPROOT_CONTROL_NODE_SIZE);
        (whole && nodes <= TAPROOT_CONTROL_MAX_NODE_COUNT).then_some(ControlBlock {
            leaf_version: first & TAPROOT_LEAF_MASK,
            output_key_odd: first & 1 == 1,
            internal_key,
            path,
        })
    }

    /// The root of the tree that this path and a leaf lead to (Core: `ComputeTaprootMerkleRoot`).
    pub fn merkle_root(&self, leaf_hash: [u8; 32]) -> [u8; 32] {
        let (nodes, _) = self.path.as_chunks::<TAPROOT_CONTROL_NODE_SIZE>();
        nodes.iter().fold(leaf_hash, |hash, node| tapbranch_hash(&hash, node))
    }

    /// Whether the leaf is committed to by the output key (Core: `VerifyTaprootCommitment`).
    pub fn commits<V: SignatureVerifier>(
        &self,
        verifier: &V,
        output_key: &[u8; 32],
        leaf_hash: [u8; 32],
    ) -> bool {
        let tweak = taptweak_hash(self.internal_key, Some(&self.merkle_root(leaf_hash)));
        verifier.tweak(output_key, self.output_key_odd, self.internal_key, &tweak)
    }
}

/// Whether an opcode makes a tapscript succeed at once, whatever else it holds (BIP 342). A later
/// soft fork can give each of them a meaning.
pub fn is_op_success(opcode: u8) -> bool {
    matches!(
        opcode,
        80 | 98 | 126..=129 | 131..=134 | 137..=138 | 141..=142 | 149..=153 | 187..=254
    )
}
