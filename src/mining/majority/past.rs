//! The chain before the attack: blocks of an honest miner, with a payment of Carol's in each, and coins of
//! Alice's that she will try to spend twice.

use super::forge::{Ground, MajorityFailure, Plan};
use super::node::HonestNode;
use crate::chain::example::{output, pay, reward};
use crate::chain::params::classroom::ClassroomSettings;
use crate::chain::{Chain, ChainParams, MemoryStore};
use crate::ledger::Party;
use crate::primitives::amount::COIN;
use crate::primitives::{OutPoint, Transaction};

/// The most blocks that an attack goes back here.
pub const MOST_DEPTH: u32 = 144;
/// Blocks without a payment: the coins come from them.
pub(super) const FIRST_BLOCKS: u32 = 3;
/// What each of Carol's payments moves, and what a payment leaves to the miner, in satoshis.
const CAROL_PAYS: i64 = COIN / 10;
const FEE: i64 = COIN / 1_000;
/// What Alice pays Bob, in satoshis.
pub(super) const ALICE_PAYS: i64 = 40 * COIN;

/// The people, the chain so far, and the two payments of one coin.
pub struct Past {
    pub(super) alice: Party,
    pub(super) bob: Party,
    pub(super) carol: Party,
    pub(super) mia: Party,
    pub(super) node: HonestNode,
    /// Alice's coin from block 1 is paid to Bob, the rest back to Alice.
    pub(super) to_bob: Transaction,
    /// The same coin is paid to Alice.
    pub(super) to_herself: Transaction,
    /// The next payment of Carol's, which stands in no block yet.
    pub(super) next_of_carol: Transaction,
    /// Blocks found so far.
    pub(super) found: u64,
}

impl Past {
    /// So many blocks after the genesis block, each with a payment of Carol's from block 4 on. With
    /// `paid`, the last of them holds Alice's payment to Bob too.
    pub fn new(blocks: u32, paid: bool) -> Result<Past, MajorityFailure> {
        let [alice, bob, carol, david, mia] =
            ["Alice", "Bob", "Carol", "David", "Mia"].map(Party::named);
        let chain = Chain::open(params()?, MemoryStore::default())?;
        let mut node = HonestNode::new(chain);
        let (mut coin, mut of_carol) = (OutPoint::NULL, OutPoint::NULL);
        let mut carol_has = 50 * COIN;
        let mut to_bob = None;
        let mut waits: Option<Transaction> = None;
        for height in 1..=blocks.max(FIRST_BLOCKS) {
            let miner = match height {
                1 => &alice,
                2 => &carol,
                _ => &mia,
            };
            let mut transactions: Vec<Transaction> = waits.take().into_iter().collect();
            if paid && height == blocks {
                transactions.extend(to_bob.clone());
            }
            let claims = FEE * transactions.len() as i64;
            let plan =
                Plan { miner, transactions: &transactions, claims, extra_nonce: height.into() };
            let block = Ground::tip(node.chain()).find(node.chain().params(), &plan)?;
            node.take(&block)?;
            if height == 1 {
                coin = reward(&block);
                to_bob = Some(alice_pays(&alice, coin, &bob));
            }
            if height == 2 {
                of_carol = reward(&block);
            }
            if height >= FIRST_BLOCKS {
                carol_has -= CAROL_PAYS + FEE;
                let outputs = [(&david, CAROL_PAYS), (&carol, carol_has)];
                let tx = pay(&carol, &[of_carol], &outputs);
                of_carol = output(&tx, 1);
                waits = Some(tx);
            }
        }
        let to_herself = pay(&alice, &[coin], &[(&alice, 50 * COIN - FEE)]);
        let to_bob = to_bob.unwrap_or_default();
        let next_of_carol = waits.unwrap_or_default();
        let found = u64::from(node.chain().height());
        Ok(Past { alice, bob, carol, mia, node, to_bob, to_herself, next_of_carol, found })
    }

    /// The height of the last block.
    pub fn height(&self) -> u32 {
        self.node.chain().height()
    }

    /// The most blocks that can be replaced on a chain of this height: Carol's and Alice's coins stay.
    pub(super) fn most_depth(height: u32) -> u32 {
        height.saturating_sub(FIRST_BLOCKS).min(MOST_DEPTH)
    }
}

/// 40 bitcoin to Bob, and the rest back.
fn alice_pays(alice: &Party, coin: OutPoint, bob: &Party) -> Transaction {
    pay(alice, &[coin], &[(bob, ALICE_PAYS), (alice, 50 * COIN - ALICE_PAYS - FEE)])
}

/// A network where a coinbase can be spent after two blocks, a block takes two tries, and the target never
/// changes.
fn params() -> Result<ChainParams, MajorityFailure> {
    let settings = ClassroomSettings {
        name: "majority".into(),
        retargets: false,
        ..ClassroomSettings::default()
    };
    Ok(settings.params()?)
}
