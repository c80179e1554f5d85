//! The real program as a shell sees it: what it prints, where, and its exit code.

#![allow(clippy::unwrap_used)]

use std::io::{Read, Write};
use std::process::{Child, Command, Output, Stdio};

use serde_json::Value;

fn blockstep(arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_blockstep"));
    command.args(arguments).env_remove("NO_COLOR").env_remove("CLICOLOR_FORCE");
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    command
}

/// Runs to the end with `input` on standard input.
fn run(arguments: &[&str], input: &str) -> Output {
    let mut child = blockstep(arguments).spawn().unwrap();
    // A program that does not read its input may be gone already.
    let _ = child.stdin.take().unwrap().write_all(input.as_bytes());
    child.wait_with_output().unwrap()
}

/// Standard output, after an end with exit code 0 and without a complaint.
fn answer(arguments: &[&str], input: &str) -> String {
    let Output { status, stdout, stderr } = run(arguments, input);
    let stderr = String::from_utf8(stderr).unwrap();
    assert_eq!((status.code(), stderr.as_str()), (Some(0), ""), "{arguments:?}");
    String::from_utf8(stdout).unwrap()
}

/// The ids of all scenarios.
fn scenarios() -> Vec<String> {
    let list: Value = serde_json::from_str(&answer(&["step", "--json"], "")).unwrap();
    let id = |scenario: &Value| scenario["id"].as_str().unwrap().to_string();
    list.as_array().unwrap().iter().map(id).collect()
}

#[test]
fn every_end_has_its_exit_code_and_a_sentence_that_says_what_to_do() {
    let cases: [(&[&str], i32, &str); 15] = [
        (&["--version"], 0, ""),
        (&["--help"], 0, ""),
        (&["step", "--help"], 0, ""),
        (&["completions", "bash"], 0, ""),
        (&["stepp"], 2, "a similar subcommand exists: 'step'"),
        (&["--nonsense"], 2, "unexpected argument '--nonsense'"),
        (&["step", "first-paymnet"], 2, "the nearest is \"first-payment\""),
        (&["step", "first-payment", "--at", "x"], 2, "invalid value 'x'"),
        (&["step", "first-payment", "--at", "999"], 2, "and no step 999"),
        (&["step", "first-payment", "--tx", "00"], 2, "cannot be used with"),
        (&["step", "--tx", "no/such.file"], 2, "cannot read no/such.file: No such file"),
        (&["step", "--tx", "0g"], 2, "is no hexadecimal digit"),
        (&["step", "--tx", "00", "--input", "0"], 2, "give them by --prevouts"),
        (&["step", "--replay", "/nowhere.json"], 2, "cannot read /nowhere.json"),
        (&["--json"], 2, "`blockstep step --json` lists"),
    ];
    for (arguments, code, sentence) in cases {
        let Output { status, stderr, .. } = run(arguments, "");
        let stderr = String::from_utf8(stderr).unwrap();
        assert_eq!(status.code(), Some(code), "{arguments:?}: {stderr}");
        assert!(stderr.contains(sentence), "{arguments:?}: {stderr}");
        assert_eq!(code == 0, stderr.is_empty(), "{arguments:?}: {stderr}");
    }
}

#[test]
fn every_scenario_is_told_in_words_and_as_data() {
    let ids = scenarios();
    assert!(ids.len() >= 10, "{ids:?}");
    for id in &ids {
        let last = if id == "block-702861-bytes" { "40" } else { "1000" };
        let plain = answer(&["step", id, "--plain", "--to", last], "");
        assert!(!plain.contains('\u{1b}'), "{id} is coloured in a pipe");
        let headlines = plain.lines().filter(|line| line.starts_with("Step ")).count();
        let lines = answer(&["step", id, "--json", "--to", last], "");
        let steps: Vec<Value> =
            lines.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
        assert_eq!(headlines, steps.len(), "{id}");
        for (number, step) in steps.iter().enumerate() {
            assert_eq!(step["step"], number, "{id}");
            assert_eq!(step["label"].is_null(), number == 0, "{id}");
            assert!(step["scene"]["sentence"].is_string(), "{id}");
        }
        if last == "1000" {
            assert_eq!(steps.last().unwrap()["steps"], steps.len() - 1, "{id}");
            assert!(steps.last().unwrap()["scene"]["verdict"] != Value::Null, "{id}");
        }
    }
}

