//! Every refusal for its own reason, with what would have passed beside it.

use std::collections::BTreeMap;

use super::checker::sign_input;
use super::lock::{VoteLock, bond, owner_hash, to_owner};
use super::*;
use crate::encode::{Decode, Encode};
use crate::hash::Txid;
use crate::medical::identity::{Identity, Keys, Signature};
use crate::medical::moment::Moment;
use crate::primitives::{OutPoint, ScriptBuf};
use crate::rng::Rng;
use crate::script::op::{OP_0, OP_1};

const CHAIN: [u8; 32] = [7; 32];
const EPISODE: [u8; 32] = [1; 32];

/// The rest of the chain, as a test says it is.
#[derive(Default)]
struct Told {
    episodes: BTreeMap<[u8; 32], Episode>,
    sharings: BTreeMap<Txid, (Identity, Identity)>,
    rewards: BTreeMap<u32, Vec<TokenOutput>>,
    free: Vec<OutPoint>,
    forfeit: Vec<OutPoint>,
}

impl Facts for Told {
    fn episode(&self, episode: &[u8; 32]) -> Option<Episode> {
        self.episodes.get(episode).copied()
    }
    fn sharing(&self, txid: &Txid) -> Option<(Identity, Identity)> {
        self.sharings.get(txid).copied()
    }
    fn rewards_due(&self, epoch: u32, _: u64) -> Option<Vec<TokenOutput>> {
        self.rewards.get(&epoch).cloned()
    }
    fn bond_is_free(&self, outpoint: &OutPoint) -> bool {
        self.free.contains(outpoint)
    }
    fn bond_is_forfeit(&self, outpoint: &OutPoint) -> bool {
        self.forfeit.contains(outpoint)
    }
}

struct World {
    sally: Keys,
    otto: Keys,
    oracle: Keys,
    told: Told,
    ledger: TokenLedger,
}

fn moment(height: u32) -> Moment {
    Moment { height, slot: u64::from(height) * 2, final_height: height.saturating_sub(1) }
}

fn output(asset: Asset, amount: u64, owner: &Keys) -> TokenOutput {
    TokenOutput { asset, amount, script_pubkey: to_owner(&owner.identity()) }
}

fn transaction(kind: Kind, inputs: &[OutPoint], outputs: Vec<TokenOutput>) -> TokenTx {
    let inputs = inputs.iter().map(|previous_output| TokenInput {
        previous_output: *previous_output,
        script_sig: ScriptBuf::default(),
        sequence: u32::MAX,
    });
    TokenTx { kind, inputs: inputs.collect(), outputs, lock_time: 0 }
}

fn issue(episode: [u8; 32], owner: &Keys) -> TokenTx {
    transaction(Kind::Issue { episode }, &[], vec![output(Asset::Data, 100, owner)])
}

impl World {
    fn new() -> World {
        let mut rng = Rng::from_seed(1);
        let [sally, otto, oracle] = [(); 3].map(|()| Keys::new(&mut rng));
        let patient = sally.identity();
        let mut told = Told::default();
        for number in 1..=9 {
            let episode = Episode { patient, released: true, stored: true };
            told.episodes.insert([number; 32], episode);
        }
        let ledger = TokenLedger::new(TokenSetting {
            chain: CHAIN,
            mint_units: 100,
            maturity_blocks: 5,
            unbonding_blocks: 20,
            rate_max_age_slots: 10,
            oracles: vec![oracle.identity()],
        });
        World { sally, otto, oracle, told, ledger }
    }

    /// With Sally's 100 tokens of one episode, minted at height 1.
    fn minted() -> (World, OutPoint) {
        let mut world = World::new();
        let tx = issue(EPISODE, &world.sally);
        world.apply(&tx, 1).unwrap();
        (world, tx.outpoint(0))
    }

    fn apply(&mut self, tx: &TokenTx, height: u32) -> Result<apply::Applied, TokenError> {
        let before = self.ledger.clone();
        let found = self.ledger.apply(tx, &moment(height), &self.told);
        assert!(self.ledger.is_conserved());
        if found.is_err() {
            assert_eq!(self.ledger, before, "a refused transaction changes nothing");
        }
        found
    }

