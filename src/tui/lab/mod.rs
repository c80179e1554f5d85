//! A chain of one's own on the screen: the tree of blocks, who holds what, what waits, and what to do.
//!
//! Deeds are typed as words, the same as in the plain prompt; a key begins each of them. What a deed
//! made can be stepped through, and so can all checks of any block in the tree.

mod answer;
mod keys;
mod view;

use ratatui::{Frame, layout::Rect};

pub use answer::{LabAnswer, open};

use super::{Binding, Cmd, Event, Intent, Prompt, Screen, StepperView, Typed};
use crate::chain::tree::Place;
use crate::chain::tree_view::{TreeLine, tree_lines};
use crate::lab::{Balance, BlockName, Deed, Lab, LabFolder};
use crate::store::ChainDb;
use crate::trace::{Stepper, Trace, Window};
use crate::wallet::Wallet;

/// Sentences that are kept to be read.
const KEPT: usize = 40;

/// The screen.
pub struct LabScreen {
    folder: LabFolder,
    /// None while a deed is being done, and where there is no chain yet.
    lab: Option<Box<Lab<ChainDb>>>,
    /// What was said last, the newest at the end.
    says: Vec<String>,
    /// What the last deed left to be stepped through.
    walk: Option<Box<dyn Stepper>>,
    prompt: Option<Prompt>,
    tree: Vec<TreeLine>,
    /// What each wallet holds: looked up after a deed, not for every picture.
    balances: Vec<(String, Balance)>,
    /// The line of the tree that is chosen.
    at: usize,
}

impl LabScreen {
    /// The screen over what was found in the folder.
    pub fn new(answer: LabAnswer) -> LabScreen {
        let mut screen = LabScreen {
            folder: answer.folder.clone(),
            lab: None,
            says: Vec::new(),
            walk: None,
            prompt: None,
            tree: Vec::new(),
            balances: Vec::new(),
            at: 0,
        };
        screen.take_in(answer);
        screen
    }

    fn take_in(&mut self, answer: LabAnswer) {
        self.lab = answer.lab;
        match answer.outcome {
            Ok(outcome) => {
                self.walk = outcome.walk;
                self.says.extend(outcome.says);
                if self.walk.is_some() {
                    self.says.push("Press s to step through it.".to_owned());
                }
                if outcome.refused {
                    self.says.push("Press r to step through its checks.".to_owned());
                }
            }
            Err(reason) => self.says.push(reason),
        }
        let surplus = self.says.len().saturating_sub(KEPT);
        self.says.drain(..surplus);
        if let Some(lab) = &self.lab {
            self.tree = tree_lines(lab.chain().tree(), lab.chain().tip());
            let wallets = lab.wallets().values();
            let balance = |wallet: &Wallet| (wallet.name().to_owned(), lab.balance(wallet).ok());
            let balances = wallets.map(balance);
            self.balances = balances.filter_map(|(name, held)| Some((name, held?))).collect();
        }
        self.at = self.at.min(self.tree.len().saturating_sub(1));
    }

    fn ask(&mut self, question: &str, suggestion: &str) -> Cmd {
        let mut prompt = Prompt::new(question, "");
        prompt.paste(suggestion);
        self.prompt = Some(prompt);
        Cmd::None
    }

    /// Does what was typed.
    fn perform(&mut self, text: &str) -> Cmd {
        match (Deed::parse(text), self.lab.take()) {
            (Ok(deed), Some(lab)) => answer::perform(self.folder.clone(), lab, deed),
            (Err(error), lab) => {
                self.lab = lab;
                Cmd::Say(error.to_string())
            }
            (Ok(_), None) => Cmd::Say("there is no chain yet: press n to make one".into()),
        }
    }

    fn type_on(&mut self, event: Event) -> Cmd {
        let Some(prompt) = &mut self.prompt else { return Cmd::None };
        match event {
            Event::Paste(text) => prompt.paste(&text),
            Event::Key(key) => match prompt.key(key) {
                Typed::More => {}
                Typed::Cancelled => self.prompt = None,
                Typed::Accepted(text) => {
                    self.prompt = None;
                    return self.perform(&text);
                }
            },
            _ => {}
        }
        Cmd::None
    }

    fn chosen(&self) -> Option<Place> {
        self.tree.get(self.at).and_then(|line| line.place)
    }

