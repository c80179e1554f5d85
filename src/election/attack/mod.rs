//! Attacks on an election, each played through with the functions that elect, count and pay.
//!
//! Every attack is a small setting that a seed decides: what holds before, what the attacker does, and
//! what holds after. Nothing is told that was not counted. Some attacks are stopped by a rule, some
//! only have a price, and some succeed; an [`Outcome`] says which. The settings are this project's
//! own, in the sense of the lecture's slide "Medical Blockchain: Election".

mod absent_delegate;
pub mod attack_model;
pub mod ballots;
mod buying_votes;
mod cartel;
mod commission_rise;
mod double_signing;
mod field;
mod low_turnout;
mod mint_by_splitting;
mod outcome;
mod whale;
mod withheld_reveal;

use serde::{Deserialize, Serialize};

pub use attack_model::AttackModel;
pub use outcome::{Outcome, TableLine};

use crate::rules::{Rule, election as rules, medical_chain, token};

/// A way to gain from an election what it was not meant to give.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Attack {
    /// Paying others for their votes.
    BuyingVotes,
    /// Delegates that act as one.
    Cartel,
    /// Waiting until few vote.
    LowTurnout,
    /// A delegate that is not there when its slot comes.
    AbsentDelegate,
    /// Two blocks for one slot.
    DoubleSigning,
    /// One owner with most of the stake.
    Whale,
    /// Choosing between two outcomes by staying silent.
    WithheldReveal,
    /// A low commission before the vote, and a high one after.
    CommissionRise,
    /// More tokens by cutting one treatment into many records.
    MintBySplitting,
}

impl Attack {
    /// All of them.
    pub const ALL: [Attack; 9] = [
        Attack::BuyingVotes,
        Attack::Cartel,
        Attack::LowTurnout,
        Attack::AbsentDelegate,
        Attack::DoubleSigning,
        Attack::Whale,
        Attack::WithheldReveal,
        Attack::CommissionRise,
        Attack::MintBySplitting,
    ];

    /// The attack as one word, the same as in JSON.
    pub fn name(self) -> &'static str {
        match self {
            Attack::BuyingVotes => "buying-votes",
            Attack::Cartel => "cartel",
            Attack::LowTurnout => "low-turnout",
            Attack::AbsentDelegate => "absent-delegate",
            Attack::DoubleSigning => "double-signing",
            Attack::Whale => "whale",
            Attack::WithheldReveal => "withheld-reveal",
            Attack::CommissionRise => "commission-rise",
            Attack::MintBySplitting => "mint-by-splitting",
        }
    }

    /// A heading.
    pub const fn title(self) -> &'static str {
        match self {
            Attack::BuyingVotes => "Buying votes",
            Attack::Cartel => "A cartel of delegates",
            Attack::LowTurnout => "Low turnout",
            Attack::AbsentDelegate => "An absent delegate",
            Attack::DoubleSigning => "A delegate signs twice",
            Attack::Whale => "A patient with most of the data",
            Attack::WithheldReveal => "A secret that is not revealed",
            Attack::CommissionRise => "A commission that rises after the vote",
            Attack::MintBySplitting => "Tokens by cutting a treatment into records",
        }
    }

    /// The attack of this name; none where there is none.
    pub fn by_name(name: &str) -> Option<Attack> {
        Attack::ALL.into_iter().find(|attack| attack.name() == name)
    }

    /// The rule that the attack runs up against, or makes use of.
    pub fn rule(self) -> &'static Rule {
        match self {
            Attack::BuyingVotes | Attack::Whale => &rules::RANKED_SEATS,
            Attack::Cartel => &medical_chain::FINALITY,
            Attack::LowTurnout => &rules::STAKE_FROM_OUTPUTS,
            Attack::AbsentDelegate => &rules::STANDING,
            Attack::DoubleSigning => &rules::DOUBLE_SIGNING,
            Attack::WithheldReveal => &rules::REVEAL,
            Attack::CommissionRise => &rules::COMMISSION_NOTICE,
            Attack::MintBySplitting => &token::MINT_ONCE,
        }
    }

    /// Plays the attack in the setting that `seed` decides: the same seed, the same outcome.
    pub fn run(self, seed: &str) -> Outcome {
        match self {
            Attack::BuyingVotes => buying_votes::outcome(seed),
            Attack::Cartel => cartel::outcome(seed),
            Attack::LowTurnout => low_turnout::outcome(seed),
            Attack::AbsentDelegate => absent_delegate::outcome(seed),
            Attack::DoubleSigning => double_signing::outcome(seed),
            Attack::Whale => whale::outcome(seed),
            Attack::WithheldReveal => withheld_reveal::outcome(seed),
            Attack::CommissionRise => commission_rise::outcome(seed),
            Attack::MintBySplitting => mint_by_splitting::outcome(seed),
        }
    }
}

impl std::fmt::Display for Attack {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.name())
    }
}

#[cfg(test)]
mod tests;
