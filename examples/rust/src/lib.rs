//! Reads, shifts and writes subtitles.

pub mod cue;
pub mod srt;
pub mod time;
pub mod vtt;

pub use cue::{Cue, ParseError};
