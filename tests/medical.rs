//! The medical chain and its elections from the command line: in words, as data, the same from the same seed and
//! for any number of threads, and never a secret among it.

#![allow(clippy::unwrap_used)]
#![cfg(feature = "cli")]

use std::path::Path;
use std::process::{Command, Output};

use blockstep::hash::sha256;
use blockstep::medical::story::{House, SEED, tell};
use serde_json::Value;

fn run(folder: &Path, threads: usize, arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_blockstep"));
    command.args(arguments).current_dir(folder).env("BLOCKSTEP_HOME", folder);
    command.env("RAYON_NUM_THREADS", threads.to_string()).env("COLUMNS", "80");
    command.output().unwrap()
}

/// What a command says, on one thread and on two, which must be the same.
fn said(folder: &Path, arguments: &[&str]) -> String {
    let [one, two] = [1, 2].map(|threads| {
        let done = run(folder, threads, arguments);
        assert_eq!(done.status.code(), Some(0), "{arguments:?}: {done:?}");
        String::from_utf8(done.stdout).unwrap()
    });
    assert_eq!(one, two, "{arguments:?}");
    one
}

fn data(folder: &Path, arguments: &[&str]) -> Value {
    serde_json::from_str(&said(folder, &[&["--json"], arguments].concat())).unwrap()
}

fn names<'a>(lines: &'a Value, field: &str) -> Vec<&'a str> {
    lines.as_array().unwrap().iter().map(|line| line[field].as_str().unwrap()).collect()
}

#[test]
fn an_audit_lists_every_access_and_by_what_right() {
    let folder = tempfile::tempdir().unwrap();
    let all = data(folder.path(), &["med", "audit", "--patient", "sally"]);
    assert_eq!(names(&all, "reader_name"), ["Münster", "Münster", "Cohort", "Berlin"]);
    assert_eq!(names(&all, "right"), ["sharing", "sharing", "sharing", "emergency"]);
    assert_eq!(
        names(&all, "record"),
        ["blood values", "allergy test", "heart report", "allergy test"]
    );
    let some = data(folder.path(), &["med", "audit", "--purpose", "accident"]);
    assert_eq!(names(&some, "reader_name"), ["Berlin"]);
    let written =
        data(folder.path(), &["med", "audit", "--institution", "bielefeld", "--to", "34"]);
    assert_eq!(written.as_array().unwrap().len(), 2);
    let words = said(folder.path(), &["med", "audit", "--patient", "sally"]);
    assert!(
        words.contains("unconscious after an accident") && words.contains("emergency"),
        "{words}"
    );
    let none = said(folder.path(), &["med", "audit", "--patient", "tom"]);
    assert!(none.starts_with("Nobody read anything"), "{none}");
    let nobody = run(folder.path(), 1, &["med", "audit", "--patient", "sallie"]);
    assert_eq!(nobody.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&nobody.stderr).contains("choose Ada, Berlin"), "{nobody:?}");
}

#[test]
fn every_read_is_permitted_or_refused_for_the_stated_reason() {
    let folder = tempfile::tempdir().unwrap();
    let lines = said(folder.path(), &["--json", "med", "story"]);
    let steps: Vec<Value> = lines.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let refused: Vec<&str> =
        steps.iter().filter_map(|step| step["outcome"]["refused"]["reason"].as_str()).collect();
    for wanted in [
        "is no certified institution",
        "1 signature there, 1 of them good",
        "stands on the chain already, at height 32",
        "there is no storage",
        "is a release, and its record is not stored",
        "held until slot",
        "was taken back by",
        "slots old, and after 6 it is stale",
        "has been spent already",
        "spends tokens made at height",
        "reveal the secret that was committed to",
        "1 part given for emergency",
        "has its tokens already",
        "is not in {1, 2}",
        "does not name the record",
    ] {
        let there = refused.iter().any(|reason| reason.contains(wanted));
        assert!(there, "{wanted}: {refused:#?}");
    }
    assert!(refused.len() >= 40, "{}", refused.len());
    let accepted = steps.iter().filter(|step| step["outcome"]["accepted"].is_object()).count();
    assert!(accepted >= 60, "{accepted}");
    let only = said(folder.path(), &["med", "story", "--refused", "--chapter", "emergency"]);
    assert!(only.contains("refused") && !only.contains("accepted"), "{only}");
}

