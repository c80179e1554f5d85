//! A script's bytes, with no opinion about what they mean (that is [`crate::script`]'s, above).

use std::ops::Deref;

/// The bytes of a script. Reads as `&[u8]`.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct ScriptBuf(pub Vec<u8>);

impl Deref for ScriptBuf {
    type Target = [u8];
    fn deref(&self) -> &[u8] {
        &self.0
    }
}

impl From<Vec<u8>> for ScriptBuf {
    fn from(bytes: Vec<u8>) -> ScriptBuf {
        ScriptBuf(bytes)
    }
}

impl From<&[u8]> for ScriptBuf {
    fn from(bytes: &[u8]) -> ScriptBuf {
        ScriptBuf(bytes.to_vec())
    }
}

impl std::fmt::Debug for ScriptBuf {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "ScriptBuf({})", hex::encode(&self.0))
    }
}
