//! How many bytes the signatures of one transaction hash, as it gets more and more inputs.
//!
//! A legacy signature hashes the whole transaction anew, with its own lock in the place of its
//! unlocking script (Core: `SignatureHash`). BIP 143 and BIP 341 hash what all inputs share once, and
//! a few fixed fields for each. So the first grows with the square of the inputs (CVE-2013-2292), and
//! the others with their number. Here bytes are counted; `blockstep bench inputs` measures the time.
//!
//! A step is one number of inputs. Every input spends a coin locked to a key, and there is one output;
//! the tests write each message out and check that it is the one that the interpreter's hash is of.

use serde::{Deserialize, Serialize};

use crate::spelling::grouped;
use crate::trace::{Body, Chart, Line, Mark, Model, Pane, Row, Scene, Series, Verdict, Window};

/// The numbers of inputs.
const COUNTS: [u64; 5] = [1, 10, 100, 1_000, 10_000];
/// The kinds of signature, with the bytes that one hashes for all the inputs and for one of them.
const KINDS: [(&str, Bytes); 3] =
    [("legacy", legacy), ("SegWit, BIP 143", bip143), ("Taproot, BIP 341", bip341)];

/// The bytes that all signatures of a transaction hash, for so many inputs.
type Bytes = fn(u64) -> u64;

/// A transaction's version and its lock time.
const VERSION_AND_LOCK_TIME: u64 = 4 + 4;
/// A txid and the number of an output.
const OUT_POINT: u64 = 32 + 4;
const SEQUENCE: u64 = 4;
const AMOUNT: u64 = 8;
/// One output that anyone can spend, with its script's length.
const OUTPUT: u64 = AMOUNT + 1 + 1;
/// The lock that legacy inputs put where the unlocking script stands, with its length; BIP 143 has the
/// same one for a key hash.
const KEY_HASH_SCRIPT: u64 = 1 + 25;
/// The lock of a Taproot coin, with its length.
const TAPROOT_LOCK: u64 = 1 + 34;
/// How the signature covers the transaction; one byte for Taproot.
const HASH_TYPE: u64 = 4;
const HASH: u64 = 32;

fn legacy(inputs: u64) -> u64 {
    let other_input = OUT_POINT + 1 + SEQUENCE;
    let own_input = OUT_POINT + KEY_HASH_SCRIPT + SEQUENCE;
    let counts = count_size(inputs) + count_size(1);
    let one = VERSION_AND_LOCK_TIME + counts + own_input + (inputs - 1) * other_input + OUTPUT;
    inputs * (one + HASH_TYPE)
}

fn bip143(inputs: u64) -> u64 {
    let shared = inputs * (OUT_POINT + SEQUENCE) + OUTPUT;
    let fields = OUT_POINT + KEY_HASH_SCRIPT + AMOUNT + SEQUENCE;
    shared + inputs * (VERSION_AND_LOCK_TIME + 3 * HASH + fields + HASH_TYPE)
}

fn bip341(inputs: u64) -> u64 {
    let shared = inputs * (OUT_POINT + AMOUNT + TAPROOT_LOCK + SEQUENCE) + OUTPUT;
    // The epoch, the hash type, five shared hashes, the spend type and the input's number.
    shared + inputs * (1 + 1 + VERSION_AND_LOCK_TIME + 5 * HASH + 1 + 4)
}

/// The bytes that a count takes in a transaction, up to 65,535 (Core: `WriteCompactSize`).
fn count_size(count: u64) -> u64 {
    if count < 0xfd { 1 } else { 3 }
}

/// The same spend with more and more inputs.
#[derive(Debug, Clone, Copy, Default)]
pub struct SignedBytesModel;

/// How many numbers of inputs have been counted for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct SignedBytesState {
    done: usize,
}

/// What can happen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SignedBytesAction {
    /// Ten times as many inputs.
    MoreInputs,
}

impl Model for SignedBytesModel {
    type State = SignedBytesState;
    type Action = SignedBytesAction;

    fn initial(&self) -> SignedBytesState {
        SignedBytesState::default()
    }

    fn next(&self, state: &SignedBytesState) -> Option<SignedBytesAction> {
        (state.done < COUNTS.len()).then_some(SignedBytesAction::MoreInputs)
    }

    fn allowed(&self, state: &SignedBytesState, action: &SignedBytesAction) -> bool {
        self.next(state).as_ref() == Some(action)
    }

    fn apply(&self, state: &mut SignedBytesState, _: &SignedBytesAction) {
        state.done += 1;
    }

