//! Which rules are in force at a height.

use super::ChainParams;
use crate::hash::BlockHash;
use crate::ledger::block::BlockProof;
use crate::script::Flags;

impl ChainParams {
    /// What a block of this network has to prove by itself.
    pub fn proof(&self) -> BlockProof<'_> {
        BlockProof { limit: self.pow.limit, signet_challenge: self.signet_challenge.as_deref() }
    }

    /// The flags that the scripts of a block are verified under (Core: `GetBlockScriptFlags`). P2SH,
    /// SegWit and Taproot hold from the start: but for the listed exceptions, no block ever broke them.
    pub fn flags_at(&self, height: u32, hash: &BlockHash) -> Flags {
        let exception = self.script_flag_exceptions.iter().find(|(exempt, _)| exempt == hash);
        let always = Flags::P2SH.union(Flags::WITNESS).union(Flags::TAPROOT);
        let deployments = &self.deployments;
        let since = [
            (deployments.bip66_height, Flags::DERSIG),
            (deployments.bip65_height, Flags::CHECKLOCKTIMEVERIFY),
            (deployments.csv_height, Flags::CHECKSEQUENCEVERIFY),
            (deployments.segwit_height, Flags::NULLDUMMY),
        ];
        let since = since.iter().filter(|(from, _)| height >= *from).map(|(_, flag)| *flag);
        since.fold(exception.map_or(always, |(_, flags)| *flags), Flags::union)
    }

    /// The least version of a block at `height` (Core: `ContextualCheckBlockHeader`).
    pub fn min_version_at(&self, height: u32) -> i32 {
        let deployments = &self.deployments;
        let since = [
            (deployments.bip65_height, 4),
            (deployments.bip66_height, 3),
            (deployments.bip34_height, 2),
        ];
        let required = since.iter().find(|(from, _)| height >= *from);
        required.map_or(i32::MIN, |(_, version)| *version)
    }

    /// Whether the consensus clean-up holds at `height` (BIP 54).
    pub fn bip54_at(&self, height: u32) -> bool {
        self.deployments.bip54_height.is_some_and(|from| height >= from)
    }
}
