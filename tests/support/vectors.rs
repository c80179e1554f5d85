//! Finds reference vectors, which are other people's files and not kept in this repository.
//!
//! Looked for in `$BLOCKSTEP_VECTORS`, then in `../shared/vectors`, then, for Bitcoin Core's own
//! files (`core/…`), in the Cargo package that ships them and that is never compiled. A test that
//! finds none says so and skips; under `BLOCKSTEP_REQUIRE_VECTORS=1` a missing file fails it.

use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::OnceLock;

/// The bytes of the vector file `name`, such as `core/sighash.json`; none where it is nowhere and
/// may be missing.
pub fn read(name: &str) -> Option<Vec<u8>> {
    let missing = match find(name) {
        Ok(path) => match std::fs::read(&path) {
            Ok(bytes) => return Some(bytes),
            Err(error) => format!("{}: {error}", path.display()),
        },
        Err(reason) => reason,
    };
    let required = std::env::var("BLOCKSTEP_REQUIRE_VECTORS").is_ok_and(|value| value == "1");
    assert!(!required, "the vectors {name} are required, but {missing}");
    // Straight to stderr: the test harness swallows what `eprintln!` says in a passing test.
    let _ = writeln!(std::io::stderr(), "skipped the vectors {name}: {missing}");
    None
}

fn find(name: &str) -> Result<PathBuf, String> {
    let beside = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/vectors");
    let named = std::env::var_os("BLOCKSTEP_VECTORS").map(PathBuf::from);
    for folder in named.into_iter().chain([beside]) {
        let path = folder.join(name);
        if path.is_file() {
            return Ok(path);
        }
    }
    let Some(file) = name.strip_prefix("core/") else {
        return Err("they are neither in $BLOCKSTEP_VECTORS nor in ../shared/vectors".into());
    };
    static PACKAGE: OnceLock<Result<PathBuf, String>> = OnceLock::new();
    let folder = PACKAGE.get_or_init(package_folder).clone()?;
    let path = folder.join(file);
    if path.is_file() { Ok(path) } else { Err(format!("{} does not exist", path.display())) }
}

/// The folder of Core's test data inside the package, which Cargo unpacks if it has to.
fn package_folder() -> Result<PathBuf, String> {
    let manifest = manifest_path(&["--offline"]).or_else(|_| manifest_path(&[]))?;
    let folder = manifest.parent().ok_or("the package has no folder")?;
    Ok(folder.join("bitcoin/src/test/data"))
}

fn manifest_path(options: &[&str]) -> Result<PathBuf, String> {
    const PACKAGE: &str = "libbitcoinkernel-sys";
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let output = Command::new(cargo)
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .args(["metadata", "--format-version", "1", "--locked"])
        .args(options)
        .output()
        .map_err(|error| format!("cargo metadata does not start: {error}"))?;
    if !output.status.success() {
        return Err(format!("cargo metadata: {}", String::from_utf8_lossy(&output.stderr).trim()));
    }
    let metadata: serde_json::Value =
        serde_json::from_slice(&output.stdout).map_err(|error| error.to_string())?;
    let packages = metadata["packages"].as_array().ok_or("cargo metadata lists no packages")?;
    let package = packages.iter().find(|package| package["name"] == PACKAGE);
    let path = package.and_then(|package| package["manifest_path"].as_str());
    path.map(PathBuf::from).ok_or_else(|| format!("no package {PACKAGE} is known to Cargo"))
}
