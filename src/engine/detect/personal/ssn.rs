//! Owns social security numbers of the United States. It must not take nine digits for one unless something says so.

use std::ops::Range;

use super::{begins, ends, number};

/// How far before bare digits the word that tells them may begin, in bytes.
const REACH: usize = 48;
/// Words that tell.
const WORDS: [&[u8]; 3] = [b"ssn", b"social security", b"social_security"];

/// The number whose first digit stands at `at`: `123-45-6789`, or nine digits after a telling word.
pub(super) fn at(text: &[u8], at: usize) -> Option<Range<usize>> {
    let (range, parts) = match dashed(text, at) {
        Some(found) => found,
        None => bare(text, at)?,
    };
    let [area, group, serial] = parts;
    let issued = !matches!(area, 0 | 666 | 900..) && group != 0 && serial != 0;
    (issued && begins(text, range.start) && ends(text, range.end)).then_some(range)
}

fn dashed(text: &[u8], at: usize) -> Option<(Range<usize>, [u32; 3])> {
    let dashes = text.get(at + 3) == Some(&b'-') && text.get(at + 6) == Some(&b'-');
    let parts = [number(text, at, 3)?, number(text, at + 4, 2)?, number(text, at + 7, 4)?];
    dashes.then_some((at..at + 11, parts))
}

fn bare(text: &[u8], at: usize) -> Option<(Range<usize>, [u32; 3])> {
    let all = number(text, at, 9)?;
    let before = text.get(at.saturating_sub(REACH)..at)?;
    let line = memchr::memrchr(b'\n', before).and_then(|end| before.get(end..)).unwrap_or(before);
    let lower = line.to_ascii_lowercase();
    let told = WORDS.iter().any(|word| memchr::memmem::find(&lower, word).is_some());
    told.then_some((at..at + 9, [all / 1_000_000, all / 10_000 % 100, all % 10_000]))
}
