//! The same way in plain text: from the numbered prompt, and from a shell.

#![allow(clippy::unwrap_used)]

use std::io::Write;
use std::process::{Command, Stdio};

/// Types lines into the plain prompt, and returns what it says.
fn prompt(home: &std::path::Path, lines: &[&str]) -> String {
    let mut child = Command::new(env!("CARGO_BIN_EXE_blockstep"))
        .arg("--plain")
        .env("BLOCKSTEP_HOME", home)
        .env_remove("BLOCKSTEP_CHAIN")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    child.stdin.take().unwrap().write_all((lines.join("\n") + "\n").as_bytes()).unwrap();
    let output = child.wait_with_output().unwrap();
    assert!(output.status.success());
    String::from_utf8(output.stdout).unwrap()
}

#[test]
fn the_whole_way_is_there_in_words() {
    let home = tempfile::tempdir().unwrap();
    let said = prompt(
        home.path(),
        &[
            "chain new",
            "wallet new Alice",
            "wallet new Bob",
            "wallet new Carol",
            "mine Alice 3",
            "mine Bob 3",
            "wallet pay Alice Carol 17 --fee 2 --step",
            "mine Carol",
            "wallet joint Alice,Bob Carol 60",
            "mine Bob",
            "chain fork 6 --to Alice --blocks 2",
            "chain fork 6 --to Alice --blocks 3",
            "mine Bob",
            "chain info",
            "wallet list",
            "chain forge double-spend",
            "chain step refused",
        ],
    );
    let flat = said.split_whitespace().collect::<Vec<_>>().join(" ");
    for expected in [
        "A new classroom chain in",
        "3 blocks found for Bob, with 0 payments.",
        "Alice pays Carol 17.0: transaction",
        "Alice and Bob pay Carol 60.0 together",
        "Every input has its signatures",
        "on a side branch",
        "A reorganisation: 2 blocks no longer count",
        "1 block found for Bob, with 2 payments.",
        " side branch",
        "Carol: 77.0 bitcoin to spend",
        "the chain refuses it (bad-txns-inputs-missingorspent)",
        "Verdict: invalid, bad-txns-inputs-missingorspent.",
    ] {
        assert!(flat.contains(expected), "never said {expected:?} in\n{said}");
    }
}

#[test]
fn a_payment_is_passed_around_in_a_file() {
    let home = tempfile::tempdir().unwrap();
    let file = home.path().join("payment.json");
    let file = file.to_str().unwrap();
    let said = prompt(
        home.path(),
        &[
            "chain new",
            "wallet new Alice",
            "wallet new Bob",
            "mine Alice 3",
            "mine Bob 3",
            &format!("tx build Alice,Bob Bob 60 --file {file}"),
            &format!("tx send {file}"),
            &format!("tx sign {file} --by Bob"),
            &format!("tx sign {file} --by Alice"),
            &format!("tx send {file}"),
            &format!("tx send {file}"),
            "mempool list",
        ],
    );
    let flat = said.split_whitespace().collect::<Vec<_>>().join(" ");
    for expected in [
        "pays 60.0 bitcoin to",
        "lacks 1 signature: of Alice.",
        "Every input has its signatures: the payment can be finished.",
        "waits in the mempool.",
        "The mempool refuses it (txn-already-in-mempool)",
        "satoshis for",
    ] {
        assert!(flat.contains(expected), "never said {expected:?} in\n{said}");
    }
}

#[test]
fn a_block_is_connected_and_taken_back_and_a_coin_is_followed() {
    let home = tempfile::tempdir().unwrap();
    let said = prompt(
        home.path(),
        &[
            "chain new",
            "wallet new Alice",
            "wallet new Carol",
            "mine Alice 3",
            "wallet pay Alice Carol 17 --fee 2",
            "mine Carol",
        ],
    );
    let said = said.split_whitespace().collect::<Vec<_>>().join(" ");
    let txid = said.split_once("Alice pays Carol 17.0: transaction ").unwrap().1;
    let txid: String = txid.chars().take_while(char::is_ascii_hexdigit).collect();
    let lineage = format!("chain step lineage {txid}:0");
    let said = prompt(
        home.path(),
        &[
            "chain step connect 4",
            &lineage,
            "chain step connect 0",
            "chain step lineage 12345",
            "chain step lineage",
            "chain step 4 5",
        ],
    );
    let flat = said.split_whitespace().collect::<Vec<_>>().join(" ");
    for expected in [
        "Transaction 1 takes 1 coin out of the set, noted as undo data, and makes 2 coins.",
        "Transaction 1 is taken back, the last first: what it made goes, and 1 coin of the undo data \
         returns.",
        "The set is the very set that there was before the block, coin by coin.",
        "were made by",
        "in block 4, out of 1 coin: its input names it by hash.",
        "are the coinbase of block 1: new money, which came from no other coin.",
        "\"12345\" is no output of this chain",
        "say what to walk through: `chain step connect BLOCK` or `chain step lineage TXID:N`",
        "\"4\" takes no second word: the words are connect BLOCK and lineage TXID:N",
    ] {
        assert!(flat.contains(expected), "never said {expected:?} in\n{said}");
    }
}
