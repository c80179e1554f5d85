//! Where serialized bytes go: a vector, a hash engine, a counter.

/// Takes bytes in order.
pub trait Sink {
    /// Takes the next bytes.
    fn put(&mut self, bytes: &[u8]);
}

impl Sink for Vec<u8> {
    fn put(&mut self, bytes: &[u8]) {
        self.extend_from_slice(bytes);
    }
}

/// Counts bytes and forgets them.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Count(
    /// Bytes so far.
    pub usize,
);

impl Sink for Count {
    fn put(&mut self, bytes: &[u8]) {
        self.0 += bytes.len();
    }
}

/// Writes `number` as a CompactSize in its shortest form (Core: `WriteCompactSize`).
pub fn put_compact_size<S: Sink>(sink: &mut S, number: u64) {
    match number {
        0..=0xfc => sink.put(&[number as u8]),
        0xfd..=0xffff => {
            sink.put(&[0xfd]);
            sink.put(&(number as u16).to_le_bytes());
        }
        0x1_0000..=0xffff_ffff => {
            sink.put(&[0xfe]);
            sink.put(&(number as u32).to_le_bytes());
        }
        _ => {
            sink.put(&[0xff]);
            sink.put(&number.to_le_bytes());
        }
    }
}

/// The bytes that `number` takes as a CompactSize: 1, 3, 5 or 9.
pub fn compact_size_len(number: u64) -> usize {
    match number {
        0..=0xfc => 1,
        0xfd..=0xffff => 3,
        0x1_0000..=0xffff_ffff => 5,
        _ => 9,
    }
}

/// Writes a byte string: its length as a CompactSize, then the bytes.
pub fn put_bytes<S: Sink>(sink: &mut S, bytes: &[u8]) {
    put_compact_size(sink, bytes.len() as u64);
    sink.put(bytes);
}
