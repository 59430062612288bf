//! Owns the escapes of a JSON string: taking them off, putting them on, and finding a place in the escaped form again.
//!
//! A lone surrogate such as `\ud83d`, legal in the grammar and common where a client cut a text in two, is held as
//! the three bytes that UTF-8 would give it, and written as an escape again.

use std::borrow::Cow;
use std::ops::Range;

use memchr::memchr;

/// The text that an escaped string stands for. Borrows when there is no escape. `raw` must come from a walk.
#[must_use]
pub fn unescape(raw: &[u8]) -> Cow<'_, [u8]> {
    if memchr(b'\\', raw).is_none() {
        return Cow::Borrowed(raw);
    }
    let mut out = Vec::with_capacity(raw.len() + WORD);
    let mut rest = raw;
    while !rest.is_empty() {
        let escape = copy_plain(rest, &mut out);
        rest = escape.split_at(unit(escape, &mut out).min(escape.len())).1;
    }
    Cow::Owned(out)
}

/// Bytes that are looked at in one step. Escapes stand close together, in source code every 20 bytes or so: a search
/// for each by itself costs more than the bytes between them.
const WORD: usize = size_of::<u64>();

/// Length of the run at the start of `text` that stands for itself in a string: up to a quote, a backslash or a
/// control character.
pub(super) fn plain_len(text: &[u8]) -> usize {
    let (words, tail) = text.as_chunks::<WORD>();
    for (index, word) in words.iter().enumerate() {
        if let Some(stop) = first_special(*word) {
            return index * WORD + stop;
        }
    }
    let special = |&byte: &u8| byte < 0x20 || byte == b'"' || byte == b'\\';
    text.len() - tail.len() + tail.iter().position(special).unwrap_or(tail.len())
}

/// Appends what stands before the first escape of `raw`, and returns the rest.
fn copy_plain<'a>(raw: &'a [u8], out: &mut Vec<u8>) -> &'a [u8] {
    let (words, tail) = raw.as_chunks::<WORD>();
    for (index, word) in words.iter().enumerate() {
        out.extend_from_slice(word);
        if let Some(stop) = first_special(*word) {
            out.truncate(out.len() - WORD + stop);
            return raw.split_at(index * WORD + stop).1;
        }
    }
    let plain = memchr(b'\\', tail).unwrap_or(tail.len());
    let (before, escape) = tail.split_at(plain);
    out.extend_from_slice(before);
    escape
}

/// Where in eight bytes the first quote, backslash or control character stands. Each test sets the top bit of a byte
/// that it is about, and by its borrow perhaps of later ones; so the first is right.
fn first_special(word: [u8; WORD]) -> Option<usize> {
    const ONES: u64 = u64::MAX / 0xff;
    let word = u64::from_le_bytes(word);
    let equal = |byte: u8| {
        let zero_where_equal = word ^ (ONES * u64::from(byte));
        zero_where_equal.wrapping_sub(ONES) & !zero_where_equal
    };
    let control = word.wrapping_sub(ONES * 0x20) & !word;
    let marks = (equal(b'"') | equal(b'\\') | control) & (ONES * 0x80);
    (marks != 0).then(|| marks.trailing_zeros() as usize / 8)
}

/// Decodes the one character or escape at the start of `raw` into `out`; returns how many bytes of `raw` it took,
/// 0 only at the end.
fn unit(raw: &[u8], out: &mut Vec<u8>) -> usize {
    match raw {
        [] => 0,
        [b'\\', b'u', ..] => {
            let high = hex4(raw.get(2..6)).unwrap_or(0xfffd);
            if (0xd800..0xdc00).contains(&high)
                && let Some([b'\\', b'u']) = raw.get(6..8)
                && let Some(low @ 0xdc00..0xe000) = hex4(raw.get(8..12))
            {
                push_code_point(0x10000 + ((high - 0xd800) << 10) + (low - 0xdc00), out);
                return 12;
            }
            push_code_point(high, out);
            6
        }
        [b'\\', escape, ..] => {
            out.push(match escape {
                b'n' => b'\n',
                b't' => b'\t',
                b'r' => b'\r',
                b'b' => 8,
                b'f' => 12,
                other => *other,
            });
            2
        }
        [byte, ..] => {
            let length = char_len(*byte);
            out.extend(raw.iter().take(length));
            length
        }
    }
}

