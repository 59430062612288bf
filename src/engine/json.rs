//! Owns the byte-exact view of a JSON text: where each string stands, and what it says. It must not build a document,
//! and it must not accept what RFC 8259 does not.
//!
//! Nothing is re-serialised: a caller learns byte ranges, decides which to replace, and everything else keeps its
//! bytes, order, spacing and number text.

mod path;
mod text;

pub use path::{Path, Resume, Step, leads, matches, matches_from, says};
pub use text::{escape, locate, unescape};

use std::ops::Range;

/// Deepest nesting accepted, in containers.
pub const MAX_DEPTH: usize = 256;

/// Why a text is not JSON that we read.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
pub enum Malformed {
    /// The grammar is broken at this byte offset.
    #[error("malformed JSON at byte {0}")]
    Syntax(usize),
    /// Containers are nested deeper than [`MAX_DEPTH`].
    #[error("JSON nested deeper than {MAX_DEPTH} levels")]
    Depth,
    /// The text is not UTF-8.
    #[error("JSON that is not UTF-8")]
    Encoding,
}

impl Malformed {
    /// The same, in a text that begins so many bytes earlier.
    #[must_use]
    pub fn after(self, bytes: usize) -> Self {
        match self {
            Malformed::Syntax(at) => Malformed::Syntax(at + bytes),
            Malformed::Depth | Malformed::Encoding => self,
        }
    }
}

/// What a visited range holds.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Kind {
    /// An object member's name; the range is between the quotes. The path is that of the member.
    Key,
    /// A string value; the range is between the quotes.
    String,
    /// A number, `true`, `false` or `null`.
    Scalar,
    /// An object or array that has just been opened; the range is the bracket.
    Open,
    /// An object or array that has just been closed; the range is the bracket. The path is that of the container.
    Close,
}

/// One stop of a walk.
#[derive(Clone, Copy, Debug)]
pub struct Visit<'a, 'p> {
    /// What stands here.
    pub kind: Kind,
    /// Offset of `raw` in the whole text, in bytes.
    pub start: usize,
    /// The bytes as they stand, still escaped.
    pub raw: &'a [u8],
    /// Where in the document.
    pub path: &'p Path<'a>,
}

impl Visit<'_, '_> {
    /// The byte range of `raw` in the whole text.
    #[must_use]
    pub fn range(&self) -> Range<usize> {
        self.start..self.start + self.raw.len()
    }
}

/// Calls `visit` for every key, string, scalar and container of `text` in order.
///
/// Linear, without recursion; holds one path of at most [`MAX_DEPTH`] steps.
///
/// # Errors
/// [`Malformed`] when `text` is not exactly one JSON value; visits up to there have then happened.
pub fn walk<'a>(text: &'a [u8], visit: &mut dyn FnMut(Visit<'a, '_>)) -> Result<(), Malformed> {
    if std::str::from_utf8(text).is_err() {
        return Err(Malformed::Encoding);
    }
    let mut reader = Reader { text, at: 0, path: Path::new(text) };
    reader.value(visit)?;
    reader.finish(visit)
}

/// As [`walk`], for a text whose bytes before `from` are those of another text, which was walked up to there: only what
/// follows is visited.
///
/// # Errors
/// [`Malformed`] as for the whole text.
pub fn walk_on<'a>(
    text: &'a [u8],
    from: &Resume,
    visit: &mut dyn FnMut(Visit<'a, '_>),
) -> Result<(), Malformed> {
    let path = Path::resumed(text, from).ok_or(Malformed::Syntax(text.len()))?;
    if std::str::from_utf8(text.get(from.at..).unwrap_or_default()).is_err() {
        return Err(Malformed::Encoding);
    }
    Reader { text, at: from.at, path }.finish(visit)
}

struct Reader<'a> {
    text: &'a [u8],
    at: usize,
    path: Path<'a>,
}

impl<'a> Reader<'a> {
    /// Reads on to the end of the text.
    fn finish(mut self, visit: &mut dyn FnMut(Visit<'a, '_>)) -> Result<(), Malformed> {
        while !self.path.is_root() {
            self.next_in_container(visit)?;
        }
        self.space();
        if self.at == self.text.len() { Ok(()) } else { self.wrong() }
    }

    fn peek(&self) -> Option<u8> {
        self.text.get(self.at).copied()
    }

