use super::*;
use crate::chain::ChainParams;
use crate::primitives::CompactTarget;
use crate::trace::{Stepper, Trace, Verdict};

fn model(seconds: u32, next: Option<u32>) -> RetargetModel {
    let params = ChainParams::mainnet().pow;
    let first = BlockHeader { bits: CompactTarget(0x1c00_ffff), ..BlockHeader::default() };
    let last = BlockHeader { time: seconds, ..first };
    let next = next.map(|bits| BlockHeader { bits: CompactTarget(bits), ..first });
    RetargetModel::new("a window", params, 2_016, [first, last], next)
}

fn end(model: RetargetModel) -> Scene {
    let mut trace = Trace::new(model);
    assert_eq!(trace.seek(100), SUMS.len());
    trace.scene(&Window::all())
}

#[test]
fn what_is_shown_is_what_a_chain_asks_for() {
    for seconds in [0, 1, 302_399, 302_400, 600_000, 1_209_600, 4_838_400, 9_000_000] {
        let model = model(seconds, None);
        let (params, first, last) = (model.params.clone(), model.first, model.last);
        let found = Retarget::new(&params, &first, &last);
        assert_eq!(*model.found(), found);
        let bits = found.new_bits;
        let text = serde_json::to_string(&end(model)).unwrap();
        assert!(text.contains(&bits.to_string()), "{seconds}: {text}");
    }
}

#[test]
fn the_header_is_judged_by_the_sum() {
    let right = model(600_000, None).found().new_bits.0;
    assert_eq!(end(model(600_000, Some(right))).verdict, Some(Verdict::Valid));
    let wrong = end(model(600_000, Some(right + 1))).verdict;
    assert!(matches!(wrong, Some(Verdict::Invalid { name, .. }) if name == "bad-diffbits"));
    assert_eq!(end(model(600_000, None)).verdict, Some(Verdict::Done));
}

#[test]
fn the_clamp_is_said_where_it_works_and_only_there() {
    let at_clamp = |seconds| {
        let mut trace = Trace::new(model(seconds, None));
        trace.seek(4);
        trace.scene(&Window::all()).sentence
    };
    assert!(at_clamp(302_399).contains("faster than is heeded: 302,400 seconds"));
    assert!(at_clamp(302_400).contains("counts as it is"));
    assert!(at_clamp(5_000_000).contains("slower than is heeded: 4,838,400 seconds"));
}
