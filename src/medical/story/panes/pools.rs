//! The election board: stake as bars, seats, and what each delegate has done.

use crate::election::{PoolNumber, Standing};
use crate::medical::world::World;
use crate::trace::{Body, Mark, Pane, Row};

/// The longest bar, in characters.
const BAR: u64 = 6;

/// The pools in the epoch under way.
pub(in crate::medical::story) fn pane(world: &World) -> Pane {
    let registry = world.registry();
    let election = registry.election();
    let stake = |pool: usize| election.stakes.get(pool).copied().unwrap_or(0);
    let most = election.stakes.iter().copied().max().unwrap_or(0).max(1);
    let rows = registry.pools().iter().enumerate().map(|(at, pool)| {
        let number = PoolNumber(u32::try_from(at).unwrap_or(u32::MAX));
        let seat = election.seats.iter().position(|seat| seat.pool == number);
        let bar = "█".repeat(usize::try_from(stake(at) * BAR / most).unwrap_or(0));
        let slots = registry.slots().of(number);
        let sits = match (pool.standing, seat) {
            (Standing::Expelled, _) => "expelled".to_owned(),
            (Standing::Closed, _) => "closed".to_owned(),
            (Standing::SuspendedUntil { epoch }, _) => format!("out to {epoch}"),
            (Standing::Good, Some(seat)) => (seat + 1).to_string(),
            (Standing::Good, None) => "-".to_owned(),
        };
        let made = pool.history.produced + u64::from(slots.produced);
        let missed = pool.history.missed + u64::from(slots.missed);
        let name = pool.name.strip_prefix("pool ").unwrap_or(&pool.name);
        let cells =
            [name.to_owned(), format!("{} {bar}", stake(at)), sits, format!("{made}/{missed}")];
        Row::new(cells).marked(match pool.standing {
            Standing::Expelled => Mark::Bad,
            Standing::Good if seat.is_some() => Mark::Good,
            _ => Mark::Plain,
        })
    });
    let headers = ["pool", "stake", "seat", "made/not"];
    let headers = headers.map(String::from).to_vec();
    let name = format!("Election of epoch {}", registry.epoch());
    Pane::whole(name, Body::Table { headers, rows: rows.collect() })
}
