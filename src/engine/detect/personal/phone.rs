//! Owns telephone numbers: international ones with `+`, and those of North America with separators. It must not take
//! bare digits for one.

use std::ops::Range;

use super::{begins, ends, number};

/// Digits with the country code: E.164 allows 15; fewer than eight are used nowhere that matters.
const FEWEST: usize = 8;
const MOST: usize = 15;
/// Most bytes of a number with its separators.
const LONGEST: usize = 28;

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

/// `(415) 555-2671`, `415-555-2671`, `415.555.2671`, `415 555-2671`, each perhaps after `1-`.
fn north_american(text: &[u8], at: usize) -> Option<Range<usize>> {
    let led = number(text, at, 1) == Some(1) && text.get(at + 1).is_some_and(|byte| b" -.".contains(byte));
    let mut area_at = if led { at + 2 } else { at };
    let mut start = at;
    if led && text.get(area_at) == Some(&b'(') {
        area_at += 1;
    } else if !led && text.get(..at)?.ends_with(b"(") {
        start = at - 1;
    }
    let area = number(text, area_at, 3)?;
    let opened = text.get(..area_at)?.ends_with(b"(");
    north_american_rest(text, area_at + 3, area, opened, start)
}

fn north_american_rest(
    text: &[u8],
    mut at: usize,
    area: u32,
    opened: bool,
    start: usize,
) -> Option<Range<usize>> {
    let first = *text.get(at)?;
    at += 1;
    let mut allowed: &[u8] = match first {
        b')' if opened => b"-. ",
        b'-' => b"-",
        b'.' => b".",
        b' ' => b"-",
        _ => return None,
    };
    if first == b')' {
        match text.get(at)? {
            b' ' => (at, allowed) = (at + 1, b"- "),
            b'-' => (at, allowed) = (at + 1, b"-"),
            _ => {}
        }
    } else if opened {
        return None;
    }
    let exchange = number(text, at, 3)?;
    let last = allowed.contains(text.get(at + 3)?).then(|| number(text, at + 4, 4))??;
    let end = at + 8;
    // Neither area codes nor exchanges begin with 0 or 1, nor end in 11.
    let assigned = |code: u32| code >= 200 && code % 100 != 11;
    let fits = assigned(area) && assigned(exchange) && last <= 9999;
    (fits && begins(text, start) && ends(text, end)).then_some(start..end)
}
