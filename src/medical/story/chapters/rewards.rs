//! What blocks earn, and what it can be redeemed for.

use crate::medical::client::patient::Wish;
use crate::medical::client::purse::{Order, issue, rate};
use crate::medical::story::{Outcome, Person, StoryFault, Tale};
use crate::medical::token::{Asset, Kind};
use crate::medical::world::Tx;
use crate::rules::{medical_data, token as rules};

use super::pools::transfer;

/// Rewards are paid and redeemed.
pub fn rewards(tale: &mut Tale) -> Result<(), StoryFault> {
    tale.chapter("Rewards");
    let epoch = tale.world().registry().epoch();
    tale.pass_to(
        u64::from(epoch + 1) * 12,
        "The epoch ends: what its blocks have earned is known to the unit.",
    )?;
    let epochs = tale.world().epochs().to_vec();
    let ended = (0_u32..)
        .zip(&epochs)
        .filter(|(_, one)| one.end.as_ref().is_some_and(|end| !end.earned.is_empty()));
    let ended: Vec<u32> = ended.map(|(number, _)| number).collect();
    for number in ended {
        pay_out(tale, number)?;
    }
    tale.seal(
        "Vouchers for patients, funds for hospitals; the fees in data tokens for the delegates.",
    )?;
    tale.seal("Rewards rest two blocks too.")?;
    tale.seal("Now they can be spent.")?;
    redeem(tale)?;
    ask(tale)?;
    conserved(tale)
}

fn pay_out(tale: &mut Tale, epoch: u32) -> Result<(), StoryFault> {
    let world = tale.world();
    let fees = world.tokens().supply(Asset::Data).fees;
    let due = crate::medical::token::Facts::rewards_due(world, epoch, fees);
    let outputs = due.ok_or(StoryFault::Missing { what: "rewards of this epoch" })?;
    let mut greedy = outputs.clone();
    if let Some(first) = greedy.first_mut() {
        first.amount += 1;
    }
    let wrong = Tx::Token(issue(Kind::Reward { epoch }, greedy));
    tale.refused("Bielefeld", "Bielefeld writes itself one unit more", "What is due follows from blocks, stake and commission. All compute it, and one unit more is refused.", &wrong)?;
    let tx = Tx::Token(issue(Kind::Reward { epoch }, outputs));
    tale.submit("the chain", &format!("The rewards of epoch {epoch} are paid"), "The delegates' commission first, the rest to those who voted for them, by stake, each in the asset of its role.", &rules::REWARD_DUE, tx)
        .map(drop)
}

/// Sally redeems a voucher at a rate that an oracle signed.
fn redeem(tale: &mut Tale) -> Result<(), StoryFault> {
    let (chain, now) = (tale.chain(), tale.at().slot);
    let sally = tale.cast.patient(Person::Sally).keys.clone();
    let provider = tale.cast.house(crate::medical::story::House::Berlin).keys.identity();
    let oracle = tale.cast.oracle.clone();
    let asset = [Asset::TreatmentVoucher, Asset::PremiumReduction]
        .into_iter()
        .find(|asset| tale.world().tokens().balance(&sally.identity(), *asset) > 0)
        .ok_or(StoryFault::Missing { what: "reward of Sally's" })?;
    let amount = tale.world().tokens().balance(&sally.identity(), asset).min(10);
    let old = Tx::Token(rate(&chain, asset, 4_000, now.saturating_sub(9), &oracle));
    let stale = tale.submit(
        "the oracle",
        "The oracle states a price, dated nine slots ago",
        "A price outside the chain comes in as a statement: who says it, and for when.",
        &rules::FRESH_RATE,
        old,
    )?;
    let order = |rate| Order {
        kind: Kind::Redeem { asset, amount, provider, rate, sharing: None },
        asset,
        outputs: vec![],
        beyond: amount,
    };
    let tx = transfer(tale, &order(stale), &sally)?;
    tale.refused(
        "Sally",
        "Sally redeems at the old price",
        "The rate is stale, and she gets a new one first.",
        &tx,
    )?;
    let quack = tale.cast.quack.clone();
    let forged = Tx::Token(rate(&chain, asset, 400_000, now, &quack));
    tale.refused("Dr. Quack", "Dr. Quack states a price", "His key is no oracle's.", &forged)?;
    let fresh = Tx::Token(rate(&chain, asset, 2_500, now, &oracle));
    let fresh = tale.submit(
        "the oracle",
        "The oracle states today's price",
        "2,500 outside for 1,000 units.",
        &rules::FRESH_RATE,
        fresh,
    )?;
    let tx = transfer(tale, &order(fresh), &sally)?;
    let told = format!(
        "{amount} units of {} are gone for good, and worth {} outside.",
        asset.name(),
        amount * 2_500 / 1_000
    );
    tale.submit(
        "Sally",
        &format!("Sally redeems {amount} units of {}", asset.name()),
        &told,
        &rules::REDEEM,
        tx,
    )?;
    tale.seal("The reward is redeemed.")
}

