//! Where the panes go: in columns, so that as little as possible is cut, the first pane least.

use ratatui::layout::Rect;

use crate::tui::pane::Need;

/// Columns left free between two columns of panes.
const GAP: u16 = 1;
/// The fewest columns that a column of panes is given beside another.
const NARROWEST: usize = 24;
/// The fewest rows that a pane is given, heading included, where there are that many.
const LOWEST: usize = 3;

/// An area for each pane, given the room that each would like.
pub fn arrange(area: Rect, needs: &[Need]) -> Vec<Rect> {
    best(area, needs).1
}

/// How much of the panes is cut in `area`, at best: 0 where all can be seen.
pub fn cut(area: Rect, needs: &[Need]) -> f64 {
    best(area, needs).0
}

fn best(area: Rect, needs: &[Need]) -> (f64, Vec<Rect>) {
    let most = match area.width {
        0..60 => 1,
        60..140 => 2,
        _ => 3,
    };
    let mut best = (f64::INFINITY, Vec::new());
    for splits in splits(needs.len(), most) {
        let areas = place(area, needs, &splits);
        let cost = cost(needs, &areas);
        if cost + 1e-9 < best.0 {
            best = (cost, areas);
        }
    }
    best
}

/// Every way to cut `count` panes into at most `most` columns, as the sizes of the columns; fewer
/// columns first.
fn splits(count: usize, most: usize) -> Vec<Vec<usize>> {
    let mut ways = vec![vec![count]];
    if most >= 2 {
        ways.extend((1..count).map(|first| vec![first, count - first]));
    }
    if most >= 3 {
        for first in 1..count {
            let rest = count - first;
            ways.extend((1..rest).map(|second| vec![first, second, rest - second]));
        }
    }
    ways
}

fn place(area: Rect, needs: &[Need], splits: &[usize]) -> Vec<Rect> {
    let mut columns = Vec::new();
    let mut rest = needs;
    for size in splits {
        let (column, after) = rest.split_at((*size).min(rest.len()));
        columns.push(column);
        rest = after;
    }
    let widest = |column: &&[Need]| column.iter().map(|need| need.width).max().unwrap_or(1);
    let wanted: Vec<usize> = columns.iter().map(widest).collect();
    let gaps = GAP * columns.len().saturating_sub(1) as u16;
    let widths = share(area.width.saturating_sub(gaps), &wanted, NARROWEST);
    let mut areas = Vec::with_capacity(needs.len());
    let mut x = area.x;
    for (column, width) in columns.iter().zip(widths) {
        let wanted: Vec<usize> = column.iter().map(|need| need.height).collect();
        let mut y = area.y;
        for height in share(area.height, &wanted, LOWEST) {
            areas.push(Rect { x, y, width, height });
            y += height;
        }
        x += width + GAP;
    }
    areas
}

/// Shares `room` so that the modest get all they want and the others the same; what nobody wants
/// goes to all in proportion.
fn share(room: u16, wanted: &[usize], least: usize) -> Vec<u16> {
    let total: usize = wanted.iter().sum();
    let mut left = room as usize;
    let mut given = vec![0usize; wanted.len()];
    if total <= left {
        let spare = left - total;
        for (given, want) in given.iter_mut().zip(wanted) {
            *given = want + spare * want / total.max(1);
            left -= *given;
        }
        if let Some(last) = given.last_mut() {
            *last += left;
        }
    } else {
        let mut open: Vec<usize> = (0..wanted.len()).collect();
        while let Some(place) =
            open.iter().position(|index| wanted[*index].max(least) <= left / open.len())
        {
            let index = open.remove(place);
            given[index] = wanted[index].max(least);
            left -= given[index];
        }
        for place in 0..open.len() {
            let sharers = open.len();
            given[open[place]] = left / sharers + usize::from(place < left % sharers);
        }
    }
    given.into_iter().map(|given| given as u16).collect()
}

/// What is cut, in parts of a pane; the first pane counts double, a pane that makes no sense any more
/// counts one more.
fn cost(needs: &[Need], areas: &[Rect]) -> f64 {
    let shown = |want: usize, given: u16| (given as f64 / want.max(1) as f64).min(1.0);
    let cut = needs.iter().zip(areas).enumerate().map(|(index, (need, area))| {
        let seen = shown(need.width, area.width) * shown(need.height, area.height);
        let broken = f64::from(u8::from(need.least > area.width as usize));
        (1.0 - seen + broken) * if index == 0 { 2.0 } else { 1.0 }
    });
    cut.sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn need((width, height): (usize, usize)) -> Need {
        Need { least: width / 2, width, height }
    }

    #[test]
    fn panes_fill_the_area_and_never_overlap() {
        let needs = [(40, 12), (30, 6), (70, 3), (20, 90)].map(need);
        for width in 0..200 {
            for height in [0, 1, 2, 5, 14, 40] {
                for count in 1..=needs.len() {
                    let area = Rect { x: 2, y: 1, width, height };
                    let areas = arrange(area, &needs[..count]);
                    assert_eq!(areas.len(), count);
                    for (index, one) in areas.iter().enumerate() {
                        assert!(one.is_empty() || area.union(*one) == area, "{one:?} in {area:?}");
                        let mut others =
                            areas[index + 1..].iter().filter(|other| !other.is_empty());
                        assert!(one.is_empty() || others.all(|other| !one.intersects(*other)));
                    }
                }
            }
        }
    }

    #[test]
    fn a_narrow_pane_goes_beside_a_long_one() {
        let area = Rect { x: 0, y: 0, width: 80, height: 14 };
        let areas = arrange(area, &[(40, 14), (30, 10)].map(need));
        assert_eq!((areas[0].height, areas[1].height), (14, 14));
        assert!(areas[0].width >= 40 && areas[1].width >= 30);
    }
}
