//! The picture: what is asked, what each thread does, and the blocks that were found.

use ratatui::{
    Frame,
    layout::{Constraint, Layout, Rect},
    text::Line as ScreenLine,
};

use super::MinerScreen;
use crate::bench::live_miner::FoundBlock;
use crate::mining::puzzle::{target_of, zero_bits};
use crate::spelling::grouped;
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

fn rate(hashes: u64, seconds: f64) -> f64 {
    // For the eye.
    #[allow(clippy::cast_precision_loss)]
    let hashes = hashes as f64;
    if seconds > 0.0 { hashes / seconds } else { 0.0 }
}

fn told(screen: &MinerScreen) -> Vec<String> {
    let effort = &screen.effort;
    let target = target_of(effort.zero_bits);
    let seconds = screen.progress.elapsed.as_secs_f64();
    let hashes: u64 = screen.progress.hashes.iter().sum();
    let total = rate(hashes, seconds);
    #[allow(clippy::cast_precision_loss)]
    let chance = 1.0 - (-(hashes as f64) / expected(screen)).exp();
    let wait = match total > 0.0 {
        true => format!("about {} a block at this rate", duration(expected(screen) / total)),
        false => "press Enter to start".to_owned(),
    };
    vec![
        format!(
            "Wanted: a header whose hash begins with {} zero bits (bits {}).",
            effort.zero_bits,
            target.to_compact()
        ),
        format!(
            "Expected: {} hashes a block, checked with one. {wait}.",
            grouped(1 << effort.zero_bits.min(63))
        ),
        format!(
            "This block: {} hashes in {}; in {:.0} % of all cases it is found by now.",
            grouped(hashes),
            duration(seconds),
            chance * 100.0
        ),
        format!(
            "All together: {:.2} million hashes a second, by {} on {} threads.",
            total / 1e6,
            effort.engine.kernel().name(),
            effort.threads
        ),
    ]
}

/// `0.3 s`, `12 min`.
fn duration(seconds: f64) -> String {
    match seconds {
        ..10.0 => format!("{seconds:.1} s"),
        ..120.0 => format!("{seconds:.0} s"),
        ..7200.0 => format!("{:.0} min", seconds / 60.0),
        ..172_800.0 => format!("{:.0} h", seconds / 3600.0),
        _ => format!("{:.0} days", seconds / 86_400.0),
    }
}

fn threads_pane(screen: &MinerScreen) -> Pane {
    let seconds = screen.progress.elapsed.as_secs_f64();
    let rates: Vec<f64> =
        screen.progress.hashes.iter().map(|hashes| rate(*hashes, seconds) / 1e6).collect();
    let most = rates.iter().copied().fold(0.0, f64::max);
    let rows = (0..screen.effort.threads.get()).map(|thread| {
        let rate = rates.get(thread).copied().unwrap_or(0.0);
        let part = if most > 0.0 { rate / most } else { 0.0 };
        // A part of one, so that it fits.
        #[allow(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            clippy::cast_precision_loss
        )]
        let bar = "█".repeat((part * BAR as f64).round() as usize);
        Row::new([format!("{}", thread + 1), format!("{rate:.2}"), bar])
    });
    let rows = rows.collect();
    let headers = ["thread", "MH/s", "compared with the fastest"].map(String::from).to_vec();
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
