//! When a block is final: the one rule by which seats settle a history.

/// Whether `endorsers` of `seats` are more than two thirds.
pub fn is_final(endorsers: usize, seats: usize) -> bool {
    endorsers * 3 > seats * 2
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn more_than_two_thirds_is_more_than_two_thirds() {
        let needed: Vec<usize> =
            (1..=10).map(|seats| (0..=seats).find(|n| is_final(*n, seats)).unwrap()).collect();
        assert_eq!(needed, [1, 2, 3, 3, 4, 5, 5, 6, 7, 7]);
        assert!(!is_final(0, 0), "nobody endorses nothing");
    }
}
