//! Files of blocks, read as a stream: Core's `blk*.dat`, lines of hexadecimal, or blocks one after the
//! other.
//!
//! In a `blk*.dat` file each block follows the network's magic and its length; zeros may fill the end,
//! and after damage Core searches for the next magic (Core: `LoadExternalBlockFile`). Since version 28
//! Core also hides what it writes behind eight bytes that are XORed over the file again and again, kept
//! beside it in `xor.dat`. One block at a time is in memory.

use std::collections::VecDeque;
use std::fs::File;
use std::io::{self, BufRead, BufReader, Read};
use std::path::{Path, PathBuf};

use crate::encode::{Decode, Reader};
use crate::primitives::Block;

/// The largest block, with room to spare: whatever says that it is longer is damage.
const MAX_BLOCK_BYTES: usize = 4_000_000 + 1_000;
/// The shortest block: a header and one byte.
const MIN_BLOCK_BYTES: usize = 81;

/// Bytes that are read at a time.
const READ_AHEAD_BYTES: usize = 8 << 20;

/// A block that was found, and what could not be read before it.
#[derive(Debug)]
pub struct Found {
    /// The block.
    pub block: Block,
    /// Where the file goes on after it, in bytes: from here the reading can be resumed.
    pub next_offset: u64,
}

/// Why reading ended.
#[derive(Debug, thiserror::Error)]
pub enum BlockFileFault {
    /// The system said no.
    #[error("{} cannot be read: {reason}", .path.display())]
    Unreadable {
        /// Which file.
        path: PathBuf,
        /// What the system said.
        reason: String,
    },
    /// Something that is no block.
    #[error("{}, at byte {offset}: {reason}", .path.display())]
    NoBlock {
        /// Which file.
        path: PathBuf,
        /// Where.
        offset: u64,
        /// What is wrong.
        reason: String,
    },
}

/// How the blocks stand in a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Form {
    Dat,
    HexLines,
    Raw,
}

/// The blocks of one file, or of a folder of `blk*.dat` files in their order.
pub struct BlockReader {
    files: VecDeque<PathBuf>,
    magic: [u8; 4],
    current: Option<Current>,
    /// Bytes that were passed over because they are no block.
    skipped: u64,
}

struct Current {
    path: PathBuf,
    input: BufReader<Unmasked>,
    form: Form,
    offset: u64,
    /// Bytes that were read, and how many of them are used.
    pending: Vec<u8>,
    used: usize,
}

impl BlockReader {
    /// Reads `path` for the network whose blocks follow `magic`, from byte `from` on of a single file.
    pub fn open(path: &Path, magic: [u8; 4], from: u64) -> Result<BlockReader, BlockFileFault> {
        let mut reader = BlockReader { files: VecDeque::new(), magic, current: None, skipped: 0 };
        if path.is_dir() {
            reader.files = dat_files(path)?.into();
            return Ok(reader);
        }
        reader.current = Some(Current::open(path, magic, from)?);
        Ok(reader)
    }

    /// Bytes that were passed over because they are no block: damage, or padding.
    pub fn skipped(&self) -> u64 {
        self.skipped
    }
}

impl Iterator for BlockReader {
    type Item = Result<Found, BlockFileFault>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            if self.current.is_none() {
                let path = self.files.pop_front()?;
                match Current::open(&path, self.magic, 0) {
                    Ok(current) => self.current = Some(current),
                    Err(fault) => return Some(Err(fault)),
                }
            }
            let current = self.current.as_mut()?;
            match current.next(self.magic, &mut self.skipped) {
                Ok(Some(found)) => return Some(Ok(found)),
                Ok(None) => self.current = None,
                Err(fault) => {
                    self.current = None;
                    return Some(Err(fault));
                }
            }
            if self.files.is_empty() && self.current.is_none() {
                return None;
            }
        }
    }
}

impl Current {
    fn open(path: &Path, magic: [u8; 4], from: u64) -> Result<Current, BlockFileFault> {
        let unreadable = |error: io::Error| BlockFileFault::Unreadable {
            path: path.to_path_buf(),
            reason: error.to_string(),
        };
        let file = File::open(path).map_err(unreadable)?;
        let mut input = BufReader::with_capacity(1 << 20, Unmasked::new(file, path));
        let is_dat = path.extension().is_some_and(|extension| extension == "dat");
        let start = input.fill_buf().map_err(unreadable)?;
        let form = if is_dat { Form::Dat } else { form(start, magic) };
        io::copy(&mut input.by_ref().take(from), &mut io::sink()).map_err(unreadable)?;
        Ok(Current {
            path: path.to_path_buf(),
            input,
            form,
            offset: from,
            pending: Vec::new(),
            used: 0,
        })
    }

    fn next(&mut self, magic: [u8; 4], skipped: &mut u64) -> Result<Option<Found>, BlockFileFault> {
        let found = match self.form {
            Form::Dat => self.next_dat(magic, skipped),
            Form::HexLines => self.next_line(),
            Form::Raw => self.next_raw(),
        };
        let found = found.map_err(|error| BlockFileFault::NoBlock {
            path: self.path.clone(),
            offset: self.offset,
            reason: error.to_string(),
        })?;
        Ok(found.map(|block| Found { block, next_offset: self.offset }))
    }

