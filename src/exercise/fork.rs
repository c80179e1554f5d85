//! Follow a reorganisation by hand: which blocks are undone, which are connected, and what becomes of
//! the payments in them (Nakamoto, section 5; BCT 2.3).
//!
//! The blocks hang in the [`BlockTree`] of the chain itself, and which tip is the best, where two
//! branches part and how deep a block lies is what that tree says.

use super::{Answer, Asked, Exercise, Field, ListKind, Task};
use crate::chain::tree::{BlockTree, Place};
use crate::primitives::{BlockHeader, CompactTarget};
use crate::rng::Rng;

/// The exercise.
pub const EXERCISE: Exercise =
    Exercise { id: "fork-by-hand", title: "Follow a reorganisation by hand", build };

/// What can become of a payment, as a student writes it.
const FATES: &[&str] = &["confirmed", "waiting", "void"];

/// Targets that ask for one, two, three and four times the work of the easiest.
const BITS: [u32; 4] = [0x207f_ffff, 0x203f_ffff, 0x202a_aaaa, 0x201f_ffff];

fn build(rng: &mut Rng) -> Task {
    EXERCISE.recipe::<Situation>(rng, NUDGE, RULE)
}

const NUDGE: &str = "Draw the tree, block by block, and write beside each block the work of its whole \
branch. Where do the two branches part, and which of them weighs more once the last block is there?";

const RULE: &str = "\
- The branch with the most work is followed, however many blocks it has; of two equal ones, the one \
whose tip was seen first.
- To change over, the node undoes its own blocks from the tip back to where the branches part, and then \
connects the others from there on.
- A payment of an undone block waits again, unless the new branch holds it too, or spends the same coin \
in another way.";

/// A block as it came.
#[derive(Debug, Clone, Copy)]
struct Arrival {
    parent: usize,
    work: usize,
}

/// A tree of two branches, the second of which overtakes with the last block.
struct Situation {
    arrivals: Vec<Arrival>,
    undone: Vec<String>,
    connected: Vec<String>,
    /// Confirmations of what block b1 holds, at the end.
    confirmations: u64,
    /// The fates of two payments of the undone block, as places in [`FATES`].
    fates: [usize; 2],
}

impl Asked for Situation {
    fn new(rng: &mut Rng) -> Situation {
        let arrivals = arrivals(rng);
        let mut tree = BlockTree::new(BlockHeader::default());
        let mut places = vec![Place::GENESIS];
        let mut before = Place::GENESIS;
        for (nonce, arrival) in (1u32..).zip(&arrivals) {
            before = tree.best();
            let parent = places[arrival.parent];
            let header = BlockHeader {
                prev_block_hash: tree.node(parent).hash,
                bits: CompactTarget(BITS[arrival.work - 1]),
                nonce,
                ..BlockHeader::default()
            };
            places.push(tree.insert(header, parent));
        }
        let after = tree.best();
        let fork = tree.fork(before, after);
        let name =
            |place: Place| format!("b{}", places.iter().take_while(|at| **at != place).count());
        let branch = |tip: Place| -> Vec<String> {
            tree.back_from(tip).take_while(|place| *place != fork).map(name).collect()
        };
        let undone = branch(before);
        let mut connected = branch(after);
        connected.reverse();
        let first = rng.below(FATES.len() as u64) as usize;
        let second = (first + 1 + rng.below(FATES.len() as u64 - 1) as usize) % FATES.len();
        let confirmations = u64::from(tree.node(after).height);
        Situation { arrivals, undone, connected, confirmations, fates: [first, second] }
    }

    fn text(&self) -> String {
        let mut text = String::from(
            "These blocks come to a node one after another. Work is counted in blocks of the easiest \
             target.\n\n| Block | Follows | Its work |\n|---|---|---|\n",
        );
        for (index, Arrival { parent, work }) in self.arrivals.iter().enumerate() {
            text.push_str(&format!("| b{} | b{parent} | {work} |\n", index + 1));
        }
        let last = self.arrivals.len();
        let first_undone = self.undone.last().map_or("", String::as_str);
        text.push_str(&format!(
            "\nBlock b0 is the genesis block. When b{last} arrives, the node changes over to another \
             branch. Block {first_undone} holds two payments, P and Q. {} {}\n",
            self.told("P", self.fates[0]),
            self.told("Q", self.fates[1]),
        ));
        text
    }

