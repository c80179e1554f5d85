//! The picture: what is asked, what each thread does, and the blocks that were found.

use std::time::Duration;

use ratatui::{
    Frame,
    layout::{Constraint, Layout, Rect},
    text::Line as ScreenLine,
};

use super::MinerScreen;
use crate::bench::live_miner::{FoundBlock, Progress, nanoseconds};
use crate::mining::hash_rate::{duration, expected_wait, hash_rate};
use crate::mining::puzzle::{target_of, zero_bits};
use crate::spelling::{counted, grouped};
use crate::trace::{Body, Mark, Pane, Row};
use crate::tui::look;
use crate::tui::pane::{self, View};

/// Columns of the longest bar.
const BAR: usize = 28;

/// Draws it.
pub fn draw(screen: &MinerScreen, frame: &mut Frame, area: Rect) {
    let told = told(screen);
    let rows = screen.effort.threads.get().min(8) as u16 + 2;
    let [top, threads, blocks] = Layout::vertical([
        Constraint::Length(told.len() as u16 + 1),
        Constraint::Length(rows + 1),
        Constraint::Fill(1),
    ])
    .areas(area);
    for (offset, line) in told.into_iter().enumerate() {
        let row = Rect { y: top.y + offset as u16, height: 1, ..top };
        let line = look::cut(&format!(" {line}"), area.width as usize);
        frame.render_widget(ScreenLine::from(line), row.intersection(area));
    }
    pane::draw(frame, threads, &threads_pane(screen), View::default());
    pane::draw(frame, blocks, &blocks_pane(screen, blocks.height), View::default());
}

fn expected(screen: &MinerScreen) -> f64 {
    2_f64.powi(screen.effort.zero_bits.into())
}

/// What each thread did in the last moments, and how long these were.
fn lately(screen: &MinerScreen) -> (Vec<u64>, Duration) {
    let none = Progress::default();
    let first = screen.seen.front().unwrap_or(&none);
    let last = screen.seen.back().unwrap_or(&none);
    let since = |at: usize, now: u64| now - first.hashes.get(at).copied().unwrap_or(0).min(now);
    let hashes = last.hashes.iter().enumerate().map(|(at, now)| since(at, *now)).collect();
    (hashes, last.elapsed.saturating_sub(first.elapsed))
}

// Rates and chances are for the eye.
#[allow(clippy::cast_precision_loss)]
fn told(screen: &MinerScreen) -> Vec<String> {
    let effort = &screen.effort;
    let (hashes, time) = lately(screen);
    let all: u64 = hashes.iter().sum();
    let block = screen.seen.back().cloned().unwrap_or_default();
    let chance = 1.0 - (-(block.block_hashes as f64) / expected(screen)).exp();
    let wait = match all {
        0 => "press Enter to start".to_owned(),
        _ => {
            let wait = expected_wait(expected(screen), all, nanoseconds(time));
            format!("about {wait} at this rate")
        }
    };
    vec![
        format!(
            "Wanted: a header whose hash begins with {} zero bits (bits {}).",
            effort.zero_bits,
            target_of(effort.zero_bits).to_compact()
        ),
        format!("Expected: {} hashes a block, {wait}.", grouped(1_u64 << effort.zero_bits.min(63))),
        format!(
            "This block: {} hashes in {}; by now found in {:.0} % of cases.",
            grouped(block.block_hashes),
            duration(block.block_elapsed.as_secs_f64()),
            chance * 100.0
        ),
        format!(
            "All together: {} by {} on {}.",
            hash_rate(all, nanoseconds(time)),
            effort.engine.kernel().name(),
            counted(effort.threads.get(), "thread")
        ),
    ]
}

// Parts of a bar, for the eye.
#[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, clippy::cast_precision_loss)]
fn threads_pane(screen: &MinerScreen) -> Pane {
    let (hashes, time) = lately(screen);
    let most = hashes.iter().copied().max().unwrap_or(0).max(1);
    let rows = (0..screen.effort.threads.get()).map(|thread| {
        let hashes = hashes.get(thread).copied().unwrap_or(0);
        let part = hashes as f64 / most as f64;
        let bar = "█".repeat((part * BAR as f64).round() as usize);
        Row::new([format!("{}", thread + 1), hash_rate(hashes, nanoseconds(time)), bar])
    });
    let rows = rows.collect();
    let headers = ["thread", "rate", "compared with the fastest"].map(String::from).to_vec();
    Pane::whole("Each thread", Body::Table { headers, rows })
}

/// The newest first, as many as there is room for.
fn blocks_pane(screen: &MinerScreen, height: u16) -> Pane {
    let room = usize::from(height.saturating_sub(2)).max(1);
    let row = |(at, block): (usize, &FoundBlock)| {
        let hash = block.header.block_hash();
        let row = Row::new([
            block.height.to_string(),
            zero_bits(&hash).to_string(),
            grouped(block.tries),
            format!("{:.3} s", block.elapsed.as_secs_f64()),
            block.header.nonce.to_string(),
            format!("{:.20}…", hash.to_string()),
        ]);
        if at == 0 { row.marked(Mark::Good) } else { row }
    };
    let rows = screen.blocks.iter().rev().enumerate().take(room).map(row).collect();
    let headers =
        ["height", "zero bits", "tries", "time", "nonce", "hash"].map(String::from).to_vec();
    Pane::whole("Blocks found, the newest first", Body::Table { headers, rows })
}
