//! The writings that a [`Cite`](super::Cite) may name. `tests/tidy.rs` checks every citation
//! against these lists, and, where Bitcoin Core's source can be had, [`CORE`] against that.

/// Bitcoin Improvement Proposals: number and title.
pub const BIPS: &[(u16, &str)] = &[
    (9, "Version bits with timeout and delay"),
    (11, "M-of-N Standard Transactions"),
    (13, "Address Format for pay-to-script-hash"),
    (16, "Pay to Script Hash"),
    (30, "Duplicate transactions"),
    (34, "Block v2, Height in Coinbase"),
    (54, "Consensus Cleanup"),
    (62, "Dealing with malleability"),
    (65, "OP_CHECKLOCKTIMEVERIFY"),
    (66, "Strict DER signatures"),
    (68, "Relative lock-time using consensus-enforced sequence numbers"),
    (94, "Testnet 4"),
    (112, "CHECKSEQUENCEVERIFY"),
    (113, "Median time-past as endpoint for lock-time calculations"),
    (125, "Opt-in Full Replace-by-Fee Signaling"),
    (141, "Segregated Witness (Consensus layer)"),
    (143, "Transaction Signature Verification for Version 0 Witness Program"),
    (144, "Segregated Witness (Peer Services)"),
    (146, "Dealing with signature encoding malleability"),
    (147, "Dealing with dummy stack element malleability"),
    (173, "Base32 address format for native v0-16 witness outputs"),
    (325, "Signet"),
    (340, "Schnorr Signatures for secp256k1"),
    (341, "Taproot: SegWit version 1 spending rules"),
    (342, "Validation of Taproot Scripts"),
    (350, "Bech32m format for v1+ witness addresses"),
];

/// Sections of *Bitcoin and Cryptocurrency Technologies*: number and title.
pub const BCT: &[(&str, &str)] = &[
    ("1.1", "Cryptographic Hash Functions"),
    ("1.2", "Hash Pointers and Data Structures"),
    ("1.3", "Digital Signatures"),
    ("1.4", "Public Keys as Identities"),
    ("1.5", "Two Simple Cryptocurrencies"),
    ("2.1", "Centralization versus Decentralization"),
    ("2.2", "Distributed Consensus"),
    ("2.3", "Consensus without Identity Using a Block Chain"),
    ("2.4", "Incentives and Proof of Work"),
    ("2.5", "Putting It All Together"),
    ("3.1", "Bitcoin Transactions"),
    ("3.2", "Bitcoin Scripts"),
    ("3.3", "Applications of Bitcoin Scripts"),
    ("3.4", "Bitcoin Blocks"),
    ("3.5", "The Bitcoin Network"),
    ("3.6", "Limitations and Improvements"),
    ("5.1", "The Task of Bitcoin Miners"),
    ("5.2", "Mining Hardware"),
    ("5.3", "Energy Consumption and Ecology"),
    ("5.4", "Mining Pools"),
    ("5.5", "Mining Incentives and Strategies"),
];

/// Slides of the lecture, and the figures on them, by title.
pub const SLIDES: &[&str] = &[
    "Account Based Ledger I",
    "Account Based Ledger II",
    "Transaction Based Ledger I",
    "Transaction Based Ledger II",
    "Transaction Based Ledger III",
    "Transaction Based Ledger: Features",
    "Transaction Based Ledger: Features II",
    "Transaction Based Ledger: Validity Check",
    "Transaction Based Ledger: Finite Scan",
    "Transaction Syntax",
    "Transaction Syntax: Metadata",
    "Transaction Syntax: Inputs",
    "Transaction Syntax: Outputs",
    "Transaction Metadata Syntax",
    "Transaction Input Syntax",
    "Transaction Output Syntax",
];

/// Published vulnerabilities: number and what it was.
pub const CVES: &[(&str, &str)] = &[
    ("2010-5137", "OP_LSHIFT could crash a node"),
    ("2010-5139", "the sum of the outputs could overflow"),
    ("2010-5141", "anyone could spend any coin by ending a script early"),
    ("2012-1909", "two coinbases could have one txid"),
    ("2012-2459", "a block could be changed without changing its Merkle root"),
    ("2013-2292", "the legacy signature hash takes quadratic time"),
    ("2017-12842", "a transaction of 64 bytes can pass for an inner Merkle node"),
    ("2018-17144", "an input could be spent twice within one transaction"),
    ("2020-14199", "a signer of one input could not know the fee"),
];

/// Sections of the white paper: number and title.
pub const NAKAMOTO: &[(&str, &str)] = &[
    ("1", "Introduction"),
    ("2", "Transactions"),
    ("3", "Timestamp Server"),
    ("4", "Proof-of-Work"),
    ("5", "Network"),
    ("6", "Incentive"),
    ("7", "Reclaiming Disk Space"),
    ("8", "Simplified Payment Verification"),
    ("9", "Combining and Splitting Value"),
    ("10", "Privacy"),
    ("11", "Calculations"),
    ("12", "Conclusion"),
];

/// Functions, types and constants of Bitcoin Core 31.99, sorted.
pub const CORE: &[&str] = &[
    "CChainParams",
    "COINBASE_MATURITY",
    "CheckBlock",
    "CheckMerkleRoot",
    "CheckProofOfWork",
    "CheckTransaction",
    "CheckWitnessMalleation",
    "Consensus::CheckTxInputs",
    "DataStream::read",
    "DecodeBase58",
    "DecodeBase58Check",
    "DecodeDestination",
    "DecodeHexTx",
    "DecodeSecret",
    "GetLegacySigOpCount",
    "MAX_BLOCK_WEIGHT",
    "MAX_MONEY",
    "MAX_SIZE",
    "MoneyRange",
    "ReadCompactSize",
    "TryParseHex",
    "UnserializeTransaction",
];
