//! One payment under one of its two signatures: its ids, whether it may stand in a block, and what to say
//! of it.

use super::ways::Way;
use super::ways_model::name;
use super::{AddressKind, WalletError};
use crate::hash::Txid;
use crate::rules::{Rule, block as block_rules, script};
use crate::script::twin::{ecdsa_twin, r_and_s, schnorr_twin};
use crate::script::{Flags, ScriptError};
use crate::trace::Line;

/// A payment in one of its two forms.
#[derive(Debug, Clone)]
pub(super) struct Form {
    pub(super) way: Way,
    /// Whether its S was replaced.
    pub(super) twin: bool,
    /// The txid that a later payment names, made when the payment was first signed.
    pub(super) named: Txid,
    pub(super) in_block: Result<(), ScriptError>,
    pub(super) relayed: Result<(), ScriptError>,
}

/// Alice's signature with the other S.
pub(super) fn twin_of(way: &Way) -> Result<Vec<u8>, WalletError> {
    let twin = match (way.kind, way.signature.split_last()) {
        (AddressKind::P2tr, _) => schnorr_twin(&way.signature),
        (_, Some((hash_type, der))) => ecdsa_twin(der).map(|mut twin| {
            twin.push(*hash_type);
            twin
        }),
        _ => None,
    };
    twin.ok_or(WalletError::SignaturesMissing { found: 0, required: 1 })
}

impl Way {
    /// R and S of the signature, 32 bytes each.
    pub(super) fn numbers(&self) -> Option<[u8; 64]> {
        match (self.kind, self.signature.split_last()) {
            (AddressKind::P2tr, _) => self.signature.as_slice().try_into().ok(),
            (_, Some((_, der))) => r_and_s(der),
            _ => None,
        }
    }
}

impl Form {
    pub(super) fn new(way: Way, twin: bool, named: Txid) -> Form {
        let (in_block, relayed) = (way.verify(Flags::CONSENSUS), way.verify(Flags::STANDARD));
        Form { way, twin, named, in_block, relayed }
    }

    pub(super) fn s(&self) -> &'static str {
        if self.twin { "n - S" } else { "S" }
    }

    /// Whether the next payment, which names the txid that was signed first, still finds its coin.
    pub(super) fn is_found(&self) -> bool {
        self.way.tx.txid() == self.named
    }

    pub(super) fn cells(&self) -> Vec<Line> {
        let says = |result: &Result<(), ScriptError>| match result {
            Ok(()) => "valid".to_string(),
            Err(error) => error.name().to_string(),
        };
        let id = |text: String| Line::new(text.chars().take(8).collect::<String>()).with_hex(text);
        vec![
            Line::new(name(self.way.kind)),
            Line::new(self.s()),
            id(self.way.tx.txid().to_string()),
            id(self.way.tx.wtxid().to_string()),
            Line::new(says(&self.in_block)),
            Line::new(says(&self.relayed)),
            Line::new(match (&self.in_block, self.is_found()) {
                (Err(_), _) => "",
                (_, true) => "finds it",
                (_, false) => "is lost",
            }),
        ]
    }

    pub(super) fn rule(&self) -> &'static Rule {
        match (self.twin, self.way.kind) {
            (true, AddressKind::P2pkh) => &script::signing::SIG_HIGH_S,
            (true, AddressKind::P2tr) => &script::taproot::SCHNORR_SIG,
            _ => &block_rules::BAD_WITNESS_MERKLE_MATCH,
        }
    }

    pub(super) fn sentence(&self) -> String {
        let lock = name(self.way.kind);
        if !self.twin {
            return format!(
                "Alice signs, from a {lock} coin. Before a block holds it she signs a next payment \
                 too, which spends the first output and so names this txid."
            );
        }
        let relayed = match &self.relayed {
            Err(error) if self.in_block.is_ok() => {
                format!(", though nodes that pass transactions on refuse it ({})", error.name())
            }
            _ => String::new(),
        };
        match (&self.in_block, self.is_found()) {
            (Err(error), _) => format!(
                "The same with the other S: {error}. Here one R has one S, so there is nothing that \
                 could be changed without the key."
            ),
            (Ok(()), false) => format!(
                "Somebody without a key puts n - S in the place of S. A block may hold it{relayed}. The \
                 txid is another, and once a block holds this one, the next payment names a coin that \
                 will never exist."
            ),
            (Ok(()), true) => format!(
                "Somebody does the same here. A block may hold it{relayed}. But the txid leaves the \
                 witness out and stays; only the wtxid is another, and the next payment finds its coin."
            ),
        }
    }
}
