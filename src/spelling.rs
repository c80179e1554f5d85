//! "Did you mean ...?": the known word that is nearest to a mistyped one.

/// The candidate that takes the fewest single-letter changes (or swaps of neighbours) to become
/// `word`, capitals aside; none where that would be more than a third of its letters. The first of
/// equals wins.
pub fn nearest<'a>(word: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let word = letters(word);
    if word.len() > LONGEST {
        return None;
    }
    candidates
        .into_iter()
        .map(|candidate| (distance(&word, &letters(candidate)), candidate))
        .filter(|(changes, candidate)| changes * 3 <= candidate.chars().count().max(3))
        .min_by_key(|(changes, _)| *changes)
        .map(|(_, candidate)| candidate)
}

/// The end of a sentence about an unknown word: `; did you mean X?`, or nothing.
pub fn did_you_mean(suggestion: &Option<String>) -> String {
    suggestion.as_ref().map_or(String::new(), |word| format!("; did you mean {word}?"))
}

/// Words longer than any name there is are not compared.
const LONGEST: usize = 64;

fn letters(word: &str) -> Vec<char> {
    word.chars().flat_map(char::to_lowercase).collect()
}

/// Damerau's distance with neighbours swapped at most once.
fn distance(left: &[char], right: &[char]) -> usize {
    let mut before: Vec<usize> = Vec::new();
    let mut row: Vec<usize> = (0..=right.len()).collect();
    for (i, a) in left.iter().enumerate() {
        let mut next = vec![i + 1];
        for (j, b) in right.iter().enumerate() {
            let change = row[j] + usize::from(a != b);
            let mut least = change.min(row[j + 1] + 1).min(next[j] + 1);
            if i > 0 && j > 0 && a == &right[j - 1] && b == &left[i - 1] {
                least = least.min(before[j - 1] + 1);
            }
            next.push(least);
        }
        before = std::mem::replace(&mut row, next);
    }
    row.last().copied().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

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
