//! The contract of `blockstep script verify --batch`, held against the real binary.

#![allow(clippy::unwrap_used)]

use std::io::Write;
use std::process::{Command, Stdio};

use blockstep::encode::{Decode, Encode};
use blockstep::primitives::{OutPoint, ScriptBuf, Transaction, TxIn, TxOut};
use blockstep::script::{TxContext, sighash, standard};
use secp256k1::{Keypair, schnorr};
use serde_json::{Value, json};

/// The first payment, from Satoshi Nakamoto to Hal Finney in block 170, and the script it spends.
const TX: &str = "0100000001c997a5e56e104102fa209c6a852dd90660a20b2d9c352423edce25857fcd3704000000004847304402204e45e16932b8af514961a1d3a1a25fdf3f4f7732e9d624c6c61548ab5fb8cd410220181522ec8eca07de4860a4acdd12909d831cc56cbbac4622082221a8768d1d0901ffffffff0200ca9a3b00000000434104ae1a62fe09c5f51b13905f07f06b99a2f7159b2225f374cd378d71302fa28414e7aab37397f554a7df5f142c21c1b7303b8a0626f1baded5c72a704f7e6cd84cac00286bee0000000043410411db93e1dcdb8a016b49840f8c53bc1eb68a382e97b1482ecad7b148a6909a5cb2e0eaddfb84ccf9744464f82e160bfa9b8b64f9d4c03f999b8643f656b412a3ac00000000";
const SPENT: &str = "410411db93e1dcdb8a016b49840f8c53bc1eb68a382e97b1482ecad7b148a6909a5cb2e0eaddfb84ccf9744464f82e160bfa9b8b64f9d4c03f999b8643f656b412a3ac";

/// What the program writes and how it ends when `input` is its standard input.
fn batch(input: impl AsRef<[u8]>, options: &[&str]) -> (String, i32) {
    let mut child = Command::new(env!("CARGO_BIN_EXE_blockstep"))
        .args(["script", "verify", "--batch"])
        .args(options)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut stdin = child.stdin.take().unwrap();
    let input = input.as_ref().to_vec();
    let writer = std::thread::spawn(move || stdin.write_all(&input).unwrap());
    let output = child.wait_with_output().unwrap();
    writer.join().unwrap();
    (String::from_utf8(output.stdout).unwrap(), output.status.code().unwrap())
}

fn question(id: Value) -> Value {
    let prevouts = json!([{"value": 5_000_000_000u64, "script_pubkey": SPENT}]);
    json!({"id": id, "tx": TX, "input": 0, "prevouts": prevouts, "flags": ["P2SH", "STRICTENC"]})
}

fn with(key: &str, value: Value) -> String {
    let mut changed = question(json!("x"));
    changed[key] = value;
    changed.to_string()
}

fn without(key: &str) -> String {
    let mut changed = question(json!("x"));
    changed.as_object_mut().unwrap().remove(key);
    changed.to_string()
}

