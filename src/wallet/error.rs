//! What can go wrong in a wallet, in sentences that say what to do.

use super::AddressKind;
use super::path::ChildNumber;
use crate::hash::Txid;
use crate::primitives::address::AddressError;
use crate::primitives::amount::bitcoin_short;
use crate::rules::script::taproot::TAPROOT_WRONG_CONTROL_SIZE;
use crate::rules::transaction::IN_BELOW_OUT;
use crate::rules::{Rule, wallet as rules};
use crate::script::ScriptError;
use crate::spelling::did_you_mean;

/// Why a wallet cannot do what it was asked to. Amounts are satoshis.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum WalletError {
    /// A seed of the wrong length.
    #[error("a seed has 16 to 64 bytes, but here are {found}")]
    SeedLength {
        /// The bytes given.
        found: usize,
    },
    /// The hash of the seed is no secret key: 1 chance in 2^127.
    #[error("this seed leads to no key; take another one")]
    NoSuchMasterKey,
    /// A child whose number leads to no key: 1 chance in 2^127.
    #[error("child {number} does not exist; take the next number")]
    NoSuchChild {
        /// The child.
        number: ChildNumber,
    },
    /// A hardened child of a public key.
    #[error(
        "child {number} is hardened, and only the private key leads to it; here is the public one"
    )]
    HardenedFromPublic {
        /// The child.
        number: ChildNumber,
    },
    /// A path that does not begin at the master key.
    #[error("a path begins with m, as in m/84h/1h/0h/0/0, and this one with {found:?}")]
    PathWithoutMaster {
        /// What it begins with.
        found: String,
    },
    /// A step that is no number.
    #[error(
        "{component:?} is no step of a path: write 0 to 2147483647, with h behind it to harden"
    )]
    BadPathComponent {
        /// The step.
        component: String,
    },
    /// More steps than an extended key can count.
    #[error("the path has {depth} steps; at most {limit} can be counted")]
    PathTooDeep {
        /// The steps.
        depth: usize,
        /// The most.
        limit: usize,
    },
    /// An extended key with broken Base58.
    #[error(transparent)]
    Text(#[from] AddressError),
    /// Not 78 bytes.
    #[error("an extended key holds 78 bytes, and this text {found}")]
    ExtendedKeyLength {
        /// The bytes.
        found: usize,
    },
    /// A version of no extended key.
    #[error("the version {version} is of no extended key; xprv, xpub, tprv and tpub are known")]
    ExtendedKeyVersion {
        /// Four bytes in hexadecimal.
        version: String,
    },
    /// Depth 0, and yet a parent or a number.
    #[error("a master key has no parent and no number, and this one says that it has")]
    MasterWithParent,
    /// No key in the place of the key.
    #[error("the last 33 bytes are no {} key", if *.private { "private" } else { "public" })]
    ExtendedKeyBytes {
        /// Whether a private one belongs there.
        private: bool,
    },
    /// Entropy of a length that no number of words has.
    #[error("words are made of 16, 20, 24, 28 or 32 bytes of entropy, and here are {found}")]
    EntropyLength {
        /// The bytes given.
        found: usize,
    },
    /// A number of words that no mnemonic has.
    #[error("a seed is 12, 15, 18, 21 or 24 words, and here are {count}")]
    WordCount {
        /// The words.
        count: usize,
    },
    /// A word that is not in the list.
    #[error("word {position}, {word:?}, is not in the list of BIP 39{}", did_you_mean(.suggestion))]
    UnknownWord {
        /// The word.
        word: String,
        /// Its place, from 1.
        position: usize,
        /// The nearest word of the list.
        suggestion: Option<String>,
    },
    /// All words are known, but they do not belong together.
    #[error("the checksum in the last word does not fit: a word is wrong, or two are swapped")]
    MnemonicChecksum,
    /// A kind of address that there is not.
    #[error("{name:?} is no kind of address{}", did_you_mean(.suggestion))]
    UnknownKind {
        /// What was asked for.
        name: String,
        /// The nearest kind.
        suggestion: Option<String>,
    },
    /// A lock with too few or too many keys.
    #[error(
        "{required} of {count} keys cannot be {kind}: it takes 1 to {limit} keys and asks for 1 or more of them"
    )]
    KeyCount {
        /// The kind of lock.
        kind: AddressKind,
        /// The signatures asked for.
        required: usize,
        /// The keys given.
        count: usize,
        /// The most keys.
        limit: usize,
    },
    /// Bytes that are no point of the curve.
    #[error("{key} is no compressed public key: 33 bytes in hexadecimal that lie on the curve")]
    NotAKey {
        /// The bytes in hexadecimal.
        key: String,
    },
    /// A fee rate that cannot be meant.
    #[error(
        "{found} satoshis for each virtual byte cannot be meant: choose from {least} to {most}"
    )]
    FeeRate {
        /// What was asked for.
        found: i64,
        /// The least.
        least: i64,
        /// The most.
        most: i64,
    },
    /// A strategy that there is not.
    #[error(
        "{name:?} is no way to choose coins: take largest-first, branch-and-bound or spend-all"
    )]
    UnknownStrategy {
        /// What was asked for.
        name: String,
    },
    /// The coins do not cover payments and fee.
    #[error(
        "payments and fee need {}, and the coins bring {} after the fees of spending them: {} bitcoin are missing",
        bitcoin_short(*.needed), bitcoin_short(*.available), bitcoin_short(*.missing)
    )]
    NotEnough {
        /// What is to be paid, and the fee without that of the inputs.
        needed: i64,
        /// What all coins bring, each less the fee of spending it.
        available: i64,
        /// The difference.
        missing: i64,
    },
    /// A payment to nobody.
    #[error("nobody is paid: name at least one address and an amount")]
    NobodyPaid,
    /// An amount that is none.
    #[error(
        "{amount} satoshis cannot be paid: an amount is above 0, and all together (here {total}) are at most {limit}"
    )]
    Amount {
        /// Satoshis.
        amount: i64,
        /// All amounts up to this one.
        total: i64,
        /// The most.
        limit: i64,
    },
    /// An output that would cost more than it is worth.
    #[error(
        "{amount} satoshis are dust: spending them would cost a large part of them, so pay at least {least}"
    )]
    Dust {
        /// Satoshis.
        amount: i64,
        /// The least that nodes take.
        least: i64,
    },
    /// More addresses than a wallet keeps track of.
    #[error(
        "address number {index} is above the {limit} that a wallet keeps track of: begin a new wallet"
    )]
    TooManyAddresses {
        /// The number.
        index: u32,
        /// The most.
        limit: u32,
    },
    /// A name that is given to another lock already.
    #[error("the name {name:?} is given to another lock already: choose another one")]
    NameTaken {
        /// The name.
        name: String,
    },
    /// A file that is no wallet.
    #[error("this is no wallet file: {reason}")]
    WalletFile {
        /// What is wrong with it.
        reason: String,
    },
    /// A template for unlocking that cannot be read.
    #[error("what unlocks the script cannot be read: {reason}")]
    Template {
        /// What is wrong with it.
        reason: String,
    },
    /// A signature by somebody who has no key here.
    #[error("nobody here is called {name:?}{}", did_you_mean(.suggestion))]
    UnknownSigner {
        /// The name.
        name: String,
        /// The nearest name.
        suggestion: Option<String>,
    },
    /// A leaf too far from the root of its tree.
    #[error(
        "the script lies {depth} steps below the root of its tree; at most {limit} are allowed"
    )]
    TreeTooDeep {
        /// The steps.
        depth: usize,
        /// The most.
        limit: usize,
    },
    /// A file that is no joint payment.
    #[error("this is no joint payment: {reason}")]
    JointFile {
        /// What is wrong with it.
        reason: String,
    },
    /// A lock whose script is not the coin's.
    #[error(
        "the keys given for input {input} do not make the script of the coin that it spends: trust nothing in this file"
    )]
    LockOfAnotherCoin {
        /// The input.
        input: usize,
    },
    /// A signature that does not fit the transaction.
    #[error(
        "the signature of {signer} for input {input} does not fit: the payment was changed after it was signed, so do not sign it"
    )]
    Altered {
        /// The input.
        input: usize,
        /// Whose signature.
        signer: String,
    },
    /// The words of the file say something else than its transaction.
    #[error(
        "the summary in the file does not say what its transaction does: trust nothing in this file"
    )]
    SummaryDiffers,
    /// Two files about different payments.
    #[error(
        "the files are about different payments, {own} and {other}: they cannot be put together"
    )]
    OtherPayment {
        /// The transaction of this file.
        own: Txid,
        /// That of the other.
        other: Txid,
    },
    /// An input that the transaction does not have.
    #[error("there is no input {input}: the transaction has {count}, counted from 0")]
    NoSuchInput {
        /// What was asked for.
        input: usize,
        /// How many there are.
        count: usize,
    },
    /// A Taproot signature signs all coins, and they are not all known.
    #[error(
        "input {input} is Taproot's and signs all coins that the payment spends: give all of them"
    )]
    CoinsUnknown {
        /// The input.
        input: usize,
    },
    /// A list of coins of another length than that of the inputs.
    #[error("the transaction has {inputs} inputs, and {coins} coins are given for them")]
    CoinCount {
        /// The inputs.
        inputs: usize,
        /// The coins.
        coins: usize,
    },
    /// The tweaked key is no key: 1 chance in 2^127.
    #[error("the Taproot key of this output does not exist; take another address")]
    NoTweakedKey,
    /// Fewer signatures than the lock asks for.
    #[error("{found} of {required} signatures are there: ask for {} more", .required - .found)]
    SignaturesMissing {
        /// Those that are there.
        found: usize,
        /// Those that are needed.
        required: usize,
    },
    /// The signatures do not open a coin.
    #[error("input {input} does not open its coin: {error}")]
    DoesNotOpen {
        /// The input.
        input: usize,
        /// What its scripts say.
        error: ScriptError,
    },
}

