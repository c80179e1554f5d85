//! Purses: change to the unit, and nothing that is not ripe.

use super::purse::{Order, pay};
use crate::medical::story::{Person, SEED, tell};
use crate::medical::token::lock::to_owner;
use crate::medical::token::{Asset, TokenOutput};

#[test]
fn change_comes_back_to_the_unit_and_too_much_is_refused() {
    let tale = tell(SEED).unwrap();
    let world = tale.tree().body().unwrap();
    let (sally, tom) = (tale.cast.patient(Person::Sally), tale.cast.patient(Person::Tom));
    let height = tale.tree().place().height + 1;
    let has = world.tokens().balance(&sally.identity(), Asset::Data);
    assert!(has > 10);
    let script_pubkey = to_owner(&tom.identity());
    let output =
        |amount| TokenOutput { asset: Asset::Data, amount, script_pubkey: script_pubkey.clone() };
    let order = |amount| Order::transfer(vec![output(amount)], 1);
    let chain = tale.chain();
    let pay = |amount| pay(&chain, world.tokens(), height, &order(amount), &sally.keys);
    let tx = pay(5).unwrap();
    let spent: u64 = (tx.inputs.iter())
        .map(|input| world.tokens().coins()[&input.previous_output].output.amount)
        .sum();
    let made: u64 = tx.outputs.iter().map(|output| output.amount).sum();
    assert_eq!(made + 1, spent);
    assert!(pay(has - 1).is_some());
    assert!(pay(has).is_none(), "the fee is missing");
}
