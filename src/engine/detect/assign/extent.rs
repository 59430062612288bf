//! Owns where a value begins and ends: in quotes of any kind, or bare. It must not judge what it holds.

use std::ops::Range;

use super::operator::{MAX_SPACES, blank, in_name};
use crate::engine::detect::{bytes, key, value};

/// Longest value, in bytes.
pub(super) const MAX_VALUE: usize = 16 * 1024;
/// How far behind a value on a line of its own what ends others may belong to it.
const MAX_TAIL: usize = 128;

/// A value, less its quotes.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Extent {
    pub(super) range: Range<usize>,
    pub(super) quoted: bool,
}

/// The value that begins at `from`.
pub(super) fn at(text: &[u8], from: usize) -> Option<Extent> {
    let marks =
        bytes::run(text, from, |byte| matches!(byte, b'b' | b'r' | b'f' | b'u' | b'L' | b'@' | b'N'), 2);
    let slashes = bytes::run(text, from + marks, |byte| byte == b'\\', 8);
    let open = from + marks + slashes;
    match text.get(open) {
        Some(&quote @ (b'"' | b'\'' | b'`')) => {
            Some(Extent { range: open + 1..closing(text, open + 1, quote, slashes)?, quoted: true })
        }
        Some(b'&' | b'%') => Some(
            escaped(text, from).unwrap_or(Extent { range: from..from + bare(text, from)?, quoted: false }),
        ),
        _ => Some(Extent { range: from..from + bare(text, from)?, quoted: false }),
    }
}

/// A value in quotes that are written as in HTML or in a URL.
fn escaped(text: &[u8], from: usize) -> Option<Extent> {
    let rest = text.get(from..text.len().min(from + MAX_VALUE))?;
    let quotes: [&[u8]; 5] = [b"&quot;", b"&#34;", b"&#39;", b"&apos;", b"%22"];
    let quote = quotes.into_iter().find(|quote| rest.starts_with(quote))?;
    let start = from + quote.len();
    let length = memchr::memmem::find(rest.get(quote.len()..)?, quote)?;
    let plain = text.get(start..start + length)?.iter().all(|&byte| byte > b' ' && byte != b'<');
    if !plain {
        return None;
    }
    Some(Extent { range: start..start + length, quoted: true })
}

/// Where the quoted value that begins at `from` ends. A quote that was opened behind backslashes is closed behind as
/// many; one that was opened plainly is not closed by `\"`.
fn closing(text: &[u8], from: usize, quote: u8, slashes: usize) -> Option<usize> {
    let mut at = from;
    let most = text.len().min(from + MAX_VALUE);
    while at < most {
        match text.get(at)? {
            b'\n' => return None,
            b'\\' if slashes == 0 => at += 1,
            &byte if byte == quote => return Some(at - slashes.min(at - from)),
            _ => {}
        }
        at += 1;
    }
    // Cut off, as output is: the rest of the text is the value.
    (most == text.len()).then_some(most)
}

/// Length of a value without quotes: to white space or to what ends one in code, a query, a list. `None` where it
/// is itself an assignment, whose own name tells more; so a text full of assignments is read once.
fn bare(text: &[u8], from: usize) -> Option<usize> {
    let rest = text.get(from..text.len().min(from + MAX_VALUE))?;
    let mut length = rest.len();
    for (at, &byte) in rest.iter().enumerate() {
        if ends_bare(byte) {
            length = at;
            break;
        }
        let follows = rest.get(at + 1).is_some_and(|&next| !ends_bare(next) && next != b'=');
        if matches!(byte, b'=' | b':' | b'%') && follows {
            let name = rest.get(at - bytes::run_back(rest, at, in_name, key::MAX_NAME)..at)?;
            if key::named(name).is_some() {
                return None;
            }
        }
    }
    let value = rest.get(..length)?;
    // A full stop or a colon is the sentence's, not the value's.
    let kept = value.iter().rposition(|byte| !matches!(byte, b'.' | b':')).map_or(0, |last| last + 1);
    let called = matches!(text.get(from + length), Some(b'(' | b'[' | b'{'));
    let broken = text.get(from + length..).is_some_and(|rest| rest.starts_with(b"<pl:"));
    if called || broken {
        return None;
    }
    let ended = text.get(from + length).is_none_or(u8::is_ascii_whitespace);
    Some(if ended { kept } else { length })
}

