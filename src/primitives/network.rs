//! The networks that speak Bitcoin's language: one with money, three to try things on.

use super::pow::{CompactTarget, Target};

/// A network. Testnet 3 and testnet 4 share all that is told apart here.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Network {
    /// The real one.
    Main,
    /// A public one with worthless coins.
    Testnet,
    /// A public one whose blocks are signed (BIP 325).
    Signet,
    /// A private one whose blocks cost nothing.
    Regtest,
}

impl Network {
    /// All of them, in the order in which a lesson would name them.
    pub const ALL: [Network; 4] =
        [Network::Main, Network::Testnet, Network::Signet, Network::Regtest];

    /// Its name, as Core's `-chain` option has it.
    pub fn name(self) -> &'static str {
        match self {
            Network::Main => "main",
            Network::Testnet => "test",
            Network::Signet => "signet",
            Network::Regtest => "regtest",
        }
    }

    /// The easiest target that a block may have (Core: `consensus.powLimit`, which has ones where
    /// the compact form has to stop; no header can say those, so nothing differs).
    pub fn pow_limit(self) -> Target {
        let bits = match self {
            Network::Main | Network::Testnet => 0x1d00_ffff,
            Network::Signet => 0x1e03_77ae,
            Network::Regtest => 0x207f_ffff,
        };
        Target(CompactTarget(bits).expand().value)
    }
}

impl std::fmt::Display for Network {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.name())
    }
}
