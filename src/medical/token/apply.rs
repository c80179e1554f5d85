//! A token transaction is judged, and the ledger follows it. Nothing changes where one is refused.

use super::lock::{read_bond, to_owner};
use super::rate::Rate;
use super::spend::{check_coins, check_outputs, check_scripts, check_sums};
use super::{Asset, Facts, Kind, TokenError, TokenLedger, TokenOutput, TokenTx};
use crate::hash::Txid;
use crate::ledger::Coin;
use crate::medical::moment::Moment;
use crate::primitives::OutPoint;

/// The most units of one output.
pub const UNITS_MAX: u64 = 1 << 50;

/// What a transaction did.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Applied {
    /// Data tokens that go to the producer.
    pub fee: u64,
    /// What was redeemed is worth so much outside.
    pub worth: Option<u64>,
}

impl TokenLedger {
    /// Judges `tx`, for a block at `at`, and follows it.
    pub fn apply(
        &mut self,
        tx: &TokenTx,
        at: &Moment,
        facts: &dyn Facts,
    ) -> Result<Applied, TokenError> {
        self.check(tx, at, facts, true)
    }

    /// The same without the scripts, for whoever has checked those on other cores.
    pub fn apply_checked(
        &mut self,
        tx: &TokenTx,
        at: &Moment,
        facts: &dyn Facts,
    ) -> Result<Applied, TokenError> {
        self.check(tx, at, facts, false)
    }

    /// The scripts of a transaction alone; whether they could be checked. What an earlier transaction of
    /// the same block makes is not in this ledger yet, and those that spend it wait.
    pub fn check_scripts(&self, tx: &TokenTx) -> Result<bool, TokenError> {
        if tx.kind == Kind::Burn {
            return Ok(true);
        }
        let coins = tx.inputs.iter().map(|input| self.coins.get(&input.previous_output));
        match coins.map(|coin| coin.map(|coin| &coin.output)).collect::<Option<Vec<_>>>() {
            Some(spent) => check_scripts(&self.setting.chain, tx, &spent).map(|()| true),
            None => Ok(false),
        }
    }

    fn check(
        &mut self,
        tx: &TokenTx,
        at: &Moment,
        facts: &dyn Facts,
        scripts: bool,
    ) -> Result<Applied, TokenError> {
        check_form(tx)?;
        check_outputs(self, tx)?;
        let rate = Rate::checked(&self.setting, &tx.kind, at)?;
        let mut applied = Applied::default();
        match &tx.kind {
            Kind::Issue { episode } => self.check_issue(tx, episode, facts)?,
            Kind::Reward { epoch } => self.check_reward(tx, *epoch, facts)?,
            Kind::Rate { .. } => {}
            Kind::Transfer | Kind::Redeem { .. } | Kind::Burn => {
                let coins = check_coins(self, tx, at, facts)?;
                applied.fee = check_sums(tx, &coins)?;
                if let Kind::Redeem { .. } = tx.kind {
                    applied.worth = Some(self.check_redeem(tx, &coins, at, facts)?);
                }
                if tx.kind == Kind::Burn {
                    check_burn(tx, &coins, facts)?;
                } else if scripts {
                    let spent: Vec<&TokenOutput> = coins.iter().map(|coin| &coin.output).collect();
                    check_scripts(&self.setting.chain, tx, &spent)?;
                }
            }
        }
        self.follow(tx, at, rate, &applied);
        Ok(applied)
    }

    /// One mint for each episode that an institution released and the patient stored.
    fn check_issue(
        &self,
        tx: &TokenTx,
        episode: &[u8; 32],
        facts: &dyn Facts,
    ) -> Result<(), TokenError> {
        let known = facts.episode(episode).filter(|episode| episode.released && episode.stored);
        let Some(known) = known else {
            return Err(TokenError::NoEpisode { episode: hex::encode(episode) });
        };
        if self.minted.contains(episode) {
            return Err(TokenError::MintedTwice { episode: hex::encode(episode) });
        }
        let units = self.setting.mint_units;
        let wanted = TokenOutput {
            asset: Asset::Data,
            amount: units,
            script_pubkey: to_owner(&known.patient),
        };
        if tx.outputs == [wanted] { Ok(()) } else { Err(TokenError::WrongMint { units }) }
    }

    /// What an epoch's blocks have earned, to the unit.
    fn check_reward(&self, tx: &TokenTx, epoch: u32, facts: &dyn Facts) -> Result<(), TokenError> {
        if self.rewarded.contains(&epoch) {
            return Err(TokenError::RewardedTwice { epoch });
        }
        let due = facts.rewards_due(epoch, self.supply(Asset::Data).fees);
        if due.as_ref() == Some(&tx.outputs) {
            Ok(())
        } else {
            Err(TokenError::WrongReward { epoch })
        }
    }

