//! A wallet as JSON, for a file that others write and read.
//!
//! The words stand in it in clear: a file of a classroom, not of a bank.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::keys::MAX_ADDRESSES;
use super::{AddressKind, Lock, Mnemonic, Wallet, WalletError};
use crate::primitives::Network;

const FORMAT: &str = "blockstep wallet 1";

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct WalletFile {
    format: String,
    name: String,
    network: String,
    words: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    party: Option<String>,
    /// By kind: the number of the next receiving address and of the next change.
    #[serde(default)]
    next: BTreeMap<AddressKind, [u32; 2]>,
    #[serde(default)]
    shared: BTreeMap<String, Lock>,
}

impl Wallet {
    /// The wallet as a text for a file.
    pub fn to_json(&self) -> String {
        let file = WalletFile {
            format: FORMAT.into(),
            name: self.name.clone(),
            network: self.network.name().into(),
            words: self.mnemonic.to_string(),
            party: self.party.clone(),
            next: self.next.clone(),
            shared: self.shared.clone(),
        };
        serde_json::to_string_pretty(&file)
            .expect("names, numbers and texts under text keys are always JSON")
    }

    /// Reads what [`Wallet::to_json`] writes.
    pub fn from_json(text: &str) -> Result<Wallet, WalletError> {
        let bad = |reason: String| WalletError::WalletFile { reason };
        let file: WalletFile =
            serde_json::from_str(text).map_err(|error| bad(error.to_string()))?;
        if file.format != FORMAT {
            return Err(bad(format!("its format is not {FORMAT:?}")));
        }
        let network = network_of(&file.network)
            .ok_or_else(|| bad("its network is none of main, test, signet and regtest".into()))?;
        if let Some(index) = file.next.values().flatten().find(|index| **index > MAX_ADDRESSES) {
            return Err(WalletError::TooManyAddresses { index: *index, limit: MAX_ADDRESSES });
        }
        Ok(Wallet {
            name: file.name,
            network,
            mnemonic: Mnemonic::parse(&file.words)?,
            party: file.party,
            next: file.next,
            shared: file.shared,
        })
    }
}

/// The network of this name.
pub(super) fn network_of(name: &str) -> Option<Network> {
    Network::ALL.into_iter().find(|network| network.name() == name)
}
