//! Points in time, in milliseconds from the start of a film.

use crate::cue::ParseError;

/// Milliseconds of `00:01:02,500`, with the sign that a format uses before its fraction.
///
/// ```
/// assert_eq!(subkit::time::parse("00:01:02,500", ','), Ok(62_500));
/// ```
pub fn parse(text: &str, sign: char) -> Result<u64, ParseError> {
    let wrong = || ParseError::Time(text.to_string());
    let (clock, fraction) = text.trim().split_once(sign).ok_or_else(wrong)?;
    if fraction.len() != 3 {
        return Err(wrong());
    }
    let mut seconds = 0;
    for part in clock.split(':') {
        seconds = seconds * 60 + part.parse::<u64>().map_err(|_| wrong())?;
    }
    Ok(seconds * 1000 + fraction.parse::<u64>().map_err(|_| wrong())?)
}

/// The opposite of [`parse`].
pub fn format(ms: u64, sign: char) -> String {
    let seconds = ms / 1000;
    format!(
        "{:02}:{:02}:{:02}{sign}{:03}",
        seconds / 3600,
        seconds / 60 % 60,
        seconds % 60,
        ms % 1000
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_hours_and_fractions() {
        assert_eq!(parse("01:00:00.001", '.'), Ok(3_600_001));
        assert_eq!(parse("02:05.250", '.'), Ok(125_250));
    }

    #[test]
    fn writes_what_it_reads() {
        for ms in [0, 999, 59_999, 3_600_000, 86_399_123] {
            assert_eq!(parse(&format(ms, ','), ','), Ok(ms));
        }
    }

    #[test]
    fn says_what_is_wrong() {
        for text in ["", "00:00:01", "00:00:01,5", "aa:00:01,500"] {
            assert_eq!(parse(text, ','), Err(ParseError::Time(text.to_string())));
        }
    }
}
