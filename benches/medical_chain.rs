//! Blocks of the medical chain, judged on one and on two cores, beside the bare signature and pairing checks that
//! they need: `cargo bench --bench medical_chain [ROUNDS]`. All lines are measured in turns in one run.

use std::hint::black_box;
use std::time::{Duration, Instant};

use blockstep::election::Setting;
use blockstep::medical::chain::block::Parent;
use blockstep::medical::chain::{Block, Body, check_block};
use blockstep::medical::client::Patient;
use blockstep::medical::client::patient::Wish;
use blockstep::medical::data::{Action, Basis, Certificate, Consortium, DataTx, RootSignature};
use blockstep::medical::identity::Keys;
use blockstep::medical::moment::Moment;
use blockstep::medical::record::RecordDigest;
use blockstep::medical::token::Role;
use blockstep::medical::world::{Tx, World, WorldSetting};
use blockstep::rng::Rng;
use rayon::prelude::*;

const PATIENTS: usize = 40;
const RECORDS: usize = 10;

fn main() {
    let rounds: usize = std::env::args().skip(1).find_map(|arg| arg.parse().ok()).unwrap_or(300);
    let mut chain = Chain::new();
    println!(
        "the fastest of {rounds} rounds in turns; rates are to the bare checks on as many cores"
    );
    let (releases, patients) = chain.begin();
    let releases = chain.measure("releases (a signature each)", releases, rounds);
    let mut patients = patients;
    let stores = chain.stores(&mut patients, &releases);
    // A pairing takes a hundred times as long as a signature.
    let few = rounds.div_ceil(20);
    let stores = chain.measure("storages (a signature and two pairings each)", stores, few);
    let shares = chain.shares(&patients, &stores);
    let shares = chain.measure("sharings (a signature each)", shares, rounds);
    let fetches = chain.fetches(&stores, &shares);
    chain.measure("fetches (a signature each)", fetches, rounds);
}

struct Chain {
    world: World,
    parent: Parent,
    founder: Keys,
    hospital: Keys,
    reader: Keys,
    rng: Rng,
}

impl Chain {
    fn new() -> Chain {
        let mut rng = Rng::from_text("medical chain");
        let [founder, hospital, reader] = [(); 3].map(|()| Keys::new(&mut rng));
        let world = World::new(WorldSetting {
            consortium: Consortium { roots: vec![founder.identity()], needed: 1 },
            founders: vec![founder.identity()],
            oracles: vec![],
            election: Setting::default(),
            beacon: [0; 32],
            emergency_slots: 10,
            parts_needed: 1,
            mint_units: 100,
            maturity_blocks: 1,
            unbonding_blocks: 1,
            rate_max_age_slots: 1,
        });
        let parent = Parent::genesis(world.chain());
        Chain { world, parent, founder, hospital, reader, rng }
    }

    /// Everybody is there, and the hospital releases a record for each class of each patient.
    fn begin(&mut self) -> (Vec<Tx>, Vec<Patient>) {
        let chain = *self.world.chain();
        let mut certificate = Certificate {
            holder: self.hospital.identity(),
            name: "hospital".into(),
            serial: 1,
            until_slot: 1_000,
            signatures: vec![],
        };
        let digest = certificate.digest(&chain);
        certificate.signatures = vec![RootSignature::new(0, &self.founder, &digest)];
        let mut first =
            vec![Tx::Data(DataTx::new(&chain, 0, Action::Admit { certificate }, &self.hospital))];
        let patients: Vec<Patient> = (0..PATIENTS)
            .map(|_| Patient::new(RECORDS as u32, &mut self.rng).expect("there may be so many"))
            .collect();
        for patient in &patients {
            let register = Action::Register { role: Role::Patient };
            first.push(Tx::Data(DataTx::new(&chain, 0, register, &patient.keys)));
            first.push(Tx::Data(patient.publish_key(&chain)));
        }
        self.follow(first);
        let mut releases = Vec::new();
        for patient in &patients {
            for number in 0..RECORDS as u64 {
                let action = Action::Release {
                    patient: patient.identity(),
                    digest: RecordDigest(self.rng.bytes()),
                    episode: None,
                    amends: None,
                };
                releases.push(Tx::Data(DataTx::new(&chain, number, action, &self.hospital)));
            }
        }
        (releases, patients)
    }

