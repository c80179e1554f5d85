//! Sally's story: a patient of three hospitals on a medical chain, from its genesis to an audit (the lecture's
//! tri-institutional example).
//!
//! It is told once, by the real parts: every transaction is made by its party's keys, judged by the chain and
//! put into a block that the schedule's delegate signs; every record is encrypted, stored, fetched and
//! decrypted. What is tried and refused is judged by the same code, in the block in which it would have
//! stood. From one seed comes one story, byte by byte.

mod alone;
mod cast;
mod chapters;
mod fault;
pub mod forged;
pub mod lifeline;
pub mod matrix;
mod panes;
pub mod play;
pub mod secrets;
pub mod step;
pub mod story_model;
mod tale;
mod under_check;

pub use cast::{Cast, House, Person};
pub use fault::StoryFault;
pub use step::{Outcome, Step};
pub use tale::{Bookmark, Tale};
pub use under_check::under_check;

/// The seed of the story as the lessons tell it.
pub const SEED: &str = "blockstep";

/// Tells the story.
pub fn tell(seed: &str) -> Result<Tale, StoryFault> {
    let mut tale = opening(seed)?;
    chapters::sharing(&mut tale)?;
    let secrets = chapters::commit_again(&mut tale)?;
    chapters::emergency(&mut tale)?;
    chapters::reveal_again(&mut tale, &secrets)?;
    chapters::rewards(&mut tale)?;
    chapters::drift(&mut tale)?;
    chapters::double_signing(&mut tale)?;
    chapters::lost_key(&mut tale)?;
    chapters::audit(&mut tale)?;
    Ok(tale)
}

/// Tells it up to the first delegates that were elected.
fn opening(seed: &str) -> Result<Tale, StoryFault> {
    let mut tale = Tale::begin(seed)?;
    chapters::membership(&mut tale)?;
    chapters::records(&mut tale)?;
    chapters::minting(&mut tale)?;
    chapters::pools(&mut tale)?;
    Ok(tale)
}

#[cfg(test)]
mod tests;
