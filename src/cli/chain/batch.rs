//! `chain verify --batch`: blocks in, one a line, and what became of each.
//!
//! A line is `{"id":…, "block":"hex"}`. The chain begins with the network's genesis block and lives in
//! memory. The answer is `{"id":…, "hash":…, "result":…, "reject":…, "tip":…, "height":…}`: `result` is
//! `connected`, `side`, `orphan`, `duplicate` or `rejected`, `reject` Core's string or null, and tip and
//! height are those after the line. One answer a line: an orphan that connects later shows in the tip
//! alone. A block that cannot be read is rejected, with no string of Core's but a `reason` in words; a
//! line that is no question is answered with the result `bad_request`.

use std::sync::{Mutex, PoisonError};

use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

use crate::chain::{Arrival, Chain, ChainFailure, ChainParams, MemoryStore};
use crate::cli::batch::{self, LineError};
use crate::cli::{CliError, Exit, Output};
use crate::encode::Decode;
use crate::hash::BlockHash;
use crate::json::Object;
use crate::primitives::{Block, BlockHeader};

/// Answers the lines of `source` (`-` for standard input) with a new chain of the network.
pub fn run(
    source: &str,
    params: ChainParams,
    clock: impl Fn() -> u32 + Send + Sync + 'static,
    out: &mut Output,
) -> Result<Exit, CliError> {
    let chain = Chain::open(params, MemoryStore::default())?;
    let chain = Mutex::new(chain);
    // Blocks follow one another, so one thread takes them in; their scripts run on all cores.
    let one = std::num::NonZeroUsize::MIN;
    batch::run(source, Some(one), out, move |line| {
        let mut chain = chain.lock().unwrap_or_else(PoisonError::into_inner);
        answer(&mut chain, line, clock())
    })
}

#[derive(Deserialize)]
struct Question<'a> {
    #[serde(borrow, default)]
    id: Option<&'a RawValue>,
    #[serde(borrow)]
    block: std::borrow::Cow<'a, str>,
}

#[derive(Serialize)]
struct Answer<'a> {
    id: Option<&'a RawValue>,
    hash: Option<BlockHash>,
    result: &'static str,
    reject: Option<String>,
    tip: BlockHash,
    height: u32,
    #[serde(skip_serializing_if = "Option::is_none")]
    reason: Option<String>,
}

/// What became of the block in one line.
fn answer(chain: &mut Chain<MemoryStore>, line: Result<&str, LineError>, now: u32) -> String {
    let question = line.map_err(|error| error.to_string()).and_then(|line| {
        let read: Result<Object<Question<'_>>, _> = serde_json::from_str(line);
        read.map(|Object(question)| question).map_err(|error| {
            format!("the line is no question such as {{\"id\":1,\"block\":\"hex\"}}: {error}")
        })
    });
    let (id, told) = match question {
        Ok(question) => (question.id, accept(chain, &question.block, now)),
        Err(reason) => {
            (None, Told { result: "bad_request", reason: Some(reason), ..Told::default() })
        }
    };
    let Told { hash, result, reject, reason } = told;
    let (tip, height) = (chain.tip_hash(), chain.height());
    let answer = Answer { id, hash, result, reject, tip, height, reason };
    // Writing these fields into memory cannot fail.
    serde_json::to_string(&answer).unwrap_or_default()
}

#[derive(Default)]
struct Told {
    hash: Option<BlockHash>,
    result: &'static str,
    reject: Option<String>,
    reason: Option<String>,
}

fn accept(chain: &mut Chain<MemoryStore>, hex: &str, now: u32) -> Told {
    let block = match Block::from_hex(hex) {
        Ok(block) => block,
        Err(error) => {
            // The header can often be read all the same.
            let header =
                hex.get(..2 * BlockHeader::SIZE).and_then(|hex| BlockHeader::from_hex(hex).ok());
            let hash = header.map(|header| header.block_hash());
            let reason = Some(format!("the block cannot be read: {error}"));
            return Told { hash, result: "rejected", reject: None, reason };
        }
    };
    match chain.accept(block, now) {
        Ok(accepted) => {
            let (result, rejection) = told(&accepted.arrival);
            let reject = rejection.map(|rejection| rejection.reject().into_owned());
            let reason = rejection.map(ToString::to_string);
            Told { hash: Some(accepted.hash), result, reject, reason }
        }
        Err(failure) => failed(failure),
    }
}

/// The word for what became of a block, and why it was rejected.
pub fn told(arrival: &Arrival) -> (&'static str, Option<&crate::chain::Rejection>) {
    match arrival {
        Arrival::Connected => ("connected", None),
        Arrival::Side => ("side", None),
        Arrival::Orphan => ("orphan", None),
        Arrival::Duplicate => ("duplicate", None),
        Arrival::Rejected(rejection) => ("rejected", Some(rejection)),
    }
}

fn failed(failure: ChainFailure) -> Told {
    Told { result: "bad_request", reason: Some(failure.to_string()), ..Told::default() }
}
