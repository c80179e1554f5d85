//! Bech32 and Bech32m: a prefix, a `1`, five-bit groups as characters, and six of checksum (BIP 173,
//! BIP 350; Core: `bech32.cpp`).

use super::AddressError;

const CHARSET: &[u8; 32] = b"qpzry9x8gf2tvdw0s3jn54khce6mua7l";
/// The most characters of an address; the code's promises end there.
pub const MAX_CHARS: usize = 90;
const CHECKSUM: usize = 6;

/// Which of the two checksums.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Variant {
    /// BIP 173's.
    Bech32,
    /// BIP 350's.
    Bech32m,
}

impl Variant {
    /// Its name.
    pub fn name(self) -> &'static str {
        match self {
            Variant::Bech32 => "Bech32",
            Variant::Bech32m => "Bech32m",
        }
    }

    /// The one that a witness version is written in (BIP 350).
    pub fn for_version(version: u8) -> Variant {
        if version == 0 { Variant::Bech32 } else { Variant::Bech32m }
    }

    fn constant(self) -> u32 {
        match self {
            Variant::Bech32 => 1,
            Variant::Bech32m => 0x2bc8_30a3,
        }
    }

    fn of(polymod: u32) -> Option<Variant> {
        [Variant::Bech32, Variant::Bech32m].into_iter().find(|it| it.constant() == polymod)
    }
}

/// What a text holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decoded {
    /// The part before the last `1`, in small letters.
    pub prefix: String,
    /// The five-bit groups, without the checksum.
    pub groups: Vec<u8>,
    /// Which checksum matches.
    pub variant: Variant,
}

/// Writes a text; none if the prefix is not 1 to 83 printable characters without capitals, a group
/// has more than five bits, or the text would be longer than [`MAX_CHARS`].
pub fn encode(prefix: &str, groups: &[u8], variant: Variant) -> Option<String> {
    let printable = |byte: u8| (33..=126).contains(&byte) && !byte.is_ascii_uppercase();
    let fits = prefix.len() + 1 + groups.len() + CHECKSUM <= MAX_CHARS;
    if prefix.is_empty() || !prefix.bytes().all(printable) || !fits {
        return None;
    }
    if groups.iter().any(|group| *group >= 32) {
        return None;
    }
    let padded = groups.iter().copied().chain([0; CHECKSUM]);
    let checksum = polymod(prefix, padded) ^ variant.constant();
    let checksum = (0..CHECKSUM).rev().map(|at| (checksum >> (5 * at) & 31) as u8);
    let letters = groups.iter().copied().chain(checksum);
    let letters = letters.map(|group| char::from(CHARSET[usize::from(group & 31)]));
    Some(prefix.chars().chain(['1']).chain(letters).collect())
}

/// Reads a text and checks its checksum.
pub fn decode(text: &str) -> Result<Decoded, AddressError> {
    let length = text.chars().count();
    if length > MAX_CHARS {
        return Err(AddressError::TooLong { length, limit: MAX_CHARS });
    }
    check_characters(text)?;
    let lower = text.to_ascii_lowercase();
    let (prefix, data) = lower.rsplit_once('1').ok_or(AddressError::BadSeparator)?;
    if prefix.is_empty() || data.len() < CHECKSUM {
        return Err(AddressError::BadSeparator);
    }
    let mut groups = Vec::with_capacity(data.len());
    for (index, character) in data.chars().enumerate() {
        let place = CHARSET.iter().position(|&letter| char::from(letter) == character);
        groups.push(place.ok_or_else(|| AddressError::BadCharacter {
            encoding: "Bech32",
            character,
            position: prefix.len() + 2 + index,
            hint: match character {
                'b' | 'i' | 'o' => ", which leaves out 1, b, i and o after its prefix",
                _ => "",
            },
        })? as u8);
    }
    let Some(variant) = Variant::of(polymod(prefix, groups.iter().copied())) else {
        return Err(AddressError::Bech32Checksum { suspect: suspect(prefix, &groups) });
    };
    groups.truncate(groups.len() - CHECKSUM);
    Ok(Decoded { prefix: prefix.to_owned(), groups, variant })
}

/// Printable ASCII in one case.
fn check_characters(text: &str) -> Result<(), AddressError> {
    let mut lower = None;
    for (index, character) in text.chars().enumerate() {
        let position = index + 1;
        if !matches!(character, '!'..='~') {
            let encoding = "Bech32";
            return Err(AddressError::BadCharacter { encoding, character, position, hint: "" });
        }
        if character.is_ascii_alphabetic() {
            let is_lower = character.is_ascii_lowercase();
            if *lower.get_or_insert(is_lower) != is_lower {
                return Err(AddressError::MixedCase { character, position });
            }
        }
    }
    Ok(())
}

/// The place, from 1, of the one character that, changed alone, would mend the checksum. The
/// character that it should be is kept back: a text that is mended by machine may be another's
/// address (BIP 173).
fn suspect(prefix: &str, groups: &[u8]) -> Option<usize> {
    let mends = |place: usize| {
        (0..32_u8).any(|other| {
            let changed = groups.iter().enumerate();
            let changed = changed.map(|(at, &group)| if at == place { other } else { group });
            Variant::of(polymod(prefix, changed)).is_some()
        })
    };
    let mut places = (0..groups.len()).filter(|&place| mends(place));
    match (places.next(), places.next()) {
        (Some(place), None) => Some(prefix.len() + 2 + place),
        _ => None,
    }
}

