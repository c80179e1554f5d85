//! The `blockstep` program.

fn main() {}
