//! A chain of one's own in a real pseudo-terminal at 80 by 24, key by key: made, paid on, mined, paid on
//! jointly, forked, reorganised, and the check stepped that rejects a double spend.

#![cfg(unix)]
#![allow(clippy::unwrap_used)]

#[allow(dead_code, reason = "other tests use the rest of it")]
#[path = "support/terminal.rs"]
mod terminal;

use terminal::Terminal;

/// Types a deed and waits for what is said of it.
fn does(terminal: &mut Terminal, deed: &str, says: &str) {
    terminal.press(&format!(":{deed}\r"));
    terminal.wait_for(says);
}

#[test]
fn a_student_makes_a_chain_pays_forks_it_and_watches_a_double_spend_fail() {
    let mut terminal = Terminal::open(&[], 80, 24);
    terminal.wait_for("blockstep · home");
    terminal.press("/own chain\r");
    terminal.wait_for("There is no chain yet.");
    terminal.press("n");
    terminal.wait_for("A new chain, with a genesis block");
    for name in ["Alice", "Bob", "Carol"] {
        does(&mut terminal, &format!("wallet {name}"), &format!("{name} has a wallet."));
    }
    does(&mut terminal, "pay Alice Bob 1", "Alice has no coin to spend");
    does(&mut terminal, "mine Alice 3", "3 blocks found for Alice");
    does(&mut terminal, "mine Bob 3", "3 blocks found for Bob");
    terminal.wait_for("height 6");

    // Pay with change, and step through how the payment was put together.
    does(&mut terminal, "pay Alice Carol 17 fee 2", "Press s to step through it.");
    terminal.press("s");
    terminal.wait_for("Alice pays Carol 17.0");
    terminal.press("\x1b[F");
    terminal.wait_for("17.0");
    terminal.press("q");
    terminal.wait_for("your chain (classroom)");
    does(&mut terminal, "mine Carol", "with 1 payment.");
    terminal.wait_for("height 7");

    does(&mut terminal, "joint Alice,Bob Carol 60", "Every input has its signatures");
    does(&mut terminal, "mine Bob", "with 1 payment.");
    terminal.wait_for("height 8");

    // A fork from block 6: two blocks are not enough, the third makes it the best branch.
    does(&mut terminal, "mine Alice 2 on 6", "on a side branch");
    terminal.wait_for("side branch");
    terminal.wait_for("├─ 8");
    terminal.press("\x1b[H");
    // The side branch's end is the line after the tip's own two blocks.
    terminal.press("jj");
    terminal.press("f");
    terminal.wait_for("mine NAME 1 on");
    terminal.press("\x15");
    terminal.press("mine Alice 3 on 6\r");
    terminal.wait_for("A reorganisation: 2 blocks no longer count");
    terminal.wait_for("height 9");
    does(&mut terminal, "mine Bob", "with 2 payments.");

    does(&mut terminal, "forge double-spend", "bad-txns-inputs-missingorspent");
    terminal.press("r");
    terminal.wait_for("The refused block");
    terminal.press("\x1b[F");
    terminal.wait_for("✗ the coins of transaction 1");
    terminal.press("\x1b[D");
    terminal.wait_for("The coinbase makes its coins");
    terminal.press("q");
    terminal.wait_for("your chain (classroom)");
    terminal.press("qq");
    assert_eq!(terminal.ended(), 0);
    terminal.assert_given_back();
}
