//! Deeds as a person types them: `pay Alice Bob 2.5`, `mine Alice 3 on 12`.
//!
//! The same words serve the full screen and the plain prompt; the table says what each takes.

use super::{BlockName, Deed, Forgery, LabError, Payment};
use crate::primitives::amount::{COIN, MAX_MONEY};
use crate::spelling::nearest;
use crate::wallet::{AddressKind, Strategy};

/// A deed's word, what follows it, and what it does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DeedWord {
    /// What is typed.
    pub word: &'static str,
    /// What follows; in brackets what need not.
    pub takes: &'static str,
    /// What it does.
    pub says: &'static str,
}

/// All words.
pub const DEEDS: &[DeedWord] = &[
    DeedWord { word: "wallet", takes: "NAME", says: "make a wallet" },
    DeedWord {
        word: "address",
        takes: "NAME [KIND]",
        says: "a fresh address, p2wpkh or another kind",
    },
    DeedWord {
        word: "pay",
        takes: "FROM TO AMOUNT [fee N] [coins STRATEGY] [to KIND] [change same]",
        says: "pay TO, a wallet or an address, so many bitcoin",
    },
    DeedWord {
        word: "joint",
        takes: "FROM,FROM… TO AMOUNT [fee N] [to KIND]",
        says: "pay out of several wallets, each signing its own inputs",
    },
    DeedWord { word: "consolidate", takes: "NAME [fee N]", says: "make all coins of a wallet one" },
    DeedWord {
        word: "mine",
        takes: "NAME [COUNT] [on BLOCK]|NAME until HEIGHT",
        says: "find blocks on the tip, or on BLOCK to make a fork, or until a height",
    },
    DeedWord {
        word: "forge",
        takes: "double-spend|excess-reward|bad-signature|merkle-root|old-time|missing-coin",
        says: "find a block that breaks a rule, and hand it to the chain",
    },
    DeedWord { word: "invalidate", takes: "BLOCK", says: "call a block invalid by hand" },
    DeedWord { word: "reconsider", takes: "BLOCK", says: "take that back" },
];

impl Deed {
    /// Reads a deed.
    pub fn parse(text: &str) -> Result<Deed, LabError> {
        let words: Vec<&str> = text.split_whitespace().collect();
        let Some((word, rest)) = words.split_first() else {
            return Err(bad(text, "type a word such as `mine Alice`"));
        };
        let found = DEEDS.iter().find(|deed| deed.word == word.to_lowercase());
        let Some(deed) = found else {
            let names: Vec<&'static str> = DEEDS.iter().map(|deed| deed.word).collect();
            let list = format!("the words are {}", names.join(", "));
            return Err(bad(
                text,
                &match nearest(word, names) {
                    Some(nearest) => format!("did you mean `{nearest}`? {list}"),
                    None => list,
                },
            ));
        };
        let usage = || bad(text, &format!("write `{} {}`", deed.word, deed.takes));
        read(deed.word, rest, text)?.ok_or_else(usage)
    }
}

fn read(word: &str, rest: &[&str], text: &str) -> Result<Option<Deed>, LabError> {
    let name = |name: &&str| (*name).to_owned();
    Ok(match (word, rest) {
        ("wallet", [only]) => Some(Deed::NewWallet { name: name(only) }),
        ("address", [wallet]) => {
            Some(Deed::Address { wallet: name(wallet), kind: AddressKind::P2wpkh })
        }
        ("address", [wallet, kind]) => {
            Some(Deed::Address { wallet: name(wallet), kind: AddressKind::from_name(kind)? })
        }
        ("pay", [from, to, amount, options @ ..]) => {
            let plain = Payment::plain(from, to, self::amount(amount)?);
            Some(Deed::Pay(with_options(plain, options, text)?))
        }
        ("joint", [from, to, amount, options @ ..]) => {
            let plain = Payment::plain("", to, self::amount(amount)?);
            let payment = with_options(plain, options, text)?;
            Some(Deed::PayJointly { from: from.split(',').map(str::to_owned).collect(), payment })
        }
        ("consolidate", [wallet]) => Some(Deed::Consolidate { wallet: name(wallet), fee_rate: 1 }),
        ("consolidate", [wallet, "fee", rate]) => {
            Some(Deed::Consolidate { wallet: name(wallet), fee_rate: number(rate, text)? })
        }
        ("mine", [to]) => Some(Deed::Mine { to: name(to), blocks: 1, on: None }),
        ("mine", [to, "on", block]) => {
            Some(Deed::Mine { to: name(to), blocks: 1, on: Some(BlockName(name(block))) })
        }
        ("mine", [to, "until", height]) => {
            Some(Deed::MineUntil { to: name(to), height: number(height, text)? })
        }
        ("mine", [to, blocks]) => {
            Some(Deed::Mine { to: name(to), blocks: number(blocks, text)?, on: None })
        }
        ("mine", [to, blocks, "on", block]) => {
            let (blocks, on) = (number(blocks, text)?, Some(BlockName(name(block))));
            Some(Deed::Mine { to: name(to), blocks, on })
        }
        ("forge", [forgery]) => Forgery::from_name(forgery).map(|forgery| Deed::Forge { forgery }),
        ("invalidate", [block]) => Some(Deed::Invalidate { block: BlockName(name(block)) }),
        ("reconsider", [block]) => Some(Deed::Reconsider { block: BlockName(name(block)) }),
        _ => None,
    })
}

