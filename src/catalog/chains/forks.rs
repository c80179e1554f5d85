//! Three stories of a chain with a fork, on blocks that are found when they are told.

use std::sync::Arc;

use super::unmade;
use crate::catalog::CatalogError;
use crate::chain::MemoryStore;
use crate::chain::example::{ExampleChain, Plan, pay, reward};
use crate::chain::fork_model::ForkModel;
use crate::chain::fork_news::{ForkNames, News};
use crate::hash::BlockHash;
use crate::ledger::{Owners, Party};
use crate::primitives::amount::COIN;
use crate::primitives::{Block, OutPoint, Transaction};
use crate::trace::{Stepper, Trace};

/// A story while it is written: the blocks so far, and what is told of them.
struct Tale {
    example: ExampleChain,
    /// What the node knows when the story begins.
    start: MemoryStore,
    news: Vec<News>,
    names: ForkNames,
}

impl Tale {
    /// The genesis block, and blocks 1 and 2, for which Alice and Bob were paid.
    fn new(people: &[&Party]) -> Result<(Tale, [Block; 2]), CatalogError> {
        let example = ExampleChain::new().map_err(unmade)?;
        let mut names = ForkNames::default();
        names.blocks.insert(example.chain().tip_hash(), "0".into());
        names.owners = Owners::of(people.iter().copied());
        let start = MemoryStore::default();
        let mut tale = Tale { example, start, news: Vec::new(), names };
        let (alice, bob) = (Party::named("Alice"), Party::named("Bob"));
        let first = tale.block("1", tale.example.chain().tip_hash(), &alice, &[], 0)?;
        let second = tale.block("2", first.block_hash(), &bob, &[], 0)?;
        tale.start = tale.example.store();
        tale.news.clear();
        Ok((tale, [first, second]))
    }

    /// A payment that arrives next.
    fn payment(&mut self, name: &str, tx: &Transaction) {
        self.names.payments.insert(tx.txid(), name.to_owned());
        self.news.push(News::Payment(Arc::new(tx.clone())));
    }

    /// A block that arrives next, found on block `on`.
    fn block(
        &mut self,
        name: &str,
        on: BlockHash,
        miner: &Party,
        transactions: &[Transaction],
        claims: i64,
    ) -> Result<Block, CatalogError> {
        let plan = Plan { on, miner, transactions, claims };
        let (block, _) = self.example.mine(plan).map_err(unmade)?;
        self.names.blocks.insert(block.block_hash(), name.to_owned());
        self.news.push(News::Block(Arc::new(block.clone())));
        Ok(block)
    }

    fn told(self, title: &str) -> Result<Box<dyn Stepper>, CatalogError> {
        let Tale { example, start, news, names } = self;
        let (now, params) = (example.now(), example.params().clone());
        let model = ForkModel::new(title, (params, start), now, news, names);
        Ok(Box::new(Trace::new(model.map_err(unmade)?)))
    }
}

/// Pays all but a fee, and the rest back to the owner.
fn with_change(owner: &Party, coin: OutPoint, to: &Party, bitcoin: i64) -> Transaction {
    let rest = (50 - bitcoin) * COIN - FEE;
    pay(owner, &[coin], &[(to, bitcoin * COIN), (owner, rest)])
}

/// What each payment leaves to the miner, in satoshis.
const FEE: i64 = COIN / 10;

/// Two ties, and then a branch with more work: one payment is in both branches, the other waits again
/// and is confirmed anew.
pub(super) fn reorganisation() -> Result<Box<dyn Stepper>, CatalogError> {
    let people = ["Alice", "Bob", "Carol", "Mia", "Noah"].map(Party::named);
    let [alice, bob, carol, mia, noah] = &people;
    let (mut tale, [first, second]) = Tale::new(&people.each_ref())?;
    let to_carol = with_change(alice, reward(&first), carol, 20);
    let to_mia = with_change(bob, reward(&second), mia, 5);
    tale.payment("Alice to Carol", &to_carol);
    let fork = second.block_hash();
    let a3 = tale.block("3a", fork, mia, std::slice::from_ref(&to_carol), FEE)?;
    let b3 = tale.block("3b", fork, noah, &[], 0)?;
    tale.payment("Bob to Mia", &to_mia);
    tale.block("4a", a3.block_hash(), mia, std::slice::from_ref(&to_mia), FEE)?;
    let b4 = tale.block("4b", b3.block_hash(), noah, std::slice::from_ref(&to_mia), FEE)?;
    let b5 = tale.block("5b", b4.block_hash(), noah, &[], 0)?;
    tale.block("6b", b5.block_hash(), mia, &[to_carol], FEE)?;
    tale.told("A fork, and a reorganisation")
}

/// A payment with one confirmation is undone by a heavier branch that spends its coin otherwise.
pub(super) fn double_spend() -> Result<Box<dyn Stepper>, CatalogError> {
    let people = ["Alice", "Bob", "the shop", "Mia"].map(Party::named);
    let [alice, _, shop, mia] = &people;
    let (mut tale, [first, second]) = Tale::new(&people.each_ref())?;
    let to_shop = with_change(alice, reward(&first), shop, 40);
    let to_herself = pay(alice, &[reward(&first)], &[(alice, 50 * COIN - FEE)]);
    tale.names.payments.insert(to_herself.txid(), "Alice to herself".into());
    tale.payment("Alice to the shop", &to_shop);
    let fork = second.block_hash();
    tale.block("3a", fork, mia, &[to_shop], FEE)?;
    let b3 = tale.block("3b", fork, alice, &[to_herself], FEE)?;
    tale.block("4b", b3.block_hash(), alice, &[], 0)?;
    tale.told("A double spend against one confirmation")
}

/// A branch with more work begins with a block that makes too much money.
pub(super) fn invalid_branch() -> Result<Box<dyn Stepper>, CatalogError> {
    let people = ["Alice", "Bob", "Mia", "Noah"].map(Party::named);
    let [.., mia, noah] = &people;
    let (mut tale, [_, second]) = Tale::new(&people.each_ref())?;
    let fork = second.block_hash();
    tale.block("3a", fork, mia, &[], 0)?;
    let b3 = tale.block("3b", fork, noah, &[], 10 * COIN)?;
    let b4 = tale.block("4b", b3.block_hash(), noah, &[], 0)?;
    tale.block("5b", b4.block_hash(), noah, &[], 0)?;
    tale.told("More work, and an invalid block")
}
