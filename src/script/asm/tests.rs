use proptest::prelude::*;

use super::*;

fn hexed(result: Result<Vec<u8>, AsmError>) -> String {
    match result {
        Ok(script) => hex::encode(script),
        Err(error) => error.to_string(),
    }
}

#[test]
fn cores_test_notation_is_read_word_by_word() {
    let cases = [
        ("", ""),
        (" \t\n ", ""),
        ("DUP HASH160 0x14 0x0102 EQUALVERIFY CHECKSIG", "76a914010288ac"),
        ("OP_DUP OP_RESERVED RESERVED", "765050"),
        ("0 -0 1 16 17 -1 -2 007", "0000516001114f018257"),
        ("127 128 255 256 -255 4294967295", "017f02800002ff0002000102ff8005ffffffff00"),
        ("0x4c 0x01 0x07", "4c0107"),
        ("'' 'a' 'Az'", "00016102417a"),
        ("NOP10 CHECKSIGADD CHECKLOCKTIMEVERIFY", "b9bab1"),
    ];
    for (text, script) in cases {
        assert_eq!(hexed(assemble(text)), script, "{text}");
    }
    let text = format!("'{}'", "x".repeat(76));
    assert!(hexed(assemble(&text)).starts_with("4c4c7878"));
}

#[test]
fn what_core_would_not_read_is_told_by_word() {
    let cases = [
        ("NOP2", "word 1, \"NOP2\", is no opcode; did you mean OP_CHECKLOCKTIMEVERIFY?"),
        ("DUP DPU", "word 2, \"DPU\", is no opcode; did you mean DUP?"),
        ("OP_1", "word 1, \"OP_1\", is no opcode; did you mean 1?"),
        ("1NEGATE", "word 1, \"1NEGATE\", is no opcode; did you mean -1?"),
        ("PUSHDATA1", "word 1, \"PUSHDATA1\", is no opcode"),
        ("dup", "word 1, \"dup\", is no opcode; did you mean OP_DUP?"),
        ("-", "word 1, \"-\", is no opcode"),
        ("'", "word 1, \"'\", is no opcode"),
        (
            "4294967296",
            "word 1, 4294967296, is too large a number: it must lie between -4294967295 and 4294967295",
        ),
        (
            "1 -9223372036854775808",
            "word 2, -9223372036854775808, is too large a number: it must lie between -4294967295 and 4294967295",
        ),
        (
            "0x0",
            "word 1, \"0x0\": not hexadecimal: half a byte at character 1; use 0-9 and a-f, two for each byte",
        ),
    ];
    for (text, error) in cases {
        assert_eq!(hexed(assemble(text)), error, "{text}");
    }
}

/// The shortest signature in strict DER form.
const SIGNATURE: &str = "3006020101020101";

#[test]
fn cores_asm_shows_small_numbers_and_names_hash_types() {
    let cases = [
        ("", "", ""),
        ("0001ff02e80304ffffffff", "0 -127 1000 -2147483647", "0 -127 1000 -2147483647"),
        ("050102030405", "0102030405", "0102030405"),
        (
            "4f5160bbff",
            "-1 1 16 OP_UNKNOWN OP_INVALIDOPCODE",
            "-1 1 16 OP_UNKNOWN OP_INVALIDOPCODE",
        ),
        ("7605ab", "OP_DUP [error]", "OP_DUP [error]"),
        ("4c", "[error]", "[error]"),
        ("09300602010102010101", "300602010102010101", "3006020101020101[ALL]"),
        ("09300602010102010183", "300602010102010183", "3006020101020101[SINGLE|ANYONECANPAY]"),
        ("09300602010102010104", "300602010102010104", "300602010102010104"),
        ("6a09300602010102010101", "OP_RETURN 300602010102010101", "OP_RETURN 300602010102010101"),
    ];
    for (script, plain, named) in cases {
        let script = hex::decode(script).unwrap();
        assert_eq!(disassemble(&script), plain);
        assert_eq!(disassemble_script_sig(&script), named);
    }
    for (byte, name) in [
        (1, "ALL"),
        (0x81, "ALL|ANYONECANPAY"),
        (2, "NONE"),
        (0x82, "NONE|ANYONECANPAY"),
        (3, "SINGLE"),
    ] {
        let script = hex::decode(format!("09{SIGNATURE}{byte:02x}")).unwrap();
        assert_eq!(disassemble_script_sig(&script), format!("{SIGNATURE}[{name}]"));
    }
}

