use super::*;
use crate::trace::{Stepper, Trace};
use crate::wallet::joint::tests::{keys, payment};

fn model() -> JointModel {
    let signers = ["Alice", "Bob", "Judy"].map(|name| (name.to_owned(), keys(name)));
    JointModel::new("An escrow is settled", payment(), signers.to_vec())
}

#[test]
fn the_file_goes_round_and_the_payment_is_finished() {
    let mut trace = Trace::new(model());
    let mut told = vec![trace.scene(&Window::all())];
    while trace.forward() {
        told.push(trace.scene(&Window::all()));
    }
    // Alice and Bob are enough; Judy is not asked.
    assert_eq!(told.len(), 4);
    assert!(told[1].sentence.contains("Alice adds 4 signatures"), "{}", told[1].sentence);
    assert_eq!(told[3].verdict, Some(Verdict::Valid));
    let mut straight = payment();
    straight.sign(&keys("Alice")).unwrap();
    straight.sign(&keys("Bob")).unwrap();
    assert_eq!(trace.model().transaction(trace.state()), Some(&straight.finalize().unwrap()));
    for (at, scene) in told.iter().enumerate().rev() {
        assert_eq!(trace.seek(at), at);
        assert_eq!(&trace.scene(&Window::all()), scene);
    }
}

#[test]
fn another_may_sign_and_a_change_on_the_way_is_noticed() {
    let mut trace = Trace::new(model());
    let judy = trace.choices().iter().position(|choice| choice == "Judy signs").unwrap();
    trace.choose(judy).unwrap();
    let eve = trace.choices().iter().position(|choice| choice.starts_with("Eve")).unwrap();
    trace.choose(eve).unwrap();
    trace.forward();
    let scene = trace.scene(&Window::all());
    assert!(scene.sentence.starts_with("Alice checks the file first, and refuses"));
    assert_eq!(scene.rule, Some(&JOINT_SAME_PAYMENT));
    assert!(trace.finished());
    // Finished too early, it says what is missing.
    let mut trace = Trace::new(model());
    let last = trace.choices().len() - 1;
    trace.choose(last).unwrap();
    let scene = trace.scene(&Window::all());
    assert!(scene.sentence.starts_with("It cannot be finished"), "{}", scene.sentence);
}