#[test]
fn a_saved_chain_answers_as_the_story_does_and_a_forged_tally_is_caught() {
    let folder = tempfile::tempdir().unwrap();
    let saved = run(folder.path(), 1, &["med", "story", "--save", "sally.chain"]);
    assert_eq!(saved.status.code(), Some(0), "{saved:?}");
    let again = run(folder.path(), 1, &["med", "story", "--save", "sally.chain"]);
    assert_eq!(again.status.code(), Some(2), "{again:?}");
    let told = data(folder.path(), &["elect", "verify"]);
    assert_eq!(data(folder.path(), &["elect", "verify", "--chain", "sally.chain"]), told);
    assert_eq!(told["epochs"][2]["published"], true);
    assert_eq!(told["epochs"][2]["stakes"], serde_json::json!([100, 60, 110]));
    assert_eq!(
        data(folder.path(), &["token", "supply", "--chain", "sally.chain"]),
        data(folder.path(), &["token", "supply"])
    );
    let forged = run(folder.path(), 1, &["--json", "elect", "verify", "--forged"]);
    assert_eq!(forged.status.code(), Some(1));
    let forged: Value = serde_json::from_slice(&forged.stdout).unwrap();
    let reason = forged["reason"].as_str().unwrap();
    assert!(reason.contains("counts 140 for pool 0, and the unspent outputs hold 100"), "{reason}");
    std::fs::write(folder.path().join("no.chain"), b"nothing").unwrap();
    let broken = run(folder.path(), 1, &["med", "who", "--chain", "no.chain"]);
    assert_eq!(broken.status.code(), Some(2), "{broken:?}");
}

#[test]
fn elections_are_the_same_bytes_for_any_number_of_threads_in_debug_and_release() {
    let folder = tempfile::tempdir().unwrap();
    let runs: [&[&str]; 3] = [
        &["--json", "elect", "verify"],
        &["--json", "elect", "simulate", "--epochs", "6", "--rule", "lottery", "--seats", "5"],
        &["--json", "elect", "monte-carlo", "--draws", "5000"],
    ];
    let digests = runs.map(|run| hex::encode(&sha256(said(folder.path(), run).as_bytes())[..8]));
    assert_eq!(digests, ["12c98acb5375d3e2", "d7d3a23968270eb1", "c80b04e109f38cb4"]);
}

#[test]
fn simulations_attacks_and_ballots_are_told() {
    let folder = tempfile::tempdir().unwrap();
    let picture = folder.path().join("epochs.svg");
    let path = picture.to_str().unwrap();
    let words = said(folder.path(), &["elect", "simulate", "--epochs", "8", "--svg", path]);
    assert!(words.contains("turnout") && words.contains("at the end"), "{words}");
    assert!(std::fs::read_to_string(&picture).unwrap().contains("<svg"));
    for attack in names(&data(folder.path(), &["elect", "attack"]), "name") {
        let words = said(folder.path(), &["elect", "attack", attack]);
        assert!(words.contains("with the attack"), "{words}");
    }
    let ballots = data(folder.path(), &["elect", "ballots"]);
    let seats: Vec<u64> =
        ballots.as_array().unwrap().iter().map(|row| row["bloc_seats"].as_u64().unwrap()).collect();
    assert_eq!(seats[..3], [101, 41, 70]);
    let drawn = data(folder.path(), &["elect", "monte-carlo", "--draws", "20000"]);
    let shares: Vec<f64> = (drawn["result"]["pools"].as_array().unwrap().iter())
        .map(|pool| (pool["exact_seat_share"].as_f64().unwrap() * 100.0).round() / 100.0)
        .collect();
    assert_eq!(shares, [0.31, 0.24, 0.15, 0.15, 0.15]);
    let compared = said(folder.path(), &["med", "compare"]);
    assert!(compared.contains("one key opened 2 of 2 records under one rule"), "{compared}");
}

#[test]
fn no_secret_is_in_the_chain_in_the_cloud_or_in_what_is_told() {
    let tale = tell(SEED).unwrap();
    let mut cloud = Vec::new();
    for storage in tale.tree().body().unwrap().data().storages().keys() {
        cloud.extend(tale.ciphertext(storage).unwrap());
    }
    assert!(cloud.len() > 1_000);
    // What an authorised reader opened is left out, and nothing else.
    let told: String = (tale.steps().iter())
        .filter(|step| !step.title.contains(" reads the "))
        .map(|step| format!("{} {} {:?}\n", step.title, step.told, step.outcome))
        .collect();
    let places =
        [("the chain", tale.chain_bytes()), ("the cloud", cloud), ("what is told", told.into())];
    let secrets = [tale.secrets.clone(), tale.cast.secrets()].concat();
    assert!(secrets.len() > 30, "{}", secrets.len());
    for secret in &secrets {
        for (place, bytes) in &places {
            assert!(!shows(bytes, &secret.bytes), "{} is in {place}", secret.what);
        }
    }
    // The search finds what is there.
    let founder = tale.cast.house(House::Berlin).keys.identity().to_bytes();
    assert!(shows(&places[0].1, &founder));
}

