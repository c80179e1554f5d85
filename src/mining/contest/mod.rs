//! The race of miners: several with chosen hash rates look for the next block, and one finds it.
//!
//! By the law: each miner's wait is exponential with a mean of difficulty over hash rate, and the
//! shortest wins ([`Race`]). By work: each searches headers of its own with real hashes, in virtual time
//! ([`hashing`], [`HeaderRace`]), on a real chain too ([`ContestChain`]). Both must give the same
//! intervals and shares. What the news of a block costs that travels slowly is [`delay`]'s part.
//! Sources: Nakamoto 2008, sections 4 and 11; BCT 5.1 and 5.4; C. Decker and R. Wattenhofer,
//! *Information Propagation in the Bitcoin Network* (2013).

mod contest_chain;
mod contest_model;
mod contest_panes;
mod contestant;
pub mod delay;
pub mod hashing;
mod header_race;
mod intervals;
mod race;
mod stale_model;

pub use contest_chain::{ChainFound, ContestChain, ContestFailure};
pub use contest_model::{ContestAction, ContestModel, ContestState};
pub use contestant::{Contestant, LARGEST_RATE, total_rate};
pub use header_race::{HeaderFound, HeaderRace, bits_of, hashes_of};
pub use intervals::{BINS, Intervals};
pub use race::{Found, Pace, Race, Source};
pub use stale_model::{StaleAction, StaleModel, StaleState};
