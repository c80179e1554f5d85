//! The life of the record to which something happened last.

use crate::medical::story::lifeline::{latest, lifeline};
use crate::medical::story::story_model::StoryModel;
use crate::medical::world::World;
use crate::trace::{Body, Mark, Pane, Row};

/// Its events.
pub(super) fn pane(model: &StoryModel, world: &World) -> Pane {
    let cast = &model.tale.cast;
    let headers = ["block", "what", "who", "to, or by"].map(String::from).to_vec();
    let Some(release) = latest(world) else {
        return Pane::whole("Life of a record", Body::Table { headers, rows: Vec::new() });
    };
    let events = lifeline(world, &release);
    let count = events.len();
    let rows = events.iter().enumerate().map(|(at, event)| {
        let to = event.to.map_or(String::new(), |to| cast.name(&to));
        let cells = [event.height.to_string(), event.what.to_owned(), cast.name(&event.who), to];
        Row::new(cells).marked(if at + 1 == count { Mark::Current } else { Mark::Plain })
    });
    let name = format!("Life of a record: {}", model.tale.title_of_release(&release));
    Pane::whole(name, Body::Table { headers, rows: rows.collect() })
}
