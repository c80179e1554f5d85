//! Walks through chains: every check of a block, its coins, forks, the target, and a coin's lineage.

mod forks;

use std::collections::BTreeMap;

use super::data::{change, early, early_block, header, headers};
use super::{CatalogError, Scenario, Subject};
use crate::chain::difficulty::block_context;
use crate::chain::example::{ExampleChain, Plan, output, pay, reward};
use crate::chain::retarget_model::RetargetModel;
use crate::chain::{Accepted, ChainParams};
use crate::ledger::block::{HeaderContext, IndexedBlock};
use crate::ledger::block_model::{BlockModel, BlockSetting};
use crate::ledger::connect_model::{ConnectModel, ConnectSetting};
use crate::ledger::lineage_model::{CoinHistory, LineageModel};
use crate::ledger::{Coin, CoinView, Owners, Party};
use crate::primitives::amount::COIN;
use crate::primitives::{Block, CompactTarget, OutPoint};
use crate::spelling::grouped;
use crate::trace::{Stepper, Trace};

/// In the order in which they are offered.
pub const SCENARIOS: &[Scenario] = &[
    Subject::Chains.scenario(
        "block-check-170",
        "Every check of a real block",
        "Block 170 holds the first payment. What a node asks of it: its form, its place in the chain, its \
         coins, its scripts.",
        Some("block-check-double-spend"),
        block_check_170,
    ),
    Subject::Chains.scenario(
        "block-check-double-spend",
        "A block that spends a coin twice",
        "Its proof of work is real, both payments are signed, and one check is enough to refuse it.",
        Some("connect-block"),
        block_check_double_spend,
    ),
    Subject::Chains.scenario(
        "connect-block",
        "Connecting a block, and taking it back",
        "The coins before and after, side by side; and the way back to the very same set, from the undo \
         data alone.",
        Some("coin-lineage"),
        connect_block,
    ),
    Subject::Chains.scenario(
        "coin-lineage",
        "Where a coin came from, and where it went",
        "A coin of 12 January 2009: back through the first payment ever to a coinbase three days older, and \
         on to what was unspent that evening.",
        Some("fork-reorganisation"),
        coin_lineage,
    ),
    Subject::Chains.scenario(
        "fork-reorganisation",
        "A fork, and a reorganisation",
        "Two miners find a block at nearly the same time. A tie, another tie, and then one branch has more \
         work.",
        Some("fork-double-spend"),
        forks::reorganisation,
    ),
    Subject::Chains.scenario(
        "fork-double-spend",
        "A double spend against one confirmation",
        "Alice pays a shop and has a confirmation. Then a heavier branch arrives that pays herself.",
        Some("fork-invalid-branch"),
        forks::double_spend,
    ),
    Subject::Chains.scenario(
        "fork-invalid-branch",
        "More work, and an invalid block",
        "A branch with more work than any other begins with a miner who pays himself too much.",
        Some("retarget-first"),
        forks::invalid_branch,
    ),
    Subject::Chains.scenario(
        "retarget-first",
        "The first change of the target",
        "Block 32,256 (30 December 2009): for the first time a window took less than two weeks.",
        Some("retarget-clamp"),
        || retarget(32_256, [headers::HEADER_30240, headers::HEADER_32255, headers::HEADER_32256]),
    ),
    Subject::Chains.scenario(
        "retarget-clamp",
        "Faster than is heeded",
        "Block 68,544 (16 July 2010): of 413 windows up to block 832,608 the only one that took less \
         than a quarter of two weeks.",
        None,
        || retarget(68_544, [headers::HEADER_66528, headers::HEADER_68543, headers::HEADER_68544]),
    ),
];

/// The median of the times of blocks 159 to 169, in seconds since 1970.
const MEDIAN_BEFORE_170: u32 = 1_231_715_347;

fn unmade(error: impl std::fmt::Display) -> CatalogError {
    CatalogError::Unmade { reason: error.to_string() }
}

fn block_check_170() -> Result<Box<dyn Stepper>, CatalogError> {
    let block = early_block(early::BLOCK_170)?.block().clone();
    let block = IndexedBlock::new(block);
    let params = ChainParams::mainnet();
    let header = HeaderContext {
        height: 170,
        expected_bits: CompactTarget(0x1d00_ffff),
        median_time_past: MEDIAN_BEFORE_170,
        window_follows: None,
        window_began: None,
        now: block.block().header.time,
        min_version: params.min_version_at(170),
    };
    let context = block_context(&params, 170, &block.hash(), MEDIAN_BEFORE_170, None);
    let limit = params.pow.limit;
    let times = BTreeMap::new();
    let header = Some(header);
    let setting = BlockSetting { limit, signet_challenge: None, header, context, times };
    let mut coins = CoinView::default();
    let nine = early_block(early::BLOCK_9)?;
    if let Some(tx) = nine.block().transactions.first() {
        let coin =
            tx.outputs.first().cloned().map(|output| Coin { output, height: 9, coinbase: true });
        coins.load(output(tx, 0), coin);
    }
    let model = BlockModel::new("Block 170 (12 January 2009)", block, setting, coins);
    Ok(Box::new(Trace::new(model)))
}

