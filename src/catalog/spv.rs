//! Walks of a phone that has headers alone: a payment proven, and payments forged.

use std::collections::BTreeMap;

use super::data::{early, early_block, header};
use super::{CatalogError, Scenario, Subject};
use crate::chain::spv::{Handed, HeaderRun};
use crate::chain::spv_model::SpvModel;
use crate::chain::{ChainParams, mine};
use crate::hash::{Txid, sha256};
use crate::ledger::{Draft, Party, Spend};
use crate::primitives::amount::COIN;
use crate::primitives::merkle::Proof;
use crate::primitives::{Block, BlockHeader, OutPoint, Transaction};
use crate::trace::{Stepper, Trace};

/// In the order in which they are offered.
pub const SCENARIOS: &[Scenario] = &[
    Subject::Blocks.scenario(
        "spv-proof",
        "A proof for a phone",
        "Seven headers, one transaction and one hash: a phone makes sure of the first payment without \
         any block.",
        Some("spv-forged"),
        proof,
    ),
    Subject::Blocks.scenario(
        "spv-forged",
        "A proof for another payee",
        "Eve puts her own key into the first payment and hands over the genuine branch: the climb \
         ends elsewhere.",
        Some("spv-no-work"),
        forged,
    ),
    Subject::Blocks.scenario(
        "spv-no-work",
        "A header without work",
        "Eve makes a header whose Merkle root fits her payment. What she lacks is its hash.",
        Some("spv-fooled"),
        no_work,
    ),
    Subject::Blocks.scenario(
        "spv-fooled",
        "Proven, and worth nothing",
        "On a network where blocks are easy, Eve mines a payment that spends a coin nobody made. A \
         phone believes it; a full node does not.",
        None,
        fooled,
    ),
];

/// The place of the first payment in block 170.
const FIRST_PAYMENT: usize = 1;
const FIRST_HEIGHT: u32 = 169;

fn proof() -> Result<Box<dyn Stepper>, CatalogError> {
    let model = SpvModel::new(
        "The first payment, proven to a phone",
        ChainParams::mainnet().pow,
        early_headers()?,
        first_payment()?,
    );
    Ok(Box::new(Trace::new(model)))
}

fn forged() -> Result<Box<dyn Stepper>, CatalogError> {
    let mut handed = first_payment()?;
    if let Some(output) = handed.transaction.outputs.first_mut() {
        output.script_pubkey = Party::named("Eve").script_pubkey();
    }
    let params = ChainParams::mainnet().pow;
    let model = SpvModel::new("Eve as the payee", params, early_headers()?, handed);
    Ok(Box::new(Trace::new(model)))
}

/// Eve's block follows block 171 and holds her payment alone.
fn no_work() -> Result<Box<dyn Stepper>, CatalogError> {
    let mut run = early_headers()?;
    run.headers.truncate(3);
    let last = run.headers.last().copied().unwrap_or_default();
    let block = eves_block(&last);
    run.headers.push(block.header);
    let params = ChainParams::mainnet().pow;
    let handed = handed_from(block, run.tip())?;
    let model = SpvModel::new("Eve's header without work", params, run, handed);
    Ok(Box::new(Trace::new(model)))
}

/// On regtest every second hash meets the target, so Eve has work enough: her block and two more.
fn fooled() -> Result<Box<dyn Stepper>, CatalogError> {
    const ENOUGH_TRIES: u64 = 1_000;
    let params = ChainParams::regtest();
    let genesis = params.genesis.header;
    let mut run = HeaderRun { first_height: 0, headers: vec![genesis] };
    let mut paying = None;
    for _ in 0..3 {
        let last = run.headers.last().copied().unwrap_or(genesis);
        let block = mine(eves_block(&last), ENOUGH_TRIES);
        let block = block.ok_or(CatalogError::NoProofOfWork { tries: ENOUGH_TRIES })?;
        run.headers.push(block.header);
        paying.get_or_insert(block);
    }
    let handed = handed_from(paying.unwrap_or_default(), 1)?;
    let model = SpvModel::new("Eve mines a payment from nothing", params.pow, run, handed);
    Ok(Box::new(Trace::new(model.with_full_node(BTreeMap::new()))))
}

fn early_headers() -> Result<HeaderRun, CatalogError> {
    let headers =
        early::HEADERS_169_TO_175.iter().map(|hex| header(hex)).collect::<Result<_, _>>()?;
    Ok(HeaderRun { first_height: FIRST_HEIGHT, headers })
}

fn first_payment() -> Result<Handed, CatalogError> {
    let block = early_block(early::BLOCK_170)?.block().clone();
    handed_from(block, FIRST_HEIGHT + 1)
}

/// The second transaction of a block, with its branch.
fn handed_from(block: Block, height: u32) -> Result<Handed, CatalogError> {
    let (index, count) = (FIRST_PAYMENT, block.transactions.len());
    let missing = CatalogError::NoSuchTransaction { index, count };
    let branch = Proof::new(&block.txid_leaves(), index).ok_or_else(|| missing.clone())?;
    let transaction = block.transactions.into_iter().nth(index).ok_or(missing)?;
    Ok(Handed { transaction, height, branch })
}

/// A block after `last`, as hard as that one, in which Eve pays Bob with a coin that nobody made. It
/// has no proof of work yet.
fn eves_block(last: &BlockHeader) -> Block {
    let [eve, bob] = ["Eve", "Bob"].map(Party::named);
    let coinbase = Draft { outputs: vec![(&eve, 50 * COIN)], ..Draft::default() }.sign().tx;
    let outpoint = OutPoint { txid: Txid(sha256(b"a coin that nobody made")), vout: 0 };
    let spends = vec![Spend { outpoint, owner: &eve, signer: &eve }];
    let payment: Transaction =
        Draft { spends, outputs: vec![(&bob, 10 * COIN)], ..Draft::default() }.sign().tx;
    let mut block = Block { transactions: vec![coinbase, payment], ..Block::default() };
    block.header = BlockHeader {
        prev_block_hash: last.block_hash(),
        merkle_root: block.compute_merkle_root().hash,
        time: last.time.saturating_add(600),
        nonce: 0,
        ..*last
    };
    block
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::trace::{Verdict, Window};

    /// What each ends with, and after how many steps.
    #[test]
    fn each_ends_where_its_title_says() {
        let ends = [
            ("spv-proof", None, 10),
            ("spv-forged", Some("spv-branch"), 9),
            ("spv-no-work", Some("high-hash"), 3),
            ("spv-fooled", Some("bad-txns-inputs-missingorspent"), 8),
        ];
        assert_eq!(ends.len(), SCENARIOS.len());
        for ((id, expected, steps), scenario) in ends.into_iter().zip(SCENARIOS) {
            assert_eq!(scenario.id, id);
            let mut stepper = (scenario.open)().unwrap();
            assert_eq!(stepper.seek(100), steps, "{id}");
            let name = match stepper.scene(&Window::all()).verdict {
                Some(Verdict::Invalid { name, .. }) => Some(name),
                _ => None,
            };
            assert_eq!(name.as_deref(), expected, "{id}");
        }
    }

    #[test]
    fn the_phone_believes_what_a_full_node_refuses() {
        let mut stepper = fooled().unwrap();
        let steps = stepper.seek(100);
        stepper.seek(steps - 1);
        assert_eq!(stepper.scene(&Window::all()).verdict, Some(Verdict::Valid));
    }
}
