//! Which chain a command is about: the story's, by its seed, or one out of a file.

use std::path::PathBuf;

use crate::cli::CliError;
use crate::hash::Txid;
use crate::medical::chain::Tree;
use crate::medical::identity::Identity;
use crate::medical::story::{SEED, Tale, forged, tell};
use crate::medical::world::World;
use crate::medical::world::history::History;
use crate::medical::world::kept::load;

/// Which chain.
#[derive(Debug, clap::Args)]
pub struct SourceArgs {
    /// What the story follows from: the same seed, the same keys and blocks.
    #[arg(long, value_name = "TEXT", default_value = SEED)]
    seed: String,
    /// In place of the story, a chain that was saved to FILE. It has keys and no names.
    #[arg(long, value_name = "FILE", conflicts_with = "seed")]
    chain: Option<PathBuf>,
}

/// A chain at hand.
pub enum Source {
    /// Of the story, with the names of those who play.
    Story(Box<Tale>),
    /// Of a file: as it stands there, and as it was played.
    File(Box<History>, Box<Tree<World>>),
}

impl SourceArgs {
    /// The chain.
    pub fn open(&self) -> Result<Source, CliError> {
        let Some(path) = &self.chain else {
            return Ok(Source::Story(Box::new(tell(&self.seed).map_err(CliError::usage)?)));
        };
        let name = path.display();
        if !path.is_file() {
            let sentence =
                format!("there is no chain in {name}: `blockstep med story --save FILE` makes one");
            return Err(CliError::usage(sentence));
        }
        let history = load(path).map_err(|error| CliError::usage(format!("{name}: {error}")))?;
        let tree = history.play().map_err(|error| CliError::usage(format!("{name}: {error}")))?;
        Ok(Source::File(Box::new(history), Box::new(tree)))
    }
}

impl Source {
    /// All blocks, and what is final.
    pub fn tree(&self) -> &Tree<World> {
        match self {
            Source::Story(tale) => tale.tree(),
            Source::File(_, tree) => tree,
        }
    }

    /// The state after the block that is followed.
    pub fn world(&self) -> Result<&World, CliError> {
        self.tree().body().ok_or_else(|| CliError::usage("the chain has no state at its tip"))
    }

    /// The chain as it would be saved.
    pub fn history(&self) -> History {
        match self {
            Source::Story(tale) => forged::history(tale),
            Source::File(history, _) => (**history).clone(),
        }
    }

    /// The story, if it is that.
    pub fn tale(&self) -> Option<&Tale> {
        match self {
            Source::Story(tale) => Some(tale),
            Source::File(..) => None,
        }
    }

    /// What somebody is called.
    pub fn name(&self, who: &Identity) -> String {
        self.tale().map_or_else(|| who.short(), |tale| tale.cast.name(who))
    }

    /// What the record of a release is called.
    pub fn title(&self, release: &Txid) -> String {
        self.tale()
            .map_or_else(|| release.short(), |tale| tale.title_of_release(release).to_owned())
    }

    /// Who is meant by a name of the story or a key in hexadecimal.
    pub fn who(&self, text: &str) -> Result<Identity, CliError> {
        if let Some(found) = self.tale().and_then(|tale| tale.cast.find(text)) {
            return Ok(found);
        }
        text.parse().map_err(|_| match self.tale() {
            Some(tale) => {
                let mut names: Vec<&str> = tale.cast.names().map(|(_, name)| name).collect();
                names.sort_unstable();
                let names = names.join(", ");
                CliError::usage(format!("nobody is called {text:?}: choose {names}, or give a key"))
            }
            None => CliError::usage(format!("{text:?} is no public key in hexadecimal")),
        })
    }

    /// The release that is meant by a title of the story, or the beginning of an id.
    pub fn release(&self, text: &str) -> Result<Txid, CliError> {
        let data = self.world()?.data();
        let marks = self.tale().map(Tale::bookmarks).unwrap_or_default();
        if let Some(mark) = marks.iter().find(|mark| mark.title.eq_ignore_ascii_case(text)) {
            return Ok(mark.release);
        }
        let begins = |txid: &&Txid| text.len() >= 4 && txid.to_string().starts_with(text);
        let found: Vec<&Txid> = data.releases().keys().filter(begins).collect();
        match found[..] {
            [only] => Ok(*only),
            _ => {
                let titles: Vec<&str> = marks.iter().map(|mark| mark.title).collect();
                let titles = titles.join(", ");
                Err(CliError::usage(match titles.is_empty() {
                    true => format!(
                        "{text:?} is not the beginning of one release's id (4 digits at least)"
                    ),
                    false => format!("no record is called {text:?}: choose one of {titles}"),
                }))
            }
        }
    }
}
