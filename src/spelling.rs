//! "Did you mean ...?": the known word that is nearest to a mistyped one. And words after numbers.

/// The candidate that takes the fewest single-letter changes (or swaps of neighbours) to become
/// `word`, capitals aside; none where that would be more than a third of its letters. The first of
/// equals wins.
pub fn nearest<'a>(word: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    if word.len() > LONGEST {
        return None;
    }
    candidates
        .into_iter()
        .map(|candidate| (distance(word, candidate), candidate))
        .filter(|(changes, candidate)| changes * 3 <= candidate.chars().count().max(3))
        .min_by_key(|(changes, _)| *changes)
        .map(|(_, candidate)| candidate)
}

/// A number and what it counts: `1 item`, `2 items`.
pub fn counted(count: usize, noun: &str) -> String {
    let plural = if noun.ends_with("sh") || noun.ends_with("ch") { "es" } else { "s" };
    if count == 1 { format!("1 {noun}") } else { format!("{count} {noun}{plural}") }
}

/// A whole number with its thousands set apart: `25,770`.
pub fn grouped(number: impl Into<i128>) -> String {
    let number = number.into();
    let digits = number.unsigned_abs().to_string();
    let mut text = String::from(if number < 0 { "-" } else { "" });
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// The end of a sentence about an unknown word: `; did you mean X?`, or nothing.
pub fn did_you_mean(suggestion: &Option<String>) -> String {
    suggestion.as_ref().map_or(String::new(), |word| format!("; did you mean {word}?"))
}

/// Letters: words longer than any name there is are not compared.
const LONGEST: usize = 64;

/// How many letters must be put in, taken out, changed or swapped with their neighbour to turn one
/// word into the other, capitals aside. Only the first 64 letters of each count.
pub fn distance(left: &str, right: &str) -> usize {
    let letters =
        |word: &str| word.chars().take(LONGEST).flat_map(char::to_lowercase).collect::<String>();
    strsim::osa_distance(&letters(left), &letters(right))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_of_a_kind_has_no_s() {
        assert_eq!([0, 1, 2].map(|n| counted(n, "item")), ["0 items", "1 item", "2 items"]);
        assert_eq!([1, 2].map(|n| counted(n, "hash")), ["1 hash", "2 hashes"]);
    }

    #[test]
    fn thousands_are_set_apart() {
        let cases = [
            (0, "0"),
            (999, "999"),
            (1_000, "1,000"),
            (1_234_567, "1,234,567"),
            (-1_000, "-1,000"),
        ];
        for (number, text) in cases {
            assert_eq!(grouped(number), text);
        }
    }

    #[test]
    fn the_nearest_word_is_offered_only_if_it_is_near() {
        let known = ["OP_DUP", "OP_2DUP", "OP_HASH160", "OP_EQUALVERIFY"];
        let cases = [
            ("OP_DPU", Some("OP_DUP")),
            ("op_dup", Some("OP_DUP")),
            ("OP_HASH16", Some("OP_HASH160")),
            ("OP_EQUALVERFIY", Some("OP_EQUALVERIFY")),
            ("banana", None),
            ("", None),
        ];
        for (word, expected) in cases {
            assert_eq!(nearest(word, known), expected, "{word}");
        }
        assert_eq!(nearest(&"x".repeat(1_000_000), known), None);
    }
}
