//! The pictures of the day: what happened, the records and their readers, who is played, the pools.

use super::action::PlayAction;
use super::day::Day;
use super::model::PATH;
use super::words;
use crate::medical::chain::Body as _;
use crate::medical::data::explorer::readers;
use crate::medical::story::panes::{happened, pools};
use crate::trace::{Body, Mark, Pane, Row, Scene, Verdict, Window};

/// The whole picture.
pub(super) fn scene(
    before: Option<&Day>,
    day: &Day,
    last: Option<&PlayAction>,
    window: &Window,
) -> Scene {
    let step = day.last();
    let old = before.map(values);
    let mut panes = vec![
        happened::pane(step),
        records(before, day),
        Pane::values("You", 2, &values(day), old.as_deref(), window),
    ];
    panes.extend(day.world().map(pools::pane));
    let (sentence, rule) = match (last, step) {
        (Some(PlayAction::Be(player)), _) => (words::became(*player), None),
        (Some(PlayAction::Pick(record)), _) => (words::picked(day, *record), None),
        (_, Some(step)) => (format!("{}. {}", step.title, step.told), step.rule),
        (_, None) => (words::BEGIN.into(), None),
    };
    Scene {
        title: "A day that you play".into(),
        panes,
        changes: Vec::new(),
        sentence,
        rule,
        verdict: (day.path >= PATH.len()).then_some(Verdict::Done),
    }
}

/// Each record, whether it is picked, and who may read it now.
fn records(before: Option<&Day>, day: &Day) -> Pane {
    let rows = (0..day.records().len()).map(|at| {
        let cells = record(day, at);
        let same = before.is_none_or(|before| record(before, at) == cells);
        Row::new(cells).marked(if same { Mark::Plain } else { Mark::Changed })
    });
    let headers = ["record", "picked", "read by"].map(String::from).to_vec();
    Pane::whole("Records", Body::Table { headers, rows: rows.collect() })
}

fn record(day: &Day, at: usize) -> [String; 3] {
    let (Some(mark), Some(world)) = (day.records().get(at), day.world()) else {
        return Default::default();
    };
    let may = readers(world.data(), &mark.storage, world.last_slot()).unwrap_or_default();
    let picked = if day.picked.contains(&at) { "yes" } else { "" };
    [mark.title.to_owned(), picked.to_owned(), day.tale.cast.readers(&may)]
}

/// Who is played, and where the chain stands.
fn values(day: &Day) -> Vec<(&'static str, String)> {
    let (tree, world) = (&day.tale.tree, day.world());
    let turn = world.and_then(|world| world.producer(world.last_slot()));
    let turn = turn.map_or("nobody's".into(), |who| day.tale.cast.name(&who));
    vec![
        ("you are", format!("{}, {}", day.you.name(), day.you.part())),
        ("last block, final", format!("{}, {}", tree.place().height, tree.final_height())),
        ("next block by", turn),
        ("next slot", world.map_or(0, |world| world.last_slot()).to_string()),
        ("not stored yet", day.delivered.len().to_string()),
    ]
}
