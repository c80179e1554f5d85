//! The small networks on which generated chains live: real rules with small numbers, so that a dozen
//! blocks meet them all.

use blockstep::chain::{ChainParams, Deployments, PowParams, SubsidyParams};
use blockstep::rng::Rng;

/// The clock when a sequence begins, in seconds since 1970: some weeks after the genesis block.
pub const NOW: u32 = 1_299_000_000;
/// What the clock says for a block that comes late.
pub const LATER: u32 = NOW + 10_000;

/// How the target follows the miners.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Difficulty {
    /// It never changes.
    Fixed,
    /// As on the main network.
    Retarget,
    /// With the exception of testnet 3.
    Excepting,
    /// With the rules of testnet 4 (BIP 94), the exception included.
    Bip94,
}

/// The numbers of a network. Heights are those from which a rule holds.
#[derive(Debug, Clone)]
pub struct World {
    pub difficulty: Difficulty,
    pub maturity_blocks: u32,
    pub subsidy_satoshis: i64,
    pub halving_blocks: u32,
    pub window_blocks: u32,
    pub interval_seconds: u32,
    pub csv: u32,
    pub segwit: u32,
    pub bip34: u32,
    pub bip66: u32,
    pub bip65: u32,
}

impl World {
    /// A network of this seed.
    pub fn draw(rng: &mut Rng) -> World {
        use Difficulty::{Bip94, Excepting, Fixed, Retarget};
        let difficulties = [Fixed, Retarget, Retarget, Retarget, Excepting, Bip94];
        let bip34 = 1 + rng.below(9) as u32;
        World {
            difficulty: difficulties[rng.below(6) as usize],
            maturity_blocks: 1 + rng.below(3) as u32,
            subsidy_satoshis: 50_000,
            halving_blocks: 5,
            window_blocks: 4,
            interval_seconds: 600,
            csv: rng.below(6) as u32,
            segwit: rng.below(6) as u32,
            bip34,
            bip66: bip34 + rng.below(3) as u32,
            bip65: bip34 + 3,
        }
    }

    /// The same as the parameters of a real chain.
    pub fn params(&self) -> ChainParams {
        let regtest = ChainParams::regtest();
        let excepting = [Difficulty::Excepting, Difficulty::Bip94].contains(&self.difficulty);
        ChainParams {
            name: "generated".into(),
            pow: PowParams {
                limit: regtest.pow.limit,
                interval_seconds: self.interval_seconds,
                window_blocks: self.window_blocks,
                max_factor: regtest.pow.max_factor,
                retargets: self.difficulty != Difficulty::Fixed,
                allows_min_difficulty: excepting,
                bip94: self.difficulty == Difficulty::Bip94,
            },
            subsidy: SubsidyParams {
                initial_satoshis: self.subsidy_satoshis,
                halving_interval_blocks: self.halving_blocks,
            },
            coinbase_maturity_blocks: self.maturity_blocks,
            deployments: Deployments {
                bip34_height: self.bip34,
                bip34_hash: None,
                bip66_height: self.bip66,
                bip65_height: self.bip65,
                csv_height: self.csv,
                segwit_height: self.segwit,
                bip54_height: None,
            },
            ..regtest
        }
    }
}
