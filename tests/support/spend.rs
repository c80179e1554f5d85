//! One input of one transaction to be judged, as the script vectors and the generated spends give
//! it.

use blockstep::primitives::TxOut;
use blockstep::script::{self, Flags, ScriptError, TxContext};

/// An input, all that is known of what it spends, and the rules to judge it by.
pub struct Spend {
    /// Where it comes from: a file, a line, a comment.
    pub name: String,
    /// The transaction, with the outputs that it spends where they are known.
    pub context: TxContext<'static>,
    pub input: usize,
    /// The output that this input spends.
    pub prevout: TxOut,
    pub flags: Flags,
}

impl Spend {
    /// The verdict under the spend's own flags.
    pub fn verdict(&self) -> Result<(), ScriptError> {
        self.verdict_under(self.flags)
    }

    /// The verdict under other flags.
    pub fn verdict_under(&self, flags: Flags) -> Result<(), ScriptError> {
        script::verify_spend(&self.context, self.input, &self.prevout, flags)
    }
}
