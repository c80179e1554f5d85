//! The picture: the tree on the left; wallets and what waits on the right; below, what was said.

use ratatui::{
    Frame,
    layout::{Constraint, Layout, Rect},
    text::Line as ScreenLine,
};

use super::LabScreen;
use crate::primitives::amount::bitcoin_short;
use crate::trace::{Body, Branch, Mark, Pane, Row};
use crate::tui::look;
use crate::tui::pane::{self, View};

/// Rows for what was said.
const SAID_ROWS: u16 = 6;

/// Draws it.
pub fn draw(screen: &LabScreen, frame: &mut Frame, area: Rect) {
    let asked = u16::from(screen.prompt.is_some());
    let [top, said, prompt] = Layout::vertical([
        Constraint::Fill(1),
        Constraint::Length(SAID_ROWS.min(area.height / 3)),
        Constraint::Length(asked),
    ])
    .areas(area);
    if screen.lab.is_some() {
        let [left, right] =
            Layout::horizontal([Constraint::Percentage(48), Constraint::Fill(1)]).areas(top);
        let view = View { focused: true, ..View::default() };
        pane::draw(frame, left, &tree_pane(screen), view);
        let waiting = screen.lab.as_ref().map_or(0, |lab| lab.mempool().len()).min(6) as u16;
        let [wallets, pool] =
            Layout::vertical([Constraint::Fill(1), Constraint::Length(waiting + 2)]).areas(right);
        pane::draw(frame, wallets, &wallets_pane(screen), View::default());
        pane::draw(frame, pool, &waiting_pane(screen), View::default());
    }
    draw_said(screen, frame, said);
    if let Some(typed) = &screen.prompt {
        typed.view(frame, prompt);
    }
}

/// The tree, the chosen line marked.
fn tree_pane(screen: &LabScreen) -> Pane {
    let branches = screen.tree.iter().enumerate().map(|(at, line)| {
        let mark = if at == screen.at { Mark::Current } else { plain(line.branch.line.mark) };
        Branch { line: line.branch.line.clone().marked(mark), ..line.branch }
    });
    Pane::whole("Blocks, the tip first", Body::Tree { branches: branches.collect() })
}

/// The tip says that it is the tip; its mark is kept for the chosen line.
fn plain(mark: Mark) -> Mark {
    if mark == Mark::Current { Mark::Plain } else { mark }
}

fn wallets_pane(screen: &LabScreen) -> Pane {
    let rows = screen.balances.iter().map(|(name, held)| {
        Row::new([
            name.clone(),
            bitcoin_short(held.spendable),
            bitcoin_short(held.unripe),
            bitcoin_short(held.incoming),
        ])
    });
    let rows = rows.collect();
    let headers = ["wallet", "to spend", "unripe", "coming"].map(String::from).to_vec();
    Pane::whole("Wallets, in bitcoin", Body::Table { headers, rows })
}

fn waiting_pane(screen: &LabScreen) -> Pane {
    let mut rows = Vec::new();
    if let Some(lab) = &screen.lab {
        for (txid, entry) in lab.mempool().entries() {
            let id = txid.to_string();
            rows.push(Row::new([
                format!("{}…", id.get(..10).unwrap_or(&id)),
                entry.own.fee_satoshis.to_string(),
                entry.own.virtual_size.to_string(),
            ]));
        }
    }
    let headers = ["waits", "fee", "vbytes"].map(String::from).to_vec();
    Pane::whole("Mempool", Body::Table { headers, rows })
}

/// The newest sentences, as many as there is room for.
fn draw_said(screen: &LabScreen, frame: &mut Frame, area: Rect) {
    let width = (area.width as usize).saturating_sub(2);
    let lines: Vec<String> =
        screen.says.iter().flat_map(|sentence| look::wrap(sentence, width)).collect();
    let surplus = lines.len().saturating_sub((area.height as usize).saturating_sub(1));
    let rule = "─".repeat(area.width as usize);
    frame.render_widget(ScreenLine::from(rule), Rect { height: area.height.min(1), ..area });
    for (offset, line) in lines.into_iter().skip(surplus).enumerate() {
        let row = Rect { y: area.y + 1 + offset as u16, height: 1, ..area };
        frame.render_widget(ScreenLine::from(format!(" {line}")), row);
    }
}
