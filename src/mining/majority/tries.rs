//! What no amount of work makes possible: blocks that break a rule, however real their proof of work.
//!
//! A majority decides which of several valid histories counts, and whose payments it holds. It cannot make
//! other nodes take what they find invalid: coins without their owner's signature, more new coins than the
//! subsidy (BCT 2.5).

use serde::{Deserialize, Serialize};

use super::forge::{Ground, MajorityFailure, Plan};
use super::past::Past;
use crate::ledger::{Draft, Spend};
use crate::primitives::{Block, Transaction};

use super::node::HonestNode;

/// What the attacker tries with a block on the tip.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Deed {
    /// Spend a coin of Carol's, signed with the attacker's own key.
    Steal,
    /// Claim the subsidy twice.
    DoubleSubsidy,
    /// Spend once more a coin that is already spent.
    SpendAgain,
    /// Leave every payment that waits out of a valid block.
    Censor,
}

impl Deed {
    /// All of them, in the order in which they are shown.
    pub const ALL: [Deed; 4] = [Deed::Steal, Deed::DoubleSubsidy, Deed::SpendAgain, Deed::Censor];

    /// What it is called among choices.
    pub fn label(self) -> &'static str {
        match self {
            Deed::Steal => "Alice tries to take Carol's coin",
            Deed::DoubleSubsidy => "Alice tries to pay herself the subsidy twice",
            Deed::SpendAgain => "Alice tries to spend a spent coin again",
            Deed::Censor => "Alice leaves Carol's payment out of a block",
        }
    }

    /// The block, with real proof of work, on the tip of `node`.
    pub(super) fn block(
        self,
        past: &Past,
        node: &HonestNode,
        extra_nonce: u64,
    ) -> Result<Block, MajorityFailure> {
        let params = node.chain().params();
        let ground = Ground::tip(node.chain());
        let subsidy = node.chain().block_context(node.chain().tip(), Default::default());
        let claims = match self {
            Deed::DoubleSubsidy => subsidy.subsidy_satoshis,
            _ => 0,
        };
        let transactions: Vec<Transaction> = match self {
            Deed::Steal => theft(past, node).into_iter().collect(),
            Deed::SpendAgain => vec![past.to_bob.clone()],
            Deed::DoubleSubsidy | Deed::Censor => Vec::new(),
        };
        let plan = Plan { miner: &past.alice, transactions: &transactions, claims, extra_nonce };
        ground.find(params, &plan)
    }
}

/// All that Carol has in one coin, to Alice, with Alice's signature.
fn theft(past: &Past, node: &HonestNode) -> Option<Transaction> {
    let coins = node.coins_of(&past.carol);
    let (outpoint, coin) = coins.into_iter().max_by_key(|(_, coin)| coin.output.value)?;
    let spend = Spend { outpoint, owner: &past.carol, signer: &past.alice };
    let outputs = vec![(&past.alice, coin.output.value)];
    Some(Draft { spends: vec![spend], outputs, ..Draft::default() }.sign().tx)
}
