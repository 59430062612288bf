//! Owns where a value begins and ends: in quotes of any kind, or bare. It must not judge what it holds.

use std::ops::Range;

use super::operator::{MAX_SPACES, blank};
use crate::engine::detect::bytes::{self, in_name};
use crate::engine::detect::{key, value};

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
    match Quote::open(text, from) {
        Some(quote) => quote.value(text),
        None => escaped(text, from)
            .or_else(|| Some(Extent { range: from..from + bare(text, from)?, quoted: false })),
    }
}

/// The value that begins at `from`, if that is in quotes.
pub(super) fn quoted(text: &[u8], from: usize) -> Option<Extent> {
    match Quote::open(text, from) {
        Some(quote) => quote.value(text),
        None => escaped(text, from),
    }
}

/// A quote that opens a value.
struct Quote {
    byte: u8,
    /// Backslashes before it.
    slashes: usize,
    /// Where what it holds begins.
    inner: usize,
}

impl Quote {
    fn open(text: &[u8], from: usize) -> Option<Self> {
        let is_mark = |byte| matches!(byte, b'b' | b'r' | b'f' | b'u' | b'L' | b'@' | b'N');
        let marks = bytes::run(text, from, is_mark, 2);
        let slashes = bytes::run(text, from + marks, |byte| byte == b'\\', 8);
        let open = from + marks + slashes;
        let byte = *text.get(open).filter(|byte| matches!(byte, b'"' | b'\'' | b'`'))?;
        Some(Self { byte, slashes, inner: open + 1 })
    }

    fn value(&self, text: &[u8]) -> Option<Extent> {
        let end = closing(text, self.inner, self.byte, self.slashes)?;
        Some(Extent { range: self.inner..end, quoted: true })
    }
}

/// A value in quotes that are written as in HTML or in a URL.
fn escaped(text: &[u8], from: usize) -> Option<Extent> {
    let rest = text.get(from..text.len().min(from + MAX_VALUE))?;
    let quote: &[u8] = match rest {
        [b'&', b'q', b'u', b'o', b't', b';', ..] => b"&quot;",
        [b'&', b'#', b'3', b'4', b';', ..] => b"&#34;",
        [b'&', b'#', b'3', b'9', b';', ..] => b"&#39;",
        [b'&', b'a', b'p', b'o', b's', b';', ..] => b"&apos;",
        [b'%', b'2', b'2', ..] => b"%22",
        _ => return None,
    };
    let start = from + quote.len();
    let length = memchr::memmem::find(rest.get(quote.len()..)?, quote)?;
    let is_plain = bytes::run(text, start, |byte| byte > b' ' && byte != b'<', length) == length;
    is_plain.then_some(Extent { range: start..start + length, quoted: true })
}

/// Where the quoted value that begins at `from` ends. A quote that was opened behind backslashes is closed behind as
/// many; one that was opened plainly is not closed by `\"`.
fn closing(text: &[u8], from: usize, quote: u8, slashes: usize) -> Option<usize> {
    let mut at = from;
    let most = text.len().min(from + MAX_VALUE);
    while at < most {
        // What is plain; a backslash is too, where quotes have some.
        at += bytes::run(text, at, |byte| byte != quote && byte != b'\n' && byte != b'\\', most - at);
        match text.get(at) {
            _ if at >= most => break,
            Some(b'\n') => return None,
            Some(b'\\') => at += if slashes == 0 { 2 } else { 1 },
            _ => return Some(at - slashes.min(at - from)),
        }
    }
    // Cut off, as output is: the rest of the text is the value.
    (most == text.len()).then_some(most)
}

/// Length of a value without quotes: to white space or to what ends one in code, a query, a list. `None` where it
/// is itself an assignment, whose own name tells more; so a text full of assignments is read once.
fn bare(text: &[u8], from: usize) -> Option<usize> {
    let rest = text.get(from..text.len().min(from + MAX_VALUE))?;
    let mut length = 0;
    // The latest name, while nothing but signs stands behind it.
    let mut name = None;
    loop {
        let letters = bytes::run(rest, length, in_name, rest.len());
        if letters > 0 {
            name = rest.get(length..length + letters);
            length += letters;
        }
        match rest.get(length..).unwrap_or_default() {
            [] => break,
            [byte, ..] if ends_bare(*byte) => break,
            [b'=' | b':' | b'%', next, ..] if may_begin(*next) => {
                if name.take().is_some_and(|name| key::named(name).is_some()) {
                    return None;
                }
            }
            // `**Password**：…`
            [b'*', 0xef, 0xbc, 0x9a, ..] if name.is_some_and(|name| key::named(name).is_some()) => {
                return None;
            }
            [b'=' | b':' | b'?' | b'+' | b'*', ..] => {}
            _ => name = None,
        }
        length += 1;
    }
    let value = rest.get(..length)?;
    // A full stop or a colon is the sentence's, not the value's.
    let kept = value.iter().rposition(|byte| !matches!(byte, b'.' | b':')).map_or(0, |last| last + 1);
    let called = matches!(text.get(from + length), Some(b'(' | b'[' | b'{'));
    let broken = matches!(text.get(from + length..), Some([b'<', b'p', b'l', b':', ..]));
    if called || broken {
        return None;
    }
    let ended = text.get(from + length).is_none_or(u8::is_ascii_whitespace);
    Some(if ended { kept } else { length })
}

/// Whether [`bare`] finds at once that it reads an assignment.
pub(super) fn begins_with_name(text: &[u8], from: usize) -> bool {
    let length = bytes::run(text, from, in_name, key::MAX_NAME);
    let joined = matches!(text.get(from + length..), Some([b'=' | b':', next, ..]) if may_begin(*next));
    joined && text.get(from..from + length).is_some_and(|name| key::named(name).is_some())
}

/// Whether a value may begin with the byte, and no further sign of an operator.
fn may_begin(byte: u8) -> bool {
    !ends_bare(byte) && !matches!(byte, b'=' | b':')
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
