//! Rules are complete, unique, used, and cite what exists.

use std::collections::BTreeSet;

use blockstep::rules::{self, Cite, Rule, sources};

use super::{File, assert_none, library, vectors};

/// The files of Bitcoin Core in which the names of [`sources::CORE`] are looked for. The package
/// that ships the vectors holds the source too, two folders up.
const CORE_FILES: &[&str] = &[
    "core/../../core_io.cpp",
    "core/../../addresstype.h",
    "core/../../base58.cpp",
    "core/../../bech32.cpp",
    "core/../../chain.cpp",
    "core/../../consensus/amount.h",
    "core/../../consensus/consensus.h",
    "core/../../consensus/merkle.cpp",
    "core/../../consensus/tx_check.cpp",
    "core/../../consensus/tx_verify.cpp",
    "core/../../arith_uint256.cpp",
    "core/../../key.h",
    "core/../../key_io.cpp",
    "core/../../merkleblock.cpp",
    "core/../../policy/policy.cpp",
    "core/../../policy/policy.h",
    "core/../../pow.cpp",
    "core/../../primitives/transaction.h",
    "core/../../pubkey.cpp",
    "core/../../script/interpreter.cpp",
    "core/../../script/interpreter.h",
    "core/../../script/script.cpp",
    "core/../../script/script.h",
    "core/../../script/solver.cpp",
    "core/../../serialize.h",
    "core/../../streams.h",
    "core/../../util/strencodings.cpp",
    "core/../../validation.cpp",
    "core/../../validation.h",
];

fn bad_rules(rules: &[&Rule]) -> Vec<String> {
    let (mut complaints, mut seen) = (Vec::new(), BTreeSet::new());
    for rule in rules {
        let name = rule.name;
        if !seen.insert(name) {
            complaints.push(format!("two rules are called {name}"));
        }
        if name.is_empty() || rule.says.is_empty() || rule.why.is_empty() || rule.cites.is_empty() {
            complaints.push(format!("the rule {name} lacks its name, sentence, reason or source"));
        }
        complaints.extend(unknown_cites(name, rule.cites));
    }
    complaints
}

fn unknown_cites<'a>(name: &str, cites: &'a [Cite]) -> impl Iterator<Item = String> + use<'a> {
    let name = name.to_string();
    let unknown = cites.iter().filter(|cite| !is_known(cite));
    unknown
        .map(move |cite| format!("{name} cites {cite:?}, which src/rules/sources.rs does not list"))
}

fn is_known(cite: &Cite) -> bool {
    let listed = |list: &[(&str, &str)], key: &str| list.iter().any(|(known, _)| *known == key);
    match cite {
        Cite::Bip(number) => sources::BIPS.iter().any(|(known, _)| known == number),
        Cite::Core(name) => sources::CORE.contains(name),
        Cite::Bct(section) => listed(sources::BCT, section),
        Cite::Slide(title) => sources::SLIDES.contains(title),
        Cite::Cve(number) => listed(sources::CVES, number),
        Cite::Paper(paper) => listed(sources::PAPERS, paper),
        Cite::Nakamoto(section) => listed(sources::NAKAMOTO, section),
    }
}

/// Rules that are declared but not in their file's list, or that no code outside names.
fn unused_rules(files: &[File]) -> Vec<String> {
    let mut complaints = Vec::new();
    let (declaring, using): (Vec<&File>, Vec<&File>) =
        files.iter().partition(|file| file.path.starts_with("src/rules/"));
    for file in declaring {
        for (number, line) in file.code() {
            let Some(rest) = line.strip_prefix("pub static ") else { continue };
            let name = rest.split(':').next().unwrap_or("");
            if !names(&file.text, &format!("&{name}")) {
                complaints.push(format!("{}:{number}: {name} is not in RULES", file.path));
            }
            if !using.iter().any(|file| names(&file.text, name)) {
                complaints.push(format!("{}:{number}: nothing uses {name}", file.path));
            }
        }
    }
    complaints
}

/// Whether `text` holds `word` with nothing after it that would make it a longer name.
fn names(text: &str, word: &str) -> bool {
    let longer = |c: char| c.is_alphanumeric() || c == '_';
    text.match_indices(word).any(|(start, _)| {
        let (before, after) = (&text[..start], &text[start + word.len()..]);
        !before.ends_with(longer) && !after.starts_with(longer)
    })
}

#[test]
fn rules_are_whole_and_cite_what_exists() {
    let all: Vec<&Rule> = rules::all().collect();
    assert!(!all.is_empty());
    assert_none(bad_rules(&all));
}

#[test]
fn opcodes_cite_what_exists() {
    let table = blockstep::script::opcode::all().iter();
    assert_none(table.flat_map(|info| unknown_cites(info.name, info.cites)).collect());
}

#[test]
fn a_bad_rule_is_found() {
    const GOOD: Rule = Rule { name: "good", says: "a", why: "b", cites: &[Cite::Bip(16)] };
    assert_none(bad_rules(&[&GOOD]));
    assert_eq!(bad_rules(&[&GOOD, &GOOD]).len(), 1);
    assert_eq!(bad_rules(&[&Rule { why: "", ..GOOD }]).len(), 1);
    for cites in [
        [Cite::Bip(9999)],
        [Cite::Core("CheckEverything")],
        [Cite::Bct("99.9")],
        [Cite::Slide("No Such Slide")],
        [Cite::Cve("1999-1")],
        [Cite::Nakamoto("13")],
    ] {
        let name = "made-up";
        let cites: &'static [Cite] = Box::leak(Box::new(cites));
        assert_eq!(bad_rules(&[&Rule { name, cites, ..GOOD }]).len(), 1, "{cites:?}");
    }
}

#[test]
fn every_rule_is_listed_and_used() {
    assert_none(unused_rules(&library()));
}

#[test]
fn a_rule_that_is_unlisted_or_unused_is_found() {
    let declared = "pub static A: Rule = Rule {};\npub const RULES: &[&Rule] = &[&A];";
    let rule = File::planted("src/rules/a.rs", declared);
    let user = File::planted("src/script/b.rs", "use rules::A;");
    assert_none(unused_rules(&[rule, user]));
    let unlisted = File::planted("src/rules/a.rs", "pub static A: Rule = Rule {};");
    let other = File::planted("src/script/b.rs", "use rules::A_LONGER_NAME;");
    assert_eq!(unused_rules(&[unlisted, other]).len(), 2);
}

#[test]
fn the_names_of_core_are_sorted_and_in_its_source() {
    assert!(sources::CORE.is_sorted(), "src/rules/sources.rs: sort CORE");
    let Some(files) = CORE_FILES.iter().map(|name| vectors::read(name)).collect::<Option<Vec<_>>>()
    else {
        return;
    };
    let source = String::from_utf8(files.concat()).unwrap();
    assert!(!names(&source, "CheckEverything"), "the search finds what is not there");
    let unknown =
        sources::CORE.iter().filter(|name| !name.split("::").all(|part| names(&source, part)));
    assert_none(unknown.map(|name| format!("Bitcoin Core has no {name}")).collect());
}
