//! Lists of names as answers: how a student's text is read, and what is said of a wrong list.

/// A kind of list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ListKind {
    /// Outputs in the lecture's notation, in any order: `2[1], 3[0]`.
    Outputs,
    /// Nodes of a Merkle tree, each named after the transactions below it, from the lowest on:
    /// `4, 6-7, 0-3`.
    Nodes,
    /// Left or right, from the lowest on.
    Sides,
    /// Blocks by their names, in order: `b3, b4`.
    Blocks,
}

/// More items than any answer has.
const ITEMS_MAX: usize = 100;

impl ListKind {
    /// How to write such a list.
    pub fn form(self) -> &'static str {
        match self {
            ListKind::Outputs => "outputs, such as 2[1], 3[0]",
            ListKind::Nodes => {
                "nodes, lowest first, each by the transactions below it, such as 4, 6-7, 0-3"
            }
            ListKind::Sides => "left or right for each, lowest first, such as left, right, right",
            ListKind::Blocks => "blocks in order, such as b3, b4",
        }
    }

    /// Whether `2, 1` is another answer than `1, 2`.
    fn is_ordered(self) -> bool {
        self != ListKind::Outputs
    }

    /// The items of a text in lower case, or none if one of them is no such name.
    pub(super) fn read(self, text: &str) -> Option<Vec<String>> {
        let mut text = text.replace([',', ';', '&', '`'], " ");
        for dash in ["..", "\u{2013}", " to "] {
            text = text.replace(dash, "-");
        }
        let text = text.split('-').map(str::trim).collect::<Vec<_>>().join("-");
        let words = text.split_whitespace().filter(|word| !["and", "then", "tx"].contains(word));
        let mut items = words.map(|word| self.item(word)).collect::<Option<Vec<String>>>()?;
        if !self.is_ordered() {
            items.sort_unstable();
            items.dedup();
        }
        (!items.is_empty() && items.len() <= ITEMS_MAX).then_some(items)
    }

    /// One name in the form in which all are compared.
    fn item(self, word: &str) -> Option<String> {
        match self {
            ListKind::Outputs => {
                let (transaction, output) = word.strip_suffix(']')?.split_once('[')?;
                Some(format!("{}[{}]", small(transaction)?, small(output)?))
            }
            ListKind::Nodes => {
                let (first, last) = word.split_once('-').unwrap_or((word, word));
                ListKind::node(small(first)?, small(last)?)
            }
            ListKind::Sides => match word {
                "left" | "l" => Some("left".to_string()),
                "right" | "r" => Some("right".to_string()),
                _ => None,
            },
            ListKind::Blocks => {
                let number = word.strip_prefix(|c: char| c.is_ascii_lowercase())?;
                Some(format!("{}{}", &word[..1], small(number)?))
            }
        }
    }

    /// The name of the node above transactions `first` to `last`.
    pub fn node(first: u32, last: u32) -> Option<String> {
        match first == last {
            true => Some(first.to_string()),
            false => (first < last).then(|| format!("{first}-{last}")),
        }
    }

    /// Which way a wrong list is off, without saying the right one.
    pub(super) fn off(self, given: &[String], expected: &[String]) -> &'static str {
        let extra = given.iter().any(|item| !expected.contains(item));
        let missing = expected.iter().any(|item| !given.contains(item));
        let more = given.len() > expected.len();
        match (self, extra, missing) {
            (ListKind::Outputs, true, true) => {
                "you named an output that is spent, and left one out that is not"
            }
            (ListKind::Outputs, true, false) => "not all of those are unspent",
            (ListKind::Outputs, ..) => "more than those are unspent",
            (ListKind::Blocks, true, _) => "not all of those are such blocks",
            (ListKind::Blocks, false, true) => "there are more than those",
            (ListKind::Blocks, ..) => "those are the blocks, in another order",
            _ if given.len() != expected.len() => match more {
                true => "the tree is not so high: the climb needs fewer",
                false => "the tree is higher: the climb needs more",
            },
            _ => self.first_wrong(given, expected),
        }
    }

    /// Where the first difference is, counted from the bottom of the tree.
    fn first_wrong(self, given: &[String], expected: &[String]) -> &'static str {
        match given.iter().zip(expected).position(|(given, expected)| given != expected) {
            Some(0) => "look again at the lowest one",
            Some(1) => "the lowest one fits; look again at the one above it",
            _ => "the lowest ones fit; look again further up",
        }
    }
}

/// A small number.
fn small(text: &str) -> Option<u32> {
    let digits = !text.is_empty() && text.chars().all(|c| c.is_ascii_digit());
    digits.then(|| text.parse().ok()).flatten()
}
