//! The sentences of script errors are Bitcoin Core's, where its source can be had
//! (`script/script_error.cpp`).

#![allow(clippy::unwrap_used)]

#[path = "support/vectors.rs"]
mod vectors;

use std::collections::BTreeMap;

use blockstep::script::ScriptError;

/// What the source says of each error, by the name without `SCRIPT_ERR_`.
fn sentences(source: &str) -> BTreeMap<&str, &str> {
    let cases = source.split("case SCRIPT_ERR_").skip(1);
    let pairs = cases.filter_map(|case| {
        let (name, rest) = case.split_once(':')?;
        let text = rest.trim_start().strip_prefix("return \"")?;
        Some((name, text.split_once('"')?.0))
    });
    pairs.collect()
}

#[test]
fn every_error_has_the_sentence_of_core() {
    // Two spellings of Core's own: one in its test table, which names our errors, and one in its source.
    let name = |error: &ScriptError| match error.name() {
        "NULLFAIL" => "SIG_NULLFAIL",
        same => same,
    };
    let mut texts: Vec<&str> = ScriptError::ALL.iter().map(|error| error.core_text()).collect();
    assert_eq!(texts.len(), 53);
    let Some(bytes) = vectors::read("core/../../script/script_error.cpp") else { return };
    let source = String::from_utf8(bytes).unwrap();
    let known = sentences(&source);
    assert_eq!(known.len(), 54, "all of them, and \"No error\"");
    for error in ScriptError::ALL {
        assert_eq!(Some(&error.core_text()), known.get(name(error)), "{}", error.name());
    }
    texts.sort_unstable();
    texts.dedup();
    assert_eq!(texts.len(), 53, "no two errors say the same");
}
