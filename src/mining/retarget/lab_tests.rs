//! Hash rates that change, in windows whose figures can be worked out by hand, and drawn ones.

use super::*;

fn regular(schedule: Schedule, window_blocks: u32) -> LabParams {
    let mut params = LabParams::bitcoin(schedule, "regular");
    (params.pow.window_blocks, params.regular) = (window_blocks, true);
    params
}

fn run(params: &LabParams, windows: u32) -> Vec<WindowRow> {
    let mut state = LabState::new(params);
    let fill = |_| {
        let rate = state.scheduled_percent(params);
        state.fill(params, rate).unwrap()
    };
    (0..windows).map(fill).collect()
}

#[test]
fn twice_the_hash_rate_halves_the_interval_until_the_window_is_over() {
    let rows = run(&regular(Schedule::Doubles, 2_016), 5);
    let seconds: Vec<u64> = rows.iter().map(|row| row.seconds).collect();
    // 2,015 intervals of 600 s. The rule takes them for 2,016, so that each window is a little harder.
    assert_eq!(seconds[0], 2_015 * 600);
    assert!((rows[1].difficulty - 2_016.0 / 2_015.0).abs() < 1e-5, "{rows:?}");
    let by_hand = |row: &WindowRow, times: f64| 2_015.0 * 600.0 * row.difficulty / times;
    for (row, times) in rows.iter().zip([1.0, 1.0, 2.0, 2.0, 2.0]) {
        assert!((row.seconds as f64 - by_hand(row, times)).abs() < 6.0, "{row:?}");
    }
    assert!((rows[2].interval_seconds - 300.0).abs() < 0.5);
    assert!((rows[3].difficulty - 2.0).abs() < 0.01 && !rows[2].clamped);
    assert!((rows[3].interval_seconds - 600.0).abs() < 1.0);
}

#[test]
fn half_the_hash_rate_doubles_the_interval_for_one_window() {
    let rows = run(&regular(Schedule::Halves, 2_016), 4);
    assert!((rows[2].interval_seconds - 1_200.0).abs() < 2.0);
    assert!((rows[3].difficulty - 0.5).abs() < 0.001);
    assert!((rows[3].interval_seconds - 600.0).abs() < 1.0);
}

#[test]
fn ten_times_the_hash_rate_takes_two_windows_since_a_change_is_held_at_four() {
    let rows = run(&regular(Schedule::TenTimes, 2_016), 6);
    assert!(rows[2].clamped && (rows[2].factor - 4.0).abs() < 1e-3);
    assert!((rows[3].interval_seconds - 240.0).abs() < 1.0, "four tenths of 600");
    assert!(!rows[3].clamped && (rows[3].factor - 2.5).abs() < 0.01);
    assert!((rows[4].interval_seconds - 600.0).abs() < 1.0);
    // With another clamp one is enough.
    let mut loose = regular(Schedule::TenTimes, 2_016);
    loose.pow.max_factor = 16;
    let rows = run(&loose, 4);
    assert!(!rows[2].clamped && (rows[3].interval_seconds - 600.0).abs() < 1.0);
}

#[test]
fn drawn_windows_follow_the_law_and_the_seed() {
    let params = LabParams::bitcoin(Schedule::Steady, "drawn");
    let rows = run(&params, 20);
    assert_eq!(rows, run(&params, 20));
    assert_ne!(rows, run(&LabParams::bitcoin(Schedule::Steady, "other"), 20));
    let mean = rows.iter().map(|row| row.interval_seconds).sum::<f64>() / 20.0;
    // A window scatters by 600 / sqrt(2,015), which is 13, and each makes up for the one before.
    assert!((mean - 600.0).abs() < 5.0, "{mean}");
    for row in &rows {
        assert!((row.interval_seconds / row.difficulty - 600.0).abs() < 4.5 * 600.0 / 45.0);
    }
}

#[test]
fn miners_who_come_for_low_difficulty_make_it_swing() {
    let rows = run(&regular(Schedule::FairWeather, 2_016), 8);
    let rates: Vec<u32> = rows.iter().map(|row| row.rate_percent).collect();
    assert_eq!(rates, [300, 100, 300, 100, 300, 100, 300, 100]);
    assert!(rows[1].interval_seconds > 1_700.0 && rows[2].interval_seconds < 250.0, "{rows:?}");
}

#[test]
fn late_blocks_of_a_testnet_are_easy_and_the_target_comes_back() {
    let mut params = LabParams::bitcoin(Schedule::TenTimes, "testnet").with_testnet_rule();
    params.pow.window_blocks = 144;
    let mut state = LabState::new(&params);
    for rate in [1_000, 1_000, 1_000] {
        let row = state.fill(&params, rate).unwrap();
        // At the start the easiest target is everybody's.
        assert!(row.difficulty > 1.0 || row.easiest_blocks == 0, "{row:?}");
    }
    assert!(state.difficulty_percent() > 300, "{}", state.difficulty_percent());
    // The miners leave: what would take an hour a block takes twenty minutes and a little.
    let row = state.fill(&params, 50).unwrap();
    assert!(row.easiest_blocks > 72, "{row:?}");
    assert!(row.interval_seconds < 2_600.0, "{row:?}");
}

#[test]
fn no_figures_make_it_fail() {
    for window_blocks in [1, 2, 3] {
        for rate in [0, 1, u32::MAX] {
            let mut params = LabParams::bitcoin(Schedule::Steady, "edge");
            (params.pow.window_blocks, params.pow.max_factor) = (window_blocks, 0);
            let mut state = LabState::new(&params);
            for _ in 0..4 {
                state.fill(&params, rate);
            }
        }
    }
}

#[test]
fn a_chain_ends_where_headers_have_no_more_times() {
    let mut params = regular(Schedule::Steady, 2_016);
    params.pow.interval_seconds = 86_400;
    let mut state = LabState::new(&params);
    let windows = (0..100).take_while(|_| state.fill(&params, 100).is_some()).count();
    // Seconds from 2009 to 2106, at a day a block.
    assert_eq!(windows, 17);
    let before = state.clone();
    assert_eq!((state.fill(&params, 100), state.windows()), (None, 17));
    assert_eq!(state, before);
    assert!(state.fill(&params, 100_000).is_some(), "faster miners still fit in");
}
