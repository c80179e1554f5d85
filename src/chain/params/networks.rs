//! The public networks, and the private one of tests (Core: `CMainParams`, `CTestNetParams`,
//! `CTestNet4Params`, `SigNetParams`, `CRegTestParams` in `kernel/chainparams.cpp`).

use super::{ChainParams, Deployments, MAX_FACTOR, PowParams, SubsidyParams};
use crate::hash::{BlockHash, MerkleNode, sha256d};
use crate::primitives::amount::COIN;
use crate::primitives::{
    Block, BlockHeader, CompactTarget, Network, OutPoint, Transaction, TxIn, TxOut,
};
use crate::script::Flags;
use crate::script::instruction::put_push;
use crate::script::standard::p2pk;

/// What Nakamoto wrote into the first coinbase.
const TIMES: &[u8] = b"The Times 03/Jan/2009 Chancellor on brink of second bailout for banks";
/// The key that the first coinbase pays to, in vain: its coin was never put into the set.
const GENESIS_KEY: &str = "04678afdb0fe5548271967f1a67130b7105cd6a828e03909a67962e0ea1f61deb649f6bc3f4cef38c4f35504e51ec112de5c384df7ba0b8d578a4c702b6bf11d5f";
/// The challenge of the public signet: one of two keys.
const SIGNET_CHALLENGE: &str = "512103ad5e0edad18cb1f0fc0d28a3d4f1f3e445640337489abb10404f2d1e086be430210359ef5021964fe22d6f8e05b2463c9540ce96883fe3b278760f048f5189f2e6c452ae";

impl ChainParams {
    /// The network of this name, as Core's `-chain` option or this program has it; none for another.
    pub fn named(name: &str) -> Option<ChainParams> {
        match name {
            "main" | "mainnet" => Some(ChainParams::mainnet()),
            "test" | "testnet" | "testnet3" => Some(ChainParams::testnet3()),
            "testnet4" => Some(ChainParams::testnet4()),
            "signet" => Some(ChainParams::signet()),
            "regtest" => Some(ChainParams::regtest()),
            _ => None,
        }
    }

    /// The network whose coins are worth something.
    pub fn mainnet() -> ChainParams {
        ChainParams {
            name: "mainnet".into(),
            network: Network::Main,
            magic: [0xf9, 0xbe, 0xb4, 0xd9],
            genesis: nakamoto_genesis(1_231_006_505, 2_083_236_893, 0x1d00_ffff),
            pow: real_pow(Network::Main),
            subsidy: real_subsidy(),
            coinbase_maturity_blocks: 100,
            deployments: Deployments {
                bip34_height: 227_931,
                bip34_hash: Some(block_hash(
                    "000000000000024b89b42a942fe0d9fea3bb44ab7bd1b19115dd6a759c0808b8",
                )),
                bip66_height: 363_725,
                bip65_height: 388_381,
                csv_height: 419_328,
                segwit_height: 481_824,
                bip54_height: None,
            },
            script_flag_exceptions: vec![
                // Spends a P2SH coin as if it were none.
                (
                    block_hash("00000000000002dc756eebf4f49723ed8d30cc28a5f108eb94b1ba88ac4f9c22"),
                    Flags::NONE,
                ),
                // Spends a Taproot coin before there was Taproot.
                (
                    block_hash("0000000000000000000f14c35b2d841e986ab5441de8c585d5ffe55ea1e395ad"),
                    Flags::P2SH.union(Flags::WITNESS),
                ),
            ],
            bip30_repeats: vec![
                (
                    91_842,
                    block_hash("00000000000a4d0a398161ffc163c503763b1f4360639393e0e4c8e300e0caec"),
                ),
                (
                    91_880,
                    block_hash("00000000000743f190a18c5577a3c2d2a1f610ae9601ac046a38084ccb7cd721"),
                ),
            ],
            signet_challenge: None,
        }
    }

