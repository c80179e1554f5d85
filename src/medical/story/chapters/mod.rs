//! The chapters of the story, each a function that goes on where the last one stopped.

mod audit;
mod double_signing;
mod drift;
mod emergency;
mod lost_key;
mod membership;
mod minting;
mod pools;
mod randomness;
mod reading;
mod records;
mod rewards;
mod sharing;

pub(super) use audit::audit;
pub(super) use double_signing::double_signing;
pub(super) use drift::drift;
pub(super) use emergency::emergency;
pub(super) use lost_key::lost_key;
pub(super) use membership::membership;
pub(super) use minting::{mint, minting};
pub(super) use pools::{pools, transfer, vote_output};
pub(super) use randomness::{commit_again, reveal_again};
pub(super) use reading::fetch;
pub(super) use records::records;
pub(super) use rewards::rewards;
pub(super) use sharing::{sharing, shown};
