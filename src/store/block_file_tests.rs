use super::*;
use crate::encode::Encode;
use crate::primitives::{BlockHeader, OutPoint, Transaction, TxIn, TxOut};
use proptest::prelude::*;

const MAGIC: [u8; 4] = [0xfa, 0xbf, 0xb5, 0xda];

fn block(nonce: u32) -> Block {
    let input = TxIn { previous_output: OutPoint::NULL, ..TxIn::default() };
    let outputs = vec![TxOut { value: 1, script_pubkey: vec![0x51; nonce as usize % 300].into() }];
    let coinbase = Transaction { version: 1, inputs: vec![input], outputs, lock_time: 0 };
    let header = BlockHeader { version: 0x2000_0000, nonce, ..BlockHeader::default() };
    Block { header, transactions: vec![coinbase] }
}

fn nonces(path: &Path, from: u64) -> (Vec<u32>, u64) {
    let mut reader = BlockReader::open(path, MAGIC, from).unwrap();
    let nonces = reader.by_ref().map(|found| found.unwrap().block.header.nonce).collect();
    (nonces, reader.skipped())
}

fn dat(blocks: std::ops::Range<u32>) -> Vec<u8> {
    blocks.flat_map(|nonce| dat_record(MAGIC, &block(nonce).to_bytes())).collect()
}

fn masked(bytes: &[u8], mask: [u8; 8]) -> Vec<u8> {
    bytes.iter().zip(mask.iter().cycle()).map(|(byte, mask)| byte ^ mask).collect()
}

#[test]
fn every_form_gives_the_same_blocks_and_can_be_resumed() {
    let folder = tempfile::tempdir().unwrap();
    let hex: String = (0..50).map(|nonce| hex::encode(block(nonce).to_bytes()) + "\n").collect();
    let raw: Vec<u8> = (0..50).flat_map(|nonce| block(nonce).to_bytes()).collect();
    for (name, bytes) in [
        ("blocks.hex", hex.clone().into_bytes()),
        ("blocks.crlf", hex.replace('\n', "\r\n\r\n").into_bytes()),
        ("blocks.raw", raw),
        ("blk00000.dat", [dat(0..50), vec![0; 1_000]].concat()),
    ] {
        let path = folder.path().join(name);
        std::fs::write(&path, bytes).unwrap();
        assert_eq!(nonces(&path, 0).0, (0..50).collect::<Vec<_>>(), "{name}");
        let mut reader = BlockReader::open(&path, MAGIC, 0).unwrap();
        let offset = reader.nth(19).unwrap().unwrap().next_offset;
        assert_eq!(nonces(&path, offset).0, (20..50).collect::<Vec<_>>(), "{name}");
    }
}

#[test]
fn a_folder_is_read_in_order_and_unmasked() {
    let folder = tempfile::tempdir().unwrap();
    let mask = [1, 2, 3, 4, 5, 6, 7, 8];
    std::fs::write(folder.path().join("xor.dat"), mask).unwrap();
    for (name, blocks) in [("blk00001.dat", 20..30), ("blk00000.dat", 0..20)] {
        std::fs::write(folder.path().join(name), masked(&dat(blocks), mask)).unwrap();
    }
    assert_eq!(nonces(folder.path(), 0).0, (0..30).collect::<Vec<_>>());
    std::fs::remove_file(folder.path().join("xor.dat")).unwrap();
    assert_eq!(nonces(folder.path(), 0).0, [0; 0], "without the mask nothing is found");
    let empty = tempfile::tempdir().unwrap();
    let fault = BlockReader::open(empty.path(), MAGIC, 0).err().unwrap().to_string();
    assert!(fault.contains("no blk*.dat file"), "{fault}");
}

#[test]
fn what_is_no_block_is_told_with_its_place() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("blocks.hex");
    std::fs::write(&path, hex::encode(block(1).to_bytes()) + "\nabc\n").unwrap();
    let results: Vec<_> = BlockReader::open(&path, MAGIC, 0).unwrap().collect();
    assert_eq!(results.len(), 2);
    let fault = results[1].as_ref().unwrap_err().to_string();
    assert!(fault.contains("at byte 2") && fault.contains("half a byte"), "{fault}");
    assert!(BlockReader::open(&folder.path().join("none"), MAGIC, 0).is_err());
}

proptest! {
    #[test]
    fn after_damage_the_next_intact_block_is_found(
        at in 0.0..1.0_f64,
        damage in proptest::collection::vec(any::<u8>(), 1..40),
        cut: bool,
    ) {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("blk00000.dat");
        let mut bytes = dat(0..20);
        let start = (at * (bytes.len() - damage.len()) as f64) as usize;
        let end = start + damage.len();
        match cut {
            true => drop(bytes.drain(start..end)),
            false => bytes[start..end].copy_from_slice(&damage),
        }
        std::fs::write(&path, &bytes).unwrap();
        let (found, _) = nonces(&path, 0);
        let (mut offset, mut before) = (0, false);
        for nonce in 0..20 {
            let length = dat_record(MAGIC, &block(nonce).to_bytes()).len();
            let hit = offset < end && start < offset + length;
            // A block that lost bytes may be read with the first bytes of the next one in their place.
            let touched = hit || cut && before;
            before = hit;
            prop_assert!(touched || found.contains(&nonce), "{nonce} is intact: {found:?}");
            offset += length;
        }
    }
}
