//! A recorded walk through a model: the actions, and a checkpoint of the whole state now and then.

use serde_json::Value;

use super::{ActError, Length, Model, RUN_LIMIT, Scene, Stepper, Window};

/// A checkpoint of the state is kept every so many steps; going back replays fewer than these.
pub const CHECKPOINT_INTERVAL: usize = 64;

/// A model, what has happened to it, and where the reader stands.
#[derive(Debug, Clone)]
pub struct Trace<M: Model> {
    model: M,
    actions: Vec<M::Action>,
    /// `checkpoints[i]` is the state after `i * CHECKPOINT_INTERVAL` actions.
    checkpoints: Vec<M::State>,
    position: usize,
    before: Option<M::State>,
    state: M::State,
    length: Option<Length>,
}

impl<M: Model> Trace<M> {
    /// A walk that has not begun.
    pub fn new(model: M) -> Trace<M> {
        let state = model.initial();
        let checkpoints = vec![state.clone()];
        Trace {
            model,
            actions: Vec::new(),
            checkpoints,
            position: 0,
            before: None,
            state,
            length: None,
        }
    }

    /// The machine that is walked through.
    pub fn model(&self) -> &M {
        &self.model
    }

    /// The present state.
    pub fn state(&self) -> &M::State {
        &self.state
    }

    /// The action about to be taken: the recorded one, or the model's default.
    fn pending(&self) -> Option<M::Action> {
        match self.actions.get(self.position) {
            Some(action) => Some(action.clone()),
            None => self.model.next(&self.state),
        }
    }

    /// Applies `action` and records it. Leaves `before` as it is.
    fn advance(&mut self, action: M::Action) {
        self.model.apply(&mut self.state, &action);
        if self.position == self.actions.len() {
            self.actions.push(action);
        }
        self.position += 1;
        let slot = self.position / CHECKPOINT_INTERVAL;
        if self.position.is_multiple_of(CHECKPOINT_INTERVAL) && slot == self.checkpoints.len() {
            self.checkpoints.push(self.state.clone());
        }
    }

    /// The state after `position` recorded actions, from the nearest checkpoint.
    fn rebuild(&self, position: usize) -> M::State {
        let slot = (position / CHECKPOINT_INTERVAL).min(self.checkpoints.len() - 1);
        let mut state = self.checkpoints[slot].clone();
        for action in &self.actions[slot * CHECKPOINT_INTERVAL..position] {
            self.model.apply(&mut state, action);
        }
        state
    }

    fn restore_before(&mut self) {
        self.before = self.position.checked_sub(1).map(|position| self.rebuild(position));
    }

    /// Takes `action` here: the same as recorded goes on with the record, another one forgets it.
    fn branch(&mut self, action: M::Action) -> Result<(), ActError> {
        if !self.model.allowed(&self.state, &action) {
            let label = self.model.label(&self.state, &action);
            return Err(ActError::NotAllowed { label, position: self.position });
        }
        self.actions.truncate(self.position);
        self.checkpoints.truncate(self.position / CHECKPOINT_INTERVAL + 1);
        self.length = None;
        self.before = Some(self.state.clone());
        self.advance(action);
        Ok(())
    }
}

impl<M: Model> Stepper for Trace<M> {
    fn forward(&mut self) -> bool {
        let Some(action) = self.pending() else { return false };
        self.before = Some(self.state.clone());
        self.advance(action);
        true
    }

    fn back(&mut self) -> bool {
        if self.position == 0 {
            return false;
        }
        self.seek(self.position - 1);
        true
    }

    fn seek(&mut self, position: usize) -> usize {
        if position < self.position
            || position / CHECKPOINT_INTERVAL > self.position / CHECKPOINT_INTERVAL
        {
            let near = position.min(self.actions.len());
            self.state = self.rebuild(near);
            self.position = near;
        }
        while self.position < position {
            let Some(action) = self.pending() else { break };
            self.advance(action);
        }
        self.restore_before();
        self.position
    }

    fn run_until(&mut self, limit: usize, stop: &mut dyn FnMut(&str) -> bool) -> usize {
        let start = self.position;
        while self.position - start < limit {
            let Some(action) = self.pending() else { break };
            if self.position > start && stop(&self.model.label(&self.state, &action)) {
                break;
            }
            self.advance(action);
        }
        self.restore_before();
        self.position - start
    }

    fn choices(&self) -> Vec<String> {
        let choices = self.model.choices(&self.state);
        choices.iter().map(|action| self.model.label(&self.state, action)).collect()
    }

    fn choose(&mut self, index: usize) -> Result<(), ActError> {
        let mut choices = self.model.choices(&self.state);
        if index >= choices.len() {
            return Err(ActError::NoSuchChoice { index, count: choices.len() });
        }
        self.branch(choices.swap_remove(index))
    }

    fn asks(&self) -> Vec<&'static str> {
        self.model.asks(&self.state)
    }

    fn typed(&mut self, ask: usize, text: &str) -> Result<(), ActError> {
        let asks = self.asks();
        let count = asks.len();
        let asked = *asks.get(ask).ok_or(ActError::NoSuchChoice { index: ask, count })?;
        let action = self.model.typed(&self.state, ask, text.trim());
        self.branch(action.ok_or_else(|| ActError::NotAnAnswer { text: text.into(), asked })?)
    }

    fn act(&mut self, action: &Value) -> Result<(), ActError> {
        let read = serde_json::from_value(action.clone()).map_err(|error| {
            ActError::Unreadable { action: action.to_string(), reason: error.to_string() }
        })?;
        self.branch(read)
    }

    fn position(&self) -> usize {
        self.position
    }

    fn recorded(&self) -> usize {
        self.actions.len()
    }

    fn finished(&self) -> bool {
        self.pending().is_none()
    }

    fn length(&mut self) -> Length {
        if let Some(length) = self.length {
            return length;
        }
        let mut state = self.rebuild(self.actions.len());
        let mut count = self.actions.len();
        while count < RUN_LIMIT {
            let Some(action) = self.model.next(&state) else { break };
            self.model.apply(&mut state, &action);
            count += 1;
        }
        let length = match self.model.next(&state) {
            None => Length::Exactly(count),
            Some(_) => Length::MoreThan(count),
        };
        self.length = Some(length);
        length
    }

    fn upcoming(&self) -> Option<String> {
        self.pending().map(|action| self.model.label(&self.state, &action))
    }

    fn scene(&self, window: &Window) -> Scene {
        let last = self.position.checked_sub(1).and_then(|last| self.actions.get(last));
        self.model.scene(self.before.as_ref(), &self.state, last, window)
    }

    fn actions(&self) -> Vec<Value> {
        let as_value = |action| serde_json::to_value(action).unwrap_or(Value::Null);
        self.actions.iter().map(as_value).collect()
    }
}