impl WalletError {
    /// The rule that was broken.
    pub fn rule(&self) -> &'static Rule {
        use WalletError as E;
        match self {
            E::Text(error) => error.rule(),
            E::ExtendedKeyLength { .. }
            | E::ExtendedKeyVersion { .. }
            | E::MasterWithParent
            | E::ExtendedKeyBytes { .. } => &rules::EXTENDED_KEY,
            E::SeedLength { .. }
            | E::NoSuchMasterKey
            | E::NoSuchChild { .. }
            | E::HardenedFromPublic { .. }
            | E::PathWithoutMaster { .. }
            | E::BadPathComponent { .. }
            | E::PathTooDeep { .. } => &rules::DERIVATION,
            E::EntropyLength { .. }
            | E::WordCount { .. }
            | E::UnknownWord { .. }
            | E::MnemonicChecksum => &rules::MNEMONIC,
            E::NameTaken { .. } | E::WalletFile { .. } => &rules::WALLET_FILE,
            E::UnknownKind { .. } | E::TooManyAddresses { .. } => &rules::ADDRESS_PATH,
            E::KeyCount { .. } | E::NotAKey { .. } => &rules::LOCK_FORM,
            E::UnknownStrategy { .. } | E::NotEnough { .. } => &IN_BELOW_OUT,
            E::NobodyPaid | E::Amount { .. } => &rules::PAYMENT_AMOUNT,
            E::Dust { .. } => &rules::DUST,
            E::FeeRate { .. } => &rules::FEE_RATE,
            E::TreeTooDeep { .. } => &TAPROOT_WRONG_CONTROL_SIZE,
            E::JointFile { .. }
            | E::LockOfAnotherCoin { .. }
            | E::Altered { .. }
            | E::SummaryDiffers
            | E::OtherPayment { .. } => &rules::JOINT_SAME_PAYMENT,
            E::Template { .. }
            | E::UnknownSigner { .. }
            | E::NoSuchInput { .. }
            | E::CoinsUnknown { .. }
            | E::CoinCount { .. }
            | E::NoTweakedKey
            | E::SignaturesMissing { .. } => &rules::SIGNER,
            E::DoesNotOpen { error, .. } => error.rule(),
        }
    }
}