    fn space(&mut self) {
        while let Some(b' ' | b'\t' | b'\n' | b'\r') = self.peek() {
            self.at += 1;
        }
    }

    fn wrong<T>(&self) -> Result<T, Malformed> {
        Err(Malformed::Syntax(self.at))
    }

    fn expect(&mut self, byte: u8) -> Result<(), Malformed> {
        if self.peek() != Some(byte) {
            return self.wrong();
        }
        self.at += 1;
        Ok(())
    }

    /// Reads a value at the current path; a container is only opened, and stays on the path until it is closed.
    fn value(&mut self, visit: &mut dyn FnMut(Visit<'a, '_>)) -> Result<(), Malformed> {
        self.space();
        match self.peek() {
            Some(open @ (b'{' | b'[')) => {
                let start = self.at;
                self.at += 1;
                self.call(Kind::Open, start..self.at, visit);
                if self.path.depth() == MAX_DEPTH {
                    return Err(Malformed::Depth);
                }
                self.path.open(open == b'[', start);
                Ok(())
            }
            Some(b'"') => {
                let range = self.string()?;
                self.call(Kind::String, range, visit);
                Ok(())
            }
            _ => {
                let start = self.at;
                self.scalar()?;
                self.call(Kind::Scalar, start..self.at, visit);
                Ok(())
            }
        }
    }

    /// Goes on inside the innermost open container: its next member, or its end.
    fn next_in_container(&mut self, visit: &mut dyn FnMut(Visit<'a, '_>)) -> Result<(), Malformed> {
        let is_array = self.path.in_array();
        self.space();
        if self.peek() == Some(if is_array { b']' } else { b'}' }) {
            self.at += 1;
            self.path.close();
            self.call(Kind::Close, self.at - 1..self.at, visit);
            return Ok(());
        }
        if self.path.advance() {
            self.expect(b',')?;
            self.space();
        }
        if !is_array {
            let key = self.string()?;
            self.path.name(self.text.get(key.clone()).unwrap_or_default());
            self.call(Kind::Key, key, visit);
            self.space();
            self.expect(b':')?;
        }
        self.value(visit)
    }

    fn call(&self, kind: Kind, range: Range<usize>, visit: &mut dyn FnMut(Visit<'a, '_>)) {
        let raw = self.text.get(range.clone()).unwrap_or_default();
        visit(Visit { kind, start: range.start, raw, path: &self.path });
    }

    /// Reads a string; returns the range between its quotes.
    fn string(&mut self) -> Result<Range<usize>, Malformed> {
        self.expect(b'"')?;
        let start = self.at;
        loop {
            let rest = self.text.get(self.at..).unwrap_or_default();
            let (_, stop) = rest.split_at(text::plain_len(rest));
            self.at = self.text.len() - stop.len();
            match stop.first() {
                Some(b'"') => {
                    self.at += 1;
                    return Ok(start..self.at - 1);
                }
                Some(b'\\') => self.at += text::escape_len(stop).ok_or(Malformed::Syntax(self.at))?,
                _ => return self.wrong(),
            }
        }
    }

    fn scalar(&mut self) -> Result<(), Malformed> {
        let rest = self.text.get(self.at..).unwrap_or_default();
        for word in [&b"true"[..], b"false", b"null"] {
            if rest.starts_with(word) {
                self.at += word.len();
                return Ok(());
            }
        }
        self.number()
    }

    fn number(&mut self) -> Result<(), Malformed> {
        if self.peek() == Some(b'-') {
            self.at += 1;
        }
        if self.peek() == Some(b'0') {
            self.at += 1;
        } else {
            self.digits()?;
        }
        if self.peek() == Some(b'.') {
            self.at += 1;
            self.digits()?;
        }
        if let Some(b'e' | b'E') = self.peek() {
            self.at += 1;
            if let Some(b'+' | b'-') = self.peek() {
                self.at += 1;
            }
            self.digits()?;
        }
        Ok(())
    }

    fn digits(&mut self) -> Result<(), Malformed> {
        let start = self.at;
        while let Some(b'0'..=b'9') = self.peek() {
            self.at += 1;
        }
        if self.at == start { self.wrong() } else { Ok(()) }
    }
}

