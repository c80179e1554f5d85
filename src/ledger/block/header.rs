//! Checking a header: by itself, and against the chain before it.

use super::{BlockError, HeaderContext};
use crate::primitives::BlockHeader;
use crate::primitives::pow::{Target, check_proof_of_work};

/// Seconds that a block may lie ahead of the clock (Core: `MAX_FUTURE_BLOCK_TIME`).
pub const MAX_FUTURE_BLOCK_TIME_SECONDS: u32 = 2 * 60 * 60;
/// Seconds that a window's first block may be older than the block before it, on testnet 4 (BIP 94;
/// Core: `MAX_TIMEWARP`).
pub const MAX_TIMEWARP_SECONDS: u32 = 600;

/// Checks that a header's hash meets its own target, and that this is not too easy (Core:
/// `CheckBlockHeader`).
pub fn check_block_header(header: &BlockHeader, limit: Target) -> Result<(), BlockError> {
    Ok(check_proof_of_work(header.block_hash(), header.bits, limit)?)
}

/// One check of a header against the chain before it.
#[derive(Debug)]
pub struct HeaderCheck {
    /// What is checked, a phrase.
    pub what: &'static str,
    /// The check.
    pub run: fn(&BlockHeader, &HeaderContext) -> Result<(), BlockError>,
}

/// All of them, in Core's order.
pub const HEADER_CHECKS: &[HeaderCheck] = &[
    HeaderCheck { what: "the target that the chain asks for", run: bits },
    HeaderCheck { what: "later than the median of eleven", run: median_time },
    HeaderCheck { what: "no jump back between windows", run: window },
    HeaderCheck { what: "not from the future", run: future },
    HeaderCheck { what: "a version in use", run: version },
];

/// Checks a header against the chain before it (Core: `ContextualCheckBlockHeader`).
pub fn contextual_check_block_header(
    header: &BlockHeader,
    context: &HeaderContext,
) -> Result<(), BlockError> {
    HEADER_CHECKS.iter().try_for_each(|check| (check.run)(header, context))
}

fn bits(header: &BlockHeader, context: &HeaderContext) -> Result<(), BlockError> {
    let (found, expected) = (header.bits, context.expected_bits);
    if found == expected { Ok(()) } else { Err(BlockError::Bits { found, expected }) }
}

fn median_time(header: &BlockHeader, context: &HeaderContext) -> Result<(), BlockError> {
    let (time, median_time_past) = (header.time, context.median_time_past);
    match time > median_time_past {
        true => Ok(()),
        false => Err(BlockError::TimeTooOld { time, median_time_past }),
    }
}

fn window(header: &BlockHeader, context: &HeaderContext) -> Result<(), BlockError> {
    let time = header.time;
    if let Some(start) = context.window_follows {
        let (prev_time, allowed_seconds) = (start.prev_time, start.allowed_seconds);
        if time < prev_time.saturating_sub(allowed_seconds) {
            return Err(BlockError::TimeWarp { time, prev_time, allowed_seconds });
        }
    }
    match context.window_began {
        Some(first_time) if time < first_time => {
            Err(BlockError::WindowRunsBackwards { time, first_time })
        }
        _ => Ok(()),
    }
}

fn future(header: &BlockHeader, context: &HeaderContext) -> Result<(), BlockError> {
    let (time, now, allowed_seconds) = (header.time, context.now, MAX_FUTURE_BLOCK_TIME_SECONDS);
    match time > now.saturating_add(allowed_seconds) {
        true => Err(BlockError::TimeTooNew { time, now, allowed_seconds }),
        false => Ok(()),
    }
}

fn version(header: &BlockHeader, context: &HeaderContext) -> Result<(), BlockError> {
    let (version, required) = (header.version, context.min_version);
    if version < required { Err(BlockError::Version { version, required }) } else { Ok(()) }
}
