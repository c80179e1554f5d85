//! What a run reached: how many spends of each kind both sides accepted, which opcodes ran, which
//! hash types signed, which errors came up.

use std::collections::BTreeMap;

use blockstep::script::opcode::{self, Tapscript};
use blockstep::script::verify::{SpendMachine, Stage, Step};
use blockstep::script::{Flags, ScriptError};

use super::build::{Built, Kind};
use super::programs::Era;

/// Counts over the cases of a run.
#[derive(Default)]
pub struct Census {
    pub kinds: BTreeMap<Kind, KindCount>,
    /// By opcode: spends in which it ran or ended the script.
    pub opcodes: BTreeMap<u8, u64>,
    /// By generation and hash type: signatures in the spends that count as accepted.
    pub hash_types: BTreeMap<(Era, u8), u64>,
    pub errors: BTreeMap<&'static str, u64>,
}

/// Counts over the cases of one kind.
#[derive(Default)]
pub struct KindCount {
    pub cases: u64,
    /// Accepted by both, with bytes that differ from the seed's, under flags that know the kind.
    pub accepted: u64,
    /// Accepted by both, but the same as the seed or under flags that do not know the kind.
    pub accepted_unasked: u64,
}

impl Census {
    /// Counts one case on which both sides agree.
    pub fn count(&mut self, kind: Kind, built: &Built, machine: &SpendMachine<'_>, changed: bool) {
        let verdict = self.walk(machine);
        *self.errors.entry(verdict.map_or_else(ScriptError::name, |()| "OK")).or_default() += 1;
        let count = self.kinds.entry(kind).or_default();
        count.cases += 1;
        if verdict.is_err() {
            return;
        }
        if !changed || !machine.flags.contains(needed(kind)) {
            count.accepted_unasked += 1;
            return;
        }
        count.accepted += 1;
        for used in &built.hash_types {
            *self.hash_types.entry(*used).or_default() += 1;
        }
    }

    /// Steps through the spend and counts the opcodes.
    fn walk(&mut self, machine: &SpendMachine<'_>) -> Result<(), ScriptError> {
        let mut state = machine.initial();
        let mut ran_tapscript = false;
        while let Some(step) = machine.next(&state) {
            ran_tapscript |= state.stage == Stage::Tapscript;
            let opcode = machine.code(&state).get(state.vm.offset).copied();
            let executes = state.vm.conditions.all_true();
            machine.apply(&mut state, step);
            let ended = matches!(state.outcome, Some(Err(_)));
            if step == Step::Execute && (executes || ended) {
                *self.opcodes.entry(opcode.unwrap_or_default()).or_default() += 1;
            }
        }
        let verdict = state.outcome.unwrap();
        if verdict.is_ok() && !ran_tapscript && machine.flags.contains(Flags::TAPROOT) {
            self.count_success(machine);
        }
        verdict
    }

    /// Counts the opcode by which a tapscript succeeded without running, if there is one.
    fn count_success(&mut self, machine: &SpendMachine<'_>) {
        let witness = &machine.context.tx().inputs[machine.input].witness;
        let annexed =
            witness.len() > 1 && witness.last().is_some_and(|item| item.starts_with(&[0x50]));
        let items = witness.len() - usize::from(annexed && witness.len() > 1);
        let Some(place) = items.checked_sub(2) else { return };
        let instructions = blockstep::script::instruction::Instructions::new(&witness[place]);
        let succeeds = |opcode: &u8| opcode::info(*opcode).tapscript == Tapscript::Success;
        let mut opcodes = instructions.map_while(Result::ok).map(|instruction| instruction.opcode);
        if let Some(opcode) = opcodes.find(succeeds) {
            *self.opcodes.entry(opcode).or_default() += 1;
        }
    }

    /// Adds another part's counts.
    pub fn add(mut self, other: Census) -> Census {
        for (kind, more) in other.kinds {
            let count = self.kinds.entry(kind).or_default();
            count.cases += more.cases;
            count.accepted += more.accepted;
            count.accepted_unasked += more.accepted_unasked;
        }
        other.opcodes.into_iter().for_each(|(k, n)| *self.opcodes.entry(k).or_default() += n);
        other.hash_types.into_iter().for_each(|(k, n)| *self.hash_types.entry(k).or_default() += n);
        other.errors.into_iter().for_each(|(k, n)| *self.errors.entry(k).or_default() += n);
        self
    }

    /// Writes the histogram.
    pub fn print(&self, out: &mut impl std::io::Write) -> std::io::Result<()> {
        for (kind, count) in &self.kinds {
            writeln!(
                out,
                "{kind:?}: {} cases, {} accepted ({:.1} %), {} accepted unasked",
                count.cases,
                count.accepted,
                100.0 * count.accepted as f64 / count.cases as f64,
                count.accepted_unasked
            )?;
        }
        let opcodes: Vec<String> = self
            .opcodes
            .iter()
            .map(|(opcode, n)| format!("{} {n}", opcode::info(*opcode).name))
            .collect();
        writeln!(out, "{} opcodes: {}", opcodes.len(), opcodes.join(", "))?;
        for era in [Era::Legacy, Era::V0, Era::Tapscript] {
            let types: Vec<String> = (0..=255)
                .filter_map(|kind| {
                    Some(format!("{kind:02x} {}", self.hash_types.get(&(era, kind))?))
                })
                .collect();
            writeln!(out, "{} hash types of {era:?}: {}", types.len(), types.join(", "))?;
        }
        let errors: Vec<String> =
            self.errors.iter().map(|(name, n)| format!("{name} {n}")).collect();
        writeln!(out, "{} verdicts: {}", errors.len(), errors.join(", "))
    }
}

/// The flags without which the kind is not known for what it is.
fn needed(kind: Kind) -> Flags {
    match kind {
        Kind::Legacy => Flags::NONE,
        Kind::P2sh => Flags::P2SH,
        Kind::WitnessV0 => Flags::P2SH.union(Flags::WITNESS),
        Kind::KeyPath | Kind::ScriptPath => Flags::P2SH.union(Flags::WITNESS).union(Flags::TAPROOT),
    }
}
