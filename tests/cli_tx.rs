//! `blockstep tx` and `blockstep block`, the real program.

#![allow(clippy::unwrap_used)]

#[path = "support/program.rs"]
mod program;

use program::{blockstep, blockstep_fed};
use serde_json::Value;

/// The first payment on the main network, in block 170.
const FIRST_PAYMENT: &str = "0100000001c997a5e56e104102fa209c6a852dd90660a20b2d9c352423edce25857fcd3704000000004847304402204e45e16932b8af514961a1d3a1a25fdf3f4f7732e9d624c6c61548ab5fb8cd410220181522ec8eca07de4860a4acdd12909d831cc56cbbac4622082221a8768d1d0901ffffffff0200ca9a3b00000000434104ae1a62fe09c5f51b13905f07f06b99a2f7159b2225f374cd378d71302fa28414e7aab37397f554a7df5f142c21c1b7303b8a0626f1baded5c72a704f7e6cd84cac00286bee0000000043410411db93e1dcdb8a016b49840f8c53bc1eb68a382e97b1482ecad7b148a6909a5cb2e0eaddfb84ccf9744464f82e160bfa9b8b64f9d4c03f999b8643f656b412a3ac00000000";
/// The first block of the main network.
const GENESIS: &str = "0100000000000000000000000000000000000000000000000000000000000000000000003ba3edfd7a7b12b27ac72c3e67768f617fc81bc3888a51323a9fb8aa4b1e5e4a29ab5f49ffff001d1dac2b7c0101000000010000000000000000000000000000000000000000000000000000000000000000ffffffff4d04ffff001d0104455468652054696d65732030332f4a616e2f32303039204368616e63656c6c6f72206f6e206272696e6b206f66207365636f6e64206261696c6f757420666f722062616e6b73ffffffff0100f2052a01000000434104678afdb0fe5548271967f1a67130b7105cd6a828e03909a67962e0ea1f61deb649f6bc3f4cef38c4f35504e51ec112de5c384df7ba0b8d578a4c702b6bf11d5fac00000000";

/// Both shapes of the real program's JSON give the real bytes back.
#[test]
fn decode_and_encode_undo_each_other() {
    for shape in ["lecture", "core"] {
        let json = blockstep(&["tx", "decode", "--shape", shape, FIRST_PAYMENT]);
        assert_eq!((json.code, json.stderr.as_str()), (0, ""));
        let back = blockstep_fed(&["tx", "encode", "-"], &json.stdout);
        assert_eq!((back.code, back.stdout.trim()), (0, FIRST_PAYMENT), "{shape}");
    }
}

#[test]
fn every_byte_is_in_one_field() {
    let answer = blockstep(&["tx", "decode", "--json", "--shape", "fields", FIRST_PAYMENT]);
    let json: Value = serde_json::from_str(&answer.stdout).unwrap();
    let fields = json["fields"].as_array().unwrap();
    let bytes: String = fields.iter().map(|field| field["hex"].as_str().unwrap()).collect();
    assert_eq!((answer.code, bytes.as_str()), (0, FIRST_PAYMENT));
    assert_eq!(fields[0]["field"], "version");
    let text = blockstep(&["tx", "decode", FIRST_PAYMENT]).stdout;
    assert!(text.contains("vin[0].prevout.hash"), "{text}");
    assert!(text.contains("f4184fc596403b9d638783cf57adfe4c75c605f6356fbc91338530e9831e9e16"));
}

/// Broken bytes of each kind: what is wrong, where, and exit code 1.
#[test]
fn broken_transactions_are_told_with_rule_and_offset() {
    let cut = &FIRST_PAYMENT[..FIRST_PAYMENT.len() - 2];
    let trailing = format!("{FIRST_PAYMENT}00");
    let wide = FIRST_PAYMENT.replacen("0100000001", "01000000fd0100", 1);
    let absurd = "01000000feffffffff";
    let huge = "01000000ffffffffffffffffff";
    let flag = "010000000002";
    let no_witness = format!("01000000000101{}0000000000000000", "00".repeat(36 + 1 + 4));
    for (hex, rule, offset) in [
        (cut, "unexpected-end", 271),
        (trailing.as_str(), "trailing-bytes", 275),
        (wide.as_str(), "non-canonical-compact-size", 4),
        (absurd, "count-too-large", 4),
        (huge, "count-too-large", 4),
        (flag, "unexpected-end", 6),
        (no_witness.as_str(), "superfluous-witness", 50),
        ("", "unexpected-end", 0),
    ] {
        let answer = blockstep_fed(&["tx", "decode", "--json", "--shape", "fields", "-"], hex);
        let json: Value = serde_json::from_str(&answer.stdout).unwrap();
        assert_eq!(answer.code, 1, "{rule}");
        assert_eq!((json["rule"].as_str(), json["offset"].as_u64()), (Some(rule), Some(offset)));
        let answer = blockstep_fed(&["tx", "decode", "--shape", "core", "-"], hex);
        assert_eq!((answer.code, answer.stdout.as_str()), (1, ""));
        assert!(answer.stderr.contains(rule), "{}", answer.stderr);
    }
}

