//! A node of the cloud, and what can be wrong with one.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::medical::data::action::CloudPointer;

/// What a node answers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Reply {
    /// Bytes, right or wrong.
    Bytes(Vec<u8>),
    /// It has nothing of that name.
    Nothing,
    /// It does not answer.
    Silence,
}

/// Somewhere ciphertexts are kept by their hash.
pub trait Node {
    /// What people call it.
    fn name(&self) -> &str;
    /// Keeps a copy.
    fn put(&mut self, pointer: &CloudPointer, ciphertext: &[u8]);
    /// Gives it back.
    fn get(&self, pointer: &CloudPointer) -> Reply;
}

/// A node in this program's memory.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Memory {
    name: String,
    kept: BTreeMap<CloudPointer, Vec<u8>>,
    /// In the order in which they came.
    order: Vec<CloudPointer>,
}

/// What can be wrong with a node.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Fault {
    /// It lost what it was given.
    Lost,
    /// It changes a byte.
    Altered,
    /// It gives the next ciphertext that came after.
    Swapped,
    /// It gives the ciphertext that came before: an old version of the same record, if there is one.
    Stale,
    /// It is gone.
    Gone,
}

/// A node with a fault that can be switched on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Faulty {
    inner: Memory,
    /// Which; none for an honest node.
    pub fault: Option<Fault>,
}

impl Memory {
    /// An empty node.
    pub fn new(name: &str) -> Memory {
        Memory { name: name.to_owned(), kept: BTreeMap::new(), order: Vec::new() }
    }

    /// What came `steps` after `pointer`, or before it.
    fn beside(&self, pointer: &CloudPointer, steps: isize) -> Option<Vec<u8>> {
        let at = self.order.iter().position(|kept| kept == pointer)?;
        let count = self.order.len();
        let other = at.checked_add_signed(steps).filter(|other| *other < count);
        // At an end of the list it is the other end.
        let other = other.unwrap_or(if steps < 0 { count - 1 } else { 0 });
        self.kept.get(self.order.get(other)?).cloned()
    }
}

impl Node for Memory {
    fn name(&self) -> &str {
        &self.name
    }

    fn put(&mut self, pointer: &CloudPointer, ciphertext: &[u8]) {
        if self.kept.insert(*pointer, ciphertext.to_vec()).is_none() {
            self.order.push(*pointer);
        }
    }

    fn get(&self, pointer: &CloudPointer) -> Reply {
        self.kept.get(pointer).cloned().map_or(Reply::Nothing, Reply::Bytes)
    }
}

impl Fault {
    /// All of them.
    pub const ALL: [Fault; 5] =
        [Fault::Lost, Fault::Altered, Fault::Swapped, Fault::Stale, Fault::Gone];

    /// As one word.
    pub fn name(self) -> &'static str {
        match self {
            Fault::Lost => "lost",
            Fault::Altered => "altered",
            Fault::Swapped => "swapped",
            Fault::Stale => "stale",
            Fault::Gone => "gone",
        }
    }
}

impl Faulty {
    /// An honest node, for now.
    pub fn new(name: &str) -> Faulty {
        Faulty { inner: Memory::new(name), fault: None }
    }
}

impl Node for Faulty {
    fn name(&self) -> &str {
        self.inner.name()
    }

    fn put(&mut self, pointer: &CloudPointer, ciphertext: &[u8]) {
        self.inner.put(pointer, ciphertext);
    }

    fn get(&self, pointer: &CloudPointer) -> Reply {
        let other = |bytes: Option<Vec<u8>>| bytes.map_or(Reply::Nothing, Reply::Bytes);
        match self.fault {
            None => self.inner.get(pointer),
            Some(Fault::Lost) => Reply::Nothing,
            Some(Fault::Gone) => Reply::Silence,
            Some(Fault::Swapped) => other(self.inner.beside(pointer, 1)),
            Some(Fault::Stale) => other(self.inner.beside(pointer, -1)),
            Some(Fault::Altered) => match self.inner.get(pointer) {
                Reply::Bytes(mut bytes) => {
                    bytes.iter_mut().rev().take(1).for_each(|byte| *byte ^= 1);
                    Reply::Bytes(bytes)
                }
                reply => reply,
            },
        }
    }
}

impl Reply {
    /// The bytes, if there are any.
    pub fn bytes(self) -> Option<Vec<u8>> {
        match self {
            Reply::Bytes(bytes) => Some(bytes),
            Reply::Nothing | Reply::Silence => None,
        }
    }
}
