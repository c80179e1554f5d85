//! What is said of each step, and the rule at work.

use super::majority_model::{Event, MAX_BLOCKS, MajorityEnd, MajorityModel, MajorityState, Phase};
use super::majority_panes::tries;
use super::node::Unwanted;
use super::overtake_cost;
use super::tries::Deed;
use crate::chain::mempool::Followed;
use crate::mining::odds::percent;
use crate::rules::Rule;
use crate::rules::chain::{FIRST_SEEN, MOST_WORK, PAYMENTS_RETURN};
use crate::rules::mining::{ENOUGH_CONFIRMATIONS, PUBLISH_AT_ONCE};
use crate::spelling::counted;

/// The rule that decided the last step.
pub(super) fn rule(state: &MajorityState) -> Option<&'static Rule> {
    match &state.last {
        Event::Start | Event::Paid => None,
        Event::SecretFirst | Event::SecretFound => Some(&PUBLISH_AT_ONCE),
        Event::HonestFound | Event::Ended => Some(&ENOUGH_CONFIRMATIONS),
        Event::Handed { .. } if ties(state) => Some(&FIRST_SEEN),
        Event::Handed { .. } | Event::Rewriting { .. } => Some(&MOST_WORK),
        Event::Looked { again: Some(again), .. } => Some(again.rule),
        Event::Looked { .. } => Some(&PAYMENTS_RETURN),
        Event::Tried { refused, .. } => refused.as_ref().map(|refused| refused.rule),
    }
}

/// Whether the branch that was handed over last has as much work as the tip's.
fn ties(state: &MajorityState) -> bool {
    let tree = state.node.chain().tree();
    let newest = tree.nodes().next_back();
    let tip = state.node.chain().tip();
    newest.is_some_and(|(place, node)| place != tip && node.work == tree.node(tip).work)
}

/// Where the payment to Bob is.
pub(super) fn payment_is(model: &MajorityModel, state: &MajorityState) -> String {
    let txid = model.past.to_bob.txid();
    if matches!(state.phase, Phase::Before | Phase::Paying) {
        return "not made yet".into();
    }
    if state.node.pool.get(&txid).is_some() {
        return format!("waits, 0 of {}", model.confirmations);
    }
    let coins = state.node.coins_of(&model.past.bob);
    let height = state.node.chain().height();
    let paid = coins.iter().find(|(outpoint, _)| outpoint.txid == txid);
    match paid {
        Some((_, coin)) => {
            let deep = height.saturating_add(1).saturating_sub(coin.height);
            let enough = if deep >= model.confirmations.into() { ", enough" } else { "" };
            format!("{deep} of {}{enough}", counted(model.confirmations.into(), "confirmation"))
        }
        None => "void: its coin is spent".into(),
    }
}

/// What just happened, and why.
pub(super) fn sentence(model: &MajorityModel, state: &MajorityState) -> String {
    if let Some(broken) = &state.broken {
        return format!("This program failed: {broken}.");
    }
    match &state.last {
        Event::Start => format!(
            "A chain of {} blocks that a node has checked. Alice has {} of all the work in the world and a \
             coin of 50 bitcoin, which she means to spend twice.",
            model.past.height(),
            model.attacker
        ),
        Event::SecretFirst => format!(
            "Alice finds a block on {} and tells nobody. It pays her coin to herself. It is valid: she may \
             do that. Only now she will pay Bob with the same coin.",
            model.past.height()
        ),
        Event::Paid => format!(
            "Alice pays Bob 40 bitcoin. The payment is signed and valid, and waits for a block. Bob will \
             wait for {}. Carol pays David, who have nothing to do with it.",
            counted(model.confirmations.into(), "confirmation")
        ),
        Event::HonestFound => honest_found(model, state),
        Event::SecretFound => {
            format!("Alice finds a block and tells nobody. {}", stands(model, state))
        }
        Event::Handed { count, name } => handed(model, state, *count, name),
        Event::Looked { followed, again } => looked(state, followed, again.as_ref()),
        Event::Tried { deed, refused } => tried(state, *deed, refused.as_ref()),
        Event::Rewriting { depth } => rewriting(model, *depth),
        Event::Ended => ended(model, state),
    }
}

fn stands(model: &MajorityModel, state: &MajorityState) -> String {
    let to_come = model.confirmations.saturating_sub(state.honest);
    let lacks = match state.lacks() {
        more @ 1.. => format!(
            "Her branch lacks {} to have more work",
            counted(more.unsigned_abs() as usize, "block")
        ),
        _ => "Her branch has more work".to_owned(),
    };
    match (to_come, state.lacks()) {
        (1.., _) => {
            format!("{lacks}; Bob still waits for {}.", counted(to_come.into(), "confirmation"))
        }
        (0, 1..) => {
            format!("{lacks}, which she will gain with the chance {}.", percent(model.risk(state)))
        }
        (0, _) => format!("{lacks}, and Bob relies on the payment: it is time to publish."),
    }
}