fn with_options(mut payment: Payment, options: &[&str], text: &str) -> Result<Payment, LabError> {
    for pair in options.chunks(2) {
        match pair {
            ["fee", rate] => payment.fee_rate = number(rate, text)?,
            ["coins", strategy] => payment.strategy = Strategy::from_name(strategy)?,
            ["to", kind] => payment.kind = AddressKind::from_name(kind)?,
            ["change", "same"] => payment.change_to_same = true,
            ["change", "new"] => payment.change_to_same = false,
            _ => {
                let word = pair.first().unwrap_or(&"");
                let says =
                    "after the amount come pairs: fee N, coins STRATEGY, to KIND, change same";
                return Err(bad(text, &format!("{says}; {word:?} is none of them")));
            }
        }
    }
    Ok(payment)
}

/// Bitcoin as people write them, in satoshis.
pub fn amount(text: &str) -> Result<i64, LabError> {
    let bad = || LabError::BadAmount { text: text.chars().take(30).collect() };
    let (whole, part) = text.split_once('.').unwrap_or((text, ""));
    let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    let fits = whole.len() <= 8 && part.len() <= 8 && !(whole.is_empty() && part.is_empty());
    if !fits || !digits(whole) || !digits(part) {
        return Err(bad());
    }
    let whole: i64 = if whole.is_empty() { 0 } else { whole.parse().map_err(|_| bad())? };
    let part: i64 = format!("{part:0<8}").parse().map_err(|_| bad())?;
    let value = whole * COIN + part;
    if value > MAX_MONEY { Err(bad()) } else { Ok(value) }
}

fn number<T: std::str::FromStr>(word: &str, text: &str) -> Result<T, LabError> {
    word.parse().map_err(|_| bad(text, &format!("{word:?} is no whole number that fits")))
}

fn bad(text: &str, expected: &str) -> LabError {
    LabError::BadDeed { text: text.chars().take(80).collect(), expected: expected.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn deeds_are_read_as_they_are_listed() {
        let plain = Payment::plain("Alice", "Bob", 250_000_000);
        let rich = Payment {
            fee_rate: 7,
            strategy: Strategy::BranchAndBound,
            kind: AddressKind::P2tr,
            change_to_same: true,
            ..plain.clone()
        };
        let cases = [
            ("wallet Alice", Deed::NewWallet { name: "Alice".into() }),
            ("pay Alice Bob 2.5", Deed::Pay(plain.clone())),
            ("PAY Alice Bob 2.5 fee 7 coins branch-and-bound to p2tr change same", Deed::Pay(rich)),
            (
                "joint Alice,Carol Bob 2.5",
                Deed::PayJointly {
                    from: vec!["Alice".into(), "Carol".into()],
                    payment: Payment { from: String::new(), ..plain },
                },
            ),
            (
                " mine  Alice 3 on 12 ",
                Deed::Mine { to: "Alice".into(), blocks: 3, on: Some(BlockName("12".into())) },
            ),
            ("mine Alice until 7", Deed::MineUntil { to: "Alice".into(), height: 7 }),
            ("forge double-spend", Deed::Forge { forgery: Forgery::DoubleSpend }),
        ];
        for (text, deed) in cases {
            assert_eq!(Deed::parse(text).unwrap(), deed, "{text}");
        }
        for word in DEEDS {
            assert!(Deed::parse(word.word).is_err(), "{} alone says too little", word.word);
        }
        for (text, says) in [
            ("", "type a word"),
            ("payy Alice Bob 1", "did you mean `pay`?"),
            ("pay Alice Bob", "write `pay FROM TO AMOUNT"),
            ("pay Alice Bob 1.123456789", "no amount"),
            ("pay Alice Bob -1", "no amount"),
            ("pay Alice Bob 21000001", "no amount"),
            ("pay Alice Bob 1 tip 5", "\"tip\" is none of them"),
            ("mine Alice many", "no whole number"),
            ("forge money", "write `forge double-spend|"),
        ] {
            let error = Deed::parse(text).unwrap_err().to_string();
            assert!(error.contains(says), "{text}: {error}");
        }
    }

    #[test]
    fn amounts_are_exact() {
        for (text, value) in [("1", COIN), ("0.00000001", 1), (".5", COIN / 2), ("2.", 2 * COIN)] {
            assert_eq!(amount(text).unwrap(), value);
        }
        for text in ["", ".", "1,5", "1e3", "+1", "0.000000001", "999999999"] {
            assert!(amount(text).is_err(), "{text}");
        }
    }
}
