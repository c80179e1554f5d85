//! A class's own network: every figure that a lesson may want to turn.
//!
//! All rules are those of today's Bitcoin, from block 1 on; only the figures differ. They stand in the
//! genesis block's coinbase as a hash, so that two classes with different figures have different chains
//! from the first block on, and cannot be mixed up.

use serde::{Deserialize, Serialize};

use super::MAX_FACTOR;
use super::networks::genesis;
use super::{ChainParams, Deployments, PowParams, SubsidyParams};
use crate::hash::sha256;
use crate::primitives::Network;
use crate::primitives::amount::MAX_MONEY;
use crate::primitives::pow::{CompactTarget, Target};
use crate::script::op::OP_RETURN;

/// The figures of a class, as they stand in its file of settings. What is left out has a default.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct ClassroomSettings {
    /// What the network is called.
    pub name: String,
    /// The time from block to block that the target aims at.
    pub interval_seconds: u32,
    /// What each of the first blocks pays, in satoshis.
    pub subsidy_satoshis: i64,
    /// Blocks until that is halved.
    pub halving_interval_blocks: u32,
    /// Blocks between two changes of the target.
    pub window_blocks: u32,
    /// Whether the target ever changes.
    pub retargets: bool,
    /// Blocks from a coinbase to the first that may spend it.
    pub maturity_blocks: u32,
    /// The first target, in the eight digits of a header's bits. It is the easiest one, too.
    pub starting_bits: String,
    /// Whether a block that comes after twice the interval may have the easiest target.
    pub allows_min_difficulty: bool,
    /// Whether the retarget follows BIP 94.
    pub bip94: bool,
    /// From which height on the consensus clean-up holds, if at all.
    pub bip54_height: Option<u32>,
    /// When the genesis block says that it was made, in seconds since 1970.
    pub genesis_time: u32,
}

impl Default for ClassroomSettings {
    fn default() -> ClassroomSettings {
        ClassroomSettings {
            name: "classroom".into(),
            interval_seconds: 60,
            subsidy_satoshis: 50_0000_0000,
            halving_interval_blocks: 150,
            window_blocks: 16,
            retargets: true,
            maturity_blocks: 2,
            starting_bits: "207fffff".into(),
            allows_min_difficulty: true,
            bip94: false,
            bip54_height: None,
            // 1 October 2026, 00:00 UTC.
            genesis_time: 1_790_812_800,
        }
    }
}

/// A figure that would make no network.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{field} is {found}; it must be {allowed}")]
pub struct SettingsFault {
    /// Which field.
    pub field: &'static str,
    /// What it says.
    pub found: String,
    /// What would do.
    pub allowed: String,
}

/// A file of settings that says what each figure is; it holds the defaults.
pub const EXAMPLE_TOML: &str = "\
# A class's own network. Leave a line out, and it has the value that stands here.
name = \"classroom\"
# The time from block to block that the target aims at, in seconds.
interval_seconds = 60
# What each of the first blocks pays, in satoshis: 50 bitcoin.
subsidy_satoshis = 5_000_000_000
# Blocks until that is halved, again and again.
halving_interval_blocks = 150
# Blocks between two changes of the target, and whether it changes at all.
window_blocks = 16
retargets = true
# Blocks from a coinbase to the first that may spend it.
maturity_blocks = 2
# The first target, and the easiest: 207fffff takes two tries, 1f00ffff some 65,000.
starting_bits = \"207fffff\"
# Whether a block that comes after twice the interval may have the easiest target.
allows_min_difficulty = true
# Whether the retarget follows BIP 94, as on testnet 4.
bip94 = false
# From which height on the consensus clean-up holds (BIP 54); left out, it never does.
# bip54_height = 1
# When the genesis block says that it was made, in seconds since 1970.
genesis_time = 1_790_812_800
";

impl ClassroomSettings {
    /// The network of these figures.
    pub fn params(&self) -> Result<ChainParams, SettingsFault> {
        let bits = self.checked_bits()?;
        self.check()?;
        let limit = Target(bits.expand().value);
        // Every figure counts, in one fixed form.
        let figures = serde_json::to_string(self).unwrap_or_default();
        let digest = sha256(figures.as_bytes());
        let message =
            format!("blockstep classroom {}", hex::encode(digest.get(..16).unwrap_or(&[])));
        let [a, b, c, d, ..] = digest;
        Ok(ChainParams {
            name: self.name.clone(),
            network: Network::Regtest,
            magic: [a, b, c, d],
            genesis: genesis(message.as_bytes(), vec![OP_RETURN], self.genesis_time, 0, bits.0),
            pow: PowParams {
                limit,
                interval_seconds: self.interval_seconds,
                window_blocks: self.window_blocks,
                max_factor: MAX_FACTOR,
                retargets: self.retargets,
                allows_min_difficulty: self.allows_min_difficulty,
                bip94: self.bip94,
            },
            subsidy: SubsidyParams {
                initial_satoshis: self.subsidy_satoshis,
                halving_interval_blocks: self.halving_interval_blocks,
            },
            coinbase_maturity_blocks: self.maturity_blocks,
            deployments: Deployments {
                bip54_height: self.bip54_height,
                ..Deployments::all_from(1)
            },
            script_flag_exceptions: Vec::new(),
            bip30_repeats: Vec::new(),
            signet_challenge: None,
        })
    }

