//! Why a statement about records is refused.

use thiserror::Error;

use crate::hash::Txid;
use crate::medical::identity::Identity;
use crate::medical::kac::KacError;
use crate::rules::{Rule, medical_data as rules};
use crate::spelling::counted;

/// Why a statement about records is refused.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum DataError {
    /// No signature.
    #[error("{author} has not signed this for this chain")]
    NotSigned {
        /// Who should have.
        author: Identity,
    },
    /// A forged certificate.
    #[error(
        "{} there, {found} of them good and of different root keys: {needed} are needed, and none may be false", counted(*given, "signature")
    )]
    NotOfTheConsortium {
        /// Good ones.
        found: usize,
        /// How many are needed.
        needed: usize,
        /// How many there are.
        given: usize,
    },
    /// Somebody else's certificate.
    #[error("this certificate is {holder}'s, and {author} shows it: only its holder can")]
    CertificateOfOther {
        /// Whose it is.
        holder: Identity,
        /// Who shows it.
        author: Identity,
    },
    /// A number twice.
    #[error("certificate {serial} was shown before: the consortium gives each its own number")]
    SerialTwice {
        /// The number.
        serial: u64,
    },
    /// No such certificate.
    #[error("there is no certificate {serial} to withdraw, or it was withdrawn before")]
    NoSuchCertificate {
        /// The number.
        serial: u64,
    },
    /// No institution.
    #[error("{who} is no certified institution: only those do this")]
    NotCertified {
        /// Who.
        who: Identity,
    },
    /// Not any more.
    #[error("the certificate {serial} of {who} was withdrawn by the consortium")]
    CertificateWithdrawn {
        /// Who.
        who: Identity,
        /// The certificate's number.
        serial: u64,
    },
    /// Not any more, since time went by.
    #[error("the certificate of {who} held until slot {until_slot}, and this is slot {now}")]
    CertificateExpired {
        /// Who.
        who: Identity,
        /// Its last slot.
        until_slot: u64,
        /// The block's slot.
        now: u64,
    },
    /// A second role.
    #[error("{who} has a role already")]
    RoleTwice {
        /// Who.
        who: Identity,
    },
    /// Keys that do not hang together.
    #[error("the keys do not fit: {0}")]
    Key(KacError),
    /// No published key.
    #[error("{patient} has published no key: records cannot be stored before")]
    NoKey {
        /// Who.
        patient: Identity,
    },
    /// A second key.
    #[error("{patient} has published a key already, under which its records are encrypted")]
    KeyTwice {
        /// Who.
        patient: Identity,
    },
    /// Nobody to ask in an emergency.
    #[error("{patient} has entrusted nobody, so that no emergency can open its records")]
    NobodyEntrusted {
        /// Whose.
        patient: Identity,
    },
    /// Entrusted before.
    #[error("{patient} has entrusted members already")]
    EntrustedTwice {
        /// Who.
        patient: Identity,
    },
    /// Another threshold than the chain's.
    #[error("of {members} members {found} would be needed, and this chain asks for {wanted}")]
    WrongThreshold {
        /// As committed to.
        found: u32,
        /// How many shares there are.
        members: usize,
        /// What is settled.
        wanted: u32,
    },
    /// A member twice.
    #[error("member {member} is there twice")]
    MemberTwice {
        /// Who.
        member: Identity,
    },
    /// No release.
    #[error(
        "there is no release {release} on this chain: a record is released before anything else"
    )]
    NoSuchRelease {
        /// What was named.
        release: Txid,
    },
    /// A record twice.
    #[error("this very record was released before, by {release}")]
    ReleasedTwice {
        /// Where.
        release: Txid,
    },
    /// An amendment of something else.
    #[error(
        "{author} did not write the record of {release} about this patient, and cannot amend it"
    )]
    AmendsOther {
        /// What is amended.
        release: Txid,
        /// Who amends.
        author: Identity,
    },
    /// An episode of one's own.
    #[error("{patient} is the patient: an episode of care is an institution's to state")]
    EpisodeOfOwn {
        /// Who.
        patient: Identity,
    },
    /// An episode of somebody else.
    #[error("episode {episode} is another patient's or another institution's")]
    EpisodeOfOther {
        /// The episode, in hexadecimal.
        episode: String,
    },
    /// Not the owner.
    #[error("{author} is not {patient}, whose record it is")]
    NotThePatient {
        /// Who tries.
        author: Identity,
        /// Whose it is.
        patient: Identity,
    },
    /// Stored before.
    #[error("this record is stored already, by {storage}: to encrypt it anew, replace that")]
    StoredAlready {
        /// Where.
        storage: Txid,
    },
    /// A class twice.
    #[error("class {class} has a record already: a key for one would open both")]
    ClassTwice {
        /// The class.
        class: u32,
    },
    /// No storage.
    #[error("there is no storage {storage} on this chain")]
    NoSuchStorage {
        /// What was named.
        storage: Txid,
    },
    /// Released, and no more.
    #[error("{release} is a release, and its record is not stored: store it before it is shared")]
    ReleasedNotStored {
        /// What was named.
        release: Txid,
    },
    /// Replaced.
    #[error(
        "storage {storage} was replaced by {by}, under another class: old keys do not open that"
    )]
    Replaced {
        /// What was named.
        storage: Txid,
        /// What took its place.
        by: Txid,
    },
    /// Nothing.
    #[error("name the records: none is named")]
    NothingNamed,
    /// A record twice.
    #[error("storage {storage} is named twice")]
    NamedTwice {
        /// Which.
        storage: Txid,
    },
    /// No purpose.
    #[error("say what for: without a purpose or reason nobody can audit it later")]
    NoPurpose,
    /// Over before it begins.
    #[error("it would hold until slot {until_slot}, and this is slot {now}")]
    OverAlready {
        /// The last slot.
        until_slot: u64,
        /// The block's slot.
        now: u64,
    },
    /// With oneself.
    #[error("a patient reads its own records anyway: share them with somebody else")]
    WithOneself,
    /// No sharing.
    #[error("there is no sharing {sharing} on this chain")]
    NoSuchSharing {
        /// What was named.
        sharing: Txid,
    },
    /// Somebody else's right.
    #[error("{sharing} gives its right to somebody else, not to {reader}")]
    NotTheReceiver {
        /// What was named.
        sharing: Txid,
        /// Who tries.
        reader: Identity,
    },
    /// Not among the records.
    #[error("{sharing} does not name the record of storage {storage}")]
    NotShared {
        /// What was named.
        sharing: Txid,
        /// What was asked for.
        storage: Txid,
    },
    /// Taken back.
    #[error("sharing {sharing} was taken back by {by}")]
    Revoked {
        /// Which.
        sharing: Txid,
        /// By which transaction.
        by: Txid,
    },
    /// Over.
    #[error(
        "{sharing} held until slot {until_slot}, and this is slot {now}: ask the patient again"
    )]
    Expired {
        /// Which.
        sharing: Txid,
        /// Its last slot.
        until_slot: u64,
        /// The block's slot.
        now: u64,
    },
    /// No emergency.
    #[error("there is no emergency {emergency} on this chain")]
    NoSuchEmergency {
        /// What was named.
        emergency: Txid,
    },
    /// Not final.
    #[error(
        "emergency {emergency} stands at height {height}, and only blocks up to {final_height} are final: no key before its trace cannot be taken back"
    )]
    NotFinalYet {
        /// Which.
        emergency: Txid,
        /// Its block.
        height: u32,
        /// The last final one.
        final_height: u32,
    },
    /// No member.
    #[error("{who} is not among those whom {patient} entrusted")]
    NotEntrusted {
        /// Who.
        who: Identity,
        /// By whom.
        patient: Identity,
    },
    /// Too few members.
    #[error("{} given for emergency {emergency}, and it takes {needed}", counted(*found, "part"))]
    TooFewMembers {
        /// Which.
        emergency: Txid,
        /// How many did.
        found: usize,
        /// How many it takes.
        needed: u32,
    },
}

