use super::*;
use crate::chain::{Chain, ChainParams, MemoryStore};
use crate::primitives::amount::COIN;

/// Blocks seven minutes apart, after the genesis block.
struct Class {
    lab: Lab<MemoryStore>,
    now: u32,
}

impl Class {
    fn new() -> Class {
        let params = ChainParams { coinbase_maturity_blocks: 2, ..ChainParams::regtest() };
        let now = params.genesis.header.time;
        let chain = Chain::open(params, MemoryStore::default()).unwrap();
        Class { lab: Lab::new(chain), now }
    }

    fn does(&mut self, deed: &str) -> Outcome {
        self.tries(deed).unwrap_or_else(|error| panic!("{deed}: {error}"))
    }

    fn tries(&mut self, deed: &str) -> Result<Outcome, LabError> {
        self.now += 420;
        self.lab.perform(&Deed::parse(deed)?, self.now)
    }

    fn spendable(&self, name: &str) -> i64 {
        self.lab.balance(self.lab.wallet(name).unwrap()).unwrap().spendable
    }
}

#[test]
fn a_class_pays_mines_forks_and_reorganises() {
    let mut class = Class::new();
    for name in ["Alice", "Bob", "Carol"] {
        class.does(&format!("wallet {name}"));
    }
    assert!(matches!(class.tries("pay Alice Bob 1"), Err(LabError::NothingToSpend { .. })));
    class.does("mine Alice 3");
    class.does("mine Bob 3");
    assert_eq!(class.lab.chain().height(), 6);
    assert_eq!(class.spendable("Alice"), 150 * COIN);

    class.does("pay Alice Carol 17 fee 2");
    assert_eq!(class.lab.mempool().len(), 1);
    class.does("mine Carol");
    assert_eq!((class.lab.mempool().len(), class.spendable("Carol")), (0, 17 * COIN));

    let joint = class.does("joint Alice,Bob Carol 60");
    assert!(joint.says.iter().any(|says| says.contains("Bob signs")), "{joint:?}");
    class.does("mine Bob");
    // Her own reward, with the fee of 282 satoshis that Alice paid, is ripe by now.
    assert_eq!(class.spendable("Carol"), 17 * COIN + 60 * COIN + 50 * COIN + 282);

    let forked = class.does("mine Alice 2 on 6");
    assert!(forked.says[1].contains("side branch"), "{forked:?}");
    let forked = class.does(&format!("mine Alice 1 on {}", forked.made[1]));
    assert!(forked.says[1].contains("A reorganisation: 2 blocks"), "{forked:?}");
    // Both payments wait again, and are found again.
    assert_eq!((class.lab.mempool().len(), class.spendable("Carol")), (2, 0));
    class.does("mine Bob");
    assert_eq!(class.spendable("Carol"), 77 * COIN);
}

#[test]
fn every_forgery_is_refused_for_its_own_reason() {
    let mut class = Class::new();
    class.does("wallet Alice");
    class.does("wallet Bob");
    assert!(matches!(class.tries("forge double-spend"), Err(LabError::CannotForge { .. })));
    assert!(matches!(class.tries("forge bad-signature"), Err(LabError::CannotForge { .. })));
    class.does("mine Alice 14");
    class.does("pay Alice Bob 1");
    class.does("mine Alice");
    class.does("pay Alice Bob 1");
    let tip = class.lab.chain().tip_hash();
    for (forgery, reject) in [
        ("double-spend", "bad-txns-inputs-missingorspent"),
        ("excess-reward", "bad-cb-amount"),
        ("bad-signature", "block-script-verify-flag-failed"),
        ("merkle-root", "bad-txnmrklroot"),
        ("old-time", "time-too-old"),
        ("missing-coin", "bad-txns-inputs-missingorspent"),
    ] {
        let outcome = class.does(&format!("forge {forgery}"));
        assert!(outcome.refused && outcome.says[0].contains(reject), "{outcome:?}");
        assert_eq!(class.lab.chain().tip_hash(), tip, "{forgery}");
        assert!(class.lab.refused().is_some());
    }
}

#[test]
fn a_block_called_invalid_takes_its_branch_along_and_comes_back() {
    let mut class = Class::new();
    class.does("wallet Alice");
    class.does("mine Alice 5");
    let tip = class.lab.chain().tip_hash();
    class.does("invalidate 3");
    assert_eq!(class.lab.chain().height(), 2);
    class.does(&format!("reconsider {tip}"));
    assert_eq!(class.lab.chain().tip_hash(), tip);
    assert!(matches!(class.tries("invalidate 9"), Err(LabError::NoBlock { .. })));
    assert!(class.tries("invalidate 0").is_err(), "the genesis block");
}
