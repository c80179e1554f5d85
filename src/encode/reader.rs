//! Reads fields from bytes that nobody vouches for, and, if asked, keeps a record of which bytes
//! were which field.

use super::{DecodeError, MAX_SIZE};

/// Which bytes are which field: the record that a traced [`Reader`] keeps, outer fields before the
/// fields inside them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Span {
    /// Offset of the first byte.
    pub start: usize,
    /// Offset after the last byte.
    pub end: usize,
    /// The field's name, as Bitcoin Core calls it.
    pub name: &'static str,
    /// Which of a list of like fields, from 0.
    pub index: Option<usize>,
    /// How many fields this one lies inside.
    pub depth: usize,
    /// False where the bytes broke a rule inside this field.
    pub complete: bool,
}

/// A position in a byte string.
#[derive(Debug)]
pub struct Reader<'a> {
    bytes: &'a [u8],
    position: usize,
    trail: Option<Vec<Span>>,
    depth: usize,
}

impl<'a> Reader<'a> {
    /// A reader at the start of `bytes`.
    pub fn new(bytes: &'a [u8]) -> Reader<'a> {
        Reader { bytes, position: 0, trail: None, depth: 0 }
    }

    /// A reader that records a [`Span`] for each named field, also for the one it fails in.
    pub fn traced(bytes: &'a [u8]) -> Reader<'a> {
        Reader { trail: Some(Vec::new()), ..Reader::new(bytes) }
    }

    /// The record of a traced reader; empty for any other.
    pub fn into_spans(self) -> Vec<Span> {
        self.trail.unwrap_or_default()
    }

    /// The offset of the next byte.
    pub fn position(&self) -> usize {
        self.position
    }

    /// The number of bytes not yet read.
    pub fn left(&self) -> usize {
        self.bytes.len() - self.position
    }

    /// Reads a field under a name.
    pub fn named<T>(
        &mut self,
        name: &'static str,
        read: impl FnOnce(&mut Self) -> Result<T, DecodeError>,
    ) -> Result<T, DecodeError> {
        self.record(name, None, read)
    }

    /// Reads one of a list of like fields under a name and its index.
    pub fn named_at<T>(
        &mut self,
        name: &'static str,
        index: usize,
        read: impl FnOnce(&mut Self) -> Result<T, DecodeError>,
    ) -> Result<T, DecodeError> {
        self.record(name, Some(index), read)
    }

    fn record<T>(
        &mut self,
        name: &'static str,
        index: Option<usize>,
        read: impl FnOnce(&mut Self) -> Result<T, DecodeError>,
    ) -> Result<T, DecodeError> {
        let (start, depth) = (self.position, self.depth);
        let Some(trail) = &mut self.trail else { return read(self) };
        let slot = trail.len();
        trail.push(Span { start, end: start, name, index, depth, complete: false });
        self.depth += 1;
        let result = read(self);
        self.depth = depth;
        let end = self.position;
        if let Some(span) = self.trail.as_mut().and_then(|trail| trail.get_mut(slot)) {
            span.end = end;
            span.complete = result.is_ok();
        }
        result
    }

    /// The next `count` bytes.
    pub fn take(&mut self, count: usize) -> Result<&'a [u8], DecodeError> {
        let (offset, left) = (self.position, self.left());
        let end = offset.checked_add(count).filter(|&end| end <= self.bytes.len());
        let bytes = end.and_then(|end| self.bytes.get(offset..end));
        let bytes = bytes.ok_or(DecodeError::UnexpectedEnd { offset, needed: count, left })?;
        self.position += count;
        Ok(bytes)
    }

    /// The next `N` bytes.
    pub fn array<const N: usize>(&mut self) -> Result<[u8; N], DecodeError> {
        let mut array = [0; N];
        array.copy_from_slice(self.take(N)?);
        Ok(array)
    }

    /// One byte.
    pub fn u8(&mut self) -> Result<u8, DecodeError> {
        Ok(self.array::<1>()?[0])
    }

    /// Four bytes, little endian.
    pub fn u32(&mut self) -> Result<u32, DecodeError> {
        Ok(u32::from_le_bytes(self.array()?))
    }

    /// Two bytes, little endian.
    pub fn u16(&mut self) -> Result<u16, DecodeError> {
        Ok(u16::from_le_bytes(self.array()?))
    }

    /// Eight bytes, little endian.
    pub fn u64(&mut self) -> Result<u64, DecodeError> {
        Ok(u64::from_le_bytes(self.array()?))
    }

    /// Four bytes, little endian, two's complement.
    pub fn i32(&mut self) -> Result<i32, DecodeError> {
        Ok(i32::from_le_bytes(self.array()?))
    }

    /// Eight bytes, little endian, two's complement.
    pub fn i64(&mut self) -> Result<i64, DecodeError> {
        Ok(i64::from_le_bytes(self.array()?))
    }

    /// A number in CompactSize form, which must be the shortest (Core: `ReadCompactSize` without
    /// its range check).
    pub fn compact_size(&mut self) -> Result<u64, DecodeError> {
        let offset = self.position;
        let (value, floor, width) = match self.u8()? {
            0xfd => (u64::from(u16::from_le_bytes(self.array()?)), 0xfd, 3),
            0xfe => (u64::from(self.u32()?), 0x1_0000, 5),
            0xff => (u64::from_le_bytes(self.array()?), 0x1_0000_0000, 9),
            small => (u64::from(small), 0, 1),
        };
        if value < floor {
            return Err(DecodeError::NonCanonicalCompactSize { offset, value, width });
        }
        Ok(value)
    }

    /// A count of items that take at least `item_len` bytes each: larger than [`MAX_SIZE`] or than
    /// the bytes left can hold is an error, before anything is allocated.
    pub fn count(&mut self, what: &'static str, item_len: usize) -> Result<usize, DecodeError> {
        let offset = self.position;
        let count = self.compact_size()?;
        let left = self.left();
        let limit = (left / item_len.max(1)) as u64;
        if count > limit || count > MAX_SIZE {
            let limit = limit.min(MAX_SIZE);
            return Err(DecodeError::CountTooLarge { offset, what, count, left, limit });
        }
        Ok(count as usize)
    }

    /// A byte string: its length, then its bytes.
    pub fn byte_string(&mut self) -> Result<&'a [u8], DecodeError> {
        let length = self.count("bytes", 1)?;
        self.take(length)
    }

    /// Says that the last field has been read: bytes left over are an error.
    pub fn finish(&self) -> Result<(), DecodeError> {
        match self.left() {
            0 => Ok(()),
            left => Err(DecodeError::TrailingBytes { offset: self.position, left }),
        }
    }
}
