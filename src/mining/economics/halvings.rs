//! The subsidy era by era (BCT 5; Core: `GetBlockSubsidy`).

use crate::chain::params::SubsidyParams;

/// One era: the subsidy of its blocks, and what has been issued by its end, in satoshis.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Era {
    /// Subsidy of each block, in satoshis.
    pub subsidy_satoshis: i64,
    /// Issued by the end of the era, in satoshis.
    pub issued_satoshis: i64,
}

/// Every era that pays something, at most 64.
pub fn eras(params: &SubsidyParams) -> Vec<Era> {
    let blocks = params.halving_interval_blocks;
    let mut issued_satoshis = 0_i64;
    (0..64_u32)
        .map_while(|number| number.checked_mul(blocks))
        .map(|height| params.at(height))
        .take_while(|subsidy| *subsidy > 0)
        .map(|subsidy_satoshis| {
            let era = subsidy_satoshis.saturating_mul(i64::from(blocks));
            issued_satoshis = issued_satoshis.saturating_add(era);
            Era { subsidy_satoshis, issued_satoshis }
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_supply_is_exact() {
        let eras = eras(&crate::chain::ChainParams::mainnet().subsidy);
        assert_eq!(eras.len(), 33);
        assert_eq!(eras.last().unwrap().issued_satoshis, 2_099_999_997_690_000);
    }
}
