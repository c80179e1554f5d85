//! What a student has done, in a file of their own: `progress.json`.
//!
//! The file is small and read whole. It is only ever changed by [`ProgressFile::update`], which
//! holds a lock while it reads, changes and writes, so that two windows never undo each other's
//! work; and it is replaced in one move, so that a crash leaves the old file or the new one, never
//! half of one. A file that cannot be understood is moved aside and told of, never overwritten.
//! Fields that this version does not know are kept. The time is handed in as a value.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::store::write_atomically;

/// The version of the format that this program writes.
pub const FORMAT: u32 = 1;

/// Everything that is remembered about one student.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Progress {
    /// The version of the format, [`FORMAT`].
    pub blockstep: u32,
    /// The text that decides the figures in the student's exercises: a name, or a random one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub student: Option<String>,
    /// By lesson slug: where the reader was, as a part's number.
    #[serde(default)]
    pub places: BTreeMap<String, usize>,
    /// By `lesson-slug/question`: what has been answered.
    #[serde(default)]
    pub answers: BTreeMap<String, Answered>,
    /// What a later version added.
    #[serde(flatten)]
    pub other: Map<String, Value>,
}

/// What is remembered about one question.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Answered {
    /// How often it was tried.
    #[serde(default)]
    pub tries: u32,
    /// When it was first answered correctly, in seconds since 1970.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub passed: Option<u64>,
    /// How many hints were asked for.
    #[serde(default)]
    pub hints: u32,
    /// What a later version added.
    #[serde(flatten)]
    pub other: Map<String, Value>,
}

/// The file, and the lock beside it.
#[derive(Debug, Clone)]
pub struct ProgressFile {
    path: PathBuf,
}

/// What was read, and what the student should be told about it.
#[derive(Debug, Clone, PartialEq)]
pub struct Loaded {
    /// What has been done so far.
    pub progress: Progress,
    /// Where an unreadable file was put, if there was one.
    pub set_aside: Option<PathBuf>,
}

/// Why progress could not be read or kept. The answers given are then not lost from sight: the
/// front end has shown them, and only the record is missing.
#[derive(Debug, thiserror::Error)]
pub enum ProgressError {
    /// No folder to keep it in.
    #[error("there is no home folder to keep progress in: set BLOCKSTEP_HOME to a folder")]
    NoHome,
    /// A file operation failed.
    #[error("progress could not be {doing} {}: {source}", .path.display())]
    Io {
        /// What was being done.
        doing: &'static str,
        /// To which file.
        path: PathBuf,
        /// What the system says.
        source: io::Error,
    },
    /// A later version of blockstep wrote the file.
    #[error(
        "{} is in format {found}, and this blockstep writes format {FORMAT}: use the newer blockstep",
        .path.display()
    )]
    Newer {
        /// The file.
        path: PathBuf,
        /// Its format.
        found: u64,
    },
}

impl Default for Progress {
    fn default() -> Progress {
        Progress {
            blockstep: FORMAT,
            student: None,
            places: BTreeMap::new(),
            answers: BTreeMap::new(),
            other: Map::new(),
        }
    }
}

impl Progress {
    /// What is remembered about a question.
    pub fn answered(&self, lesson: &str, question: &str) -> Option<&Answered> {
        self.answers.get(&key(lesson, question))
    }

    /// Whether a question was answered correctly at any time.
    pub fn passed(&self, lesson: &str, question: &str) -> bool {
        self.answered(lesson, question).is_some_and(|answered| answered.passed.is_some())
    }

    /// Notes one try at a question, made `now` seconds after 1970.
    pub fn record(&mut self, lesson: &str, question: &str, correct: bool, now: u64) {
        let answered = self.answers.entry(key(lesson, question)).or_default();
        answered.tries = answered.tries.saturating_add(1);
        if correct && answered.passed.is_none() {
            answered.passed = Some(now);
        }
    }

    /// Notes which part of a lesson the student is reading.
    pub fn record_place(&mut self, lesson: &str, part: usize) {
        self.places.insert(lesson.to_string(), part);
    }

    /// Notes that the student has seen `count` hints to a question.
    pub fn record_hints(&mut self, lesson: &str, question: &str, count: u32) {
        let answered = self.answers.entry(key(lesson, question)).or_default();
        answered.hints = answered.hints.max(count);
    }
}

/// A random text for a student who gave no name. It only sets tasks apart; it keeps no secret.
pub fn draw_student() -> String {
    use std::hash::{BuildHasher as _, RandomState};
    format!("{:016x}", RandomState::new().hash_one(FORMAT))
}

fn key(lesson: &str, question: &str) -> String {
    format!("{lesson}/{question}")
}

