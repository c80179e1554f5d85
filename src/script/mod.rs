//! Bitcoin Script: what locks a coin, and what unlocks it.
