//! The stack of open OP_IFs, each true or false.

/// One entry for each OP_IF or OP_NOTIF that is still open, the outermost first. An instruction is
/// executed only where all are true; that is answered without looking at each, so that a script of
/// nothing but OP_IFs takes no quadratic time (Core: `ConditionStack`).
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Conditions {
    values: Vec<bool>,
    first_false: Option<usize>,
}

impl Conditions {
    /// The open conditions, the outermost first.
    pub fn values(&self) -> &[bool] {
        &self.values
    }

    /// True if none is open.
    pub fn is_empty(&self) -> bool {
        self.values.is_empty()
    }

    /// Whether instructions are executed here.
    #[inline]
    pub fn all_true(&self) -> bool {
        self.first_false.is_none()
    }

    /// Opens a condition.
    pub fn push(&mut self, value: bool) {
        if !value && self.first_false.is_none() {
            self.first_false = Some(self.values.len());
        }
        self.values.push(value);
    }

    /// Turns the innermost condition round. None where none is open.
    pub fn toggle(&mut self) -> Option<()> {
        let value = self.pop()?;
        self.push(!value);
        Some(())
    }

    /// Closes the innermost condition. None where none is open.
    pub fn pop(&mut self) -> Option<bool> {
        let value = self.values.pop()?;
        if self.first_false == Some(self.values.len()) {
            self.first_false = None;
        }
        Some(value)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_answers_as_looking_at_each_would() {
        let mut conditions = Conditions::default();
        let mut rng = crate::rng::Rng::from_seed(1);
        for _ in 0..2_000 {
            match rng.below(4) {
                0 => conditions.push(true),
                1 => conditions.push(false),
                2 => drop(conditions.pop()),
                _ => drop(conditions.toggle()),
            }
            assert_eq!(conditions.all_true(), conditions.values().iter().all(|&value| value));
        }
    }
}
