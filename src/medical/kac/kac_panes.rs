//! The picture of key-aggregate encryption: the records, who has which key, and the formula at work.

use super::kac_model::{KacAction, KacModel, KacState, Outcome, Try, Way};
use super::{AggregateKey, Capsule, PublicKey};
use crate::encode::Encode;
use crate::rules::key_aggregate as rules;
use crate::trace::{Body, Line, Mark, Pane, Row, Scene, Verdict, Window};

/// The whole picture.
pub(super) fn scene(
    model: &KacModel,
    before: Option<&KacState>,
    state: &KacState,
    last: Option<&KacAction>,
    window: &Window,
) -> Scene {
    let rule = match last {
        None => None,
        Some(KacAction::SetUp) => Some(&rules::PARAMETERS),
        Some(KacAction::KeyPair) => Some(&rules::PUBLIC_KEY),
        Some(KacAction::Encrypt) => Some(&rules::RECORD_CLASS),
        Some(KacAction::Extract(_) | KacAction::Try { .. }) => Some(&rules::AGGREGATE_KEY),
    };
    let finished = crate::trace::Model::next(model, state).is_none();
    Scene {
        title: "One key for the records that Sally picks".into(),
        panes: vec![
            records_pane(model, state),
            Pane::values(
                "Who has what",
                1,
                &keys(model, state),
                before.map(|before| keys(model, before)).as_deref(),
                window,
            ),
            formula_pane(state, last),
        ],
        changes: Vec::new(),
        sentence: sentence(model, state, last),
        rule,
        verdict: finished.then_some(Verdict::Done),
    }
}

fn records_pane(model: &KacModel, state: &KacState) -> Pane {
    let last = state.tries.last().map(|tried| tried.class);
    let rows = (1..).zip(&model.records).map(|(class, record)| {
        let encrypted = state.encrypted >= class as usize;
        let sealed = match encrypted {
            true => format!("{}…", &hex::encode(&record.ciphertext)[..12]),
            false => String::new(),
        };
        let of_class = || state.tries.iter().filter(|tried| tried.class == class);
        let mark = match of_class().next_back().map(|tried| &tried.outcome) {
            Some(_) if last == Some(class) => Mark::Current,
            Some(Outcome::Opened(_)) => Mark::Good,
            Some(_) => Mark::Bad,
            None => Mark::Plain,
        };
        let shared = state.shared.as_ref().map_or("", |shared| match shared.set.contains(class) {
            true => "in the set",
            false => "outside",
        });
        let opens = of_class().next_back().map_or("", |tried| match tried.outcome {
            Outcome::Opened(_) => "open",
            Outcome::Refused(_) => "refused",
            Outcome::StaysShut => "stays shut",
        });
        Row::new([class.to_string(), record.plain.into(), sealed, shared.into(), opens.into()])
            .marked(mark)
    });
    let headers = ["class", "record", "in the cloud", "the key", "receiver"];
    let headers = headers.map(String::from).to_vec();
    Pane::whole("Sally's records", Body::Table { headers, rows: rows.collect() })
}

fn short(value: &impl Encode) -> String {
    let bytes = value.to_bytes();
    let head = &bytes[..bytes.len().min(6)];
    format!("{}… ({} bytes)", hex::encode(head), bytes.len())
}

fn keys(model: &KacModel, state: &KacState) -> Vec<(&'static str, String)> {
    let when = |there: bool, value: String| if there { value } else { "-".into() };
    let received = match &state.shared {
        Some(shared) => {
            format!("{}… ({} bytes) for {}", &shared.key_hex()[..12], AggregateKey::LEN, shared.set)
        }
        None => "-".into(),
    };
    let capsules = format!("{} of {} bytes", state.encrypted, Capsule::LEN);
    vec![
        ("all: parameters", when(state.set_up, short(&model.parameters))),
        ("all: public key", when(state.keyed, short(&model.public))),
        ("Sally: master secret", when(state.keyed, "32 bytes, hidden".into())),
        ("cloud: capsules", when(state.encrypted > 0, capsules)),
        ("receiver: key", received),
    ]
}

