//! How the hash rate changes from window to window.

/// What the miners of a chain do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Schedule {
    /// Nothing changes.
    Steady,
    /// Twice as many hashes from window 3 on.
    Doubles,
    /// Half as many from window 3 on.
    Halves,
    /// Ten times as many from window 3 on.
    TenTimes,
    /// Three times as many in windows 3 and 4, as at first in 5 and 6, and so on.
    Swings,
    /// Two thirds of the miners come while the difficulty is below what they left at, and leave above.
    FairWeather,
}

impl Schedule {
    /// All of them.
    pub const ALL: [Schedule; 6] = [
        Schedule::Steady,
        Schedule::Doubles,
        Schedule::Halves,
        Schedule::TenTimes,
        Schedule::Swings,
        Schedule::FairWeather,
    ];

    /// What the command line calls it.
    pub fn name(self) -> &'static str {
        match self {
            Schedule::Steady => "steady",
            Schedule::Doubles => "doubles",
            Schedule::Halves => "halves",
            Schedule::TenTimes => "x10",
            Schedule::Swings => "swings",
            Schedule::FairWeather => "fair-weather",
        }
    }

    /// The schedule of that name.
    pub fn from_name(name: &str) -> Option<Schedule> {
        Schedule::ALL.into_iter().find(|schedule| schedule.name() == name)
    }

    /// The hash rate in window `window`, from 1 on, in per cent of that at the start. `difficulty` is the
    /// window's own, in per cent of that at the start.
    pub fn rate_percent(self, window: u32, difficulty: u64) -> u32 {
        let later = window >= 3;
        match self {
            Schedule::Doubles if later => 200,
            Schedule::Halves if later => 50,
            Schedule::TenTimes if later => 1_000,
            Schedule::Swings if later && (window - 3) % 4 < 2 => 300,
            // Above this they earn too little.
            Schedule::FairWeather if difficulty < 150 => 300,
            _ => 100,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_read_back_and_rates_change_when_they_say() {
        for schedule in Schedule::ALL {
            assert_eq!(Schedule::from_name(schedule.name()), Some(schedule));
        }
        assert_eq!(Schedule::from_name("tides"), None);
        let rates =
            |schedule: Schedule| [1, 2, 3, 4, 5, 7].map(|at| schedule.rate_percent(at, 100));
        assert_eq!(rates(Schedule::Steady), [100; 6]);
        assert_eq!(rates(Schedule::Doubles), [100, 100, 200, 200, 200, 200]);
        assert_eq!(rates(Schedule::Halves), [100, 100, 50, 50, 50, 50]);
        assert_eq!(rates(Schedule::TenTimes), [100, 100, 1_000, 1_000, 1_000, 1_000]);
        assert_eq!(rates(Schedule::Swings), [100, 100, 300, 300, 100, 300]);
        let fair = [(1, 100), (2, 149), (3, 150), (4, 300)];
        let fair = fair.map(|(at, difficulty)| Schedule::FairWeather.rate_percent(at, difficulty));
        assert_eq!(fair, [300, 300, 100, 100]);
    }
}
