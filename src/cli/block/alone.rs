//! The checks of a block that need nothing else, each with its verdict.

use serde_json::json;

use crate::chain::ChainParams;
use crate::cli::{CliError, Exit, Output};
use crate::ledger::block::IndexedBlock;
use crate::ledger::block::check::{BLOCK_CHECKS, WITNESS_CHECKS};
use crate::trace::Mark;

/// What `verify` leaves to the chain.
const NOT_CHECKED: &[&str] = &[
    "whether the target is the one that the chain asks for here",
    "the time, against the blocks before and against the clock",
    "the height in the coinbase, and what the coinbase pays itself",
    "every coin that is spent: whether it exists, and whether the scripts let it go",
];

/// Runs them all and says what each found.
pub fn report(
    block: &IndexedBlock,
    params: &ChainParams,
    out: &mut Output,
) -> Result<Exit, CliError> {
    let proof = params.proof();
    let checks = BLOCK_CHECKS.iter().map(|check| (check.what, (check.run)(block, &proof)));
    let witnesses = WITNESS_CHECKS.iter().map(|check| (check.what, (check.run)(block)));
    let results: Vec<_> = checks.chain(witnesses).collect();
    let ok = results.iter().all(|(_, result)| result.is_ok());
    if out.is_json() {
        let checks = results.iter().map(|(check, result)| {
            let error = result.as_ref().err();
            json!({
                "check": check, "ok": error.is_none(),
                "reject": error.map(|error| error.reject()), "reason": error.map(ToString::to_string),
            })
        });
        let checks: Vec<_> = checks.collect();
        out.json_document(&json!({
            "hash": block.hash(), "ok": ok, "checks": checks, "not_checked": NOT_CHECKED,
        }))?;
    } else {
        out.line(format_args!("block {}", block.hash()))?;
        for (check, result) in &results {
            match result {
                Ok(()) => {
                    let mark = out.paint(Mark::Good, "ok     ");
                    out.line(format_args!("  {mark} {check}"))?;
                }
                Err(error) => {
                    let mark = out.paint(Mark::Bad, "BROKEN ");
                    out.line(format_args!("  {mark} {check} ({})", error.reject()))?;
                    out.line(format_args!("          {error}"))?;
                    out.line(format_args!("          {}", error.rule().says))?;
                }
            }
        }
        out.line(
            "Not checked, because it takes the chain before this block, or --spent and --height:",
        )?;
        for what in NOT_CHECKED {
            out.line(format_args!("  {what}"))?;
        }
    }
    Ok(if ok { Exit::Valid } else { Exit::Invalid })
}
