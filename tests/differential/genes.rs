//! The choices that a spend is generated from. Changing one and building again gives a relative of
//! the spend that is as well formed as the spend itself.

use blockstep::rng::Rng;

/// Choices a section has before they repeat in disguise.
const SECTION: usize = 64;

/// A list of numbers, read from section by section.
#[derive(Clone)]
pub struct Genes {
    values: Vec<u64>,
    section: usize,
    read: usize,
}

impl Genes {
    /// Genes for `sections` sections.
    pub fn random(rng: &mut Rng, sections: usize) -> Genes {
        let values = (0..sections * SECTION).map(|_| rng.next_u64()).collect();
        Genes { values, section: 0, read: 0 }
    }

    /// The same with `count` values changed.
    pub fn mutated(&self, rng: &mut Rng, count: u64) -> Genes {
        let mut changed = self.clone();
        for _ in 0..count {
            let section = rng.below((self.values.len() / SECTION) as u64) as usize;
            // Half of the changes fall on the first values of a section, which matter most.
            let bound = if rng.below(2) == 0 { 8 } else { SECTION as u64 };
            let place = rng.below(bound) as usize;
            changed.values[section * SECTION + place] = rng.next_u64();
        }
        changed
    }

    /// Goes on reading at the start of a section, so that what one part of a spend needs does not
    /// shift what the next part reads.
    pub fn enter(&mut self, section: usize) {
        (self.section, self.read) = (section, 0);
    }

    fn next(&mut self) -> u64 {
        let round = (self.read / SECTION) as u64;
        let value = self.values[self.section * SECTION + self.read % SECTION];
        self.read += 1;
        // A section that is read to its end goes on with a scrambled copy of itself.
        if round == 0 { value } else { (value ^ round).wrapping_mul(0x9e37_79b9_7f4a_7c15) }
    }

    /// A number below `bound`, which is not 0.
    pub fn below(&mut self, bound: usize) -> usize {
        ((self.next() >> 16) % bound as u64) as usize
    }

    /// True in so many cases of a hundred.
    pub fn percent(&mut self, chance: usize) -> bool {
        self.below(100) < chance
    }

    /// One of the items.
    pub fn pick<T: Copy>(&mut self, items: &[T]) -> T {
        items[self.below(items.len())]
    }

    /// So many bytes.
    pub fn bytes(&mut self, count: usize) -> Vec<u8> {
        let mut rng = Rng::from_seed(self.next());
        std::iter::repeat_with(|| rng.bytes()).flatten().take(count).collect()
    }

    /// 32 bytes.
    pub fn array(&mut self) -> [u8; 32] {
        Rng::from_seed(self.next()).bytes()
    }
}
