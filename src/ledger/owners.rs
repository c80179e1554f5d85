//! Whose a coin is, for people: a name where a locking script has one, and otherwise what the script
//! itself shows.

use std::collections::BTreeMap;

use super::Party;
use crate::script::standard::{Kind, classify};
use crate::trace::Line;

/// Names for locking scripts.
#[derive(Debug, Clone, Default)]
pub struct Owners {
    names: BTreeMap<Vec<u8>, String>,
}

impl Owners {
    /// The parties, each under its own name.
    pub fn of<'a>(parties: impl IntoIterator<Item = &'a Party>) -> Owners {
        let mut owners = Owners::default();
        parties
            .into_iter()
            .for_each(|party| owners.add(party.script_pubkey().0, party.name().to_owned()));
        owners
    }

    /// Calls the owner of a locking script by this name.
    pub fn add(&mut self, script_pubkey: Vec<u8>, name: String) {
        self.names.insert(script_pubkey, name);
    }

    /// The name, the digits that tell keys apart, or the kind of the script.
    pub fn name(&self, script_pubkey: &[u8]) -> String {
        if let Some(name) = self.names.get(script_pubkey) {
            return name.clone();
        }
        match classify(script_pubkey) {
            Kind::Pubkey(key) => {
                let digits = hex::encode(key);
                format!("key {}…", digits.get(..8).unwrap_or(&digits))
            }
            kind => kind.name().to_owned(),
        }
    }

    /// The same, with the script's bytes behind it.
    pub fn line(&self, script_pubkey: &[u8]) -> Line {
        Line::new(self.name(script_pubkey)).with_hex(hex::encode(script_pubkey))
    }
}