#[test]
fn one_step_alone_is_the_same_as_among_all() {
    let all = answer(&["step", "first-payment", "--json"], "");
    for (number, line) in all.lines().enumerate() {
        let number = number.to_string();
        assert_eq!(answer(&["step", "first-payment", "--json", "--at", &number], "").trim(), line);
    }
    let part = answer(&["step", "first-payment", "--json", "--from", "1", "--to", "2"], "");
    assert_eq!(part, all.split_inclusive('\n').skip(1).take(2).collect::<String>());
}

#[test]
fn a_saved_walk_can_be_repeated_and_saved_again() {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name).display().to_string();
    let (first, second) = (path("first.json"), path("second.json"));
    for id in scenarios() {
        let shown = answer(&["step", &id, "--json", "--to", "2", "--save", &first], "");
        assert_eq!(answer(&["step", "--json", "--replay", &first, "--save", &second], ""), shown);
        let saved = |path: &str| std::fs::read_to_string(path).unwrap();
        assert_eq!(saved(&first), saved(&second), "{id}");
    }
    std::fs::write(&first, "{}").unwrap();
    let refused = run(&["step", "--replay", &first], "");
    assert_eq!(refused.status.code(), Some(2));
    assert!(String::from_utf8(refused.stderr).unwrap().contains("not a saved trace"));
}

#[test]
fn ones_own_bytes_are_stepped_from_an_argument_a_file_and_a_pipe() {
    let scene = answer(&["step", "first-payment-bytes", "--json", "--at", "0"], "");
    let scene: Value = serde_json::from_str(&scene).unwrap();
    let hex = scene["scene"]["panes"][0]["body"]["bytes"].as_str().unwrap();
    let shown = answer(&["step", "--tx", hex], "");
    assert!(shown.starts_with("The bytes of a transaction\nStep 0 of "), "{shown}");
    assert_eq!(answer(&["step", "--tx", "-"], hex), shown);
    let file = tempfile::NamedTempFile::new().unwrap();
    std::fs::write(file.path(), hex::decode(hex).unwrap()).unwrap();
    assert_eq!(answer(&["step", "--tx", file.path().to_str().unwrap()], ""), shown);
    // Malformed bytes are a walk that ends where they break a rule.
    let broken = answer(&["step", "--tx", &hex[..hex.len() - 2]], "");
    assert!(broken.contains("Verdict: invalid, unexpected-end."), "{broken}");
}

