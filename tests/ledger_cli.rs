//! `blockstep ledger` and `blockstep tx check`, through the real program.

#![allow(clippy::unwrap_used, reason = "a test may")]

use std::io::Write;
use std::process::{Command, Output, Stdio};

use serde_json::{Value, json};

fn blockstep(args: &[&str], input: &str) -> Output {
    let mut child = Command::new(env!("CARGO_BIN_EXE_blockstep"))
        .args(args)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    child.stdin.take().unwrap().write_all(input.as_bytes()).unwrap();
    child.wait_with_output().unwrap()
}

fn text(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).unwrap()
}

fn lines(output: &Output) -> Vec<Value> {
    text(output).lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

/// The first payment, in block 170 (a public fact).
const FIRST_PAYMENT: &str = "0100000001c997a5e56e104102fa209c6a852dd90660a20b2d9c352423edce25857fcd3704000000004847304402204e45e16932b8af514961a1d3a1a25fdf3f4f7732e9d624c6c61548ab5fb8cd410220181522ec8eca07de4860a4acdd12909d831cc56cbbac4622082221a8768d1d0901ffffffff0200ca9a3b00000000434104ae1a62fe09c5f51b13905f07f06b99a2f7159b2225f374cd378d71302fa28414e7aab37397f554a7df5f142c21c1b7303b8a0626f1baded5c72a704f7e6cd84cac00286bee0000000043410411db93e1dcdb8a016b49840f8c53bc1eb68a382e97b1482ecad7b148a6909a5cb2e0eaddfb84ccf9744464f82e160bfa9b8b64f9d4c03f999b8643f656b412a3ac00000000";

const FIRST_TXID: &str = "f4184fc596403b9d638783cf57adfe4c75c605f6356fbc91338530e9831e9e16";

#[test]
fn a_batch_of_transactions_is_answered_line_by_line_and_in_order() {
    let no_outputs =
        "01000000".to_owned() + "01" + &"11".repeat(36) + "00ffffffff" + "00" + "00000000";
    let question = |id: Value, tx: &str| json!({ "id": id, "tx": tx }).to_string();
    let input = [
        question(json!(1), FIRST_PAYMENT),
        question(json!({ "any": ["value", 1.50] }), &no_outputs),
        question(json!("cut"), &FIRST_PAYMENT[..100]),
        question(json!("odd"), "0"),
        question(Value::Null, "zz"),
        "no JSON at all".to_owned(),
        String::new(),
        json!({ "id": 7 }).to_string(),
        question(json!(2), FIRST_PAYMENT),
    ];
    for jobs in ["1", "4"] {
        let output = blockstep(&["tx", "check", "--batch", "--jobs", jobs], &input.join("\n"));
        assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stderr));
        let answers = lines(&output);
        assert_eq!(answers.len(), input.len());
        let keys = ["id", "ok", "txid", "wtxid", "weight", "reject", "reason"];
        for answer in &answers {
            assert!(answer.as_object().unwrap().keys().eq(keys), "{answer}");
        }
        assert_eq!(
            answers[0],
            json!({ "id": 1, "ok": true, "txid": FIRST_TXID, "wtxid": FIRST_TXID,
                "weight": 1100, "reject": null, "reason": null })
        );
        assert_eq!(answers[1]["id"], json!({ "any": ["value", 1.50] }));
        assert_eq!(answers[1]["ok"], json!(false));
        assert_eq!(answers[1]["reject"], json!("bad-txns-vout-empty"));
        assert!(answers[1]["txid"].is_string() && answers[1]["reason"].is_string());
        for (place, id, reason) in [
            (2, json!("cut"), "offset"),
            (3, json!("odd"), "half a byte"),
            (4, Value::Null, "'z'"),
            (5, Value::Null, "no question"),
            (6, Value::Null, "no question"),
            (7, json!(7), "missing field `tx`"),
        ] {
            let answer = &answers[place];
            assert_eq!((&answer["id"], &answer["ok"]), (&id, &json!(false)), "{answer}");
            assert!(answer["reason"].as_str().unwrap().contains(reason), "{answer}");
            for key in ["txid", "wtxid", "weight", "reject"] {
                assert!(answer[key].is_null(), "{answer}");
            }
        }
        assert_eq!(answers[8]["id"], json!(2));
    }
}

#[test]
fn one_transaction_is_checked_by_itself() {
    let good = blockstep(&["tx", "check", FIRST_PAYMENT], "");
    assert_eq!(good.status.code(), Some(0));
    assert!(text(&good).contains(FIRST_TXID) && text(&good).contains("breaks no rule"));
    let cut = blockstep(&["--json", "tx", "check", "-"], &FIRST_PAYMENT[..100]);
    assert_eq!(cut.status.code(), Some(1));
    let answer: Value = serde_json::from_str(&text(&cut)).unwrap();
    assert!(answer["txid"].is_null() && answer["reason"].is_string());
}

#[test]
fn a_double_spend_is_scanned_step_by_step() {
    let scan = blockstep(&["ledger", "scan", "double-spend"], "");
    assert_eq!(scan.status.code(), Some(1), "invalid");
    let told = text(&scan);
    let at = |words: &str| told.find(words).unwrap_or_else(|| panic!("{words} in {told}"));
    assert!(at("Transaction 3 spends 2[0], not 2[1]") < at("Transaction 4 spends 2[1] already"));
    assert!(told.contains("Verdict: invalid, bad-txns-inputs-missingorspent"));
    assert_eq!(blockstep(&["ledger", "scan", "valid"], "").status.code(), Some(0));
    let unknown = blockstep(&["ledger", "scan", "triple-spend"], "");
    assert_eq!(unknown.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&unknown.stderr).contains("triple-spend"));
}

#[test]
fn every_ledger_lists_its_verdicts() {
    for (ledger, looks) in [("account", 4), ("table", 1), ("scan", 3), ("utxo", 1)] {
        let listed = lines(&blockstep(&["--json", "ledger", "scan", "--ledger", ledger], ""));
        assert_eq!(listed.len(), 12);
        let double = listed.iter().find(|one| one["candidate"] == "double-spend").unwrap();
        assert_eq!((&double["looks"], &double["ok"]), (&json!(looks), &json!(false)));
        assert_eq!(listed.iter().filter(|one| one["ok"] == true).count(), 4);
    }
}

#[test]
fn the_costs_are_compared_in_text_in_data_and_as_a_picture() {
    let path = std::env::temp_dir().join(format!("blockstep-growth-{}.svg", std::process::id()));
    let file = path.to_str().unwrap();
    let shown = blockstep(&["ledger", "compare", "--max", "1000", "--svg", file], "");
    assert_eq!(shown.status.code(), Some(0), "{}", String::from_utf8_lossy(&shown.stderr));
    assert!(text(&shown).contains("account, history replayed  10  100  1000"));
    let picture = std::fs::read_to_string(&path).unwrap();
    std::fs::remove_file(&path).unwrap();
    assert!(picture.starts_with("<svg") && picture.contains("UTXO set"));
    let data = lines(&blockstep(&["--json", "ledger", "compare", "--max", "100"], ""));
    assert_eq!(data.len(), 10);
    assert_eq!(data[0]["ledger"], json!("account"));
    assert_eq!((&data[5]["length"], &data[5]["looks"]), (&json!(100), &json!(100)));
    assert_eq!(blockstep(&["ledger", "compare", "--max", "9"], "").status.code(), Some(2));
}
