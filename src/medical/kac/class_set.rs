//! Which records a key is for.

use std::collections::BTreeSet;
use std::fmt;

use super::{KacError, Parameters};
use crate::encode::{Decode, DecodeError, Encode, Reader, Sink, put_compact_size};

/// A set of classes, from 1.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Default)]
pub struct ClassSet(BTreeSet<u32>);

impl ClassSet {
    /// Whether `class` is one of them.
    pub fn contains(&self, class: u32) -> bool {
        self.0.contains(&class)
    }

    /// The classes, ascending.
    pub fn iter(&self) -> impl Iterator<Item = u32> {
        self.0.iter().copied()
    }

    /// How many.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// This set and one class more.
    pub fn with(&self, class: u32) -> ClassSet {
        let mut larger = self.0.clone();
        larger.insert(class);
        ClassSet(larger)
    }

    /// Whether a key for this set can be extracted: it has a class, and each is one of `parameters`.
    pub(super) fn check(&self, parameters: &Parameters) -> Result<(), KacError> {
        if self.is_empty() {
            return Err(KacError::EmptySet);
        }
        self.iter().try_for_each(|class| parameters.check_class(class))
    }
}

impl FromIterator<u32> for ClassSet {
    fn from_iter<I: IntoIterator<Item = u32>>(classes: I) -> ClassSet {
        ClassSet(classes.into_iter().collect())
    }
}

impl fmt::Display for ClassSet {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let classes: Vec<String> = self.iter().map(|class| class.to_string()).collect();
        write!(f, "{{{}}}", classes.join(", "))
    }
}

impl Encode for ClassSet {
    fn encode<S: Sink>(&self, sink: &mut S) {
        put_compact_size(sink, self.len() as u64);
        self.iter().for_each(|class| sink.put(&class.to_le_bytes()));
    }
}

impl Decode for ClassSet {
    fn decode(r: &mut Reader<'_>) -> Result<ClassSet, DecodeError> {
        let count = r.count("classes", 4)?;
        let mut set = BTreeSet::new();
        for _ in 0..count {
            let offset = r.position();
            let class = r.u32()?;
            if set.last().is_some_and(|last| *last >= class) {
                let (what, found) = ("a class larger than the one before", class.to_string());
                return Err(DecodeError::NotAValue { offset, what, found });
            }
            set.insert(class);
        }
        Ok(ClassSet(set))
    }
}