impl ProgressFile {
    /// The student's own file: in `$BLOCKSTEP_HOME`, or else where the system keeps such data.
    pub fn of_this_user() -> Result<ProgressFile, ProgressError> {
        let home = std::env::var_os("BLOCKSTEP_HOME").filter(|home| !home.is_empty());
        let folder = home
            .map(PathBuf::from)
            .or_else(|| dirs::data_dir().map(|data| data.join("blockstep")))
            .ok_or(ProgressError::NoHome)?;
        Ok(ProgressFile::in_folder(&folder))
    }

    /// The file in `folder`, which is made when something is first written.
    pub fn in_folder(folder: &Path) -> ProgressFile {
        ProgressFile { path: folder.join("progress.json") }
    }

    /// Where it is.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// What has been done so far; nothing, if there is no file. An unreadable file is moved aside.
    pub fn load(&self) -> Result<Loaded, ProgressError> {
        match self.read()? {
            Read::Good(progress) => Ok(Loaded { progress, set_aside: None }),
            Read::Absent => Ok(Loaded { progress: Progress::default(), set_aside: None }),
            Read::Broken => {
                let _lock = self.lock()?;
                self.load_locked()
            }
        }
    }

    /// Reads, lets `change` change and writes, with every other blockstep kept out meanwhile.
    pub fn update(&self, change: impl FnOnce(&mut Progress)) -> Result<Loaded, ProgressError> {
        let _lock = self.lock()?;
        let mut loaded = self.load_locked()?;
        change(&mut loaded.progress);
        self.write(&loaded.progress)?;
        Ok(loaded)
    }

    /// The text that decides the student's figures: the one stored, or else `drawn`, which is then
    /// stored.
    pub fn student(&self, drawn: &str) -> Result<String, ProgressError> {
        if let Some(student) = self.load()?.progress.student {
            return Ok(student);
        }
        let keep = |progress: &mut Progress| {
            progress.student.get_or_insert_with(|| drawn.to_string());
        };
        Ok(self.update(keep)?.progress.student.unwrap_or_else(|| drawn.to_string()))
    }

    fn load_locked(&self) -> Result<Loaded, ProgressError> {
        match self.read()? {
            Read::Good(progress) => Ok(Loaded { progress, set_aside: None }),
            Read::Absent => Ok(Loaded { progress: Progress::default(), set_aside: None }),
            Read::Broken => {
                let aside = self.free_name();
                fs::rename(&self.path, &aside).map_err(self.failed("moved aside from"))?;
                Ok(Loaded { progress: Progress::default(), set_aside: Some(aside) })
            }
        }
    }

    fn read(&self) -> Result<Read, ProgressError> {
        let bytes = match fs::read(&self.path) {
            Ok(bytes) => bytes,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Read::Absent),
            Err(error) => return Err(self.failed("read from")(error)),
        };
        let Ok(value) = serde_json::from_slice::<Value>(&bytes) else { return Ok(Read::Broken) };
        match value.get("blockstep").and_then(Value::as_u64) {
            Some(found) if found > u64::from(FORMAT) => {
                Err(ProgressError::Newer { path: self.path.clone(), found })
            }
            _ => Ok(serde_json::from_value(value).map_or(Read::Broken, Read::Good)),
        }
    }

    /// A name beside the file that nothing has yet: `progress.broken-1.json`.
    fn free_name(&self) -> PathBuf {
        let name = |n: u32| self.path.with_file_name(format!("progress.broken-{n}.json"));
        (1..u32::MAX).map(name).find(|path| !path.exists()).unwrap_or_else(|| name(u32::MAX))
    }

    fn lock(&self) -> Result<File, ProgressError> {
        fs::create_dir_all(self.folder()).map_err(self.failed("given a folder for"))?;
        let path = self.path.with_file_name("progress.lock");
        let file = File::options().create(true).append(true).open(path);
        let file = file.map_err(self.failed("locked at"))?;
        // The system gives the lock back when the file is closed, a crash included.
        file.lock().map_err(self.failed("locked at"))?;
        Ok(file)
    }

    fn write(&self, progress: &Progress) -> Result<(), ProgressError> {
        let failed = || self.failed("written to");
        let mut text = serde_json::to_vec_pretty(progress).map_err(|e| failed()(e.into()))?;
        text.push(b'\n');
        write_atomically(&self.path, &text).map_err(failed())
    }

    fn folder(&self) -> &Path {
        self.path.parent().unwrap_or(Path::new("."))
    }

    fn failed(&self, doing: &'static str) -> impl FnOnce(io::Error) -> ProgressError + use<> {
        let path = self.path.clone();
        move |source| ProgressError::Io { doing, path, source }
    }
}

enum Read {
    Absent,
    Good(Progress),
    Broken,
}

#[cfg(test)]
mod tests;
