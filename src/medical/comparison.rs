//! What attribute-based encryption, key-aggregate encryption and the chain each give alone, found by trying.
//!
//! Each line is a question, and each answer comes from a run made for it ([`compare`]); where nothing can be
//! tried it says so: by construction. The chain alone is the chain of Sally's story without the ciphertexts' keys.

use serde::Serialize;

use super::abe::{AbeError, Policy, attributes, cp};
use super::cipher::MessageKey;
use super::kac::{
    ClassSet, KacError, Parameters, decapsulate, encapsulate, extract, force, key_pair,
};
use super::story::Tale;
use crate::encode::Encode;
use crate::rng::Rng;

/// A question and three answers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Answered {
    /// The question.
    pub question: &'static str,
    /// By attribute-based encryption (ciphertext policy).
    pub abe: String,
    /// By key-aggregate encryption.
    pub kac: String,
    /// By the chain alone.
    pub chain: String,
}

/// Runs each question.
pub fn compare(tale: &Tale, seed: &str) -> Result<Vec<Answered>, ComparisonFault> {
    let mut rng = Rng::from_text(seed);
    let abe = by_properties(&mut rng)?;
    let kac = by_classes(&mut rng)?;
    let chain = by_chain(tale);
    let questions = [
        "can the patient pick single records?",
        "how long is a key for 2 records, and for 20?",
        "can somebody else make a key to everything?",
        "does a right end?",
        "does it show who has read?",
        "is the record unreadable to the cloud?",
    ];
    let answers = questions.into_iter().zip(abe).zip(kac).zip(chain);
    Ok(answers
        .map(|(((question, abe), kac), chain)| Answered { question, abe, kac, chain })
        .collect())
}

/// Why a comparison could not be run.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ComparisonFault {
    /// In attribute-based encryption.
    #[error(transparent)]
    Abe(#[from] AbeError),
    /// In key-aggregate encryption.
    #[error(transparent)]
    Kac(#[from] KacError),
}

fn opens(key: &MessageKey, sealed: &[u8]) -> bool {
    key.decrypt(b"", sealed).is_ok()
}

fn yes_no(yes: bool, why: &str) -> String {
    format!("{}: {why}", if yes { "yes" } else { "no" })
}

fn by_properties(rng: &mut Rng) -> Result<[String; 6], AbeError> {
    let (master, public) = cp::set_up(rng);
    let policy: Policy = "doctor and cardiology".parse()?;
    let record = |rng: &mut Rng| {
        let (capsule, message) = cp::encapsulate(&public, &policy, rng);
        (capsule, message.encrypt(b"", b"a record"))
    };
    let records = [record(rng), record(rng)];
    let key = cp::key(&master, &attributes("doctor cardiology")?, rng)?;
    let opened = records.iter().filter(|(capsule, sealed)| {
        cp::decapsulate(&key, capsule).is_ok_and(|key| opens(&key, sealed))
    });
    let opened = opened.count();
    let own = cp::key(&master, &attributes("doctor cardiology everything")?, rng)?;
    let all = records.iter().all(|(capsule, sealed)| {
        cp::decapsulate(&own, capsule).is_ok_and(|key| opens(&key, sealed))
    });
    let (later, sealed) = record(rng);
    let still = cp::decapsulate(&key, &later).is_ok_and(|key| opens(&key, &sealed));
    let bytes = key.encoded_len();
    Ok([
        yes_no(opened == 1, &format!("one key opened {opened} of 2 records under one rule")),
        format!("{bytes} bytes for 2 properties, for any number of records"),
        yes_no(all, "the authority made itself one, and it opened both"),
        yes_no(!still, "the old key opened a record encrypted later"),
        "no, by construction: opening is arithmetic on one's own machine".into(),
        "yes, by construction: it has no key".into(),
    ])
}

fn by_classes(rng: &mut Rng) -> Result<[String; 6], KacError> {
    let parameters = Parameters::new(20, rng)?;
    let (secret, public) = key_pair(rng);
    let mut records = Vec::new();
    for class in 1..=20 {
        let (capsule, message) = encapsulate(&parameters, &public, class, rng)?;
        records.push((class, capsule, message.encrypt(b"", b"a record")));
    }
    let [two, twenty]: [ClassSet; 2] = [(1..=2).collect(), (1..=20).collect()];
    let key = extract(&parameters, &secret, &two)?;
    let length = key.encoded_len();
    let longest = extract(&parameters, &secret, &twenty)?.encoded_len();
    let mut opened = 0;
    for (class, capsule, sealed) in &records {
        let found = match decapsulate(&parameters, &key, &two, *class, capsule) {
            Ok(found) => found,
            Err(_) => force(&parameters, &key, &two.with(*class), *class, capsule)?,
        };
        opened += usize::from(opens(&found, sealed));
    }
    // The first record encrypted anew, under the last class.
    let (capsule, message) = encapsulate(&parameters, &public, 20, rng)?;
    let sealed = message.encrypt(b"", b"a record");
    let still = opens(&force(&parameters, &key, &two, 1, &capsule)?, &sealed);
    Ok([
        yes_no(opened == 2, &format!("a key for 2 of 20 opened {opened}")),
        format!("{length} bytes, and {longest} bytes"),
        "no, by construction: the patient alone has the master secret".into(),
        yes_no(!still, "by new encryption alone, the old key stays good for the old ciphertext"),
        "no, by construction: opening is arithmetic on one's own machine".into(),
        "yes, by construction: it has no key".into(),
    ])
}

fn by_chain(tale: &Tale) -> [String; 6] {
    let world = tale.tree().body();
    let data = world.map(|world| world.data());
    let count = |of: fn(&super::data::DataState) -> usize| data.map_or(0, of);
    let named = count(|data| data.sharings().values().map(|one| one.storages.len()).sum());
    let shared = count(|data| data.sharings().len());
    let revoked =
        count(|data| data.sharings().values().filter(|one| one.revoked.is_some()).count());
    let reads = count(|data| data.accesses().len());
    [
        yes_no(named > 0, &format!("{shared} sharings name {named} records")),
        "it has no keys".into(),
        "by construction: it has no keys, and opens nothing".into(),
        yes_no(
            revoked > 0,
            &format!("{revoked} of {shared} sharings was taken back, others expire"),
        ),
        yes_no(
            reads > 0,
            &format!("{reads} fetches stand in its log, but not what is read from a copy"),
        ),
        "no, by construction: without keys everything would lie open".into(),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::medical::story::{SEED, tell};

    #[test]
    fn each_question_is_answered_by_a_run() {
        let lines = compare(&tell(SEED).unwrap(), SEED).unwrap();
        assert_eq!(lines.len(), 6);
        assert_eq!(lines[0].abe, "no: one key opened 2 of 2 records under one rule");
        assert_eq!(lines[0].kac, "yes: a key for 2 of 20 opened 2");
        assert_eq!(lines[1].kac, "96 bytes, and 96 bytes");
        assert!(lines[2].abe.starts_with("yes"));
        assert!(lines[3].abe.starts_with("no") && lines[3].kac.starts_with("yes"));
        assert!(lines[4].chain.starts_with("yes: 4 fetches"), "{}", lines[4].chain);
    }
}