fn formula_pane(state: &KacState, last: Option<&KacAction>) -> Pane {
    let lines: Vec<String> = match last {
        None => vec!["P and Q generate two groups, e(P, Q) is their pairing.".into()],
        Some(KacAction::SetUp) => vec![
            "B_i = [a^i]P for i = 1..5".into(),
            "A_k = [a^k]Q for k = 1..10 without 6".into(),
            "Z = e(B_5, A_1), and a is forgotten".into(),
        ],
        Some(KacAction::KeyPair) => {
            vec!["g drawn, V = [g]P".into(), "[g]Q beside it, so that all can check V".into()]
        }
        Some(KacAction::Encrypt) => {
            let i = state.encrypted;
            vec![
                "t drawn".into(),
                format!("capsule: [t]P and [t](V + B_{i})"),
                "record's key: hash of Z to the t".into(),
            ]
        }
        Some(KacAction::Extract(_)) => {
            vec![format!("K = [g]({})", sum(state)), "one point, however many terms".into()]
        }
        Some(KacAction::Try { .. }) => {
            state.tries.last().map_or(vec![], |tried| tried_lines(state, tried))
        }
    };
    Pane::whole("Formula", Body::Text { lines: lines.into_iter().map(Line::new).collect() })
}

/// `A_5 + A_3`: what the key is a multiple of.
fn sum(state: &KacState) -> String {
    let set = state.shared.iter().flat_map(|shared| shared.set.iter());
    set.map(|class| format!("A_{}", 6 - class)).collect::<Vec<_>>().join(" + ")
}

fn tried_lines(state: &KacState, tried: &Try) -> Vec<String> {
    if let Outcome::Refused(_) = tried.outcome {
        return vec!["nothing is computed".into()];
    }
    let Some(shared) = &state.shared else { return vec![] };
    let set = match tried.way {
        Way::ForcedIn => shared.set.with(tried.class),
        Way::Asked | Way::Forced => shared.set.clone(),
    };
    let terms = |plus: u32| {
        let others = set.iter().filter(|j| plus == 0 || *j != tried.class);
        others.map(|j| format!("A_{}", 6 - j + plus)).collect::<Vec<_>>()
    };
    let (left, right) = (terms(0), [vec!["K".to_owned()], terms(tried.class)].concat());
    vec![
        format!("e([t](V + B_{}), {})", tried.class, left.join(" + ")),
        format!("  over e([t]P, {})", right.join(" + ")),
        match tried.outcome {
            Outcome::Opened(_) => "= Z to the t".into(),
            _ => "is not Z to the t".into(),
        },
    ]
}

fn sentence(model: &KacModel, state: &KacState, last: Option<&KacAction>) -> String {
    match last {
        None => {
            "Sally has five records, and wants to share some of them without handing out five keys."
                .into()
        }
        Some(KacAction::SetUp) => format!(
            "Sally makes parameters for five classes, {} bytes that all may know. The number that they are powers of \
             is forgotten, and one power is left out: with it everything would open.",
            model.parameters.encoded_len()
        ),
        Some(KacAction::KeyPair) => format!(
            "She draws her master secret, and publishes a public key of {} bytes. Nobody else has a master key.",
            PublicKey::LEN
        ),
        Some(KacAction::Encrypt) => format!(
            "Record {} is encrypted under her public key and class {}. The cloud gets the ciphertext and a capsule of {} bytes.",
            state.encrypted,
            state.encrypted,
            Capsule::LEN
        ),
        Some(KacAction::Extract(_)) => match &state.shared {
            Some(shared) => format!(
                "She extracts one key for {} and hands it to the receiver: {} bytes for {} of her records, and as many for all.",
                shared.set,
                AggregateKey::LEN,
                shared.set.len()
            ),
            None => String::new(),
        },
        Some(KacAction::Try { .. }) => state.tries.last().map_or(String::new(), told),
    }
}

fn told(tried: &Try) -> String {
    let class = tried.class;
    match (&tried.outcome, tried.way) {
        (Outcome::Opened(plain), _) => format!("Record {class} opens: \"{plain}\"."),
        (Outcome::Refused(error), _) => {
            format!("Record {class} is refused: {error}. Is that only good manners? Force it.")
        }
        (Outcome::StaysShut, Way::ForcedIn) => format!(
            "With {class} put into the set Z to the t appears, but the key has no part for {class}: the rest does \
             not cancel. Another number comes out, and record {class} stays shut."
        ),
        (Outcome::StaysShut, _) => format!(
            "The formula is computed all the same. No term of the set gives Z to the t, another number comes \
             out, and record {class} stays shut."
        ),
    }
}
