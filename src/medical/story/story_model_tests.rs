//! Each part there and back, and no secret in any picture.

use super::*;
use crate::trace::Trace;

#[test]
fn every_part_is_walked_there_and_back_and_shows_no_key() {
    let parts = [Part::Records, Part::Sharing, Part::Emergency, Part::Tokens, Part::DoubleSigning];
    let mut steps = 0;
    for part in parts {
        let model = StoryModel::new(part).unwrap();
        assert!(model.len() >= 5, "{part:?}");
        steps += model.len();
        let secrets: Vec<String> =
            (model.tale.cast.secrets().iter()).map(|secret| hex::encode(&secret.bytes)).collect();
        let mut trace = Trace::new(model);
        let scenes = crate::trace::walked::there_and_back(&mut trace);
        let shown = format!("{scenes:?}");
        for secret in &secrets {
            assert!(!shown.contains(&secret[..16]));
        }
    }
    assert_eq!(StoryModel::new(Part::Whole).unwrap().len(), steps, "each chapter is in one part");
}
