//! `blockstep script asm|disasm|opcodes|run|verify|debug`, as a shell sees them.

#![allow(clippy::unwrap_used)]

use std::process::Command;

/// The first payment of block 170, and the coin that it spends.
const TX: &str = "0100000001c997a5e56e104102fa209c6a852dd90660a20b2d9c352423edce25857fcd3704000000004847304402204e45e16932b8af514961a1d3a1a25fdf3f4f7732e9d624c6c61548ab5fb8cd410220181522ec8eca07de4860a4acdd12909d831cc56cbbac4622082221a8768d1d0901ffffffff0200ca9a3b00000000434104ae1a62fe09c5f51b13905f07f06b99a2f7159b2225f374cd378d71302fa28414e7aab37397f554a7df5f142c21c1b7303b8a0626f1baded5c72a704f7e6cd84cac00286bee0000000043410411db93e1dcdb8a016b49840f8c53bc1eb68a382e97b1482ecad7b148a6909a5cb2e0eaddfb84ccf9744464f82e160bfa9b8b64f9d4c03f999b8643f656b412a3ac00000000";
const COIN: &str = "5000000000:410411db93e1dcdb8a016b49840f8c53bc1eb68a382e97b1482ecad7b148a6909a5cb2e0eaddfb84ccf9744464f82e160bfa9b8b64f9d4c03f999b8643f656b412a3ac";
/// A lock that this payment does not open.
const OTHER: &str = "5000000000:76a914111111111111111111111111111111111111111188ac";

/// The exit code, and standard output and error one after the other.
fn script(arguments: &[&str]) -> (i32, String) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_blockstep"));
    let output = command.arg("script").args(arguments).output().unwrap();
    let text = [output.stdout, output.stderr].concat();
    (output.status.code().unwrap(), String::from_utf8(text).unwrap())
}

#[test]
fn each_command_answers_with_its_exit_code() {
    let cases: &[(&[&str], i32, &str)] = &[
        (&["asm", "OP_DUP", "<00ff>", "-5"], 0, "760200ff0185\n"),
        (&["asm", "--core", "DUP 0x02 0x00ff -5"], 0, "760200ff0185\n"),
        (&["asm", "OP_DPU"], 2, "did you mean OP_DUP?"),
        (&["asm", "--core", "<00ff>"], 2, "word 1, \"<00ff>\", is no opcode"),
        (&["disasm", "760200ff0185"], 0, "OP_DUP <00ff> <85>\n"),
        (&["disasm", "--core", "760200ff0185"], 0, "OP_DUP -32512 -5\n"),
        (&["disasm", "7"], 2, "not whole bytes"),
        (&["opcodes", "0x76"], 0, "OP_DUP (byte 0x76, stack)"),
        (&["opcodes"], 0, "  7d  OP_TUCK (x1 x2 -- x2 x1 x2)"),
        (&["opcodes", "tuk"], 2, "did you mean TUCK?"),
        (&["run", "2", "3", "OP_ADD"], 0, "   2  OP_ADD                    <05>\nvalid:"),
        (&["run", "0", "OP_IF", "9", "OP_ENDIF", "1"], 0, "(OP_9)"),
        (&["run", "93", "--stack", "1 -1"], 1, "invalid: EVAL_FALSE"),
        (&["run", "OP_EQUALVERIFY", "--stack", "1 2"], 1, "fails\ninvalid: EQUALVERIFY"),
        (&["run", "1", "--stack", "OP_DUP"], 2, "--stack takes items to push"),
        (&["run", "OP_NOP1", "1", "--flags", "DISCOURAGE_UPGRADABLE_NOPS"], 1, "NOPS"),
        (&["verify", TX, "--prevout", COIN], 0, "valid: input 0 of f4184fc5"),
        (&["verify", TX, "--prevout", COIN, "--flags", "all"], 0, "valid:"),
        (&["verify", TX, "--prevout", OTHER], 1, "would have passed"),
        (&["verify", TX, "--prevouts", "[{\"value\":1,\"script_pubkey\":\"6a\"}]"], 1, "OP_RETURN"),
        (&["verify", TX], 2, "previous outputs"),
        (&["verify", TX, "--prevout", COIN, "--flags", "P2SHH"], 2, "no flag \"P2SHH\""),
        (&["verify", TX, "--prevout", COIN, "--input", "1"], 2, "no input 1"),
        (&["debug", TX, "--prevout", COIN, "--at", "3"], 0, "Step 3 of"),
    ];
    for (arguments, code, part) in cases {
        let (found, text) = script(arguments);
        assert!(found == *code && text.contains(part), "{arguments:?}: {found}\n{text}");
    }
}

#[test]
fn tags_name_bytes_both_ways() {
    let path = std::env::temp_dir().join(format!("blockstep-tags-{}.json", std::process::id()));
    std::fs::write(&path, r#"{"hash alice": "0102030405"}"#).unwrap();
    let file = path.to_str().unwrap();
    let text = "OP_HASH160 <hash alice> OP_EQUAL";
    assert_eq!(script(&["asm", text, "--tags", file]), (0, "a905010203040587\n".into()));
    assert_eq!(script(&["disasm", "a905010203040587", "--tags", file]), (0, format!("{text}\n")));
    std::fs::remove_file(&path).unwrap();
}

#[test]
fn json_is_one_document_or_a_line_for_each_step() {
    let (code, text) = script(&["run", "--json", "1", "OP_VERIFY", "0"]);
    let lines: Vec<serde_json::Value> =
        text.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!((code, lines.len()), (1, 4));
    assert_eq!(lines[3]["error"], "EVAL_FALSE");
    let (_, text) = script(&["disasm", "--json", "51"]);
    let document: serde_json::Value = serde_json::from_str(&text).unwrap();
    assert_eq!((&document["text"], &document["core_asm"]), (&"OP_1".into(), &"1".into()));
}
