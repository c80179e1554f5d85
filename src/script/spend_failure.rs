//! What the stack held where a rule was broken, and what would have passed.

use super::ScriptError;
use super::instruction::Instructions;
use super::number;
use super::op::*;
use super::opcode;
use super::spend_lock;
use super::spend_model::SpendModel;
use super::spend_panes::describe;
use super::spend_words::arity;
use super::verify::{Stage, State};
use super::witness_program::WitnessProgram;

/// The rest of a sentence after the error's own: what was found and what would have passed. Empty
/// where the error says it all.
pub(super) fn explain(model: &SpendModel, before: &State, error: ScriptError) -> String {
    let found = Found { model, before };
    let (held, item) = (|| found.held(), |depth| found.item(depth));
    match error {
        ScriptError::EvalFalse => format!("{}. {}", held(), found.falsehood()),
        ScriptError::OpReturn => match (before.stage, before.vm.offset) {
            (Stage::ScriptPubkey, 0) => {
                "no stack changes that: a coin locked so is lost for ever.".into()
            }
            _ => "no stack changes that, only a branch that passes it over.".into(),
        },
        ScriptError::EqualVerify => {
            format!("it compared {} with {}. {}", item(1), item(0), equality(&found.behind()))
        }
        ScriptError::NumEqualVerify => {
            format!("it compared {} with {}; equal numbers would have passed.", item(1), item(0))
        }
        ScriptError::Verify => format!("{}; anything but zero would have passed.", held()),
        ScriptError::CheckSigVerify | ScriptError::NullFail | ScriptError::SchnorrSig => {
            format!(
                "{}only a signature by the key's owner over this very transaction would have \
                 passed.",
                found.signature()
            )
        }
        ScriptError::CheckMultisigVerify => {
            "every signature must fit a key, in the order of the keys.".into()
        }
        ScriptError::InvalidStackOperation => format!("{}. {}", held(), found.needed()),
        ScriptError::SigNullDummy => {
            format!(
                "found {}; OP_0 in front of the signatures would have passed.",
                item(found.dummy_depth())
            )
        }
        ScriptError::SigHighS => format!(
            "{}the same signature with S replaced by the group order minus S would have passed.",
            found.signature()
        ),
        ScriptError::SigDer | ScriptError::SigHashtype | ScriptError::SchnorrSigSize => {
            found.signature().trim_end_matches("; ").to_string()
        }
        ScriptError::UnsatisfiedLocktime | ScriptError::NegativeLocktime => {
            let wanted = before.vm.stack.last().map_or(&[][..], Vec::as_slice);
            spend_lock::explain(model, found.opcode(), wanted)
        }
        ScriptError::CleanStack => format!("{}; exactly one item would have passed.", held()),
        ScriptError::WitnessProgramMismatch => found.program(),
        ScriptError::MinimalIf | ScriptError::TapscriptMinimalIf => format!("found {}.", item(0)),
        ScriptError::TapscriptCheckMultisig => "OP_CHECKSIG for the first key, OP_CHECKSIGADD for \
             each other and a comparison of their sum would have passed."
            .into(),
        _ => String::new(),
    }
}

/// The state in which a step failed.
struct Found<'a> {
    model: &'a SpendModel,
    before: &'a State,
}

