//! Mining at full speed, with the hash rate of each thread, at a difficulty that the reader turns.

mod keys;
mod view;

use std::collections::VecDeque;
use std::num::NonZeroUsize;
use std::time::Duration;

use ratatui::{Frame, layout::Rect};

use super::{Binding, Cmd, Event, Intent, Screen};
use crate::bench::live_miner::{Effort, FoundBlock, LiveChain, LiveMiner, MOST_BITS, Progress};
use crate::bench::machine::threads;
use crate::mining::kernel::{Engine, Kernel};

/// Blocks that are remembered.
const KEPT: usize = 100;
/// Looks at what was done over which a rate is taken: two seconds.
const LOOKS: usize = 10;
/// The most threads that one may ask for: more than any laptop runs at once.
const MOST_THREADS: usize = 256;

/// The screen.
pub struct MinerScreen {
    effort: Effort,
    /// Where it goes on; none while a miner has it.
    chain: Option<LiveChain>,
    miner: Option<LiveMiner>,
    /// The newest last.
    blocks: Vec<FoundBlock>,
    /// What was done, by the looks of the last moments; the newest last.
    seen: VecDeque<Progress>,
}

impl MinerScreen {
    /// At this difficulty, on all threads, with the fastest kernel. Nothing is mined before the reader
    /// says so.
    pub fn new(zero_bits: u8) -> MinerScreen {
        let effort = Effort {
            zero_bits,
            engine: Engine::best(),
            threads: NonZeroUsize::new(threads()).unwrap_or(NonZeroUsize::MIN),
            max_hashes: u64::MAX,
        };
        MinerScreen::with(effort)
    }

    /// The same with everything chosen.
    pub fn with(effort: Effort) -> MinerScreen {
        MinerScreen {
            effort,
            chain: Some(LiveChain::new(effort.zero_bits)),
            miner: None,
            blocks: Vec::new(),
            seen: VecDeque::new(),
        }
    }

    fn start(&mut self) {
        let chain = self.chain.take().map(|mut chain| {
            chain.set_difficulty(self.effort.zero_bits);
            chain
        });
        let chain = chain.unwrap_or_else(|| LiveChain::new(self.effort.zero_bits));
        self.seen = VecDeque::from([Progress::default()]);
        self.miner = Some(LiveMiner::start(chain, self.effort));
    }

    fn stop(&mut self) {
        if let Some(miner) = self.miner.take() {
            let (chain, blocks) = miner.stop();
            self.chain = chain;
            self.keep(blocks);
        }
    }

    fn take_in(&mut self, miner: &mut LiveMiner) {
        self.keep(miner.new_blocks());
        self.seen.push_back(miner.progress());
        if self.seen.len() > LOOKS {
            self.seen.pop_front();
        }
    }

    fn keep(&mut self, blocks: Vec<FoundBlock>) {
        self.blocks.extend(blocks);
        let surplus = self.blocks.len().saturating_sub(KEPT);
        self.blocks.drain(..surplus);
    }

    /// Changes how it searches; what is running starts anew.
    fn change(&mut self, change: impl FnOnce(&mut Effort)) {
        let running = self.miner.is_some();
        self.stop();
        change(&mut self.effort);
        if running {
            self.start();
        }
    }

    fn do_intent(&mut self, intent: Intent) -> Cmd {
        match intent {
            Intent::Enter if self.miner.is_some() => self.stop(),
            Intent::Enter => self.start(),
            Intent::Faster => {
                self.change(|effort| effort.zero_bits = (effort.zero_bits + 1).min(MOST_BITS));
            }
            Intent::Slower => {
                self.change(|effort| effort.zero_bits = effort.zero_bits.saturating_sub(1));
            }
            Intent::Up | Intent::Down => {
                let now = self.effort.threads.get();
                let wanted = if intent == Intent::Up { now + 1 } else { now - 1 };
                let wanted = NonZeroUsize::new(wanted.min(MOST_THREADS));
                self.change(|effort| effort.threads = wanted.unwrap_or(effort.threads));
            }
            Intent::Next => self.change(|effort| effort.engine = after(effort.engine)),
            Intent::Leave => return Cmd::Pop,
            _ => {}
        }
        Cmd::None
    }
}

/// The kernel after this one, of those that run here.
fn after(engine: Engine) -> Engine {
    let all = Kernel::available();
    let at = all.iter().position(|kernel| *kernel == engine.kernel()).unwrap_or(0);
    all.get((at + 1) % all.len().max(1)).and_then(|kernel| kernel.engine()).unwrap_or(engine)
}

impl Screen for MinerScreen {
    fn title(&self) -> String {
        "mining at full speed".to_owned()
    }

    fn status(&self) -> String {
        let state = if self.miner.is_some() { "mining" } else { "stopped" };
        format!("{state} · {} zero bits", self.effort.zero_bits)
    }

    fn bindings(&self) -> Vec<&'static Binding> {
        keys::KEYS.iter().collect()
    }

    fn tick(&self) -> Option<Duration> {
        self.miner.is_some().then_some(Duration::from_millis(200))
    }

    fn update(&mut self, event: Event) -> Cmd {
        match event {
            Event::Do(intent) => return self.do_intent(intent),
            Event::Tick => {
                if let Some(mut miner) = self.miner.take() {
                    self.take_in(&mut miner);
                    self.miner = Some(miner);
                }
            }
            _ => {}
        }
        Cmd::None
    }

    fn view(&self, frame: &mut Frame, area: Rect) {
        view::draw(self, frame, area);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn until(screen: &mut MinerScreen, done: impl Fn(&MinerScreen) -> bool) {
        while !done(screen) {
            std::thread::sleep(Duration::from_millis(1));
            screen.update(Event::Tick);
        }
    }

    #[test]
    fn it_mines_when_told_to_and_turns_difficulty_threads_and_kernel() {
        let mut screen = MinerScreen::new(6);
        assert!(screen.tick().is_none() && screen.chain.is_some());
        screen.update(Event::Do(Intent::Enter));
        until(&mut screen, |screen| screen.blocks.len() > 2);
        screen.update(Event::Do(Intent::Faster));
        screen.update(Event::Do(Intent::Up));
        screen.update(Event::Do(Intent::Next));
        let seen = screen.blocks.len();
        until(&mut screen, |screen| screen.blocks.len() > seen);
        screen.update(Event::Do(Intent::Enter));
        assert!(screen.miner.is_none() && screen.chain.is_some());
        assert_eq!((screen.effort.zero_bits, screen.effort.threads.get()), (7, threads() + 1));
        let heights: Vec<u32> = screen.blocks.iter().map(|block| block.height).collect();
        assert!(heights.windows(2).all(|pair| pair[1] == pair[0] + 1), "{heights:?}");
        for _ in 0..50 {
            screen.update(Event::Do(Intent::Slower));
            screen.update(Event::Do(Intent::Down));
        }
        assert_eq!((screen.effort.zero_bits, screen.effort.threads.get()), (0, 1));
    }
}
