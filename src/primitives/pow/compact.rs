//! The four bytes in a header that stand for a 256-bit target.

/// A target in the header's short form, called `nBits` in Core: the highest byte is a size in
/// bytes, the lower three are the leading digits (Core: `arith_uint256::SetCompact`).
#[derive(Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct CompactTarget(pub u32);

impl std::fmt::Display for CompactTarget {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{:08x}", self.0)
    }
}

impl std::fmt::Debug for CompactTarget {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "CompactTarget({self})")
    }
}
