//! Owns telephone numbers: international ones with `+`, and those of North America with separators. It must not take
//! bare digits for one.

use std::ops::Range;

use super::{begins, digits, ends};
use crate::engine::detect::bytes::digit;

/// Digits with the country code: E.164 allows 15; fewer than eight are used nowhere that matters.
const FEWEST: usize = 8;
const MOST: usize = 15;
/// Most bytes of a number with its separators.
const LONGEST: usize = 28;
/// How North America writes its numbers; a zero stands for any digit.
const LAYOUTS: [&[u8]; 7] = [
    b"(000) 000-0000",
    b"(000) 000 0000",
    b"(000)000-0000",
    b"(000)-000-0000",
    b"000-000-0000",
    b"000.000.0000",
    b"000 000-0000",
];

/// The number whose first digit stands at `at`, or follows a `+` or `(` there.
pub(super) fn at(text: &[u8], at: usize) -> Option<Range<usize>> {
    let before = text.get(..at)?;
    if before.ends_with(b"+") { international(text, at) } else { north_american(text, at) }
}

fn international(text: &[u8], at: usize) -> Option<Range<usize>> {
    let plus = at.checked_sub(1)?;
    let joined = text.get(..plus)?.last().is_some_and(|byte| matches!(byte, b'+' | b'/' | b')' | b']'));
    if joined || !begins(text, plus) {
        return None;
    }
    let (mut digits, mut end, mut apart) = (Vec::new(), at, 0);
    let mut best = None;
    for (place, &byte) in text.get(at..text.len().min(at + LONGEST))?.iter().enumerate() {
        match byte {
            b'0'..=b'9' if digits.len() < MOST => {
                digits.push(byte - b'0');
                (end, apart) = (at + place + 1, 0);
                if ends(text, end) && is_dialled(&digits, place + 1 == digits.len()) {
                    best = Some(plus..end);
                }
            }
            b' ' | b'-' | b'.' | b'(' | b')' if apart < 2 => apart += 1,
            _ => break,
        }
    }
    // What goes on right behind the best end is a longer number.
    best.filter(|range| text.get(end).is_none_or(|next| !next.is_ascii_digit()) || range.end < end)
}

/// Whether digits can be a number with its country code; `bare` ones must not be a date as well.
fn is_dialled(digits: &[u8], bare: bool) -> bool {
    let at = |place: usize| digits.get(place).copied().unwrap_or_default();
    let date =
        bare && at(0) == 2 && at(1) == 0 && digits.len() >= 8 && at(4) * 10 + at(5) <= 12 && at(6) <= 3;
    let plausible = match (at(0), at(1)) {
        (0, _) => false,
        (1, _) => digits.len() == 11 && at(1) >= 2 && at(4) >= 2,
        // Codes that are not in use.
        (2, 8) | (8, 3 | 9) | (9, 7) => false,
        _ => true,
    };
    (FEWEST..=MOST).contains(&digits.len()) && plausible && !date
}

/// A number of North America, perhaps with the country code and perhaps in brackets of its own.
fn north_american(text: &[u8], at: usize) -> Option<Range<usize>> {
    let led = matches!(text.get(at..)?, [b'1', b' ' | b'-' | b'.', ..]);
    let from = if led { at + 2 } else { at };
    let opened = !led && text.get(..at)?.ends_with(b"(");
    let starts = [opened.then(|| at - 1), Some(from)];
    starts.into_iter().flatten().find_map(|start| {
        let length = LAYOUTS.iter().find_map(|layout| laid_out(text, start, layout))?;
        let range = start.min(at)..start + length;
        (begins(text, range.start) && ends(text, range.end)).then_some(range)
    })
}

/// The length of a layout that the text at `start` fills with an area code, an exchange and a line.
fn laid_out(text: &[u8], start: usize, layout: &[u8]) -> Option<usize> {
    let piece = text.get(start..start + layout.len())?;
    let fits = |(byte, &sample): (&u8, &u8)| if sample == b'0' { digit(*byte) } else { *byte == sample };
    let code = |from| digits(piece).skip(from).take(3).fold(0, |sum, digit| sum * 10 + u32::from(digit));
    // Neither area codes nor exchanges begin with 0 or 1, or end in 11.
    let is_assigned = |code: u32| code >= 200 && code % 100 != 11;
    (piece.iter().zip(layout).all(fits) && is_assigned(code(0)) && is_assigned(code(3)))
        .then_some(layout.len())
}