    /// Signs every input with the key that its lock names.
    fn signed(&self, mut tx: TokenTx, vote: Option<u8>) -> TokenTx {
        for input in 0..tx.inputs.len() {
            let coin = &self.ledger.coins()[&tx.inputs[input].previous_output];
            let prevout = coin.output.clone();
            let names = |keys: &Keys| {
                let hash = owner_hash(&keys.identity());
                prevout.script_pubkey.windows(20).any(|window| window == hash)
            };
            let keys = if names(&self.sally) { &self.sally } else { &self.otto };
            sign_input(&CHAIN, &mut tx, input, &prevout, keys, vote);
        }
        tx
    }

    fn vote(&self, pool: u32, amount: u64, delay_blocks: u16) -> TokenOutput {
        let owner = owner_hash(&self.sally.identity());
        let lock = VoteLock { pool, owner, delay_blocks };
        TokenOutput { asset: Asset::Data, amount, script_pubkey: lock.script() }
    }

    fn rate(&self, asset: Asset, slot: u64) -> TokenTx {
        let digest = Kind::rate_digest(&CHAIN, asset, 2_500, slot);
        let (oracle, signature) = (self.oracle.identity(), self.oracle.sign(&digest));
        let kind = Kind::Rate { asset, price_per_mille: 2_500, slot, oracle, signature };
        transaction(kind, &[], vec![])
    }

    /// Pays Sally and Otto what epoch 0 has earned, at height 2.
    fn rewarded(&mut self) -> [OutPoint; 2] {
        let due = vec![
            output(Asset::TreatmentVoucher, 40, &self.sally),
            output(Asset::DataAccess, 3, &self.otto),
        ];
        self.told.rewards.insert(0, due.clone());
        let tx = transaction(Kind::Reward { epoch: 0 }, &[], due);
        self.apply(&tx, 2).unwrap();
        [tx.outpoint(0), tx.outpoint(1)]
    }
}

#[test]
fn an_episode_mints_once_to_its_patient() {
    let (mut world, _) = World::minted();
    let again = world.apply(&issue(EPISODE, &world.sally), 2).unwrap_err();
    assert!(matches!(again, TokenError::MintedTwice { .. }));
    let unknown = world.apply(&issue([99; 32], &world.sally), 2).unwrap_err();
    assert!(matches!(unknown, TokenError::NoEpisode { .. }));
    let thief = world.apply(&issue([2; 32], &world.otto), 2).unwrap_err();
    assert_eq!(thief, TokenError::WrongMint { units: 100 });
    let halves = vec![output(Asset::Data, 50, &world.sally); 2];
    let split = transaction(Kind::Issue { episode: [2; 32] }, &[], halves);
    assert_eq!(world.apply(&split, 2), Err(TokenError::WrongMint { units: 100 }));
    for change in [|e: &mut Episode| e.stored = false, |e: &mut Episode| e.released = false] {
        change(world.told.episodes.get_mut(&[2; 32]).unwrap());
        let refused = world.apply(&issue([2; 32], &world.sally), 2).unwrap_err();
        assert!(matches!(refused, TokenError::NoEpisode { .. }));
        *world.told.episodes.get_mut(&[2; 32]).unwrap() = world.told.episodes[&[3; 32]];
    }
    world.apply(&issue([2; 32], &world.sally), 2).unwrap();
    assert_eq!(world.ledger.supply(Asset::Data).minted, 200);
}

#[test]
fn a_payment_needs_the_owner_ripe_tokens_and_a_sum_that_comes_out() {
    let (mut world, coin) = World::minted();
    let pay = |amount, change, world: &World| {
        let outputs = vec![
            output(Asset::Data, amount, &world.otto),
            output(Asset::Data, change, &world.sally),
        ];
        transaction(Kind::Transfer, &[coin], outputs)
    };
    let tx = world.signed(pay(60, 38, &world), None);
    let early = world.apply(&tx, 5).unwrap_err();
    assert_eq!(early, TokenError::Immature { input: 0, made: 1, from: 6 });
    let unsigned = world.apply(&pay(60, 38, &world), 6).unwrap_err();
    assert!(matches!(unsigned, TokenError::Script { input: 0, .. }));
    let mut stolen = pay(60, 38, &world);
    let prevout = world.ledger.coins()[&coin].output.clone();
    sign_input(&CHAIN, &mut stolen, 0, &prevout, &world.otto, None);
    assert!(matches!(world.apply(&stolen, 6), Err(TokenError::Script { .. })));
    let greedy = world.signed(pay(60, 41, &world), None);
    let wanted = TokenError::MoreOutThanIn { asset: Asset::Data, spent: 100, made: 101 };
    assert_eq!(world.apply(&greedy, 6), Err(wanted));
    let mut other_chain = pay(60, 38, &world);
    sign_input(&[8; 32], &mut other_chain, 0, &prevout, &world.sally, None);
    assert!(matches!(world.apply(&other_chain, 6), Err(TokenError::Script { .. })));
    let mut other_asset = tx.clone();
    other_asset.outputs[0].asset = Asset::StudyFunds;
    assert!(world.apply(&other_asset, 6).is_err());

    assert_eq!(world.apply(&tx, 6).unwrap().fee, 2);
    assert_eq!(world.ledger.supply(Asset::Data).fees, 2);
    assert_eq!(world.ledger.balance(&world.otto.identity(), Asset::Data), 60);
    let spent = world.apply(&tx, 7).unwrap_err();
    assert_eq!(spent, TokenError::AlreadySpent { txid: coin.txid, vout: 0 });
    let nowhere = transaction(
        Kind::Transfer,
        &[OutPoint { txid: coin.txid, vout: 1 }],
        vec![output(Asset::Data, 1, &world.otto)],
    );
    assert!(matches!(world.apply(&nowhere, 7), Err(TokenError::NoSuchOutput { vout: 1, .. })));
}