    /// A reward is spent for good, at a rate that is fresh; a right to ask only by consent.
    fn check_redeem(
        &self,
        tx: &TokenTx,
        coins: &[&Coin<TokenOutput>],
        at: &Moment,
        facts: &dyn Facts,
    ) -> Result<u64, TokenError> {
        let Kind::Redeem { asset, amount, rate, sharing, .. } = &tx.kind else { return Ok(0) };
        let (asset, amount) = (*asset, *amount);
        if !asset.is_redeemable() {
            return Err(TokenError::NotRedeemable { asset });
        }
        let known = self.rates.get(rate).filter(|rate| rate.asset == asset);
        let Some(known) = known else {
            return Err(TokenError::NoSuchRate { rate: *rate, asset });
        };
        known.check_age(&self.setting, rate, at)?;
        if asset.needs_consent() {
            let shared = sharing.and_then(|sharing| facts.sharing(&sharing));
            let owner = shared.map(|(_, receiver)| to_owner(&receiver));
            let theirs = coins
                .iter()
                .filter(|coin| coin.output.asset == asset)
                .all(|coin| owner.as_ref() == Some(&coin.output.script_pubkey));
            if owner.is_none() || !theirs {
                return Err(TokenError::NoConsent);
            }
        }
        Ok(known.worth(amount))
    }

    fn follow(&mut self, tx: &TokenTx, at: &Moment, rate: Option<Rate>, applied: &Applied) {
        let txid = tx.txid();
        let fresh = matches!(tx.kind, Kind::Issue { .. } | Kind::Reward { .. });
        tx.inputs.iter().for_each(|input| drop(self.coins.remove(&input.previous_output)));
        for (vout, output) in (0..).zip(&tx.outputs) {
            let coin = Coin { output: output.clone(), height: at.height, coinbase: fresh };
            self.coins.insert(OutPoint { txid, vout }, coin);
        }
        self.made.insert(txid, tx.outputs.len() as u32);
        self.count(tx, txid, rate, applied);
    }

    fn count(&mut self, tx: &TokenTx, txid: Txid, rate: Option<Rate>, applied: &Applied) {
        match &tx.kind {
            Kind::Issue { episode } => {
                self.minted.insert(*episode);
                let minted: u64 = tx.outputs.iter().map(|output| output.amount).sum();
                self.of(Asset::Data).minted += minted;
            }
            Kind::Reward { epoch } => {
                self.rewarded.insert(*epoch);
                for output in &tx.outputs {
                    let supply = self.of(output.asset);
                    match output.asset {
                        // Data tokens in a reward are the fees, and no new ones.
                        Asset::Data => supply.fees -= output.amount.min(supply.fees),
                        _ => supply.rewarded += output.amount,
                    }
                }
            }
            Kind::Redeem { asset, amount, .. } => self.of(*asset).redeemed += amount,
            Kind::Burn => self.of(Asset::Data).burnt += applied.fee,
            Kind::Transfer | Kind::Rate { .. } => {}
        }
        if tx.kind != Kind::Burn {
            self.of(Asset::Data).fees += applied.fee;
        }
        if let Some(rate) = rate {
            self.rates.insert(txid, rate);
        }
    }

    fn of(&mut self, asset: Asset) -> &mut super::Supply {
        self.supply.entry(asset).or_default()
    }
}

/// Each kind spends and makes what it is for.
fn check_form(tx: &TokenTx) -> Result<(), TokenError> {
    let (spends, makes) = (!tx.inputs.is_empty(), !tx.outputs.is_empty());
    let needs = match &tx.kind {
        Kind::Transfer if !(spends && makes) => "spends outputs and makes some",
        Kind::Issue { .. } | Kind::Reward { .. } if spends || tx.lock_time != 0 => {
            "spends nothing and has no lock time"
        }
        Kind::Redeem { amount, .. } if !spends || *amount == 0 => "spends outputs and redeems some",
        Kind::Rate { .. } if spends || makes || tx.lock_time != 0 => {
            "neither spends nor makes outputs, and has no lock time"
        }
        Kind::Burn if tx.inputs.len() != 1 || makes || tx.lock_time != 0 => {
            "spends one bond, makes nothing, and has no lock time"
        }
        _ => return Ok(()),
    };
    Err(TokenError::WrongForm { needs })
}

/// A bond is burnt by anyone who can point to a proof; it takes no script.
fn check_burn(
    tx: &TokenTx,
    coins: &[&Coin<TokenOutput>],
    facts: &dyn Facts,
) -> Result<(), TokenError> {
    let blank = |tx: &TokenTx| {
        tx.inputs.iter().all(|input| input.script_sig.is_empty() && input.sequence == u32::MAX)
    };
    let bond = coins.iter().all(|coin| read_bond(&coin.output.script_pubkey).is_some());
    let proven = tx.inputs.iter().all(|input| facts.bond_is_forfeit(&input.previous_output));
    match bond && proven && blank(tx) {
        true => Ok(()),
        false => Err(TokenError::BondNotForfeit),
    }
}
