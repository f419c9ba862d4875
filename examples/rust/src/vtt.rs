//! WebVTT: a header, a full stop before the fraction.

use crate::cue::Cue;
use crate::time;

/// A file with all cues.
pub fn write(cues: &[Cue]) -> String {
    let mut file = String::from("WEBVTT\n");
    for cue in cues {
        let (start, end) = (time::format(cue.start, '.'), time::format(cue.end, '.'));
        file.push_str(&format!("\n{start} --> {end}\n{}\n", escape(&cue.text)));
    }
    file
}

/// Text as WebVTT wants it: three characters have a meaning of their own.
fn escape(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
}
