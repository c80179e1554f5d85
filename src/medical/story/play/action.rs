//! Who can be played, and what can be done.

use serde::{Deserialize, Serialize};

use crate::medical::identity::Keys;
use crate::medical::story::{Cast, House, Person};

/// Somebody whose keys the student holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Player {
    /// A patient.
    Sally,
    /// A hospital that was certified, and a delegate.
    Berlin,
    /// Another.
    Bielefeld,
    /// An insurer.
    Northcare,
    /// A research team.
    Cohort,
    /// Without a certificate.
    Quack,
}

/// What can be done. Records are counted from 0, as the pane "Records" lists them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PlayAction {
    /// Somebody else is played.
    Be(Player),
    /// A record is picked, or put back.
    Pick(usize),
    /// A record about Sally is made and released.
    Release,
    /// Sally stores the record that she got first.
    Store,
    /// Sally mints tokens for the day's episode of care.
    Mint,
    /// The picked records are shared.
    Share(Player),
    /// The last sharing is taken back.
    Revoke,
    /// Sally locks tokens to a pool.
    Vote(u32),
    /// A record is fetched.
    Fetch(usize),
    /// The cloud is asked for a record that was fetched, and it is opened.
    Open(usize),
    /// An emergency is declared for the picked records.
    Emergency,
    /// A hospital gives its part of the emergency's key.
    Part,
    /// The next block is made, whoever's turn it is.
    Make,
    /// Whoever's turn it is makes the next block.
    Block,
    /// Slots go by until the next election.
    Election,
}

impl Player {
    /// All of them.
    pub const ALL: [Player; 6] = [
        Player::Sally,
        Player::Berlin,
        Player::Bielefeld,
        Player::Northcare,
        Player::Cohort,
        Player::Quack,
    ];

    /// What the story calls them.
    pub fn name(self) -> &'static str {
        match self {
            Player::Sally => "Sally",
            Player::Berlin => "Berlin",
            Player::Bielefeld => "Bielefeld",
            Player::Northcare => "Northcare",
            Player::Cohort => "Cohort",
            Player::Quack => "Dr. Quack",
        }
    }

    /// What they are.
    pub fn part(self) -> &'static str {
        match self {
            Player::Sally => "a patient",
            Player::Berlin | Player::Bielefeld => "a hospital and delegate",
            Player::Northcare => "an insurer",
            Player::Cohort => "a research team",
            Player::Quack => "no certified doctor",
        }
    }

    /// Which hospital they are, if any.
    pub fn house(self) -> Option<House> {
        match self {
            Player::Berlin => Some(House::Berlin),
            Player::Bielefeld => Some(House::Bielefeld),
            _ => None,
        }
    }

    /// Their keys.
    pub(super) fn keys(self, cast: &Cast) -> Keys {
        match self {
            Player::Sally => cast.patient(Person::Sally).keys.clone(),
            Player::Berlin => cast.house(House::Berlin).keys.clone(),
            Player::Bielefeld => cast.house(House::Bielefeld).keys.clone(),
            Player::Northcare => cast.northcare.clone(),
            Player::Cohort => cast.cohort.clone(),
            Player::Quack => cast.quack.clone(),
        }
    }
}