    /// The next block that follows a magic and its length; what lies between is passed over. A magic
    /// that no block follows is passed over too, and the search goes on right behind it, so that a
    /// damaged length swallows nothing.
    fn next_dat(&mut self, magic: [u8; 4], skipped: &mut u64) -> io::Result<Option<Block>> {
        loop {
            self.want(8)?;
            let Some(at) = self.kept().windows(4).position(|window| window == magic) else {
                // Three bytes may be the beginning of a magic.
                let end = self.kept().len() < 8;
                let passed = if end { self.kept().len() } else { self.kept().len() - 3 };
                self.pass(passed);
                *skipped += passed as u64;
                if end { return Ok(None) } else { continue }
            };
            self.pass(at);
            *skipped += at as u64;
            self.want(8)?;
            let length = self.kept().get(4..8).and_then(|bytes| bytes.try_into().ok());
            let length = u32::from_le_bytes(length.unwrap_or_default()) as usize;
            if (MIN_BLOCK_BYTES..=MAX_BLOCK_BYTES).contains(&length) {
                self.want(8 + length)?;
                let bytes = self.kept().get(8..8 + length);
                if let Some(Ok(block)) = bytes.map(Block::from_bytes) {
                    self.pass(8 + length);
                    return Ok(Some(block));
                }
            }
            self.pass(1);
            *skipped += 1;
        }
    }

    fn next_line(&mut self) -> io::Result<Option<Block>> {
        loop {
            let mut line = Vec::new();
            let limit = 2 * MAX_BLOCK_BYTES as u64 + 2;
            let count = self.input.by_ref().take(limit).read_until(b'\n', &mut line)?;
            if count == 0 {
                return Ok(None);
            }
            let text = String::from_utf8_lossy(&line);
            if text.trim().is_empty() {
                self.offset += count as u64;
                continue;
            }
            let block = Block::from_hex(&text).map_err(io::Error::other)?;
            self.offset += count as u64;
            return Ok(Some(block));
        }
    }

    /// Where one raw block ends is known only once it has been read, so as much as one can take is kept.
    fn next_raw(&mut self) -> io::Result<Option<Block>> {
        self.want(MAX_BLOCK_BYTES)?;
        if self.kept().is_empty() {
            return Ok(None);
        }
        let mut reader = Reader::new(self.kept());
        let block = Block::decode(&mut reader).map_err(io::Error::other)?;
        let used = reader.position();
        self.pass(used);
        Ok(Some(block))
    }

    /// What was read and not used yet.
    fn kept(&self) -> &[u8] {
        self.pending.get(self.used..).unwrap_or_default()
    }

    /// Reads on until so many bytes are kept, or the file ends.
    fn want(&mut self, count: usize) -> io::Result<()> {
        if self.kept().len() >= count {
            return Ok(());
        }
        self.pending.drain(..self.used);
        self.used = 0;
        let room = count.max(READ_AHEAD_BYTES).saturating_sub(self.pending.len()) as u64;
        self.input.by_ref().take(room).read_to_end(&mut self.pending)?;
        Ok(())
    }

    /// Lets go of bytes that are kept.
    fn pass(&mut self, count: usize) {
        self.used += count;
        self.offset += count as u64;
    }
}

/// Which form a file has that begins so.
fn form(start: &[u8], magic: [u8; 4]) -> Form {
    let is_text = |byte: &u8| byte.is_ascii_hexdigit() || byte.is_ascii_whitespace();
    match start.get(..160).unwrap_or(start) {
        [] => Form::HexLines,
        head if head.starts_with(&magic) => Form::Dat,
        head if head.iter().all(is_text) => Form::HexLines,
        _ => Form::Raw,
    }
}

/// The files `blk00000.dat`, `blk00001.dat` … in a folder.
fn dat_files(folder: &Path) -> Result<Vec<PathBuf>, BlockFileFault> {
    let unreadable = |error: io::Error| BlockFileFault::Unreadable {
        path: folder.to_path_buf(),
        reason: error.to_string(),
    };
    let entries = std::fs::read_dir(folder).map_err(unreadable)?;
    let paths = entries.filter_map(|entry| Some(entry.ok()?.path()));
    let is_dat = |path: &PathBuf| {
        let name = path.file_name().map(|name| name.to_string_lossy().into_owned());
        name.is_some_and(|name| name.starts_with("blk") && name.ends_with(".dat"))
    };
    let mut files: Vec<PathBuf> = paths.filter(is_dat).collect();
    files.sort();
    match files.is_empty() {
        true => Err(unreadable(io::Error::other("there is no blk*.dat file in this folder"))),
        false => Ok(files),
    }
}

/// A file without the mask that Core puts over it, if there is one.
struct Unmasked {
    file: File,
    mask: [u8; 8],
    position: u64,
}

impl Unmasked {
    fn new(file: File, path: &Path) -> Unmasked {
        let is_dat = path.extension().is_some_and(|extension| extension == "dat");
        let mask = path.parent().filter(|_| is_dat).map(|folder| folder.join("xor.dat"));
        let mask = mask.and_then(|path| std::fs::read(path).ok());
        let mask = mask.and_then(|mask| mask.try_into().ok()).unwrap_or([0; 8]);
        Unmasked { file, mask, position: 0 }
    }
}

impl Read for Unmasked {
    fn read(&mut self, bytes: &mut [u8]) -> io::Result<usize> {
        let count = self.file.read(bytes)?;
        for byte in bytes.iter_mut().take(count) {
            *byte ^= self.mask[(self.position % 8) as usize];
            self.position += 1;
        }
        Ok(count)
    }
}

/// One block as Core's `blk*.dat` files have it: the magic, the length, the bytes.
pub fn dat_record(magic: [u8; 4], block: &[u8]) -> Vec<u8> {
    let length = (block.len() as u32).to_le_bytes();
    [&magic[..], &length, block].concat()
}

#[cfg(test)]
#[path = "block_file_tests.rs"]
mod tests;
