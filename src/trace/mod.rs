//! What a step is, and what a front end may know of it: Model → Trace → Scene.
//!
//! A [`Model`] is a deterministic machine. Run to its end in a loop it is the fast path; recorded
//! in a [`Trace`] it can be walked forwards and backwards. A front end holds a `Box<dyn Stepper>`,
//! asks for a [`Scene`] and draws it; it knows no subject. Going back never undoes anything by
//! hand: the whole state is one value, a checkpoint is restored and the actions since are replayed.

mod model;
mod recorded;
mod scene;
mod stepper;
mod values;
mod window;
mod worked_out;

pub use model::Model;
pub use recorded::{CHECKPOINT_INTERVAL, Trace};
pub use scene::{Body, Branch, ByteMark, Chart, Line, Mark, Pane, Row, Scene, Series, Verdict};
pub use stepper::{ActError, Length, RUN_LIMIT, Stepper};
pub use window::Window;
pub use worked_out::{Shown, WorkedOut};

#[cfg(test)]
mod tests;
#[cfg(test)]
pub(crate) mod walked;