    fn fields(&self) -> Vec<Field> {
        let last = self.arrivals.len();
        let blocks = |blocks: &[String]| Answer::List(blocks.to_vec(), ListKind::Blocks);
        let fate = |name, payment: &str, fate| {
            let ask = format!("What is payment {payment} after that?");
            Field::new(name, ask, Answer::Word(fate, FATES)).nudging(
                "ask whether the branch that won holds this payment, or one that spends its coin",
            )
        };
        vec![
            Field::new(
                "undone",
                format!("Which blocks are undone when b{last} arrives, the first to go first?"),
                blocks(&self.undone),
            ),
            Field::new("connected", "Which are then connected, in order?", blocks(&self.connected)),
            Field::new(
                "confirmations",
                "How many confirmations has what b1 holds then? (The block itself is one.)",
                Answer::Number(self.confirmations),
            ),
            fate("p", "P", self.fates[0]),
            fate("q", "Q", self.fates[1]),
        ]
    }

    fn solution(&self) -> String {
        let work = |blocks: &[String]| -> usize {
            let own = |block: &String| block.get(1..).and_then(|number| number.parse().ok());
            let places = blocks.iter().filter_map(own);
            places.filter_map(|place: usize| self.arrivals.get(place - 1)).map(|a| a.work).sum()
        };
        let why = |fate: usize| match fate {
            0 => "the branch that won holds it too",
            1 => "nothing in the branch that won speaks against it, so it can be mined again",
            _ => "its coin is spent in the branch that won",
        };
        let (undone, connected) = (self.undone.join(", "), self.connected.join(", "));
        format!(
            "- **undone** {undone}: from the old tip back to where the branches part; their work is {}.\n\
             - **connected** {connected}: from there on; their work is {}, which is more.\n\
             - **confirmations** {}: b1 and the blocks on top of it in the branch that won.\n\
             - **p** {}: {}.\n\
             - **q** {}: {}.\n",
            work(&self.undone),
            work(&self.connected),
            self.confirmations,
            FATES[self.fates[0]],
            why(self.fates[0]),
            FATES[self.fates[1]],
            why(self.fates[1]),
        )
    }
}

impl Situation {
    /// What the new branch holds of a payment with this fate.
    fn told(&self, name: &str, fate: usize) -> String {
        let block = self.connected.last().map_or("", String::as_str);
        match fate {
            0 => format!("{name} stands in block {block} as well."),
            1 => format!("Neither {name} nor another payment of its coin is in the new branch."),
            _ => format!("Block {block} holds another payment of the coin that {name} spends."),
        }
    }
}

/// One to three blocks that both branches share, then two branches in the order of their arrival: the
/// first is whole before the second one's last two blocks, so that it is seen first on a tie, and the
/// last block is the one that makes the second weigh more.
fn arrivals(rng: &mut Rng) -> Vec<Arrival> {
    let mut draw = |most: u64| 1 + rng.below(most) as usize;
    let shared = draw(3);
    let first: Vec<usize> = (0..1 + draw(3)).map(|_| draw(BITS.len() as u64)).collect();
    let (total, mut second) = (first.iter().sum::<usize>(), Vec::new());
    while second.iter().sum::<usize>() <= total {
        second.push(draw(BITS.len() as u64));
    }
    // How many blocks of the second branch come before the first is whole.
    let early = draw(second.len() as u64).saturating_sub(2);
    let mut arrivals: Vec<Arrival> =
        (0..shared).map(|index| Arrival { parent: index, work: 1 }).collect();
    let (mut first_tip, mut second_tip) = (shared, shared);
    let mut add = |tip: &mut usize, work: usize| {
        arrivals.push(Arrival { parent: *tip, work });
        *tip = arrivals.len();
    };
    let (one, rest) = first.split_at(1);
    one.iter().for_each(|work| add(&mut first_tip, *work));
    let (before, after) = second.split_at(early);
    before.iter().for_each(|work| add(&mut second_tip, *work));
    rest.iter().for_each(|work| add(&mut first_tip, *work));
    after.iter().for_each(|work| add(&mut second_tip, *work));
    arrivals
}
