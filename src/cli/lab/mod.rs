//! What the commands about a chain of one's own share: where it lies, the clock, and how an outcome is
//! told.

use std::path::PathBuf;
use std::time::{SystemTime, UNIX_EPOCH};

use serde_json::json;

use super::step::{self, Walk};
use super::{CliError, Exit, Output, full_screen};
use crate::chain::ChainStore;
use crate::lab::{Deed, FolderError, Lab, LabError, LabFolder, Miner, Outcome};
use crate::store::ChainDb;
use crate::trace::Stepper;

/// Which chain, and what time it is there.
#[derive(Debug, Clone, clap::Args)]
pub struct LabArg {
    /// The folder of the chain [default: $BLOCKSTEP_CHAIN, or `chain` in your data folder].
    #[arg(long = "chain", value_name = "FOLDER")]
    folder: Option<PathBuf>,
    /// The time, in seconds since 1970 [default: the clock].
    #[arg(long, value_name = "UNIX")]
    now: Option<u32>,
}

impl LabArg {
    /// The folder.
    pub fn folder(&self) -> Result<LabFolder, CliError> {
        folder(self.folder.clone())
    }

    /// The chain that is there.
    pub fn open(&self) -> Result<Lab<ChainDb>, CliError> {
        Ok(self.folder()?.open()?)
    }

    /// The time.
    pub fn now(&self) -> u32 {
        self.now.unwrap_or_else(clock)
    }

    /// Does something, saves it, and tells what came of it; with `watch` it is stepped through.
    pub fn perform(&self, deed: &Deed, watch: bool, out: &mut Output) -> Result<Exit, CliError> {
        self.perform_with(Miner::default(), deed, watch, out)
    }

    /// The same, and `miner` finds the blocks.
    pub fn perform_with(
        &self,
        miner: Miner,
        deed: &Deed,
        watch: bool,
        out: &mut Output,
    ) -> Result<Exit, CliError> {
        let folder = self.folder()?;
        let mut lab = folder.open()?;
        lab.mine_with(miner);
        let outcome = lab.perform(deed, self.now());
        // A refused block, and what a wallet learnt of its own addresses, are kept too.
        folder.save(&mut lab)?;
        let outcome = outcome.map_err(CliError::usage)?;
        let exit = if outcome.refused { Exit::Invalid } else { Exit::Valid };
        tell(&outcome, &lab, out)?;
        match outcome.walk.filter(|_| watch) {
            Some(walk) => self::watch(walk, out),
            None => Ok(exit),
        }
    }
}

/// The folder that is named, or the one that is there for everyone who names none.
pub fn folder(named: Option<PathBuf>) -> Result<LabFolder, CliError> {
    Ok(named.map_or_else(LabFolder::of_this_user, |folder| Ok(LabFolder::new(folder)))?)
}

/// Seconds since 1970. A clock before that, or after 2106, is at its end.
pub fn clock() -> u32 {
    let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    u32::try_from(now.as_secs()).unwrap_or(u32::MAX)
}

/// Says what came of a deed.
fn tell<S: ChainStore>(outcome: &Outcome, lab: &Lab<S>, out: &mut Output) -> Result<(), CliError> {
    if out.is_json() {
        return out.json_document(&json!({
            "says": outcome.says, "made": outcome.made, "refused": outcome.refused,
            "tip": lab.chain().tip_hash(), "height": lab.chain().height(),
            "waiting": lab.mempool().len(),
        }));
    }
    outcome.says.iter().try_for_each(|sentence| out.paragraph("", sentence))
}

/// Opens a walk on the terminal, or writes it from start to end.
pub fn watch(stepper: Box<dyn Stepper>, out: &mut Output) -> Result<Exit, CliError> {
    let mut walk = Walk::loose(stepper);
    if out.is_interactive() {
        return full_screen::open(walk.into_start(), out);
    }
    step::print(&mut walk, 0, None, out)
}

impl From<FolderError> for CliError {
    fn from(error: FolderError) -> CliError {
        CliError::usage(error)
    }
}

impl From<LabError> for CliError {
    fn from(error: LabError) -> CliError {
        CliError::usage(error)
    }
}