    fn checked_bits(&self) -> Result<CompactTarget, SettingsFault> {
        let fault = |allowed: &str| SettingsFault {
            field: "starting_bits",
            found: format!("{:?}", self.starting_bits.chars().take(20).collect::<String>()),
            allowed: allowed.to_owned(),
        };
        let digits = self.starting_bits.trim_start_matches("0x");
        let bits = u32::from_str_radix(digits, 16).ok().filter(|_| digits.len() == 8);
        let bits =
            CompactTarget(bits.ok_or_else(|| fault("eight hexadecimal digits, such as 207fffff"))?);
        let target = bits.target().map_err(|error| fault(&format!("a target: {error}")))?;
        // What the header cannot write back would never be found again.
        match target.to_compact() == bits && target <= Network::Regtest.pow_limit() {
            true => Ok(bits),
            false => Err(fault("the shortest form of a target of at most 207fffff")),
        }
    }

    fn check(&self) -> Result<(), SettingsFault> {
        let named = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == '_';
        let good_name =
            !self.name.is_empty() && self.name.len() <= 40 && self.name.chars().all(named);
        // A name that a real network has would lead astray.
        let real = ChainParams::named(&self.name).is_some();
        let day = 24 * 60 * 60;
        let rules: [(&'static str, bool, String, &str); 6] = [
            (
                "name",
                good_name && !real,
                self.name.chars().take(40).collect(),
                "1 to 40 letters, digits, - and _, and not that of a real network",
            ),
            (
                "interval_seconds",
                (1..=day).contains(&self.interval_seconds),
                self.interval_seconds.to_string(),
                "1 second to a day, 86400",
            ),
            (
                "subsidy_satoshis",
                (0..=MAX_MONEY / 1_000).contains(&self.subsidy_satoshis),
                self.subsidy_satoshis.to_string(),
                "0 to 21,000 bitcoin, in satoshis",
            ),
            (
                "halving_interval_blocks",
                self.halving_interval_blocks >= 1,
                self.halving_interval_blocks.to_string(),
                "1 or more",
            ),
            (
                "window_blocks",
                (2..=100_000).contains(&self.window_blocks),
                self.window_blocks.to_string(),
                "2 to 100,000: the time is measured from the first block of a window to its last",
            ),
            (
                "maturity_blocks",
                self.maturity_blocks <= 1_000,
                self.maturity_blocks.to_string(),
                "0 to 1,000",
            ),
        ];
        match rules.into_iter().find(|(_, good, ..)| !good) {
            Some((field, _, found, allowed)) => {
                Err(SettingsFault { field, found, allowed: allowed.to_owned() })
            }
            None => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_example_holds_the_defaults() {
        let read: ClassroomSettings = toml::from_str(EXAMPLE_TOML).unwrap();
        assert_eq!(read, ClassroomSettings::default());
        assert_eq!(toml::from_str::<ClassroomSettings>("").unwrap(), read);
        assert!(toml::from_str::<ClassroomSettings>("intervall = 5").is_err());
    }

    #[test]
    fn other_figures_are_another_chain() {
        let class = ClassroomSettings::default();
        let params = class.params().unwrap();
        assert_eq!(params, class.params().unwrap());
        let other = ClassroomSettings { interval_seconds: 61, ..class }.params().unwrap();
        assert_ne!(params.genesis.block_hash(), other.genesis.block_hash());
        assert_ne!(params.magic, other.magic);
    }

    #[test]
    fn figures_that_make_no_network_are_told_by_name() {
        type Change = fn(&mut ClassroomSettings);
        let cases: &[(&str, Change)] = &[
            ("name", |it| it.name = "mainnet".into()),
            ("name", |it| it.name = "../x".into()),
            ("interval_seconds", |it| it.interval_seconds = 0),
            ("subsidy_satoshis", |it| it.subsidy_satoshis = -1),
            ("subsidy_satoshis", |it| it.subsidy_satoshis = MAX_MONEY),
            ("halving_interval_blocks", |it| it.halving_interval_blocks = 0),
            ("window_blocks", |it| it.window_blocks = 1),
            ("maturity_blocks", |it| it.maturity_blocks = 1_001),
            ("starting_bits", |it| it.starting_bits = "207fff".into()),
            ("starting_bits", |it| it.starting_bits = "2100ffff".into()),
            ("starting_bits", |it| it.starting_bits = "04923456".into()),
            ("starting_bits", |it| it.starting_bits = "xyz".into()),
        ];
        for (field, change) in cases {
            let mut settings = ClassroomSettings::default();
            change(&mut settings);
            let fault = settings.params().unwrap_err();
            assert_eq!(fault.field, *field, "{fault}");
        }
    }
}