/// The remainder of the text as a polynomial over 32 elements, divided by the code's generator.
fn polymod(prefix: &str, groups: impl Iterator<Item = u8>) -> u32 {
    const GENERATOR: [u32; 5] = [0x3b6a_57b2, 0x2650_8e6d, 0x1ea1_19fa, 0x3d42_33dd, 0x2a14_62b3];
    let high = prefix.bytes().map(|byte| byte >> 5);
    let low = prefix.bytes().map(|byte| byte & 31);
    high.chain([0]).chain(low).chain(groups).fold(1, |remainder, group| {
        let top = remainder >> 25;
        let shifted = (remainder & 0x01ff_ffff) << 5 ^ u32::from(group);
        let reduce = |sum, (bit, term)| if top >> bit & 1 == 1 { sum ^ term } else { sum };
        GENERATOR.into_iter().enumerate().fold(shifted, reduce)
    })
}

/// Bytes as five-bit groups, the last one filled up with zeros.
pub fn to_groups(bytes: &[u8]) -> Vec<u8> {
    let (mut groups, mut store, mut bits) = (Vec::new(), 0_u32, 0);
    for &byte in bytes {
        store = store << 8 | u32::from(byte);
        bits += 8;
        while bits >= 5 {
            bits -= 5;
            groups.push((store >> bits & 31) as u8);
        }
        store &= 31;
    }
    if bits > 0 {
        groups.push((store << (5 - bits) & 31) as u8);
    }
    groups
}

/// Five-bit groups as bytes. What is left over must be fewer than five bits, all 0.
pub fn to_bytes(groups: &[u8]) -> Result<Vec<u8>, AddressError> {
    let (mut bytes, mut store, mut bits) = (Vec::new(), 0_u32, 0);
    for &group in groups {
        store = store << 5 | u32::from(group & 31);
        bits += 5;
        if bits >= 8 {
            bits -= 8;
            bytes.push((store >> bits) as u8);
            store &= (1 << bits) - 1;
        }
    }
    if bits >= 5 || store != 0 { Err(AddressError::Padding { bits }) } else { Ok(bytes) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// From the test vectors of BIP 173 and BIP 350.
    const VALID: &[(&str, Variant)] = &[
        ("A12UEL5L", Variant::Bech32),
        ("a12uel5l", Variant::Bech32),
        (
            "an83characterlonghumanreadablepartthatcontainsthenumber1andtheexcludedcharactersbio1tt5tgs",
            Variant::Bech32,
        ),
        ("abcdef1qpzry9x8gf2tvdw0s3jn54khce6mua7lmqqqxw", Variant::Bech32),
        ("?1ezyfcl", Variant::Bech32),
        ("A1LQFN3A", Variant::Bech32m),
        ("abcdef1l7aum6echk45nj3s0wdvt2fg8x9yrzpqzd3ryx", Variant::Bech32m),
        ("split1checkupstagehandshakeupstreamerranterredcaperredlc445v", Variant::Bech32m),
        ("?1v759aa", Variant::Bech32m),
    ];
    const INVALID: &[&str] = &[
        "",
        "pzry9x0s0muk",
        "1pzry9x0s0muk",
        "x1b4n0q5v",
        "li1dgmt3",
        "A1G7SGD8",
        "10a06t8",
        "1qzzfhee",
        "a12UEL5L",
        "\u{20}1nwldj5",
        "\u{7f}1axkwrx",
        "\u{80}1eym55h",
        "y1b0jsk6g",
        "M1VUXWEZ",
        "an84characterslonghumanreadablepartthatcontainsthenumber1andtheexcludedcharactersbio1569pvx",
    ];

    #[test]
    fn the_texts_of_both_bips_are_read_and_written() {
        for (text, variant) in VALID {
            let decoded = decode(text).unwrap();
            assert_eq!(decoded.variant, *variant, "{text}");
            let written = encode(&decoded.prefix, &decoded.groups, *variant).unwrap();
            assert_eq!(written, text.to_lowercase());
        }
        for text in INVALID {
            assert!(decode(text).is_err(), "{text}");
        }
    }

    proptest! {
        #[test]
        fn one_wrong_character_is_found(bytes in proptest::collection::vec(any::<u8>(), 2..40),
            place: prop::sample::Index, other in 1..32_u8) {
            let groups = to_groups(&bytes);
            prop_assert_eq!(to_bytes(&groups).unwrap(), bytes);
            let text = encode("bc", &groups, Variant::Bech32m).unwrap();
            let place = 3 + place.index(text.len() - 3);
            let mut wrong = text.clone().into_bytes();
            let group = CHARSET.iter().position(|letter| *letter == wrong[place]).unwrap() as u8;
            wrong[place] = CHARSET[usize::from(group ^ other)];
            let error = decode(std::str::from_utf8(&wrong).unwrap()).unwrap_err();
            prop_assert_eq!(error, AddressError::Bech32Checksum { suspect: Some(place + 1) });
        }

        #[test]
        fn any_text_is_answered(text: String) {
            let _ = decode(&text);
        }
    }
}
