//! Tokens of one owner: which to spend, what comes back as change, and the signatures.

use crate::hash::BlockHash;
use crate::ledger::Coin;
use crate::medical::identity::Keys;
use crate::medical::token::checker::sign_input;
use crate::medical::token::lock::{VoteLock, to_owner};
use crate::medical::token::{Asset, Kind, TokenInput, TokenLedger, TokenOutput, TokenTx};
use crate::primitives::{OutPoint, ScriptBuf};
use crate::script::op::{OP_0, OP_1};

/// What an owner wants to do with its tokens.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Order {
    /// What the transaction is for.
    pub kind: Kind,
    /// Units of this asset are spent.
    pub asset: Asset,
    /// What is made, change apart.
    pub outputs: Vec<TokenOutput>,
    /// Units that are spent beyond what is made: the fee, or what is redeemed.
    pub beyond: u64,
}

/// A transaction that carries out `order` with ripe tokens of the owner of `keys`, the oldest first; none
/// where there are not enough. `height` is that of its block.
pub fn pay(
    chain: &BlockHash,
    ledger: &TokenLedger,
    height: u32,
    order: &Order,
    keys: &Keys,
) -> Option<TokenTx> {
    let lock = to_owner(&keys.identity());
    let made: u64 = order.outputs.iter().map(|output| output.amount).sum();
    let needed = made.checked_add(order.beyond)?;
    let mut own: Vec<(&OutPoint, &Coin<TokenOutput>)> = (ledger.coins().iter())
        .filter(|(_, coin)| coin.output.asset == order.asset && coin.output.script_pubkey == lock)
        .filter(|(_, coin)| {
            !coin.coinbase || height >= coin.height + ledger.setting().maturity_blocks
        })
        .collect();
    own.sort_by_key(|(outpoint, coin)| (coin.height, **outpoint));
    let (mut spent, mut inputs) = (0_u64, Vec::new());
    for (outpoint, coin) in own {
        if spent >= needed {
            break;
        }
        spent += coin.output.amount;
        inputs.push(*outpoint);
    }
    let change = spent.checked_sub(needed)?;
    let mut outputs = order.outputs.clone();
    if change > 0 {
        outputs.push(TokenOutput { asset: order.asset, amount: change, script_pubkey: lock });
    }
    Some(spend(chain, ledger, order.kind.clone(), &inputs, outputs, keys))
}

/// A transaction that spends just these outputs, each unlocked with `keys`. A vote is left where its delay
/// is over and the outputs are no votes, and moved otherwise.
pub fn spend(
    chain: &BlockHash,
    ledger: &TokenLedger,
    kind: Kind,
    inputs: &[OutPoint],
    outputs: Vec<TokenOutput>,
    keys: &Keys,
) -> TokenTx {
    let moves = outputs.iter().any(|output| VoteLock::read(&output.script_pubkey).is_some());
    let vote = |outpoint: &OutPoint| {
        let coin = ledger.coins().get(outpoint)?;
        VoteLock::read(&coin.output.script_pubkey)
    };
    let input = |outpoint: &OutPoint| {
        let leaves = vote(outpoint).filter(|_| !moves).map(|lock| u32::from(lock.delay_blocks));
        let script_sig = ScriptBuf::default();
        TokenInput { previous_output: *outpoint, script_sig, sequence: leaves.unwrap_or(u32::MAX) }
    };
    let mut tx =
        TokenTx { kind, inputs: inputs.iter().map(input).collect(), outputs, lock_time: 0 };
    for (at, outpoint) in inputs.iter().enumerate() {
        let choice = vote(outpoint).map(|_| if moves { OP_0 } else { OP_1 });
        if let Some(coin) = ledger.coins().get(outpoint) {
            sign_input(&chain.0, &mut tx, at, &coin.output, keys, choice);
        }
    }
    tx
}

/// A rate under an oracle's signature.
pub fn rate(
    chain: &BlockHash,
    asset: Asset,
    price_per_mille: u64,
    slot: u64,
    oracle: &Keys,
) -> TokenTx {
    let digest = Kind::rate_digest(&chain.0, asset, price_per_mille, slot);
    let signature = oracle.sign(&digest);
    let kind = Kind::Rate { asset, price_per_mille, slot, oracle: oracle.identity(), signature };
    TokenTx { kind, inputs: Vec::new(), outputs: Vec::new(), lock_time: 0 }
}

/// A transaction that spends nothing: it mints, or pays rewards.
pub fn issue(kind: Kind, outputs: Vec<TokenOutput>) -> TokenTx {
    TokenTx { kind, inputs: Vec::new(), outputs, lock_time: 0 }
}

impl Order {
    /// Moves data tokens.
    pub fn transfer(outputs: Vec<TokenOutput>, fee: u64) -> Order {
        Order { kind: Kind::Transfer, asset: Asset::Data, outputs, beyond: fee }
    }
}