    fn stores(&mut self, patients: &mut [Patient], releases: &[Tx]) -> Vec<Tx> {
        let chain = *self.world.chain();
        let keys: Vec<_> = patients.iter().map(|one| (one.identity(), one.keys.clone())).collect();
        let mut classes = std::collections::BTreeMap::new();
        releases
            .iter()
            .filter_map(|tx| {
                let Tx::Data(DataTx { statement: Action::Release { patient, .. }, .. }) = tx else {
                    return None;
                };
                let class: &mut u32 = classes.entry(*patient).or_default();
                *class += 1;
                let theirs = self.world.data().keys(patient).ok()?;
                let made = blockstep::medical::kac::encapsulate(
                    &theirs.parameters,
                    &theirs.key,
                    *class,
                    &mut self.rng,
                );
                let pointer = blockstep::medical::data::action::CloudPointer(self.rng.bytes());
                let action = Action::Store {
                    release: tx.txid(),
                    pointer,
                    class: *class,
                    capsule: made.ok()?.0,
                    replaces: None,
                };
                let (_, keys) = keys.iter().find(|(who, _)| who == patient)?;
                Some(Tx::Data(DataTx::new(&chain, 0, action, keys)))
            })
            .collect()
    }

    fn shares(&mut self, patients: &[Patient], stores: &[Tx]) -> Vec<Tx> {
        let data = self.world.data().clone();
        let receiver = self.reader.identity();
        let shared = stores.iter().filter_map(|tx| {
            let Tx::Data(store) = tx else { return None };
            let patient = patients.iter().find(|patient| patient.identity() == store.author)?;
            let storages = [tx.txid()];
            let wish = Wish { receiver, storages: &storages, purpose: "study", until_slot: 1_000 };
            patient.share(&data, &wish, 0, &mut self.rng).ok().map(Tx::Data)
        });
        shared.collect()
    }

    fn fetches(&mut self, stores: &[Tx], shares: &[Tx]) -> Vec<Tx> {
        let chain = *self.world.chain();
        let fetch = |(store, share): (&Tx, &Tx)| {
            let basis = Basis::Sharing(share.txid());
            let action = Action::Fetch { storage: store.txid(), basis };
            Tx::Data(DataTx::new(&chain, 0, action, &self.reader))
        };
        stores.iter().zip(shares).map(fetch).collect()
    }

    fn block(&self, transactions: Vec<Tx>) -> Block<Tx> {
        let slot = self.parent.slot + 1;
        Block::new::<World>(self.world.chain(), &self.parent, slot, transactions, &self.founder)
    }

    fn judged(&self, block: &Block<Tx>) -> World {
        let judged = check_block(self.world.chain(), &self.parent, 0, block, &self.world);
        judged.expect("the block is valid")
    }

    fn follow(&mut self, transactions: Vec<Tx>) {
        let block = self.block(transactions);
        self.world = self.judged(&block);
        self.parent = block.as_parent();
    }

    /// Judges a block of these transactions, and follows it.
    fn measure(&mut self, name: &str, transactions: Vec<Tx>, rounds: usize) -> Vec<Tx> {
        let count = transactions.len();
        let block = self.block(transactions.clone());
        let mut ready = self.world.clone();
        let (height, slot) = (block.height(), block.head.header.slot);
        ready.begin_block(&Moment { height, slot, final_height: 0 });
        let bare = |tx: &Tx| black_box(self.bare(tx));
        let pools = [1, 2].map(|threads| {
            let builder = rayon::ThreadPoolBuilder::new().num_threads(threads);
            builder.build().expect("threads can be had")
        });
        let mut fastest = [Duration::MAX; 4];
        for _ in 0..rounds {
            for (at, pool) in pools.iter().enumerate() {
                let whole = pool.install(|| timed(|| drop(black_box(self.judged(&block)))));
                let checks =
                    pool.install(|| timed(|| assert!(block.transactions.par_iter().all(bare))));
                fastest[at] = fastest[at].min(whole);
                fastest[2 + at] = fastest[2 + at].min(checks);
            }
        }
        let [one, two, bare_one, bare_two] = fastest.map(|time| count as f64 / time.as_secs_f64());
        println!("\n{name}: {count} in a block");
        println!(
            "  1 core   {one:>8.0} a second, {:.3} of the bare checks ({bare_one:.0})",
            one / bare_one
        );
        println!(
            "  2 cores  {two:>8.0} a second, {:.3} of the bare checks ({bare_two:.0})",
            two / bare_two
        );
        println!(
            "  2 cores are {:.2} times as fast as 1 (the bare checks {:.2})",
            two / one,
            bare_two / bare_one
        );
        self.follow(transactions.clone());
        transactions
    }

    /// The signature of a statement, and the pairings of a storage.
    fn bare(&self, tx: &Tx) -> bool {
        let Tx::Data(tx) = tx else { return false };
        let signed = tx.is_signed(self.world.chain(), &tx.txid());
        match &tx.statement {
            Action::Store { class, capsule, .. } => {
                let keys = self.world.data().keys(&tx.author).expect("the patient has a key");
                signed && capsule.check(&keys.parameters, &keys.key, *class).is_ok()
            }
            _ => signed,
        }
    }
}

fn timed(work: impl FnOnce()) -> Duration {
    let start = Instant::now();
    work();
    start.elapsed()
}
