//! A small machine that shows every kind of pane, for tests of how walks are drawn.

use crate::{
    rules::encode::COUNT_TOO_LARGE,
    trace::{
        Body, Branch, ByteMark, Chart, Line, Mark, Model, Pane, Row, Scene, Series, Trace, Verdict,
        Window,
    },
    tui::StepperView,
};

/// Counts from 0 to 40, by one, or by five if told to.
pub struct Demo;

/// A stepper on it.
pub fn view() -> StepperView {
    StepperView::new(Box::new(Trace::new(Demo)), "A demonstration", None)
}

impl Model for Demo {
    type State = u32;
    type Action = u32;

    fn initial(&self) -> u32 {
        0
    }
    fn next(&self, state: &u32) -> Option<u32> {
        (*state < 40).then_some(1)
    }
    fn choices(&self, state: &u32) -> Vec<u32> {
        if *state < 40 { vec![1, 5] } else { Vec::new() }
    }
    fn allowed(&self, state: &u32, action: &u32) -> bool {
        *state < 40 && matches!(action, 1 | 5)
    }
    fn apply(&self, state: &mut u32, action: &u32) {
        *state += action;
    }
    fn label(&self, state: &u32, action: &u32) -> String {
        match (action, state % 10) {
            (1, 7) => format!("OP_CHECKSIG at {state}"),
            (1, _) => format!("OP_DUP at {state}"),
            _ => format!("leap by {action}"),
        }
    }

    fn scene(&self, _: Option<&u32>, after: &u32, _: Option<&u32>, window: &Window) -> Scene {
        let here = *after as usize;
        let mark = |index: usize| match index.cmp(&here) {
            std::cmp::Ordering::Less => Mark::Dim,
            std::cmp::Ordering::Equal => Mark::Current,
            std::cmp::Ordering::Greater => Mark::Plain,
        };
        let lines = window.range(0, 41, here);
        let first = lines.start;
        let text = lines.map(|index| Line::new(format!("OP_DUP at {index}")).marked(mark(index)));
        let items = (0..here.min(6)).rev().map(|item| {
            let line = Line::new(format!("<sig alice {item}>")).with_hex("30440220".repeat(9));
            if item == here - 1 { line.marked(Mark::Changed) } else { line }
        });
        Scene {
            title: "A demonstration".to_string(),
            panes: vec![
                Pane::part("Script", Body::Text { lines: text.collect() }, first, 41),
                Pane::whole("Stack", Body::Stack { items: items.collect() }),
                Pane::whole("Outputs", table(here)),
                Pane::whole("Merkle tree", tree(here)),
                Pane::whole("Bytes", bytes(here)),
                Pane::whole("Work per check", chart()),
            ],
            changes: vec!["the stack holds one item more".to_string()],
            sentence: format!(
                "OP_DUP copied the item on top of the stack, so that one copy can be compared and \
                 the other still be used; that was step {here}."
            ),
            rule: Some(&COUNT_TOO_LARGE),
            verdict: (here >= 40).then(|| Verdict::Invalid {
                name: "EVAL_FALSE".to_string(),
                reason: "the script ended with false on top of the stack".to_string(),
            }),
        }
    }
}

fn table(here: usize) -> Body {
    let headers = ["output", "value", "owner"].map(String::from).to_vec();
    let row = |index: usize| {
        let owner =
            ["Alice", "Bob, who bought a car from Alice and paid by instalments"][index % 2];
        let row = Row::new([format!("{index}[0]"), format!("{}.0", 25 - index), owner.to_string()]);
        match index {
            0 => row.marked(Mark::Good),
            1 => row.marked(Mark::Bad),
            _ if index == here => row.marked(Mark::Current),
            _ => row,
        }
    };
    Body::Table { headers, rows: (0..8).map(row).collect() }
}

fn tree(here: usize) -> Body {
    let branch = |(depth, text): (usize, &str)| Branch { depth, line: Line::new(text) };
    let lines = [(0, "root"), (1, "left"), (2, "tx 1"), (2, "tx 2"), (1, "right"), (2, "tx 3")];
    let mut branches: Vec<Branch> = lines.into_iter().map(branch).collect();
    let count = branches.len();
    branches[here % count].line.mark = Mark::Current;
    Body::Tree { branches }
}

fn bytes(here: usize) -> Body {
    let mark = |start, end, name: &str, mark| ByteMark { start, end, name: name.to_string(), mark };
    Body::Bytes {
        bytes: (0..60).collect(),
        marks: vec![
            mark(0, 4, "version", if here == 0 { Mark::Current } else { Mark::Plain }),
            mark(4, 5, "count of inputs", if here == 1 { Mark::Current } else { Mark::Changed }),
            mark(5, 37, "previous txid", Mark::Good),
        ],
    }
}

fn chart() -> Body {
    let curve = |name: &str, power: f64| Series {
        name: name.to_string(),
        points: (1..=5).map(|x| (10f64.powi(x), 10f64.powf(power * f64::from(x)))).collect(),
    };
    Body::Chart {
        chart: Chart {
            x_name: "transactions".to_string(),
            y_name: "looked at".to_string(),
            logarithmic: true,
            series: vec![curve("account", 1.0), curve("UTXO", 0.0)],
        },
    }
}
