//! What a person can do in the lab.

use super::{BlockName, Forgery, Lab, LabError, Outcome};
use crate::chain::{ChainStore, TipChange};
use crate::wallet::{AddressKind, Strategy};

/// Something to do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Deed {
    /// A wallet of this name; its words follow from the name, for lessons.
    NewWallet {
        /// The name.
        name: String,
    },
    /// A fresh address.
    Address {
        /// Whose.
        wallet: String,
        /// Of which kind.
        kind: AddressKind,
    },
    /// Pay out of one wallet.
    Pay(Payment),
    /// Pay out of several wallets, all of which sign.
    PayJointly {
        /// Who pays, and shares the amount.
        from: Vec<String>,
        /// What and how, as for one.
        payment: Payment,
    },
    /// Make all coins of a wallet one.
    Consolidate {
        /// Whose.
        wallet: String,
        /// Satoshis for a virtual byte.
        fee_rate: i64,
    },
    /// Find blocks on the tip, or elsewhere.
    Mine {
        /// Who is paid.
        to: String,
        /// How many.
        blocks: u32,
        /// The block to build on; none for the tip.
        on: Option<BlockName>,
    },
    /// Find blocks on the tip until it has this height.
    MineUntil {
        /// Who is paid.
        to: String,
        /// The height.
        height: u32,
    },
    /// Find a block that breaks a rule, and hand it to the chain.
    Forge {
        /// Which rule.
        forgery: Forgery,
    },
    /// Call a block invalid.
    Invalidate {
        /// Which.
        block: BlockName,
    },
    /// Take that back.
    Reconsider {
        /// Which.
        block: BlockName,
    },
}

/// What to pay, and how.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Payment {
    /// Who pays; empty in a joint payment.
    pub from: String,
    /// A wallet's name, or an address.
    pub to: String,
    /// Satoshis.
    pub amount: i64,
    /// Satoshis for a virtual byte.
    pub fee_rate: i64,
    /// How coins are chosen.
    pub strategy: Strategy,
    /// The kind of the payee's new address, where a wallet is paid.
    pub kind: AddressKind,
    /// Whether the change goes back to the address that it came from.
    pub change_to_same: bool,
}

impl<S: ChainStore> Lab<S> {
    /// Does it, at the time `now` in seconds since 1970.
    pub fn perform(&mut self, deed: &Deed, now: u32) -> Result<Outcome, LabError> {
        match deed {
            Deed::NewWallet { name } => self.new_wallet(name),
            Deed::Address { wallet, kind } => self.new_address(wallet, *kind),
            Deed::Pay(payment) => self.pay(payment),
            Deed::PayJointly { from, payment } => self.pay_jointly(from, payment),
            Deed::Consolidate { wallet, fee_rate } => self.consolidate(wallet, *fee_rate),
            Deed::Mine { to, blocks, on } => self.mine(to, *blocks, on.as_ref(), now),
            Deed::MineUntil { to, height } => {
                let missing = height.saturating_sub(self.chain.height());
                self.mine(to, missing, None, now)
            }
            Deed::Forge { forgery } => self.forge(*forgery, now),
            Deed::Invalidate { block } => self.by_hand(block, true),
            Deed::Reconsider { block } => self.by_hand(block, false),
        }
    }

    fn by_hand(&mut self, block: &BlockName, invalid: bool) -> Result<Outcome, LabError> {
        let place = self.find_block(block)?;
        let hash = self.chain.tree().node(place).hash;
        let moved = self.judge_by_hand(block, invalid)?;
        let word = if invalid { "is called invalid now" } else { "may be valid again" };
        Ok(Outcome::says(format!("The block {hash} {word}. {}", self.told(&moved))).made(hash))
    }

    /// How the tip moved, in a sentence.
    pub(super) fn told(&self, moved: &TipChange) -> String {
        let (height, tip) = (self.chain.height(), self.chain.tip_hash());
        match (moved.disconnected.len(), moved.connected.len()) {
            (0, 0) => format!("The tip stays at height {height}, {tip}."),
            (0, on) => format!("The chain grows by {on} to height {height}, {tip}."),
            (off, on) => format!(
                "A reorganisation: {off} disconnected and {on} connected, and the tip is at height \
                 {height}, {tip}."
            ),
        }
    }
}
