//! Layers look down only, and neighbours in one layer do not form a ring.

use std::collections::{BTreeMap, BTreeSet};

use super::{File, assert_none, library};

/// Every module at the top of the library, from the lowest layer to the highest.
const LAYERS: &[&[&str]] = &[
    &["rules", "rng", "spelling"],
    &["trace"],
    &["encode", "hash"],
    &["primitives"],
    &["script"],
    &["ledger", "json"],
    &["chain", "store"],
    &["sim", "mining", "wallet"],
    &["medical", "election"],
    &["lesson", "exercise", "grading", "bench", "catalog", "lab"],
    &["cli", "tui"],
];

fn layer(module: &str) -> Option<usize> {
    LAYERS.iter().position(|modules| modules.contains(&module))
}

/// The top module that a file belongs to: `script` for `src/script/op.rs`.
fn owner(file: &File) -> Option<&str> {
    let inside = file.path.strip_prefix("src/")?;
    let name = inside.split('/').next()?.trim_end_matches(".rs");
    (name != "lib" && name != "main").then_some(name)
}

/// Which top modules a file's code names, each with a line where it does.
fn uses(file: &File) -> BTreeMap<String, usize> {
    let mut found = BTreeMap::new();
    let code: Vec<(usize, &str)> = file.code().collect();
    let text: String = code.iter().map(|(_, line)| format!("{line}\n")).collect();
    for (offset, _) in text.match_indices("crate::") {
        let line = code[text[..offset].matches('\n').count()].0;
        for name in first_names(&text[offset + "crate::".len()..]) {
            found.entry(name).or_insert(line);
        }
    }
    // A file `src/a/b.rs` is at depth 2: two `super::` lead from it to the crate.
    let depth = file.path.trim_end_matches("/mod.rs").matches('/').count();
    for (offset, _) in text.match_indices(&"super::".repeat(depth)) {
        let line = code[text[..offset].matches('\n').count()].0;
        let rest = text[offset..].trim_start_matches("super::");
        for name in first_names(rest).into_iter().filter(|name| layer(name).is_some()) {
            found.entry(name).or_insert(line);
        }
    }
    found
}

/// The first names of a path or of a braced list of paths: `a` of `a::b`, `a` and `c` of
/// `{a::b, c}`.
fn first_names(rest: &str) -> Vec<String> {
    let identifier = |text: &str| {
        let text = text.trim_start();
        let end = text.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(text.len());
        text[..end].to_string()
    };
    let Some(list) = rest.strip_prefix('{') else { return vec![identifier(rest)] };
    let (mut names, mut depth) = (vec![identifier(list)], 0);
    for (offset, c) in list.char_indices() {
        match c {
            '{' => depth += 1,
            '}' if depth == 0 => break,
            '}' => depth -= 1,
            ',' if depth == 0 => names.push(identifier(&list[offset + 1..])),
            _ => {}
        }
    }
    names.retain(|name| !name.is_empty());
    names
}

fn upward_uses(files: &[File]) -> Vec<String> {
    let mut complaints = Vec::new();
    let mut beside: BTreeMap<&str, BTreeSet<String>> = BTreeMap::new();
    for file in files {
        let Some(module) = owner(file) else { continue };
        let Some(own) = layer(module) else {
            complaints.push(format!("{}: the module `{module}` is in no layer", file.path));
            continue;
        };
        for (used, line) in uses(file) {
            match layer(&used) {
                Some(other) if other > own => complaints.push(format!(
                    "{}:{line}: `{module}` (layer {}) looks up at `{used}` (layer {})",
                    file.path,
                    own + 1,
                    other + 1
                )),
                Some(other) if other == own && used != module => {
                    beside.entry(module).or_default().insert(used);
                }
                _ => {}
            }
        }
    }
    complaints.extend(beside.keys().filter(|module| reaches(&beside, module, module)).map(
        |module| format!("`{module}` uses a neighbour that, directly or not, uses `{module}`"),
    ));
    complaints
}

/// Whether a walk over one or more uses leads from one module to another.
fn reaches(uses: &BTreeMap<&str, BTreeSet<String>>, from: &str, to: &str) -> bool {
    let (mut open, mut seen) = (vec![from.to_string()], BTreeSet::new());
    while let Some(module) = open.pop() {
        for next in uses.get(module.as_str()).into_iter().flatten() {
            if next == to {
                return true;
            }
            if seen.insert(next.clone()) {
                open.push(next.clone());
            }
        }
    }
    false
}

#[test]
fn layers_look_down_only() {
    assert_none(upward_uses(&library()));
}

#[test]
fn every_way_of_looking_up_is_found() {
    for code in [
        "use crate::script::Flags;",
        "use crate::{encode::Reader, script::{Flags, op}};",
        "use crate::{\n    encode::Reader,\n    script,\n};",
        "fn f() { crate::script::verify() }",
        "use super::super::script::Flags;",
    ] {
        let found = upward_uses(&[File::planted("src/primitives/block.rs", code)]);
        assert_eq!(found.len(), 1, "{code}: {found:?}");
    }
    let found = upward_uses(&[File::planted("src/primitives/mod.rs", "use super::script::op;")]);
    assert_eq!(found.len(), 1, "{found:?}");
    let found = upward_uses(&[File::planted("src/utils/mod.rs", "")]);
    assert_eq!(found.len(), 1, "{found:?}");
}

#[test]
fn looking_down_and_talking_are_allowed() {
    for code in ["use crate::encode::Reader;", "//! See [`crate::script`].", "use super::op;"] {
        assert_none(upward_uses(&[File::planted("src/primitives/block.rs", code)]));
    }
}

#[test]
fn a_ring_of_neighbours_is_found() {
    let there = File::planted("src/encode/mod.rs", "use crate::hash::sha256;");
    assert_none(upward_uses(std::slice::from_ref(&there)));
    let back = File::planted("src/hash.rs", "use crate::encode::Sink;");
    assert_eq!(upward_uses(&[there, back]).len(), 2);
}
