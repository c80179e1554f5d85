//! The time of one check in each ledger, for ledgers of 10 to 100,000 transactions:
//! `cargo bench --bench ledger`. Signatures are left out, as they cost the same in all of them.

use blockstep::bench::ledger_growth::{CASES, Prepared, history};

fn main() {
    divan::main();
}

#[divan::bench(
    args = CASES.map(|case| case.name()),
    consts = [10, 100, 1_000, 10_000, 100_000],
)]
fn check<const LENGTH: usize>(bencher: divan::Bencher, name: &str) {
    let case = CASES.into_iter().find(|case| case.name() == name).expect("the name is of a case");
    let prepared = Prepared::new(case, &history(LENGTH));
    assert!(prepared.check().is_some(), "the payment is valid");
    bencher.bench_local(|| prepared.check());
}