/// People of the small chain.
fn people() -> [Party; 4] {
    ["Alice", "Bob", "Carol", "Mia"].map(Party::named)
}

/// Mines a block of these transactions on the tip.
fn on_tip(
    example: &mut ExampleChain,
    miner: &Party,
    transactions: &[crate::primitives::Transaction],
    claims: i64,
) -> Result<(Block, Accepted), CatalogError> {
    let on = example.chain().tip_hash();
    example.mine(Plan { on, miner, transactions, claims }).map_err(unmade)
}

fn block_check_double_spend() -> Result<Box<dyn Stepper>, CatalogError> {
    let [alice, bob, carol, mia] = people();
    let mut example = ExampleChain::new().map_err(unmade)?;
    let (first, _) = on_tip(&mut example, &alice, &[], 0)?;
    on_tip(&mut example, &mia, &[], 0)?;
    let coins = example.chain().all_coins().map_err(unmade)?;
    let tip = example.chain().tip();
    let coin = [reward(&first)];
    let transactions =
        [pay(&alice, &coin, &[(&bob, 50 * COIN)]), pay(&alice, &coin, &[(&carol, 50 * COIN)])];
    let (block, _) = on_tip(&mut example, &mia, &transactions, 0)?;
    let block = IndexedBlock::new(block);
    let view = CoinView::from_iter(&coins);
    let setting = example.chain().block_setting(tip, &block, &view, example.now());
    let title = "A block that spends Alice's coin twice";
    Ok(Box::new(Trace::new(BlockModel::new(title, block, setting, view))))
}

fn connect_block() -> Result<Box<dyn Stepper>, CatalogError> {
    let people = people();
    let [alice, bob, carol, mia] = &people;
    let mut example = ExampleChain::new().map_err(unmade)?;
    let (first, _) = on_tip(&mut example, alice, &[], 0)?;
    let (second, _) = on_tip(&mut example, bob, &[], 0)?;
    on_tip(&mut example, carol, &[], 0)?;
    let coins = example.chain().all_coins().map_err(unmade)?;
    let tip = example.chain().tip();
    let fee = COIN / 10;
    let to_bob = pay(alice, &[reward(&first)], &[(bob, 17 * COIN), (alice, 33 * COIN - fee)]);
    // It spends a coin that the block itself makes, together with one from before.
    let both = [output(&to_bob, 0), reward(&second)];
    let to_carol = pay(bob, &both, &[(carol, 60 * COIN), (bob, 7 * COIN - fee)]);
    let (block, accepted) = on_tip(&mut example, mia, &[to_bob, to_carol], 2 * fee)?;
    if accepted.moved.connected.is_empty() {
        return Err(unmade("the block was not connected"));
    }
    let block = IndexedBlock::new(block);
    let setting = example.chain().block_setting(tip, &block, &CoinView::default(), example.now());
    let BlockSetting { context, times, .. } = setting;
    let setting = ConnectSetting { context, times, coins, whole: true };
    let title = "Block 4 of a small chain is connected";
    Ok(Box::new(Trace::new(ConnectModel::new(title, block, setting, Owners::of(&people)))))
}

fn coin_lineage() -> Result<Box<dyn Stepper>, CatalogError> {
    let mut history = CoinHistory::default();
    let (mut owners, mut coin) = (Owners::default(), OutPoint::NULL);
    for (height, hex) in change::WAY {
        let view = early_block(hex)?;
        history.add(height, view.block());
        let outputs = |index: usize| view.block().transactions.get(index).map(|tx| &tx.outputs);
        let script = |index: usize, vout: usize| {
            outputs(index)
                .and_then(|outputs| outputs.get(vout))
                .map(|out| out.script_pubkey.to_vec())
        };
        match height {
            // The block's coinbase, and whom the first payment paid: both are known by name.
            9 => script(0, 0).into_iter().for_each(|it| owners.add(it, "Nakamoto".into())),
            170 => script(1, 0).into_iter().for_each(|it| owners.add(it, "Finney".into())),
            181 => coin = view.block().transactions.get(1).map_or(coin, |tx| output(tx, 1)),
            _ => {}
        }
    }
    let title = "A coin of block 181 and its lineage";
    let model = LineageModel::new(title, history, owners, coin);
    Ok(Box::new(Trace::new(model.ok_or_else(|| unmade("the coin is in none of the blocks"))?)))
}

fn retarget(height: u32, hexes: [&str; 3]) -> Result<Box<dyn Stepper>, CatalogError> {
    let [first, last, next] = hexes;
    let title = format!("The target of mainnet's block {}", grouped(height));
    let window = [header(first)?, header(last)?];
    let params = ChainParams::mainnet().pow;
    let model = RetargetModel::new(title, params, height, window, Some(header(next)?));
    Ok(Box::new(Trace::new(model)))
}
