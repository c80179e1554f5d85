//! `blockstep token`: who has which tokens, and whether they add up.

use clap::Subcommand;
use serde_json::json;

use super::columns::aligned;
use super::med::source::{Source, SourceArgs};
use super::{CliError, Exit, Output};
use crate::medical::identity::Identity;
use crate::medical::token::{Asset, TokenLedger};
use crate::medical::world::two_measures::two_measures;

/// The arguments of `token`.
#[derive(Debug, clap::Args)]
pub struct TokenArgs {
    #[command(subcommand)]
    command: TokenCommand,
}

#[derive(Debug, Subcommand)]
enum TokenCommand {
    /// What everybody has: free tokens, votes, and rewards; and beside it the data owned.
    Balances(SourceArgs),
    /// Each pool by the tokens locked to it, and by the records of those who locked them.
    Measures(SourceArgs),
    /// What has become of all units of each asset, added up over the whole chain.
    Supply(SourceArgs),
    /// The rates that oracles have stated, and which of them are stale.
    Rates(SourceArgs),
}

/// Runs `token`.
pub fn run(args: &TokenArgs, out: &mut Output) -> Result<Exit, CliError> {
    match &args.command {
        TokenCommand::Balances(source) => balances(&source.open()?, out),
        TokenCommand::Measures(source) => measures(&source.open()?, out),
        TokenCommand::Supply(source) => supply(&source.open()?, out),
        TokenCommand::Rates(source) => rates(&source.open()?, out),
    }
}

fn owners(source: &Source) -> Result<Vec<Identity>, CliError> {
    let world = source.world()?;
    let mut all: Vec<Identity> = world.data().roles().map(|(who, _)| who).collect();
    all.sort_by_key(|who| source.name(who));
    Ok(all)
}

fn amounts(tokens: &TokenLedger, who: &Identity) -> [u64; 6] {
    [
        tokens.balance(who, Asset::Data),
        tokens.locked(who),
        tokens.balance(who, Asset::TreatmentVoucher),
        tokens.balance(who, Asset::PremiumReduction),
        tokens.balance(who, Asset::StudyFunds),
        tokens.balance(who, Asset::DataAccess),
    ]
}

fn balances(source: &Source, out: &mut Output) -> Result<Exit, CliError> {
    let world = source.world()?;
    let owners = owners(source)?;
    if out.is_json() {
        let all: Vec<_> = owners
            .iter()
            .map(|who| {
                let [free, votes, voucher, premium, funds, access] = amounts(world.tokens(), who);
                json!({
                    "owner": who, "name": source.name(who), "records": world.data().records_of(who),
                    "free": free, "votes": votes, "treatment_voucher": voucher,
                    "premium_reduction": premium, "study_funds": funds, "data_access": access,
                })
            })
            .collect();
        out.json_document(&all)?;
        return Ok(Exit::Valid);
    }
    let rows: Vec<Vec<String>> = owners
        .iter()
        .map(|who| {
            let records = world.data().records_of(who).to_string();
            let amounts = amounts(world.tokens(), who).map(|amount| amount.to_string());
            [source.name(who), records].into_iter().chain(amounts).collect()
        })
        .collect();
    let headers = ["owner", "records", "free", "votes", "voucher", "premium", "funds", "access"];
    aligned(&headers.map(str::to_owned), &rows).into_iter().try_for_each(|line| out.line(line))?;
    out.paragraph("", "Records are data owned, and cannot be sold. Tokens were minted for them, and can: where the two part, so do owning data and having a say.")?;
    Ok(Exit::Valid)
}

fn measures(source: &Source, out: &mut Output) -> Result<Exit, CliError> {
    let all = two_measures(source.world()?);
    if out.is_json() {
        out.json_document(&all)?;
        return Ok(Exit::Valid);
    }
    let rank = |rank: Option<usize>| rank.map_or("none".to_owned(), |rank| rank.to_string());
    let rows: Vec<[String; 5]> = all
        .iter()
        .map(|one| {
            [
                one.name.clone(),
                one.tokens.to_string(),
                rank(one.rank_by_tokens),
                format!("{}.{}", one.milli_records / 1_000, one.milli_records % 1_000 / 100),
                rank(one.rank_by_records),
            ]
        })
        .collect();
    let headers = ["pool", "tokens", "rank", "records", "rank by records"];
    aligned(&headers.map(str::to_owned), &rows).into_iter().try_for_each(|line| out.line(line))?;
    out.paragraph("", "The election counts tokens. Where tokens were sold, those who decide are not those who own the data.")?;
    Ok(Exit::Valid)
}

fn supply(source: &Source, out: &mut Output) -> Result<Exit, CliError> {
    let tokens = source.world()?.tokens();
    let conserved = tokens.is_conserved();
    if out.is_json() {
        let assets: Vec<_> = Asset::ALL
            .iter()
            .map(|asset| {
                json!({ "asset": asset, "supply": tokens.supply(*asset), "unspent": tokens.unspent(*asset) })
            })
            .collect();
        out.json_document(&json!({ "conserved": conserved, "assets": assets }))?;
    } else {
        let rows: Vec<Vec<String>> = Asset::ALL
            .iter()
            .map(|asset| {
                let supply = tokens.supply(*asset);
                let figures = [
                    supply.minted,
                    supply.rewarded,
                    supply.redeemed,
                    supply.burnt,
                    supply.fees,
                    tokens.unspent(*asset),
                ];
                let figures = figures.map(|figure| figure.to_string());
                [asset.name().to_owned()].into_iter().chain(figures).collect()
            })
            .collect();
        let headers = ["asset", "minted", "rewarded", "redeemed", "burnt", "as fees", "in outputs"];
        aligned(&headers.map(str::to_owned), &rows)
            .into_iter()
            .try_for_each(|line| out.line(line))?;
        out.line(match conserved {
            true => "What came is what is there and what is gone, of each.",
            false => "It does not add up: something was lost or came from nowhere.",
        })?;
    }
    Ok(if conserved { Exit::Valid } else { Exit::Invalid })
}

fn rates(source: &Source, out: &mut Output) -> Result<Exit, CliError> {
    let world = source.world()?;
    let (slot, limit) = (world.last_slot(), world.tokens().setting().rate_max_age_slots);
    let stale = |dated: u64| slot.saturating_sub(dated) > limit;
    if out.is_json() {
        let all: Vec<_> = world
            .tokens()
            .rates()
            .map(|(txid, rate)| {
                json!({
                    "txid": txid, "asset": rate.asset, "price_per_mille": rate.price_per_mille,
                    "slot": rate.slot, "stale": stale(rate.slot),
                })
            })
            .collect();
        out.json_document(&json!({ "slot": slot, "limit_slots": limit, "rates": all }))?;
        return Ok(Exit::Valid);
    }
    let rows: Vec<[String; 5]> = world
        .tokens()
        .rates()
        .map(|(txid, rate)| {
            [
                rate.slot.to_string(),
                rate.asset.name().to_owned(),
                rate.price_per_mille.to_string(),
                if stale(rate.slot) { "stale".into() } else { "fresh".into() },
                txid.short(),
            ]
        })
        .collect();
    let headers = ["dated slot", "asset", "price of 1,000", "now", "transaction"];
    aligned(&headers.map(str::to_owned), &rows).into_iter().try_for_each(|line| out.line(line))?;
    out.line(format_args!("This is slot {slot}; after {limit} slots a rate is stale."))?;
    Ok(Exit::Valid)
}
