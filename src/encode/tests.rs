use super::*;

#[test]
fn compact_size_round_trips_and_only_the_shortest_form_is_read() {
    for number in [0, 1, 0xfc, 0xfd, 0xffff, 0x1_0000, 0xffff_ffff, 0x1_0000_0000, u64::MAX] {
        let mut bytes = Vec::new();
        put_compact_size(&mut bytes, number);
        assert_eq!(bytes.len(), compact_size_len(number));
        assert_eq!(Reader::new(&bytes).compact_size(), Ok(number));
    }
    let long: [&[u8]; 3] =
        [&[0xfd, 0xfc, 0], &[0xfe, 0xff, 0xff, 0, 0], &[0xff, 1, 0, 0, 0, 0, 0, 0, 0]];
    for bytes in long {
        let error = Reader::new(bytes).compact_size().unwrap_err();
        assert!(matches!(error, DecodeError::NonCanonicalCompactSize { offset: 0, .. }), "{error}");
    }
}

#[test]
fn a_count_larger_than_the_bytes_left_is_refused_with_its_offset() {
    let bytes = [7, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x7f];
    let mut reader = Reader::new(&bytes);
    assert_eq!(reader.u8(), Ok(7));
    let error = reader.count("inputs", 41).unwrap_err();
    assert_eq!((error.offset(), error.rule().name), (1, "count-too-large"));
}

#[test]
fn a_traced_reader_names_the_bytes_it_read_and_those_it_failed_in() {
    let mut reader = Reader::traced(&[1, 0, 0, 0, 9]);
    let outcome = reader.named("header", |r| {
        r.named("version", Reader::u32)?;
        r.named("nonce", Reader::u32)
    });
    assert_eq!(outcome.unwrap_err().offset(), 4);
    let spans = reader.into_spans();
    let told: Vec<_> =
        spans.iter().map(|s| (s.name, s.start, s.end, s.depth, s.complete)).collect();
    assert_eq!(
        told,
        [("header", 0, 4, 0, false), ("version", 0, 4, 1, true), ("nonce", 4, 4, 1, false)]
    );
}

#[test]
fn hexadecimal_says_what_is_wrong_with_it() {
    assert_eq!(decode_hex(" 00ff\n").unwrap(), [0, 255]);
    assert!(decode_hex("0g").unwrap_err().to_string().contains("'g'"));
    assert!(decode_hex("0é").unwrap_err().to_string().contains("'é'"));
    assert!(decode_hex("abc").unwrap_err().to_string().contains("half a byte"));
    assert!(decode_hex_array::<2>("00").is_err() && decode_hex_array::<2>("000000").is_err());
}
