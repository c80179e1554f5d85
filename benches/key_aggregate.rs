//! Extracting a key for a set of records, and opening one of them, as the set grows:
//! `cargo bench --bench key_aggregate`.

use blockstep::medical::kac::{ClassSet, Parameters, decapsulate, encapsulate, extract, key_pair};
use blockstep::rng::Rng;

const CLASSES: u32 = 128;
const SETS: [u32; 5] = [1, 4, 16, 64, 128];

fn main() {
    divan::main();
}

#[divan::bench(args = SETS)]
fn extracting(bencher: divan::Bencher, size: u32) {
    let mut rng = Rng::from_seed(1);
    let parameters = Parameters::new(CLASSES, &mut rng).expect("there may be so many classes");
    let (secret, _) = key_pair(&mut rng);
    let set: ClassSet = (1..=size).collect();
    bencher.bench_local(|| extract(&parameters, &secret, &set));
}

#[divan::bench(args = SETS)]
fn opening(bencher: divan::Bencher, size: u32) {
    let mut rng = Rng::from_seed(1);
    let parameters = Parameters::new(CLASSES, &mut rng).expect("there may be so many classes");
    let (secret, public) = key_pair(&mut rng);
    let set: ClassSet = (1..=size).collect();
    let key = extract(&parameters, &secret, &set).expect("the set is of these classes");
    let capsule = encapsulate(&parameters, &public, 1, &mut rng).expect("class 1 is there").0;
    bencher.bench_local(|| decapsulate(&parameters, &key, &set, 1, &capsule));
}
