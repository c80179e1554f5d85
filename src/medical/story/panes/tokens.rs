//! Who has which tokens.

use crate::medical::story::Cast;
use crate::medical::token::lock::{owner_hash, read_bond};
use crate::medical::token::{Asset, TokenLedger};
use crate::medical::world::World;
use crate::trace::{Body, Mark, Pane, Row};

/// Balances by owner: free data tokens, votes, bonds, and rewards of all kinds; the fees at the end.
pub(super) fn pane(cast: &Cast, world: &World, old: Option<&World>) -> Pane {
    let headers = ["owner", "free", "votes", "bond", "rewards"];
    let rows = cast.names().filter_map(|(who, name)| {
        let numbers = numbers(world.tokens(), who);
        let before = old.map(|old| self::numbers(old.tokens(), who));
        let has_any = numbers.iter().any(|number| *number > 0);
        let changed = before.is_some_and(|before| before != numbers);
        let cells = [name.to_owned()].into_iter().chain(numbers.map(shown));
        let mark = if changed { Mark::Changed } else { Mark::Plain };
        (has_any || changed).then(|| Row::new(cells).marked(mark))
    });
    let mut rows: Vec<Row> = rows.collect();
    rows.sort_by(|one, other| one.cells[0].text.cmp(&other.cells[0].text));
    let fees = world.tokens().supply(Asset::Data).fees;
    rows.push(Row::new(["fees", &shown(fees), "", "", ""]));
    let headers = headers.map(String::from).to_vec();
    Pane::whole("Tokens", Body::Table { headers, rows })
}

fn shown(number: u64) -> String {
    if number == 0 { "-".into() } else { number.to_string() }
}

fn numbers(tokens: &TokenLedger, who: &crate::medical::identity::Identity) -> [u64; 4] {
    let hash = owner_hash(who);
    let bonds =
        tokens.coins().values().filter(|coin| read_bond(&coin.output.script_pubkey) == Some(hash));
    let bond = bonds.map(|coin| coin.output.amount).sum();
    let rewards = Asset::ALL.into_iter().filter(|asset| asset.is_redeemable());
    let rewards = rewards.map(|asset| tokens.balance(who, asset)).sum();
    [tokens.balance(who, Asset::Data), tokens.locked(who), bond, rewards]
}
