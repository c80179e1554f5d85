//! Rates that are fresh, and rewards that are redeemed by consent.

use super::*;

#[test]
fn a_rate_is_an_oracles_and_fresh() {
    let mut world = World::new();
    let vouchers = world.rewarded()[0];
    let rate = world.rate(Asset::TreatmentVoucher, 20);
    let future = world.apply(&rate, 9).unwrap_err();
    assert_eq!(future, TokenError::RateOfTheFuture { rate: 20, now: 18 });
    let mut forged = rate.clone();
    if let Kind::Rate { price_per_mille, .. } = &mut forged.kind {
        *price_per_mille += 1;
    }
    assert!(matches!(world.apply(&forged, 10), Err(TokenError::RateNotSigned { .. })));
    let mut stranger = rate.clone();
    if let Kind::Rate { oracle, .. } = &mut stranger.kind {
        *oracle = world.otto.identity();
    }
    assert!(matches!(world.apply(&stranger, 10), Err(TokenError::NoOracle { .. })));
    world.apply(&rate, 10).unwrap();

    let provider = world.otto.identity();
    let redeem = |asset, rate: Txid, left, world: &World| {
        let kind = Kind::Redeem { asset, amount: 15, provider, rate, sharing: None };
        let outputs = vec![output(Asset::TreatmentVoucher, left, &world.sally)];
        world.signed(transaction(kind, &[vouchers], outputs), None)
    };
    let voucher = Asset::TreatmentVoucher;
    let good = redeem(voucher, rate.txid(), 25, &world);
    let stale = world.apply(&good, 16).unwrap_err();
    assert_eq!(
        stale,
        TokenError::RateIsStale { rate: rate.txid(), age_slots: 12, limit_slots: 10 }
    );
    let none = redeem(voucher, Txid([3; 32]), 25, &world);
    assert!(matches!(world.apply(&none, 15), Err(TokenError::NoSuchRate { .. })));
    let lost = redeem(voucher, rate.txid(), 24, &world);
    assert!(matches!(world.apply(&lost, 15), Err(TokenError::Lost { redeemed: 15, .. })));
    let data = redeem(Asset::Data, rate.txid(), 25, &world);
    assert!(world.apply(&data, 15).is_err());
    assert_eq!(world.apply(&good, 15).unwrap().worth, Some(37));
    assert_eq!(world.ledger.supply(voucher).redeemed, 15);
}

#[test]
fn a_right_to_ask_is_redeemed_by_consent_alone() {
    let mut world = World::new();
    let rights = world.rewarded()[1];
    let rate = world.rate(Asset::DataAccess, 12);
    world.apply(&rate, 7).unwrap();
    let redeem = |sharing, world: &World| {
        let (provider, rate) = (world.sally.identity(), rate.txid());
        let kind = Kind::Redeem { asset: Asset::DataAccess, amount: 3, provider, rate, sharing };
        world.signed(transaction(kind, &[rights], vec![]), None)
    };
    let consent = Txid([5; 32]);
    for sharing in [None, Some(consent)] {
        assert_eq!(world.apply(&redeem(sharing, &world), 8), Err(TokenError::NoConsent));
    }
    let [sally, otto] = [&world.sally, &world.otto].map(Keys::identity);
    world.told.sharings.insert(consent, (sally, sally));
    let others = world.apply(&redeem(Some(consent), &world), 8).unwrap_err();
    assert_eq!(others, TokenError::NoConsent, "a sharing with somebody else");
    world.told.sharings.insert(consent, (sally, otto));
    world.apply(&redeem(Some(consent), &world), 8).unwrap();
}