#[test]
fn every_line_has_its_answer_in_order() {
    let wrong = SPENT.replace("410411", "410412");
    let cases = [
        (question(json!(1)).to_string(), r#"{"id":1,"ok":true,"error":"OK"}"#),
        (
            with("prevouts", json!([{"value": 1, "script_pubkey": wrong}])),
            r#"{"id":"x","ok":false,"error":"EVAL_FALSE"}"#,
        ),
        (
            with("prevouts", json!([{"value": 1, "script_pubkey": "6a"}])),
            r#"{"id":"x","ok":false,"error":"OP_RETURN"}"#,
        ),
        (with("flags", json!([])), r#"{"id":"x","ok":true,"error":"OK"}"#),
        (without("id"), r#"{"id":null,"ok":true,"error":"OK"}"#),
        (with("more", json!({"ignored": true})), r#"{"id":"x","ok":true,"error":"OK"}"#),
    ];
    let input: Vec<&str> = cases.iter().map(|(line, _)| line.as_str()).collect();
    let expected: Vec<&str> = cases.iter().map(|(_, answer)| *answer).collect();
    let (output, code) = batch(input.join("\n"), &[]);
    assert_eq!((output, code), (expected.join("\n") + "\n", 0));
}

#[test]
fn an_id_comes_back_as_it_was_written() {
    let ids = [
        "null",
        "true",
        "-0.10e+3",
        "123456789012345678901234567890",
        "1e999",
        r#""a\u0041\"\\ é""#,
        r#"{"b":1,"a":[2 , {"b":1}]}"#,
        "[]",
        "\"\"",
    ];
    let lines: Vec<String> = ids
        .iter()
        .map(|id| question(json!("ID")).to_string().replacen("\"ID\"", id, 1))
        .chain(ids.iter().map(|id| format!("{{\"id\":{id}}}")))
        .collect();
    let (output, _) = batch(lines.join("\n"), &["-"]);
    let answers: Vec<&str> = output.lines().collect();
    assert_eq!(answers.len(), 2 * ids.len());
    for (index, id) in ids.iter().enumerate() {
        assert_eq!(answers[index], format!("{{\"id\":{id},\"ok\":true,\"error\":\"OK\"}}"));
        let bad = format!("{{\"id\":{id},\"ok\":false,\"error\":\"BAD_REQUEST\",\"reason\":");
        assert!(answers[index + ids.len()].starts_with(&bad), "{}", answers[index + ids.len()]);
    }
}

#[test]
fn what_cannot_be_understood_is_a_bad_request_and_the_rest_go_on() {
    let null_id: &[String] = &[
        String::new(),
        "{".into(),
        "[]".into(),
        "7".into(),
        "[1]".into(),
        format!(r#"["x","{TX}",0,[{{"value":1,"script_pubkey":"{SPENT}"}}],[]]"#),
        "{\"id\":1,\"id\":2}".into(),
        format!("{} x", question(json!(1))),
        question(json!(1)).to_string().replace("\"id\":1", "\"id\":[1"),
    ];
    let own_id = [
        with("tx", json!("00")),
        with("tx", json!("zz")),
        with("tx", json!(format!("{TX}00"))),
        with("tx", json!("")),
        with("tx", json!(5)),
        with("input", json!(1)),
        with("input", json!(-1)),
        with("input", json!(0.0)),
        with("input", json!("0")),
        with("input", json!(u64::MAX)),
        with("prevouts", json!([])),
        with("prevouts", json!([null])),
        with("prevouts", json!([[1, SPENT]])),
        with("prevouts", json!(null)),
        with("prevouts", json!([{"value": 1, "script_pubkey": SPENT}, null])),
        with("prevouts", json!([{"value": 1, "script_pubkey": "0"}])),
        with("prevouts", json!([{"value": 1.5, "script_pubkey": SPENT}])),
        with("prevouts", json!([{"value": u64::MAX, "script_pubkey": SPENT}])),
        with("prevouts", json!([{"script_pubkey": SPENT}])),
        with("flags", json!(["P2SH", "p2sh"])),
        with("flags", json!(["NONE"])),
        with("flags", json!("P2SH")),
        without("tx"),
        without("input"),
        without("prevouts"),
        without("flags"),
    ];
    let good = question(json!("good")).to_string();
    let mut input = Vec::new();
    for line in null_id.iter().chain(&own_id) {
        input.extend([line.as_bytes(), b"\n", good.as_bytes(), b"\n"].concat());
    }
    input.extend(b"\xff\xfe\n");
    let (output, code) = batch(&input, &["--jobs", "2"]);
    assert_eq!(code, 0);
    let answers: Vec<Value> =
        output.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(answers.len(), 2 * (null_id.len() + own_id.len()) + 1);
    for (index, answer) in answers.iter().enumerate() {
        if index % 2 == 1 {
            assert_eq!(answer, &json!({"id": "good", "ok": true, "error": "OK"}));
            continue;
        }
        let id = match index / 2 {
            pair if (null_id.len()..null_id.len() + own_id.len()).contains(&pair) => json!("x"),
            _ => Value::Null,
        };
        assert_eq!(answer["id"], id, "{answer}");
        assert_eq!((&answer["ok"], &answer["error"]), (&json!(false), &json!("BAD_REQUEST")));
        assert!(answer["reason"].as_str().unwrap().len() > 10, "{answer}");
        assert_eq!(answer.as_object().unwrap().len(), 4);
    }
}

#[test]
fn a_line_over_16_mib_is_answered_without_being_kept() {
    let good = question(json!(2)).to_string();
    let mut line = question(json!(1)).to_string();
    // White space is JSON too: exactly 16 MiB can be read, one byte more cannot.
    line.push_str(&" ".repeat((16 << 20) - line.len()));
    let (output, code) = batch(format!("{line}\n{line} \n{good}\n"), &[]);
    let answers: Vec<Value> =
        output.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(code, 0);
    assert_eq!(answers[0], json!({"id": 1, "ok": true, "error": "OK"}));
    assert_eq!((&answers[1]["id"], &answers[1]["error"]), (&Value::Null, &json!("BAD_REQUEST")));
    assert_eq!(answers[2], json!({"id": 2, "ok": true, "error": "OK"}));
}

#[test]
fn flags_bring_what_they_rest_on() {
    // A coin locked to a witness program of version 0, with a wrong length: an error under WITNESS
    // alone, and nobody's business without it.
    let prevouts = json!([{"value": 1, "script_pubkey": "00020101"}]);
    // The same by way of a script hash, which needs P2SH too.
    let nested = Transaction {
        inputs: vec![TxIn { script_sig: ScriptBuf(vec![4, 0, 2, 1, 1]), ..TxIn::default() }],
        outputs: vec![TxOut::default()],
        ..Transaction::default()
    };
    let hash = blockstep::hash::hash160(&[0, 2, 1, 1]);
    let script_hash = json!([{"value": 1, "script_pubkey": hex::encode(standard::p2sh(&hash))}]);
    let bare = Transaction { inputs: vec![TxIn::default()], ..nested.clone() };
    let cases = [
        (&bare, &prevouts, json!([]), "OK"),
        (&bare, &prevouts, json!(["P2SH"]), "OK"),
        (&bare, &prevouts, json!(["WITNESS"]), "WITNESS_PROGRAM_WRONG_LENGTH"),
        (&bare, &prevouts, json!(["CLEANSTACK"]), "WITNESS_PROGRAM_WRONG_LENGTH"),
        (&nested, &script_hash, json!([]), "OK"),
        (&nested, &script_hash, json!(["P2SH"]), "OK"),
        (&nested, &script_hash, json!(["WITNESS"]), "WITNESS_PROGRAM_WRONG_LENGTH"),
        (&nested, &script_hash, json!(["CLEANSTACK"]), "WITNESS_PROGRAM_WRONG_LENGTH"),
    ];
    let lines = cases.iter().map(|(tx, prevouts, flags, _)| {
        let tx = hex::encode(tx.to_bytes());
        json!({"id": 0, "tx": tx, "input": 0, "prevouts": prevouts, "flags": flags}).to_string()
    });
    let (output, _) = batch(lines.collect::<Vec<_>>().join("\n"), &[]);
    let found: Vec<Value> =
        output.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    for ((_, _, flags, expected), answer) in cases.iter().zip(&found) {
        assert_eq!(answer["error"], *expected, "{flags}");
    }
}

/// Two inputs, the first a Taproot key path spend by the key 1, the second a coin for anyone.
fn taproot_spend() -> (Transaction, Vec<TxOut>) {
    let keypair = Keypair::from_secret_bytes([1; 32]).unwrap();
    let key = keypair.x_only_public_key().0.to_byte_array();
    let coin = |script: Vec<u8>| TxOut { value: 1000, script_pubkey: ScriptBuf(script) };
    let prevouts = vec![coin(standard::p2tr(&key)), coin(vec![0x51])];
    let input =
        |vout| TxIn { previous_output: OutPoint { vout, ..OutPoint::NULL }, ..TxIn::default() };
    let mut tx = Transaction {
        version: 2,
        inputs: vec![input(0), input(1)],
        outputs: vec![coin(vec![0x51])],
        lock_time: 0,
    };
    let context = TxContext::new(&tx, Some(&prevouts));
    let spend = sighash::TaprootSpend { code_separator: u32::MAX, ..Default::default() };
    let message = sighash::taproot(&context, 0, &spend, 0).unwrap();
    let signature = schnorr::sign_no_aux_rand(&message, &keypair);
    tx.inputs[0].witness = vec![signature.to_byte_array().to_vec()];
    (tx, prevouts)
}

#[test]
fn a_null_is_welcome_where_nothing_signs_what_it_stands_for() {
    let (tx, prevouts) = taproot_spend();
    let known: Vec<Value> = prevouts
        .iter()
        .map(
            |coin| json!({"value": coin.value, "script_pubkey": hex::encode(&*coin.script_pubkey)}),
        )
        .collect();
    let rules = json!(["P2SH", "WITNESS", "TAPROOT"]);
    let cases = [
        (0, json!([known[0], known[1]]), &rules, "OK"),
        (0, json!([known[0], null]), &rules, "BAD_REQUEST"),
        (0, json!([known[0], null]), &json!(["WITNESS"]), "OK"),
        (0, json!([known[0], null]), &json!(["TAPROOT"]), "OK"),
        (0, json!([null, known[1]]), &rules, "BAD_REQUEST"),
        (1, json!([null, known[1]]), &rules, "OK"),
        (1, json!([known[0], null]), &rules, "BAD_REQUEST"),
        (0, json!([known[0], known[0]]), &rules, "SCHNORR_SIG"),
    ];
    let tx = hex::encode(tx.to_bytes());
    let lines = cases.iter().map(|(input, prevouts, flags, _)| {
        json!({"id": 0, "tx": tx, "input": input, "prevouts": prevouts, "flags": flags}).to_string()
    });
    let (output, _) = batch(lines.collect::<Vec<_>>().join("\n"), &[]);
    let found: Vec<Value> =
        output.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(found.len(), cases.len());
    for (index, ((_, _, _, expected), answer)) in cases.iter().zip(&found).enumerate() {
        assert_eq!(answer["error"], *expected, "case {index}: {answer}");
    }
}

#[test]
fn thousands_of_lines_keep_their_order_on_any_number_of_threads() {
    let count = 3000;
    let lines: Vec<String> = (0..count)
        .map(|id| match id % 3 {
            0 => question(json!(id)).to_string(),
            1 => format!("{{\"id\":{id}}}"),
            _ => question(json!(id)).to_string().replace("410411db", "410412db"),
        })
        .collect();
    let input = lines.join("\n");
    let (one, _) = batch(&input, &["--jobs", "1"]);
    let (many, _) = batch(&input, &["--jobs", "7"]);
    assert_eq!(one, many);
    for (id, line) in one.lines().enumerate() {
        let answer: Value = serde_json::from_str(line).unwrap();
        assert_eq!(answer["id"], id);
        assert_eq!(answer["error"], ["OK", "BAD_REQUEST", "EVAL_FALSE"][id % 3]);
    }
    assert_eq!(one.lines().count(), count);
}

#[test]
fn a_batch_can_be_a_file_and_must_be_there() {
    let path = std::env::temp_dir().join(format!("blockstep-batch-{}.jsonl", std::process::id()));
    std::fs::write(&path, question(json!("file")).to_string()).unwrap();
    let (output, code) = batch("", &[path.to_str().unwrap()]);
    std::fs::remove_file(&path).unwrap();
    assert_eq!((output.as_str(), code), ("{\"id\":\"file\",\"ok\":true,\"error\":\"OK\"}\n", 0));
    assert_eq!(batch("", &[path.to_str().unwrap()]).1, 2);
    assert_eq!(batch("", &[]), (String::new(), 0));
    assert_eq!(Transaction::from_hex(TX).unwrap().txid().to_string()[..8], *"f4184fc5");
}