fn char_len(first: u8) -> usize {
    match first {
        0..0xc0 => 1,
        0xc0..0xe0 => 2,
        0xe0..0xf0 => 3,
        _ => 4,
    }
}

fn hex4(digits: Option<&[u8]>) -> Option<u32> {
    digits?.iter().try_fold(0, |value, &digit| Some(value << 4 | char::from(digit).to_digit(16)?))
}

/// UTF-8, extended to lone surrogates.
fn push_code_point(code: u32, out: &mut Vec<u8>) {
    if let Some(character) = char::from_u32(code) {
        out.extend_from_slice(character.encode_utf8(&mut [0; 4]).as_bytes());
    } else {
        let low_six = |shift: u32| 0x80 | u8::try_from(code >> shift & 0x3f).unwrap_or(0);
        out.extend_from_slice(&[0xed, low_six(6), low_six(0)]);
    }
}

/// Length of the escape at the start of `raw`; `None` when it is not a legal one.
pub(super) fn escape_len(raw: &[u8]) -> Option<usize> {
    match raw.get(1)? {
        b'"' | b'\\' | b'/' | b'b' | b'f' | b'n' | b'r' | b't' => Some(2),
        b'u' => raw.get(2..6)?.iter().all(u8::is_ascii_hexdigit).then_some(6),
        _ => None,
    }
}

/// The ranges in `raw` that hold the given ranges of its unescaped text, each widened to whole characters and
/// escapes. `ranges` must be sorted and must not overlap; so are those returned.
#[must_use]
pub fn locate(raw: &[u8], ranges: &[Range<usize>]) -> Vec<Range<usize>> {
    let mut found: Vec<Range<usize>> = Vec::with_capacity(ranges.len());
    let mut wanted = ranges.iter().peekable();
    let mut scratch = Vec::new();
    let (mut decoded, mut at, mut start) = (0, 0, None);
    while at < raw.len() && wanted.peek().is_some() {
        scratch.clear();
        let next = (at + unit(raw.get(at..).unwrap_or_default(), &mut scratch)).min(raw.len());
        decoded += scratch.len();
        while let Some(range) = wanted.peek().filter(|range| range.start < decoded) {
            let from = *start.get_or_insert(at);
            if range.end > decoded {
                break;
            }
            push_merged(&mut found, from..next);
            (start, _) = (None, wanted.next());
        }
        at = next;
    }
    found
}

fn push_merged(found: &mut Vec<Range<usize>>, range: Range<usize>) {
    match found.last_mut() {
        Some(last) if last.end > range.start => last.end = range.end,
        _ => found.push(range),
    }
}

/// Appends `text` as it must stand between the quotes of a JSON string.
///
/// Returns `false`, with nothing appended, when `text` is not UTF-8 (lone surrogates excepted), because no JSON
/// string can say it.
#[must_use]
pub fn escape(text: &[u8], out: &mut Vec<u8>) -> bool {
    let start = out.len();
    for chunk in text.utf8_chunks() {
        for &byte in chunk.valid().as_bytes() {
            match byte {
                b'"' | b'\\' => out.extend_from_slice(&[b'\\', byte]),
                b'\n' => out.extend_from_slice(b"\\n"),
                b'\t' => out.extend_from_slice(b"\\t"),
                b'\r' => out.extend_from_slice(b"\\r"),
                0..0x20 => out.extend_from_slice(format!("\\u{byte:04x}").as_bytes()),
                _ => out.push(byte),
            }
        }
    }
    if text.utf8_chunks().all(|chunk| chunk.invalid().is_empty()) {
        return true;
    }
    out.truncate(start);
    escape_with_surrogates(text, out)
}

