//! A chain with a hospital, patients and a reader, and the transactions that they make.

use blockstep::election::Setting;
use blockstep::medical::chain::block::Parent;
use blockstep::medical::chain::{Block, check_block};
use blockstep::medical::client::Patient;
use blockstep::medical::client::patient::Wish;
use blockstep::medical::data::{Action, Basis, Certificate, Consortium, DataTx, RootSignature};
use blockstep::medical::identity::Keys;
use blockstep::medical::record::RecordDigest;
use blockstep::medical::token::Role;
use blockstep::medical::world::{Tx, World, WorldSetting};
use blockstep::rng::Rng;

const PATIENTS: usize = 40;
/// Records of each that can be stored.
const RECORDS: usize = 10;

/// The state after the last block, and who signs the next ones.
pub struct Chain {
    pub world: World,
    pub parent: Parent,
    founder: Keys,
    hospital: Keys,
    reader: Keys,
    rng: Rng,
}

impl Chain {
    pub fn new() -> Chain {
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

    /// The hospital is certified, and there are patients with their keys.
    pub fn begin(&mut self) -> Vec<Patient> {
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
        patients
    }

    /// The hospital releases `count` records, to one patient after the other.
    pub fn releases(&mut self, patients: &[Patient], count: usize) -> Vec<Tx> {
        let chain = *self.world.chain();
        let digests = (0..count).map(|_| RecordDigest(self.rng.bytes())).collect::<Vec<_>>();
        let releases = patients.iter().cycle().zip(digests).map(|(patient, digest)| {
            let action = Action::Release {
                patient: patient.identity(),
                digest,
                episode: None,
                amends: None,
            };
            Tx::Data(DataTx::new(&chain, 0, action, &self.hospital))
        });
        releases.collect()
    }

    /// Each release is stored by its patient.
    pub fn stores(&mut self, patients: &[Patient], releases: &[Tx]) -> Vec<Tx> {
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

    /// Each record is shared with the reader.
    pub fn shares(&mut self, patients: &[Patient], stores: &[Tx]) -> Vec<Tx> {
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

    /// The reader fetches each of them.
    pub fn fetches(&mut self, stores: &[Tx], shares: &[Tx]) -> Vec<Tx> {
        let chain = *self.world.chain();
        let fetch = |(store, share): (&Tx, &Tx)| {
            let basis = Basis::Sharing(share.txid());
            let action = Action::Fetch { storage: store.txid(), basis };
            Tx::Data(DataTx::new(&chain, 0, action, &self.reader))
        };
        stores.iter().zip(shares).map(fetch).collect()
    }

    /// The next block.
    pub fn block(&self, transactions: Vec<Tx>) -> Block<Tx> {
        let slot = self.parent.slot + 1;
        Block::new::<World>(self.world.chain(), &self.parent, slot, transactions, &self.founder)
    }

    /// The next block is followed.
    pub fn follow(&mut self, transactions: Vec<Tx>) {
        let block = self.block(transactions);
        let judged = check_block(self.world.chain(), &self.parent, 0, &block, &self.world);
        self.world = judged.expect("the block is valid");
        self.parent = block.as_parent();
    }
}
