//! Delegated proof of stake: who makes the next blocks, by the stake that stands behind them.
//!
//! Owners lock stake to *pools*, each of which names a delegate; once an epoch, seats are given to
//! pools by their stake ([`seats`]), seats are shuffled into a schedule of slots ([`schedule`]), and what
//! blocks earn is shared out ([`payout`]). Chance comes from secrets that delegates commit to and
//! reveal ([`randomness`]). All of it is integer arithmetic over public numbers, so that anyone can
//! derive it again ([`verify`]). The rules are this project's own, in the sense of the lecture's slide
//! "Medical Blockchain: Election"; where one is another chain's, its file says so.

pub mod attack;
pub mod election_model;
mod election_panes;
pub mod epoch;
mod error;
pub mod example;
mod finality;
pub mod measures;
pub mod payout;
pub mod pool;
pub mod randomness;
pub mod registry;
pub mod schedule;
pub mod seats;
pub mod simulation;
pub mod slots;
pub mod stake;
pub mod verify;

pub use epoch::{Election, SeatRule, Setting, elect};
pub use error::ElectionError;
pub use finality::is_final;
pub use pool::{Pool, PoolNumber, Standing};
pub use randomness::{Beacon, Round};
pub use registry::Registry;
pub use stake::Tally;
