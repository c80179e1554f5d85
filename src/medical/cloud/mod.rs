//! The cloud: where ciphertexts lie, each under its own hash (lecture slides "Medical Blockchain: Nodes and
//! Data" and "Cloud Based Solutions: Drawback").
//!
//! Several [`node`]s keep copies. The cloud's own management decides who gets a ciphertext ([`Cloud::hand_out`]):
//! whoever has a line in the access log, in a block that is final. So the trace is there before the bytes are.
//! A node may lose, alter, swap or hold back what it was given ([`node::Fault`]); whoever reads compares each
//! answer with the pointer on the chain ([`finding`]), and asks the next node.

pub mod cloud_walk;
mod error;
pub mod finding;
pub mod node;

use super::data::DataState;
use super::data::action::CloudPointer;
use crate::hash::Txid;

pub use error::CloudError;
pub use finding::{Answer, Finding};
pub use node::{Fault, Faulty, Memory, Node};

/// Some nodes under one management.
#[derive(Debug, Clone)]
pub struct Cloud<N> {
    nodes: Vec<N>,
}

/// What the cloud gave, and what became of each question.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Delivered {
    /// The nodes that were asked, in order, and what they answered.
    pub answers: Vec<Answer>,
    /// The ciphertext, where a node had the right one.
    pub ciphertext: Option<Vec<u8>>,
}

impl<N: Node> Cloud<N> {
    /// A cloud of these nodes.
    pub fn new(nodes: Vec<N>) -> Cloud<N> {
        Cloud { nodes }
    }

    /// The nodes.
    pub fn nodes(&self) -> &[N] {
        &self.nodes
    }

    /// The nodes, to switch their faults.
    pub fn nodes_mut(&mut self) -> &mut [N] {
        &mut self.nodes
    }

    /// Keeps a copy of `ciphertext` on every node.
    pub fn put(&mut self, ciphertext: &[u8]) -> CloudPointer {
        let pointer = CloudPointer::to(ciphertext);
        self.nodes.iter_mut().for_each(|node| node.put(&pointer, ciphertext));
        pointer
    }

    /// What the access `txid` was for, if its trace is final.
    pub fn hand_out(
        &self,
        state: &DataState,
        final_height: u32,
        txid: &Txid,
    ) -> Result<Delivered, CloudError> {
        let access = state.accesses().iter().find(|access| access.txid == *txid);
        let Some(access) = access else { return Err(CloudError::NoTrace { access: *txid }) };
        if access.height > final_height {
            let height = access.height;
            return Err(CloudError::TraceNotFinal { access: *txid, height, final_height });
        }
        let storage = state.storage(&access.storage);
        let storage = storage.map_err(|_| CloudError::NoTrace { access: *txid })?;
        Ok(self.read(state, &storage.pointer))
    }

    /// Asks one node after another until an answer has the hash that was asked for.
    pub fn read(&self, state: &DataState, pointer: &CloudPointer) -> Delivered {
        let mut answers = Vec::new();
        for node in &self.nodes {
            let reply = node.get(pointer);
            let finding = finding::judge(state, pointer, &reply);
            answers.push(Answer { node: node.name().to_owned(), finding });
            if let (Finding::Good, Some(ciphertext)) = (finding, reply.bytes()) {
                return Delivered { answers, ciphertext: Some(ciphertext) };
            }
        }
        Delivered { answers, ciphertext: None }
    }
}

#[cfg(test)]
mod tests;
