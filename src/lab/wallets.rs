//! Making wallets and addresses.

use super::{Lab, LabError, Outcome};
use crate::chain::ChainStore;
use crate::trace::Trace;
use crate::wallet::derive_model::DeriveModel;
use crate::wallet::{AddressKind, Branch, Wallet};

/// The longest name of a wallet.
const LONGEST_NAME: usize = 40;

impl<S: ChainStore> Lab<S> {
    pub(super) fn new_wallet(&mut self, name: &str) -> Result<Outcome, LabError> {
        self.check_name(name)?;
        let wallet = Wallet::of_party(name, self.chain.params().network);
        self.put_wallet(wallet);
        Ok(Outcome::says(format!(
            "{name} has a wallet. Its twelve words follow from the name, so that everyone in the class \
             gets the same: never use it for money."
        ))
        .made(name))
    }

    /// Whether a new wallet may have this name.
    pub fn check_name(&self, name: &str) -> Result<(), LabError> {
        let good = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == '_';
        if name.is_empty() || name.len() > LONGEST_NAME || !name.chars().all(good) {
            return Err(LabError::BadName { name: name.chars().take(LONGEST_NAME).collect() });
        }
        match self.wallet(name) {
            Ok(_) => Err(LabError::WalletExists { name: name.to_owned() }),
            Err(_) => Ok(()),
        }
    }

    pub(super) fn new_address(
        &mut self,
        name: &str,
        kind: AddressKind,
    ) -> Result<Outcome, LabError> {
        let network = self.chain.params().network;
        let wallet = self.wallet_mut(name)?;
        let index = wallet.next_index(kind, Branch::Receive);
        let owned = wallet.fresh(kind, Branch::Receive)?;
        let path = kind.path(network, Branch::Receive, index);
        let model = DeriveModel::new(wallet.mnemonic().clone(), network, kind, path);
        let text = owned.text(network);
        let says = format!(
            "{} can be paid at {text} ({}, {}).",
            wallet.name(),
            kind.name(),
            owned.source()
        );
        Ok(Outcome::says(says).made(text).with_walk(Some(Box::new(Trace::new(model)))))
    }

    pub(super) fn wallet_mut(&mut self, name: &str) -> Result<&mut Wallet, LabError> {
        let name = self.wallet(name)?.name().to_owned();
        let known = self.wallets.keys().cloned().collect();
        self.wallets.get_mut(&name).ok_or(LabError::NoWallet { name, known })
    }
}
