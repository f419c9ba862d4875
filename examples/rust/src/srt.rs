//! SubRip: numbered blocks, a comma before the fraction.

use crate::cue::{Cue, ParseError};
use crate::time;

/// The cues of a file, in its order; numbers are not trusted.
pub fn parse(source: &str) -> Result<Vec<Cue>, ParseError> {
    let source = source.trim_start_matches('\u{feff}').replace("\r\n", "\n");
    source.split("\n\n").filter_map(block).collect()
}

fn block(text: &str) -> Option<Result<Cue, ParseError>> {
    let mut lines = text.trim().lines();
    let timing = lines.find(|line| line.contains("-->"))?;
    let text = lines.collect::<Vec<_>>().join("\n");
    Some(timed(timing).map(|(start, end)| Cue { start, end, text }))
}

fn timed(line: &str) -> Result<(u64, u64), ParseError> {
    let (start, end) = line
        .split_once("-->")
        .ok_or_else(|| ParseError::Timing(line.to_string()))?;
    Ok((time::parse(start, ',')?, time::parse(end, ',')?))
}

/// A file with all cues, numbered from one.
pub fn write(cues: &[Cue]) -> String {
    let blocks = cues.iter().enumerate().map(|(index, cue)| {
        let (start, end) = (time::format(cue.start, ','), time::format(cue.end, ','));
        format!("{}\n{start} --> {end}\n{}\n", index + 1, cue.text)
    });
    blocks.collect::<Vec<_>>().join("\n")
}
