//! Moving about the home screen, searching it, and what it suggests.

use ratatui::crossterm::event::KeyEvent;

use super::*;

fn chosen(home: &Home) -> String {
    home.shown()[home.at].title()
}

#[test]
fn only_what_can_be_opened_is_chosen() {
    let mut home = Home::new();
    let count = home.entries.iter().filter(|entry| entry.can_open()).count();
    let mut seen = std::collections::BTreeSet::new();
    for _ in 0..count + 3 {
        assert!(home.shown()[home.at].can_open());
        seen.insert(chosen(&home));
        home.update(Event::Do(Intent::Down));
    }
    assert_eq!(seen.len(), count);
    assert_eq!(chosen(&home), Entry::OwnBytes.title());
    home.update(Event::Do(Intent::First));
    home.update(Event::Do(Intent::Up));
    assert_eq!(home.at, 1, "the entry under the first heading");
}

#[test]
fn a_search_narrows_as_it_is_typed_and_enter_opens() {
    let mut home = Home::new();
    home.update(Event::Do(Intent::Search));
    for letter in "coinbase-bytes".chars() {
        home.update(Event::Key(KeyEvent::from(Char(letter))));
    }
    assert!(chosen(&home).contains("first transaction"), "{}", chosen(&home));
    assert!(matches!(home.update(Event::Key(KeyEvent::from(Enter))), Cmd::Push(_)));
    assert!(!home.typing() && chosen(&home).contains("first transaction"));
    home.update(Event::Do(Intent::Search));
    home.update(Event::Paste("no walk is called this".to_string()));
    assert!(home.shown().is_empty());
    assert!(matches!(home.update(Event::Key(KeyEvent::from(Enter))), Cmd::None));
}

#[test]
fn what_comes_next_is_the_first_lesson_with_something_open() {
    let mut progress = Progress::default();
    let entries = entries::all();
    let lessons = crate::lesson::lessons().unwrap();
    let Some(open) = lessons.iter().find(|lesson| lesson.questions().count() > 0) else { return };
    let (reason, next) = entries::next(&entries, &progress, None);
    assert_eq!((reason, next), ("Begin with", Some(Entry::Lesson(open))));
    let first = open.questions().next().unwrap();
    progress.record(&open.slug, first, true, 1);
    assert_eq!(entries::done(open, &progress).0, 1);
    for lesson in lessons {
        lesson.questions().for_each(|id| progress.record(&lesson.slug, id, true, 1));
    }
    let (_, next) = entries::next(&entries, &progress, None);
    assert!(matches!(next, Some(Entry::Scenario(_))));
}
