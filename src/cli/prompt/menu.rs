//! Lists that are answered with a number.

use std::rc::Rc;

use crate::catalog::{BlockView, CatalogError, Scenario, Source, Subject, data, scenarios};
use crate::cli::plain::clean;
use crate::cli::{CliError, Output};

/// Entries that are listed at a time.
const PAGE: usize = 20;

/// A list.
pub struct Menu {
    /// What the prompt says.
    pub name: String,
    entries: Vec<Entry>,
    /// The number of the first entry: 1, or 0 where Bitcoin counts from 0.
    base: usize,
    /// The entry after those that were listed last.
    next: usize,
}

struct Entry {
    says: String,
    opens: Opens,
}

/// What an entry leads to.
#[derive(Clone)]
pub enum Opens {
    /// A list of scenarios.
    Subject(Subject),
    /// A scenario in the box.
    Scenario(&'static Scenario),
    /// Any other walk.
    Source(Source),
    /// The transactions of a block.
    Transactions(Rc<BlockView>),
    /// The full block in the box.
    FullBlock,
    /// The search on all cores.
    Miner,
    /// What can be seen of one of them.
    Transaction(Rc<BlockView>, usize),
}

impl Menu {
    fn new(name: impl Into<String>, entries: Vec<Entry>) -> Menu {
        Menu { name: name.into(), entries, base: 1, next: 0 }
    }

    /// The subjects that have something to step through.
    pub fn home() -> Menu {
        let entry = |subject: Subject| {
            let count = of(subject).count();
            let says = format!("{}: {} ({count} walks)", subject.title(), subject.about());
            (count > 0).then_some(Entry { says, opens: Opens::Subject(subject) })
        };
        Menu::new("home", Subject::ALL.into_iter().filter_map(entry).collect())
    }

    /// The scenarios of a subject.
    pub fn subject(subject: Subject) -> Menu {
        let mut menu = Menu::scenarios(subject.title().to_lowercase(), of(subject));
        if subject == Subject::Blocks {
            menu.entries.push(Entry {
                says:
                    "The transactions of block 702,861: choose one of them, and what to see of it."
                        .into(),
                opens: Opens::FullBlock,
            });
        }
        if subject == Subject::Mining {
            menu.entries.push(Entry {
                says: "Mine at full speed: three blocks of 20 zero bits on all cores; `blockstep miner \
                       --help` tells how to turn that."
                    .into(),
                opens: Opens::Miner,
            });
        }
        menu
    }

    /// The scenarios that speak of `text`.
    pub fn about(text: &str) -> Menu {
        let wanted = text.to_lowercase();
        let speaks_of_it = |it: &&Scenario| {
            [it.id, it.title, it.about].iter().any(|text| text.to_lowercase().contains(&wanted))
        };
        Menu::scenarios(format!("about {wanted}"), scenarios().iter().filter(speaks_of_it))
    }

    fn scenarios(name: String, list: impl Iterator<Item = &'static Scenario>) -> Menu {
        let entry = |scenario: &'static Scenario| {
            let Scenario { id, title, about, .. } = scenario;
            let says = format!("{title} ({id}). {about}");
            Entry { says, opens: Opens::Scenario(scenario) }
        };
        Menu::new(name, list.map(entry).collect())
    }

    /// What can be seen of a block of the reader's own.
    pub fn block(bytes: Vec<u8>) -> Result<Menu, CatalogError> {
        let hex = hex::encode(&bytes);
        let view = BlockView::new(bytes)?;
        let count = view.block().transactions.len();
        let entries = vec![
            Entry {
                says: "Its bytes, field by field".into(),
                opens: Opens::Source(Source::BlockBytes { hex }),
            },
            Entry {
                says: format!(
                    "Its {count} transactions: choose one of them, and what to see of it"
                ),
                opens: Opens::Transactions(Rc::new(view)),
            },
        ];
        Ok(Menu::new("block", entries))
    }

    /// The transactions of the full block in the box.
    pub fn full_block() -> Result<Menu, CatalogError> {
        let bytes = data::block_702861()?.bytes().to_vec();
        BlockView::new(bytes).map(|view| Menu::transactions(&Rc::new(view)))
    }

    /// The transactions of a block.
    pub fn transactions(view: &Rc<BlockView>) -> Menu {
        let entries = view.rows().map(|row| {
            let coinbase = if row.index == 0 { ", the coinbase" } else { "" };
            let known = match row.steppable.len() {
                0 => String::new(),
                known => format!(", {known} of them spending outputs of this block"),
            };
            let says = format!(
                "{}{coinbase}: inputs {}{known}; outputs {} ({}); makes {} satoshis",
                row.txid, row.inputs, row.outputs, row.kinds, row.value
            );
            Entry { says, opens: Opens::Transaction(Rc::clone(view), row.index) }
        });
        Menu { base: 0, ..Menu::new("transactions", entries.collect()) }
    }

    /// What can be seen of transaction `index` of a block.
    pub fn transaction(view: &BlockView, index: usize) -> Menu {
        let bytes =
            view.bytes_source(index).map(|source| ("Its bytes, field by field".into(), source));
        let climb = view.climb_source(index);
        let climb =
            climb.map(|source| ("The climb from it to the block's Merkle root".into(), source));
        let steppable = view.row(index).map(|row| row.steppable).unwrap_or_default();
        let spends = steppable.into_iter().filter_map(|input| {
            let says = format!("The scripts of input {input}, whose coin this block makes");
            Some((says, view.spend_source(index, input)?))
        });
        let offers = bytes.into_iter().chain(climb).chain(spends);
        let entries = offers
            .map(|(says, source): (String, _)| Entry { says, opens: Opens::Source(source) })
            .collect();
        Menu::new(format!("transaction {index}"), entries)
    }

    /// Whether nothing is listed.
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// What the entry of this number leads to.
    pub fn pick(&self, number: usize) -> Result<Opens, CliError> {
        let entry = number.checked_sub(self.base).and_then(|index| self.entries.get(index));
        let last = (self.entries.len() + self.base).saturating_sub(1);
        let none =
            || format!("there is no number {number} here: choose from {} to {last}", self.base);
        entry.map(|entry| entry.opens.clone()).ok_or_else(|| CliError::usage(none()))
    }

    /// Lists the first entries.
    pub fn show(&mut self, out: &mut Output) -> Result<(), CliError> {
        self.next = 0;
        self.more(out)
    }

    /// Lists the entries after those that were listed last, from the start after the end.
    pub fn more(&mut self, out: &mut Output) -> Result<(), CliError> {
        let end = (self.next + PAGE).min(self.entries.len());
        for (index, entry) in self.entries.iter().enumerate().take(end).skip(self.next) {
            out.paragraph(&format!("  {}. ", index + self.base), &clean(&entry.says))?;
        }
        let left = self.entries.len() - end;
        self.next = if left == 0 { 0 } else { end };
        match left {
            0 => out.line("Type a number, or `help`."),
            left => out.line(format_args!("Type a number, or `more` for the {left} others.")),
        }
    }
}

fn of(subject: Subject) -> impl Iterator<Item = &'static Scenario> {
    scenarios().iter().filter(move |scenario| scenario.subject == subject)
}
