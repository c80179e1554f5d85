//! What a run of histories reached, so that it cannot become empty unnoticed.

use std::collections::BTreeMap;
use std::io::Write;

use blockstep::chain::TipChange;

use super::slow_chain::Answer;

/// Counts of what happened.
#[derive(Debug, Clone, Default)]
pub struct Census {
    histories: u64,
    /// Blocks by what became of them, orphans counted again when they were adopted.
    verdicts: BTreeMap<&'static str, u64>,
    /// Rejected blocks by their reject string.
    rejects: BTreeMap<String, u64>,
    /// Blocks that brought orphans along.
    adoptions: u64,
    /// Moves of the tip by the number of blocks that were disconnected.
    depths: BTreeMap<usize, u64>,
    /// Moves to a branch with fewer blocks, and more work.
    to_fewer_blocks: u64,
    /// Blocks called invalid by hand, and that taken back.
    pub by_hand: [u64; 2],
}

impl Census {
    pub fn count_history(&mut self) {
        self.histories += 1;
    }

    pub fn count_verdict(&mut self, (own, adopted): &Answer) {
        self.adoptions += u64::from(!adopted.is_empty());
        for (word, reject) in adopted.iter().map(|(_, verdict)| verdict).chain([own]) {
            *self.verdicts.entry(word).or_default() += 1;
            if let Some(reject) = reject {
                *self.rejects.entry(reject.clone()).or_default() += 1;
            }
        }
    }

    pub fn count_move(&mut self, moved: &TipChange, from: u32, to: u32) {
        let depth = moved.disconnected.len();
        if depth > 0 && !moved.connected.is_empty() {
            *self.depths.entry(depth).or_default() += 1;
            self.to_fewer_blocks += u64::from(to < from);
        }
    }

    pub fn add(mut self, other: Census) -> Census {
        self.histories += other.histories;
        self.adoptions += other.adoptions;
        self.to_fewer_blocks += other.to_fewer_blocks;
        (0..2).for_each(|which| self.by_hand[which] += other.by_hand[which]);
        other.verdicts.into_iter().for_each(|(k, n)| *self.verdicts.entry(k).or_default() += n);
        other.rejects.into_iter().for_each(|(k, n)| *self.rejects.entry(k).or_default() += n);
        other.depths.into_iter().for_each(|(k, n)| *self.depths.entry(k).or_default() += n);
        self
    }

    fn reorganisations(&self, least_depth: usize) -> u64 {
        self.depths.range(least_depth..).map(|(_, count)| count).sum()
    }

    pub fn print(&self, out: &mut impl Write) -> std::io::Result<()> {
        let blocks: u64 = self.verdicts.values().sum();
        writeln!(out, "{} histories, {blocks} verdicts", self.histories)?;
        for (word, count) in &self.verdicts {
            writeln!(out, "  {word}: {count}, {}%", count * 100 / blocks.max(1))?;
        }
        writeln!(out, "{} blocks brought orphans along", self.adoptions)?;
        writeln!(
            out,
            "{} reorganisations, {} of them 3 or more blocks deep, {} to fewer blocks",
            self.reorganisations(1),
            self.reorganisations(3),
            self.to_fewer_blocks
        )?;
        writeln!(out, "by depth: {:?}", self.depths)?;
        let [invalidated, reconsidered] = self.by_hand;
        writeln!(out, "by hand: {invalidated} called invalid, {reconsidered} taken back")?;
        self.rejects.iter().try_for_each(|(reject, count)| writeln!(out, "  {reject}: {count}"))
    }

    pub fn assert_reached(&self) {
        let blocks: u64 = self.verdicts.values().sum();
        for (word, percent) in REACHED {
            let count = self.verdicts.get(word).copied().unwrap_or(0);
            assert!(count * 100 >= blocks * percent, "only {count} of {blocks} are {word}");
        }
        let missing = REJECTS.iter().filter(|reject| !self.rejects.contains_key(**reject));
        let missing: Vec<_> = missing.collect();
        assert!(missing.is_empty(), "never rejected: {missing:?}");
        for (what, count, percent) in [
            ("reorganisations", self.reorganisations(1), 30),
            ("deep reorganisations", self.reorganisations(3), 5),
            ("moves to fewer blocks", self.to_fewer_blocks, 2),
            ("adoptions", self.adoptions, 40),
            ("calls by hand", self.by_hand[0].min(self.by_hand[1]), 10),
        ] {
            let histories = self.histories;
            assert!(count * 100 >= histories * percent, "only {count} {what} in {histories}");
        }
    }
}

/// What must become of so many blocks in a hundred, at least.
const REACHED: &[(&str, u64)] =
    &[("connected", 25), ("side", 10), ("orphan", 10), ("rejected", 15), ("duplicate", 5)];

/// Every reason for which a block is rejected here.
const REJECTS: &[&str] = &[
    "bad-blk-length",
    "bad-blk-sigops",
    "bad-cb-amount",
    "bad-cb-height",
    "bad-cb-length",
    "bad-cb-missing",
    "bad-cb-multiple",
    "bad-diffbits",
    "bad-prevblk",
    "bad-txnmrklroot",
    "bad-txns-BIP30",
    "bad-txns-duplicate",
    "bad-txns-in-belowout",
    "bad-txns-inputs-duplicate",
    "bad-txns-inputs-missingorspent",
    "bad-txns-nonfinal",
    "bad-txns-premature-spend-of-coinbase",
    "bad-txns-prevout-null",
    "bad-txns-txouttotal-toolarge",
    "bad-txns-vin-empty",
    "bad-txns-vout-empty",
    "bad-txns-vout-negative",
    "bad-txns-vout-toolarge",
    "bad-version(0x00000001)",
    "bad-version(0x00000003)",
    "bad-witness-merkle-match",
    "bad-witness-nonce-size",
    "block-script-verify-flag-failed (Script evaluated without error but finished with a false/empty top stack element)",
    "duplicate-invalid",
    "high-hash",
    "time-timewarp-attack",
    "time-too-new",
    "time-too-old",
    "unexpected-witness",
];
