use std::sync::{Arc, Mutex};

use super::*;
use crate::trace::{Body, Branch, ByteMark, Chart, Line, Pane, Row, Series};

/// What is written can be looked at afterwards.
#[derive(Clone, Default)]
struct Shared(Arc<Mutex<Vec<u8>>>);

impl std::io::Write for Shared {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().unwrap().write(bytes)
    }
    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

fn written(blocks: &[Block], before: &[Block]) -> String {
    let shared = Shared::default();
    let mut out = Output::to_writer(shared.clone(), false);
    write(blocks, before, &mut out).unwrap();
    out.flush().unwrap();
    String::from_utf8(shared.0.lock().unwrap().clone()).unwrap()
}

/// A scene with every kind of pane and every mark.
fn scene() -> Scene {
    let marks = [Mark::Plain, Mark::Current, Mark::Changed, Mark::Good, Mark::Bad, Mark::Dim];
    let lines = marks.iter().map(|mark| Line::new(format!("{mark:?}")).marked(*mark)).collect();
    let rows = vec![
        Row::new(["1", "Alice", ""]).marked(Mark::Current),
        Row {
            cells: vec![Line::new("2"), Line::new("Bob").with_hex("b0b0").marked(Mark::Changed)],
            mark: Mark::Plain,
        },
    ];
    let branch = |depth, text: &str| Branch { depth, line: Line::new(text) };
    let mark =
        |start, end, name: &str| ByteMark { start, end, name: name.into(), mark: Mark::Good };
    let series = |name: &str, points| Series { name: name.into(), points };
    let chart = Chart {
        x_name: "transactions".into(),
        y_name: "look-ups".into(),
        logarithmic: true,
        series: vec![
            series("scan", vec![(10.0, 10.0), (100.0, 100.0), (1000.0, 1000.0)]),
            series("UTXO", vec![(10.0, 1.0), (100.0, 1.0), (1000.0, 1.0)]),
        ],
    };
    let table = Body::Table { headers: vec!["tx".into(), "owner".into(), "note".into()], rows };
    let bytes = Body::Bytes {
        bytes: (0..20).collect(),
        marks: vec![mark(16, 18, "version"), mark(19, 20, "count"), mark(40, 41, "later")],
    };
    Scene {
        title: "Everything".into(),
        panes: vec![
            Pane::whole("Lines", Body::Text { lines }),
            Pane::part("Table", table, 4, 10),
            Pane::whole(
                "Stack",
                Body::Stack { items: vec![Line::new("<sig>").with_hex("30"), Line::new("01")] },
            ),
            Pane::whole("Alt stack", Body::Stack { items: vec![] }),
            Pane::whole(
                "Tree",
                Body::Tree { branches: vec![branch(0, "root"), branch(1, "left")] },
            ),
            Pane::whole("Bytes", bytes),
            Pane::whole("Chart", Body::Chart { chart }),
        ],
        changes: vec!["one thing".into(), "another".into()],
        sentence: "Something \u{1b}[31mhappened\u{202e}.".into(),
        rule: None,
        verdict: Some(Verdict::Invalid {
            name: "EVAL_FALSE".into(),
            reason: "The top was 0.".into(),
        }),
    }
}

#[test]
fn every_pane_and_every_mark_is_said_in_words() {
    insta::assert_snapshot!(written(&draw(&scene(), false), &[]));
}

#[test]
fn hexadecimal_takes_the_place_of_names() {
    let text = written(&draw(&scene(), true), &[]);
    assert!(text.contains("top: 30\n") && text.contains("owner: b0b0 (new)"), "{text}");
    assert!(!text.contains("<sig>") && !text.contains("Bob"), "{text}");
}

#[test]
fn a_block_that_did_not_change_is_named_and_not_repeated() {
    let before = draw(&scene(), false);
    let mut after = scene();
    after.panes[4] = Pane::whole("Tree", Body::Tree { branches: vec![] });
    let text = written(&draw(&after, false), &before);
    assert!(text.contains("Tree (empty).\n"), "{text}");
    assert!(
        text.ends_with("As before: Lines, Table, Stack, Alt stack, Bytes, Bytes by name, Chart.\n"),
        "{text}"
    );
    assert!(text.contains("Verdict: invalid, EVAL_FALSE. The top was 0."), "{text}");
}

#[test]
fn odd_charts_are_drawn() {
    let points: [&[(f64, f64)]; 6] = [
        &[],
        &[(1.0, 1.0)],
        &[(0.0, 0.0), (f64::NAN, 1.0), (1.0, f64::INFINITY)],
        &[(-5.0, -5.0), (5.0, 5.0)],
        &[(1e300, 1e-300), (-1e300, 1e300)],
        &[(0.0, 3.0); 500],
    ];
    for points in points {
        for logarithmic in [false, true] {
            let series = vec![Series { name: "s".into(), points: points.to_vec() }];
            let chart = Chart { logarithmic, series, ..Chart::default() };
            let lines = draw_chart(&chart);
            assert!(lines.iter().all(|line| line.len() < 1000), "{lines:?}");
        }
    }
}

/// Lines of a text pane, the last of them marked as the current one.
fn grown(count: usize) -> Scene {
    let line = |number: usize| Line::new(format!("line {number}"));
    let mut lines: Vec<Line> = (1..count).map(line).collect();
    lines.push(line(count).marked(Mark::Current));
    Scene { panes: vec![Pane::whole("Lines", Body::Text { lines })], ..Scene::default() }
}

#[test]
fn of_a_long_block_that_grew_only_what_is_new_is_told() {
    let told = |before: usize, after: usize| {
        written(&draw(&grown(after), false), &draw(&grown(before), false))
    };
    assert_eq!(told(10, 11), "Lines, 10 more lines as before:\n  now  line 11\n");
    // A line that went makes the rest worth saying again, and so does a short block.
    assert_eq!(told(11, 10).lines().count(), 11);
    assert_eq!(told(3, 4).lines().count(), 5);
}
