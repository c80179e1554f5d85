use super::*;
use crate::encode::Decode;

/// The first payment on the main network, in block 170.
const FIRST_PAYMENT: &str = "0100000001c997a5e56e104102fa209c6a852dd90660a20b2d9c352423edce25857fcd3704000000004847304402204e45e16932b8af514961a1d3a1a25fdf3f4f7732e9d624c6c61548ab5fb8cd410220181522ec8eca07de4860a4acdd12909d831cc56cbbac4622082221a8768d1d0901ffffffff0200ca9a3b00000000434104ae1a62fe09c5f51b13905f07f06b99a2f7159b2225f374cd378d71302fa28414e7aab37397f554a7df5f142c21c1b7303b8a0626f1baded5c72a704f7e6cd84cac00286bee0000000043410411db93e1dcdb8a016b49840f8c53bc1eb68a382e97b1482ecad7b148a6909a5cb2e0eaddfb84ccf9744464f82e160bfa9b8b64f9d4c03f999b8643f656b412a3ac00000000";

fn first_payment() -> Transaction {
    Transaction::from_hex(FIRST_PAYMENT).unwrap()
}

/// Inputs and outputs of many kinds, a witness, a lock.
fn with_witness() -> Transaction {
    let mut tx = first_payment();
    tx.version = 2;
    tx.lock_time = 500_000;
    tx.inputs[0].sequence = 0xffff_fffd;
    tx.inputs[0].witness = vec![vec![], vec![1, 2, 3]];
    tx.outputs[0].script_pubkey = [&[0x00, 0x14], &[7; 20][..]].concat().into();
    tx.outputs[1].script_pubkey = vec![0x05, 0xaa].into();
    tx
}

#[test]
fn both_shapes_give_the_first_payment_back() {
    for shape in [Shape::Lecture, Shape::Core] {
        let written = write(&first_payment(), shape, Network::Main).unwrap();
        assert_eq!(written.lost, [""; 0]);
        assert_eq!(read(&written.text).unwrap(), first_payment());
    }
}

#[test]
fn the_lecture_shape_has_the_fields_of_the_slides() {
    let written = write(&first_payment(), Shape::Lecture, Network::Main).unwrap();
    let json: serde_json::Value = serde_json::from_str(&written.text).unwrap();
    let keys = |value: &serde_json::Value| {
        value.as_object().unwrap().keys().cloned().collect::<Vec<_>>().join(" ")
    };
    assert_eq!(keys(&json), "hash ver vin_sz vout_sz lock_time size in out");
    assert_eq!(keys(&json["in"][0]), "prev_out scriptSig");
    assert_eq!(keys(&json["in"][0]["prev_out"]), "hash n");
    assert_eq!(keys(&json["out"][0]), "value scriptPubKey");
    assert_eq!(json["out"][0]["value"], "10.00000000");
    assert_eq!(json["size"], 275);
    assert_eq!(json["hash"], "f4184fc596403b9d638783cf57adfe4c75c605f6356fbc91338530e9831e9e16");
}

#[test]
fn core_s_shape_keeps_every_byte() {
    let written = write(&with_witness(), Shape::Core, Network::Main).unwrap();
    assert_eq!(read(&written.text).unwrap(), with_witness());
    assert!(written.text.contains("\"value\": 10.00000000,"));
    assert!(written.text.contains("bc1q"));
    assert!(written.text.contains("[ALL]"));
}

#[test]
fn the_lecture_shape_says_what_it_loses() {
    let written = write(&with_witness(), Shape::Lecture, Network::Main).unwrap();
    assert_eq!(written.lost.len(), 2, "{:?}", written.lost);
    assert!(written.lost[0].contains("out[1].scriptPubKey"));
    assert!(written.lost[1].contains("the witness of input 0"));
    // Read back, it contradicts itself rather than pass for the transaction.
    assert!(read(&written.text).is_err());
}

