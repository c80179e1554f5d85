//! The picture of a change of the target: the window's two headers, the sums so far, and the targets.

use super::retarget_model::{RetargetModel, RetargetState, SUMS, Sum};
use crate::primitives::BlockHeader;
use crate::primitives::bytes_field::date;
use crate::primitives::pow::Target;
use crate::rules::{Rule, block, chain};
use crate::spelling::grouped;
use crate::trace::{Body, Line, Mark, Pane, Row, Scene, Verdict, Window};

/// The whole picture.
pub(super) fn scene(model: &RetargetModel, state: &RetargetState, window: &Window) -> Scene {
    let last = state.done.checked_sub(1).and_then(|at| SUMS.get(at)).copied();
    let panes = vec![
        sums_pane(model, last, window),
        headers_pane(model, last, window),
        targets_pane(model, last, window),
    ];
    Scene {
        title: model.title.clone(),
        panes,
        changes: Vec::new(),
        sentence: sentence(model, last),
        rule: last.map(rule),
        verdict: (last == Some(Sum::Compact)).then(|| verdict(model)),
    }
}

fn rule(sum: Sum) -> &'static Rule {
    match sum {
        Sum::Clamp => &chain::RETARGET_CLAMP,
        Sum::Limit => &chain::RETARGET_LIMIT,
        _ => &block::BAD_DIFFBITS,
    }
}

fn verdict(model: &RetargetModel) -> Verdict {
    match model.next {
        Some(next) if next.bits == model.found.new_bits => Verdict::Valid,
        Some(next) => Verdict::Invalid {
            name: block::BAD_DIFFBITS.name.into(),
            reason: format!(
                "the header has the bits {}, but the chain asks for {} here",
                next.bits, model.found.new_bits
            ),
        },
        None => Verdict::Done,
    }
}

/// A target's difficulty with four decimals.
fn difficulty(target: Target) -> String {
    format!("{:.4}", target.difficulty())
}

/// Seconds as minutes for each of so many intervals.
fn minutes_each(seconds: i64, intervals: u32) -> String {
    let each = seconds as f64 / 60.0 / f64::from(intervals.max(1));
    format!("{each:.2}")
}

fn sentence(model: &RetargetModel, last: Option<Sum>) -> String {
    let found = &model.found;
    let blocks = model.params.window_blocks;
    let intervals = blocks.saturating_sub(1);
    let Some(last) = last else {
        return format!(
            "Block {} begins a new window of {} blocks. Its target follows from the time that the last \
             window took.",
            grouped(model.height),
            grouped(blocks)
        );
    };
    match last {
        Sum::First => format!(
            "The window began with block {}, which says {}.",
            grouped(model.height.saturating_sub(blocks)),
            date(found.first_time.into())
        ),
        Sum::Last => format!(
            "It ended with block {}, which says {}. Both times are what the miners wrote.",
            grouped(model.height.saturating_sub(1)),
            date(found.last_time.into())
        ),
        Sum::Actual => format!(
            "Between the first block and the last lie {} intervals, not {}: an oversight of 2009 that \
             every node repeats. They took {} minutes each.",
            grouped(intervals),
            grouped(blocks),
            minutes_each(found.actual_seconds, intervals)
        ),
        Sum::Clamp if found.clamped_seconds == found.actual_seconds => {
            "That is more than a quarter of what was wanted and less than four times as much, so it \
             counts as it is."
                .into()
        }
        Sum::Clamp => format!(
            "That is {} than is heeded: {} seconds count instead, and so the target changes by a factor \
             of 4 at most.",
            if found.actual_seconds < found.clamped_seconds { "faster" } else { "slower" },
            grouped(found.clamped_seconds)
        ),
        Sum::Multiply => format!(
            "The old target times {} by {}, rounded down. A smaller target is harder to meet.",
            grouped(found.clamped_seconds),
            grouped(found.wanted_seconds)
        ),
        Sum::Limit if found.limited => {
            "That would be easier than this network allows: the limit stands in its place.".into()
        }
        Sum::Limit => "It is harder than the easiest target of this network, so it may stand.".into(),
        Sum::Compact => compact(model),
    }
}

fn compact(model: &RetargetModel) -> String {
    let found = &model.found;
    let says = match model.next {
        Some(next) if next.bits == found.new_bits => {
            format!(" Block {} says so.", grouped(model.height))
        }
        Some(next) => format!(" The header says {}, which is wrong.", next.bits),
        None => String::new(),
    };
    format!(
        "A header has room for three bytes of the target and its length: {}. What follows is dropped. \
         The difficulty is {}.{says}",
        found.new_bits,
        difficulty(Target(found.new_bits.expand().value))
    )
}

