//! Proof of work, from a puzzle by hand to the search on all cores.
//!
//! What a miner does is one thing over and over: change the header, hash it twice, compare
//! (Nakamoto 2008, section 4; BCT 5.1). [`puzzle`] is that for any bytes, [`kernel`] does it for headers
//! as fast as this processor can, [`search`] on all its cores, and [`work`] says what is changed.
//! [`tries`] is the law that the tries follow, [`contest`] who finds the next block, [`retarget`] what
//! the difficulty makes of that, [`economics`] what it costs and earns. [`odds`] tells what an attacker can
//! hope for who does the same, and [`majority`] shows it on a real chain.

pub mod contest;
pub mod cost_model;
mod cost_panes;
pub mod economics;
pub mod hash_rate;
pub mod kernel;
pub mod majority;
pub mod miner_model;
mod miner_panes;
pub mod odds;
pub mod puzzle;
pub mod puzzle_model;
pub mod retarget;
pub mod search;
pub mod tries;
pub mod tries_model;
mod tries_panes;
pub mod waiting;
pub mod work;
