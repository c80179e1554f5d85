//! Rules of wallets: how keys follow from a few words, what a payment must cover, and what every
//! signer of a joint payment must be able to rely on. Nodes enforce few of them; breaking them
//! loses money or privacy.

use super::{Cite, Rule};

/// The extended key's form.
pub static EXTENDED_KEY: Rule = Rule {
    name: "wallet-extended-key",
    says: "an extended key is 78 bytes: version, depth, the parent's fingerprint, its own number, chain code and key; a master key has neither parent nor number",
    why: "a key copied wrongly would lead to addresses that nobody can spend from",
    cites: &[Cite::Bip(32), Cite::Core("CExtKey")],
};
/// How children are derived.
pub static DERIVATION: Rule = Rule {
    name: "wallet-derivation",
    says: "every child key follows from its parent, the chain code and a number; a hardened one only from the private parent",
    why: "one seed stands for any number of keys, and a public key can be handed to a shop that makes addresses but must not spend",
    cites: &[Cite::Bip(32), Cite::Core("CExtKey")],
};
/// Words and their checksum.
pub static MNEMONIC: Rule = Rule {
    name: "wallet-mnemonic",
    says: "a seed is written as 12 to 24 words of a list of 2,048, the last of which carries a checksum",
    why: "words are copied with fewer mistakes than digits, and a mistake is noticed before money is lost",
    cites: &[Cite::Bip(39)],
};
/// One path for each kind of address.
pub static ADDRESS_PATH: Rule = Rule {
    name: "wallet-address-path",
    says: "each kind of address has a path of its own; a wallet looks on until 20 addresses in a row are unused",
    why: "the words alone bring back all coins, in any wallet that follows the same paths",
    cites: &[Cite::Bip(44), Cite::Bip(48), Cite::Bip(49), Cite::Bip(84), Cite::Bip(86)],
};
/// What a wallet keeps.
pub static WALLET_FILE: Rule = Rule {
    name: "wallet-file",
    says: "a wallet is its words, how many addresses it has given out, and the locks that it shares with others under names of their own",
    why: "all else follows from these, so that a copy on paper brings the rest back",
    cites: &[Cite::Bip(39), Cite::Bip(44)],
};
/// What the lock says.
pub static LOCK_FORM: Rule = Rule {
    name: "wallet-lock-form",
    says: "a wallet pays to standard locks: 1 key, or k of n keys with n at most 3 bare, 15 behind a script hash and 20 in a witness script",
    why: "nodes do not relay other outputs, and a coin that cannot move is lost",
    cites: &[Cite::Bip(11), Cite::Bip(16), Cite::Bip(141)],
};
/// Amounts are money.
pub static PAYMENT_AMOUNT: Rule = Rule {
    name: "wallet-payment-amount",
    says: "a payment has at least one payee, and each gets more than 0 and all together at most 21 million bitcoin",
    why: "a slip of the decimal point should be noticed before it is signed",
    cites: &[Cite::Core("MoneyRange")],
};
/// No output that costs more than it is worth.
pub static DUST: Rule = Rule {
    name: "dust",
    says: "an output is worth at least what it would cost to spend it at 3 satoshis a virtual byte",
    why: "nobody would ever spend it, and every node would have to remember it for ever",
    cites: &[Cite::Core("GetDustThreshold")],
};
/// The fee covers the size.
pub static FEE_RATE: Rule = Rule {
    name: "wallet-fee-rate",
    says: "a fee is paid by size: at least 1 satoshi for each virtual byte here, at most 10,000",
    why: "room in blocks is what is sold; below the least rate nodes do not pass a transaction on, and a rate typed wrongly gives the money away",
    cites: &[Cite::Core("DEFAULT_MIN_RELAY_TX_FEE"), Cite::Bip(141)],
};
/// Who may sign.
pub static SIGNER: Rule = Rule {
    name: "wallet-signer",
    says: "a coin is unlocked by signatures of the very keys that its lock names, as many as it asks for",
    why: "the signature is the owner's consent to this payment and to no other",
    cites: &[Cite::Bct("3.2"), Cite::Core("VerifyScript")],
};
/// All sign the same.
pub static JOINT_SAME_PAYMENT: Rule = Rule {
    name: "wallet-joint-same-payment",
    says: "all signers of a joint payment sign one and the same transaction, spending the same coins",
    why: "whoever passes the file on could otherwise change who is paid, and collect signatures for it",
    cites: &[Cite::Bip(141), Cite::Bct("3.3")],
};

/// All of them.
pub const RULES: &[&Rule] = &[
    &EXTENDED_KEY,
    &DERIVATION,
    &MNEMONIC,
    &ADDRESS_PATH,
    &WALLET_FILE,
    &LOCK_FORM,
    &PAYMENT_AMOUNT,
    &DUST,
    &FEE_RATE,
    &SIGNER,
    &JOINT_SAME_PAYMENT,
];