fn sums_pane(model: &RetargetModel, last: Option<Sum>, window: &Window) -> Pane {
    let found = &model.found;
    let old_bits = model.last.bits;
    let rows = [
        (None, "wanted seconds", grouped(found.wanted_seconds)),
        (None, "old bits", old_bits.to_string()),
        (None, "old difficulty", difficulty(found.old_target)),
        (Some(Sum::First), "first time", found.first_time.to_string()),
        (Some(Sum::Last), "last time", found.last_time.to_string()),
        (Some(Sum::Actual), "last - first", grouped(found.actual_seconds)),
        (Some(Sum::Clamp), "at least", grouped(found.wanted_seconds / 4)),
        (Some(Sum::Clamp), "at most", grouped(found.wanted_seconds * 4)),
        (Some(Sum::Clamp), "seconds that count", grouped(found.clamped_seconds)),
        (Some(Sum::Limit), "held at the limit", if found.limited { "yes" } else { "no" }.into()),
        (Some(Sum::Compact), "new bits", found.new_bits.to_string()),
        (Some(Sum::Compact), "new difficulty", difficulty(Target(found.new_bits.expand().value))),
    ];
    let focus = rows.iter().rposition(|(sum, ..)| *sum <= last).unwrap_or(0);
    let total = rows.len();
    let range = window.range(0, total, focus);
    let first = range.start;
    let row = |(sum, name, value): (Option<Sum>, &str, String)| match sum {
        _ if sum > last => Row::new([name, ""]).marked(Mark::Dim),
        Some(_) if sum == last => Row::new([name.into(), value]).marked(Mark::Changed),
        _ => Row::new([name.into(), value]),
    };
    let rows = rows.into_iter().skip(first).take(range.len()).map(row).collect();
    let headers = vec!["what".into(), "value".into()];
    Pane::part("the sum", Body::Table { headers, rows }, first, total)
}

fn headers_pane(model: &RetargetModel, last: Option<Sum>, window: &Window) -> Pane {
    let row = |sum: Option<Sum>, height: u32, header: &BlockHeader| {
        let cells = [grouped(height), date(header.time.into()), header.bits.to_string()];
        match () {
            () if sum > last => Row::new([cells[0].as_str(), "", ""]).marked(Mark::Dim),
            () if sum == last => Row::new(cells).marked(Mark::Current),
            () => Row::new(cells),
        }
    };
    let begins = model.height.saturating_sub(model.params.window_blocks);
    let mut rows = vec![
        row(Some(Sum::First), begins, &model.first),
        row(Some(Sum::Last), model.height.saturating_sub(1), &model.last),
    ];
    let next = model.next.as_ref();
    rows.extend(next.map(|next| row(Some(Sum::Compact), model.height, next)));
    let total = rows.len();
    let range = window.range(1, total, 0);
    let first = range.start;
    let rows = rows.into_iter().skip(first).take(range.len()).collect();
    let headers = ["block", "says", "bits"].map(str::to_owned).to_vec();
    Pane::part("headers", Body::Table { headers, rows }, first, total)
}

/// The targets in full: only their digits show what the header drops.
fn targets_pane(model: &RetargetModel, last: Option<Sum>, window: &Window) -> Pane {
    let found = &model.found;
    // The zeros in front of all of them say nothing.
    let all = [
        (None, "old", found.old_target),
        (None, "limit", model.params.limit),
        (Some(Sum::Multiply), "new", found.new_target),
        (Some(Sum::Compact), "in the header", Target(found.new_bits.expand().value)),
    ];
    let rows = all.iter().map(|(sum, name, target)| match *sum > last {
        true => Line::new(format!("{name:<14}to come")).marked(Mark::Dim),
        false => {
            let digits = target.to_string();
            let shown = digits.get(..32).unwrap_or(&digits);
            let mark = if sum.is_some() && *sum == last { Mark::Changed } else { Mark::Plain };
            Line::new(format!("{name:<14}{shown}…")).with_hex(digits.clone()).marked(mark)
        }
    });
    let rows: Vec<Line> = rows.collect();
    let total = rows.len();
    let range = window.range(2, total, 0);
    let first = range.start;
    let lines = rows.into_iter().skip(first).take(range.len()).collect();
    Pane::part("targets, the first 16 bytes", Body::Text { lines }, first, total)
}
