//! Core's own vectors for addresses, keys and Base58, and BIP 341's addresses.

#![allow(clippy::unwrap_used)]

#[path = "support/vectors.rs"]
mod vectors;

use blockstep::primitives::Network;
use blockstep::primitives::address::{Address, PrivateKey, base58};
use serde_json::Value;

fn load(name: &str) -> Option<Value> {
    Some(serde_json::from_slice(&vectors::read(&format!("core/{name}.json"))?).unwrap())
}

fn network(chain: &str) -> Network {
    match chain {
        "main" => Network::Main,
        "test" | "testnet4" => Network::Testnet,
        "signet" => Network::Signet,
        "regtest" => Network::Regtest,
        other => panic!("unknown chain {other}"),
    }
}

fn flip_case(text: &str) -> String {
    let flip =
        |c: char| if c.is_lowercase() { c.to_ascii_uppercase() } else { c.to_ascii_lowercase() };
    text.chars().map(flip).collect()
}

#[test]
fn valid_addresses_and_keys_are_read_and_written() {
    let Some(rows) = load("key_io_valid") else { return };
    let (mut addresses, mut keys, mut flips) = (0, 0, 0);
    for row in rows.as_array().unwrap() {
        let (text, payload) = (row[0].as_str().unwrap(), row[1].as_str().unwrap());
        let network = network(row[2]["chain"].as_str().unwrap());
        if row[2]["isPrivkey"] == true {
            let (key, networks) = PrivateKey::from_wif(text).unwrap();
            assert_eq!(hex::encode(key.secret()), payload);
            assert_eq!(row[2]["isCompressed"], key.is_compressed());
            assert!(networks.contains(&network), "{text}");
            assert_eq!(key.to_wif(network), text);
            assert!(Address::parse(text).is_err(), "a key is no address");
            keys += 1;
            continue;
        }
        let address = Address::parse_for(text, network).unwrap();
        assert_eq!(hex::encode(&*address.script_pubkey()), payload, "{text}");
        assert_eq!(Address::from_script(&address.script_pubkey()).as_ref(), Some(&address));
        assert_eq!(address.to_text(network), text);
        assert!(PrivateKey::from_wif(text).is_err(), "an address is no key");
        let flipped = Address::parse(&flip_case(text)).map(|(address, _)| address);
        if row[2]["tryCaseFlip"] == true {
            assert_eq!(flipped.unwrap(), address);
            flips += 1;
        } else {
            flipped.unwrap_err();
        }
        addresses += 1;
    }
    assert_eq!((addresses, keys, flips), (54, 16, 32));
}

#[test]
fn invalid_texts_are_neither_address_nor_key() {
    let Some(rows) = load("key_io_invalid") else { return };
    let rows = rows.as_array().unwrap();
    for row in rows {
        let text = row[0].as_str().unwrap();
        let address = Address::parse(text).expect_err(text);
        let key = PrivateKey::from_wif(text).map(|_| ()).expect_err(text);
        for error in [address, key] {
            assert!(!error.to_string().is_empty() && !error.rule().says.is_empty());
        }
    }
    assert_eq!(rows.len(), 70);
}

#[test]
fn base58_is_read_and_written() {
    let Some(rows) = load("base58_encode_decode") else { return };
    let rows = rows.as_array().unwrap();
    for row in rows {
        let (bytes, text) = (row[0].as_str().unwrap(), row[1].as_str().unwrap());
        let bytes = hex::decode(bytes).unwrap();
        assert_eq!(base58::encode(&bytes), text);
        assert_eq!(base58::decode(text).unwrap(), bytes);
    }
    assert_eq!(rows.len(), 21);
}

#[test]
fn taproot_wallet_vectors_have_their_addresses() {
    let Some(vectors) = load("bip341_wallet_vectors") else { return };
    let rows = vectors["scriptPubKey"].as_array().unwrap();
    for row in rows {
        let text = row["expected"]["bip350Address"].as_str().unwrap();
        let address = Address::parse_for(text, Network::Main).unwrap();
        let script = row["expected"]["scriptPubKey"].as_str().unwrap();
        assert_eq!(hex::encode(&*address.script_pubkey()), script);
        assert_eq!(address.to_text(Network::Main), text);
    }
    assert_eq!(rows.len(), 7);
}