#[test]
fn a_signature_covers_assets_where_the_twins_hash_does_not() {
    let (mut world, coin) = World::minted();
    let vouchers = world.rewarded()[0];
    let outputs = vec![
        output(Asset::Data, 100, &world.otto),
        output(Asset::TreatmentVoucher, 40, &world.otto),
    ];
    let tx = world.signed(transaction(Kind::Transfer, &[coin, vouchers], outputs), None);
    // Amounts and locks stay as they are, so that the twin is the same: only the assets change places.
    let mut swapped = tx.clone();
    swapped.outputs[0].asset = Asset::TreatmentVoucher;
    swapped.outputs[1].asset = Asset::Data;
    assert_eq!(checker::twin(&swapped), checker::twin(&tx));
    assert!(world.apply(&swapped, 7).is_err());
    world.apply(&tx, 7).unwrap();
}

#[test]
fn a_vote_can_be_moved_at_once_and_left_after_the_delay() {
    let (mut world, coin) = World::minted();
    let wrong = transaction(Kind::Transfer, &[coin], vec![world.vote(3, 100, 19)]);
    let refused = world.apply(&world.signed(wrong, None), 6).unwrap_err();
    assert_eq!(refused, TokenError::WrongDelay { found: 19, wanted: 20 });
    let vote = transaction(Kind::Transfer, &[coin], vec![world.vote(3, 100, 20)]);
    let immature = world.apply(&world.signed(vote.clone(), None), 4).unwrap_err();
    assert!(matches!(immature, TokenError::Immature { .. }), "tokens not yet ripe do not vote");
    world.apply(&world.signed(vote.clone(), None), 6).unwrap();
    assert_eq!(world.ledger.locked(&world.sally.identity()), 100);
    let place = vote.outpoint(0);

    let leave = |sequence, world: &World| {
        let mut tx =
            transaction(Kind::Transfer, &[place], vec![output(Asset::Data, 100, &world.sally)]);
        tx.inputs[0].sequence = sequence;
        tx
    };
    for path in [OP_0, OP_1] {
        let at_once = world.signed(leave(u32::MAX, &world), Some(path));
        let refused = world.apply(&at_once, 10).unwrap_err();
        let bound = TokenError::VoteIsBound { input: 0, from: 26, amount: 100 };
        assert_eq!(refused, bound, "path {path}");
    }
    let young = world.signed(leave(20, &world), Some(OP_1));
    assert!(matches!(world.apply(&young, 25), Err(TokenError::TooYoung { from: 26, .. })));
    let short = world.signed(leave(19, &world), Some(OP_1));
    assert!(matches!(world.apply(&short, 26), Err(TokenError::VoteIsBound { .. })));

    let part = vec![world.vote(4, 99, 20), output(Asset::Data, 1, &world.sally)];
    let part = world.signed(transaction(Kind::Transfer, &[place], part), Some(OP_0));
    assert!(matches!(world.apply(&part, 10), Err(TokenError::VoteIsBound { .. })));
    let mut moved_world = World::minted().0;
    moved_world.apply(&moved_world.signed(vote, None), 6).unwrap();
    let moved = transaction(Kind::Transfer, &[place], vec![moved_world.vote(4, 100, 20)]);
    let moved = moved_world.signed(moved, Some(OP_0));
    moved_world.apply(&moved, 10).unwrap();
    let stakes: Vec<_> =
        moved_world.ledger.stake_at(10).map(|vote| (vote.pool.0, vote.amount)).collect();
    assert_eq!(stakes, [(4, 100)]);
    assert_eq!(
        moved_world.ledger.stake_at(9).count(),
        0,
        "what moved counts from its new block on"
    );
    assert!(matches!(moved_world.apply(&moved, 11), Err(TokenError::AlreadySpent { .. })));

    let left = world.signed(leave(20, &world), Some(OP_1));
    world.apply(&left, 26).unwrap();
    assert_eq!(world.ledger.locked(&world.sally.identity()), 0);
}

