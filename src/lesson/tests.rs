use super::*;

#[test]
fn every_lesson_parses_and_every_file_is_in_the_program() {
    let lessons = lessons().unwrap();
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/lessons");
    let on_disk = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .filter(|name| name.ends_with(".md") && name != "SUMMARY.md")
        .count();
    assert_eq!(lessons.len(), on_disk, "touch src/lesson/mod.rs: a new file was not built in");
    assert!(lessons.is_sorted_by(|a, b| a.number < b.number));
}
