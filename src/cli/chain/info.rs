//! `chain info` and `chain tip`.

use serde_json::json;

use crate::chain::tree_view::tree_lines;
use crate::chain::{Chain, ChainStore};
use crate::cli::lab::LabArg;
use crate::cli::{CliError, Exit, Output};
use crate::encode::Encode;

/// Runs `chain info`.
pub fn info(arg: &LabArg, out: &mut Output) -> Result<Exit, CliError> {
    let lab = arg.open()?;
    let chain = lab.chain();
    let (coins, coin_bytes, satoshis) = coins(chain)?;
    let tip = chain.tree().node(chain.tip());
    let next = chain.block_context(chain.tip(), Default::default());
    if out.is_json() {
        out.json_document(&json!({
            "network": chain.params().name, "tip": tip.hash, "height": tip.height,
            "chainwork": tip.work.to_string(), "bits": tip.header.bits.to_string(),
            "blocks": chain.tree().len(), "branches": chain.tree().leaves().len(),
            "coins": coins, "coin_bytes": coin_bytes, "satoshis": satoshis,
            "subsidy_satoshis": next.subsidy_satoshis, "waiting": lab.mempool().len(),
            "median_time_past": next.median_time_past,
        }))?;
        return Ok(Exit::Valid);
    }
    out.line(format_args!("network   {}", chain.params().name))?;
    out.line(format_args!("tip       {}", tip.hash))?;
    out.line(format_args!("height    {}", tip.height))?;
    out.line(format_args!("work      {}", tip.work))?;
    out.line(format_args!(
        "blocks    {} in {} branches, the genesis block included",
        chain.tree().len(),
        chain.tree().leaves().len()
    ))?;
    let each = coin_bytes.checked_div(coins).unwrap_or(0);
    out.line(format_args!("coins     {coins}, {each} bytes each in the database"))?;
    out.line(format_args!("waiting   {} transactions", lab.mempool().len()))?;
    out.line("")?;
    for line in tree_lines(chain.tree(), chain.tip()) {
        let branch = line.branch;
        let indent = "  ".repeat(branch.depth);
        out.line(format_args!("{indent}{}", branch.line.hex.unwrap_or(branch.line.text)))?;
    }
    Ok(Exit::Valid)
}

/// The number of coins, their bytes with their keys, and what they are worth.
fn coins<S: ChainStore>(chain: &Chain<S>) -> Result<(usize, usize, i64), CliError> {
    let (mut count, mut bytes, mut satoshis) = (0, 0, 0_i64);
    chain
        .store()
        .each_coin(&mut |_, coin| {
            count += 1;
            bytes += 36 + coin.encoded_len();
            satoshis = satoshis.saturating_add(coin.output.value);
        })
        .map_err(CliError::usage)?;
    Ok((count, bytes, satoshis))
}

/// Runs `chain tip`.
pub fn tip(arg: &LabArg, out: &mut Output) -> Result<Exit, CliError> {
    let lab = arg.open()?;
    let (tip, height) = (lab.chain().tip_hash(), lab.chain().height());
    match out.is_json() {
        true => out.json_document(&json!({ "tip": tip, "height": height }))?,
        false => out.line(format_args!("{height} {tip}"))?,
    }
    Ok(Exit::Valid)
}