fn tags() -> Tags {
    Tags::from_json(r#"{"hash alice": "0123456789abcdef", "five": "05", "nothing": ""}"#).unwrap()
}

#[test]
fn people_read_names_and_write_them() {
    let tags = tags();
    let cases = [
        ("OP_DUP OP_HASH160 <hash alice> OP_EQUALVERIFY", "76a9080123456789abcdef88"),
        ("<00ff> OP_PUSHBYTES_1 <five> OP_PUSHDATA1 <nothing> OP_0", "0200ff01054c0000"),
        ("144 OP_CHECKSEQUENCEVERIFY OP_DROP OP_1", "029000b27551"),
        ("4294967295 OP_CHECKLOCKTIMEVERIFY", "05ffffffff00b1"),
        ("-129 OP_ADD", "02818093"),
        ("OP_SUCCESS187 OP_INVALIDOPCODE OP_RESERVED", "bbff50"),
        ("OP_DUP 0x4c05ab", "764c05ab"),
    ];
    for (text, script) in cases {
        assert_eq!(hexed(read(text, &tags)), script);
        assert_eq!(write(&hex::decode(script).unwrap(), &tags), text);
    }
    let freely = "dup\tOP_HASH160 < hash alice ><05>'two words' true <> OP_PUSHDATA1<ff>";
    assert_eq!(
        hexed(read(freely, &tags)),
        "76a9080123456789abcdef550974776f20776f72647351004c01ff"
    );
}

#[test]
fn a_word_knows_its_bytes() {
    let script = hex::decode("76029000b24c05ab").unwrap();
    let found: Vec<(usize, usize, String)> =
        words(&script, &Tags::new()).into_iter().map(|w| (w.offset, w.end, w.text)).collect();
    let expected =
        [(0, 1, "OP_DUP"), (1, 4, "144"), (4, 5, "OP_CHECKSEQUENCEVERIFY"), (5, 8, "0x4c05ab")];
    assert_eq!(found, expected.map(|(a, b, text)| (a, b, text.to_string())));
}

#[test]
fn a_slip_is_told_by_word_with_what_may_have_been_meant() {
    let tags = tags();
    let cases = [
        ("OP_DUP OP_HASH16", "word 2, \"OP_HASH16\", is no opcode; did you mean OP_HASH160?"),
        (
            "<hash alcie>",
            "word 1: no bytes are known under the name \"hash alcie\"; did you mean hash alice?",
        ),
        ("OP_DUP <00", "word 2 begins with < and is never closed: add >"),
        ("'abc", "word 1 begins with ' and is never closed: add '"),
        (
            "OP_PUSHDATA1 OP_DUP",
            "word 1, OP_PUSHDATA1, must be followed by what it pushes, in angle brackets: OP_PUSHDATA1 <00ff>",
        ),
        (
            "OP_1 OP_PUSHBYTES_2",
            "word 2, OP_PUSHBYTES_2, must be followed by what it pushes, in angle brackets: OP_PUSHBYTES_2 <00ff>",
        ),
        ("OP_PUSHBYTES_2 <ff>", "word 2 is 1 bytes long, but OP_PUSHBYTES_2 before it pushes 2"),
        (
            "<abc>",
            "word 1, \"abc\": not hexadecimal: half a byte at character 3; use 0-9 and a-f, two for each byte",
        ),
        (
            "549755813888",
            "word 1, 549755813888, is too large a number: it must lie between -549755813887 and 549755813887",
        ),
    ];
    for (text, error) in cases {
        assert_eq!(hexed(read(text, &tags)), error, "{text}");
    }
}

#[test]
fn tags_are_a_file_of_names_that_cannot_be_taken_for_bytes() {
    let tags = tags();
    assert_eq!(Tags::from_json(&tags.to_json().to_string()), Ok(tags.clone()));
    assert_eq!((tags.name_of(&[5]), tags.bytes_of("five")), (Some("five"), Some(&[5][..])));
    for name in ["", " a", "a\tb", "a  b", "<a>", "beef", "a\u{7f}", &"x".repeat(61)] {
        let error = Tags::new().insert(name, [1]).unwrap_err();
        assert!(matches!(error, TagError::BadName { .. }), "{name:?}");
    }
    for (text, says) in [
        ("[]", "the tags cannot be read: "),
        (r#"{"a": "0"}"#, "the bytes of \"a\" cannot be read: not hexadecimal: half a byte"),
    ] {
        let error = Tags::from_json(text).unwrap_err().to_string();
        assert!(error.starts_with(says), "{error}");
    }
    let mut tags = tags;
    assert!(matches!(tags.insert("five", [6]), Err(TagError::Taken { .. })));
    tags.insert("cinq", [5]).unwrap();
    assert_eq!(tags.name_of(&[5]), Some("five"));
}

/// Bytes in which pushes of all kinds, broken ones too, are common.
fn scripts() -> impl Strategy<Value = Vec<u8>> {
    let data = || proptest::collection::vec(any::<u8>(), 0..6);
    let piece = prop_oneof![
        any::<u8>().prop_map(|byte| vec![byte]),
        (0u8..=0x4f, data()).prop_map(|(opcode, data)| [vec![opcode], data].concat()),
        data().prop_map(|data| [vec![data.len() as u8], data].concat()),
        (0x4cu8..=0x4e, data()).prop_map(|(opcode, data)| {
            let mut script = Vec::new();
            crate::script::instruction::put_push_with(&mut script, opcode, &data);
            script
        }),
        Just(vec![5, 1, 2, 3, 4, 5, 0x93]),
        Just(vec![1, 5]),
        Just(vec![8, 0x01, 0x23, 0x45, 0x67, 0x89, 0xab, 0xcd, 0xef]),
    ];
    proptest::collection::vec(piece, 0..12).prop_map(|pieces| pieces.concat())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2000))]

    #[test]
    fn any_bytes_survive_the_way_to_text_and_back(script in scripts()) {
        for tags in [Tags::new(), tags()] {
            let text = write(&script, &tags);
            prop_assert_eq!(read(&text, &tags), Ok(script.clone()), "{}", text);
            let words = words(&script, &tags);
            prop_assert_eq!(words.last().map_or(0, |word| word.end), script.len());
            prop_assert!(words.windows(2).all(|pair| pair[0].end == pair[1].offset));
        }
    }

    #[test]
    fn no_text_is_too_odd_to_be_answered(text in "\\PC{0,40}") {
        let _ = (assemble(&text), read(&text, &tags()));
    }
}
