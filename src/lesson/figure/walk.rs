//! Figures that a walk in the catalog shows: how long it is, how it ends, and the numbers in its
//! pictures.

use super::chain;
use crate::catalog;
use crate::trace::{Body, Length, Line, Scene, Stepper, Verdict, Window};

/// The figure `key` of a scenario: `steps`, `verdict`, `STEP:WORDS`, or `STEP.` and what
/// [`chain`] reads.
pub fn value(scenario: &str, key: &str) -> Option<String> {
    let mut stepper = (catalog::find(scenario).ok()?.open)().ok()?;
    let Length::Exactly(steps) = stepper.length() else { return None };
    match key {
        "steps" => return Some(steps.to_string()),
        "verdict" => return verdict(&at(stepper.as_mut(), steps)),
        _ => {}
    }
    let (step, what) = key.split_at(key.find(|c: char| !c.is_ascii_digit())?);
    let step = step.parse().ok().filter(|step| *step <= steps)?;
    let scene = at(stepper.as_mut(), step);
    match what.strip_prefix(':') {
        Some(words) => beside(&scene, words),
        None => chain::value(&scene, what.strip_prefix('.')?),
    }
}

fn at(stepper: &mut dyn Stepper, step: usize) -> Scene {
    stepper.seek(step);
    stepper.scene(&Window::all())
}

fn verdict(scene: &Scene) -> Option<String> {
    match scene.verdict.as_ref()? {
        Verdict::Valid => Some("valid".to_string()),
        Verdict::Invalid { name, .. } => Some(name.clone()),
        Verdict::Done => None,
    }
}

/// The number that stands before `words` in a picture, or else after them: first in the sentence, then
/// in its lines of text. Between words stands `_`.
fn beside(scene: &Scene, words: &str) -> Option<String> {
    let words = words.replace('_', " ");
    let lines = scene.panes.iter().flat_map(|pane| match &pane.body {
        Body::Text { lines } => lines.as_slice(),
        _ => &[],
    });
    let texts = [scene.sentence.as_str()].into_iter().chain(lines.map(|line: &Line| &*line.text));
    let texts: Vec<&str> = texts.collect();
    let find = |number: fn(&str, &str) -> Option<String>| {
        texts.iter().find_map(|text| number(text, &words))
    };
    find(before).or_else(|| find(after))
}

/// The last word before `words`, if it is a number.
fn before(text: &str, words: &str) -> Option<String> {
    let starts = text.match_indices(words).map(|(start, _)| start);
    starts.filter_map(|start| number(text.get(..start)?.split_whitespace().last()?)).next()
}

/// The first word after `words`, if it is a number.
fn after(text: &str, words: &str) -> Option<String> {
    let ends = text.match_indices(words).map(|(start, _)| start + words.len());
    ends.filter_map(|end| number(text.get(end..)?.split_whitespace().next()?)).next()
}

fn number(word: &str) -> Option<String> {
    let word = word.trim_matches(|c: char| !c.is_ascii_digit());
    let form = |c: char| c.is_ascii_digit() || c == ',' || c == '.';
    (!word.is_empty() && word.chars().all(form)).then(|| word.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_is_found_beside_its_words_and_nowhere_else() {
        let sentence = "It took 1,234 hashes, and 7 blocks lay on top.".to_string();
        let scene = Scene { sentence, ..Scene::default() };
        for (words, found) in [
            ("hashes", Some("1,234")),
            ("blocks", Some("7")),
            ("It_took", Some("1,234")),
            ("lay", None),
            ("nothing", None),
        ] {
            assert_eq!(beside(&scene, words).as_deref(), found, "{words}");
        }
    }
}