    fn label(&self, state: &SignedBytesState, _: &SignedBytesAction) -> String {
        let inputs = COUNTS.get(state.done).copied().unwrap_or(0);
        format!("inputs: {}", grouped(inputs))
    }

    fn scene(
        &self,
        _before: Option<&SignedBytesState>,
        after: &SignedBytesState,
        _last: Option<&SignedBytesAction>,
        _window: &Window,
    ) -> Scene {
        let seen = COUNTS.get(..after.done).unwrap_or_default();
        let chart = Body::Chart { chart: chart(seen) };
        Scene {
            title: "What signatures hash, as inputs are added".into(),
            panes: vec![table(seen), Pane::whole("bytes over inputs", chart)],
            changes: Vec::new(),
            sentence: sentence(seen),
            rule: None,
            verdict: (after.done == COUNTS.len()).then_some(Verdict::Done),
        }
    }
}

fn sentence(seen: &[u64]) -> String {
    let Some(inputs) = seen.last() else {
        return "A transaction spends coins that are locked to keys, and has one output. Each step \
                counts the bytes that its signatures hash, for ten times as many inputs."
            .into();
    };
    let [legacy, bip143, bip341] = KINDS.map(|(_, bytes)| grouped(bytes(*inputs)));
    let plural = if *inputs == 1 { "" } else { "s" };
    format!(
        "With {} input{plural}, {legacy} bytes are hashed for legacy signatures, {bip143} by BIP 143 and \
         {bip341} by BIP 341.",
        grouped(*inputs),
    )
}

/// A row for each number of inputs so far, a column for each kind of signature.
fn table(seen: &[u64]) -> Pane {
    let mut headers = vec!["inputs".to_string()];
    headers.extend(KINDS.map(|(name, _)| name.to_string()));
    let rows = seen.iter().enumerate().map(|(at, inputs)| {
        let mut row = Row::new([grouped(*inputs)]);
        row.cells.extend(KINDS.map(|(_, bytes)| {
            let mut cell = Line::new(grouped(bytes(*inputs)));
            if at + 1 == seen.len() {
                cell.mark = Mark::Changed;
            }
            cell
        }));
        row
    });
    let rows = rows.collect();
    Pane::whole("bytes that are hashed for signatures", Body::Table { headers, rows })
}

