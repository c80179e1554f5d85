//! Many epochs of delegated proof of stake, and many lotteries: what becomes of stake in the long run.
//!
//! [`simulate`] runs whole epochs with the election's own functions: a snapshot gives seats, seats give
//! a schedule, slots are met or missed, blocks are paid, and owners follow the delegates that have
//! proved reliable. [`monte_carlo()`] draws one lottery many times over all cores, and [`committees`]
//! enumerates the same lottery for few pools. The idea that long-term trusted delegates attract others'
//! tokens is that of the lecture's slide "Medical Blockchain: Election"; the numbers in it (a tenth of the
//! owners, five points) are this project's own.

mod committee;
mod epoch_report;
mod fault;
mod follow;
mod monte_carlo;
mod pay;
mod setting;
mod simulated;
pub mod simulation_model;
mod simulation_panes;
mod zipf;

pub use committee::{Committee, MOST_POOLS_ENUMERATED, committees, seat_shares};
pub use epoch_report::{EpochReport, PoolEpoch};
pub use fault::SimulationFault;
pub use follow::{Flow, Moves, Record};
pub use monte_carlo::{MonteCarlo, PoolDraws, monte_carlo};
pub use setting::SimulationSetting;
pub use simulated::{Simulation, simulate};
pub use simulation_model::SimulationModel;
pub use zipf::zipf;

#[cfg(test)]
mod tests;
