//! Both forms of attribute-based encryption, step by step, with everything that one would try.
//!
//! All of it is computed for real: a record that "stays shut" was tried, and its key did not open it.

use super::attack::{forced_cp, laid_together, listed, spliced, under_another_rule};
use super::cp::{self, CpCapsule, CpKey};
use super::kp;
use super::{AbeError, Policy, attributes};
use crate::encode::Encode;
use crate::medical::cipher::MessageKey;
use crate::rng::Rng;
use crate::rules::{Rule, attribute_based as rules};
use crate::trace::{Body, Line, Mark, Pane, Row, Shown, WorkedOut};

const RECORD: &str = "allergy: penicillin";

/// What the pictures show as the walk goes on.
#[derive(Default)]
struct Board {
    shown: Vec<Shown>,
    keys: Vec<[String; 3]>,
    tries: Vec<(String, bool)>,
    locked: Vec<String>,
}

/// The walk.
pub fn walk(seed: &str) -> Result<WorkedOut, AbeError> {
    let mut rng = Rng::from_text(seed);
    let mut board = Board::default();
    board.show("", "A record can be encrypted for whoever has certain properties, without knowing who that will be.", None);
    ciphertext_policy(&mut board, &mut rng)?;
    board.keys.clear();
    board.tries.clear();
    board.locked.clear();
    key_policy(&mut board, &mut rng)?;
    Ok(WorkedOut::new("Keys made of properties", board.shown))
}

fn ciphertext_policy(board: &mut Board, rng: &mut Rng) -> Result<(), AbeError> {
    let policy: Policy = "doctor and (surgery or emergency)".parse()?;
    let (master, public) = cp::set_up(rng);
    let (capsule, message) = cp::encapsulate(&public, &policy, rng);
    let sealed = message.encrypt(b"", RECORD.as_bytes());
    board.locked.push(format!("rule in the record: {policy}"));
    board.locked.push(format!("capsule: {} bytes", capsule.encoded_len()));
    board.show("encrypt under a rule", "Ciphertext policy: the record carries a rule over properties. Whoever encrypts it needs no list of doctors.", Some(&rules::POLICY));
    let key = |who: &str, words: &str, board: &mut Board, rng: &mut Rng| {
        let held = attributes(words)?;
        let key = cp::key(&master, &held, rng)?;
        board.keys.push([who.into(), listed(&held), format!("{} bytes", key.encoded_len())]);
        Ok::<CpKey, AbeError>(key)
    };
    let bergmann = key("Dr. Bergmann", "doctor surgery", board, rng)?;
    let klein = key("nurse Klein", "nurse surgery", board, rng)?;
    let lang = key("Dr. Lang", "doctor research", board, rng)?;
    board.show(
        "the authority makes keys",
        "Each key is made of its owner's properties, by an authority that knows the master secret.",
        Some(&rules::ATTRIBUTE),
    );
    let tried = |board: &mut Board, who: &str, key: &CpKey| {
        let outcome = cp::decapsulate(key, &capsule);
        let told = match &outcome {
            Ok(_) => format!("{who} opens it"),
            Err(error) => format!("{who}: {error}"),
        };
        board.tries.push((told, opens(outcome.ok(), &sealed)));
    };
    tried(board, "Dr. Bergmann", &bergmann);
    board.show("Dr. Bergmann opens it", "Doctor and surgery: the rule is satisfied. The shares of the secret at these leaves add up.", Some(&rules::POLICY_SATISFIED));
    tried(board, "nurse Klein", &klein);
    tried(board, "Dr. Lang", &lang);
    board.show(
        "two others try",
        "Surgery without doctor, and doctor without surgery: neither satisfies the rule.",
        Some(&rules::POLICY_SATISFIED),
    );
    board.attempt(
        "the formula forced with nurse Klein's key",
        Some(forced_cp(&klein, &capsule)),
        &sealed,
    );
    board.show("the formula is forced", "Without the question whether the rule is satisfied, the shares at hand are put together all the same. One is missing, and another number comes out.", Some(&rules::POLICY_SATISFIED));
    let both = laid_together(&lang, &klein);
    board.attempt(
        "nurse Klein's and Dr. Lang's keys laid together",
        cp::decapsulate(&both, &capsule).ok(),
        &sealed,
    );
    board.show("the two lay their keys together", "Doctor from one, surgery from the other: the rule is satisfied. But each key's parts are tied by a random number of its own, and parts of two keys do not cancel.", Some(&rules::NO_COLLUSION));
    let easier: Policy = "doctor or (surgery or emergency)".parse()?;
    board.attempt("the record under an easier rule", relabelled(&lang, &capsule, &easier), &sealed);
    board.show("somebody writes an easier rule onto the record", "The points in the capsule are shares for the old rule. Read under the new one they give another number.", Some(&rules::POLICY));
    let authority = cp::key(&master, &attributes("doctor surgery emergency")?, rng)?;
    board.attempt(
        "a key that the authority makes for itself",
        cp::decapsulate(&authority, &capsule).ok(),
        &sealed,
    );
    board.show("the authority reads along", "It needs nobody's leave: it makes a key with every property. Whoever runs it can read everything.", Some(&rules::AUTHORITY));
    Ok(())
}

