//! Paying out of one wallet, and making its coins one.

use super::{Deed, Lab, LabError, Outcome, Payment};
use crate::chain::ChainStore;
use crate::primitives::amount::bitcoin_short;
use crate::primitives::{Address, ScriptBuf};
use crate::trace::{Model, Trace};
use crate::wallet::payment_model::PaymentModel;
use crate::wallet::{
    AddressKind, Branch, ChangeTo, FeeRate, JointPayment, Payee, PaymentRequest, SpendableCoin,
    Strategy, build,
};

impl Payment {
    /// A payment as a person says it who says no more: one satoshi for a virtual byte, the largest
    /// coins first, change to a fresh address.
    pub fn plain(from: &str, to: &str, amount: i64) -> Payment {
        Payment {
            from: from.to_owned(),
            to: to.to_owned(),
            amount,
            fee_rate: 1,
            strategy: Strategy::LargestFirst,
            kind: AddressKind::P2wpkh,
            change_to_same: false,
        }
    }
}

impl<S: ChainStore> Lab<S> {
    pub(super) fn pay(&mut self, payment: &Payment) -> Result<Outcome, LabError> {
        let (request, coins) = self.request(payment)?;
        let network = self.chain.params().network;
        let name = self.wallet(&payment.from)?.name().to_owned();
        let keys = self.wallet(&name)?.keys()?;
        let title = format!("{name} pays {} {}", payment.to, bitcoin_short(payment.amount));
        let model = PaymentModel::new(title.as_str(), network, request, coins, keys)?;
        self.run_and_submit(&title, model)
    }

    pub(super) fn consolidate(&mut self, name: &str, rate: i64) -> Result<Outcome, LabError> {
        let coins = self.spendable(name)?;
        let wallet = self.wallet_mut(name)?;
        let name = wallet.name().to_owned();
        let to = wallet.fresh(AddressKind::P2wpkh, Branch::Change)?.lock;
        let keys = wallet.keys()?;
        let title = format!("{name} makes {} coins one", coins.len());
        let network = self.chain.params().network;
        let rate = FeeRate::new(rate)?;
        let model = PaymentModel::consolidation(title.as_str(), network, coins, to, rate, keys);
        self.run_and_submit(&title, model)
    }

    /// Runs the very machine that is then stepped, and hands its transaction to the mempool.
    fn run_and_submit(&mut self, title: &str, model: PaymentModel) -> Result<Outcome, LabError> {
        let mut state = model.initial();
        while let Some(action) = model.next(&state) {
            model.apply(&mut state, &action);
        }
        if let Some(fault) = model.fault(&state) {
            return Err(fault.clone().into());
        }
        let Some(tx) = model.transaction(&state).cloned() else { return Ok(Outcome::default()) };
        let accepted = self.submit(tx)?;
        let (fee, size) = (accepted.own.fee_satoshis, accepted.own.virtual_size);
        let says = format!(
            "{title}: transaction {} waits in the mempool. It pays {fee} satoshis for {size} virtual \
             bytes.",
            accepted.txid
        );
        let walk = Box::new(Trace::new(model));
        Ok(Outcome::says(says).made(accepted.txid).with_walk(Some(walk)))
    }

    /// A payment out of one wallet that is not signed yet: the file to pass around.
    pub fn unsigned_payment(&mut self, payment: &Payment) -> Result<JointPayment, LabError> {
        let (request, coins) = self.request(payment)?;
        let unsigned = build(&request, &coins)?;
        let mut joint = JointPayment::new(self.chain.params().network, &unsigned);
        let wallet = self.wallet(&payment.from)?;
        let name = wallet.name().to_owned();
        wallet.keys()?.keys().for_each(|key| joint.name_key(*key, &name));
        Ok(joint)
    }

    /// A payment as the wallet asks for it, and the coins that it can take. A wallet that is paid or
    /// gets change gives a fresh address.
    pub(super) fn request(
        &mut self,
        payment: &Payment,
    ) -> Result<(PaymentRequest, Vec<SpendableCoin>), LabError> {
        let coins = self.spendable(&payment.from)?;
        let script_pubkey = self.recipient(&payment.to, payment.kind)?;
        let change = match payment.change_to_same {
            true => ChangeTo::SameAddress,
            false => {
                let kind = coins.first().map_or(payment.kind, |coin| coin.lock.kind());
                let kind = if kind.is_multisig() { AddressKind::P2wpkh } else { kind };
                let wallet = self.wallet_mut(&payment.from)?;
                ChangeTo::Lock(wallet.fresh(kind, Branch::Change)?.lock)
            }
        };
        let request = PaymentRequest {
            payees: vec![Payee { script_pubkey, amount: payment.amount }],
            fee_rate: FeeRate::new(payment.fee_rate)?,
            strategy: payment.strategy,
            change,
            lock_time: 0,
        };
        Ok((request, coins))
    }

    /// The script to pay to: a fresh address of a wallet, or the address that was given.
    pub(super) fn recipient(&mut self, to: &str, kind: AddressKind) -> Result<ScriptBuf, LabError> {
        if self.wallet(to).is_ok() {
            return Ok(self.wallet_mut(to)?.fresh(kind, Branch::Receive)?.lock.script_pubkey());
        }
        let network = self.chain.params().network;
        let address = Address::parse_for(to, network).map_err(|error| LabError::BadRecipient {
            text: to.to_owned(),
            reason: error.to_string(),
        })?;
        Ok(address.script_pubkey())
    }
}

impl Deed {
    /// Whether doing it needs a wallet with coins.
    pub fn spends(&self) -> bool {
        matches!(self, Deed::Pay(_) | Deed::PayJointly { .. } | Deed::Consolidate { .. })
    }
}
