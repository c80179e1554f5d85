//! Thousands of random transactions: the supply is conserved after each, and a plain ledger agrees.

use super::checker::sign_input;
use super::lock::to_owner;
use super::*;
use crate::hash::Txid;
use crate::medical::identity::{Identity, Keys};
use crate::medical::moment::Moment;
use crate::primitives::{OutPoint, ScriptBuf};
use crate::rng::Rng;

/// Every episode is released and stored, by the patient that its first byte names.
struct AllStored(Vec<Identity>);

impl Facts for AllStored {
    fn episode(&self, episode: &[u8; 32]) -> Option<Episode> {
        let patient = *self.0.get(usize::from(episode[0]))?;
        Some(Episode { patient, released: true, stored: true })
    }
    fn sharing(&self, _: &Txid) -> Option<(Identity, Identity)> {
        None
    }
    fn rewards_due(&self, _: u32, _: u64) -> Option<Vec<TokenOutput>> {
        None
    }
    fn bond_is_free(&self, _: &OutPoint) -> bool {
        false
    }
    fn bond_is_forfeit(&self, _: &OutPoint) -> bool {
        false
    }
}

/// A ledger as one would say it: a list of all outputs ever made, looked through from the start.
#[derive(Default)]
struct Plain {
    outputs: Vec<(OutPoint, TokenOutput, bool)>,
    minted: Vec<[u8; 32]>,
}

impl Plain {
    fn takes(&self, tx: &TokenTx) -> bool {
        if let Kind::Issue { episode } = &tx.kind {
            return !self.minted.contains(episode);
        }
        let spent: Vec<_> = (tx.inputs.iter())
            .filter_map(|input| {
                let all = self.outputs.iter();
                all.rev().find(|(place, _, spent)| *place == input.previous_output && !spent)
            })
            .collect();
        let twice = (1..tx.inputs.len()).any(|at| {
            let place = tx.inputs[at].previous_output;
            tx.inputs[..at].iter().any(|input| input.previous_output == place)
        });
        let sum = |outputs: &mut dyn Iterator<Item = u64>| outputs.sum::<u64>();
        spent.len() == tx.inputs.len()
            && !twice
            && sum(&mut spent.iter().map(|(_, output, _)| output.amount))
                >= sum(&mut tx.outputs.iter().map(|output| output.amount))
    }

    fn follow(&mut self, tx: &TokenTx) {
        if let Kind::Issue { episode } = &tx.kind {
            self.minted.push(*episode);
        }
        for (place, _, spent) in &mut self.outputs {
            *spent |= tx.inputs.iter().any(|input| input.previous_output == *place);
        }
        for (vout, output) in (0..).zip(&tx.outputs) {
            self.outputs.push((tx.outpoint(vout), output.clone(), false));
        }
    }
}

#[test]
fn two_thousand_random_transactions_conserve_the_supply() {
    let chain = [3; 32];
    let mut rng = Rng::from_seed(5);
    let people: Vec<Keys> = (0..6).map(|_| Keys::new(&mut rng)).collect();
    let facts = AllStored(people.iter().map(Keys::identity).collect());
    let mut ledger = TokenLedger::new(TokenSetting {
        chain,
        mint_units: 50,
        maturity_blocks: 0,
        unbonding_blocks: 10,
        rate_max_age_slots: 1,
        oracles: vec![],
    });
    let mut plain = Plain::default();
    let mut seen: Vec<(OutPoint, TokenOutput)> = Vec::new();
    let (mut taken, mut refused) = (0, 0);
    for height in 0..2_000_u32 {
        let tx = match rng.below(4) {
            0 => {
                let mut episode = [0; 32];
                (episode[0], episode[1]) = (rng.below(6) as u8, rng.below(40) as u8);
                let script_pubkey = to_owner(&people[usize::from(episode[0])].identity());
                let outputs = vec![TokenOutput { asset: Asset::Data, amount: 50, script_pubkey }];
                TokenTx { kind: Kind::Issue { episode }, inputs: vec![], outputs, lock_time: 0 }
            }
            _ if seen.is_empty() => continue,
            _ => payment(&chain, &people, &seen, &mut rng),
        };
        let at = Moment { height, slot: height.into(), final_height: 0 };
        let found = ledger.apply(&tx, &at, &facts);
        assert_eq!(found.is_ok(), plain.takes(&tx), "at {height}: {found:?}");
        assert!(ledger.is_conserved(), "at {height}");
        match found {
            Ok(_) => {
                plain.follow(&tx);
                let made = (0..).zip(&tx.outputs);
                seen.extend(made.map(|(vout, output)| (tx.outpoint(vout), output.clone())));
                taken += 1;
            }
            Err(_) => refused += 1,
        }
    }
    let unspent: u64 = (plain.outputs.iter())
        .filter(|(_, _, spent)| !spent)
        .map(|(_, output, _)| output.amount)
        .sum();
    assert_eq!(ledger.unspent(Asset::Data), unspent);
    assert!(taken > 400 && refused > 400, "{taken} taken, {refused} refused");
}

/// Spends one or two outputs, spent ones among them, into one or two, at times for more than they hold.
fn payment(
    chain: &[u8; 32],
    people: &[Keys],
    seen: &[(OutPoint, TokenOutput)],
    rng: &mut Rng,
) -> TokenTx {
    let recent = seen.len().min(30);
    let picked: Vec<_> = (0..1 + rng.below(2))
        .map(|_| seen[seen.len() - 1 - rng.below(recent as u64) as usize].clone())
        .collect();
    let sum: u64 = picked.iter().map(|(_, output)| output.amount).sum();
    let first = 1 + rng.below(sum);
    let rest = (sum - first).saturating_sub(rng.below(3)) + if rng.below(8) == 0 { 3 } else { 0 };
    let outputs = [first, rest].into_iter().filter(|amount| *amount > 0).map(|amount| {
        let owner = &people[rng.below(6) as usize];
        TokenOutput { asset: Asset::Data, amount, script_pubkey: to_owner(&owner.identity()) }
    });
    let outputs = outputs.collect();
    let inputs = picked.iter().map(|(place, _)| TokenInput {
        previous_output: *place,
        script_sig: ScriptBuf::default(),
        sequence: u32::MAX,
    });
    let mut tx = TokenTx { kind: Kind::Transfer, inputs: inputs.collect(), outputs, lock_time: 0 };
    for (input, (_, prevout)) in picked.iter().enumerate() {
        let owner = people.iter().find(|keys| to_owner(&keys.identity()) == prevout.script_pubkey);
        if let Some(owner) = owner {
            sign_input(chain, &mut tx, input, prevout, owner, None);
        }
    }
    tx
}
