//! Every error that the data can cause belongs to a rule, which the front ends show beside it.

use super::{File, assert_none, library};

/// Errors about what a reader typed or asked for, not about the data: they break no rule of
/// Bitcoin.
const NO_RULE: &[&str] = &["ActError", "AsmError", "JsonError", "OpenError", "TagError"];

/// Layers whose errors are about commands, files and lessons.
const FRONT: &[&str] = &[
    "src/catalog/",
    "src/cli/",
    "src/tui/",
    "src/lesson/",
    "src/exercise/",
    "src/bench/",
    "src/lab/",
];

fn errors_without_rule(files: &[File]) -> Vec<String> {
    let mut complaints = Vec::new();
    for file in files.iter().filter(|file| !FRONT.iter().any(|front| file.path.starts_with(front)))
    {
        for name in error_enums(file).filter(|name| !NO_RULE.contains(&name.as_str())) {
            let head = format!("impl {name} {{");
            let bodies = files.iter().filter_map(|file| file.text.split_once(&head));
            match bodies.map(|(_, rest)| rule_function(rest)).find_map(|body| body) {
                None => complaints.push(format!(
                    "{}: {name} has no `fn rule(&self) -> &'static Rule`",
                    file.path
                )),
                Some(body) if body.contains("_ =>") => complaints.push(format!(
                    "{}: {name}::rule has a `_` arm: give every variant its rule",
                    file.path
                )),
                Some(_) => {}
            }
        }
    }
    complaints
}

/// The names of a file's public enums that end in `Error`.
fn error_enums(file: &File) -> impl Iterator<Item = String> {
    let enums = file.code().filter_map(|(_, line)| line.trim().strip_prefix("pub enum "));
    let names = enums.map(|rest| rest.split([' ', '{', '<']).next().unwrap_or("").to_string());
    names.filter(|name| name.ends_with("Error"))
}

/// The body of `fn rule` in the rest of an impl block, if it is there.
fn rule_function(rest: &str) -> Option<&str> {
    let block = &rest[..rest.find("\n}").unwrap_or(rest.len())];
    let (_, body) = block.split_once("fn rule(&self) -> &'static Rule {")?;
    Some(&body[..body.find("\n    }").unwrap_or(body.len())])
}

#[test]
fn every_error_variant_has_a_rule() {
    assert_none(errors_without_rule(&library()));
}

#[test]
fn an_error_without_a_rule_is_found() {
    let bare = "pub enum BadError {\n    A,\n}\nimpl BadError {\n    fn offset(&self) {}\n}\n";
    assert_eq!(errors_without_rule(&[File::planted("src/script/a.rs", bare)]).len(), 1);
    let lazy = "pub enum BadError {\n    A,\n}\nimpl BadError {\n    pub fn rule(&self) -> \
                &'static Rule {\n        match self {\n            _ => &A,\n        }\n    }\n}\n";
    assert_eq!(errors_without_rule(&[File::planted("src/script/a.rs", lazy)]).len(), 1);
    let good = lazy.replace("_ =>", "BadError::A =>");
    assert_none(errors_without_rule(&[File::planted("src/script/a.rs", &good)]));
}
