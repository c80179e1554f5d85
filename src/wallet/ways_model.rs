//! The same payment in several ways as a walk: a way a step, with its sizes, its fee, and what its txid
//! covers (BIP 141).

use serde::{Deserialize, Serialize};

use super::ways::{Plan, Way};
use super::{AddressKind, WalletError};
use crate::encode::Encode;
use crate::primitives::amount::bitcoin_short;
use crate::rules::block as rules;
use crate::script::Flags;
use crate::spelling::grouped;
use crate::trace::{Body, ByteMark, Line, Mark, Model, Pane, Row, Scene, Verdict, Window};

/// Bytes of a row of a pane of bytes.
const ROW_LEN: usize = 16;

/// The ways, worked out.
#[derive(Debug, Clone)]
pub struct WaysModel {
    title: String,
    plan: Plan,
    ways: Vec<(Way, bool)>,
}

/// The next way.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum WaysAction {
    /// Write the payment in the next way.
    Write,
}

impl WaysModel {
    /// The payment of `plan` from a coin of each of these kinds, one after the other.
    pub fn new(
        title: impl Into<String>,
        plan: Plan,
        kinds: &[AddressKind],
    ) -> Result<WaysModel, WalletError> {
        let way = |kind: &AddressKind| {
            let way = Way::new(*kind, &plan)?;
            let covers = way.txid_covers_signature()?;
            Ok((way, covers))
        };
        let ways = kinds.iter().map(way).collect::<Result<_, WalletError>>()?;
        Ok(WaysModel { title: title.into(), plan, ways })
    }

    /// The way that the last step wrote.
    fn last(&self, done: usize) -> Option<&(Way, bool)> {
        done.checked_sub(1).and_then(|at| self.ways.get(at))
    }

    fn sentence(&self, done: usize) -> String {
        let Some((way, covers)) = self.last(done) else {
            return format!(
                "Alice has one coin of {} bitcoin, pays Bob {} and takes the change, at {} satoshis a \
                 virtual byte. The two outputs are the same each time; what differs is the lock of her \
                 coin, and so what opens it.",
                bitcoin_short(self.plan.coin),
                bitcoin_short(self.plan.pays),
                self.plan.fee_rate.satoshis_per_vbyte(),
            );
        };
        let opens = match way.verify(Flags::STANDARD) {
            Ok(()) => String::new(),
            Err(error) => format!(" It does not open its coin: {error}."),
        };
        let (base, witness, weight) = (way.tx.base_size(), way.witness_size(), way.tx.weight());
        let covers = match covers {
            true => "A changed signature would change the txid.",
            false => "A changed signature would leave the txid as it is.",
        };
        format!(
            "{}: 4 for each of {base} bytes outside the witness and 1 for each of {witness} inside make \
             {weight} units, or {} virtual bytes, for {} satoshis. {covers}{opens}",
            name(way.kind),
            way.tx.virtual_size(),
            grouped(way.fee),
        )
    }

    fn table(&self, done: usize, window: &Window) -> Pane {
        let total = self.ways.len();
        let range = window.range(0, total, done.saturating_sub(1));
        let first = range.start;
        let row = |(at, (way, covers)): (usize, &(Way, bool))| {
            if at >= done {
                let unknown = [""; 6];
                return Row::new([name(way.kind)].into_iter().chain(unknown)).marked(Mark::Dim);
            }
            let cells = [
                name(way.kind).to_string(),
                way.tx.base_size().to_string(),
                way.witness_size().to_string(),
                way.tx.weight().to_string(),
                way.tx.virtual_size().to_string(),
                grouped(way.fee),
                if *covers { "another" } else { "the same" }.to_string(),
            ];
            Row::new(cells).marked(if at + 1 == done { Mark::Changed } else { Mark::Plain })
        };
        let shown = self.ways.iter().enumerate().skip(first).take(range.len());
        let rows = shown.map(row).collect();
        let headers = ["lock", "outside", "witness", "weight", "vbytes", "fee", "txid if changed"];
        let headers = headers.map(String::from).to_vec();
        Pane::part("The same payment", Body::Table { headers, rows }, first, total)
    }

    /// The transaction of the last step, with what opens the coin marked.
    fn bytes(&self, done: usize, window: &Window) -> Pane {
        let Some((way, _)) = self.last(done) else {
            let lines = vec![Line::new("no way is written yet").marked(Mark::Dim)];
            return Pane::whole("Its bytes", Body::Text { lines });
        };
        let bytes = way.tx.to_bytes();
        let key = crate::ledger::Party::named("Alice").public_key().to_vec();
        let signature = mark(&bytes, &way.signature, "signature", Mark::Current);
        let key = mark(&bytes, &key, "public key", Mark::Changed);
        let total = bytes.len().div_ceil(ROW_LEN);
        let focus = signature.as_ref().map_or(0, |mark| (mark.start + mark.end) / 2 / ROW_LEN);
        let rows = window.range(1, total, focus);
        let (start, end) = (rows.start * ROW_LEN, (rows.end * ROW_LEN).min(bytes.len()));
        let shown = |mark: &ByteMark| mark.start < end && mark.end > start;
        let marks = signature.into_iter().chain(key).filter(shown).collect();
        let body = Body::Bytes { bytes: bytes.get(start..end).unwrap_or_default().to_vec(), marks };
        Pane::part("Its bytes", body, rows.start, total)
    }
}

/// Where `part` stands in `bytes`, if it does.
fn mark(bytes: &[u8], part: &[u8], name: &str, mark: Mark) -> Option<ByteMark> {
    let start = bytes.windows(part.len().max(1)).position(|window| window == part)?;
    Some(ByteMark { start, end: start + part.len(), name: name.into(), mark })
}

/// The kind's name in capitals, as people write it.
pub(super) fn name(kind: AddressKind) -> &'static str {
    match kind {
        AddressKind::P2pk => "P2PK",
        AddressKind::P2pkh => "P2PKH",
        AddressKind::P2shP2wpkh => "P2SH-P2WPKH",
        AddressKind::P2wpkh => "P2WPKH",
        AddressKind::P2tr => "P2TR",
        other => other.name(),
    }
}

impl Model for WaysModel {
    /// The number of ways written.
    type State = usize;
    type Action = WaysAction;

    fn initial(&self) -> usize {
        0
    }

    fn next(&self, done: &usize) -> Option<WaysAction> {
        (*done < self.ways.len()).then_some(WaysAction::Write)
    }

    fn allowed(&self, done: &usize, action: &WaysAction) -> bool {
        self.next(done).as_ref() == Some(action)
    }

    fn apply(&self, done: &mut usize, _: &WaysAction) {
        *done += 1;
    }

    fn label(&self, done: &usize, _: &WaysAction) -> String {
        self.ways.get(*done).map_or("the end", |(way, _)| name(way.kind)).to_string()
    }

    fn scene(
        &self,
        _: Option<&usize>,
        after: &usize,
        last: Option<&WaysAction>,
        window: &Window,
    ) -> Scene {
        Scene {
            title: self.title.clone(),
            panes: vec![self.table(*after, window), self.bytes(*after, window)],
            changes: Vec::new(),
            sentence: self.sentence(*after),
            rule: last.map(|_| &rules::BAD_BLK_WEIGHT),
            verdict: (*after == self.ways.len()).then_some(Verdict::Done),
        }
    }
}
