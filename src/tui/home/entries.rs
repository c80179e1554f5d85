//! What stands on the home screen, and which of it to do next.

use crate::{
    catalog::{self, Scenario, Subject},
    lesson::{self, Lesson, progress::Progress},
};

/// A line of the home screen.
#[derive(Debug, Clone, Copy)]
pub enum Entry {
    /// The name of a group, and what there is to learn in it.
    Heading {
        /// Its name.
        name: &'static str,
        /// What there is in it.
        about: &'static str,
    },
    /// A lesson.
    Lesson(&'static Lesson),
    /// A walk in the box.
    Scenario(&'static Scenario),
    /// The full block in the box, as a list of its transactions.
    Block,
    /// The search on all cores.
    Miner,
    /// The reader's own transaction or block.
    OwnBytes,
    /// The reader's own chain.
    OwnChain,
}

impl PartialEq for Entry {
    fn eq(&self, other: &Entry) -> bool {
        match (self, other) {
            (Entry::Heading { name: one, .. }, Entry::Heading { name: other, .. }) => one == other,
            (Entry::Lesson(one), Entry::Lesson(other)) => one.slug == other.slug,
            (Entry::Scenario(one), Entry::Scenario(other)) => one.id == other.id,
            (Entry::OwnBytes, Entry::OwnBytes)
            | (Entry::OwnChain, Entry::OwnChain)
            | (Entry::Miner, Entry::Miner)
            | (Entry::Block, Entry::Block) => true,
            _ => false,
        }
    }
}

impl Entry {
    /// Whether Enter does something here.
    pub fn can_open(&self) -> bool {
        !matches!(self, Entry::Heading { .. })
    }

    /// A few words.
    pub fn title(&self) -> String {
        match self {
            Entry::Heading { name, .. } => name.to_string(),
            Entry::Lesson(lesson) => format!("Lesson {} · {}", lesson.number, lesson.title),
            Entry::Scenario(scenario) => scenario.title.to_string(),
            Entry::Block => "The transactions of block 702,861".to_string(),
            Entry::Miner => "Mine at full speed".to_string(),
            Entry::OwnBytes => "Open a transaction or a block".to_string(),
            Entry::OwnChain => "Your own chain".to_string(),
        }
    }

    /// A sentence or two.
    pub fn about(&self) -> String {
        match self {
            Entry::Heading { about, .. } => about.to_string(),
            Entry::Lesson(lesson) => {
                let count = |count: usize, one: &str| match count {
                    1 => format!("1 {one}"),
                    _ => format!("{count} {one}s"),
                };
                format!(
                    "Reading with {} to walk through, {} and {}.",
                    count(lesson.stages().count(), "stage"),
                    count(lesson.quizzes().count(), "question"),
                    count(lesson.exercises().count(), "exercise"),
                )
            }
            Entry::Scenario(scenario) => scenario.about.to_string(),
            Entry::Block => {
                "A full block of September 2021: pick a transaction, read its bytes, climb \
                             to the Merkle root, step an input's scripts."
                    .to_string()
            }
            Entry::Miner => {
                "All cores at once: the hash rate of each, and a difficulty that you turn while they \
                             work."
                    .to_string()
            }
            Entry::OwnChain => {
                "Make it, pay, mine, fork it, watch it reorganise, forge blocks and see which \
                                check catches them."
                    .to_string()
            }
            Entry::OwnBytes => "Paste hexadecimal or name a file: read its bytes field by field, \
                                check it, pick an input and step its scripts."
                .to_string(),
        }
    }
}

/// Everything: the lessons, the walks by subject, one's own bytes.
pub fn all() -> Vec<Entry> {
    let mut entries = Vec::new();
    if let Ok(lessons) = lesson::lessons()
        && !lessons.is_empty()
    {
        let about = "read, step, answer: your progress is kept on this computer";
        entries.push(Entry::Heading { name: "Lessons", about });
        entries.extend(lessons.iter().map(Entry::Lesson));
    }
    for subject in Subject::ALL {
        let scenarios: Vec<_> = catalog::scenarios()
            .iter()
            .filter(|scenario| scenario.subject == subject)
            .map(Entry::Scenario)
            .collect();
        if !scenarios.is_empty() {
            entries.push(Entry::Heading { name: subject.title(), about: subject.about() });
            entries.extend(scenarios);
            entries.extend((subject == Subject::Blocks).then_some(Entry::Block));
            entries.extend((subject == Subject::Mining).then_some(Entry::Miner));
        }
    }
    entries.push(Entry::Heading { name: "Your own", about: "bytes from anywhere" });
    entries.push(Entry::OwnChain);
    entries.push(Entry::OwnBytes);
    entries
}

/// The entries that hold every word of `text`, under their headings.
pub fn filtered(entries: &[Entry], text: &str) -> Vec<Entry> {
    let words: Vec<String> = text.to_lowercase().split_whitespace().map(String::from).collect();
    let mut kept: Vec<Entry> = Vec::new();
    let mut heading: Option<Entry> = None;
    for entry in entries {
        if let Entry::Heading { .. } = entry {
            heading = Some(*entry);
            continue;
        }
        let id = if let Entry::Scenario(scenario) = entry { scenario.id } else { "" };
        let group = heading.map(|heading| heading.title()).unwrap_or_default();
        let held = format!("{} {} {id} {group}", entry.title(), entry.about()).to_lowercase();
        if words.iter().all(|word| held.contains(word)) {
            if kept.last() != heading.as_ref() && !kept.contains(&heading.unwrap_or(*entry)) {
                kept.extend(heading);
            }
            kept.push(*entry);
        }
    }
    kept
}

/// How much of a lesson is done: questions passed, questions there are.
pub fn done(lesson: &Lesson, progress: &Progress) -> (usize, usize) {
    let passed = lesson.questions().filter(|id| progress.passed(&lesson.slug, id)).count();
    (passed, lesson.questions().count())
}

/// What to do next, and why: the walk after the last one, the first lesson that is not done, or
/// the first walk.
pub fn next(
    entries: &[Entry],
    progress: &Progress,
    last: Option<&'static Scenario>,
) -> (&'static str, Option<Entry>) {
    let follows = last.and_then(|scenario| scenario.next).and_then(|id| catalog::find(id).ok());
    if let Some(scenario) = follows {
        return ("Next after what you just walked", Some(Entry::Scenario(scenario)));
    }
    let open = entries.iter().copied().find(|entry| match entry {
        Entry::Lesson(lesson) => {
            let (passed, questions) = done(lesson, progress);
            passed < questions
        }
        _ => false,
    });
    if let Some(Entry::Lesson(lesson)) = open {
        let reason = if done(lesson, progress).0 > 0 { "Go on with" } else { "Begin with" };
        return (reason, open);
    }
    let walk = entries.iter().copied().find(|entry| matches!(entry, Entry::Scenario(_)));
    ("Every lesson is done. Walk through", walk)
}