fn ends_bare(byte: u8) -> bool {
    byte <= b' '
        || matches!(
            byte,
            b'"' | b'\''
                | b'`'
                | b','
                | b';'
                | b'('
                | b')'
                | b'['
                | b']'
                | b'{'
                | b'}'
                | b'<'
                | b'>'
                | b'&'
                | b'|'
                | b'\\'
                | 0x7f
        )
}

impl Extent {
    /// Less the scheme that may stand first in a header: `NTLM …`.
    pub(super) fn behind_scheme(mut self, text: &[u8]) -> Self {
        if self.quoted {
            self.range.start += value::scheme(text.get(self.range.clone()).unwrap_or_default());
            return self;
        }
        let line =
            self.range.end + bytes::run(text, self.range.end, |byte| byte > b' ' || blank(byte), MAX_SPACES);
        match value::scheme(text.get(self.range.start..line).unwrap_or_default()) {
            0 => self,
            scheme => {
                let from = self.range.start + scheme;
                bare(text, from).map_or(self, |length| Self { range: from..from + length, quoted: false })
            }
        }
    }

    /// Up to what ends a value in a URL that is itself encoded.
    pub(super) fn until_encoded(mut self, text: &[u8]) -> Self {
        let value = text.get(self.range.clone()).unwrap_or_default();
        let ends = |code: &[u8]| {
            matches!(code, b"%20" | b"%22" | b"%26" | b"%27" | b"%3B" | b"%3b" | b"%0A" | b"%0a")
        };
        if let Some(length) = value.windows(3).position(ends) {
            self.range.end = self.range.start + length;
        }
        self
    }

    /// Whether the value is all there is after the name on a line that begins with the name.
    pub(super) fn is_own_line(&self, text: &[u8], name_start: usize) -> bool {
        let ended = |at: usize| text.get(at).is_none_or(|byte| matches!(byte, b'\n' | b'\r'));
        let from = self.range.end + bytes::run(text, self.range.end, blank, MAX_SPACES);
        begins_line(text, name_start) && (ended(from) || text.get(from) == Some(&b'#'))
    }

    /// The value with what would end one in code, where the place says that it belongs to it: up to white space on
    /// a line of its own (`PASSWORD=a,b(c`), up to a semicolon in a connection string.
    pub(super) fn with_tail(mut self, text: &[u8], name_start: usize) -> Self {
        if self.quoted {
            return self;
        }
        let end = self.range.end;
        let length = if in_list(text, name_start) {
            bytes::run(text, end, |byte| byte > b' ' && !b";\"'`<\\".contains(&byte), MAX_TAIL)
        } else if begins_line(text, name_start) {
            bytes::run(text, end, |byte| byte > b' ' && !b"\"'`<\\".contains(&byte), MAX_TAIL)
        } else {
            0
        };
        let tail = text.get(end..end + length).unwrap_or_default();
        let last = tail.iter().rposition(|&byte| !b",;:.)]}".contains(&byte));
        if let Some(last) = last.filter(|_| !tail.iter().any(|byte| matches!(byte, b'=' | b':'))) {
            self.range.end = end + last + 1;
        }
        self
    }
}

/// Whether a semicolon stands before the name at `at`, as between the members of a connection string.
pub(super) fn in_list(text: &[u8], at: usize) -> bool {
    let back = bytes::run_back(text, at, blank, MAX_SPACES);
    text.get(..at - back).is_some_and(|before| before.ends_with(b";"))
}

/// Whether nothing but blanks, a list's dash or `export` stands before `at` on its line.
fn begins_line(text: &[u8], at: usize) -> bool {
    let back = bytes::run_back(text, at, |byte| blank(byte) || byte == b'-', MAX_SPACES);
    let before = text.get(..at - back).unwrap_or_default();
    let before = before.strip_suffix(b"export").or_else(|| before.strip_suffix(b"set")).unwrap_or(before);
    before.last().is_none_or(|byte| matches!(byte, b'\n' | b'\r'))
}
