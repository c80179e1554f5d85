//! What became of the mutations, and which of the verdicts do not fit.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use blockstep::encode::Decode;
use blockstep::primitives::Block;
use rayon::prelude::*;

use super::harmless::HARMLESS;
use super::judge::Judge;
use super::plan::Mutation;
use super::reasons;
use super::regions::Region;

/// Verdicts by region and reason, and what is wrong with them.
#[derive(Debug, Default)]
pub struct Census {
    pub tried: BTreeMap<Region, usize>,
    pub rejects: BTreeMap<(Region, String), usize>,
    pub valid: BTreeMap<Region, usize>,
    /// Verdicts that do not fit, each with what it takes to try it again.
    pub objections: Vec<(Region, String)>,
}

/// Judges all of them, on all cores; the census does not depend on how many there are.
pub fn take(judge: &Judge<'_>, mutations: &[Mutation]) -> Census {
    let verdict = |mutation: &Mutation| {
        let bytes = judge.subject.flipped(mutation.offset, mutation.bit);
        let verdict = judge.verdict(&bytes);
        let objection = objection(judge, mutation, &bytes, &verdict);
        (*mutation, verdict, objection)
    };
    let verdicts: Vec<_> = mutations.par_iter().map(verdict).collect();
    let mut census = Census::default();
    for (Mutation { region, .. }, verdict, objection) in verdicts {
        *census.tried.entry(region).or_default() += 1;
        match verdict {
            Ok(()) => *census.valid.entry(region).or_default() += 1,
            Err(reason) => *census.rejects.entry((region, reason)).or_default() += 1,
        }
        census.objections.extend(objection.map(|text| (region, text)));
    }
    census
}

/// What is wrong with a verdict, if anything is.
fn objection(
    judge: &Judge<'_>,
    mutation: &Mutation,
    bytes: &[u8],
    verdict: &Result<(), String>,
) -> Option<String> {
    let Mutation { offset, bit, region, .. } = *mutation;
    let (subject, repairs) = (judge.subject, judge.repairs());
    // The classes say exactly what is valid: whatever is of one must not be rejected either.
    let harmless = repairs
        && Block::from_bytes(bytes).is_ok_and(|block| {
            let mut classes = HARMLESS.iter().filter(|class| class.region == region);
            classes.any(|class| (class.fits)(subject, &block))
        });
    let fits = match verdict {
        Err(reason) => !harmless && reasons::fits(mutation, repairs, reason),
        Ok(()) => harmless,
    };
    let path = &subject.field(offset).path;
    let replay = format!("BLOCKSTEP_MUTATION={}:{offset}:{bit}", subject.height);
    (!fits).then(|| format!("{replay}: {path} ({region:?}): {verdict:?}"))
}

impl Census {
    pub fn total(&self) -> usize {
        self.tried.values().sum()
    }

    /// How many were rejected with a reason that begins so.
    pub fn rejected(&self, reason: &str) -> usize {
        let fitting = self.rejects.iter().filter(|((_, found), _)| found.starts_with(reason));
        fitting.map(|(_, count)| count).sum()
    }

    /// A line for each region and verdict.
    pub fn lines(&self) -> String {
        let mut text = String::new();
        for (region, tried) in &self.tried {
            writeln!(text, "{region:?}: {tried}").unwrap();
            let valid = self.valid.get(region).map(|count| ("valid", count));
            let rejects = self.rejects.iter().filter(|((of, _), _)| of == region);
            let rejects = rejects.map(|((_, reason), count)| (reason.as_str(), count));
            for (reason, count) in valid.into_iter().chain(rejects) {
                writeln!(text, "  {count:>4} {reason}").unwrap();
            }
        }
        text
    }
}
