use super::*;

const NOW: u64 = 1_700_000_000;

fn fresh() -> (tempfile::TempDir, ProgressFile) {
    let folder = tempfile::tempdir().unwrap();
    let file = ProgressFile::in_folder(&folder.path().join("made/when/needed"));
    (folder, file)
}

fn names(file: &ProgressFile) -> Vec<String> {
    let entries = fs::read_dir(file.folder()).unwrap();
    let mut names: Vec<_> =
        entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

#[test]
fn nothing_done_is_no_file_and_reading_makes_none() {
    let (folder, file) = fresh();
    assert_eq!(file.load().unwrap().progress, Progress::default());
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0);
}

#[test]
fn what_was_done_is_there_again_and_the_first_pass_is_kept() {
    let (_folder, file) = fresh();
    file.update(|p| p.record("ledger", "quiz-1", false, NOW)).unwrap();
    file.update(|p| p.record("ledger", "quiz-1", true, NOW + 1)).unwrap();
    file.update(|p| p.record("ledger", "quiz-1", false, NOW + 2)).unwrap();
    file.update(|p| p.record_hints("ledger", "quiz-1", 2)).unwrap();
    file.update(|p| p.record_hints("ledger", "quiz-1", 1)).unwrap();
    let progress = file.load().unwrap().progress;
    let answered = progress.answered("ledger", "quiz-1").unwrap();
    assert_eq!((answered.tries, answered.passed, answered.hints), (3, Some(NOW + 1), 2));
    assert!(progress.passed("ledger", "quiz-1") && !progress.passed("ledger", "quiz-2"));
    assert_eq!(names(&file), ["progress.json", "progress.lock"], "no temporary file stays");
}

#[test]
fn fields_of_a_later_version_survive_a_change() {
    let (_folder, file) = fresh();
    fs::create_dir_all(file.folder()).unwrap();
    let text = r#"{"blockstep":1,"colour":"green","answers":{"a/b":{"tries":1,"stars":5}}}"#;
    fs::write(file.path(), text).unwrap();
    file.update(|p| p.record("a", "b", true, NOW)).unwrap();
    let value: Value = serde_json::from_slice(&fs::read(file.path()).unwrap()).unwrap();
    assert_eq!(value["colour"], "green");
    assert_eq!(value["answers"]["a/b"]["stars"], 5);
    assert_eq!(value["answers"]["a/b"]["tries"], 2);
}

#[test]
fn a_broken_file_is_kept_aside_and_told_of() {
    let (_folder, file) = fresh();
    fs::create_dir_all(file.folder()).unwrap();
    let broken: [&[u8]; 5] = [
        b"",
        b"{\"blockstep\":1,\"answers\":{\"a/b\":{\"tr",
        b"\xff\xfe",
        b"[]",
        b"{\"blockstep\":1,\"places\":3}",
    ];
    for (count, bytes) in broken.iter().enumerate() {
        fs::write(file.path(), bytes).unwrap();
        let loaded = match count % 2 {
            0 => file.load().unwrap(),
            _ => file.update(|p| p.record("a", "b", true, NOW)).unwrap(),
        };
        let aside = loaded.set_aside.expect("said");
        assert_eq!(fs::read(&aside).unwrap(), *bytes, "not a byte of it is lost");
        assert!(file.load().unwrap().set_aside.is_none(), "said once");
    }
    assert_eq!(names(&file).iter().filter(|name| name.contains("broken")).count(), broken.len());
}

#[test]
fn a_file_of_a_later_format_is_refused_and_untouched() {
    let (_folder, file) = fresh();
    fs::create_dir_all(file.folder()).unwrap();
    fs::write(file.path(), r#"{"blockstep":2,"answers":[]}"#).unwrap();
    let refused = file.update(|p| p.record("a", "b", true, NOW));
    assert!(matches!(refused, Err(ProgressError::Newer { found: 2, .. })));
    assert_eq!(fs::read(file.path()).unwrap(), br#"{"blockstep":2,"answers":[]}"#);
}

/// The very loss that a lock prevents: without it, this test fails.
#[test]
fn many_writers_at_once_lose_nothing() {
    let (_folder, file) = fresh();
    std::thread::scope(|scope| {
        for writer in 0..8 {
            let file = file.clone();
            scope.spawn(move || {
                for question in 0..10 {
                    let id = format!("quiz-{writer}-{question}");
                    file.update(|p| p.record("ledger", &id, true, NOW)).unwrap();
                    file.update(|p| p.record("ledger", "shared", false, NOW)).unwrap();
                }
            });
        }
        for _ in 0..200 {
            assert!(file.load().unwrap().set_aside.is_none(), "a reader never sees half a file");
        }
    });
    let progress = file.load().unwrap().progress;
    assert_eq!(progress.answers.len(), 81);
    assert_eq!(progress.answered("ledger", "shared").unwrap().tries, 80);
}

/// A crash between any two steps of a write leaves the old file: the new one is only ever moved in.
#[test]
fn a_write_that_fails_leaves_the_old_file() {
    let (_folder, file) = fresh();
    file.update(|p| p.record("a", "b", true, NOW)).unwrap();
    let before = fs::read(file.path()).unwrap();
    fs::write(file.folder().join(".tmpDEAD"), b"{\"blockstep\":1,\"answ").unwrap();
    assert_eq!(file.load().unwrap().progress.answers.len(), 1);
    let broken = ProgressFile { path: file.folder().join("progress.json/nested/progress.json") };
    assert!(matches!(broken.update(|_| ()), Err(ProgressError::Io { .. })));
    assert_eq!(fs::read(file.path()).unwrap(), before);
}
