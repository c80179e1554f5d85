//! What the day's actions are called.

use super::action::{PlayAction, Player};
use super::day::{Day, TITLES};

/// How the day begins.
pub(super) const BEGIN: &str = "You hold everybody's keys, one party's at a time. Follow the path step by step, or choose what is done yourself: the chain judges all of it.";

/// A short name for an action.
pub(super) fn label(day: &Day, action: &PlayAction) -> String {
    let picked = match day.picked.len() {
        1 => "the picked record".to_owned(),
        count => format!("the {count} picked records"),
    };
    match action {
        PlayAction::Be(player) => format!("be {}, {}", player.name(), player.part()),
        PlayAction::Pick(record) => match day.picked.contains(record) {
            true => format!("put back: {}", day.title(*record)),
            false => format!("pick: {}", day.title(*record)),
        },
        PlayAction::Release => {
            let title = TITLES.get(day.episodes.len()).unwrap_or(&TITLES[0]);
            format!("release a {title} about Sally")
        }
        PlayAction::Store => {
            let title = day.delivered.first().map_or("record", |(_, title)| title);
            format!("store the {title}")
        }
        PlayAction::Mint => "mint 100 data tokens for the day's episode of care".into(),
        PlayAction::Share(reader) if *reader == day.you => format!("share {picked} with yourself"),
        PlayAction::Share(reader) => format!("share {picked} with {}", reader.name()),
        PlayAction::Revoke => "take the last sharing back".into(),
        PlayAction::Vote(pool) => format!("lock 20 tokens to pool {pool}"),
        PlayAction::Fetch(record) => format!("fetch: {}", day.title(*record)),
        PlayAction::Open(record) => {
            format!("ask the cloud for it, and open: {}", day.title(*record))
        }
        PlayAction::Emergency => format!("declare an emergency for {picked}"),
        PlayAction::Part => "give your part of the emergency's key".into(),
        PlayAction::Make => "make the next block, whoever's turn it is".into(),
        PlayAction::Block => "let the next block be made".into(),
        PlayAction::Election => "let slots go by until the next election".into(),
    }
}

/// Who is played now.
pub(super) fn became(player: Player) -> String {
    let may = match player {
        Player::Sally => {
            "You store records, pick some and share them, take a sharing back, mint tokens and vote with them."
        }
        Player::Berlin | Player::Bielefeld => {
            "You release records, declare emergencies, give parts of a key, and make blocks when it is your turn."
        }
        Player::Northcare | Player::Cohort => {
            "Pick a record and fetch it: the chain asks by what right. Or share it with yourself, and see."
        }
        Player::Quack => "You have no certificate. Try what you like.",
    };
    format!("You are {} now, {}. {may}", player.name(), player.part())
}

/// What is picked now.
pub(super) fn picked(day: &Day, record: usize) -> String {
    let title = day.title(record);
    match day.picked.contains(&record) {
        true => format!(
            "Picked: {title}. What you share, fetch or ask for in an emergency is what is picked."
        ),
        false => format!("Put back: {title}."),
    }
}
