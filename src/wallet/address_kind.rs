//! The standard ways to lock a coin that a wallet can receive on, and the path of the keys of each.
//!
//! Paths: BIP 44 for hashes of keys, BIP 49 and 84 for the two forms of the same behind a witness
//! program, BIP 86 for Taproot, BIP 48 for keys that are put together with those of others. No BIP
//! gives pay to public key a path; account 1 of BIP 44 keeps its keys apart from the hashed ones.

use serde::{Deserialize, Serialize};

use super::WalletError;
use super::path::{ChildNumber, DerivationPath};
use crate::primitives::Network;
use crate::spelling::nearest;

/// A standard way to lock a coin.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum AddressKind {
    /// To a public key, in the open: the form of 2009. It has no address.
    P2pk,
    /// To the hash of a public key.
    P2pkh,
    /// To a witness program for a key, behind a script hash: for payers that know no witnesses.
    P2shP2wpkh,
    /// To the hash of a public key, spent by a witness.
    P2wpkh,
    /// To a Taproot output key without scripts (BIP 86).
    P2tr,
    /// To k of n keys, in the open. It has no address.
    Multisig,
    /// To k of n keys behind a script hash.
    P2shMultisig,
    /// To k of n keys behind the hash in a witness program.
    P2wshMultisig,
}

/// Which of the two rows of addresses of an account.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Branch {
    /// Addresses that are given to others.
    Receive,
    /// Addresses for what is left over of one's own payments.
    Change,
}

impl Branch {
    /// Both.
    pub const ALL: [Branch; 2] = [Branch::Receive, Branch::Change];

    /// In a word.
    pub fn name(self) -> &'static str {
        match self {
            Branch::Receive => "receive",
            Branch::Change => "change",
        }
    }
}

impl AddressKind {
    /// All of them, the oldest first, those of several keys last.
    pub const ALL: [AddressKind; 8] = [
        AddressKind::P2pk,
        AddressKind::P2pkh,
        AddressKind::P2shP2wpkh,
        AddressKind::P2wpkh,
        AddressKind::P2tr,
        AddressKind::Multisig,
        AddressKind::P2shMultisig,
        AddressKind::P2wshMultisig,
    ];

    /// Those of one key.
    pub const SINGLE: [AddressKind; 5] = [
        AddressKind::P2pk,
        AddressKind::P2pkh,
        AddressKind::P2shP2wpkh,
        AddressKind::P2wpkh,
        AddressKind::P2tr,
    ];

    /// Its name, as files and commands have it: `p2wpkh`, `p2sh-multisig`.
    pub fn name(self) -> &'static str {
        match self {
            AddressKind::P2pk => "p2pk",
            AddressKind::P2pkh => "p2pkh",
            AddressKind::P2shP2wpkh => "p2sh-p2wpkh",
            AddressKind::P2wpkh => "p2wpkh",
            AddressKind::P2tr => "p2tr",
            AddressKind::Multisig => "multisig",
            AddressKind::P2shMultisig => "p2sh-multisig",
            AddressKind::P2wshMultisig => "p2wsh-multisig",
        }
    }

    /// The kind of this name, capitals aside.
    pub fn from_name(name: &str) -> Result<AddressKind, WalletError> {
        let lower = name.trim().to_lowercase();
        let found = AddressKind::ALL.into_iter().find(|kind| kind.name() == lower);
        found.ok_or_else(|| {
            let suggestion = nearest(&lower, AddressKind::ALL.map(AddressKind::name));
            let suggestion = suggestion.map(str::to_owned);
            WalletError::UnknownKind { name: name.chars().take(24).collect(), suggestion }
        })
    }

    /// Whether several keys can stand behind it.
    pub fn is_multisig(self) -> bool {
        !AddressKind::SINGLE.contains(&self)
    }

    /// Whether it is spent by a witness.
    pub fn has_witness(self) -> bool {
        use AddressKind as K;
        matches!(self, K::P2shP2wpkh | K::P2wpkh | K::P2tr | K::P2wshMultisig)
    }

    /// The path of the account: every step of it is hardened.
    pub fn account_path(self, network: Network) -> DerivationPath {
        let coin = u32::from(network != Network::Main);
        let steps: &[u32] = match self {
            AddressKind::P2pk => &[44, coin, 1],
            AddressKind::P2pkh => &[44, coin, 0],
            AddressKind::P2shP2wpkh => &[49, coin, 0],
            AddressKind::P2wpkh => &[84, coin, 0],
            AddressKind::P2tr => &[86, coin, 0],
            // Which form the keys are put into is agreed upon later; 2 is BIP 48's for P2WSH.
            _ => &[48, coin, 0, 2],
        };
        steps.iter().map(|step| ChildNumber::hardened(*step)).collect::<Vec<_>>().into()
    }

    /// The whole path of an address.
    pub fn path(self, network: Network, branch: Branch, index: u32) -> DerivationPath {
        self.account_path(network)
            .child(ChildNumber::normal(branch as u32))
            .child(ChildNumber::normal(index))
    }
}

impl std::fmt::Display for AddressKind {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.name())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_and_paths_are_those_of_the_bips() {
        for kind in AddressKind::ALL {
            assert_eq!(AddressKind::from_name(kind.name()), Ok(kind));
            let json = serde_json::to_value(kind).unwrap();
            assert_eq!(json.as_str(), Some(kind.name()));
        }
        assert!(AddressKind::from_name("p2wpkhh").unwrap_err().to_string().contains("p2wpkh"));
        for (kind, network, branch, path) in [
            (AddressKind::P2pkh, Network::Main, Branch::Receive, "m/44h/0h/0h/0/7"),
            (AddressKind::P2shP2wpkh, Network::Testnet, Branch::Change, "m/49h/1h/0h/1/7"),
            (AddressKind::P2wpkh, Network::Regtest, Branch::Receive, "m/84h/1h/0h/0/7"),
            (AddressKind::P2tr, Network::Main, Branch::Change, "m/86h/0h/0h/1/7"),
            (AddressKind::Multisig, Network::Main, Branch::Receive, "m/48h/0h/0h/2h/0/7"),
        ] {
            assert_eq!(kind.path(network, branch, 7).to_string(), path);
        }
    }
}