fn relabelled(key: &CpKey, capsule: &CpCapsule, policy: &Policy) -> Option<MessageKey> {
    let changed = under_another_rule(capsule, policy)?;
    cp::open_as(key, &changed, capsule)
}

fn key_policy(board: &mut Board, rng: &mut Rng) -> Result<(), AbeError> {
    let (master, public) = kp::set_up(rng);
    let about = attributes("cardiology y2026")?;
    let (capsule, message) = kp::encapsulate(&public, &about, rng)?;
    let sealed = message.encrypt(b"", RECORD.as_bytes());
    board.locked.push(format!("the record is about: {}", listed(&about)));
    board.locked.push(format!("capsule: {} bytes", capsule.encoded_len()));
    board.show("encrypt with characteristics", "Key policy is the other way round: the record carries what it is about, and each key a rule.", Some(&rules::POLICY));
    let mut keys = Vec::new();
    for (who, rule) in [
        ("Dr. Herz", "cardiology and y2026"),
        ("Dr. Alt", "cardiology and y2025"),
        ("Dr. Neu", "surgery and y2026"),
    ] {
        let policy: Policy = rule.parse()?;
        let key = kp::key(&master, &policy, rng);
        board.keys.push([who.into(), policy.to_string(), format!("{} bytes", key.encoded_len())]);
        keys.push((who, key));
    }
    board.show(
        "the authority makes keys with rules",
        "What a key opens depends on the data's characteristics, whoever holds it.",
        Some(&rules::ATTRIBUTE),
    );
    for (who, key) in &keys {
        let outcome = kp::decapsulate(key, &capsule);
        let told = match &outcome {
            Ok(_) => format!("{who} opens it"),
            Err(error) => format!("{who}: {error}"),
        };
        board.tries.push((told, opens(outcome.ok(), &sealed)));
    }
    board.show(
        "all three try",
        "One rule is satisfied by what the record is about, and two are not.",
        Some(&rules::POLICY_SATISFIED),
    );
    let wanted: Policy = "cardiology and y2026".parse()?;
    let others: Vec<&kp::KpKey> = keys.iter().skip(1).map(|(_, key)| key).collect();
    let made = spliced(&wanted, &others);
    let found = made.and_then(|key| kp::decapsulate(&key, &capsule).ok());
    board.attempt("a key of leaves from Dr. Alt's and Dr. Neu's", found, &sealed);
    board.show("two splice their keys", "Cardiology from one and the year from the other. The leaves are shares of two different splittings of the master secret, and do not add up.", Some(&rules::NO_COLLUSION));
    Ok(())
}

fn opens(key: Option<MessageKey>, sealed: &[u8]) -> bool {
    key.is_some_and(|key| key.decrypt(b"", sealed).is_ok())
}

impl Board {
    fn attempt(&mut self, what: &str, key: Option<MessageKey>, sealed: &[u8]) {
        let open = opens(key, sealed);
        let told = format!("{what}: {}", if open { "opens" } else { "stays shut" });
        self.tries.push((told, open));
    }

    fn show(&mut self, label: &str, sentence: &str, rule: Option<&'static Rule>) {
        let keys = self.keys.iter().map(|cells| Row::new(cells.clone())).collect();
        let headers = ["who", "the key carries", "length"].map(String::from).to_vec();
        let tries = self.tries.iter().map(|(told, open)| {
            Line::new(told.clone()).marked(if *open { Mark::Good } else { Mark::Bad })
        });
        let locked = self.locked.iter().map(Line::new);
        let panes = vec![
            Pane::whole("Tries", Body::Text { lines: tries.collect() }),
            Pane::whole("Keys", Body::Table { headers, rows: keys }),
            Pane::whole("The record in the cloud", Body::Text { lines: locked.collect() }),
        ];
        let (label, sentence) = (label.to_owned(), sentence.to_owned());
        self.shown.push(Shown { label, panes, sentence, rule });
    }
}
