//! Who can read what: records down, readers across.

use crate::medical::identity::Identity;
use crate::medical::story::matrix::{Row as Record, matrix};
use crate::medical::story::story_model::StoryModel;
use crate::medical::world::World;
use crate::trace::{Body, Mark, Pane, Row};

/// The readers that have a column, by what the story calls them.
const COLUMNS: [&str; 7] =
    ["Sally", "Tom", "Bielefeld", "Münster", "Berlin", "Northcare", "Cohort"];

/// The matrix at `slot`. A row whose readers changed is marked.
pub(super) fn pane(model: &StoryModel, world: &World, old: Option<&World>, slot: u64) -> Pane {
    let cast = &model.tale.cast;
    let readers: Vec<Identity> = COLUMNS.iter().filter_map(|name| cast.find(name)).collect();
    let before = old.map(|old| matrix(old, old.last_slot()));
    let rows = matrix(world, slot).into_iter().map(|record| {
        let title = model.tale.title_of_release(&record.release);
        let mut cells = vec![title.to_owned()];
        cells.extend(readers.iter().map(|who| record.mark(who).to_owned()));
        let same = before.as_ref().is_none_or(|before| is_same(before, &record));
        Row::new(cells).marked(if same { Mark::Plain } else { Mark::Changed })
    });
    let rows: Vec<Row> = rows.collect();
    let mut headers = vec!["record".to_owned()];
    headers.extend(COLUMNS.map(str::to_owned));
    Pane::whole("Who can read what", Body::Table { headers, rows })
}

fn is_same(before: &[Record], record: &Record) -> bool {
    before.iter().any(|old| old.release == record.release && old.readers == record.readers)
}
