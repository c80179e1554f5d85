//! One block, check by check: the same list of checks that judges every block, and then its transactions one by
//! one. A reader may forge the block before the first check.

use std::fmt::Debug;

use serde::{Deserialize, Serialize};

use super::block::Parent;
use super::validate::{Candidate, moment};
use super::{Block, BlockCheck, Body, validation_panes};
use crate::hash::BlockHash;
use crate::medical::identity::Keys;
use crate::trace::{Model, Scene, Window};

/// A block, and the state that it is checked against.
#[derive(Debug, Clone)]
pub struct ValidationModel<B: Body> {
    pub(super) chain: BlockHash,
    pub(super) parent: Parent,
    pub(super) final_height: u32,
    pub(super) block: Block<B::Tx>,
    /// What a transaction is called.
    pub(super) named: fn(&B::Tx) -> String,
    body: B,
    /// Signs where a forger has a key of his own.
    forger: Keys,
}

/// How far it has come.
#[derive(Debug, Clone)]
pub struct ValidationState<B: Body> {
    pub(super) forged: Option<Forgery>,
    pub(super) block: Block<B::Tx>,
    pub(super) checks: usize,
    pub(super) transactions: usize,
    /// The state with the transactions so far.
    body: B,
    /// Why it is refused.
    pub(super) refused: Option<String>,
}

/// What can happen.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ValidationAction {
    /// The block is changed first.
    Forge(Forgery),
    /// The next check.
    Check,
    /// The next transaction.
    Transaction,
}

/// How a block can be forged.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Forgery {
    /// It is hung on another block.
    Parent,
    /// Its slot is that of the block before.
    Slot,
    /// Somebody else makes it.
    Producer,
    /// One bit of the signature is changed.
    Signature,
    /// Its last transaction is there twice.
    Twice,
    /// Its last transaction is left out.
    LeftOut,
}

impl Forgery {
    /// All of them.
    pub const ALL: [Forgery; 6] = [
        Forgery::Parent,
        Forgery::Slot,
        Forgery::Producer,
        Forgery::Signature,
        Forgery::Twice,
        Forgery::LeftOut,
    ];

    /// In a few words.
    pub fn name(self) -> &'static str {
        match self {
            Forgery::Parent => "hang it on another block",
            Forgery::Slot => "date it to the slot of the block before",
            Forgery::Producer => "let somebody else make it",
            Forgery::Signature => "change a bit of the signature",
            Forgery::Twice => "put its last transaction in twice",
            Forgery::LeftOut => "leave its last transaction out",
        }
    }

    fn forge<T: Clone>(self, block: &mut Block<T>, model: (&BlockHash, &Parent, &Keys)) {
        let (chain, parent, forger) = model;
        let header = &mut block.head.header;
        match self {
            Forgery::Parent => header.previous = BlockHash([7; 32]),
            Forgery::Slot => header.slot = parent.slot,
            Forgery::Producer => {
                header.producer = forger.identity();
                block.head = header.signed(chain, forger);
            }
            Forgery::Signature => block.head.signature.0[40] ^= 1,
            Forgery::Twice => block.transactions.extend(block.transactions.last().cloned()),
            Forgery::LeftOut => drop(block.transactions.pop()),
        }
    }
}

impl<B: Body> ValidationModel<B> {
    /// `block` on top of `parent`, whose state is `body`.
    pub fn new(
        chain: BlockHash,
        parent: Parent,
        final_height: u32,
        block: Block<B::Tx>,
        body: B,
        named: fn(&B::Tx) -> String,
    ) -> ValidationModel<B> {
        let forger = Keys::new(&mut crate::rng::Rng::from_text("forger"));
        ValidationModel { chain, parent, final_height, block, named, body, forger }
    }
}

impl<B: Body + Debug> Model for ValidationModel<B> {
    type State = ValidationState<B>;
    type Action = ValidationAction;

    fn initial(&self) -> ValidationState<B> {
        let mut body = self.body.clone();
        body.begin_block(&moment(&self.block, self.final_height));
        ValidationState {
            forged: None,
            block: self.block.clone(),
            checks: 0,
            transactions: 0,
            body,
            refused: None,
        }
    }

    fn next(&self, state: &ValidationState<B>) -> Option<ValidationAction> {
        match state {
            _ if state.refused.is_some() => None,
            _ if state.checks < BlockCheck::ALL.len() => Some(ValidationAction::Check),
            _ if state.transactions < state.block.transactions.len() => {
                Some(ValidationAction::Transaction)
            }
            _ => None,
        }
    }

    fn choices(&self, state: &ValidationState<B>) -> Vec<ValidationAction> {
        let mut choices: Vec<ValidationAction> = self.next(state).into_iter().collect();
        if state.checks == 0 && state.forged.is_none() {
            choices.extend(Forgery::ALL.map(ValidationAction::Forge));
        }
        choices
    }

    fn allowed(&self, state: &ValidationState<B>, action: &ValidationAction) -> bool {
        self.choices(state).contains(action)
    }

    fn apply(&self, state: &mut ValidationState<B>, action: &ValidationAction) {
        match action {
            ValidationAction::Forge(forgery) => {
                state.forged = Some(*forgery);
                forgery.forge(&mut state.block, (&self.chain, &self.parent, &self.forger));
            }
            ValidationAction::Check => {
                let Some(check) = BlockCheck::ALL.get(state.checks) else { return };
                let (chain, parent) = (&self.chain, &self.parent);
                let judged = Candidate::new(chain, parent, &state.block).check(*check, &state.body);
                state.checks += 1;
                state.refused = judged.err().map(|fault| fault.to_string());
            }
            ValidationAction::Transaction => {
                let at = moment(&state.block, self.final_height);
                let Some(tx) = state.block.transactions.get(state.transactions) else { return };
                let proved = state.body.prove(tx, &B::txid(tx));
                let judged = proved.and_then(|proof| state.body.apply(tx, &proof, &at));
                state.transactions += 1;
                state.refused = judged.err().map(|error| error.to_string());
            }
        }
    }

    fn label(&self, state: &ValidationState<B>, action: &ValidationAction) -> String {
        match action {
            ValidationAction::Forge(forgery) => format!("forge: {}", forgery.name()),
            ValidationAction::Check => {
                let check = BlockCheck::ALL.get(state.checks);
                check.map_or_else(String::new, |check| check.name().to_owned())
            }
            ValidationAction::Transaction => {
                let tx = state.block.transactions.get(state.transactions);
                tx.map_or_else(String::new, self.named)
            }
        }
    }

    fn scene(
        &self,
        _: Option<&ValidationState<B>>,
        after: &ValidationState<B>,
        last: Option<&ValidationAction>,
        _: &Window,
    ) -> Scene {
        validation_panes::scene(self, after, last)
    }
}
