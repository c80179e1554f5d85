//! `blockstep util`, the real program: one table of what is asked and answered.

#![allow(clippy::unwrap_used)]

#[path = "support/program.rs"]
mod program;

use program::{blockstep, blockstep_fed};
use serde_json::Value;

/// Arguments, and the whole of standard output. Public test values: those of the hash functions'
/// own standards, of BIP 173 and BIP 350, of Core's tests, and the keys 1.
const ANSWERS: &[(&str, &str)] = &[
    ("sha256 --text abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
    ("sha256 616263", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
    ("sha256d --text hello", "9595c9df90075148eb06860365df33584b75bff782a510c6cd4883a419833d50"),
    ("ripemd160 --text abc", "8eb208f7e05d987a9b044a8e98c6b087f15a0bfc"),
    (
        "hash160 0279be667ef9dcbbac55a06295ce870b07029bfcdb2dce28d959f2815b16f81798",
        "751e76e8199196d454941c45d1b3a323f1433bd6",
    ),
    ("reverse 00010203ff", "ff03020100"),
    (
        "base58check encode 00751e76e8199196d454941c45d1b3a323f1433bd6",
        "1BgGZ9tcN4rm9KBzDn7KprQz87SZ26SAMH",
    ),
    (
        "base58check decode 1BgGZ9tcN4rm9KBzDn7KprQz87SZ26SAMH",
        "00751e76e8199196d454941c45d1b3a323f1433bd6",
    ),
    (
        "bech32 encode 751e76e8199196d454941c45d1b3a323f1433bd6",
        "bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4",
    ),
    ("bech32 encode --prefix bc --witness-version 16 751e", "bc1sw50qgdz25j"),
    ("scriptnum encode -1", "81"),
    ("scriptnum encode 255", "ff00"),
    ("scriptnum encode 0", ""),
    ("scriptnum decode ff00", "255"),
    ("scriptnum decode --lax 0100", "1"),
    ("scriptnum decode --max 5 ffffffff00", "4294967295"),
    ("compactsize encode 252", "fc"),
    ("compactsize encode 253", "fdfd00"),
    ("compactsize encode 18446744073709551615", "ffffffffffffffffff"),
    ("compactsize decode fe00000100", "65536"),
];

#[test]
fn single_values_are_answered_bare() {
    for (arguments, expected) in ANSWERS {
        let words: Vec<&str> = ["util"].into_iter().chain(arguments.split(' ')).collect();
        let answer = blockstep(&words);
        assert_eq!((answer.code, answer.stdout.trim()), (0, *expected), "{arguments}");
        let answer = blockstep(&[&words[..], &["--json"]].concat());
        let json: Value = serde_json::from_str(&answer.stdout).unwrap();
        let value = json.as_object().unwrap().values().next().unwrap();
        let value = value.as_str().map_or(value.to_string(), str::to_owned);
        assert_eq!(value, *expected, "{arguments} --json");
    }
}

/// Arguments, and (key, value) of the JSON answer.
const FACTS: &[(&str, &[(&str, &str)])] = &[
    (
        "bits 1b0404cb",
        &[
            ("target", "00000000000404cb000000000000000000000000000000000000000000000000"),
            ("work", "00000000000000000000000000000000000000000000000000003fb3ab764c00"),
        ],
    ),
    ("bits --difficulty 1", &[("bits", "1d00ffff"), ("difficulty", "1.0")]),
    (
        "bits --target 00000000ffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
        &[("bits", "1d00ffff")],
    ),
    (
        "address bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4",
        &[
            ("networks", "main"),
            ("type", "witness_v0_keyhash"),
            ("script_pubkey", "0014751e76e8199196d454941c45d1b3a323f1433bd6"),
        ],
    ),
    (
        "address --script 0014751e76e8199196d454941c45d1b3a323f1433bd6 --network regtest",
        &[("address", "bcrt1qw508d6qejxtdg4y5r3zarvary0c5xw7kygt080")],
    ),
    (
        "wif KwDiBf89QgGbjEhKnhXJuH7LrciVrZi3qYjgd9M7rFU73sVHnoWn",
        &[
            ("secret", "0000000000000000000000000000000000000000000000000000000000000001"),
            ("p2pkh", "1BgGZ9tcN4rm9KBzDn7KprQz87SZ26SAMH"),
            ("p2wpkh", "bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4"),
            ("p2tr", "bc1pmfr3p9j00pfxjh0zmgp99y8zftmd3s5pmedqhyptwy6lm87hf5sspknck9"),
        ],
    ),
    (
        "bech32 decode bc1sw50qgdz25j",
        &[
            ("prefix", "bc"),
            ("encoding", "Bech32m"),
            ("witness_version", "16"),
            ("program", "751e"),
        ],
    ),
    ("der 300602010102010101", &[("ok", "true"), ("strict", "true"), ("low_s", "true")]),
    ("der --lax 30070202000102010101", &[("ok", "true"), ("strict", "false"), ("lax", "true")]),
];

#[test]
fn several_values_are_answered_by_name() {
    for (arguments, expected) in FACTS {
        let words: Vec<&str> =
            ["util"].into_iter().chain(arguments.split(' ')).chain(["--json"]).collect();
        let answer = blockstep(&words);
        assert_eq!(answer.code, 0, "{arguments}: {}{}", answer.stdout, answer.stderr);
        let json: Value = serde_json::from_str(&answer.stdout).unwrap();
        for (key, expected) in *expected {
            let value = json[key].as_str().map_or(json[key].to_string(), str::to_owned);
            assert_eq!(value, *expected, "{arguments}: {key}");
        }
    }
}

/// Arguments, what the sentence on standard error says, and the exit code.
const REFUSALS: &[(&str, &str, i32)] = &[
    ("base58check decode 1BgGZ9tcN4rm9KBzDn7KprQz87SZ26SAM0", "'0', character 34", 1),
    ("base58check decode 1BgGZ9tcN4rm9KBzDn7KprQz87SZ26SAMJ", "the checksum is", 1),
    ("bech32 decode bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t5", "character 42", 1),
    ("address bc1qw508d6qejxtdg4y5R3zarvary0c5xw7kv8f3t4", "mixed", 1),
    ("address tc1qw508d6qejxtdg4y5r3zarvary0c5xw7kg3g4ty", "\"tc\"", 1),
    ("address KwDiBf89QgGbjEhKnhXJuH7LrciVrZi3qYjgd9M7rFU73sVHnoWn", "private key", 1),
    ("address --script 6a", "has no address", 1),
    ("wif 1BgGZ9tcN4rm9KBzDn7KprQz87SZ26SAMH", "not that of a private key", 1),
    ("scriptnum decode 0100", "leave out the useless last byte", 1),
    ("scriptnum decode ffffffff00", "at most 4", 1),
    ("compactsize decode fdfc00", "shortest form", 1),
    ("compactsize decode fd", "end too early", 1),
    ("compactsize decode 0102", "left over", 1),
    ("bits 01800001", "is 0", 1),
    ("bits 1d80ffff", "negative", 1),
    ("bits ff123456", "larger than any hash", 1),
    ("bits 1d00fg", "not hexadecimal", 2),
    ("bits --difficulty 1e3", "no difficulty", 2),
    ("bits", "", 2),
    ("sha256 0g", "no hexadecimal digit", 2),
    ("frobnicate", "", 2),
];

#[test]
fn what_is_wrong_is_told_in_a_sentence() {
    for (arguments, sentence, code) in REFUSALS {
        let words: Vec<&str> = ["util"].into_iter().chain(arguments.split(' ')).collect();
        let answer = blockstep(&words);
        assert_eq!((answer.code, answer.stdout.as_str()), (*code, ""), "{arguments}");
        assert!(answer.stderr.contains(sentence), "{arguments}: {}", answer.stderr);
    }
}

#[test]
fn a_signature_is_explained_field_by_field() {
    let answer = blockstep(&["util", "der", "30070202000102010101"]);
    assert_eq!(answer.code, 1, "{}", answer.stderr);
    assert!(answer.stdout.contains("not strict: the zero in front is not needed"));
    for length in 0..9 {
        let cut = &"300602010102010101"[..2 * length];
        let answer = blockstep_fed(&["util", "der", "-"], cut);
        assert_eq!(answer.code, 1, "{cut}");
    }
}

#[test]
fn difficulty_is_shown_for_people() {
    let answer = blockstep(&["util", "bits", "1b0404cb"]);
    assert!(answer.stdout.contains("difficulty  16307.420938523983\n"), "{}", answer.stdout);
}

#[test]
fn input_comes_from_a_pipe_or_a_file() {
    assert_eq!(blockstep_fed(&["util", "reverse"], "00 01\n").stdout, "0100\n");
    let path = std::env::temp_dir().join(format!("blockstep-util-{}", std::process::id()));
    std::fs::write(&path, "0001").unwrap();
    assert_eq!(blockstep(&["util", "reverse", path.to_str().unwrap()]).stdout, "0100\n");
    std::fs::remove_file(path).unwrap();
}
