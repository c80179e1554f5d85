//! Why a token transaction is refused.

use thiserror::Error;

use super::Asset;
use crate::hash::Txid;
use crate::medical::identity::Identity;
use crate::rules::{Rule, token as rules};
use crate::script::ScriptError;

/// Why a token transaction is refused.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum TokenError {
    /// It neither spends nor makes what its kind needs.
    #[error("this kind of transaction {needs}")]
    WrongForm {
        /// What it needs: `spends nothing`.
        needs: &'static str,
    },
    /// A number of units that cannot be.
    #[error("output {output} has {amount} units: 1 to {most} are possible")]
    AmountOutOfRange {
        /// Which output, from 0.
        output: usize,
        /// Units.
        amount: u64,
        /// The most.
        most: u64,
    },
    /// One output, spent twice in one transaction.
    #[error("output {vout} of {txid} is spent twice in one transaction")]
    SpentTwice {
        /// The transaction that made it.
        txid: Txid,
        /// Which output.
        vout: u32,
    },
    /// Spent before.
    #[error("output {vout} of {txid} has been spent already")]
    AlreadySpent {
        /// The transaction that made it.
        txid: Txid,
        /// Which output.
        vout: u32,
    },
    /// Never made.
    #[error("there is no output {vout} of {txid} on this chain")]
    NoSuchOutput {
        /// The transaction that is said to have made it.
        txid: Txid,
        /// Which output.
        vout: u32,
    },
    /// Minted or rewarded a moment ago.
    #[error(
        "input {input} spends tokens made at height {made}, which can be spent, and vote, from height {from} on"
    )]
    Immature {
        /// Which input, from 0.
        input: usize,
        /// The height at which they were made.
        made: u32,
        /// The height from which they can be spent.
        from: u32,
    },
    /// A lock time that has not come.
    #[error(
        "the transaction is locked until after height {lock_time}, and this is height {height}"
    )]
    NotFinal {
        /// Its lock time.
        lock_time: u32,
        /// The block's height.
        height: u32,
    },
    /// A relative lock that has not come.
    #[error("input {input} says that it waits until height {from}, and this is height {height}")]
    TooYoung {
        /// Which input, from 0.
        input: usize,
        /// The height from which it can be spent.
        from: i64,
        /// The block's height.
        height: u32,
    },
    /// The script says no.
    #[error("the script of input {input} does not unlock: {error}")]
    Script {
        /// Which input, from 0.
        input: usize,
        /// What the machine says.
        error: ScriptError,
    },
    /// More out than in.
    #[error("{made} units of {} come out and {spent} go in: nothing comes from nothing", asset.name())]
    MoreOutThanIn {
        /// Of what.
        asset: Asset,
        /// Units spent.
        spent: u64,
        /// Units made.
        made: u64,
    },
    /// Something gets lost.
    #[error("{spent} units of {} go in, {made} come out and {redeemed} are redeemed: the rest would be lost", asset.name())]
    Lost {
        /// Of what.
        asset: Asset,
        /// Units spent.
        spent: u64,
        /// Units made.
        made: u64,
        /// Units redeemed.
        redeemed: u64,
    },
    /// A vote that leaves too early.
    #[error(
        "the vote of input {input} can be left from height {from} on; until then it can only be moved to a pool by the same owner, all {amount} units of it"
    )]
    VoteIsBound {
        /// Which input, from 0.
        input: usize,
        /// The height from which it can be left.
        from: u32,
        /// Units.
        amount: u64,
    },
    /// A vote with another delay than the chain's.
    #[error("a vote is locked for {found} blocks, and this chain asks for {wanted}")]
    WrongDelay {
        /// Blocks in the script.
        found: u16,
        /// Blocks that are settled.
        wanted: u16,
    },
    /// Only stake votes.
    #[error("a vote is made of data tokens, not of {}", asset.name())]
    VoteOfOtherAsset {
        /// What it is made of.
        asset: Asset,
    },
    /// A bond that is still at stake.
    #[error("the bond of input {input} is at stake until its pool is closed")]
    BondIsBound {
        /// Which input, from 0.
        input: usize,
    },
    /// A bond that nobody may burn.
    #[error("nothing on the chain proves that the delegate of this bond has signed twice")]
    BondNotForfeit,
    /// No episode.
    #[error(
        "no released and stored record of episode {episode} stands on the chain: a token is minted once the patient has stored what an institution released"
    )]
    NoEpisode {
        /// The episode, in hexadecimal.
        episode: String,
    },
    /// Minted before.
    #[error(
        "episode {episode} has its tokens already: however many records it is cut into, it mints once"
    )]
    MintedTwice {
        /// The episode, in hexadecimal.
        episode: String,
    },
    /// Minted to somebody else, or too much.
    #[error("an episode mints {units} data tokens, all to its patient's key and in one output")]
    WrongMint {
        /// Units.
        units: u64,
    },
    /// Not what was earned.
    #[error("the rewards of epoch {epoch} are not what its blocks have earned")]
    WrongReward {
        /// The epoch.
        epoch: u32,
    },
    /// Paid before.
    #[error("the rewards of epoch {epoch} are paid already")]
    RewardedTwice {
        /// The epoch.
        epoch: u32,
    },
    /// Nothing to be had for it.
    #[error("{} cannot be redeemed", asset.name())]
    NotRedeemable {
        /// What.
        asset: Asset,
    },
    /// A key that is no oracle's.
    #[error("{oracle} is no oracle of this chain: take a rate of one that is")]
    NoOracle {
        /// Whose rate it is.
        oracle: Identity,
    },
    /// A rate without its signature.
    #[error("the oracle {oracle} has not signed this rate for this chain")]
    RateNotSigned {
        /// Whose rate it is said to be.
        oracle: Identity,
    },
    /// A rate for tomorrow.
    #[error("the rate is dated slot {rate}, and this is slot {now}")]
    RateOfTheFuture {
        /// The rate's slot.
        rate: u64,
        /// The block's.
        now: u64,
    },
    /// An old rate.
    #[error(
        "the rate {rate} is {age_slots} slots old, and after {limit_slots} it is stale: ask the oracle for a new one"
    )]
    RateIsStale {
        /// Its transaction.
        rate: Txid,
        /// Its age.
        age_slots: u64,
        /// How old it may be.
        limit_slots: u64,
    },
    /// No such rate.
    #[error("{rate} is no rate of {} on this chain", asset.name())]
    NoSuchRate {
        /// The transaction that was named.
        rate: Txid,
        /// What is redeemed.
        asset: Asset,
    },
    /// A right to ask is not a right to read.
    #[error(
        "data access is a right to ask: it is redeemed by naming a sharing that the patient has signed with the one who redeems it"
    )]
    NoConsent,
}

