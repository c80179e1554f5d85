//! The vectors are found where they can be had, and their absence is never silent.

#![allow(clippy::unwrap_used)]

#[path = "support/vectors.rs"]
mod vectors;

use std::path::{Path, PathBuf};
use std::process::Command;

/// Does nothing unless [`probe`] runs it, in a process with an environment of its own.
#[test]
fn probed() {
    if let Ok(name) = std::env::var("PROBED_VECTORS") {
        println!("found {}", vectors::read(&name).is_some());
    }
}

/// Whether reading the vectors `name` passes, and what it says.
fn probe(name: &str, folder: &Path, required: bool) -> (bool, String) {
    let output = Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "probed", "--nocapture"])
        .env("PROBED_VECTORS", name)
        .env("BLOCKSTEP_VECTORS", folder)
        .env("BLOCKSTEP_REQUIRE_VECTORS", if required { "1" } else { "0" })
        .output()
        .unwrap();
    let said = [output.stdout, output.stderr].concat();
    (output.status.success(), String::from_utf8(said).unwrap())
}

fn folder() -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("vectors");
    std::fs::create_dir_all(folder.join("chain")).unwrap();
    std::fs::write(folder.join("chain/there"), b"here").unwrap();
    folder
}

#[test]
fn a_missing_file_is_skipped_aloud_or_fails() {
    let (passed, said) = probe("chain/nobody-has-this", &folder(), false);
    assert!(passed && said.contains("skipped the vectors chain/nobody-has-this"), "{said}");
    assert!(said.contains("found false"), "{said}");
    let (passed, said) = probe("chain/nobody-has-this", &folder(), true);
    assert!(!passed && said.contains("are required"), "{said}");
}

#[test]
fn the_named_folder_is_looked_in() {
    let (passed, said) = probe("chain/there", &folder(), true);
    assert!(passed && said.contains("found true"), "{said}");
}
