//! `script verify --batch`: one question a line, one answer a line.
//!
//! A question is `{"id":…, "tx":"hex", "input":n, "prevouts":[{"value":satoshi,
//! "script_pubkey":"hex"}, …], "flags":["P2SH", …]}`; `null` may stand for previous outputs other
//! than the one spent. The answer is `{"id":…, "ok":bool, "error":"OK" or Core's name}`, or
//! `{"id":…, "ok":false, "error":"BAD_REQUEST", "reason":"…"}` where the question cannot be
//! understood. The id is any JSON value and comes back as it was written, or as `null` where it
//! could not be read.

use std::borrow::Cow;

use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

use super::spend::{Prevout, Spend, flags_from_names};
use crate::cli::batch::LineError;
use crate::json::Object;

/// The answer to one line.
pub fn answer(line: Result<&str, LineError>) -> String {
    let (id, verdict) = match line {
        Err(error) => (None, Err(error.to_string())),
        Ok(line) => judge(line),
    };
    let answer = match verdict {
        Ok(error) => Answer { id, ok: error == OK, error, reason: None },
        Err(reason) => Answer { id, ok: false, error: "BAD_REQUEST", reason: Some(reason) },
    };
    // Writing these four fields into memory cannot fail.
    serde_json::to_string(&answer).unwrap_or_default()
}

const OK: &str = "OK";

#[derive(Deserialize)]
struct Question<'a> {
    #[serde(borrow, default)]
    id: Option<&'a RawValue>,
    #[serde(borrow)]
    tx: Cow<'a, str>,
    input: u64,
    prevouts: Vec<Option<Object<Prevout>>>,
    #[serde(borrow)]
    flags: Vec<Cow<'a, str>>,
}

/// What is left of a question that cannot be understood.
#[derive(Deserialize)]
struct OnlyId<'a> {
    #[serde(borrow, default)]
    id: Option<&'a RawValue>,
}

#[derive(Serialize)]
struct Answer<'a> {
    id: Option<&'a RawValue>,
    ok: bool,
    error: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    reason: Option<String>,
}

/// The id, and Core's name for the verdict or why there is none.
fn judge(line: &str) -> (Option<&RawValue>, Result<&'static str, String>) {
    let question: Question<'_> = match serde_json::from_str(line) {
        Ok(Object(question)) => question,
        Err(error) => {
            let id = serde_json::from_str(line).ok().and_then(|Object(OnlyId { id })| id);
            return (id, Err(format!("the line is no question: {error}")));
        }
    };
    let spend = flags_from_names(question.flags.iter().map(AsRef::as_ref))
        .and_then(|flags| Spend::new(&question.tx, question.input, &question.prevouts, flags));
    let verdict = spend.map(|spend| spend.verify().map_or_else(|error| error.name(), |()| OK));
    (question.id, verdict.map_err(|error| error.to_string()))
}