impl DataError {
    /// The rule that was broken.
    pub fn rule(&self) -> &'static Rule {
        use DataError as E;
        match self {
            E::NotSigned { .. } => &rules::STATEMENT_SIGNED,
            E::NotOfTheConsortium { .. }
            | E::CertificateOfOther { .. }
            | E::SerialTwice { .. }
            | E::NoSuchCertificate { .. }
            | E::NotCertified { .. }
            | E::CertificateWithdrawn { .. }
            | E::CertificateExpired { .. }
            | E::RoleTwice { .. } => &rules::MEMBERSHIP,
            E::Key(error) => error.rule(),
            E::NoKey { .. } | E::KeyTwice { .. } => &rules::PATIENT_KEY,
            E::NobodyEntrusted { .. }
            | E::EntrustedTwice { .. }
            | E::WrongThreshold { .. }
            | E::MemberTwice { .. }
            | E::NotEntrusted { .. }
            | E::TooFewMembers { .. } => &rules::ENTRUSTED,
            E::NoSuchRelease { .. }
            | E::ReleasedTwice { .. }
            | E::AmendsOther { .. }
            | E::EpisodeOfOwn { .. }
            | E::EpisodeOfOther { .. } => &rules::RELEASE,
            E::StoredAlready { .. } | E::ClassTwice { .. } | E::Replaced { .. } => &rules::STORAGE,
            E::NoSuchStorage { .. }
            | E::ReleasedNotStored { .. }
            | E::NothingNamed
            | E::NamedTwice { .. }
            | E::WithOneself
            | E::OverAlready { .. } => &rules::SHARING,
            E::NoPurpose => &rules::PURPOSE,
            E::NotThePatient { .. } => &rules::PATIENTS_OWN,
            E::NoSuchSharing { .. }
            | E::NotTheReceiver { .. }
            | E::NotShared { .. }
            | E::Revoked { .. }
            | E::Expired { .. } => &rules::RIGHT_TO_READ,
            E::NoSuchEmergency { .. } | E::NotFinalYet { .. } => &rules::EMERGENCY_TRACE,
        }
    }
}
