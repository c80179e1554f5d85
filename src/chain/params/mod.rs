//! What tells one network from another: where it starts, how hard its blocks are, what they pay and
//! from which height on each rule holds (Core: `CChainParams`, `Consensus::Params`).

pub mod classroom;
mod in_force;
mod networks;

use crate::hash::BlockHash;
use crate::primitives::pow::Target;
use crate::primitives::{Block, Network};
use crate::script::Flags;

/// One network's parameters.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChainParams {
    /// Its name on the command line: `mainnet`, `testnet3`, `testnet4`, `signet`, `regtest`, or the
    /// name of a class.
    pub name: String,
    /// How its addresses are written.
    pub network: Network,
    /// What begins a message, and each block in a `blk*.dat` file (Core: `pchMessageStart`).
    pub magic: [u8; 4],
    /// Block 0, which is valid by decree.
    pub genesis: Block,
    /// How hard blocks are.
    pub pow: PowParams,
    /// What blocks pay.
    pub subsidy: SubsidyParams,
    /// Blocks from a coinbase to the first that may spend it (Core: `COINBASE_MATURITY`).
    pub coinbase_maturity_blocks: u32,
    /// From which height on each rule holds.
    pub deployments: Deployments,
    /// Blocks of the past that broke a rule before it held, with the flags that they are checked
    /// under (Core: `script_flag_exceptions`).
    pub script_flag_exceptions: Vec<(BlockHash, Flags)>,
    /// Blocks that may repeat a coinbase, as two did (BIP 30; Core: `IsBIP30Repeat`).
    pub bip30_repeats: Vec<(u32, BlockHash)>,
    /// The script that every block must satisfy, on a signet (BIP 325).
    pub signet_challenge: Option<Vec<u8>>,
}

/// By how much the target of every network may change at once.
pub const MAX_FACTOR: u32 = 4;

/// How hard blocks are, and how that follows the miners.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PowParams {
    /// The easiest target (Core: `powLimit`).
    pub limit: Target,
    /// The time from block to block that is aimed at (Core: `nPowTargetSpacing`).
    pub interval_seconds: u32,
    /// Blocks between two changes of the target (Core: `DifficultyAdjustmentInterval`).
    pub window_blocks: u32,
    /// The most by which a change multiplies the target or divides it. Core has the 4 in its code.
    pub max_factor: u32,
    /// Whether the target ever changes (Core: `!fPowNoRetargeting`).
    pub retargets: bool,
    /// Whether a block that comes after twice the interval may have the easiest target (testnets;
    /// Core: `fPowAllowMinDifficultyBlocks`).
    pub allows_min_difficulty: bool,
    /// Whether the retarget starts from the first block of the window, and the first of the next may
    /// not be much older than the last (BIP 94, testnet 4).
    pub bip94: bool,
}

/// What blocks pay to their miners, besides the fees.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SubsidyParams {
    /// What each of the first blocks pays.
    pub initial_satoshis: i64,
    /// Blocks until it is halved, again and again (Core: `nSubsidyHalvingInterval`).
    pub halving_interval_blocks: u32,
}

/// From which height on each rule holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Deployments {
    /// The coinbase starts with the height, and versions below 2 end (BIP 34).
    pub bip34_height: u32,
    /// The block at that height on the chain for which duplicate coinbases were ruled out by hand,
    /// so that BIP 30 need not be checked after it.
    pub bip34_hash: Option<BlockHash>,
    /// Signatures are strict DER, and versions below 3 end (BIP 66).
    pub bip66_height: u32,
    /// OP_CHECKLOCKTIMEVERIFY, and versions below 4 end (BIP 65).
    pub bip65_height: u32,
    /// Relative lock times and the median time for absolute ones (BIPs 68, 112 and 113).
    pub csv_height: u32,
    /// Witnesses (BIPs 141, 143 and 147).
    pub segwit_height: u32,
    /// The consensus clean-up (BIP 54), which no network has adopted; none for never.
    pub bip54_height: Option<u32>,
}

impl SubsidyParams {
    /// What the block at `height` pays in satoshis, fees apart (Core: `GetBlockSubsidy`).
    pub fn at(&self, height: u32) -> i64 {
        // A shift by 64 or more has no meaning to the machine; the subsidy is long gone by then.
        let halvings = height.checked_div(self.halving_interval_blocks).unwrap_or(0);
        self.initial_satoshis.checked_shr(halvings).unwrap_or(0)
    }
}
