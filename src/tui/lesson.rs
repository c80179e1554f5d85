//! A lesson on the screen: one part at a time, with stages, questions and exercises that work.
//!
//! A stage is a [`StepperView`]: Enter gives it the keys, Esc takes them back, and the key bar says
//! so. What is answered is kept at once, as a [`Task`](super::Task) that the runtime carries out.

mod exercise;
mod keys;
mod page;
#[cfg(test)]
mod tests;

use std::cell::Cell;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use ratatui::{Frame, layout::Rect};

use self::exercise::ExercisePage;
use super::{Binding, Cmd, Event, Intent, Screen, StepperView};
use crate::catalog::{self, Source};
use crate::lesson::progress::{Progress, ProgressFile, draw_student};
use crate::lesson::{self, Lesson, Part, Quiz};

/// The screen of the lesson with this number or short name, at the part where the student was.
pub fn open(asked: &str) -> Result<Box<dyn Screen>, String> {
    let lesson = lesson::find(asked).map_err(|error| error.to_string())?;
    let drawn = draw_student();
    let kept = ProgressFile::of_this_user().and_then(|file| {
        let student = file.student(&drawn)?;
        Ok((file.load()?, student, file))
    });
    let screen = match kept {
        Ok((loaded, student, file)) => {
            let note = loaded.set_aside.map(|aside| {
                let aside = aside.display();
                format!("Your progress could not be read; it is kept as {aside}.")
            });
            LessonScreen::new(lesson, loaded.progress, &student, Some(file), note)?
        }
        Err(error) => {
            let note = format!("Nothing will be remembered: {error}.");
            LessonScreen::new(lesson, Progress::default(), &drawn, None, Some(note))?
        }
    };
    Ok(Box::new(screen))
}

/// A lesson that is being read.
pub struct LessonScreen {
    lesson: &'static Lesson,
    pages: Vec<Page>,
    at: usize,
    top: usize,
    progress: Progress,
    file: Option<ProgressFile>,
    /// Something about the progress file that the student must know, until the page is turned.
    note: Option<String>,
    /// How many lines the last picture had in all, and how many it showed.
    shown: Cell<(usize, usize)>,
}

/// A part of the lesson, and what the student has done with it.
enum Page {
    Text,
    Stage { view: StepperView, focused: bool },
    Quiz { quiz: &'static Quiz, at: usize, answered: Option<usize> },
    Exercise(ExercisePage),
}

impl LessonScreen {
    fn new(
        lesson: &'static Lesson,
        progress: Progress,
        student: &str,
        file: Option<ProgressFile>,
        note: Option<String>,
    ) -> Result<LessonScreen, String> {
        let page = |part: &'static Part| match part {
            Part::Text { .. } => Ok(Page::Text),
            Part::Stage(stage) => {
                Ok(Page::Stage { view: stepper(&stage.scenario)?, focused: false })
            }
            Part::Quiz(quiz) => Ok(Page::Quiz { quiz, at: 0, answered: None }),
            Part::Exercise(exercise) => {
                let hints = progress.answered(&lesson.slug, &exercise.id).map_or(0, |a| a.hints);
                ExercisePage::new(&exercise.id, student, hints).map(Page::Exercise)
            }
        };
        let pages: Vec<Page> = lesson.parts.iter().map(page).collect::<Result<_, String>>()?;
        let at = progress.places.get(&lesson.slug).copied().unwrap_or(0);
        let at = at.min(pages.len().saturating_sub(1));
        let shown = Cell::new((0, 0));
        Ok(LessonScreen { lesson, pages, at, top: 0, progress, file, note, shown })
    }

    /// Turns to another part, and remembers the place.
    fn turn(&mut self, forward: bool) -> Cmd {
        let last = self.pages.len().saturating_sub(1);
        let to = if forward { (self.at + 1).min(last) } else { self.at.saturating_sub(1) };
        if to == self.at {
            let end = if forward { "end" } else { "beginning" };
            return Cmd::Say(format!("this is the {end} of the lesson"));
        }
        (self.at, self.top, self.note) = (to, 0, None);
        let slug = self.lesson.slug.clone();
        self.keep(move |progress| progress.record_place(&slug, to), String::new())
    }

    fn scroll(&mut self, intent: Intent) -> Cmd {
        let (total, rows) = self.shown.get();
        let (last, page) = (total.saturating_sub(rows), rows.saturating_sub(2).max(1));
        let top = self.top.min(last);
        self.top = match intent {
            Intent::Up => top.saturating_sub(1),
            Intent::Down => (top + 1).min(last),
            Intent::PageUp => top.saturating_sub(page),
            Intent::PageDown if top == last => return self.turn(true),
            Intent::PageDown => (top + page).min(last),
            Intent::First => 0,
            Intent::Last => last,
            _ => top,
        };
        Cmd::None
    }

    /// Answers the question of this page with the choice that is marked.
    fn answer(&mut self) -> Cmd {
        let Some(Page::Quiz { quiz, at, answered }) = self.pages.get_mut(self.at) else {
            return Cmd::None;
        };
        *answered = Some(*at);
        let right = quiz.choices.get(*at).is_some_and(|choice| choice.right);
        let id = quiz.id.clone();
        self.record(&id, right)
    }

