//! Words for a seed (BIP 39). The list, the checksum and the stretching are the crate `bip39`'s.
//!
//! Randomness is handed in as entropy: this module asks the system for nothing. 16 bytes make 12
//! words, 32 bytes make 24.

use bip39::Language;

use super::WalletError;
use crate::spelling::nearest;

/// The words of a wallet, in English. Whoever reads them owns its coins.
#[derive(Clone, PartialEq, Eq)]
pub struct Mnemonic(bip39::Mnemonic);

impl Mnemonic {
    /// The words for 16, 20, 24, 28 or 32 bytes of entropy.
    pub fn from_entropy(entropy: &[u8]) -> Result<Mnemonic, WalletError> {
        let length = entropy.len();
        let words = bip39::Mnemonic::from_entropy(entropy);
        words.map(Mnemonic).map_err(|_| WalletError::EntropyLength { found: length })
    }

    /// Reads words, whatever the space between them and their capitals.
    pub fn parse(text: &str) -> Result<Mnemonic, WalletError> {
        let words: Vec<String> = text.split_whitespace().map(str::to_lowercase).collect();
        // A text of any length is answered; no list of words is longer than 24.
        let count = words.len();
        if !matches!(count, 12 | 15 | 18 | 21 | 24) {
            return Err(WalletError::WordCount { count });
        }
        bip39::Mnemonic::parse_in(Language::English, words.join(" ")).map(Mnemonic).map_err(
            |error| match error {
                bip39::Error::UnknownWord(index) => {
                    let word = words.get(index).cloned().unwrap_or_default();
                    let list = Language::English.word_list().iter().copied();
                    let suggestion = nearest(&word, list).map(str::to_owned);
                    let word = word.chars().take(24).collect();
                    WalletError::UnknownWord { word, position: index + 1, suggestion }
                }
                _ => WalletError::MnemonicChecksum,
            },
        )
    }

    /// The words.
    pub fn words(&self) -> impl Iterator<Item = &'static str> + '_ {
        self.0.words()
    }

    /// The 64 bytes that the master key is made of. Every passphrase leads to a wallet; the empty
    /// one is none.
    pub fn seed(&self, passphrase: &str) -> [u8; 64] {
        self.0.to_seed(passphrase)
    }
}

impl std::fmt::Display for Mnemonic {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.0.fmt(f)
    }
}

/// Keeps the words out of logs and test failures.
impl std::fmt::Debug for Mnemonic {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Mnemonic({} words)", self.0.word_count())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::primitives::Network;
    use crate::wallet::ExtendedKey;

    /// From the test vectors of BIP 39, whose passphrase is TREZOR.
    const VECTORS: [(&str, &str, &str); 2] = [
        (
            "00000000000000000000000000000000",
            "abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon \
             about",
            "xprv9s21ZrQH143K3h3fDYiay8mocZ3afhfULfb5GX8kCBdno77K4HiA15Tg23wpbeF1pLfs1c5SPmYHrEpTuuRhxMwvKDwqdKiGJS9XFKzUsAF",
        ),
        (
            "7f7f7f7f7f7f7f7f7f7f7f7f7f7f7f7f",
            "legal winner thank year wave sausage worth useful legal winner thank yellow",
            "xprv9s21ZrQH143K2gA81bYFHqU68xz1cX2APaSq5tt6MFSLeXnCKV1RVUJt9FWNTbrrryem4ZckN8k4Ls1H6nwdvDTvnV7zEXs2HgPezuVccsq",
        ),
    ];

    #[test]
    fn words_lead_to_the_master_keys_of_bip_39() {
        for (entropy, words, master) in VECTORS {
            let mnemonic = Mnemonic::from_entropy(&hex::decode(entropy).unwrap()).unwrap();
            assert_eq!(mnemonic.to_string(), words);
            assert_eq!(
                Mnemonic::parse(&words.to_uppercase().replace(' ', "\n ")).unwrap(),
                mnemonic
            );
            let key = ExtendedKey::from_seed(&mnemonic.seed("TREZOR")).unwrap();
            assert_eq!(key.to_text(Network::Main), master);
            assert_ne!(mnemonic.seed(""), mnemonic.seed("TREZOR"));
        }
    }

    #[test]
    fn mistakes_are_named() {
        let (_, words, _) = VECTORS[1];
        let error = Mnemonic::parse(&words.replace("yellow", "yelloww"));
        let suggestion = Some("yellow".to_owned());
        let expected =
            WalletError::UnknownWord { word: "yelloww".into(), position: 12, suggestion };
        assert_eq!(error, Err(expected));
        let swapped = words.replace("yellow", "year");
        assert_eq!(Mnemonic::parse(&swapped), Err(WalletError::MnemonicChecksum));
        assert_eq!(Mnemonic::parse("legal"), Err(WalletError::WordCount { count: 1 }));
        let error = Mnemonic::from_entropy(&[0; 17]).unwrap_err();
        assert_eq!(error, WalletError::EntropyLength { found: 17 });
    }
}
