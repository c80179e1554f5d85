//! Walks through elections: how stake becomes seats, slots and pay.

use super::{CatalogError, Scenario, Subject};
use crate::election::SeatRule;
use crate::election::attack::Attack;
use crate::election::attack::attack_model::AttackModel;
use crate::election::election_model::ElectionModel;
use crate::election::example::{fifty_twenty_ten, seven_pools};
use crate::election::simulation::SimulationModel;
use crate::trace::{Stepper, Trace};

/// In the order in which they are offered.
pub const SCENARIOS: &[Scenario] = &[
    Subject::Elections.scenario(
        "election",
        "An election: the most stake sits",
        "Ballots are counted, seats given, slots shuffled, blocks made and pay shared out. Anyone can do the \
         same sums.",
        Some("election-lottery"),
        || open(seven_pools(SeatRule::Ranked)),
    ),
    Subject::Elections.scenario(
        "election-lottery",
        "An election: seats by lottery",
        "The same pools and ballots. Each seat is drawn in proportion to the stake of those not yet drawn.",
        Some("election-fifty"),
        || open(seven_pools(SeatRule::Lottery)),
    ),
    Subject::Elections.scenario(
        "election-fifty",
        "Half of the stake, and not half of the seats",
        "Three seats are drawn among pools with 50, 20, 10, 10 and 10 of a hundred.",
        Some("election-epochs"),
        || open(fifty_twenty_ten()),
    ),
    Subject::Elections.scenario(
        "election-epochs",
        "Twelve epochs, and voters who follow the reliable",
        "Eight pools, two hundred voters. Delegates have histories, and some voters move to better ones. Keep one away and see.",
        Some("buying-votes"),
        || match SimulationModel::new("blockstep") {
            Ok(model) => Ok(Box::new(Trace::new(model))),
            Err(fault) => Err(CatalogError::Unmade { reason: fault.to_string() }),
        },
    ),
    attack("buying-votes", Attack::BuyingVotes, "What a bought vote costs, and what a bought seat earns.", Some("cartel"), || attacked(Attack::BuyingVotes)),
    attack("cartel", Attack::Cartel, "Delegates act as one: a third of the seats stops finality, two thirds decide alone.", Some("low-turnout"), || attacked(Attack::Cartel)),
    attack("low-turnout", Attack::LowTurnout, "The same tokens have more seats when fewer others vote.", Some("absent-delegate"), || attacked(Attack::LowTurnout)),
    attack("absent-delegate", Attack::AbsentDelegate, "A delegate makes no blocks: empty slots, no pay, and a suspension.", Some("signing-twice"), || attacked(Attack::AbsentDelegate)),
    attack("signing-twice", Attack::DoubleSigning, "A delegate signs two headers for one slot, which prove it by themselves.", Some("whale"), || attacked(Attack::DoubleSigning)),
    attack("whale", Attack::Whale, "One patient has most of the data: how many seats, by either rule, with and without a cap.", Some("withheld-reveal"), || attacked(Attack::Whale)),
    attack("withheld-reveal", Attack::WithheldReveal, "Whoever reveals last chooses between two outcomes by staying silent.", Some("commission-rise"), || attacked(Attack::WithheldReveal)),
    attack("commission-rise", Attack::CommissionRise, "A pool raises its commission after the vote: who loses, and for how long.", Some("mint-by-splitting"), || attacked(Attack::CommissionRise)),
    attack("mint-by-splitting", Attack::MintBySplitting, "One treatment is cut into a thousand records, to have a thousand mints.", None, || attacked(Attack::MintBySplitting)),
];

const fn attack(
    id: &'static str,
    attack: Attack,
    says: &'static str,
    next: Option<&'static str>,
    open: fn() -> Result<Box<dyn Stepper>, CatalogError>,
) -> Scenario {
    Subject::Elections.scenario(id, attack.title(), says, next, open)
}

fn attacked(attack: Attack) -> Result<Box<dyn Stepper>, CatalogError> {
    Ok(Box::new(Trace::new(AttackModel::new(attack, "blockstep"))))
}

fn open(model: ElectionModel) -> Result<Box<dyn Stepper>, CatalogError> {
    Ok(Box::new(Trace::new(model)))
}