    fn record(&mut self, id: &str, right: bool) -> Cmd {
        let (slug, id, now) = (self.lesson.slug.clone(), id.to_string(), now());
        self.progress.record(&slug, &id, right, now);
        let questions = self.lesson.questions();
        let solved = questions.filter(|id| self.progress.passed(&slug, id)).count();
        let of = self.lesson.questions().count();
        let says = if right { format!("{solved} of {of} solved") } else { String::new() };
        self.keep(move |progress| progress.record(&slug, &id, right, now), says)
    }

    /// Changes the progress file outside of `update`, then tells `says`, or what went wrong.
    fn keep(&self, change: impl FnOnce(&mut Progress) + 'static, says: String) -> Cmd {
        let Some(file) = self.file.clone() else { return Cmd::None };
        Cmd::Task(Box::new(move || match file.update(change) {
            Ok(_) => Event::Done(says),
            Err(error) => Event::Done(error.to_string()),
        }))
    }

    fn in_exercise(&mut self, event: Event) -> Cmd {
        let Some(Page::Exercise(page)) = self.pages.get_mut(self.at) else { return Cmd::None };
        match page.update(event) {
            exercise::Said::Nothing => Cmd::None,
            exercise::Said::Unreadable(sentence) => Cmd::Say(sentence),
            exercise::Said::Judged(right) => {
                let id = page.id().to_string();
                self.top = usize::MAX;
                self.record(&id, right)
            }
            exercise::Said::Hint(count) => {
                let (slug, id) = (self.lesson.slug.clone(), page.id().to_string());
                self.top = usize::MAX;
                self.keep(move |progress| progress.record_hints(&slug, &id, count), String::new())
            }
        }
    }
}

/// A stepper on the scenario of this id.
fn stepper(id: &str) -> Result<StepperView, String> {
    let scenario = catalog::find(id).map_err(|error| error.to_string())?;
    let walk = (scenario.open)().map_err(|error| error.to_string())?;
    Ok(StepperView::new(walk, scenario.title, Some(Source::scenario(scenario.id))))
}

fn now() -> u64 {
    SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_secs())
}

impl Screen for LessonScreen {
    fn title(&self) -> String {
        format!("lesson {} · {}", self.lesson.number, self.lesson.title)
    }

    fn status(&self) -> String {
        match self.pages.get(self.at) {
            Some(Page::Stage { view, focused: true }) => view.status(),
            _ => format!("part {} of {}", self.at + 1, self.pages.len()),
        }
    }

    fn bindings(&self) -> Vec<&'static Binding> {
        match self.pages.get(self.at) {
            Some(Page::Stage { view, focused: true }) => {
                let mut table = view.bindings();
                table.push(&keys::RETURN);
                table
            }
            Some(Page::Stage { .. }) => keys::STAGE.iter().chain(keys::TURNING).collect(),
            Some(Page::Quiz { .. }) => keys::QUIZ.iter().chain(keys::TURNING).collect(),
            Some(Page::Exercise(_)) => {
                keys::EXERCISE.iter().chain(keys::TURNING).chain(keys::SCROLLING).collect()
            }
            Some(Page::Text) | None => {
                keys::READING.iter().chain(keys::TURNING).chain(keys::SCROLLING).collect()
            }
        }
    }

    fn typing(&self) -> bool {
        match self.pages.get(self.at) {
            Some(Page::Stage { view, focused: true }) => view.typing(),
            Some(Page::Exercise(page)) => page.typing(),
            _ => false,
        }
    }

    fn tick(&self) -> Option<Duration> {
        match self.pages.get(self.at) {
            Some(Page::Stage { view, focused: true }) => view.tick(),
            _ => None,
        }
    }

    fn update(&mut self, event: Event) -> Cmd {
        if let Some(Page::Stage { view, focused: focused @ true }) = self.pages.get_mut(self.at) {
            return match view.update(event) {
                Cmd::Pop => {
                    *focused = false;
                    Cmd::None
                }
                command => command,
            };
        }
        if self.typing() {
            return self.in_exercise(event);
        }
        let Event::Do(intent) = event else { return Cmd::None };
        match (intent, self.pages.get_mut(self.at)) {
            (Intent::Leave, _) => Cmd::Pop,
            (Intent::Next, _) => self.turn(true),
            (Intent::Previous, _) => self.turn(false),
            (Intent::Enter, Some(Page::Stage { focused, .. })) => {
                *focused = true;
                Cmd::None
            }
            (Intent::Enter, Some(Page::Quiz { .. })) => self.answer(),
            (Intent::Up, Some(Page::Quiz { at, .. })) => {
                *at = at.saturating_sub(1);
                Cmd::None
            }
            (Intent::Down, Some(Page::Quiz { quiz, at, .. })) => {
                *at = (*at + 1).min(quiz.choices.len().saturating_sub(1));
                Cmd::None
            }
            (Intent::Answer | Intent::Explain, Some(Page::Exercise(_))) => {
                self.in_exercise(Event::Do(intent))
            }
            (intent, _) => self.scroll(intent),
        }
    }

    fn view(&self, frame: &mut Frame, area: Rect) {
        page::draw(self, frame, area);
    }
}
