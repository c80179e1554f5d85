//! `chain import` reads what a node leaves behind: a file that ends in the middle of a block, files behind
//! the mask of Bitcoin Core's version 28 and later, and blocks that come before their parents.

#![allow(clippy::unwrap_used)]

use std::path::{Path, PathBuf};
use std::process::Command;

struct Source {
    folder: tempfile::TempDir,
    /// As `chain export --all` wrote them: each after the network's magic and its length.
    records: Vec<Vec<u8>>,
    tip: String,
}

impl Source {
    /// A chain of eight blocks, the last four of them on a branch that replaced three.
    fn new() -> Source {
        let folder = tempfile::tempdir().unwrap();
        let (chain, file) = (folder.path().join("source"), folder.path().join("all.dat"));
        run(&["chain", "new", chain.to_str().unwrap()]);
        on(&chain, &["wallet", "new", "Alice"]);
        on(&chain, &["mine", "Alice", "7", "--now", "1800000000"]);
        on(
            &chain,
            &["chain", "fork", "4", "--to", "Alice", "--blocks", "4", "--now", "1800000100"],
        );
        on(&chain, &["chain", "export", "--all", file.to_str().unwrap()]);
        let (mut records, tip) = (Vec::new(), on(&chain, &["chain", "tip"]));
        let mut rest = std::fs::read(file).unwrap();
        while !rest.is_empty() {
            let length = u32::from_le_bytes(rest[4..8].try_into().unwrap()) as usize;
            let next = rest.split_off(8 + length);
            records.push(std::mem::replace(&mut rest, next));
        }
        assert_eq!(records.len(), 12, "the genesis block, seven, and four");
        Source { folder, records, tip }
    }

    /// A chain with the genesis block alone.
    fn empty_chain(&self) -> PathBuf {
        let chain = self.folder.path().join("copy");
        run(&["chain", "new", chain.to_str().unwrap()]);
        chain
    }
}

fn run(arguments: &[&str]) -> String {
    let output = Command::new(env!("CARGO_BIN_EXE_blockstep")).args(arguments).output().unwrap();
    assert!(output.status.success(), "{arguments:?}: {output:?}");
    String::from_utf8(output.stdout).unwrap()
}

fn on(chain: &Path, arguments: &[&str]) -> String {
    run(&[arguments, &["--chain", chain.to_str().unwrap()]].concat())
}

fn import(chain: &Path, from: &Path) -> serde_json::Value {
    let from = from.to_str().unwrap();
    let said = on(chain, &["chain", "import", from, "--now", "1800001000", "--json"]);
    serde_json::from_str(&said).unwrap()
}

#[test]
fn a_file_that_is_cut_in_a_block_is_gone_on_with_once_it_is_whole() {
    let source = Source::new();
    let chain = source.empty_chain();
    let file = source.folder.path().join("blk00000.dat");
    let whole = source.records.concat();
    let end_of_sixth = source.records[..6].concat().len();
    std::fs::write(&file, &whole[..end_of_sixth + source.records[6].len() / 2]).unwrap();
    let said = import(&chain, &file);
    assert_eq!(
        (&said["read"], &said["connected"], &said["height"]),
        (&6.into(), &5.into(), &5.into())
    );
    assert_eq!(said["skipped_bytes"], source.records[6].len() / 2);
    std::fs::write(&file, &whole).unwrap();
    let said = import(&chain, &file);
    assert_eq!((&said["known"], &said["rejected"]), (&6.into(), &0.into()));
    assert_eq!(on(&chain, &["chain", "tip"]), source.tip);
}

#[test]
fn masked_files_with_blocks_before_their_parents_give_the_same_chain() {
    let source = Source::new();
    let chain = source.empty_chain();
    let blocks = source.folder.path().join("blocks");
    std::fs::create_dir(&blocks).unwrap();
    let mask = [0x11, 0x83, 0, 0xff, 0x5a, 7, 0xc0, 0x29];
    std::fs::write(blocks.join("xor.dat"), mask).unwrap();
    let backwards: Vec<_> = source.records.iter().rev().cloned().collect();
    for (name, records) in [("blk00000.dat", &backwards[..5]), ("blk00001.dat", &backwards[5..])] {
        let bytes = records.concat();
        let masked = bytes.iter().zip(mask.iter().cycle()).map(|(byte, mask)| byte ^ mask);
        std::fs::write(blocks.join(name), masked.collect::<Vec<u8>>()).unwrap();
    }
    // Without their parents they wait, and are not kept.
    let said = import(&chain, &blocks.join("blk00000.dat"));
    assert_eq!((&said["orphans"], &said["height"]), (&5.into(), &0.into()));
    let words = on(&chain, &["chain", "import", blocks.join("blk00000.dat").to_str().unwrap()]);
    assert!(words.contains("5 waiting for others") && words.contains("not kept"), "{words}");
    let said = import(&chain, &blocks);
    assert_eq!((&said["read"], &said["orphans"]), (&12.into(), &0.into()));
    assert_eq!(said["rejected"], 0);
    assert_eq!(on(&chain, &["chain", "tip"]), source.tip);
}
