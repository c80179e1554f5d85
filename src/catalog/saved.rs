//! A walk as text: where it started and what was done. The same form serves a reader who wants to go
//! on later, a bug report, a lesson's stage and an exercise's answer.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::{CatalogError, Source};
use crate::trace::Stepper;

/// The form that this version writes and reads.
pub const SAVED_VERSION: u32 = 1;

/// A walk as data.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SavedTrace {
    /// The version of this form: 1.
    pub blockstep: u32,
    /// Where the walk started.
    pub source: Source,
    /// What was done, as [`Stepper::act`] takes it.
    pub actions: Vec<Value>,
}

impl SavedTrace {
    /// What there is to save of `stepper`, which started from `source`: the steps up to where the
    /// reader stands.
    pub fn of(source: Source, stepper: &dyn Stepper) -> SavedTrace {
        let mut actions = stepper.actions();
        actions.truncate(stepper.position());
        SavedTrace { blockstep: SAVED_VERSION, source, actions }
    }

    /// The text to save: one JSON document.
    pub fn to_text(&self) -> String {
        format!("{}\n", serde_json::to_string_pretty(self).unwrap_or_default())
    }

    /// Reads a saved text.
    pub fn from_text(text: &str) -> Result<SavedTrace, CatalogError> {
        #[derive(Deserialize)]
        struct Version {
            blockstep: u32,
        }
        let unreadable =
            |error: serde_json::Error| CatalogError::NotASavedTrace { reason: error.to_string() };
        let Version { blockstep: found } = serde_json::from_str(text).map_err(unreadable)?;
        if found != SAVED_VERSION {
            return Err(CatalogError::OtherVersion { found });
        }
        serde_json::from_str(text).map_err(unreadable)
    }

    /// Takes the same steps again and stands where they end.
    pub fn replay(&self) -> Result<Box<dyn Stepper>, CatalogError> {
        let mut stepper = self.source.open()?;
        for (step, action) in self.actions.iter().enumerate() {
            stepper.act(action).map_err(|error| CatalogError::CannotRepeat { step, error })?;
        }
        Ok(stepper)
    }
}
