//! The machine that something was measured on, described and not identified: no name, no address, no
//! serial number, no user.

use std::fs;
use std::path::Path;
use std::process::Command;

use serde::{Deserialize, Serialize};

use crate::mining::kernel::Kernel;

/// What a reader needs to know to judge a figure.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Machine {
    /// What the processor calls itself.
    pub processor: String,
    /// Its architecture: `x86_64`, `aarch64`.
    pub architecture: String,
    /// `linux`, `macos`, `windows`.
    pub system: String,
    /// The threads that it runs at once.
    pub threads: usize,
    /// The kernels that it has the instructions for.
    pub kernels: Vec<String>,
    /// The version of the program.
    pub blockstep: String,
}

impl Machine {
    /// This one.
    pub fn this() -> Machine {
        Machine {
            processor: processor().unwrap_or_else(|| "unknown".to_owned()),
            architecture: std::env::consts::ARCH.to_owned(),
            system: std::env::consts::OS.to_owned(),
            threads: threads(),
            kernels: Kernel::available().into_iter().map(|it| it.name().to_owned()).collect(),
            blockstep: env!("CARGO_PKG_VERSION").to_owned(),
        }
    }
}

/// The threads that may run at once here.
pub fn threads() -> usize {
    std::thread::available_parallelism().map_or(1, usize::from)
}

fn processor() -> Option<String> {
    let name = match std::env::consts::OS {
        "linux" => {
            let text = fs::read_to_string("/proc/cpuinfo").ok()?;
            let line = text.lines().find(|line| line.starts_with("model name"))?;
            line.split_once(':')?.1.to_owned()
        }
        "macos" => {
            let mut asked = Command::new("/usr/sbin/sysctl");
            let answer = asked.args(["-n", "machdep.cpu.brand_string"]).output().ok()?;
            String::from_utf8_lossy(&answer.stdout).into_owned()
        }
        _ => std::env::var("PROCESSOR_IDENTIFIER").ok()?,
    };
    let name = name.split_whitespace().collect::<Vec<_>>().join(" ");
    (!name.is_empty()).then_some(name)
}

/// Joules that the processor's packages used since some moment, where the system lets anyone read them
/// (Linux: RAPL under powercap). The counters wrap around after some minutes of full load; None then.
pub fn joules() -> Option<f64> {
    let packages = fs::read_dir("/sys/class/powercap").ok()?;
    let is_package = |path: &Path| {
        let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
        name.starts_with("intel-rapl:") && name.matches(':').count() == 1
    };
    let paths = packages.flatten().map(|entry| entry.path()).filter(|path| is_package(path));
    let read = |path: std::path::PathBuf| {
        let text = fs::read_to_string(path.join("energy_uj")).ok()?;
        text.trim().parse::<f64>().ok()
    };
    let readings: Vec<Option<f64>> = paths.map(read).collect();
    if readings.is_empty() {
        return None;
    }
    readings.into_iter().sum::<Option<f64>>().map(|micro| micro / 1e6)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_machine_is_described_and_reads_back() {
        let machine = Machine::this();
        assert!(machine.threads >= 1 && machine.kernels.len() >= 2, "{machine:?}");
        let text = serde_json::to_string(&machine).unwrap();
        assert_eq!(serde_json::from_str::<Machine>(&text).unwrap(), machine);
    }
}
