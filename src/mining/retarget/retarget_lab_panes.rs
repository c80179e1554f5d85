//! The picture of the lab: the windows, and two charts over them.

use super::lab::{WindowRow, difficulty_chart, interval_chart};
use super::retarget_lab_model::{RetargetLabAction, RetargetLabModel, RetargetLabState};
use crate::rules::block::BAD_DIFFBITS;
use crate::rules::chain::RETARGET_CLAMP;
use crate::spelling::{counted, grouped};
use crate::trace::{Body, Mark, Model, Pane, Row, Scene, Verdict, Window};

/// The whole picture.
pub(super) fn scene(
    model: &RetargetLabModel,
    state: &RetargetLabState,
    last: Option<&RetargetLabAction>,
    window: &Window,
) -> Scene {
    Scene {
        title: model.title.clone(),
        panes: vec![
            table(model, state, window),
            chart("difficulty and hash rate", difficulty_chart(&state.rows)),
            chart("minutes a block", interval_chart(&state.rows, &model.params.pow)),
        ],
        changes: change(state).into_iter().collect(),
        sentence: sentence(model, state),
        rule: last.map(|_| match state.rows.last() {
            Some(row) if row.clamped => &RETARGET_CLAMP,
            _ => &BAD_DIFFBITS,
        }),
        verdict: model.next(state).is_none().then_some(Verdict::Done),
    }
}

fn chart(name: &str, chart: crate::trace::Chart) -> Pane {
    Pane::whole(name, Body::Chart { chart })
}

fn change(state: &RetargetLabState) -> Option<String> {
    let row = state.rows.last()?;
    Some(format!("difficulty {:.2} -> {:.2}", row.difficulty, row.difficulty * row.factor))
}

/// `600 s`, or minutes and hours where that says more.
fn interval(seconds: f64) -> String {
    match seconds {
        ..600.0 => format!("{seconds:.0} s"),
        ..7_200.0 => format!("{:.1} min", seconds / 60.0),
        _ => format!("{:.1} h", seconds / 3_600.0),
    }
}

fn sentence(model: &RetargetLabModel, state: &RetargetLabState) -> String {
    let pow = &model.params.pow;
    let wanted = interval(pow.interval_seconds.into());
    if state.ended {
        return "The next window would last beyond the year 2106: a header has 32 bits for its time, and no more \
                seconds fit in. The chain ends here."
            .into();
    }
    let Some(row) = state.rows.last() else {
        return format!(
            "A block is wanted every {wanted}. After each {} the difficulty follows the time that they took, \
             by a factor of {} at most. Headers and times are real here; the waits are {}.",
            counted(pow.window_blocks as usize, "block"),
            pow.max_factor,
            if model.params.regular { "exactly the mean" } else { "drawn, and nothing is hashed" }
        );
    };
    let before = state.rows.iter().rev().nth(1);
    let came = match before.map_or(100, |before| before.rate_percent) {
        was if was < row.rate_percent => "More machines mine",
        was if was > row.rate_percent => "Machines have left",
        _ => "The machines are the same",
    };
    let easy = match row.easiest_blocks {
        0 => String::new(),
        some => format!(
            " {} came after twice the interval, with the easiest target.",
            counted(some as usize, "block")
        ),
    };
    format!(
        "{came}: a block every {} on average.{easy} {}",
        interval(row.interval_seconds),
        follows(row, pow.max_factor, pow.interval_seconds)
    )
}

fn follows(row: &WindowRow, most: u32, wanted_seconds: u32) -> String {
    let slow = row.interval_seconds > f64::from(wanted_seconds);
    match (row.clamped, row.factor) {
        _ if row.limited && slow => {
            "The blocks came too slowly, but the network's easiest target is reached: they \
                                     cannot be made easier."
                .into()
        }
        (true, _) if slow => format!(
            "The blocks came more than {most} times too slowly, but a change is held at 1/{most}: the next \
             window is too slow as well."
        ),
        (true, _) => format!(
            "The blocks came more than {most} times too fast, but a change is held at {most}: the next window \
             is too fast as well."
        ),
        (false, factor) if (0.9..1.1).contains(&factor) => format!(
            "The difficulty is multiplied by {factor:.3}: it follows luck too, since {} scatter by {:.1} %.",
            counted(row.blocks as usize, "block"),
            100.0 / f64::from(row.blocks.max(1)).sqrt()
        ),
        (false, factor) => format!(
            "The difficulty is multiplied by {factor:.3}, so that the same machines find one in time in the next \
             window."
        ),
    }
}

fn table(model: &RetargetLabModel, state: &RetargetLabState, window: &Window) -> Pane {
    let total = state.rows.len();
    let range = window.range(0, total, total.saturating_sub(1));
    let first = range.start;
    let testnet = model.params.pow.allows_min_difficulty;
    let row = |(at, row): (usize, &WindowRow)| {
        let mut cells = vec![
            row.window.to_string(),
            grouped(row.rate_percent),
            format!("{:.2}", row.difficulty),
            interval(row.interval_seconds),
            format!("{:.2}{}", row.factor, if row.clamped { " held" } else { "" }),
        ];
        if testnet {
            cells.push(row.easiest_blocks.to_string());
        }
        Row::new(cells).marked(if at + 1 == total { Mark::Changed } else { Mark::Plain })
    };
    let rows = state.rows.iter().enumerate().skip(first).take(range.len()).map(row).collect();
    let mut headers: Vec<String> =
        ["no.", "rate %", "difficulty", "a block", "then x"].map(str::to_owned).into();
    if testnet {
        headers.push("easy".into());
    }
    Pane::part("windows", Body::Table { headers, rows }, first, total)
}
