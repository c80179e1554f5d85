//! Derivation paths: which child of which child, from the master key on (BIP 32).
//!
//! `m/84h/1h/0h/0/5` names the key of the sixth receiving address of a wallet on a test network. A
//! component with `h`, `H` or `'` is hardened: its number is counted from 2³¹ on, and only whoever
//! has the parent's private key can take that step.

use std::fmt;
use std::str::FromStr;

use super::WalletError;

/// The most components of a path: an extended key keeps its depth in one byte.
pub const MAX_DEPTH: usize = 255;

const HARDENED: u32 = 1 << 31;

/// Which child of a key: a number below 2³¹, hardened or not.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ChildNumber(u32);

impl ChildNumber {
    /// The child as its 32 bits say: the highest bit is hardening.
    pub fn from_bits(bits: u32) -> ChildNumber {
        ChildNumber(bits)
    }

    /// An ordinary child; the highest bit of `index` is dropped.
    pub fn normal(index: u32) -> ChildNumber {
        ChildNumber(index & !HARDENED)
    }

    /// A hardened child; the highest bit of `index` is dropped.
    pub fn hardened(index: u32) -> ChildNumber {
        ChildNumber(index | HARDENED)
    }

    /// The 32 bits that are hashed.
    pub fn bits(self) -> u32 {
        self.0
    }

    /// The number without the hardening.
    pub fn index(self) -> u32 {
        self.0 & !HARDENED
    }

    /// Whether the step needs the parent's private key.
    pub fn is_hardened(self) -> bool {
        self.0 & HARDENED != 0
    }
}

impl fmt::Display for ChildNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}{}", self.index(), if self.is_hardened() { "h" } else { "" })
    }
}

impl FromStr for ChildNumber {
    type Err = WalletError;

    fn from_str(text: &str) -> Result<ChildNumber, WalletError> {
        let digits = text.strip_suffix(['h', 'H', '\'']);
        let (digits, hardening) = digits.map_or((text, 0), |digits| (digits, HARDENED));
        let plain = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
        let index = digits.parse().ok().filter(|index| plain && *index < HARDENED);
        let index: u32 =
            index.ok_or_else(|| WalletError::BadPathComponent { component: shortened(text) })?;
        Ok(ChildNumber(index | hardening))
    }
}

/// A way down from the master key.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct DerivationPath(Vec<ChildNumber>);

impl DerivationPath {
    /// The steps of the path.
    pub fn steps(&self) -> &[ChildNumber] {
        &self.0
    }

    /// The path one step further.
    pub fn child(&self, number: ChildNumber) -> DerivationPath {
        DerivationPath(self.0.iter().copied().chain([number]).collect())
    }
}

impl From<Vec<ChildNumber>> for DerivationPath {
    fn from(steps: Vec<ChildNumber>) -> DerivationPath {
        DerivationPath(steps)
    }
}

impl fmt::Display for DerivationPath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("m")?;
        self.0.iter().try_for_each(|step| write!(f, "/{step}"))
    }
}

impl FromStr for DerivationPath {
    type Err = WalletError;

    fn from_str(text: &str) -> Result<DerivationPath, WalletError> {
        let mut parts = text.trim().split('/');
        let first = parts.next().unwrap_or_default();
        if first != "m" && first != "M" {
            return Err(WalletError::PathWithoutMaster { found: shortened(first) });
        }
        let depth = parts.clone().count();
        if depth > MAX_DEPTH {
            return Err(WalletError::PathTooDeep { depth, limit: MAX_DEPTH });
        }
        parts.map(str::parse).collect::<Result<_, _>>().map(DerivationPath)
    }
}

/// Enough of a text to recognise it by.
fn shortened(text: &str) -> String {
    text.chars().take(24).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_read_and_written() {
        for (text, written) in [
            ("m", "m"),
            ("m/0", "m/0"),
            ("m/84h/1'/0H/0/5", "m/84h/1h/0h/0/5"),
            (" m/2147483647h/2147483647 ", "m/2147483647h/2147483647"),
        ] {
            assert_eq!(text.parse::<DerivationPath>().unwrap().to_string(), written);
        }
        let deep = "m".to_owned() + &"/0".repeat(MAX_DEPTH);
        assert_eq!(deep.parse::<DerivationPath>().unwrap().steps().len(), MAX_DEPTH);
    }

    #[test]
    fn what_is_no_path_is_refused() {
        let too_deep = "m".to_owned() + &"/0".repeat(MAX_DEPTH + 1);
        for text in [
            "",
            "84h",
            "/0",
            "m/",
            "m//0",
            "m/-1",
            "m/+1",
            "m/2147483648",
            "m/h",
            "m/0hh",
            &too_deep,
        ] {
            assert!(text.parse::<DerivationPath>().is_err(), "{text}");
        }
    }
}