fn honest_found(model: &MajorityModel, state: &MajorityState) -> String {
    let wanted = model.confirmations;
    let found = match state.honest {
        first @ 1 if first == wanted => {
            "The honest miners find a block, which holds the payment: Bob hands over the goods."
                .into()
        }
        1 => format!(
            "The honest miners find a block. It holds the payment: confirmation 1 of {wanted}."
        ),
        now if now == wanted => {
            format!("The honest miners find a block: confirmation {now}. Bob hands over the goods.")
        }
        now if now < wanted => {
            format!("The honest miners find a block: confirmation {now} of {wanted}.")
        }
        _ => "The honest miners find a block.".into(),
    };
    format!("{found} {}", stands(model, state))
}

fn handed(model: &MajorityModel, state: &MajorityState, count: usize, name: &str) -> String {
    let node = state.node.chain().tree();
    let tip = node.node(state.node.chain().tip());
    let blocks = match count {
        0 | 1 => format!("Alice hands over block {name}"),
        _ => format!("Alice hands over {}, up to {name}", counted(count, "block")),
    };
    let off = state.moved.disconnected.len();
    if state.phase == Phase::Over(MajorityEnd::TooFew) {
        return format!(
            "{blocks}, her last. Her branch has no more work than the chain that counts, so the node keeps \
             it aside and stays with {}. She published too early: the payment stands.",
            state.name(&tip.hash)
        );
    }
    if off == 0 && state.moved.connected.is_empty() {
        return format!(
            "{blocks}. The node finds nothing wrong with its proof of work and keeps it aside: its branch \
             has no more work than the {} up to {}.",
            tries(tip.work),
            state.name(&tip.hash)
        );
    }
    if off == 0 {
        return format!("{blocks}, on the tip. It is connected.");
    }
    let bob = match state.node.balance(&model.past.bob) {
        0 => " Bob has nothing.",
        _ => "",
    };
    format!(
        "{blocks}. Now her branch has work {}, more than any other, and every node obeys its own rule: {} \
         are disconnected, {} connected.{bob}",
        tries(tip.work),
        counted(off, "block"),
        state.moved.connected.len()
    )
}

fn looked(state: &MajorityState, followed: &Followed, again: Option<&Unwanted>) -> String {
    let back = match followed.returned.len() {
        0 => "No payment of the lost blocks comes back to wait.".to_owned(),
        1 => "Carol's payment from a lost block waits again.".to_owned(),
        many => format!("{} from lost blocks wait again.", counted(many, "payment")),
    };
    let Some(again) = again else { return back };
    let goods = match state.delivered {
        true => " The goods are gone, and so is the money.",
        false => " Bob had not handed anything over yet.",
    };
    format!(
        "{back} Alice's to Bob cannot: sent once more it is refused ({}), since the coin is spent in the \
         branch that counts.{goods}",
        again.reject
    )
}

fn tried(state: &MajorityState, deed: Deed, refused: Option<&Unwanted>) -> String {
    let tip = state.name(&state.tip_hash());
    let what = match deed {
        Deed::Steal => {
            "Alice finds a block that pays Carol's coin to Alice, signed with her own key."
        }
        Deed::DoubleSubsidy => "Alice finds a block whose coinbase pays her the subsidy twice.",
        Deed::SpendAgain => "Alice finds a block that spends again the coin that is already spent.",
        Deed::Censor => "Alice finds a block, and leaves out every payment that waits.",
    };
    match refused {
        Some(refused) => format!(
            "{what} Its proof of work is real, and the node refuses it all the same ({}). The tip stays \
             {tip}: no share of the work changes what nodes find valid.",
            refused.reject
        ),
        None => format!(
            "{what} Nothing is wrong with that, and {tip} is the tip: {} wait on. Whoever has most of the \
             work can also overtake every block that holds a payment he dislikes.",
            counted(state.node.pool.len(), "payment")
        ),
    }
}

fn rewriting(model: &MajorityModel, depth: u32) -> String {
    let blocks = counted(depth as usize, "block");
    let own = counted(depth.saturating_add(1) as usize, "block");
    match overtake_cost(model.attacker, depth) {
        Some(cost) => format!(
            "Alice goes back {blocks} and mines {own} in secret; the others find none, to keep it short. On \
             average it takes ({depth} + 1) / (2q - 1) = {:.0} block intervals: how far she goes back is a \
             matter of time alone.",
            cost.intervals
        ),
        None => format!(
            "Alice goes back {blocks} and is lucky: she finds {own} in secret, and the others none. With {} \
             of the work she ever gets there with the chance {}.",
            model.attacker,
            percent(model.attacker.catches_up(depth.saturating_add(1)))
        ),
    }
}

fn ended(model: &MajorityModel, state: &MajorityState) -> String {
    match state.phase {
        Phase::Over(MajorityEnd::BrokenOff) => format!(
            "After {MAX_BLOCKS} blocks the race has no end yet and is broken off. Alice has {} of the work \
             and lacks {}.",
            model.attacker,
            counted(state.lacks().max(0).unsigned_abs() as usize, "block")
        ),
        _ => format!(
            "Alice lacks {}, which are made up in {} of all cases, and gives up. Her {} earned nothing, \
             since no node counts them. The payment stands.",
            counted(state.lacks().max(0).unsigned_abs() as usize, "block"),
            percent(model.risk(state)),
            counted(state.attacker.into(), "secret block")
        ),
    }
}
