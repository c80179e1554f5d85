//! What every walk has to pass, whatever its machine.

use super::{Model, Scene, Stepper, Trace, Window};

/// The longest sentence, in bytes: some four lines of a terminal.
const LONGEST_SENTENCE: usize = 340;

/// Goes to the end, back to the start, comparing every picture on the way, and to the end again. Gives the
/// pictures, from the first one to the last.
pub(crate) fn there_and_back<M: Model>(trace: &mut Trace<M>) -> Vec<Scene> {
    let mut scenes = vec![trace.scene(&Window::all())];
    while trace.forward() {
        scenes.push(trace.scene(&Window::all()));
    }
    let end = scenes.last().and_then(|scene| scene.verdict.as_ref());
    assert!(end.is_some(), "the walk ends with a verdict");
    for (at, scene) in scenes.iter().enumerate().rev() {
        assert_eq!(trace.scene(&Window::all()), *scene, "step {at}");
        let text = format!("{scene:?}");
        assert!(!text.contains("NaN") && !text.contains("inf,"), "step {at}: {text}");
        assert!(scene.sentence.len() <= LONGEST_SENTENCE, "step {at}: {}", scene.sentence);
        assert_eq!(trace.back(), at > 0);
    }
    trace.seek(scenes.len() - 1);
    scenes
}
