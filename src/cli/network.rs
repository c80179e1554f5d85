//! `--network`: for which network addresses and keys are written, and which rules hold.

use super::CliError;
use crate::chain::ChainParams;
use crate::primitives::Network;

/// The option, where only the form of addresses and keys matters.
#[derive(Debug, Clone, Copy, clap::Args)]
pub struct NetworkArg {
    /// The network.
    #[arg(long, value_enum, default_value_t = Name::Main)]
    network: Name,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum Name {
    #[value(alias = "mainnet")]
    Main,
    #[value(aliases = ["testnet", "testnet3", "testnet4"])]
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

/// The option, where a chain's rules matter.
#[derive(Debug, Clone, clap::Args)]
pub struct ChainArg {
    /// The network: mainnet, testnet3, testnet4, signet or regtest.
    #[arg(long, default_value = "mainnet")]
    network: String,
}

impl ChainArg {
    /// Its parameters.
    pub fn params(&self) -> Result<ChainParams, CliError> {
        ChainParams::named(&self.network).ok_or_else(|| {
            CliError::usage(format!(
                "there is no network {:?}: choose mainnet, testnet3, testnet4, signet or regtest",
                self.network
            ))
        })
    }
}