/// The slow way of [`escape`], for text that holds lone surrogates.
fn escape_with_surrogates(text: &[u8], out: &mut Vec<u8>) -> bool {
    let start = out.len();
    let mut rest = text;
    while !rest.is_empty() {
        let surrogate = match rest {
            [0xed, second @ 0xa0..=0xbf, third @ 0x80..=0xbf, ..] => {
                Some(0xd000 | u32::from(second & 0x3f) << 6 | u32::from(third & 0x3f))
            }
            _ => None,
        };
        let length = rest.first().map_or(1, |&byte| char_len(byte)).min(rest.len());
        let (unit, after) = rest.split_at(length);
        match surrogate {
            Some(code) => out.extend_from_slice(format!("\\u{code:04x}").as_bytes()),
            None if std::str::from_utf8(unit).is_ok() => {
                let _valid = escape(unit, out);
            }
            None => {
                out.truncate(start);
                return false;
            }
        }
        rest = after;
    }
    true
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn escapes_come_off() {
        let raw = br#"a\"b\\c\/d\n\u00e9\ud83d\ude00\u0041"#;
        assert_eq!(unescape(raw).as_ref(), "a\"b\\c/d\né😀A".as_bytes());
    }

    #[test]
    fn a_lone_surrogate_survives() {
        for raw in [&br"x\ud83dy"[..], br"\ude00", br"\ud83d\ud83d", br"\ud83d\n"] {
            let mut back = Vec::new();
            assert!(escape(&unescape(raw), &mut back));
            assert_eq!(back, raw);
        }
    }

    #[test]
    fn what_no_json_string_can_say_is_not_written() {
        let mut out = b"kept".to_vec();
        assert!(!escape(b"a\xff", &mut out));
        assert!(!escape(b"\xed\xa0\x80\xff", &mut out));
        assert_eq!(out, b"kept");
    }

    fn located(raw: &[u8], range: Range<usize>) -> Range<usize> {
        let found = locate(raw, std::slice::from_ref(&range));
        assert_eq!(found.len(), 1);
        found[0].clone()
    }

    #[test]
    fn a_range_is_widened_to_whole_escapes() {
        let raw = br"a\u00e9b\n";
        assert_eq!(located(raw, 2..3), 1..7);
        assert_eq!(locate(raw, &[0..1, 1..2, 2..4]), [0..1, 1..8]);
        assert_eq!(located(raw, 4..5), 8..10);
    }

    proptest! {
        #[test]
        fn escaping_then_unescaping_is_the_identity(text in ".{0,40}") {
            let mut raw = Vec::new();
            prop_assert!(escape(text.as_bytes(), &mut raw));
            prop_assert_eq!(unescape(&raw).into_owned(), text.into_bytes());
        }

        #[test]
        fn a_located_range_unescapes_to_the_range(
            pieces in prop::collection::vec(prop_oneof!["[a-z]", r#"\\["\\/nt]"#, r"\\u00[0-7][0-9a-f]", "é"], 0..20),
            from in 0usize..20, length in 1usize..10,
        ) {
            let raw = pieces.concat().into_bytes();
            let text = unescape(&raw).into_owned();
            let text = String::from_utf8(text).unwrap();
            let start = text.char_indices().map(|(at, _)| at).nth(from);
            prop_assume!(start.is_some());
            let start = start.unwrap();
            let end = text[start..].char_indices().map(|(at, _)| start + at).nth(length).unwrap_or(text.len());
            let found = located(&raw, start..end);
            prop_assert_eq!(unescape(&raw[found]).into_owned(), &text.as_bytes()[start..end]);
        }
    }
}