#[test]
fn wrong_usage_ends_with_2() {
    for arguments in [
        &["tx"][..],
        &["tx", "decode", "xyz"],
        &["tx", "decode", "012"],
        &["tx", "decode", "no/such/file"],
        &["tx", "decode", "--shape", "round", "00"],
        &["block", "verify", "0g"],
    ] {
        let answer = blockstep(arguments);
        assert_eq!((answer.code, answer.stdout.as_str()), (2, ""), "{arguments:?}");
        assert!(!answer.stderr.is_empty());
    }
}

#[test]
fn json_that_contradicts_itself_is_refused() {
    let json = blockstep(&["tx", "decode", "--shape", "core", FIRST_PAYMENT]).stdout;
    let wrong = json.replacen("\"size\": 275", "\"size\": 276", 1);
    let answer = blockstep_fed(&["tx", "encode", "-"], &wrong);
    assert_eq!((answer.code, answer.stdout.as_str()), (1, ""));
    assert!(answer.stderr.contains("`size` says 276"), "{}", answer.stderr);
    let answer = blockstep(&["tx", "encode", "{\"vin\":[]"]);
    assert_eq!(answer.code, 1);
    assert!(answer.stderr.contains("line 1"), "{}", answer.stderr);
}

#[test]
fn the_lecture_s_shape_says_what_it_loses() {
    // One input with a witness of one byte.
    let input = format!("{}00ffffffff", "11".repeat(36));
    let hex = format!("02000000000101{input}01010000000000000000010107{}", "00".repeat(4));
    let answer = blockstep(&["tx", "decode", "--shape", "lecture", &hex]);
    assert_eq!(answer.code, 0, "{}", answer.stderr);
    assert!(answer.stderr.contains("the witness of input 0"), "{}", answer.stderr);
    let back = blockstep_fed(&["tx", "encode", "-"], &answer.stdout);
    assert_eq!(back.code, 1, "without its witness the size is wrong");
}

#[test]
fn blocks_are_decoded_and_verified() {
    let hash = "000000000019d6689c085ae165831e934ff763ae46a2a6c172b3f1b60a8ce26f";
    for hex in [GENESIS, &GENESIS[..160]] {
        let answer = blockstep(&["block", "decode", "--json", hex]);
        let json: Value = serde_json::from_str(&answer.stdout).unwrap();
        assert_eq!((answer.code, json["hash"].as_str()), (0, Some(hash)));
        assert_eq!((&json["bits"], &json["difficulty"]), (&"1d00ffff".into(), &1.0.into()));
    }
    let answer = blockstep(&["block", "verify", GENESIS]);
    assert_eq!((answer.code, answer.stderr.as_str()), (0, ""));
    assert!(answer.stdout.contains("Not checked"));
    assert!(!answer.stdout.contains("BROKEN"));
}

/// One changed byte each: in the nonce, in the coinbase's text, in the count.
#[test]
fn a_changed_block_is_found_out() {
    let change = |at: usize| {
        let mut bytes = hex::decode(GENESIS).unwrap();
        bytes[at] ^= 1;
        hex::encode(bytes)
    };
    for (at, rejects) in [(76, vec!["high-hash"]), (150, vec!["bad-txnmrklroot"])] {
        let answer = blockstep(&["block", "verify", "--json", &change(at)]);
        let json: Value = serde_json::from_str(&answer.stdout).unwrap();
        let checks = json["checks"].as_array().unwrap();
        let found: Vec<_> = checks.iter().filter_map(|check| check["reject"].as_str()).collect();
        assert_eq!((answer.code, found), (1, rejects));
    }
    let answer = blockstep(&["block", "verify", &change(80)]);
    assert_eq!((answer.code, answer.stdout.as_str()), (1, ""));
    assert!(answer.stderr.contains("trailing-bytes"), "{}", answer.stderr);
}
