use std::collections::BTreeSet;

use super::*;

#[test]
fn every_byte_has_a_row_of_its_own_and_a_name_that_leads_back() {
    let names: BTreeSet<&str> = all().iter().map(|info| info.name).collect();
    assert_eq!(names.len(), 256);
    for (byte, info) in all().iter().enumerate() {
        assert_eq!(usize::from(info.byte), byte, "{}", info.name);
        assert!(info.stack.contains(" -- "), "{}", info.name);
        assert!(info.says.ends_with('.') && !info.says.contains("  "), "{}", info.name);
        assert!(info.rule.is_empty() || info.rule.ends_with('.'), "{}", info.name);
        assert!(!info.cites.is_empty(), "{}", info.name);
        assert_eq!(by_name(info.name), Some(info));
        assert_eq!(by_name(&info.name[3..].to_lowercase()), Some(info));
    }
    for (alias, byte) in [("OP_TRUE", 0x51), ("false", 0), ("CLTV", 0xb1), ("OP_NOP3", 0xb2)] {
        assert_eq!(by_name(alias).unwrap().byte, byte);
    }
    assert_eq!(by_name("OP_OP_DUP"), None);
}

#[test]
fn op_success_is_the_list_of_bip_342() {
    let listed = |byte: u8| matches!(byte, 80 | 98 | 126..=129 | 131..=134 | 137..=138 | 141..=142 | 149..=153 | 187..=254);
    for info in all() {
        assert_eq!(info.tapscript == Tapscript::Success, listed(info.byte), "{}", info.name);
    }
    let disabled: Vec<u8> =
        all().iter().filter(|info| info.status == Status::Disabled).map(|info| info.byte).collect();
    let expected = [0x7e, 0x7f, 0x80, 0x81, 0x83, 0x84, 0x85, 0x86, 0x8d, 0x8e]
        .into_iter()
        .chain(0x95..=0x99)
        .collect::<Vec<u8>>();
    assert_eq!(disabled, expected);
}

#[test]
fn core_prints_numbers_as_digits_and_has_no_name_for_the_rest() {
    for (byte, name) in [
        (0x00, "0"),
        (0x4b, "OP_UNKNOWN"),
        (0x4c, "OP_PUSHDATA1"),
        (0x4f, "-1"),
        (0x50, "OP_RESERVED"),
        (0x60, "16"),
        (0xb1, "OP_CHECKLOCKTIMEVERIFY"),
        (0xba, "OP_CHECKSIGADD"),
        (0xbb, "OP_UNKNOWN"),
        (0xff, "OP_INVALIDOPCODE"),
    ] {
        assert_eq!(info(byte).core_name(), name);
    }
}
