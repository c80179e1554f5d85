//! Files that hold a user's data: replaced whole, or not at all.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

/// Writes `bytes` to the file at `path`, which afterwards holds either all of them or what it held
/// before: a new file beside it is written, forced to the disk and renamed. Folders that lack are made.
pub fn write_atomically(path: &Path, bytes: &[u8]) -> io::Result<()> {
    // A link is followed, so that the file it points at is replaced and not the link.
    let path = &fs::canonicalize(path).unwrap_or_else(|_| path.to_path_buf());
    // A device or a pipe is written to as it is: a file in its place would take it from everyone.
    if fs::metadata(path).is_ok_and(|found| !found.is_file() && !found.is_dir()) {
        return OpenOptions::new().write(true).open(path)?.write_all(bytes);
    }
    let folder = match path.parent() {
        Some(parent) if !parent.as_os_str().is_empty() => parent,
        _ => Path::new("."),
    };
    fs::create_dir_all(folder)?;
    let (temporary, file) = create_beside(path)?;
    let written = fill(file, path, bytes).and_then(|()| fs::rename(&temporary, path));
    if written.is_err() {
        let _ = fs::remove_file(&temporary);
    }
    written?;
    // The new name must reach the disk too. Not every system can force a folder.
    if let Ok(folder) = File::open(folder) {
        let _ = folder.sync_all();
    }
    Ok(())
}

/// A new file in the same folder, under a name that no other writer has.
fn create_beside(path: &Path) -> io::Result<(PathBuf, File)> {
    let name = path.file_name().ok_or(io::ErrorKind::InvalidInput)?.to_string_lossy();
    let process = std::process::id();
    let mut attempt = 0;
    loop {
        let temporary = path.with_file_name(format!(".{name}.{process}-{attempt}.tmp"));
        match OpenOptions::new().write(true).create_new(true).open(&temporary) {
            Ok(file) => return Ok((temporary, file)),
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists && attempt < 1000 => {
                attempt += 1;
            }
            Err(error) => return Err(error),
        }
    }
}

fn fill(mut file: File, path: &Path, bytes: &[u8]) -> io::Result<()> {
    if let Ok(old) = fs::metadata(path) {
        file.set_permissions(old.permissions())?;
    }
    file.write_all(bytes)?;
    file.sync_all()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_made_replaced_and_leaves_nothing_beside_it() {
        let folder = std::env::temp_dir().join(format!("blockstep-store-{}", std::process::id()));
        let path = folder.join("deep").join("data.json");
        write_atomically(&path, b"first").unwrap();
        write_atomically(&path, b"second").unwrap();
        assert_eq!(fs::read(&path).unwrap(), b"second");
        let blocked = write_atomically(&path.join("below-a-file"), b"x");
        assert!(blocked.is_err());
        assert_eq!(fs::read_dir(path.parent().unwrap()).unwrap().count(), 1);
        fs::remove_dir_all(folder).unwrap();
    }

    #[cfg(unix)]
    #[test]
    fn what_is_no_file_is_never_replaced_by_one() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("socket");
        let _socket = std::os::unix::net::UnixListener::bind(&path).unwrap();
        assert!(write_atomically(&path, b"x").is_err());
        assert!(!fs::metadata(&path).unwrap().is_file());
    }
}