#[test]
fn no_secret_is_in_anything_that_is_printed_or_kept() {
    let folder = tempfile::tempdir().unwrap();
    let tale = tell(SEED).unwrap();
    let saved = run(folder.path(), 1, &["med", "story", "--save", "chain"]);
    assert_eq!(saved.status.code(), Some(0));
    let mut places = vec![std::fs::read(folder.path().join("chain")).unwrap()];
    let commands: [&[&str]; 9] = [
        &["med", "story"],
        &["--json", "med", "story"],
        &["--json", "med", "blocks"],
        &["--json", "med", "who"],
        &["--json", "med", "audit"],
        &["--json", "token", "balances"],
        &["--json", "elect", "verify"],
        &["--plain", "step", "sally", "--from", "0"],
        &["--json", "step", "sally", "--from", "0"],
    ];
    for command in commands {
        let done = run(folder.path(), 2, command);
        assert_eq!(done.status.code(), Some(0), "{command:?}: {done:?}");
        places.push([done.stdout, done.stderr].concat());
    }
    let all = places.concat();
    assert!(all.len() > 100_000);
    // Keys of everybody, and records that nobody else ever opened.
    let shut = ["letter after surgery", "diary", "Tom's", "Ada's", "salt"];
    let records =
        tale.secrets.iter().filter(|secret| shut.iter().any(|title| secret.what.contains(title)));
    let mut searched = 0;
    for secret in records.chain(&tale.cast.secrets()) {
        assert!(!shows(&all, &secret.bytes), "{} is printed", secret.what);
        searched += 1;
    }
    assert!(searched > 25, "{searched}");
    assert!(shows(&all, b"penicillin"), "what an authorised reader opened is shown");
}

#[test]
fn the_search_for_secrets_finds_each_spelling_wherever_it_begins() {
    let secret = b"a secret of these patients";
    assert_eq!(base64(b"Man"), b"TWFu");
    let hex = hex::encode(secret);
    for text in [secret.to_vec(), hex.to_uppercase().into_bytes(), hex.into_bytes()] {
        assert!(shows(&[b"before", &text[..], b"after"].concat(), secret));
    }
    for before in 0..6 {
        for after in 0..6 {
            let around = [&vec![7; before][..], secret, &vec![9; after]].concat();
            assert!(shows(&base64(&around), secret), "{before} before, {after} after");
        }
    }
    assert!(!shows(b"some other text, which is long enough to hold it", secret));
}

/// Whether `secret` is in `bytes`: as it is, in hexadecimal of either case, or in Base64, at each of the three
/// places where it can begin.
fn shows(bytes: &[u8], secret: &[u8]) -> bool {
    spellings(secret).iter().any(|spelling| memmem(bytes, spelling))
}

fn spellings(secret: &[u8]) -> Vec<Vec<u8>> {
    let hex = hex::encode(secret);
    let mut all = vec![secret.to_vec(), hex.to_uppercase().into_bytes(), hex.into_bytes()];
    for shift in 0..3 {
        let text = base64(&[vec![0; shift], secret.to_vec()].concat());
        // Digits that share bits with what stands before or after are left out.
        let from = [0, 2, 3][shift];
        let to = (shift + secret.len()) * 8 / 6;
        all.push(text[from..to.max(from)].to_vec());
    }
    all.retain(|spelling| spelling.len() >= 8);
    all
}

/// Base64 by RFC 4648, without padding: bits that are missing at the end are 0.
fn base64(bytes: &[u8]) -> Vec<u8> {
    const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut text = Vec::new();
    for chunk in bytes.chunks(3) {
        let mut wide = [0; 3];
        wide[..chunk.len()].copy_from_slice(chunk);
        let number = u32::from_be_bytes([0, wide[0], wide[1], wide[2]]);
        text.extend([18, 12, 6, 0].map(|by| DIGITS[(number >> by) as usize & 63]));
    }
    text
}

fn memmem(bytes: &[u8], part: &[u8]) -> bool {
    let mut rest = bytes;
    while let Some(at) = rest.iter().position(|byte| *byte == part[0]) {
        if rest[at..].starts_with(part) {
            return true;
        }
        rest = &rest[at + 1..];
    }
    false
}
