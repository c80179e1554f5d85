//! How a rule is read: `OR` binds loosest, then `AND`, then `k of (...)` and parentheses.

use super::policy::{DEPTH_MAX, LEAVES_MAX};
use super::{AbeError, Attribute, Policy};

/// The longest text that is read at all.
const TEXT_MAX: usize = LEAVES_MAX * 80;

impl std::str::FromStr for Policy {
    type Err = AbeError;

    fn from_str(text: &str) -> Result<Policy, AbeError> {
        if text.len() > TEXT_MAX {
            return Err(AbeError::TooLarge);
        }
        let mut parser = Parser { words: words(text), at: 0, end: text.chars().count() };
        let policy = parser.any(0)?;
        if parser.at < parser.words.len() {
            return Err(parser.wrong("AND, OR or the end"));
        }
        match policy.leaves().len() > LEAVES_MAX {
            true => Err(AbeError::TooLarge),
            false => Ok(policy),
        }
    }
}

/// Words, parentheses and commas, each with the place at which it begins, from 1.
fn words(text: &str) -> Vec<(usize, String)> {
    let mut words: Vec<(usize, String)> = Vec::new();
    let mut open = false;
    for (at, c) in (1..).zip(text.chars()) {
        match c {
            '(' | ')' | ',' => words.push((at, c.to_string())),
            c if c.is_whitespace() => {}
            c if open => words.last_mut().into_iter().for_each(|(_, word)| word.push(c)),
            c => words.push((at, c.to_string())),
        }
        open = !(c.is_whitespace() || "(),".contains(c));
    }
    words
}

struct Parser {
    words: Vec<(usize, String)>,
    at: usize,
    end: usize,
}

impl Parser {
    fn any(&mut self, depth: usize) -> Result<Policy, AbeError> {
        if depth > DEPTH_MAX {
            return Err(AbeError::TooLarge);
        }
        let mut of = vec![self.all(depth)?];
        while self.takes("or") {
            of.push(self.all(depth)?);
        }
        Policy::gate(1, flattened(of, |k, n| k == 1 && n > 1))
    }

    fn all(&mut self, depth: usize) -> Result<Policy, AbeError> {
        let mut of = vec![self.one(depth)?];
        while self.takes("and") {
            of.push(self.one(depth)?);
        }
        let of = flattened(of, |k, n| k == n && n > 1);
        Policy::gate(of.len(), of)
    }

    fn one(&mut self, depth: usize) -> Result<Policy, AbeError> {
        if self.takes("(") {
            let inner = self.any(depth + 1)?;
            self.expect(")")?;
            return Ok(inner);
        }
        let Some((_, word)) = self.words.get(self.at) else {
            return Err(self.wrong("a property"));
        };
        let word = word.clone();
        if ["and", "or", "of", ")", ","].contains(&word.to_lowercase().as_str()) {
            return Err(self.wrong("a property"));
        }
        self.at += 1;
        match word.parse::<usize>() {
            Ok(k) if self.takes("of") => {
                self.expect("(")?;
                let mut of = vec![self.any(depth + 1)?];
                while self.takes(",") {
                    of.push(self.any(depth + 1)?);
                }
                self.expect(")")?;
                Policy::gate(k, of)
            }
            _ => Attribute::new(&word).map(Policy::Has),
        }
    }

    fn takes(&mut self, wanted: &str) -> bool {
        let found =
            self.words.get(self.at).is_some_and(|(_, word)| word.eq_ignore_ascii_case(wanted));
        self.at += usize::from(found);
        found
    }

    fn expect(&mut self, wanted: &'static str) -> Result<(), AbeError> {
        if self.takes(wanted) { Ok(()) } else { Err(self.wrong(wanted)) }
    }

    fn wrong(&self, wanted: &'static str) -> AbeError {
        match self.words.get(self.at) {
            Some((at, word)) => AbeError::Syntax { at: *at, wanted, found: format!("{word:?}") },
            None => AbeError::Syntax { at: self.end + 1, wanted, found: "the end".into() },
        }
    }
}

/// `a AND (b AND c)` is `a AND b AND c`: gates of one kind are one gate, so that a rule has one text.
fn flattened(of: Vec<Policy>, same: impl Fn(usize, usize) -> bool) -> Vec<Policy> {
    let mut flat = Vec::new();
    let several = of.len() > 1;
    for policy in of {
        match policy {
            Policy::Gate { k, of } if several && same(k, of.len()) => flat.extend(of),
            other => flat.push(other),
        }
    }
    flat
}