    /// The third public test network.
    pub fn testnet3() -> ChainParams {
        ChainParams {
            name: "testnet3".into(),
            network: Network::Testnet,
            magic: [0x0b, 0x11, 0x09, 0x07],
            genesis: nakamoto_genesis(1_296_688_602, 414_098_458, 0x1d00_ffff),
            pow: PowParams { allows_min_difficulty: true, ..real_pow(Network::Testnet) },
            subsidy: real_subsidy(),
            coinbase_maturity_blocks: 100,
            deployments: Deployments {
                bip34_height: 21_111,
                bip34_hash: Some(block_hash(
                    "0000000023b3a96d3484e5abb3755c413e7d41500f8e2a5c3f0dd01299cd8ef8",
                )),
                bip66_height: 330_776,
                bip65_height: 581_885,
                csv_height: 770_112,
                segwit_height: 834_624,
                bip54_height: None,
            },
            script_flag_exceptions: vec![(
                block_hash("00000000dd30457c001f4095d208cc1296b0eed002427aa599874af7a432b105"),
                Flags::NONE,
            )],
            bip30_repeats: Vec::new(),
            signet_challenge: None,
        }
    }

    /// The fourth public test network (BIP 94).
    pub fn testnet4() -> ChainParams {
        let message =
            b"03/May/2024 000000000000000000001ebd58c244970b3aa9d783bb001011fbe8ea8e98e00e";
        ChainParams {
            name: "testnet4".into(),
            network: Network::Testnet,
            magic: [0x1c, 0x16, 0x3f, 0x28],
            genesis: genesis(message, p2pk(&[0; 33]), 1_714_777_860, 393_743_547, 0x1d00_ffff),
            pow: PowParams {
                allows_min_difficulty: true,
                bip94: true,
                ..real_pow(Network::Testnet)
            },
            subsidy: real_subsidy(),
            coinbase_maturity_blocks: 100,
            deployments: Deployments::all_from(1),
            script_flag_exceptions: Vec::new(),
            bip30_repeats: Vec::new(),
            signet_challenge: None,
        }
    }

    /// The public network whose blocks are signed.
    pub fn signet() -> ChainParams {
        ChainParams::signet_with_challenge(hex::decode(SIGNET_CHALLENGE).unwrap_or_default())
    }

    /// A network whose blocks must satisfy `challenge` (BIP 325).
    pub fn signet_with_challenge(challenge: Vec<u8>) -> ChainParams {
        // The hash is that of the challenge as a serialized byte string.
        let mut serialized = Vec::new();
        crate::encode::put_bytes(&mut serialized, &challenge);
        let [a, b, c, d, ..] = sha256d(&serialized);
        ChainParams {
            name: "signet".into(),
            network: Network::Signet,
            magic: [a, b, c, d],
            genesis: nakamoto_genesis(1_598_918_400, 52_613_770, 0x1e03_77ae),
            pow: real_pow(Network::Signet),
            subsidy: real_subsidy(),
            coinbase_maturity_blocks: 100,
            deployments: Deployments::all_from(1),
            script_flag_exceptions: Vec::new(),
            bip30_repeats: Vec::new(),
            signet_challenge: Some(challenge),
        }
    }

    /// The private network of tests, whose blocks cost two tries.
    pub fn regtest() -> ChainParams {
        ChainParams {
            name: "regtest".into(),
            network: Network::Regtest,
            magic: [0xfa, 0xbf, 0xb5, 0xda],
            genesis: nakamoto_genesis(1_296_688_602, 2, 0x207f_ffff),
            pow: PowParams {
                window_blocks: 144,
                retargets: false,
                allows_min_difficulty: true,
                ..real_pow(Network::Regtest)
            },
            subsidy: SubsidyParams { halving_interval_blocks: 150, ..real_subsidy() },
            coinbase_maturity_blocks: 100,
            deployments: Deployments { segwit_height: 0, ..Deployments::all_from(1) },
            script_flag_exceptions: Vec::new(),
            bip30_repeats: Vec::new(),
            signet_challenge: None,
        }
    }
}

