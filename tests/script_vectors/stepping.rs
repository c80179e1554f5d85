//! Stepping is the fast path, watched: every spend of every vector file, walked to its end, back to
//! its start and forward again, shows the same states and comes to the same verdict.

use blockstep::script::asm::Tags;
use blockstep::script::spend_model::SpendModel;
use blockstep::script::verify::State;
use blockstep::trace::{Stepper as _, Trace};

use super::{Spend, all_spends, check_all};

/// A walk through the spend from its start.
fn walk(spend: &Spend) -> Trace<SpendModel> {
    let prevouts = spend.context.prevouts().map(<[_]>::to_vec);
    let (tx, prevout) = (spend.context.tx().clone(), spend.prevout.clone());
    let (title, tags) = ("a vector", Tags::default());
    Trace::new(SpendModel::new(title, tx, spend.input, prevout, prevouts, spend.flags, tags))
}

/// Steps on and compares each state with the one before it in `states`, as far as that goes; what
/// lies beyond is recorded.
fn forward(trace: &mut Trace<SpendModel>, states: &mut Vec<State>) -> Result<(), String> {
    while trace.forward() {
        match states.get(trace.position()) {
            Some(state) if state != trace.state() => {
                return Err(format!("step {} differs forwards", trace.position()));
            }
            Some(_) => {}
            None => states.push(trace.state().clone()),
        }
    }
    Ok(())
}

fn check(spend: &Spend) -> Result<(), String> {
    let mut trace = walk(spend);
    let mut states = vec![trace.state().clone()];
    forward(&mut trace, &mut states)?;
    let verdict = spend.verdict();
    let last = trace.state().outcome;
    if last != Some(verdict) {
        return Err(format!("stepped to {last:?}, but verified to {verdict:?}"));
    }
    while trace.back() {
        if trace.state() != &states[trace.position()] {
            return Err(format!("step {} differs backwards", trace.position()));
        }
    }
    if trace.position() != 0 {
        return Err(format!("came back to step {} instead of 0", trace.position()));
    }
    let steps = states.len();
    forward(&mut trace, &mut states)?;
    if trace.position() + 1 != steps || trace.state().outcome != Some(verdict) {
        return Err("the second walk forwards ends elsewhere".into());
    }
    Ok(())
}

#[test]
fn stepping_to_the_end_and_back_shows_the_same_states() {
    check_all(&all_spends(), |spend| {
        check(spend).map_err(|complaint| format!("{complaint}: {}", spend.name))
    });
}