    fn move_by(&mut self, down: bool, count: usize) {
        let last = self.tree.len().saturating_sub(1);
        self.at = match down {
            true => self.at.saturating_add(count).min(last),
            false => self.at.saturating_sub(count),
        };
    }

    /// The hash of the chosen block, to be put into a deed.
    fn chosen_name(&self) -> String {
        match (self.chosen(), &self.lab) {
            (Some(place), Some(lab)) => lab.chain().tree().node(place).hash.to_string(),
            _ => "tip".to_owned(),
        }
    }

    fn step_block(&self) -> Cmd {
        let Some(lab) = &self.lab else { return Cmd::None };
        push(lab.walk_block(&BlockName(self.chosen_name()), answer::clock()))
    }

    fn step_refused(&self) -> Cmd {
        let Some(lab) = &self.lab else { return Cmd::None };
        push(lab.walk_refused(answer::clock()))
    }

    fn step_template(&self) -> Cmd {
        let Some(lab) = &self.lab else { return Cmd::None };
        let model = lab.template_model(answer::clock());
        push(Ok::<Box<dyn Stepper>, String>(Box::new(Trace::new(model))))
    }

    fn do_intent(&mut self, intent: Intent) -> Cmd {
        match intent {
            Intent::Leave => return Cmd::Pop,
            Intent::Up => self.move_by(false, 1),
            Intent::Down => self.move_by(true, 1),
            Intent::PageUp => self.move_by(false, 10),
            Intent::PageDown => self.move_by(true, 10),
            Intent::First => self.move_by(false, usize::MAX),
            Intent::Last => self.move_by(true, usize::MAX),
            Intent::NewChain if self.lab.is_none() => return answer::create(self.folder.clone()),
            Intent::NewChain => {
                return Cmd::Say(format!(
                    "there is a chain already, in {}; `blockstep chain new FOLDER` makes another",
                    self.folder.path().display()
                ));
            }
            Intent::Deed(word) => {
                let question = "do:";
                return match word {
                    "mine on" => {
                        let name = self.chosen_name();
                        let short = name.get(..16).unwrap_or(&name);
                        self.ask("do:", &format!("mine NAME 1 on {short}"))
                    }
                    "" => self.ask(question, ""),
                    word => self.ask(question, &format!("{word} ")),
                };
            }
            Intent::Enter => return self.step_block(),
            Intent::StepDeed => {
                return match self.walk.take() {
                    Some(walk) => push(Ok::<_, String>(walk)),
                    None => Cmd::Say("the last deed left nothing to step through".into()),
                };
            }
            Intent::StepRefused => return self.step_refused(),
            Intent::StepTemplate => return self.step_template(),
            _ => {}
        }
        Cmd::None
    }
}

/// A walk on top of the screen, or the reason why there is none.
fn push<E: std::fmt::Display>(walk: Result<Box<dyn Stepper>, E>) -> Cmd {
    match walk {
        Ok(walk) => {
            let title = walk.scene(&Window::following(1)).title;
            Cmd::Push(Box::new(StepperView::new(walk, title, None)))
        }
        Err(error) => Cmd::Say(error.to_string()),
    }
}

impl Screen for LabScreen {
    fn title(&self) -> String {
        match &self.lab {
            Some(lab) => format!("your chain ({})", lab.chain().params().name),
            None => "your chain".to_owned(),
        }
    }

    fn status(&self) -> String {
        match &self.lab {
            Some(lab) => format!("height {}", lab.chain().height()),
            None => String::new(),
        }
    }

    fn bindings(&self) -> Vec<&'static Binding> {
        match &self.lab {
            Some(_) => keys::KEYS.iter().collect(),
            None => keys::WITHOUT_CHAIN.iter().collect(),
        }
    }

    fn typing(&self) -> bool {
        self.prompt.is_some()
    }

    fn update(&mut self, event: Event) -> Cmd {
        match event {
            Event::Lab(answer) => self.take_in(*answer),
            event if self.prompt.is_some() => return self.type_on(event),
            Event::Do(intent) => return self.do_intent(intent),
            _ => {}
        }
        Cmd::None
    }

    fn view(&self, frame: &mut Frame, area: Rect) {
        view::draw(self, frame, area);
    }
}
