//! What keys there are on the screen of one's own chain.

use ratatui::crossterm::event::KeyCode::{Char, Down, End, Enter, Home, PageDown, PageUp, Up};

use crate::tui::{Binding, Intent, keys::key};

/// With a chain.
pub static KEYS: &[Binding] = &[
    key(&[Up, Char('k')], "move", Intent::Up, "The line above in the tree."),
    key(&[Down, Char('j')], "move", Intent::Down, "The line below in the tree."),
    key(&[Enter], "checks", Intent::Enter, "Step through all checks of the chosen block."),
    key(&[Char('w')], "wallet", Intent::Deed("wallet"), "Make a wallet: wallet NAME."),
    key(&[Char('m')], "mine", Intent::Deed("mine"), "Find blocks on the tip: mine NAME [COUNT]."),
    key(
        &[Char('p')],
        "pay",
        Intent::Deed("pay"),
        "Pay: pay FROM TO AMOUNT [fee N] [coins STRATEGY] [to KIND] [change same].",
    ),
    key(
        &[Char('J')],
        "joint",
        Intent::Deed("joint"),
        "Pay out of several wallets, each of which signs: joint FROM,FROM TO AMOUNT.",
    ),
    key(
        &[Char('f')],
        "fork",
        Intent::Deed("mine on"),
        "Find blocks on the chosen block, which makes a fork; put a wallet's name for NAME.",
    ),
    key(
        &[Char('x')],
        "forge",
        Intent::Deed("forge"),
        "Find a block that breaks a rule: forge double-spend, excess-reward, bad-signature, \
         merkle-root, old-time or missing-coin.",
    ),
    key(&[Char('s')], "step", Intent::StepDeed, "Step through what the last deed did."),
    key(
        &[Char('r')],
        "",
        Intent::StepRefused,
        "Step through the checks of the block that was refused last.",
    ),
    key(&[Char('t')], "", Intent::StepTemplate, "Step through the building of the next block."),
    key(
        &[Char(':')],
        "",
        Intent::Deed(""),
        "Type any deed; besides those above: address NAME [KIND], consolidate NAME, invalidate BLOCK, \
         reconsider BLOCK.",
    ),
    key(&[PageUp], "", Intent::PageUp, "Ten lines up."),
    key(&[PageDown], "", Intent::PageDown, "Ten lines down."),
    key(&[Home], "", Intent::First, "The first line, the tip."),
    key(&[End], "", Intent::Last, "The last line, the genesis block."),
];

/// Without one.
pub static WITHOUT_CHAIN: &[Binding] = &[key(
    &[Char('n')],
    "new chain",
    Intent::NewChain,
    "Make a classroom chain, whose blocks take two tries; `blockstep chain new` makes others.",
)];
