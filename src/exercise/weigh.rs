//! Weigh a transaction by hand: weight, virtual size and fee from the bytes inside and outside its
//! witnesses, and which of its two ids a change touches (BIP 141).
//!
//! The transaction is really built, and every answer is read off it; the last one by changing a byte
//! and looking at both ids before and after.

use super::{Answer, Asked, Exercise, Field, Task};
use crate::primitives::{ScriptBuf, Transaction, TxIn, TxOut};
use crate::rng::Rng;
use crate::spelling::counted;

/// The exercise.
pub const EXERCISE: Exercise =
    Exercise { id: "weigh-by-hand", title: "Weigh a transaction by hand", build };

/// Which ids a change touches, as a student writes it.
const IDS: &[&str] = &["txid", "wtxid", "both", "neither"];

const COMPRESSED_KEY: usize = 33;
const SCHNORR_SIGNATURE: usize = 64;
const DEAREST_RATE: u64 = 200;

fn build(rng: &mut Rng) -> Task {
    EXERCISE.recipe::<Situation>(rng, NUDGE, RULE)
}

const NUDGE: &str = "A byte outside the witnesses weighs four times what a byte inside weighs. Which \
of the bytes that are given are outside, and which are inside?";

const RULE: &str = "\
- The weight is four times the bytes outside the witnesses and once the bytes inside.
- The virtual size is a quarter of the weight, rounded up to a whole byte.
- The fee is the rate times the virtual size.
- The txid is a hash over everything but the witnesses, the wtxid over everything.";

/// A kind of input: where its signature stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    P2pkh,
    P2wpkh,
    Taproot,
}

/// A transaction, a rate, and an input that is tampered with.
struct Situation {
    tx: Transaction,
    kinds: Vec<Kind>,
    rate: u64,
    tampered: usize,
}

impl Kind {
    fn name(self) -> &'static str {
        match self {
            Kind::P2pkh => "P2PKH",
            Kind::P2wpkh => "P2WPKH",
            Kind::Taproot => "Taproot, by the key",
        }
    }

    /// An input of this kind, with bytes drawn at random where a signature and a key would stand.
    fn input(self, rng: &mut Rng) -> TxIn {
        let mut drawn = |length: usize| -> Vec<u8> {
            std::iter::repeat_with(|| rng.next_u64() as u8).take(length).collect()
        };
        let signature = 70 + usize::from(drawn(1)[0] % 3);
        let (signature, key) = (drawn(signature), drawn(COMPRESSED_KEY));
        let mut input = TxIn::default();
        match self {
            Kind::P2pkh => {
                let mut script = Vec::new();
                crate::script::instruction::put_push(&mut script, &signature);
                crate::script::instruction::put_push(&mut script, &key);
                input.script_sig = ScriptBuf(script);
            }
            Kind::P2wpkh => input.witness = vec![signature, key],
            Kind::Taproot => input.witness = vec![drawn(SCHNORR_SIGNATURE)],
        }
        input
    }
}

impl Asked for Situation {
    fn new(rng: &mut Rng) -> Situation {
        let other = [Kind::P2pkh, Kind::P2wpkh, Kind::Taproot];
        let witness = [Kind::P2wpkh, Kind::Taproot][rng.below(2) as usize];
        // One of each sort at least, so that both kinds of byte occur.
        let mut kinds = vec![Kind::P2pkh, witness];
        (0..rng.below(3)).for_each(|_| kinds.push(other[rng.below(3) as usize]));
        let inputs = kinds.iter().map(|kind| kind.input(rng)).collect();
        // The lengths of the locks of P2WPKH, P2PKH and Taproot.
        let output = |length: usize| TxOut { value: 1, script_pubkey: vec![0; length].into() };
        let outputs =
            (0..1 + rng.below(3)).map(|_| output([22, 25, 34][rng.below(3) as usize])).collect();
        let tampered = rng.below(kinds.len() as u64) as usize;
        let rate = 2 + rng.below(DEAREST_RATE - 1);
        let tx = Transaction { version: 2, inputs, outputs, lock_time: 0 };
        Situation { tx, kinds, rate, tampered }
    }

