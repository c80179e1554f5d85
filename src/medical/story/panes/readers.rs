//! Who can read what: each record, and those who may read it now.

use crate::medical::story::matrix::{Row as Record, matrix};
use crate::medical::story::story_model::StoryModel;
use crate::medical::world::World;
use crate::trace::{Body, Mark, Pane, Row};

/// The records at `slot`. A row whose readers changed is marked.
pub(super) fn pane(model: &StoryModel, world: &World, old: Option<&World>, slot: u64) -> Pane {
    let cast = &model.tale.cast;
    let before = old.map(|old| matrix(old, old.last_slot()));
    let rows = matrix(world, slot).into_iter().map(|record| {
        let title = model.tale.title_of_release(&record.release);
        let same = before.as_ref().is_none_or(|before| is_same(before, &record));
        let mark = if same { Mark::Plain } else { Mark::Changed };
        Row::new([title.to_owned(), cast.readers(&record.readers)]).marked(mark)
    });
    let headers = ["record", "who can read it"].map(String::from).to_vec();
    Pane::whole("Who can read what", Body::Table { headers, rows: rows.collect() })
}

fn is_same(before: &[Record], record: &Record) -> bool {
    before.iter().any(|old| old.release == record.release && old.readers == record.readers)
}
