//! Holds what ARCHITECTURE.md promises of the tree itself: layers look down only, files stay
//! small, every broken rule is a rule with a citation that exists, and nothing but the project is
//! talked about. Each gate is a function from files to complaints, so that its counter-test can
//! plant a violation.

#![allow(clippy::unwrap_used)]

#[path = "tidy/errors.rs"]
mod errors;
#[path = "tidy/layers.rs"]
mod layers;
#[path = "tidy/rules.rs"]
mod rules;
#[path = "tidy/text.rs"]
mod text;
#[path = "support/vectors.rs"]
mod vectors;

use std::path::Path;

/// The most lines that a Rust file may have.
const MAX_LINES: usize = 400;

/// One file: its path from the repository's root, with `/` between folders, and its text.
struct File {
    path: String,
    text: String,
}

impl File {
    /// A file that a counter-test plants.
    fn planted(path: &str, text: &str) -> File {
        File { path: path.into(), text: text.into() }
    }

    /// The lines that are not all comment, numbered from 1.
    fn code(&self) -> impl Iterator<Item = (usize, &str)> {
        let lines = self.text.lines().enumerate().map(|(index, line)| (index + 1, line));
        lines.filter(|(_, line)| !line.trim_start().starts_with("//"))
    }
}

/// The text files of the project, sorted by path, without what is built or locked.
fn project() -> Vec<File> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut found = Vec::new();
    collect(root, root, &mut found);
    found.sort_by(|a: &File, b: &File| a.path.cmp(&b.path));
    assert!(found.iter().any(|file| file.path == "src/lib.rs"), "this is not the project");
    found
}

fn collect(root: &Path, folder: &Path, found: &mut Vec<File>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_str().unwrap();
        if path.is_dir() && name != "target" && name != ".git" {
            collect(root, &path, found);
        } else if path.is_file() && name != "Cargo.lock" && name != ".git" {
            let inside = path.strip_prefix(root).unwrap().to_str().unwrap().replace('\\', "/");
            if let Ok(text) = std::fs::read_to_string(&path) {
                found.push(File { path: inside, text });
            }
        }
    }
}

/// The library's own code.
fn library() -> Vec<File> {
    let files = project().into_iter();
    files.filter(|file| file.path.starts_with("src/") && file.path.ends_with(".rs")).collect()
}

fn long_files(files: &[File]) -> Vec<String> {
    let long = |file: &&File| file.path.ends_with(".rs") && file.text.lines().count() > MAX_LINES;
    files
        .iter()
        .filter(long)
        .map(|file| format!("{} has over {MAX_LINES} lines", file.path))
        .collect()
}

#[test]
fn files_stay_small() {
    assert_none(long_files(&project()));
}

#[test]
fn a_long_file_is_found() {
    let planted = File::planted("src/long.rs", &"//\n".repeat(MAX_LINES + 1));
    assert_eq!(long_files(&[planted]).len(), 1);
}

/// Fails with every complaint, one a line.
#[track_caller]
fn assert_none(complaints: Vec<String>) {
    assert!(complaints.is_empty(), "\n{}\n", complaints.join("\n"));
}
