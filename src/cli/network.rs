//! `--network`: for which network addresses and keys are written, and which limits hold.

use crate::primitives::Network;

/// The option.
#[derive(Debug, Clone, Copy, clap::Args)]
pub struct NetworkArg {
    /// The network.
    #[arg(long, value_enum, default_value_t = Name::Main)]
    network: Name,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum Name {
    Main,
    Test,
    Signet,
    Regtest,
}

impl NetworkArg {
    /// The network asked for; the main one by default.
    pub fn get(self) -> Network {
        match self.network {
            Name::Main => Network::Main,
            Name::Test => Network::Testnet,
            Name::Signet => Network::Signet,
            Name::Regtest => Network::Regtest,
        }
    }
}
