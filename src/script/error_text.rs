//! The sentence that Bitcoin Core has for each error, which its reject strings quote
//! (Core: `ScriptErrorString`).

use super::ScriptError;

impl ScriptError {
    /// Core's sentence for the error, to the letter.
    pub fn core_text(self) -> &'static str {
        self.name()
    }
}