    fn text(&self) -> String {
        let mut text = String::from("A transaction has these inputs:\n\n");
        text.push_str("| Input | Kind | scriptSig | Witness |\n|---|---|---|---|\n");
        for (index, (kind, input)) in self.kinds.iter().zip(&self.tx.inputs).enumerate() {
            let witness: usize = input.witness.iter().map(Vec::len).sum();
            let items = counted(input.witness.len(), "item");
            text.push_str(&format!(
                "| {index} | {} | {} bytes | {items}, {witness} bytes |\n",
                kind.name(),
                input.script_sig.len(),
            ));
        }
        let outputs = counted(self.tx.outputs.len(), "output");
        text.push_str(&format!(
            "\nWith its {outputs} and everything else it has **{} bytes outside its witnesses**, and \
             **{} bytes inside** (the items, their lengths and counts, and the two bytes that \
             announce them). The sender pays **{} satoshis for each virtual byte**.\n\nSomebody who \
             passes it on changes a byte of the signature in the {} of input {}, in a way that \
             leaves it valid.\n",
            self.outside(),
            self.inside(),
            self.rate,
            self.place(),
            self.tampered,
        ));
        text
    }

    fn fields(&self) -> Vec<Field> {
        let number = |number: usize| Answer::Number(number as u64);
        vec![
            Field::new("weight", "What does it weigh?", number(self.tx.weight())),
            Field::new("vsize", "How many virtual bytes is that?", number(self.tx.virtual_size())),
            Field::new("fee", "What is its fee, in satoshis?", Answer::Number(self.fee())),
            Field::new(
                "ids",
                "Which ids does the change touch?",
                Answer::Word(self.touched(), IDS),
            )
            .nudging("ask of each id whether it is a hash over the byte that was changed"),
        ]
    }

    fn solution(&self) -> String {
        let (outside, inside) = (self.outside(), self.inside());
        let (weight, vsize) = (self.tx.weight(), self.tx.virtual_size());
        let why = match self.touched() {
            1 => "the txid leaves witnesses out, the wtxid does not",
            _ => "scriptSig is part of what either is a hash over",
        };
        format!(
            "- **weight** {weight}: 4 × {outside} + {inside}.\n\
             - **vsize** {vsize}: {weight} / 4, rounded up.\n\
             - **fee** {}: {vsize} × {}.\n\
             - **ids** {}: {why}.\n",
            self.fee(),
            self.rate,
            IDS[self.touched()],
        )
    }
}

impl Situation {
    fn outside(&self) -> usize {
        self.tx.base_size()
    }

    fn inside(&self) -> usize {
        self.tx.total_size() - self.tx.base_size()
    }

    fn fee(&self) -> u64 {
        self.tx.virtual_size() as u64 * self.rate
    }

    /// Changes a byte of the signature of the tampered input, and compares both ids.
    fn touched(&self) -> usize {
        let mut tx = self.tx.clone();
        if let Some(input) = tx.inputs.get_mut(self.tampered) {
            let byte = match input.witness.first_mut() {
                Some(signature) => signature.get_mut(10),
                None => input.script_sig.0.get_mut(10),
            };
            byte.into_iter().for_each(|byte| *byte ^= 1);
        }
        match (tx.txid() != self.tx.txid(), tx.wtxid() != self.tx.wtxid()) {
            (true, false) => 0,
            (false, true) => 1,
            (true, true) => 2,
            (false, false) => 3,
        }
    }

    fn place(&self) -> &'static str {
        match self.kinds.get(self.tampered) {
            Some(Kind::P2pkh) => "scriptSig",
            _ => "witness",
        }
    }
}
