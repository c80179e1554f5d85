//! What is told of a step: how it ended, the sentence, the rule, why the rule exists, where it is
//! written.

use ratatui::{
    style::{Modifier, Style},
    text::Line,
};

use crate::{
    rules::{Cite, Rule},
    trace::{Mark, Scene, Verdict},
    tui::look,
};

/// The story of `scene` in lines of at most `width` columns.
pub fn lines(scene: &Scene, width: usize) -> Vec<Line<'static>> {
    let mut lines = Vec::new();
    let mut tell = |text: &str, style: Style| {
        let wrapped = look::wrap(text, width);
        lines.extend(wrapped.into_iter().map(|line| Line::styled(line, style)));
    };
    match &scene.verdict {
        None => {}
        Some(Verdict::Done) => tell("✓ Done.", look::mark_style(Mark::Good)),
        Some(Verdict::Valid) => tell("✓ Valid: no rule was broken.", look::mark_style(Mark::Good)),
        Some(Verdict::Invalid { name, .. }) => {
            let reason = scene.untold_reason().unwrap_or("not valid").trim_end_matches('.');
            tell(&format!("✗ {name}: {reason}."), look::mark_style(Mark::Bad));
        }
    }
    if !scene.sentence.is_empty() {
        tell(&scene.sentence, Style::default().add_modifier(Modifier::BOLD));
    }
    if let Some(rule) = scene.rule {
        let cites = cites(rule);
        let told = format!("Rule {}: {}. Why: {}. ({cites})", rule.name, rule.says, rule.why);
        tell(&told, Style::default());
    }
    lines
}

/// Where a rule is written; what stands in the same place is not named again.
fn cites(rule: &Rule) -> String {
    let mut told = String::new();
    let mut core = false;
    for cite in rule.cites {
        let separator = if told.is_empty() { "" } else { "; " };
        told.push_str(&match cite {
            Cite::Core(name) if core => format!(", {name}"),
            cite => format!("{separator}{cite}"),
        });
        core = matches!(cite, Cite::Core(_));
    }
    told
}

/// The same with what changed, for the explanation in full.
pub fn in_full(scene: &Scene, width: usize) -> Vec<Line<'static>> {
    let mut lines = lines(scene, width);
    for change in &scene.changes {
        let style = look::mark_style(Mark::Changed);
        let wrapped = look::wrap(&format!("• {change}"), width);
        lines.extend(wrapped.into_iter().map(|line| Line::styled(line, style)));
    }
    lines
}
