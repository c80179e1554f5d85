//! Guessing a blood group from its hash, and why a salt ends that.

use super::dictionary::{Guesser, blood_groups};
use super::{Format, Record, RecordDigest};
use crate::medical::identity::Keys;
use crate::rng::Rng;
use crate::rules::medical as rules;
use crate::trace::{Body, Line, Mark, Pane, Row, Shown, WorkedOut};

/// The walk: one hash without a salt, guessed in eight tries at most, and one with a salt, not found.
pub fn walk(seed: &str) -> WorkedOut {
    let mut rng = Rng::from_text(seed);
    let (patient, author) = (Keys::new(&mut rng).identity(), Keys::new(&mut rng).identity());
    let guesser = Guesser { patient, author, format: Format::Values };
    let words = blood_groups();
    let secret = words.get(rng.below(words.len() as u64) as usize).cloned().unwrap_or_default();
    let bare = guesser.unsalted(&secret).digest();
    let salted = Record::new(patient, author, Format::Values, &secret, &mut rng).digest();
    let mut shown = vec![picture(
        &guesser,
        &words,
        &bare,
        0,
        "",
        "The chain shows the hash of a record about a blood group, made without a salt. An insurer wants to know which.",
    )];
    let found = guesser.guess(&bare, words.iter().map(String::as_str)).unwrap_or(words.len());
    for tried in 1..=words.len() {
        let hit = tried == found + 1;
        let sentence = match hit {
            true => format!(
                "The hashes are the same: the record says {:?}. It took {tried} hashes, and no key.",
                words[tried - 1]
            ),
            false => "It hashes what the record could say, and compares. Not this one.".to_owned(),
        };
        shown.push(picture(&guesser, &words, &bare, tried, "hash the next guess", &sentence));
        if hit {
            break;
        }
    }
    let sentence =
        "The same record with 32 random bytes inside: another hash, and the guesses begin again.";
    shown.push(picture(&guesser, &words, &salted, 0, "a record with a salt", sentence));
    let sentence = "None of the eight has this hash. For each of them there are 2^256 salts to try, more than anyone ever will.";
    shown.push(picture(&guesser, &words, &salted, words.len(), "hash all eight guesses", sentence));
    WorkedOut::new("A blood group behind a hash", shown)
}

fn picture(
    guesser: &Guesser,
    words: &[String],
    wanted: &RecordDigest,
    tried: usize,
    label: &str,
    sentence: &str,
) -> Shown {
    let rows = words.iter().enumerate().map(|(at, word)| {
        if at >= tried {
            return Row::new([word.clone(), String::new(), String::new()]);
        }
        let digest = guesser.unsalted(word).digest();
        let same = digest == *wanted;
        let told = if same { "the same" } else { "another" };
        let row = Row::new([word.clone(), format!("{}…", &digest.to_string()[..16]), told.into()]);
        row.marked(match same {
            true => Mark::Good,
            false if at + 1 == tried => Mark::Current,
            false => Mark::Plain,
        })
    });
    let headers = ["guess", "its hash", "as on the chain?"].map(String::from).to_vec();
    let chain = [
        format!("patient {}", guesser.patient.short()),
        format!("institution {}", guesser.author.short()),
        format!("H(D) {}…", &wanted.to_string()[..32]),
    ];
    let panes = vec![
        Pane::whole("Guesses", Body::Table { headers, rows: rows.collect() }),
        Pane::whole(
            "The release on the chain",
            Body::Text { lines: chain.map(Line::new).to_vec() },
        ),
    ];
    let (label, sentence) = (label.to_owned(), sentence.to_owned());
    Shown { label, panes, sentence, rule: Some(&rules::RECORD_DIGEST) }
}
