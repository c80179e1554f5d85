//! Real blocks in the box, so that everything can be looked at offline.

pub mod change;
pub mod early;
pub mod headers;

use crate::catalog::{BlockView, CatalogError};
use crate::encode::{Decode, decode_hex};
use crate::primitives::BlockHeader;

/// One of the blocks in [`early`].
pub fn early_block(hex: &str) -> Result<BlockView, CatalogError> {
    let bytes = decode_hex(hex);
    BlockView::new(bytes.map_err(|error| CatalogError::Unreadable { what: "block", error })?)
}

/// One of the headers in [`early`] and [`headers`].
pub fn header(hex: &str) -> Result<BlockHeader, CatalogError> {
    BlockHeader::from_hex(hex)
        .map_err(|error| CatalogError::Unreadable { what: "block header", error })
}

/// The full block 702,861 of the main network (30 September 2021, before Taproot), from the crate
/// `bitcoin-test-data`.
#[cfg(feature = "cli")]
pub fn block_702861() -> Result<&'static BlockView, CatalogError> {
    use std::sync::LazyLock;
    static VIEW: LazyLock<Result<BlockView, CatalogError>> =
        LazyLock::new(|| BlockView::new(bitcoin_test_data::blocks::mainnet_702861().to_vec()));
    VIEW.as_ref().map_err(Clone::clone)
}
