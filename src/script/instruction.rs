//! A script's bytes, cut into instructions: an opcode, and for a push the bytes that it pushes.
//!
//! The cutting is Bitcoin Core's (`GetScriptOp`): bytes `0x00` to `0x4b` push so many of the bytes
//! that follow, OP_PUSHDATA1, 2 and 4 read a little-endian length first, every other byte stands
//! alone. The iterator borrows the script and allocates nothing.

use super::op::{OP_1, OP_1NEGATE, OP_16, OP_PUSHDATA1, OP_PUSHDATA2, OP_PUSHDATA4};

/// The instructions of a script, one after another. Ends after the first push that runs past the
/// end of the script.
#[derive(Debug, Clone)]
pub struct Instructions<'a> {
    script: &'a [u8],
    position: usize,
}

/// One instruction.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Instruction<'a> {
    /// Where its opcode stands in the script.
    pub offset: usize,
    /// The opcode.
    pub opcode: u8,
    /// What it pushes: some for the bytes up to OP_PUSHDATA4 (OP_0 pushes the empty string), none
    /// for all others, also for OP_1NEGATE and OP_1 to OP_16.
    pub data: Option<&'a [u8]>,
}

/// A push that wants more bytes than the script has left.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error(
    "the push at offset {offset} (byte {opcode:#04x}) needs {needed} more bytes, but only {left} are left in the script"
)]
pub struct BadPush {
    /// Where the push stands in the script.
    pub offset: usize,
    /// Its opcode.
    pub opcode: u8,
    /// The bytes that it asks for: of its length where that is cut off, else of its data.
    pub needed: usize,
    /// The bytes that are there.
    pub left: usize,
}

impl<'a> Instructions<'a> {
    /// The instructions from the start of `script`.
    pub fn new(script: &'a [u8]) -> Instructions<'a> {
        Instructions { script, position: 0 }
    }

    /// The instructions from byte `offset` on, which must be where an instruction begins.
    pub fn starting_at(script: &'a [u8], offset: usize) -> Instructions<'a> {
        Instructions { script, position: offset }
    }

    /// The offset after the last instruction given. After a [`BadPush`] it is the offset after the
    /// opcode and the length, where Core's reader stops too.
    #[inline]
    pub fn position(&self) -> usize {
        self.position
    }

    /// Reads `count` bytes of the push at `offset`.
    #[inline]
    fn take(&mut self, offset: usize, opcode: u8, count: usize) -> Result<&'a [u8], BadPush> {
        let rest = self.script.get(self.position..).unwrap_or_default();
        match rest.get(..count) {
            Some(data) => {
                self.position += count;
                Ok(data)
            }
            None => {
                // Nothing follows a broken push.
                self.script = self.script.get(..self.position).unwrap_or_default();
                Err(BadPush { offset, opcode, needed: count, left: rest.len() })
            }
        }
    }

    #[inline]
    fn read_push(&mut self, offset: usize, opcode: u8) -> Result<&'a [u8], BadPush> {
        let width = match opcode {
            OP_PUSHDATA1 => 1,
            OP_PUSHDATA2 => 2,
            OP_PUSHDATA4 => 4,
            length => return self.take(offset, opcode, usize::from(length)),
        };
        let little_endian = self.take(offset, opcode, width)?;
        let length = little_endian.iter().rev().fold(0, |sum, &byte| sum << 8 | usize::from(byte));
        self.take(offset, opcode, length)
    }
}

impl<'a> Iterator for Instructions<'a> {
    type Item = Result<Instruction<'a>, BadPush>;

    #[inline]
    fn next(&mut self) -> Option<Self::Item> {
        let offset = self.position;
        let opcode = *self.script.get(offset)?;
        self.position += 1;
        if opcode > OP_PUSHDATA4 {
            return Some(Ok(Instruction { offset, opcode, data: None }));
        }
        let push = self.read_push(offset, opcode);
        Some(push.map(|data| Instruction { offset, opcode, data: Some(data) }))
    }
}

impl Instruction<'_> {
    /// Whether a push uses the shortest form for its data, and what is no push at all does
    /// (Core: `CheckMinimalPush`, rule MINIMALDATA).
    #[inline]
    pub fn is_minimal(&self) -> bool {
        self.data.is_none_or(|data| self.opcode == shortest_push(data))
    }
}

/// The opcode of the shortest push of `data`: OP_0, OP_1NEGATE and OP_1 to OP_16 for the numbers
/// that they stand for, else the byte that says the length, else the smallest OP_PUSHDATA.
#[inline]
pub fn shortest_push(data: &[u8]) -> u8 {
    match data {
        [small @ 1..=16] => OP_1 - 1 + small,
        [0x81] => OP_1NEGATE,
        _ => plain_push(data.len()),
    }
}

/// The opcode of the shortest push of `length` bytes that spells them out.
#[inline]
pub fn plain_push(length: usize) -> u8 {
    match length {
        0..=0x4b => length as u8,
        0x4c..=0xff => OP_PUSHDATA1,
        0x100..=0xffff => OP_PUSHDATA2,
        _ => OP_PUSHDATA4,
    }
}

