//! The election that the walks show: seven pools of a small medical chain.

use super::election_model::{BallotPool, ElectionModel};
use super::{SeatRule, Setting};

/// What the draws of the walks follow from.
const SEED: &str = "blockstep";

/// Five seats among seven pools.
pub fn seven_pools(rule: SeatRule) -> ElectionModel {
    let title = match rule {
        SeatRule::Ranked => "An election: the most stake sits",
        SeatRule::Lottery => "An election: seats by lottery",
    };
    let pool = |name, commission_per_mille, members: &[(&'static str, u64)]| BallotPool {
        name,
        commission_per_mille,
        members: members.to_vec(),
    };
    let pools = vec![
        pool("Linden", 50, &[("Sally", 120), ("Otto", 75), ("Mia", 41)]),
        pool("Harbour", 30, &[("Jonas", 88), ("Aylin", 62), ("Ben", 9)]),
        pool("Meadow", 100, &[("Greta", 57), ("Paul", 57)]),
        pool("Mill", 0, &[("Nora", 33), ("Emil", 21), ("Ida", 20)]),
        pool("Station", 20, &[("Karl", 40), ("Lena", 11)]),
        pool("Castle", 80, &[("Max", 30)]),
        pool("Bridge", 40, &[("Zoe", 8), ("Tim", 5), ("Ada", 3)]),
    ];
    let setting = Setting { rule, seats: 5, slots: 10, ..Setting::default() };
    ElectionModel::new(title, setting, pools, 1_000, SEED)
}

/// Three seats among the five pools of the lesson: 50, 20, 10, 10 and 10 of a hundred.
pub fn fifty_twenty_ten() -> ElectionModel {
    let names = ["Half", "Fifth", "Tenth A", "Tenth B", "Tenth C"];
    let pool = |(name, stake)| BallotPool {
        name,
        commission_per_mille: 0,
        members: vec![("everyone", stake)],
    };
    let pools = names.into_iter().zip([50, 20, 10, 10, 10]).map(pool).collect();
    let setting = Setting { rule: SeatRule::Lottery, seats: 3, slots: 6, ..Setting::default() };
    ElectionModel::new("Three seats, five pools", setting, pools, 100, SEED)
}