/// The value of member `name` in the object that opens at `open`: its raw bytes without quotes, for a string or a
/// scalar; `None` when there is no such member, or the text is malformed before it. Costs a pass over the object up
/// to there.
#[must_use]
pub fn member<'a>(text: &'a [u8], open: usize, name: &str) -> Option<&'a [u8]> {
    let mut reader = Reader { text, at: open, path: Path::new(text) };
    let mut found = None;
    let look = |visit: Visit<'a, '_>, found: &mut Option<&'a [u8]>| {
        let here = visit.path.depth() == 1 && visit.path.member_name().is_some_and(|it| says(it, name));
        if here && matches!(visit.kind, Kind::String | Kind::Scalar) {
            *found = Some(visit.raw);
        }
    };
    reader.value(&mut |_| {}).ok()?;
    while found.is_none() && !reader.path.is_root() {
        reader.next_in_container(&mut |visit| look(visit, &mut found)).ok()?;
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn visits(text: &str) -> Result<Vec<(Kind, String, String)>, Malformed> {
        let mut seen = Vec::new();
        walk(text.as_bytes(), &mut |visit| {
            let raw = String::from_utf8_lossy(visit.raw).into_owned();
            seen.push((visit.kind, visit.path.to_string(), raw));
        })?;
        Ok(seen)
    }

    #[test]
    fn every_key_and_string_is_visited_with_its_path() {
        let seen = visits(r#"{"a":[{"b":"x"},"y"],"c\n":-1.5e3,"d":null}"#).unwrap();
        let strings: Vec<_> = seen
            .iter()
            .filter(|(kind, ..)| matches!(kind, Kind::Key | Kind::String | Kind::Scalar))
            .map(|(_, path, raw)| format!("{path}={raw}"))
            .collect();
        let expected = ["a=a", "a[0].b=b", "a[0].b=x", "a[1]=y", "c\\n=c\\n", "c\\n=-1.5e3", "d=d", "d=null"];
        assert_eq!(strings, expected);
    }

    #[test]
    fn a_bare_string_is_a_document() {
        assert_eq!(visits(r#" "x" "#).unwrap(), [(Kind::String, String::new(), "x".into())]);
    }

    #[test]
    fn what_is_not_json_is_refused() {
        for text in [
            "",
            " ",
            "{",
            "[",
            "[1,]",
            "{\"a\"}",
            "{\"a\":}",
            "{\"a\":1,}",
            "{a:1}",
            "[1 2]",
            "01",
            "1.",
            ".5",
            "1e",
            "+1",
            "nul",
            "truex",
            "\"\\x\"",
            "\"\\u12g4\"",
            "\"a\nb\"",
            "\"",
            "[]]",
            "{}{}",
            "'a'",
            "[1}",
            "NaN",
            "\u{feff}{}",
            "// c\n{}",
            "\"\\",
            "\"\\u12",
        ] {
            assert!(visits(text).is_err(), "{text:?} was accepted");
        }
    }

    #[test]
    fn nesting_beyond_the_limit_is_refused_without_recursion() {
        let deep = |n: usize| "[".repeat(n) + &"]".repeat(n);
        assert!(visits(&deep(MAX_DEPTH)).is_ok());
        assert_eq!(visits(&deep(MAX_DEPTH + 1)), Err(Malformed::Depth));
        assert_eq!(visits(&"[".repeat(1_000_000)), Err(Malformed::Depth));
    }

    #[test]
    fn a_member_is_found_wherever_it_stands_in_its_object() {
        let text = br#"{"x":{"data":"AA","n":{"type":"no"},"type":"base64"}}"#;
        assert_eq!(member(text, 5, "type"), Some(&b"base64"[..]));
        assert_eq!(member(text, 5, "other"), None);
    }

    proptest! {
        #[test]
        fn the_reader_accepts_exactly_what_a_strict_parser_accepts(text in r#"[\[\]{}",:0-9eE.+\- \\a-cntu]{0,24}"#) {
            let ours = visits(&text).is_ok();
            let theirs = serde_json::from_str::<serde_json::Value>(&text);
            // serde_json refuses numbers beyond the range of a double, and lone surrogates; the grammar has both.
            if let Err(error) = &theirs {
                let said = error.to_string();
                prop_assume!(!said.contains("out of range") && !said.contains("surrogate") && !said.contains("hex escape"));
            }
            prop_assert_eq!(ours, theirs.is_ok(), "{:?}", text);
        }
    }
}
