//! A disk that loses power.
//!
//! Until it is told to sync, it may keep any part of what was written, in any order: after a cut, every
//! sector of 512 bytes holds what it held at some moment since the last sync, each at a moment of its
//! own, and so it is with the file's length. A sector is written whole or not at all, as disks promise.

use std::collections::BTreeMap;
use std::io;
use std::sync::{Arc, Mutex, MutexGuard};

use blockstep::rng::Rng;

const SECTOR: usize = 512;

/// The disk; its copies are the same disk.
#[derive(Debug, Clone)]
pub struct Disk(Arc<Mutex<State>>);

#[derive(Debug, Clone)]
struct State {
    /// What a reader sees.
    bytes: Vec<u8>,
    /// What each sector held since the last sync, where it changed, the oldest first.
    sectors: BTreeMap<usize, Vec<[u8; SECTOR]>>,
    /// The lengths that the file had since the last sync, the oldest first.
    lengths: Vec<usize>,
    /// Writes, changes of length and syncs until the power fails.
    left: Option<u64>,
    done: u64,
    honest: bool,
}

impl Disk {
    /// An empty disk with power for ever.
    pub fn new() -> Disk {
        Disk::holding(Vec::new())
    }

    /// A disk that says that it has synced, and has not.
    pub fn that_lies() -> Disk {
        let disk = Disk::new();
        disk.state().honest = false;
        disk
    }

    fn holding(bytes: Vec<u8>) -> Disk {
        let lengths = vec![bytes.len()];
        let (sectors, left, done, honest) = (BTreeMap::new(), None, 0, true);
        Disk(Arc::new(Mutex::new(State { bytes, sectors, lengths, left, done, honest })))
    }

    /// Lets the power fail after so many more writes, changes of length and syncs.
    pub fn cut_after(&self, operations: u64) {
        self.state().left = Some(operations);
    }

    /// Writes, changes of length and syncs so far.
    pub fn operations(&self) -> u64 {
        self.state().done
    }

    /// The disk after a cut right now, with power again, and whether anything was lost. Now and then
    /// all that was written since the last sync has reached the disk, or nothing, else a part of it.
    pub fn after_cut(&self, rng: &mut Rng) -> (Disk, bool) {
        let state = self.state();
        let mut bytes = state.bytes.clone();
        let luck = rng.below(4);
        // The place of the last of `count` moments is the luckiest, that of the first the unluckiest.
        let mut moment = |count: usize| match luck {
            0 => count - 1,
            1 => 0,
            _ => rng.below(count as u64) as usize,
        };
        for (sector, versions) in &state.sectors {
            let chosen = moment(versions.len() + 1);
            let Some(version) = versions.get(chosen) else { continue };
            let start = sector * SECTOR;
            bytes.resize(bytes.len().max(start + SECTOR), 0);
            bytes[start..start + SECTOR].copy_from_slice(version);
        }
        bytes.resize(state.lengths[moment(state.lengths.len())], 0);
        let lost = bytes != state.bytes;
        (Disk::holding(bytes), lost)
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap()
    }

    /// The state, for an operation; an error once the power is gone. The operation during which it
    /// fails is still under way: its write is not synced, and its sync has not happened.
    fn operate(&self) -> io::Result<(MutexGuard<'_, State>, bool)> {
        let mut state = self.state();
        state.done += 1;
        match state.left {
            Some(0) => Err(io::Error::other("the power is gone")),
            left => {
                state.left = left.map(|left| left - 1);
                let fails = state.left == Some(0);
                Ok((state, fails))
            }
        }
    }
}

impl redb::StorageBackend for Disk {
    fn len(&self) -> io::Result<u64> {
        Ok(self.state().bytes.len() as u64)
    }

    fn read(&self, offset: u64, out: &mut [u8]) -> io::Result<()> {
        let state = self.state();
        let start = offset as usize;
        let found = state.bytes.get(start..start + out.len());
        out.copy_from_slice(found.ok_or(io::ErrorKind::UnexpectedEof)?);
        Ok(())
    }

    fn set_len(&self, len: u64) -> io::Result<()> {
        let (mut state, _) = self.operate()?;
        state.bytes.resize(len as usize, 0);
        state.lengths.push(len as usize);
        Ok(())
    }

    fn sync_data(&self) -> io::Result<()> {
        let (mut state, fails) = self.operate()?;
        if fails {
            return Err(io::Error::other("the power failed"));
        }
        if state.honest {
            state.sectors.clear();
            state.lengths = vec![state.bytes.len()];
        }
        Ok(())
    }

    fn write(&self, offset: u64, data: &[u8]) -> io::Result<()> {
        let (mut state, _) = self.operate()?;
        let (start, end) = (offset as usize, offset as usize + data.len());
        if state.bytes.len() < end {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        for sector in start / SECTOR..end.div_ceil(SECTOR) {
            let mut held = [0; SECTOR];
            let here = &state.bytes[sector * SECTOR..];
            let count = here.len().min(SECTOR);
            held[..count].copy_from_slice(&here[..count]);
            state.sectors.entry(sector).or_default().push(held);
        }
        state.bytes[start..end].copy_from_slice(data);
        Ok(())
    }
}
