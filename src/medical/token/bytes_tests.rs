//! Token transactions as bytes: there and back, and every change noticed.

use super::*;

#[test]
fn every_changed_byte_of_a_signed_transaction_is_noticed() {
    let (world, coin) = World::minted();
    let outputs = vec![output(Asset::Data, 60, &world.otto), world.vote(3, 38, 20)];
    let payment = world.signed(transaction(Kind::Transfer, &[coin], outputs), None).to_bytes();
    let rate = world.rate(Asset::TreatmentVoucher, 3).to_bytes();
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for (bytes, bits) in [(payment, 3), (rate, 2)] {
        for at in 0..bytes.len() {
            for bit in 0..bits {
                let mut changed = bytes.clone();
                changed[at] ^= 1 << ((at + 3 * bit) % 8);
                let by = match TokenTx::from_bytes(&changed) {
                    Err(_) => "when it is read",
                    Ok(tx) => {
                        let found = world.ledger.clone().apply(&tx, &moment(6), &world.told);
                        let error = found.expect_err(&format!("byte {at} of {bytes:?}"));
                        error.rule().name
                    }
                };
                *counts.entry(by).or_default() += 1;
            }
        }
    }
    assert!(counts.values().sum::<usize>() > 900, "{counts:?}");
    for check in ["when it is read", "token-unlock", "token-spent-once", "fresh-rate"] {
        assert!(counts.contains_key(check), "{check}: {counts:?}");
    }
}

#[test]
fn bytes_come_back() {
    let world = World::new();
    let provider = world.sally.identity();
    let sharing = Some(Txid([4; 32]));
    let kinds = [
        Kind::Transfer,
        Kind::Issue { episode: EPISODE },
        Kind::Reward { epoch: 7 },
        Kind::Redeem {
            asset: Asset::StudyFunds,
            amount: 5,
            provider,
            rate: Txid([2; 32]),
            sharing,
        },
        Kind::Rate {
            asset: Asset::Data,
            price_per_mille: 1,
            slot: 2,
            oracle: provider,
            signature: Signature([9; 64]),
        },
        Kind::Burn,
    ];
    for kind in kinds {
        let place = OutPoint { txid: Txid([6; 32]), vout: 1 };
        let tx = transaction(kind, &[place], vec![output(Asset::Data, 5, &world.sally)]);
        assert_eq!(TokenTx::from_bytes(&tx.to_bytes()).unwrap(), tx);
    }
}