/// A right to ask is not a right to read.
fn ask(tale: &mut Tale) -> Result<(), StoryFault> {
    let diary = tale.bookmark("diary")?.storage;
    let bielefeld = tale.cast.house(crate::medical::story::House::Bielefeld).keys.clone();
    let (chain, now, oracle) = (tale.chain(), tale.at().slot, tale.cast.oracle.clone());
    let provider = tale.cast.patient(Person::Sally).identity();
    let price = Tx::Token(rate(&chain, Asset::DataAccess, 1_000, now, &oracle));
    let rate = tale.submit(
        "the oracle",
        "The oracle states the price of data access",
        "One for one.",
        &rules::FRESH_RATE,
        price,
    )?;
    let order = |sharing| Order {
        kind: Kind::Redeem { asset: Asset::DataAccess, amount: 1, provider, rate, sharing },
        asset: Asset::DataAccess,
        outputs: vec![],
        beyond: 1,
    };
    let tx = transfer(tale, &order(None), &bielefeld)?;
    tale.refused(
        "Bielefeld",
        "Bielefeld redeems data access, and names no sharing",
        "It is a right to ask. Only the patient's own answer turns it into a right to read.",
        &tx,
    )?;
    let state = tale.world().data().clone();
    let wish = Wish {
        receiver: bielefeld.identity(),
        storages: &[diary],
        purpose: "study of sleep",
        until_slot: 10_000,
    };
    let tx = tale.cast.patient(Person::Sally).share(&state, &wish, 3, &mut tale.rng)?;
    let sharing = tale.submit(
        "Sally",
        "Sally shares her diary with Bielefeld",
        "She was asked, and says yes to this one record.",
        &medical_data::SHARING,
        Tx::Data(tx),
    )?;
    let tx = transfer(tale, &order(Some(sharing)), &bielefeld)?;
    tale.submit(
        "Bielefeld",
        "Bielefeld redeems data access with Sally's sharing",
        "The right to ask is used up.",
        &rules::REDEEM,
        tx,
    )?;
    tale.seal("Asked, answered, and paid for.")
}

fn conserved(tale: &mut Tale) -> Result<(), StoryFault> {
    let tokens = tale.world().tokens().clone();
    if !tokens.is_conserved() {
        return Err(StoryFault::Missing { what: "unit that should be there" });
    }
    let lines = Asset::ALL.iter().map(|asset| {
        let supply = tokens.supply(*asset);
        let told = format!(
            "{} minted, {} rewarded, {} redeemed, {} burnt, {} waiting as fees, {} in outputs",
            supply.minted,
            supply.rewarded,
            supply.redeemed,
            supply.burnt,
            supply.fees,
            tokens.unspent(*asset)
        );
        (asset.name().to_owned(), told)
    });
    let lines = lines.collect();
    tale.step("anyone", "Anyone adds up all tokens", "Of each asset: what came is what is there and what is gone. Nothing is lost, and nothing came from nowhere.", Outcome::Read { lines }, Some(&rules::TOKEN_CONSERVED));
    Ok(())
}