impl Found<'_> {
    /// The item this far below the top, as a reader wants it.
    fn item(&self, depth: usize) -> String {
        match self.before.vm.stack.iter().nth_back(depth) {
            Some(item) => describe(item, self.model.tags()),
            None => "nothing".to_string(),
        }
    }

    /// The item as a number, where it is one.
    fn number(&self, depth: usize) -> Option<usize> {
        let item = self.before.vm.stack.iter().nth_back(depth)?;
        number::decode(item, 4, false).ok()?.try_into().ok()
    }

    fn held(&self) -> String {
        match self.before.vm.stack.len() {
            0 => "the stack was empty".to_string(),
            1 => format!("the stack held one item, {}", self.item(0)),
            count => format!("the stack held {count} items, the top one {}", self.item(0)),
        }
    }

    /// The opcode that was about to run, or OP_NOP at the end of a script.
    fn opcode(&self) -> u8 {
        let machine = self.model.machine();
        let mut rest = Instructions::starting_at(machine.code(self.before), self.before.vm.offset);
        rest.next().and_then(Result::ok).map_or(OP_NOP, |instruction| instruction.opcode)
    }

    /// The opcodes that lie behind, the last one first.
    fn behind(&self) -> Vec<u8> {
        let machine = self.model.machine();
        let all = Instructions::new(machine.code(self.before)).map_while(Result::ok);
        let done = all.take_while(|instruction| instruction.offset < self.before.vm.offset);
        let mut opcodes: Vec<u8> = done.map(|instruction| instruction.opcode).collect();
        opcodes.reverse();
        opcodes
    }

    /// Who left false behind, and what would have been true.
    fn falsehood(&self) -> String {
        match self.behind().first() {
            Some(&OP_CHECKSIG) => {
                "OP_CHECKSIG left it: only a signature by the key's owner over this very \
                 transaction would have passed."
            }
            Some(&OP_CHECKMULTISIG) => {
                "OP_CHECKMULTISIG left it: only signatures that each fit another key, in the order \
                 of the keys, would have passed."
            }
            Some(&OP_EQUAL) => {
                return format!("OP_EQUAL left it. {}", equality(&self.behind()[1..]));
            }
            Some(&OP_NUMEQUAL) => "OP_NUMEQUAL left it: only two equal numbers would have passed.",
            _ => "Anything but zero on top would have passed.",
        }
        .into()
    }

    /// The signature and key of a check, as the beginning of a sentence. Empty where several were
    /// tried.
    fn signature(&self) -> String {
        let (signature, key) = match self.opcode() {
            OP_CHECKSIG | OP_CHECKSIGVERIFY => (self.item(1), self.item(0)),
            OP_CHECKSIGADD => (self.item(2), self.item(0)),
            _ if self.before.stage == Stage::KeyPath => (self.item(0), "the output key".into()),
            _ => return String::new(),
        };
        format!("it checked {signature} against {key}; ")
    }

    /// How far below the top the item too many of OP_CHECKMULTISIG lies.
    fn dummy_depth(&self) -> usize {
        let keys = self.number(0).unwrap_or_default();
        keys + self.number(keys + 1).unwrap_or_default() + 2
    }

    /// How many items the opcode takes.
    fn needed(&self) -> String {
        let info = opcode::info(self.opcode());
        let takes = info.stack.split("--").next().unwrap_or_default();
        let names = takes.trim_start_matches('(').trim();
        match (info.byte, arity(info)) {
            (OP_CHECKMULTISIG | OP_CHECKMULTISIGVERIFY, _) => match self.number(0) {
                Some(keys) => match self.number(keys + 1) {
                    Some(signatures) => format!(
                        "It takes {}: the item too many, {signatures} of signatures, their \
                         number, {keys} of keys and their number.",
                        keys + signatures + 3
                    ),
                    None => format!("Under the number of keys it wants {keys} keys and more."),
                },
                None => format!("It takes {names}."),
            },
            (_, 0) => format!("It takes {names}."),
            (_, 1) => "It takes 1.".into(),
            (_, count) => format!("It takes {count}: {names}."),
        }
    }

    /// What the witness showed, and what the witness program asked for.
    fn program(&self) -> String {
        let machine = self.model.machine();
        let witness = machine.witness();
        let shown = |back: usize| match witness.iter().nth_back(back) {
            Some(item) => describe(item, self.model.tags()),
            None => "nothing".to_string(),
        };
        match WitnessProgram::parse(machine.code(self.before)) {
            Some(program) if program.output_key().is_some() => format!(
                "the script shown is {}. Only a script that the output key commits to, with the \
                 control block that proves it, would have passed.",
                shown(1 + usize::from(has_annex(witness)))
            ),
            Some(program) if program.program.len() == 20 => format!(
                "the witness has {}; exactly two, a signature and the key, would have passed.",
                crate::spelling::counted(witness.len(), "item")
            ),
            _ => format!(
                "the script shown is {}. Only the one whose SHA-256 is in the lock would have \
                 passed.",
                shown(0)
            ),
        }
    }
}

/// Whether the last item of a Taproot witness is an annex (BIP 341).
fn has_annex(witness: &[Vec<u8>]) -> bool {
    witness.len() > 1 && witness.last().is_some_and(|item| item.first() == Some(&0x50))
}

/// What a comparison would have let pass, after the opcodes that lie `behind` it, the last one
/// first: where a hash stands in the script, what it is the hash of.
fn equality(behind: &[u8]) -> String {
    match behind {
        [1..=OP_PUSHDATA4, hash @ OP_RIPEMD160..=OP_HASH256, ..] => format!(
            "Only what {} turns into the hash in the script would have passed.",
            opcode::info(*hash).name
        ),
        _ => "Only two equal items would have passed.".into(),
    }
}
