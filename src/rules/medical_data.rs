//! Rules of records on the chain: who may release, store, share and read them.

use super::{Cite, Rule};

/// Who said it.
pub static STATEMENT_SIGNED: Rule = Rule {
    name: "statement-signed",
    says: "a statement about records is signed by its author, for this chain, and stands on it once",
    why: "nobody can speak for another, or have a statement count again",
    cites: &[Cite::Slide("Medical Blockchain: Transactions"), Cite::Bct("1.4")],
};
/// Who is an institution.
pub static MEMBERSHIP: Rule = Rule {
    name: "membership",
    says: "a medical institution has a certificate that enough of the consortium's root keys signed and have not withdrawn",
    why: "anyone can make a key pair, and only hospitals may read in an emergency",
    cites: &[Cite::Slide("Medical Blockchain: Nodes and Data")],
};
/// Under which key records are encrypted.
pub static PATIENT_KEY: Rule = Rule {
    name: "patient-key",
    says: "a patient publishes one key-aggregate key before records are stored under it",
    why: "whoever gets a key for some records must be able to check what it is a key of",
    cites: &[
        Cite::Slide("Medical Blockchain Transaction: Storage I"),
        Cite::Paper("Chu et al. 2014"),
    ],
};
/// Who helps in an emergency.
pub static ENTRUSTED: Rule = Rule {
    name: "entrusted",
    says: "the master secret is split among certified members, of whom as many as were settled must take part",
    why: "no single one can read, and a few that are away do not stop the others",
    cites: &[Cite::Slide("Medical Blockchain: Access Rights"), Cite::Paper("Shamir 1979")],
};
/// What a release is.
pub static RELEASE: Rule = Rule {
    name: "release",
    says: "a certified institution records patient, itself and the hash of a new record; a patient does for its own",
    why: "what the hash says of the record cannot be changed later, by anyone",
    cites: &[Cite::Slide("Medical Blockchain Transactions: Release")],
};
/// What a storage is.
pub static STORAGE: Rule = Rule {
    name: "storage",
    says: "a patient points to the release and to the ciphertext in the cloud, once, under a class of its own",
    why: "two records under one class would be opened by one key, and one record stored twice would count twice",
    cites: &[Cite::Slide("Medical Blockchain Transaction: Storage II")],
};
/// What a sharing is.
pub static SHARING: Rule = Rule {
    name: "sharing",
    says: "a sharing names records of which release and storage stand on the chain, and somebody who may read them",
    why: "a key for something that is not there could be for anything",
    cites: &[Cite::Slide("Medical Blockchain Transaction: Sharing")],
};
/// What for.
pub static PURPOSE: Rule = Rule {
    name: "purpose",
    says: "a sharing says its purpose, and an emergency its reason",
    why: "an audit asks whether what was read was needed",
    cites: &[Cite::Slide("Medical Blockchain Transaction: Sharing")],
};
/// Whose it is.
pub static PATIENTS_OWN: Rule = Rule {
    name: "patients-own",
    says: "a record is its patient's, who alone stores it, shares it and takes a sharing back",
    why: "the default is that nobody else reads it",
    cites: &[Cite::Slide("Medical Blockchain: Access Rights")],
};
/// By what right.
pub static RIGHT_TO_READ: Rule = Rule {
    name: "right-to-read",
    says: "a fetch names the transaction that allows it to this reader, for this record and at this time",
    why: "every read can be traced to whoever allowed it",
    cites: &[Cite::Slide("Medical Blockchain: Access Rights")],
};
/// The trace first.
pub static EMERGENCY_TRACE: Rule = Rule {
    name: "emergency-trace",
    says: "an emergency stands in a final block before any member gives its part of the key",
    why: "the read is never undone, so its trace must not be either",
    cites: &[Cite::Slide("Medical Blockchain: Access Rights")],
};

/// All of them.
pub const RULES: &[&Rule] = &[
    &STATEMENT_SIGNED,
    &MEMBERSHIP,
    &PATIENT_KEY,
    &ENTRUSTED,
    &RELEASE,
    &STORAGE,
    &SHARING,
    &PURPOSE,
    &PATIENTS_OWN,
    &RIGHT_TO_READ,
    &EMERGENCY_TRACE,
];
