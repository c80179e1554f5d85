//! Payments of generated blocks: who spends which coin, and what is paid.

use std::collections::BTreeMap;

use blockstep::primitives::{OutPoint, Transaction, TxIn, TxOut};
use blockstep::rng::Rng;

use super::blocks::{Draft, draw_script};
use super::slow_rules::{Coin, Coins};
use super::world::World;

/// The coins that a block can spend, while its payments are made.
pub struct Purse<'a> {
    pub world: &'a World,
    pub parent: &'a Draft,
    pub height: u32,
    /// What can be spent without breaking a rule.
    good: Coins,
    /// What was spent in this block.
    pub gone: Vec<(OutPoint, Coin)>,
    pub fees_satoshis: i64,
}

impl<'a> Purse<'a> {
    pub fn new(world: &'a World, parent: &'a Draft) -> Purse<'a> {
        let height = parent.chain.len() as u32;
        let mut good = BTreeMap::new();
        for (outpoint, coin) in &parent.coins {
            let (_, script, made, coinbase) = coin;
            let ripe = !coinbase || height - made >= world.maturity_blocks;
            if ripe && script == &[0x51] {
                good.insert(*outpoint, coin.clone());
            }
        }
        Purse { world, parent, height, good, gone: Vec::new(), fees_satoshis: 0 }
    }

    /// Takes a good coin out.
    pub fn take(&mut self, rng: &mut Rng) -> Option<(OutPoint, Coin)> {
        let at = rng.below(self.good.len() as u64) as usize;
        let outpoint = *self.good.keys().nth(at)?;
        let coin = self.good.remove(&outpoint)?;
        self.gone.push((outpoint, coin.clone()));
        Some((outpoint, coin))
    }

    /// A coin before this block that fits.
    pub fn find(&self, rng: &mut Rng, fits: impl Fn(&Coin) -> bool) -> Option<(OutPoint, Coin)> {
        let coins = &self.parent.coins;
        let fitting: Vec<_> = coins.iter().filter(|(_, coin)| fits(coin)).collect();
        let (outpoint, coin) = fitting.get(rng.below(fitting.len() as u64) as usize)?;
        Some((**outpoint, (*coin).clone()))
    }

    /// Puts a payment's coins in, for later ones of the block.
    fn put(&mut self, tx: &Transaction) {
        let txid = tx.txid();
        for (vout, output) in (0..).zip(&tx.outputs) {
            if output.script_pubkey.0 == [0x51] {
                let coin = (output.value, vec![0x51], self.height, false);
                self.good.insert(OutPoint { txid, vout }, coin);
            }
        }
    }
}

/// Up to three payments.
pub fn draw_payments(rng: &mut Rng, purse: &mut Purse<'_>) -> Vec<Transaction> {
    let mut payments = Vec::new();
    for _ in 0..rng.below(4) {
        let coins: Vec<_> = (0..1 + rng.below(2)).filter_map(|_| purse.take(rng)).collect();
        if coins.is_empty() {
            break;
        }
        let worth: i64 = coins.iter().map(|(_, coin)| coin.0).sum();
        let fee = (rng.below(3) as i64 * 10).min(worth);
        purse.fees_satoshis += fee;
        let mut tx = payment(rng, &coins, worth - fee);
        if rng.below(4) == 0 {
            lock(rng, purse.height, &mut tx, &coins);
        }
        purse.put(&tx);
        payments.push(tx);
    }
    payments
}

/// A payment of `total` satoshis in up to three parts.
pub fn payment(rng: &mut Rng, coins: &[(OutPoint, Coin)], total: i64) -> Transaction {
    let input = |(outpoint, _): &(OutPoint, Coin)| TxIn {
        previous_output: *outpoint,
        sequence: u32::MAX,
        ..TxIn::default()
    };
    let parts = 1 + rng.below(3) as i64;
    let each = total / parts;
    let values = (0..parts).map(|part| if part == 0 { total - each * (parts - 1) } else { each });
    let outputs =
        values.map(|value| TxOut { value, script_pubkey: draw_script(rng, false).into() });
    Transaction {
        version: 1,
        inputs: coins.iter().map(input).collect(),
        outputs: outputs.collect(),
        lock_time: 0,
    }
}

/// Gives a payment locks that are open: an absolute one, or one on a coin's age.
fn lock(rng: &mut Rng, height: u32, tx: &mut Transaction, coins: &[(OutPoint, Coin)]) {
    if rng.below(2) == 0 {
        tx.lock_time = height - 1;
        tx.inputs[0].sequence = 0xffff_fffe;
        return;
    }
    let age = height - coins[0].1.2;
    tx.version = 2;
    tx.inputs[0].sequence = rng.below(u64::from(age) + 1) as u32;
}
