//! The `blockstep` program: everything it does is in the library.

fn main() {
    std::process::exit(blockstep::cli::main());
}