/// Appends a push of `data` that spells it out with the shortest length (Core: `CScript <<` of a
/// byte vector). More than 4 GiB cannot be pushed; the length wraps.
pub fn put_push(script: &mut Vec<u8>, data: &[u8]) {
    put_push_with(script, plain_push(data.len()), data);
}

/// Appends a push of `data` with the given opcode: its length takes none, 1, 2 or 4 bytes.
pub(crate) fn put_push_with(script: &mut Vec<u8>, opcode: u8, data: &[u8]) {
    script.push(opcode);
    let width = match opcode {
        OP_PUSHDATA1 => 1,
        OP_PUSHDATA2 => 2,
        OP_PUSHDATA4 => 4,
        _ => 0,
    };
    script.extend_from_slice(&(data.len() as u32).to_le_bytes()[..width]);
    script.extend_from_slice(data);
}

/// Appends the shortest push of a number (Core: `CScript <<` of an integer).
pub fn put_number(script: &mut Vec<u8>, number: i64) {
    let data = super::number::encode(number);
    match shortest_push(&data) {
        small @ OP_1NEGATE..=OP_16 => script.push(small),
        _ => put_push(script, &data),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Script, then for each instruction (offset, opcode, data), then the fault.
    type Case = (&'static [u8], &'static [(usize, u8, Option<&'static [u8]>)], Option<BadPush>);

    #[test]
    fn scripts_are_cut_as_core_cuts_them() {
        let bad = |offset, opcode, needed, left| Some(BadPush { offset, opcode, needed, left });
        let cases: &[Case] = &[
            (b"", &[], None),
            (b"\x00\x51", &[(0, 0x00, Some(b"")), (1, 0x51, None)], None),
            (b"\x02ab\xac", &[(0, 0x02, Some(b"ab")), (3, 0xac, None)], None),
            (b"\x4c\x01a", &[(0, 0x4c, Some(b"a"))], None),
            (b"\x4d\x01\x00a\xff", &[(0, 0x4d, Some(b"a")), (4, 0xff, None)], None),
            (b"\x4e\x01\x00\x00\x00a", &[(0, 0x4e, Some(b"a"))], None),
            (b"\x4e\x00\x00\x00\x00", &[(0, 0x4e, Some(b""))], None),
            (b"\x51\x03ab", &[(0, 0x51, None)], bad(1, 0x03, 3, 2)),
            (b"\x4c", &[], bad(0, 0x4c, 1, 0)),
            (b"\x4d\x01", &[], bad(0, 0x4d, 2, 1)),
            (b"\x4e\xff\xff\xff\xffab", &[], bad(0, 0x4e, 0xffff_ffff, 2)),
        ];
        for (script, expected, fault) in cases {
            let mut iterator = Instructions::new(script);
            for &(offset, opcode, data) in *expected {
                let found = iterator.next().unwrap();
                assert_eq!(found, Ok(Instruction { offset, opcode, data }), "{script:02x?}");
            }
            assert_eq!(iterator.next(), fault.map(Err), "{script:02x?}");
            assert_eq!(iterator.next(), None, "{script:02x?}");
        }
    }

    #[test]
    fn the_reader_stops_where_cores_does() {
        // After the opcode and, where it can be read, the length.
        for (script, stop) in [(&b"\x05ab"[..], 1), (b"\x4c\x05ab", 2), (b"\x4d\x05", 1)] {
            let mut iterator = Instructions::new(script);
            assert!(iterator.next().unwrap().is_err());
            assert_eq!(iterator.position(), stop);
        }
        assert_eq!(Instructions::starting_at(b"\x51", 9).next(), None);
    }

    #[test]
    fn the_shortest_push_is_the_minimal_one() {
        for length in [0usize, 1, 2, 75, 76, 255, 256, 65535, 65536] {
            let data = vec![0xaa; length];
            let mut script = Vec::new();
            put_push(&mut script, &data);
            let pushed = Instructions::new(&script).next().unwrap().unwrap();
            assert_eq!(pushed.data, Some(&data[..]));
            assert!(pushed.is_minimal());
            for opcode in [OP_PUSHDATA1, OP_PUSHDATA2, OP_PUSHDATA4] {
                let longer = Instruction { opcode, ..pushed };
                assert_eq!(longer.is_minimal(), opcode == script[0], "{length} {opcode}");
            }
        }
        for (byte, opcode) in [(1, OP_1), (16, OP_16), (0x81, OP_1NEGATE), (0, 1), (17, 1)] {
            assert_eq!(shortest_push(&[byte]), opcode);
        }
        let mut script = Vec::new();
        for number in [-1, 0, 1, 16, 17, 0xffff] {
            put_number(&mut script, number);
        }
        assert_eq!(script, b"\x4f\x00\x51\x60\x01\x11\x03\xff\xff\x00");
    }
}
