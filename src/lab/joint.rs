//! Paying out of several wallets: each brings coins for its share, gets its own change, and signs its
//! own inputs alone. Nobody's keys leave their wallet; what is passed around is the payment.

use super::{Lab, LabError, Outcome, Payment};
use crate::chain::ChainStore;
use crate::primitives::amount::bitcoin_short;
use crate::trace::Trace;
use crate::wallet::joint_model::JointModel;
use crate::wallet::{
    Branch, ChangeTo, FeeRate, JointPayment, Payee, PaymentRequest, SpendableCoin, Strategy,
    UnsignedPayment, build,
};

/// Satoshis beyond its share that each brings, so that the fee is paid.
const FEE_ROOM: i64 = 20_000;

impl<S: ChainStore> Lab<S> {
    /// A joint payment that nobody has signed yet: the file to pass around.
    pub fn joint_payment(
        &mut self,
        from: &[String],
        payment: &Payment,
    ) -> Result<JointPayment, LabError> {
        let unsigned = self.put_together(from, payment)?;
        let mut joint = JointPayment::new(self.chain.params().network, &unsigned);
        for name in from {
            let wallet = self.wallet(name)?;
            let name = wallet.name().to_owned();
            for key in wallet.keys()?.keys() {
                joint.name_key(*key, &name);
            }
        }
        Ok(joint)
    }

    pub(super) fn pay_jointly(
        &mut self,
        from: &[String],
        payment: &Payment,
    ) -> Result<Outcome, LabError> {
        let mut joint = self.joint_payment(from, payment)?;
        let mut signers = Vec::new();
        for name in from {
            let wallet = self.wallet(name)?;
            signers.push((wallet.name().to_owned(), wallet.keys()?));
        }
        let title = format!("{} pay {} together", from.join(" and "), payment.to);
        let walk = Trace::new(JointModel::new(title, joint.clone(), signers));
        let mut outcome = Outcome::default();
        for line in joint.summary() {
            outcome = outcome.and(format!("The payment {line}."));
        }
        for name in from {
            let added = joint.sign(&self.wallet(name)?.keys()?)?;
            outcome = outcome.and(format!("{name} signs: {added} of {}.", joint.inputs().len()));
            outcome = joint.status().into_iter().fold(outcome, Outcome::and);
        }
        let accepted = self.submit(joint.finalize()?)?;
        let says = format!(
            "{} pay {} {} together: transaction {} waits in the mempool.",
            from.join(" and "),
            payment.to,
            bitcoin_short(payment.amount),
            accepted.txid
        );
        outcome.says.insert(0, says);
        Ok(outcome.made(accepted.txid).with_walk(Some(Box::new(walk))))
    }

    fn put_together(
        &mut self,
        from: &[String],
        payment: &Payment,
    ) -> Result<UnsignedPayment, LabError> {
        if from.len() < 2 {
            return Err(LabError::AloneJointly);
        }
        let count = from.len() as i64;
        let mut payees = vec![Payee {
            script_pubkey: self.recipient(&payment.to, payment.kind)?,
            amount: payment.amount,
        }];
        let mut coins: Vec<SpendableCoin> = Vec::new();
        let mut change = ChangeTo::SameAddress;
        for (at, name) in from.iter().enumerate() {
            // What does not divide falls to the first, who also pays the fee out of its change.
            let rest = if at == 0 { payment.amount % count } else { 0 };
            let share = payment.amount / count + rest;
            let brought = largest_first(self.spendable(name)?, share.saturating_add(FEE_ROOM));
            let sum =
                brought.iter().fold(0, |sum: i64, coin| sum.saturating_add(coin.output.value));
            let own = self.wallet_mut(name)?.fresh(payment.kind, Branch::Change)?.lock;
            match at {
                0 => change = ChangeTo::Lock(own),
                _ => payees.push(Payee {
                    script_pubkey: own.script_pubkey(),
                    amount: sum.saturating_sub(share),
                }),
            }
            coins.extend(brought);
        }
        let request = PaymentRequest {
            payees,
            fee_rate: FeeRate::new(payment.fee_rate)?,
            strategy: Strategy::SpendAll,
            change,
            lock_time: 0,
        };
        Ok(build(&request, &coins)?)
    }
}

/// The largest coins until they are worth `enough` satoshis; all of them if they are not.
fn largest_first(mut coins: Vec<SpendableCoin>, enough: i64) -> Vec<SpendableCoin> {
    coins.sort_by_key(|coin| std::cmp::Reverse(coin.output.value));
    let mut sum: i64 = 0;
    let mut chosen = Vec::new();
    for coin in coins {
        if sum >= enough {
            break;
        }
        sum = sum.saturating_add(coin.output.value);
        chosen.push(coin);
    }
    chosen
}