fn chart(seen: &[u64]) -> Chart {
    // Far below 2^53, where a float still counts by ones.
    #[allow(clippy::cast_precision_loss)]
    let series = KINDS.map(|(name, bytes)| Series {
        name: name.into(),
        points: seen.iter().map(|inputs| (*inputs as f64, bytes(*inputs) as f64)).collect(),
    });
    Chart {
        x_name: "inputs of one transaction".into(),
        y_name: "bytes that are hashed".into(),
        logarithmic: true,
        series: series.into(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::encode::Encode;
    use crate::hash::{Sha256, Tag, Txid, sha256, sha256d};
    use crate::primitives::{OutPoint, ScriptBuf, Transaction, TxIn, TxOut};
    use crate::script::TxContext;
    use crate::script::sighash::{self, TaprootSpend};
    use crate::trace::{Stepper, Trace};

    /// A transaction with so many inputs, and the coins that it spends, with a lock of so many bytes.
    fn spend(inputs: u64, lock_bytes: usize) -> (Transaction, Vec<TxOut>) {
        let input = |number| TxIn {
            previous_output: OutPoint { txid: Txid([7; 32]), vout: number },
            sequence: number,
            ..TxIn::default()
        };
        let outputs = vec![TxOut { value: 1, script_pubkey: ScriptBuf(vec![0x51]) }];
        let inputs: Vec<TxIn> = (0..inputs as u32).map(input).collect();
        let coin = TxOut { value: 5, script_pubkey: ScriptBuf(vec![0x51; lock_bytes]) };
        let coins = vec![coin; inputs.len()];
        (Transaction { version: 2, inputs, outputs, lock_time: 9 }, coins)
    }

    fn each(tx: &Transaction, field: impl Fn(&TxIn) -> Vec<u8>) -> Vec<u8> {
        tx.inputs.iter().flat_map(field).collect()
    }

    const SOME: [u64; 4] = [1, 2, 252, 253];

    #[test]
    fn legacy_bytes_are_those_that_the_interpreter_hashes() {
        for inputs in SOME {
            let (tx, coins) = spend(inputs, 25);
            let context = TxContext::new(&tx, Some(&coins));
            let mut hashed = 0;
            for (input, coin) in coins.iter().enumerate() {
                let code = &coin.script_pubkey;
                let mut copy = tx.clone();
                copy.inputs[input].script_sig = code.clone();
                let message = [copy.to_bytes(), sighash::ALL.to_le_bytes().to_vec()].concat();
                let signed = sighash::legacy(&context, input, code, sighash::ALL);
                assert_eq!(signed, sha256d(&message), "input {input} of {inputs}");
                hashed += message.len() as u64;
            }
            assert_eq!(legacy(inputs), hashed, "{inputs}");
        }
    }

    #[test]
    fn bip_143_bytes_are_those_that_the_interpreter_hashes() {
        for inputs in SOME {
            let (tx, coins) = spend(inputs, 25);
            let context = TxContext::new(&tx, Some(&coins));
            let shared = [
                each(&tx, |input| input.previous_output.to_bytes()),
                each(&tx, |input| input.sequence.to_le_bytes().to_vec()),
                tx.outputs[0].to_bytes(),
            ];
            let mut hashed: usize = shared.iter().map(Vec::len).sum();
            for (input, own) in tx.inputs.iter().enumerate() {
                let code = &coins[input].script_pubkey;
                let message = [
                    &tx.version.to_le_bytes()[..],
                    &sha256d(&shared[0]),
                    &sha256d(&shared[1]),
                    &own.previous_output.to_bytes(),
                    &[25],
                    code,
                    &coins[input].value.to_le_bytes(),
                    &own.sequence.to_le_bytes(),
                    &sha256d(&shared[2]),
                    &tx.lock_time.to_le_bytes(),
                    &sighash::ALL.to_le_bytes(),
                ]
                .concat();
                let value = coins[input].value;
                let signed = sighash::segwit_v0(&context, input, code, value, sighash::ALL);
                assert_eq!(signed, sha256d(&message), "input {input} of {inputs}");
                hashed += message.len();
            }
            assert_eq!(bip143(inputs), hashed as u64, "{inputs}");
        }
    }

    #[test]
    fn bip_341_bytes_are_those_that_the_interpreter_hashes() {
        for inputs in SOME {
            let (tx, coins) = spend(inputs, 34);
            let context = TxContext::new(&tx, Some(&coins));
            let values = coins.iter().flat_map(|coin| coin.value.to_le_bytes());
            let locks = coins.iter().flat_map(|coin| [&[34], &coin.script_pubkey[..]].concat());
            let shared = [
                each(&tx, |input| input.previous_output.to_bytes()),
                values.collect(),
                locks.collect(),
                each(&tx, |input| input.sequence.to_le_bytes().to_vec()),
                tx.outputs[0].to_bytes(),
            ];
            let mut hashed: usize = shared.iter().map(Vec::len).sum();
            for input in 0..tx.inputs.len() {
                let mut message = vec![0, 0];
                message.extend(tx.version.to_le_bytes());
                message.extend(tx.lock_time.to_le_bytes());
                shared.iter().for_each(|part| message.extend(sha256(part)));
                message.push(0);
                message.extend((input as u32).to_le_bytes());
                let by_key = TaprootSpend { code_separator: u32::MAX, ..TaprootSpend::default() };
                let signed = sighash::taproot(&context, input, &by_key, 0);
                let mut engine = Sha256::tagged(Tag::TapSighash);
                engine.update(&message);
                assert_eq!(signed, Some(engine.finish()), "input {input} of {inputs}");
                hashed += message.len();
            }
            assert_eq!(bip341(inputs), hashed as u64, "{inputs}");
        }
    }

    #[test]
    fn ten_times_the_inputs_are_a_hundred_times_the_legacy_bytes_and_ten_times_the_others() {
        for pair in COUNTS.windows(2).skip(2) {
            let [few, many] = [pair[0], pair[1]];
            assert!((97..=100).contains(&(legacy(many) / legacy(few))), "{few}");
            assert_eq!(bip143(many).div_ceil(bip143(few)), 10, "{few}");
            assert_eq!(bip341(many).div_ceil(bip341(few)), 10, "{few}");
        }
    }

    #[test]
    fn each_step_adds_a_row_and_a_point() {
        let mut trace = Trace::new(SignedBytesModel);
        for step in 0..=COUNTS.len() {
            assert_eq!(trace.seek(step), step);
            let scene = trace.scene(&Window::all());
            let [table, chart] = &scene.panes[..] else { panic!("two panes") };
            let Body::Table { rows, .. } = &table.body else { panic!("a table") };
            let Body::Chart { chart } = &chart.body else { panic!("a chart") };
            assert_eq!(rows.len(), step);
            assert!(chart.series.iter().all(|series| series.points.len() == step));
        }
        assert!(trace.finished());
    }
}
