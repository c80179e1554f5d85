//! An answer of a few named values: aligned lines for people, one object for programs.

use serde_json::{Map, Value};

use super::{CliError, Exit, Output};
use crate::rules::Rule;

/// Named values in the order in which they are shown.
#[derive(Debug, Default)]
pub struct Facts(Vec<(&'static str, Value)>);

impl Facts {
    /// Adds a value. The name serves as label and as JSON key.
    pub fn add(&mut self, name: &'static str, value: impl Into<Value>) {
        self.0.push((name, value.into()));
    }

    /// Writes them.
    pub fn write(self, out: &mut Output) -> Result<(), CliError> {
        if out.is_json() {
            let object: Map<String, Value> =
                self.0.into_iter().map(|(name, value)| (name.to_owned(), value)).collect();
            return out.json_document(&object);
        }
        let width = self.0.iter().map(|(name, _)| name.len()).max().unwrap_or(0);
        for (name, value) in &self.0 {
            let name = name.replace('_', " ");
            match value {
                Value::Array(rows) => {
                    for (at, row) in rows.iter().enumerate() {
                        let name = if at == 0 { name.as_str() } else { "" };
                        out.line(format_args!("{name:width$}  {}", plain(row)))?;
                    }
                }
                value => out.line(format_args!("{name:width$}  {}", plain(value)))?,
            }
        }
        Ok(())
    }
}

fn plain(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Bool(true) => "yes".into(),
        Value::Bool(false) => "no".into(),
        Value::Null => "none".into(),
        value => value.to_string(),
    }
}

/// A single value: bare for people and shells, an object with one key for programs.
pub fn single(
    name: &'static str,
    value: impl Into<Value>,
    out: &mut Output,
) -> Result<Exit, CliError> {
    let value = value.into();
    if out.is_json() {
        out.json_document(&Map::from_iter([(name.to_owned(), value)]))?;
    } else {
        out.line(plain(&value))?;
    }
    Ok(Exit::Valid)
}

/// Says that what was given breaks a rule: to people on standard error, to programs as an object.
pub fn invalid(
    rule: Option<&'static Rule>,
    reason: impl std::fmt::Display,
    out: &mut Output,
) -> Result<Exit, CliError> {
    if out.is_json() {
        let mut facts = Facts::default();
        facts.add("ok", false);
        facts.add("rule", rule.map(|rule| rule.name));
        facts.add("reason", reason.to_string());
        facts.write(out)?;
        return Ok(Exit::Invalid);
    }
    use std::io::Write as _;
    out.flush()?;
    // Nobody is left to tell if standard error is closed.
    let mut stderr = std::io::stderr();
    let _ = writeln!(stderr, "blockstep: {reason}");
    if let Some(rule) = rule {
        let _ = writeln!(stderr, "the rule ({}): {}", rule.name, rule.says);
    }
    Ok(Exit::Invalid)
}