#[test]
fn a_conversation_reaches_every_place_and_a_mistake_does_not_end_it() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("my walk.json").display().to_string();
    let talk = [
        ("4", "1. The genesis block's bytes (genesis-block-bytes)."),
        ("11", "0. 764b60c3d9a2c3c5bb6fe7141d9ca6e6778122df75f19366a2c5cb948d1d7d84, the coinbase"),
        ("more", "20. f98952ef2dfd4cd810a7183a59efada9c6aa27947361bc578673674aebcf331b"),
        ("2499", "1. Its bytes, field by field"),
        ("2", "Is this transaction, number 2499 of 2500 (counted from 0), in the block?"),
        ("", "Step 1 of 13:"),
        ("up", "2. The climb from it to the block's Merkle root"),
        ("home", "1. Ledgers:"),
        ("17", "there is no number 17 here: choose from 1 to 8"),
        ("goto 3", "`goto` belongs to a walk"),
        ("xyzzy", "`xyzzy` is no word that is known here"),
        ("search headline", "(genesis-coinbase-bytes)"),
        ("step first-payment-bytes", "Step 0 of "),
        ("forward 3", "Step 3 of "),
        ("back", "Step 2 of "),
        ("back", "Step 1 of "),
        ("back 5", "Step 0 of "),
        ("back", "This is the start"),
        ("continue sequence", "Stopped before vin[0].sequence."),
        ("break lock", "`continue` stops at: lock"),
        ("c", "Stopped before lock_time."),
        ("break lock", "No breakpoints"),
        ("end", "The walk is complete."),
        ("", "This is the end"),
        ("goto 2", "Step 2 of "),
        ("find vin_count", "vin_count: 01"),
        ("pane fields 1", "offset: 0, field: version, value: 1"),
        ("pane nothing", "there is no part \"nothing\" here, but Bytes, Fields"),
        ("choices", "\n  2. "),
        ("choose 9", "there is no choice 9: choose from 1 to 3"),
        ("choose 2", "Step 3 of "),
        ("act {\"edit\":{\"offset\":0,\"byte\":2}}", "byte 0 is now 02"),
        ("act nonsense", "act JSON: do what is not listed"),
        ("hex", "value: 02000000"),
        ("rows 3", "(rows 1 to 3 of "),
        ("help", "continue [TEXT] (or c): on until"),
        ("save", "save FILE: save the way to this step"),
        (&format!("save {file}"), "Saved to "),
        ("home", "1. Ledgers:"),
        (&format!("step --replay \"{file}\""), "Step 4 of "),
        ("completions tcsh", "possible values: bash"),
        ("quit", ""),
    ];
    let lines: Vec<&str> = talk.iter().map(|(line, _)| *line).collect();
    let shown = answer(&["--plain"], &lines.join("\n"));
    // Where lines break is the width's business.
    let flat = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
    let told = flat(&shown);
    let mut rest = told.as_str();
    for (line, wanted) in talk {
        let wanted = flat(wanted);
        let Some(place) = rest.find(&wanted) else {
            panic!("after {line:?} comes no {wanted:?}, but:\n{rest}")
        };
        rest = &rest[place + wanted.len()..];
    }
    assert_eq!(shown, answer(&[], &lines.join("\n")), "a pipe gives what --plain gives");
}

#[test]
fn a_reader_who_has_seen_enough_ends_it_without_a_complaint() {
    let mut child = blockstep(&["step", "block-702861-bytes", "--plain"]).spawn().unwrap();
    let mut start = [0; 100];
    child.stdout.take().unwrap().read_exact(&mut start).unwrap();
    let Output { status, stderr, .. } = child.wait_with_output().unwrap();
    assert_eq!((status.code(), String::from_utf8(stderr).unwrap().as_str()), (Some(0), ""));
}

#[test]
fn colour_comes_only_when_it_is_wanted() {
    let show = ["step", "first-payment", "--at", "2"];
    let coloured = answer(&[&show[..], &["--color", "always"]].concat(), "");
    assert!(coloured.contains("\u{1b}["));
    let plain = answer(&show, "");
    assert!(!plain.contains('\u{1b}'));
    let mut pieces = coloured.split('\u{1b}');
    let first = pieces.next().unwrap().to_string();
    let bare = pieces.fold(first, |bare, piece| bare + piece.split_once('m').unwrap().1);
    assert_eq!(bare, plain);
}

/// Sends a signal by its number.
#[cfg(unix)]
fn signal(child: &Child, number: i32) {
    let sent = Command::new("kill").args([format!("-{number}"), child.id().to_string()]).status();
    assert!(sent.unwrap().success());
}

#[cfg(unix)]
#[test]
fn signals_end_a_conversation_and_a_batch_with_their_own_exit_code() {
    let cases: [(&[&str], &str); 2] =
        [(&[], "first line\n"), (&["script", "verify", "--batch"], "not a question\n")];
    for (arguments, line) in cases {
        for (number, code) in [(2, 130), (15, 143), (1, 129)] {
            let mut child = blockstep(arguments).spawn().unwrap();
            let mut stdin = child.stdin.take().unwrap();
            stdin.write_all(line.as_bytes()).unwrap();
            // Something was answered: it is at work, and waits for more.
            child.stdout.as_mut().unwrap().read_exact(&mut [0]).unwrap();
            signal(&child, number);
            assert_eq!(child.wait().unwrap().code(), Some(code), "{arguments:?}");
            drop(stdin);
        }
    }
}