#[test]
fn a_coinbase_is_kept_in_both_shapes() {
    let mut tx = first_payment();
    tx.inputs[0].previous_output = crate::primitives::OutPoint::NULL;
    tx.inputs[0].script_sig = hex::decode("04ffff001d0104").unwrap().into();
    tx.inputs[0].sequence = 7;
    for shape in [Shape::Lecture, Shape::Core] {
        let written = write(&tx, shape, Network::Main).unwrap();
        assert!(written.text.contains("\"coinbase\": \"04ffff001d0104\""));
        assert_eq!(written.lost, [""; 0]);
        assert_eq!(read(&written.text).unwrap(), tx);
    }
}

/// Every field that follows from others, made wrong in turn.
#[test]
fn a_contradiction_is_named() {
    let replace = |text: &str, pointer: &str, value: &str| {
        let mut json: serde_json::Value = serde_json::from_str(text).unwrap();
        *json.pointer_mut(pointer).unwrap() = serde_json::from_str(value).unwrap();
        json.to_string()
    };
    let zeros = format!("\"{}\"", "0".repeat(64));
    let lecture = write(&first_payment(), Shape::Lecture, Network::Main).unwrap().text;
    let mut witness = with_witness();
    witness.outputs.truncate(1);
    let core = write(&witness, Shape::Core, Network::Main).unwrap().text;
    let other = "\"1BvBMSEYstWetqTFn5Au4m4GFg7xJaNVN2\"";
    for (text, pointer, value, field) in [
        (&lecture, "/hash", zeros.as_str(), "`hash`"),
        (&lecture, "/size", "276", "`size`"),
        (&lecture, "/vin_sz", "2", "`vin_sz`"),
        (&lecture, "/vout_sz", "1", "`vout_sz`"),
        (&lecture, "/ver", "2", "`hash`"),
        (&lecture, "/out/0/value", "\"0.123456789\"", "`out[0].value`"),
        (&lecture, "/out/0/scriptPubKey", "\"OP_FROG\"", "`out[0].scriptPubKey`"),
        (&core, "/txid", zeros.as_str(), "`txid`"),
        (&core, "/hash", zeros.as_str(), "`hash`"),
        (&core, "/size", "1", "`size`"),
        (&core, "/vsize", "1", "`vsize`"),
        (&core, "/weight", "1", "`weight`"),
        (&core, "/vout/0/n", "1", "`vout[0].n`"),
        (&core, "/vout/0/value", "true", "`vout[0].value`"),
        (&core, "/vout/0/scriptPubKey/asm", "\"OP_1\"", "`vout[0].scriptPubKey.asm`"),
        (&core, "/vout/0/scriptPubKey/type", "\"pubkey\"", "`vout[0].scriptPubKey.type`"),
        (&core, "/vout/0/scriptPubKey/hex", "\"0g\"", "`vout[0].scriptPubKey.hex`"),
        (&core, "/vout/0/scriptPubKey/address", other, "`vout[0].scriptPubKey.address"),
        (&core, "/vin/0/scriptSig/asm", "\"\"", "`vin[0].scriptSig.asm`"),
        (&core, "/vin/0/txinwitness/1", "\"0\"", "`vin[0].txinwitness[1]`"),
        (&core, "/vin/0/txid", "null", "`vin[0].txid`"),
    ] {
        assert!(read(text).is_ok());
        let error = read(&replace(text, pointer, value)).unwrap_err().to_string();
        assert!(error.contains(field), "{pointer}: {error}");
    }
}

#[test]
fn what_is_no_transaction_is_refused() {
    for text in ["", "{", "[]", "{}", "1", "{\"in\":[],\"vin\":[]}", "{\"vin\":1}", "{\"in\":[]}"] {
        assert!(read(text).is_err(), "{text}");
    }
    let empty = "{\"version\":1,\"locktime\":0,\"vin\":[],\"vout\":[]}";
    assert!(read(empty).is_ok(), "no inputs and no outputs");
    let half = "{\"version\":1,\"locktime\":0,\"vin\":[],\"vout\":[{\"value\":0,\"scriptPubKey\":{\"hex\":\"\"}}]}";
    assert!(matches!(read(half), Err(JsonError::NoBytes)));
}
