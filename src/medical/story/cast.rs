//! Who plays: their keys, and the names that only the story knows. On the chain there are no names of people.

use std::collections::BTreeMap;

use crate::medical::client::{ClientError, Institution, Patient};
use crate::medical::data::explorer::MayRead;
use crate::medical::identity::{Identity, Keys};
use crate::medical::record::Format;
use crate::rng::Rng;

use super::secrets::Secret;

/// Records that each patient's key has room for.
pub const CLASSES: u32 = 8;

/// A patient of the story.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Person {
    /// Treated at three hospitals.
    Sally,
    /// Another patient.
    Tom,
    /// A third one, who entrusts nobody.
    Ada,
}

/// A hospital of the story.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum House {
    /// Writes values.
    Bielefeld,
    /// Writes letters.
    Muenster,
    /// Writes reports.
    Berlin,
}

impl Person {
    /// What the story calls the patient.
    pub fn name(self) -> &'static str {
        match self {
            Person::Sally => "Sally",
            Person::Tom => "Tom",
            Person::Ada => "Ada",
        }
    }
}

impl House {
    /// All three.
    pub const ALL: [House; 3] = [House::Bielefeld, House::Muenster, House::Berlin];

    /// What the story calls the hospital.
    pub fn name(self) -> &'static str {
        match self {
            House::Bielefeld => "Bielefeld",
            House::Muenster => "Münster",
            House::Berlin => "Berlin",
        }
    }
}

/// All who play.
#[derive(Debug, Clone)]
pub struct Cast {
    /// The consortium's root keys.
    pub roots: Vec<Keys>,
    sally: Patient,
    tom: Patient,
    ada: Patient,
    bielefeld: Institution,
    muenster: Institution,
    berlin: Institution,
    /// An insurer.
    pub northcare: Keys,
    /// A research team.
    pub cohort: Keys,
    /// The oracle.
    pub oracle: Keys,
    /// Calls himself a hospital.
    pub quack: Keys,
    names: BTreeMap<Identity, &'static str>,
}

impl Cast {
    /// Everybody, with fresh keys.
    pub fn new(rng: &mut Rng) -> Result<Cast, ClientError> {
        let roots = (0..3).map(|_| Keys::new(rng)).collect();
        let (sally, tom) = (Patient::new(CLASSES, rng)?, Patient::new(CLASSES, rng)?);
        let ada = Patient::new(CLASSES, rng)?;
        let mut hospital = |format| Institution { keys: Keys::new(rng), format };
        let bielefeld = hospital(Format::Values);
        let muenster = hospital(Format::Letter);
        let berlin = hospital(Format::Report);
        let [northcare, cohort, oracle, quack] = [(); 4].map(|()| Keys::new(rng));
        let names = BTreeMap::from([
            (sally.identity(), "Sally"),
            (tom.identity(), "Tom"),
            (ada.identity(), "Ada"),
            (bielefeld.keys.identity(), "Bielefeld"),
            (muenster.keys.identity(), "Münster"),
            (berlin.keys.identity(), "Berlin"),
            (northcare.identity(), "Northcare"),
            (cohort.identity(), "Cohort"),
            (oracle.identity(), "the oracle"),
            (quack.identity(), "Dr. Quack"),
        ]);
        Ok(Cast {
            roots,
            sally,
            tom,
            ada,
            bielefeld,
            muenster,
            berlin,
            northcare,
            cohort,
            oracle,
            quack,
            names,
        })
    }

    /// What the story calls somebody.
    pub fn name(&self, who: &Identity) -> String {
        self.names.get(who).map_or_else(|| who.short(), |name| (*name).to_owned())
    }

    /// Those who may read, in one line; beside a name, that it is for an emergency.
    pub fn readers(&self, may: &[MayRead]) -> String {
        let one = |may: &MayRead| match may.right {
            "emergency" => format!("{} (emergency)", self.name(&may.reader)),
            _ => self.name(&may.reader),
        };
        may.iter().map(one).collect::<Vec<_>>().join(", ")
    }

    /// A text with names in place of keys, and with long hashes cut short.
    pub fn named(&self, text: &str) -> String {
        let mut named = text.to_owned();
        for (who, name) in &self.names {
            named = named.replace(&who.to_string(), name);
        }
        let is_hash = |word: &str| word.len() == 64 && word.chars().all(|c| c.is_ascii_hexdigit());
        let words = named.split_inclusive(|c: char| !c.is_ascii_hexdigit());
        let shorter = words.map(|word| {
            let (hash, rest) = word.split_at_checked(64).unwrap_or((word, ""));
            match is_hash(hash) {
                true => format!("{}…{rest}", &hash[..8]),
                false => word.to_owned(),
            }
        });
        shorter.collect()
    }

    /// Who is called `name`, in whatever case.
    pub fn find(&self, name: &str) -> Option<Identity> {
        let wanted = name.to_lowercase();
        self.names.iter().find(|(_, name)| name.to_lowercase() == wanted).map(|(who, _)| *who)
    }

    /// All names, in the order of the keys.
    pub fn names(&self) -> impl Iterator<Item = (&Identity, &'static str)> {
        self.names.iter().map(|(who, name)| (who, *name))
    }

    /// A patient.
    pub fn patient(&self, who: Person) -> &Patient {
        match who {
            Person::Sally => &self.sally,
            Person::Tom => &self.tom,
            Person::Ada => &self.ada,
        }
    }

    /// A patient, to let it do something.
    pub fn patient_mut(&mut self, who: Person) -> &mut Patient {
        match who {
            Person::Sally => &mut self.sally,
            Person::Tom => &mut self.tom,
            Person::Ada => &mut self.ada,
        }
    }

    /// A hospital.
    pub fn house(&self, which: House) -> &Institution {
        match which {
            House::Bielefeld => &self.bielefeld,
            House::Muenster => &self.muenster,
            House::Berlin => &self.berlin,
        }
    }

    /// The hospitals, which also make blocks.
    pub fn hospitals(&self) -> [&Institution; 3] {
        House::ALL.map(|which| self.house(which))
    }

    /// All secrets of all parties, for tests that look for them where they must not be.
    pub fn secrets(&self) -> Vec<Secret> {
        let mut secrets = Vec::new();
        for person in [Person::Sally, Person::Tom, Person::Ada] {
            for bytes in self.patient(person).secrets() {
                secrets.push(Secret::new(&format!("a secret key of {}", person.name()), &bytes));
            }
        }
        let houses = House::ALL.map(|which| &self.house(which).keys);
        let others = [&self.northcare, &self.cohort, &self.oracle, &self.quack];
        for keys in self.roots.iter().chain(houses).chain(others) {
            let what = format!("the secret key of {}", self.name(&keys.identity()));
            secrets.push(Secret::new(&what, &*keys.secret_bytes()));
        }
        secrets
    }

    /// The keys of whoever makes blocks.
    pub fn producer(&self, who: &Identity) -> Option<&Keys> {
        self.hospitals().into_iter().map(|one| &one.keys).find(|keys| keys.identity() == *who)
    }
}
