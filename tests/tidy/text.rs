//! What no file may say: code that the compiler does not check, unfinished work, and where it was
//! written.

use super::{File, assert_none, project};

/// Words that no code line may hold. Written in halves, so that this file does not hold them.
const NOT_IN_CODE: &[(&str, &str, &str)] = &[
    ("un", "implemented!", "finish it or leave it out"),
    ("to", "do!", "finish it or leave it out"),
    ("TO", "DO", "finish it or leave it out"),
    ("FIX", "ME", "finish it or leave it out"),
    ("#[ig", "nore", "a test that does not run holds nothing"),
];

/// Words that no code line may hold but in the kernels of the search, where instructions are chosen.
const NOT_OUTSIDE_KERNELS: &[(&str, &str, &str)] = &[
    ("un", "safe ", "the compiler checks all that is here"),
    ("allow(un", "safe_code", "the compiler checks all that is here"),
];
const KERNELS: &str = "src/mining/kernel/";

/// Words that no file may hold: the project stands on its own.
const NOWHERE: &[(&str, &str, &str)] = &[
    ("/wo", "rk/", "a path of one computer"),
    ("/tm", "p/", "a path of one computer: ask for a temporary folder"),
    ("/ho", "me/", "a path of one computer"),
    ("crates", ".io", "a registry's host: name the package alone"),
    ("docs", ".rs", "a registry's host: name the package alone"),
];

/// Names of modules that say nothing.
const EMPTY_NAMES: &[&str] = &["utils", "util", "common", "helpers", "misc"];

fn forbidden_words(files: &[File]) -> Vec<String> {
    let mut complaints = Vec::new();
    for file in files {
        let rust = file.path.ends_with(".rs");
        for (number, line) in file.text.lines().enumerate().map(|(index, line)| (index + 1, line)) {
            let code = rust && !line.trim_start().starts_with("//");
            let outside = !file.path.starts_with(KERNELS);
            let lists = NOWHERE.iter().chain(NOT_IN_CODE.iter().filter(|_| code));
            let lists = lists.chain(NOT_OUTSIDE_KERNELS.iter().filter(|_| code && outside));
            complaints.extend(
                lists.filter(|(head, tail, _)| line.contains(&format!("{head}{tail}"))).map(
                    |(head, tail, why)| format!("{}:{number}: `{head}{tail}`: {why}", file.path),
                ),
            );
        }
    }
    complaints
}

/// Blocks that the compiler does not check, without the reason why they are sound just above.
fn unargued(files: &[File]) -> Vec<String> {
    let mut complaints = Vec::new();
    for file in files.iter().filter(|file| file.path.starts_with(KERNELS)) {
        let lines: Vec<&str> = file.text.lines().map(str::trim_start).collect();
        for (at, line) in lines.iter().enumerate() {
            let block = line.contains(concat!("un", "safe {")) && !line.starts_with("//");
            let above = lines.iter().take(at).rev().take_while(|line| line.starts_with("//"));
            if block && !above.clone().any(|line| line.starts_with("// SAFETY:")) {
                complaints.push(format!("{}:{}: no `// SAFETY:` above it", file.path, at + 1));
            }
        }
    }
    complaints
}

#[test]
fn what_the_compiler_does_not_check_is_argued() {
    assert_none(unargued(&project()));
    let block = concat!("un", "safe { f() }");
    let planted = |text: String| unargued(&[File::planted("src/mining/kernel/a.rs", &text)]).len();
    assert_eq!(planted(block.to_owned()), 1);
    assert_eq!(planted(format!("// Fine.\n{block}")), 1);
    assert_eq!(planted(format!("// SAFETY: detected\n// before.\n{block}")), 0);
}

fn empty_names(files: &[File]) -> Vec<String> {
    let named = |file: &&File| {
        let inside = file.path.strip_prefix("src/").filter(|path| path.ends_with(".rs"));
        // `blockstep util` is a command, so its file may be called so.
        let parts = inside.filter(|_| !file.path.starts_with("src/cli/util"));
        let mut parts = parts.unwrap_or("").split('/').map(|part| part.trim_end_matches(".rs"));
        parts.any(|part| EMPTY_NAMES.contains(&part))
    };
    files.iter().filter(named).map(|file| format!("{}: the name says nothing", file.path)).collect()
}

/// Rust files that do not begin by saying what they are for.
fn silent_files(files: &[File]) -> Vec<String> {
    // A module's tests, in a file of their own beside it, are introduced by the module.
    let introduced = |file: &File| file.path.ends_with("tests.rs");
    let silent = |file: &&File| {
        file.path.ends_with(".rs") && !file.text.starts_with("//!") && !introduced(file)
    };
    files.iter().filter(silent).map(|file| format!("{}: begins without `//!`", file.path)).collect()
}

#[test]
fn nothing_forbidden_is_said() {
    assert_none(forbidden_words(&project()));
}

#[test]
fn every_forbidden_word_is_found() {
    for (head, tail, _) in NOT_IN_CODE.iter().chain(NOWHERE).chain(NOT_OUTSIDE_KERNELS) {
        let planted = File::planted("src/a.rs", &format!("    let x = {head}{tail};"));
        assert!(!forbidden_words(&[planted]).is_empty(), "{head}{tail}");
    }
    for (head, tail, _) in NOWHERE {
        let planted = File::planted("README.md", &format!("See {head}{tail}."));
        assert!(!forbidden_words(&[planted]).is_empty(), "{head}{tail}");
    }
    let (head, tail, _) = NOT_IN_CODE[0];
    assert_none(forbidden_words(&[File::planted("README.md", &format!("{head}{tail}mining"))]));
}

#[test]
fn modules_are_named_after_what_they_hold() {
    assert_none(empty_names(&project()));
    assert_eq!(empty_names(&[File::planted("src/script/utils.rs", "")]).len(), 1);
    assert_eq!(empty_names(&[File::planted("src/common/mod.rs", "")]).len(), 1);
}

#[test]
fn every_file_begins_with_what_it_is_for() {
    assert_none(silent_files(&project()));
    assert_eq!(silent_files(&[File::planted("src/a.rs", "pub fn a() {}")]).len(), 1);
}
