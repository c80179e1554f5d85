//! The hashes of Bitcoin and the names of what they identify.
//!
//! `sha256d` is SHA-256 twice (Core: `CHash256`), `hash160` is RIPEMD-160 of SHA-256
//! (Core: `CHash160`), a tagged hash is SHA-256 after a 64-byte prefix that names its purpose
//! (BIP 340). The algorithms come from `bitcoin_hashes`.

use bitcoin_hashes::{
    HashEngine as _, hash160 as h160, ripemd160 as rmd, sha1 as s1, sha256 as s256,
};

/// SHA-256, once.
pub fn sha256(data: &[u8]) -> [u8; 32] {
    s256::Hash::hash(data).to_byte_array()
}

/// SHA-256 twice: txids, block hashes, legacy signature hashes, checksums.
pub fn sha256d(data: &[u8]) -> [u8; 32] {
    s256::Hash::hash(data).hash_again().to_byte_array()
}

/// RIPEMD-160 of SHA-256: addresses.
pub fn hash160(data: &[u8]) -> [u8; 20] {
    h160::Hash::hash(data).to_byte_array()
}

/// RIPEMD-160.
pub fn ripemd160(data: &[u8]) -> [u8; 20] {
    rmd::Hash::hash(data).to_byte_array()
}

/// SHA-1, which only OP_SHA1 still uses.
pub fn sha1(data: &[u8]) -> [u8; 20] {
    s1::Hash::hash(data).to_byte_array()
}

/// A running SHA-256, which is also a [`Sink`](crate::encode::Sink): whatever can be serialized can
/// be hashed without a buffer between.
#[derive(Debug, Clone, Default)]
pub struct Sha256 {
    engine: s256::HashEngine,
}

impl Sha256 {
    /// A fresh engine.
    pub fn new() -> Sha256 {
        Sha256::default()
    }

    /// An engine that has taken in `sha256(tag) || sha256(tag)` (BIP 340's tagged hash).
    pub fn tagged(tag: Tag) -> Sha256 {
        Sha256 { engine: tag.midstate().to_engine() }
    }

    /// Takes in more bytes.
    pub fn update(&mut self, bytes: &[u8]) {
        self.engine.input(bytes);
    }

    /// The digest.
    pub fn finish(self) -> [u8; 32] {
        s256::Hash::from_engine(self.engine).to_byte_array()
    }

    /// The digest of the digest.
    pub fn finish_twice(self) -> [u8; 32] {
        s256::Hash::from_engine(self.engine).hash_again().to_byte_array()
    }
}

/// The tagged hash of BIP 340: sha256(sha256(tag) || sha256(tag) || the parts one after another). A tag
/// says what is hashed, so that a hash made for one purpose is of no use for another. The parts must
/// have lengths that cannot be shifted from one to the next.
pub fn tagged_hash(tag: &str, parts: &[&[u8]]) -> [u8; 32] {
    let prefix = sha256(tag.as_bytes());
    let mut engine = Sha256::new();
    engine.update(&prefix);
    engine.update(&prefix);
    parts.iter().for_each(|part| engine.update(part));
    engine.finish()
}

impl crate::encode::Sink for Sha256 {
    fn put(&mut self, bytes: &[u8]) {
        self.update(bytes);
    }
}

/// The tags of BIP 340 and BIP 341.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tag {
    /// Leaves of the Taproot script tree.
    TapLeaf,
    /// Inner nodes of the Taproot script tree.
    TapBranch,
    /// The tweak that binds a script tree to an output key.
    TapTweak,
    /// The message that a Taproot signature signs.
    TapSighash,
}

impl Tag {
    /// The tag as text, as the BIP writes it.
    pub fn name(self) -> &'static str {
        match self {
            Tag::TapLeaf => "TapLeaf",
            Tag::TapBranch => "TapBranch",
            Tag::TapTweak => "TapTweak",
            Tag::TapSighash => "TapSighash",
        }
    }

    fn midstate(self) -> s256::Midstate {
        const LEAF: s256::Midstate = s256::Midstate::hash_tag(b"TapLeaf");
        const BRANCH: s256::Midstate = s256::Midstate::hash_tag(b"TapBranch");
        const TWEAK: s256::Midstate = s256::Midstate::hash_tag(b"TapTweak");
        const SIGHASH: s256::Midstate = s256::Midstate::hash_tag(b"TapSighash");
        match self {
            Tag::TapLeaf => LEAF,
            Tag::TapBranch => BRANCH,
            Tag::TapTweak => TWEAK,
            Tag::TapSighash => SIGHASH,
        }
    }
}

macro_rules! hash_name {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        ///
        /// Bytes are kept in the order in which they are hashed; text shows them reversed, as
        /// Bitcoin Core does.
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
        pub struct $name(pub [u8; 32]);

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                let mut bytes = self.0;
                bytes.reverse();
                f.write_str(&hex::encode(bytes))
            }
        }

        impl std::fmt::Debug for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                write!(f, concat!(stringify!($name), "({})"), self)
            }
        }

        impl std::str::FromStr for $name {
            type Err = crate::encode::DecodeError;
            fn from_str(text: &str) -> Result<$name, Self::Err> {
                let mut bytes: [u8; 32] = crate::encode::decode_hex_array(text)?;
                bytes.reverse();
                Ok($name(bytes))
            }
        }

        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.collect_str(self)
            }
        }

        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<$name, D::Error> {
                let text = <std::borrow::Cow<'de, str>>::deserialize(deserializer)?;
                text.parse().map_err(serde::de::Error::custom)
            }
        }
    };
}

hash_name!(
    /// A transaction's id: sha256d of its serialization without witnesses.
    Txid
);
hash_name!(
    /// A transaction's witness id: sha256d of its serialization with witnesses (BIP 141).
    Wtxid
);
hash_name!(
    /// A block's id: sha256d of its 80-byte header.
    BlockHash
);
hash_name!(
    /// A node of a Merkle tree: a leaf, an inner node or the root.
    MerkleNode
);

impl Txid {
    /// Its first digits, which tell the transactions of one screen apart.
    pub fn short(&self) -> String {
        let mut text = self.to_string();
        text.truncate(8);
        text + "…"
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tagged_hash_is_two_hashes_of_the_tag_then_the_message() {
        for tag in [Tag::TapLeaf, Tag::TapBranch, Tag::TapTweak, Tag::TapSighash] {
            let prefix = sha256(tag.name().as_bytes());
            let mut long = [prefix, prefix].concat();
            long.extend_from_slice(b"message");
            let mut engine = Sha256::tagged(tag);
            engine.update(b"message");
            assert_eq!(engine.finish(), sha256(&long));
        }
    }

    #[test]
    fn ids_are_shown_reversed_and_read_back() {
        let mut bytes = [0; 32];
        bytes[0] = 0xab;
        let id = Txid(bytes);
        assert!(id.to_string().ends_with("00ab"));
        assert_eq!(id.to_string().parse::<Txid>().unwrap(), id);
    }
}