impl Deployments {
    /// Every rule in force from `height` on, but for the clean-up that nobody has adopted.
    pub fn all_from(height: u32) -> Deployments {
        Deployments {
            bip34_height: height,
            bip34_hash: None,
            bip66_height: height,
            bip65_height: height,
            csv_height: height,
            segwit_height: height,
            bip54_height: None,
        }
    }
}

/// Ten minutes, two weeks.
fn real_pow(network: Network) -> PowParams {
    PowParams {
        limit: network.pow_limit(),
        interval_seconds: 600,
        window_blocks: 2_016,
        max_factor: MAX_FACTOR,
        retargets: true,
        allows_min_difficulty: false,
        bip94: false,
    }
}

/// 50 bitcoin, halved every four years or so.
fn real_subsidy() -> SubsidyParams {
    SubsidyParams { initial_satoshis: 50 * COIN, halving_interval_blocks: 210_000 }
}

fn nakamoto_genesis(time: u32, nonce: u32, bits: u32) -> Block {
    let key = hex::decode(GENESIS_KEY).unwrap_or_default();
    genesis(TIMES, p2pk(&key), time, nonce, bits)
}

/// A first block: its coinbase pushes the bits of 2009 and the number 4, then a message.
pub(super) fn genesis(
    message: &[u8],
    script_pubkey: Vec<u8>,
    time: u32,
    nonce: u32,
    bits: u32,
) -> Block {
    let mut script_sig = Vec::new();
    put_push(&mut script_sig, &0x1d00_ffff_u32.to_le_bytes());
    put_push(&mut script_sig, &[4]);
    put_push(&mut script_sig, message);
    let coinbase = Transaction {
        version: 1,
        inputs: vec![TxIn {
            previous_output: OutPoint::NULL,
            script_sig: script_sig.into(),
            sequence: u32::MAX,
            witness: Vec::new(),
        }],
        outputs: vec![TxOut { value: 50 * COIN, script_pubkey: script_pubkey.into() }],
        lock_time: 0,
    };
    let header = BlockHeader {
        version: 1,
        prev_block_hash: BlockHash::default(),
        merkle_root: MerkleNode(coinbase.txid().0),
        time,
        bits: CompactTarget(bits),
        nonce,
    };
    Block { header, transactions: vec![coinbase] }
}

/// A hash of the lists above, as people write it.
fn block_hash(text: &str) -> BlockHash {
    text.parse().expect("the lists above hold 64 hexadecimal digits each")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::primitives::pow::check_proof_of_work;

    #[test]
    fn every_network_begins_with_its_own_genesis_block() {
        let cases = [
            ("mainnet", "000000000019d6689c085ae165831e934ff763ae46a2a6c172b3f1b60a8ce26f"),
            ("testnet3", "000000000933ea01ad0ee984209779baaec3ced90fa3f408719526f8d77f4943"),
            ("testnet4", "00000000da84f2bafbbc53dee25a72ae507ff4914b867c565be350b0da8bf043"),
            ("signet", "00000008819873e925422c1ff0f99f7cc9bbb232af63a077a480a3633bee1ef6"),
            ("regtest", "0f9188f13cb7b2c71f2a335e3a4fc328bf5beb436012afca590b1a11466e2206"),
        ];
        for (name, hash) in cases {
            let params = ChainParams::named(name).unwrap();
            let found = params.genesis.block_hash();
            assert_eq!((params.name.as_str(), found.to_string().as_str()), (name, hash));
            let bits = params.genesis.header.bits;
            assert_eq!(check_proof_of_work(found, bits, params.pow.limit), Ok(()));
        }
        assert_eq!(ChainParams::named("moon"), None);
        assert_eq!(ChainParams::signet().magic, [0x0a, 0x03, 0xcf, 0x40]);
    }
}
