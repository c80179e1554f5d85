use super::*;
use serde_json::json;

/// Counts up by one by default, by any amount under ten if told to, and ends at `end`.
struct Counter {
    end: u64,
}

impl Model for Counter {
    type State = u64;
    type Action = u64;

    fn initial(&self) -> u64 {
        0
    }
    fn next(&self, state: &u64) -> Option<u64> {
        (*state < self.end).then_some(1)
    }
    fn choices(&self, state: &u64) -> Vec<u64> {
        if *state < self.end { vec![1, 2] } else { Vec::new() }
    }
    fn allowed(&self, state: &u64, action: &u64) -> bool {
        *state < self.end && *action < 10
    }
    fn apply(&self, state: &mut u64, action: &u64) {
        *state += action;
    }
    fn label(&self, state: &u64, action: &u64) -> String {
        format!("{state}+{action}")
    }
    fn scene(&self, before: Option<&u64>, after: &u64, last: Option<&u64>, _: &Window) -> Scene {
        Scene { title: format!("{before:?} {last:?} {after}"), ..Scene::default() }
    }
}

#[test]
fn every_seek_equals_the_state_that_forward_steps_reach() {
    let mut recorded = Trace::new(Counter { end: 300 });
    let mut titles = vec![recorded.scene(&Window::all()).title];
    while recorded.forward() {
        titles.push(recorded.scene(&Window::all()).title);
    }
    assert_eq!(titles.len(), 301);
    for position in [0, 300, 1, 63, 64, 65, 128, 127, 299, 17] {
        assert_eq!(recorded.seek(position), position);
        assert_eq!(recorded.scene(&Window::all()).title, titles[position]);
    }
    let mut fresh = Trace::new(Counter { end: 300 });
    assert_eq!(fresh.seek(200), 200);
    assert_eq!(fresh.scene(&Window::all()).title, titles[200]);
    assert!(fresh.back());
    assert_eq!(fresh.scene(&Window::all()).title, titles[199]);
    assert_eq!(fresh.seek(1000), 300);
}

#[test]
fn another_choice_in_the_middle_forgets_the_future() {
    let mut trace = Trace::new(Counter { end: 100 });
    trace.seek(100);
    trace.seek(70);
    trace.choose(1).unwrap();
    assert_eq!((trace.position(), trace.recorded(), *trace.state()), (71, 71, 72));
    assert_eq!(trace.length(), Length::Exactly(99));
    trace.act(&json!(9)).unwrap();
    assert_eq!(*trace.state(), 81);
    assert!(matches!(trace.act(&json!(10)), Err(ActError::NotAllowed { .. })));
    assert!(matches!(trace.act(&json!("x")), Err(ActError::Unreadable { .. })));
    assert!(matches!(trace.choose(2), Err(ActError::NoSuchChoice { count: 2, .. })));
    let mut again = Trace::new(Counter { end: 100 });
    for action in trace.actions() {
        again.act(&action).unwrap();
    }
    assert_eq!(again.state(), trace.state());
}

#[test]
fn run_until_stops_before_the_step_that_is_named() {
    let mut trace = Trace::new(Counter { end: 100 });
    assert_eq!(trace.run_until(RUN_LIMIT, &mut |label| label.starts_with("50+")), 50);
    assert_eq!(trace.upcoming().unwrap(), "50+1");
    assert_eq!(trace.run_until(3, &mut |_| false), 3);
    assert_eq!(trace.run_until(RUN_LIMIT, &mut |_| false), 47);
    assert!(trace.finished() && trace.upcoming().is_none());
}

#[test]
fn a_window_never_reaches_past_the_rows() {
    let window = Window { rows: 10, starts: vec![Some(95), None] };
    assert_eq!(window.range(0, 100, 0), 90..100);
    assert_eq!(window.range(1, 100, 50), 45..55);
    assert_eq!(window.range(1, 4, 3), 0..4);
    assert_eq!(window.range(7, 0, 0), 0..0);
}
