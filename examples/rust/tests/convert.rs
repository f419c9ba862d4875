use subkit::{cue, srt, vtt, Cue, ParseError};

const FILE: &str =
    "1\r\n00:00:01,000 --> 00:00:02,500\r\nTom & Anna\r\n\r\n2\r\n00:01:00,000 --> 00:01:01,000\r\ntwo\r\nlines\r\n";

#[test]
fn subrip_becomes_webvtt() {
    let cues = srt::parse(FILE).expect("a valid file");
    assert_eq!(
        vtt::write(&cues),
        "WEBVTT\n\n00:00:01.000 --> 00:00:02.500\nTom &amp; Anna\n\n00:01:00.000 --> 00:01:01.000\ntwo\nlines\n"
    );
}

#[test]
fn writing_renumbers() {
    let mut cues = srt::parse(FILE).expect("a valid file");
    cue::shift(&mut cues, 250);
    let text = srt::write(&cues[1..]);
    assert_eq!(text, "1\n00:01:00,250 --> 00:01:01,250\ntwo\nlines\n");
}

#[test]
fn a_wrong_time_is_named() {
    let wrong = srt::parse("1\n00:00:01 --> 00:00:02,000\nx\n");
    assert_eq!(wrong, Err(ParseError::Time("00:00:01 ".to_string())));
}

#[test]
fn what_is_no_block_is_skipped() {
    assert_eq!(srt::parse("a comment\n\n"), Ok(Vec::<Cue>::new()));
}
