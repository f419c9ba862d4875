//! What every subtitle format has in common.

use std::fmt;

/// Text that is shown for a while; times are in milliseconds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cue {
    pub start: u64,
    pub end: u64,
    pub text: String,
}

/// Why a file could not be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ParseError {
    /// Not a point in time.
    Time(String),
    /// Not `start --> end`.
    Timing(String),
}

impl fmt::Display for ParseError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            ParseError::Time(text) => write!(f, "`{text}` is no point in time"),
            ParseError::Timing(text) => write!(f, "`{text}` is no timing"),
        }
    }
}

impl std::error::Error for ParseError {}

impl Cue {
    /// Milliseconds for which the cue is shown.
    pub fn duration(&self) -> u64 {
        self.end.saturating_sub(self.start)
    }

    /// Characters per second, the usual measure of how hard a cue is to read.
    pub fn reading_speed(&self) -> f64 {
        let characters = self.text.chars().filter(|c| !c.is_whitespace()).count();
        match self.duration() {
            0 => f64::INFINITY,
            ms => characters as f64 * 1000.0 / ms as f64,
        }
    }
}

/// Shows all cues later, or earlier where `ms` is negative; none starts before zero.
///
/// ```
/// let mut cues = subkit::srt::parse("1\n00:00:01,000 --> 00:00:02,000\nHi\n")?;
/// subkit::cue::shift(&mut cues, 500);
/// assert_eq!((cues[0].start, cues[0].end), (1500, 2500));
/// # Ok::<(), subkit::ParseError>(())
/// ```
pub fn shift(cues: &mut [Cue], ms: i64) {
    for cue in cues {
        cue.start = cue.start.saturating_add_signed(ms);
        cue.end = cue.end.saturating_add_signed(ms);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cue(start: u64, end: u64, text: &str) -> Cue {
        Cue {
            start,
            end,
            text: text.to_string(),
        }
    }

    #[test]
    fn speed_counts_what_is_read() {
        assert_eq!(cue(0, 2000, "one two\nsix").reading_speed(), 4.5);
        assert!(cue(5, 5, "x").reading_speed().is_infinite());
    }

    #[test]
    fn shifting_stops_at_zero() {
        let mut cues = [cue(500, 1500, "a"), cue(3000, 4000, "b")];
        shift(&mut cues, -1000);
        assert_eq!(cues, [cue(0, 500, "a"), cue(2000, 3000, "b")]);
    }

    #[test]
    fn errors_name_the_text() {
        assert_eq!(
            ParseError::Timing("x".to_string()).to_string(),
            "`x` is no timing"
        );
    }
}
