//! A spend as a walk: the very machine that verifies it ([`SpendMachine`]), an instruction a step.

use super::asm::Tags;
use super::checker::Secp256k1;
use super::instruction::Instructions;
use super::spend_names::name_items;
use super::verify::{SpendMachine, Stage, State, Step};
use super::{Flags, ScriptError, TxContext, opcode, spend_panes, spend_words};
use crate::primitives::{Transaction, TxOut};
use crate::trace::{Model, Scene, Verdict, Window};

/// One input of a transaction and the coin that it spends.
#[derive(Debug)]
pub struct SpendModel {
    title: String,
    context: TxContext<'static>,
    input: usize,
    prevout: TxOut,
    flags: Flags,
    tags: Tags,
}

impl SpendModel {
    /// A walk through the scripts of input number `input`. `prevouts` are all outputs that the
    /// transaction spends, or none if only `prevout` is known; a Taproot signature then fails.
    /// `tags` names byte strings; whatever has no name yet gets one from its form.
    pub fn new(
        title: impl Into<String>,
        tx: Transaction,
        input: usize,
        prevout: TxOut,
        prevouts: Option<Vec<TxOut>>,
        flags: Flags,
        mut tags: Tags,
    ) -> SpendModel {
        name_items(&tx, input, &prevout, &mut tags);
        let context = TxContext::owned(tx, prevouts);
        SpendModel { title: title.into(), context, input, prevout, flags, tags }
    }

    /// The machine that is walked through.
    pub fn machine(&self) -> SpendMachine<'_, Secp256k1> {
        SpendMachine {
            context: &self.context,
            input: self.input,
            prevout: &self.prevout,
            flags: self.flags,
            verifier: &Secp256k1,
        }
    }

    /// The names of byte strings.
    pub(super) fn tags(&self) -> &Tags {
        &self.tags
    }

    /// What to call the instruction that comes next: the opcode, or the name of what is pushed.
    pub(super) fn upcoming(&self, state: &State) -> String {
        let machine = self.machine();
        let mut rest = Instructions::starting_at(machine.code(state), state.vm.offset);
        match rest.next() {
            Some(Ok(instruction)) => match instruction.data {
                Some(data) if !data.is_empty() => {
                    format!("push {}", spend_panes::describe(data, &self.tags))
                }
                _ => opcode::info(instruction.opcode).name.to_string(),
            },
            Some(Err(_)) => "a push that is cut off".into(),
            None => "nothing".into(),
        }
    }
}

impl Model for SpendModel {
    type State = State;
    type Action = Step;

    fn initial(&self) -> State {
        self.machine().initial()
    }

    fn next(&self, state: &State) -> Option<Step> {
        self.machine().next(state)
    }

    fn allowed(&self, state: &State, action: &Step) -> bool {
        self.next(state) == Some(*action)
    }

    fn apply(&self, state: &mut State, action: &Step) {
        self.machine().apply(state, *action);
    }

    fn label(&self, state: &State, action: &Step) -> String {
        match action {
            Step::Begin => "begin".into(),
            Step::Execute => self.upcoming(state),
            Step::EndScript => format!("end of {}", stage_name(state.stage)),
            Step::CheckKeyPath => "check the signature for the output key".into(),
        }
    }

    fn scene(
        &self,
        before: Option<&State>,
        after: &State,
        last: Option<&Step>,
        window: &Window,
    ) -> Scene {
        let error = after.outcome.and_then(Result::err);
        let step = before.zip(last.copied());
        Scene {
            title: self.title.clone(),
            panes: spend_panes::panes(self, before, after, window),
            changes: spend_words::changes(self, before, after),
            sentence: match step {
                Some((before, step)) => spend_words::sentence(self, before, after, step),
                None => spend_words::opening(self),
            },
            rule: error.as_ref().map(ScriptError::rule),
            verdict: after.outcome.map(|outcome| match (outcome, step) {
                (Ok(()), _) => Verdict::Valid,
                (Err(error), step) => Verdict::Invalid {
                    name: error.name().into(),
                    reason: match step {
                        Some((before, step)) => spend_words::reason(self, before, step, error),
                        None => error.to_string(),
                    },
                },
            }),
        }
    }
}

/// What the running script is called.
pub(super) fn stage_name(stage: Stage) -> &'static str {
    match stage {
        Stage::Start => "nothing",
        Stage::ScriptSig => "scriptSig",
        Stage::ScriptPubkey => "scriptPubKey",
        Stage::RedeemScript => "the redeem script",
        Stage::WitnessScript => "the witness script",
        Stage::Tapscript => "the tapscript",
        Stage::KeyPath => "the key path",
    }
}