#[test]
fn a_bond_stays_until_its_pool_is_closed_or_a_proof_burns_it() {
    let (mut world, coin) = World::minted();
    let script_pubkey = bond(&world.sally.identity());
    let posted = TokenOutput { asset: Asset::Data, amount: 100, script_pubkey };
    let tx = world.signed(transaction(Kind::Transfer, &[coin], vec![posted]), None);
    world.apply(&tx, 6).unwrap();
    let place = tx.outpoint(0);
    let back = transaction(Kind::Transfer, &[place], vec![output(Asset::Data, 100, &world.sally)]);
    let back = world.signed(back, None);
    assert_eq!(world.apply(&back, 7), Err(TokenError::BondIsBound { input: 0 }));
    let burn = transaction(Kind::Burn, &[place], vec![]);
    assert_eq!(world.apply(&burn, 7), Err(TokenError::BondNotForfeit));
    let mut closed = World { told: Told::default(), ledger: world.ledger.clone(), ..World::new() };
    closed.told.free.push(place);
    closed.apply(&back, 7).unwrap();
    world.told.forfeit.push(place);
    world.apply(&burn, 7).unwrap();
    let supply = world.ledger.supply(Asset::Data);
    assert_eq!((supply.burnt, supply.fees), (100, 0));
}

#[test]
fn an_epochs_reward_is_what_is_due_and_is_paid_once() {
    let mut world = World::new();
    let due = vec![output(Asset::StudyFunds, 9, &world.otto)];
    let tx = transaction(Kind::Reward { epoch: 4 }, &[], due.clone());
    assert_eq!(world.apply(&tx, 9), Err(TokenError::WrongReward { epoch: 4 }));
    world.told.rewards.insert(4, due);
    let mut more = tx.clone();
    more.outputs[0].amount += 1;
    assert_eq!(world.apply(&more, 9), Err(TokenError::WrongReward { epoch: 4 }));
    world.apply(&tx, 9).unwrap();
    assert_eq!(world.apply(&tx, 10), Err(TokenError::RewardedTwice { epoch: 4 }));
    assert_eq!(world.ledger.supply(Asset::StudyFunds).rewarded, 9);
}

#[test]
fn impossible_forms_are_refused() {
    let (mut world, coin) = World::minted();
    let tx = |kind, inputs: &[OutPoint], outputs| transaction(kind, inputs, outputs);
    let one = || vec![output(Asset::Data, 1, &World::new().sally)];
    let forms = [
        tx(Kind::Transfer, &[], one()),
        tx(Kind::Transfer, &[coin], vec![]),
        tx(Kind::Issue { episode: EPISODE }, &[coin], one()),
        tx(Kind::Reward { epoch: 0 }, &[coin], one()),
        tx(Kind::Burn, &[coin], one()),
        tx(Kind::Burn, &[], vec![]),
    ];
    for form in forms {
        assert!(matches!(world.apply(&form, 9), Err(TokenError::WrongForm { .. })), "{form:?}");
    }
    for amount in [0, apply::UNITS_MAX + 1, u64::MAX] {
        let form = tx(Kind::Transfer, &[coin], vec![output(Asset::Data, amount, &world.sally)]);
        assert!(matches!(world.apply(&form, 9), Err(TokenError::AmountOutOfRange { .. })));
    }
    let twice = tx(Kind::Transfer, &[coin, coin], one());
    assert!(matches!(world.apply(&twice, 9), Err(TokenError::SpentTwice { .. })));
    let mut late = tx(Kind::Transfer, &[coin], one());
    (late.lock_time, late.inputs[0].sequence) = (9, 0xffff_fffe);
    let late = world.signed(late, None);
    assert_eq!(world.apply(&late, 9), Err(TokenError::NotFinal { lock_time: 9, height: 9 }));
    world.apply(&late, 10).unwrap();
}

#[path = "bytes_tests.rs"]
mod bytes;
#[path = "redeem_tests.rs"]
mod redeem;
