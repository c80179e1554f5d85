//! What is done on disk for the screen, and what comes back.

use std::time::{SystemTime, UNIX_EPOCH};

use crate::chain::params::classroom::ClassroomSettings;
use crate::lab::{Deed, FolderError, Lab, LabFolder, NetworkChoice, Outcome};
use crate::store::ChainDb;
use crate::tui::{Cmd, Event};

/// A lab, and what came of what was asked.
#[derive(Debug)]
pub struct LabAnswer {
    /// Where it lies.
    pub folder: LabFolder,
    /// The lab; none where there is no chain, or it cannot be opened.
    pub lab: Option<Box<Lab<ChainDb>>>,
    /// What came of it, or why not.
    pub outcome: Result<Outcome, String>,
}

/// What came of opening or making a lab.
fn answer(folder: LabFolder, result: Result<(Lab<ChainDb>, Outcome), FolderError>) -> Event {
    let (lab, outcome) = match result {
        Ok((lab, outcome)) => (Some(Box::new(lab)), Ok(outcome)),
        Err(error) => (None, Err(error.to_string())),
    };
    Event::Lab(Box::new(LabAnswer { folder, lab, outcome }))
}

/// Opens the folder that is there for everyone who names none.
pub fn open() -> Cmd {
    Cmd::Task(Box::new(|| match LabFolder::of_this_user() {
        Err(error) => Event::Done(error.to_string()),
        Ok(folder) if !folder.exists() => {
            let says = "There is no chain yet. Press n, and you have one of your own: a network for a \
                        class, whose blocks take two tries.";
            let outcome = Ok(Outcome::says(says));
            Event::Lab(Box::new(LabAnswer { folder, lab: None, outcome }))
        }
        Ok(folder) => {
            let opened = folder.open().map(|lab| (lab, Outcome::default()));
            answer(folder, opened)
        }
    }))
}

/// Makes a classroom chain.
pub(super) fn create(folder: LabFolder) -> Cmd {
    Cmd::Task(Box::new(move || {
        let network = NetworkChoice::Classroom(Box::<ClassroomSettings>::default());
        let made = folder.create(&network).and_then(|mut lab| {
            folder.save(&mut lab)?;
            let says = "A new chain, with a genesis block and nobody there. Press w and make wallets for \
                        Alice, Bob and Carol; then m to mine for one of them.";
            Ok((lab, Outcome::says(says)))
        });
        answer(folder, made)
    }))
}

/// Does a deed and saves what it changed.
pub(super) fn perform(folder: LabFolder, mut lab: Box<Lab<ChainDb>>, deed: Deed) -> Cmd {
    Cmd::Task(Box::new(move || {
        let outcome = lab.perform(&deed, clock()).map_err(|error| error.to_string());
        let saved = folder.save(&mut lab).map_err(|error| error.to_string());
        let outcome = saved.and(outcome);
        Event::Lab(Box::new(LabAnswer { folder, lab: Some(lab), outcome }))
    }))
}

/// Seconds since 1970.
pub(super) fn clock() -> u32 {
    let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    u32::try_from(now.as_secs()).unwrap_or(u32::MAX)
}
