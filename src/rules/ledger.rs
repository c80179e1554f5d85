//! Rules of the account-based ledger and of ScroogeCoin.
//!
//! The first are the lecture's, made exact: the slides say that payments must be covered by what
//! history says an account holds. The sequence number is what every real account-based chain adds
//! against replayed payments. The five of ScroogeCoin are those of BCT 1.5.

use super::{Cite, Rule};

const ACCOUNT_SLIDE: Cite = Cite::Slide("Account based ledger");

/// Somebody pays.
pub static ACCOUNT_PAYER: Rule = Rule {
    name: "account-payer",
    says: "every entry but a miner's has someone who pays",
    why: "value that comes from nowhere would be money that nobody earned",
    cites: &[ACCOUNT_SLIDE, Cite::Bct("3.1")],
};
/// An account pays once in an entry.
pub static ACCOUNT_PAYER_ONCE: Rule = Rule {
    name: "account-payer-once",
    says: "an account is named once among those who pay",
    why: "its balance would otherwise be counted for each time that it is named",
    cites: &[Cite::Bct("3.1")],
};
/// Amounts are money.
pub static ACCOUNT_AMOUNT: Rule = Rule {
    name: "account-amount",
    says: "every amount, and every sum of amounts, lies between 0 and 21 million bitcoin",
    why: "a negative amount takes from whom it seems to pay, and a sum that wraps around looks small",
    cites: &[Cite::Core("MoneyRange")],
};
/// Nothing is given that is not taken.
pub static ACCOUNT_SUMS: Rule = Rule {
    name: "account-sums",
    says: "an entry gives at most what it takes",
    why: "the difference would be money made from nothing",
    cites: &[Cite::Bct("3.1")],
};
/// An account pays what it holds.
pub static ACCOUNT_BALANCE: Rule = Rule {
    name: "account-balance",
    says: "an account pays at most what all earlier entries have left in it",
    why: "this is the double spend: the same money would pay any number of people",
    cites: &[ACCOUNT_SLIDE, Cite::Bct("3.1")],
};
/// Payments of an account are numbered.
pub static ACCOUNT_SEQUENCE: Rule = Rule {
    name: "account-sequence",
    says: "the payments of an account carry the numbers 0, 1, 2 and so on, each once",
    why: "whoever was paid could otherwise hand in the same signed entry again",
    cites: &[Cite::Bct("3.1")],
};
/// The owner signs.
pub static ACCOUNT_SIGNATURE: Rule = Rule {
    name: "account-signature",
    says: "the owner of every account that pays has signed the entry",
    why: "anyone could otherwise pay with another's money",
    cites: &[ACCOUNT_SLIDE, Cite::Bct("3.1")],
};

/// ScroogeCoin, first rule.
pub static SCROOGE_VALID_COINS: Rule = Rule {
    name: "scrooge-coins-exist",
    says: "every coin consumed was made in an earlier transaction and is not consumed yet",
    why: "a coin that is consumed twice pays two people",
    cites: &[Cite::Bct("1.5")],
};
/// ScroogeCoin, second rule.
pub static SCROOGE_SIGNED: Rule = Rule {
    name: "scrooge-signed",
    says: "the owners of all coins consumed have signed",
    why: "anyone could otherwise spend another's coins",
    cites: &[Cite::Bct("1.5")],
};
/// ScroogeCoin, third rule.
pub static SCROOGE_NO_COIN_TWICE: Rule = Rule {
    name: "scrooge-no-coin-twice",
    says: "no coin is consumed twice within the transaction",
    why: "it would count twice towards what the transaction may pay out",
    cites: &[Cite::Bct("1.5")],
};
/// ScroogeCoin, fourth rule.
pub static SCROOGE_NOT_NEGATIVE: Rule = Rule {
    name: "scrooge-not-negative",
    says: "no coin made is worth less than nothing",
    why: "a negative coin would let the others be worth more than was consumed",
    cites: &[Cite::Bct("1.5")],
};
/// ScroogeCoin, fifth rule.
pub static SCROOGE_COVERED: Rule = Rule {
    name: "scrooge-covered",
    says: "the coins made are worth at most what the coins consumed are worth",
    why: "the difference would be money made from nothing",
    cites: &[Cite::Bct("1.5")],
};

/// All of them.
pub const RULES: &[&Rule] = &[
    &ACCOUNT_PAYER,
    &ACCOUNT_PAYER_ONCE,
    &ACCOUNT_AMOUNT,
    &ACCOUNT_SUMS,
    &ACCOUNT_BALANCE,
    &ACCOUNT_SEQUENCE,
    &ACCOUNT_SIGNATURE,
    &SCROOGE_VALID_COINS,
    &SCROOGE_SIGNED,
    &SCROOGE_NO_COIN_TWICE,
    &SCROOGE_NOT_NEGATIVE,
    &SCROOGE_COVERED,
];
