//! Why a simulation cannot run. None of these is a broken rule of the chain, so none names one.

use thiserror::Error;

use crate::election::ElectionError;

/// Why a simulation cannot run.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum SimulationFault {
    /// A number of the setting that is too small or too large.
    #[error("{what}: {found} is out of range; choose a number from {from} to {to}")]
    OutOfRange {
        /// Which number.
        what: &'static str,
        /// As given.
        found: u64,
        /// The smallest that works.
        from: u64,
        /// The largest.
        to: u64,
    },
    /// Stake and rewards that a u64 does not hold.
    #[error(
        "{units} units and all the rewards come to 2^63 or more: choose a smaller supply, a smaller reward or fewer epochs"
    )]
    TooMuchStake {
        /// Units at the start.
        units: u64,
    },
    /// A lottery in which nobody can be drawn.
    #[error("none of the {pools} pools has any stake: give at least one of them a unit")]
    NoStake {
        /// How many pools there are.
        pools: usize,
    },
    /// The election refused a step of the simulation.
    #[error("the election refuses a step of the simulation: {0}")]
    Election(#[from] ElectionError),
}

/// Refuses a number that is not in `from..=to`.
pub(super) fn within(
    what: &'static str,
    found: u64,
    from: u64,
    to: u64,
) -> Result<(), SimulationFault> {
    match (from..=to).contains(&found) {
        true => Ok(()),
        false => Err(SimulationFault::OutOfRange { what, found, from, to }),
    }
}