impl TokenError {
    /// The rule that was broken.
    pub fn rule(&self) -> &'static Rule {
        use TokenError as E;
        match self {
            E::WrongForm { .. } | E::AmountOutOfRange { .. } => &rules::TOKEN_FORM,
            E::SpentTwice { .. } | E::AlreadySpent { .. } | E::NoSuchOutput { .. } => {
                &rules::TOKEN_SPENT_ONCE
            }
            E::Immature { .. } => &rules::TOKEN_MATURITY,
            E::NotFinal { .. } | E::TooYoung { .. } | E::Script { .. } => &rules::TOKEN_UNLOCK,
            E::MoreOutThanIn { .. } | E::Lost { .. } => &rules::TOKEN_CONSERVED,
            E::VoteIsBound { .. } | E::WrongDelay { .. } | E::VoteOfOtherAsset { .. } => {
                &rules::VOTE_BOUND
            }
            E::BondIsBound { .. } | E::BondNotForfeit => &rules::BOND_AT_STAKE,
            E::NoEpisode { .. } | E::MintedTwice { .. } | E::WrongMint { .. } => &rules::MINT_ONCE,
            E::WrongReward { .. } | E::RewardedTwice { .. } => &rules::REWARD_DUE,
            E::NotRedeemable { .. } | E::NoConsent => &rules::REDEEM,
            E::NoOracle { .. }
            | E::RateNotSigned { .. }
            | E::RateOfTheFuture { .. }
            | E::RateIsStale { .. }
            | E::NoSuchRate { .. } => &rules::FRESH_RATE,
        }
    }
}
