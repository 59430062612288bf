//! Owns the question whether some bytes are a line of the log in its one spelling. Borrowed, one pass, no tree; it must
//! not repair or guess: any other spelling of the same values is refused.

use memchr::memchr2;

use super::shape::{Kind, Member, Shape};
use super::text::{MAX_TEXT, forbidden};

/// The greatest number in a line, 2^53 - 1: the last that every JSON reader reads exactly.
const MAX_COUNT: u64 = (1 << 53) - 1;
/// Digits of that number.
const MAX_DIGITS: usize = 16;
/// Deepest nesting of objects and arrays in a line of an unknown kind, the line itself being the first level.
const MAX_DEPTH: usize = 8;

/// The common members of a line, as they stand there.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Common<'a> {
    /// Number of lines before it.
    pub(super) seq: u64,
    /// Its moment, not yet read.
    pub(super) ts: &'a str,
    /// Its kind.
    pub(super) kind: &'a str,
    /// The head before it, not yet read.
    pub(super) prev: &'a str,
}

/// Reads a line, given without its newline. A kind of the table has exactly its members in their order; an unknown
/// kind may have any, so that logs of later versions verify. `None`: not a line of version 1 in its one spelling.
pub(super) fn read<'a>(line: &'a [u8], kinds: &[Kind]) -> Option<Common<'a>> {
    let text = std::str::from_utf8(line).ok().filter(|text| legible(text))?;
    let mut scan = Scan { rest: text };
    scan.eat(r#"{"v":1,"seq":"#)?;
    let seq = scan.count()?;
    scan.eat(r#","ts":"#)?;
    let ts = scan.text()?;
    scan.eat(r#","kind":"#)?;
    let kind = scan.text()?;
    scan.eat(r#","prev":"#)?;
    let prev = scan.text()?;
    match kinds.iter().find(|(name, _)| *name == kind) {
        Some((_, members)) => scan.members(members, false)?,
        None => scan.unknown_members(vec!["v", "seq", "ts", "kind", "prev"], 1)?,
    }
    scan.rest.is_empty().then_some(Common { seq, ts, kind, prev })
}

fn legible(text: &str) -> bool {
    // All bytes, without stopping at the first that is not: that goes many at a time.
    let is_plain = text.bytes().fold(true, |plain, byte| plain & matches!(byte, b' '..=b'~'));
    is_plain || !text.chars().any(forbidden)
}

struct Scan<'a> {
    rest: &'a str,
}

impl<'a> Scan<'a> {
    fn eat(&mut self, text: &str) -> Option<()> {
        self.rest = self.rest.strip_prefix(text)?;
        Some(())
    }

    fn take(&mut self, length: usize) -> Option<&'a str> {
        let (taken, rest) = self.rest.split_at_checked(length)?;
        self.rest = rest;
        Some(taken)
    }

    fn count(&mut self) -> Option<u64> {
        let digits = self.rest.bytes().take_while(u8::is_ascii_digit).take(MAX_DIGITS + 1);
        let (length, count) =
            digits.fold((0, 0), |(length, count), digit| (length + 1, 10 * count + u64::from(digit - b'0')));
        let is_one_spelling = length == 1 || !self.rest.starts_with('0');
        self.take(length)?;
        ((1..=MAX_DIGITS).contains(&length) && is_one_spelling && count <= MAX_COUNT).then_some(count)
    }

    /// A string, as it stands between its quotes. The only escapes are `\"` and `\\`, for nothing else needs one.
    fn text(&mut self) -> Option<&'a str> {
        self.eat("\"")?;
        let start = self.rest.as_bytes();
        let (mut length, mut escapes) = (0, 0);
        loop {
            let rest = start.get(length..)?;
            length += memchr2(b'"', b'\\', rest)?;
            match start.get(length..)? {
                [b'"', ..] => break,
                [b'\\', b'"' | b'\\', ..] => (length, escapes) = (length + 2, escapes + 1),
                _ => return None,
            }
        }
        let text = self.take(length).filter(|_| length - escapes <= MAX_TEXT)?;
        self.eat("\"")?;
        Some(text)
    }

    fn shape(&mut self, shape: &Shape) -> Option<()> {
        match shape {
            Shape::Text => self.text().map(drop),
            Shape::Count => self.count().map(drop),
            Shape::Flag => self.eat("true").or_else(|| self.eat("false")),
            Shape::Hex(digits) => {
                let text = self.text()?.as_bytes();
                let hex = |byte: &u8| matches!(byte, b'0'..=b'9' | b'a'..=b'f');
                (text.len() == *digits && text.iter().all(hex)).then_some(())
            }
            Shape::Maybe(shape) => self.eat("null").or_else(|| self.shape(shape)),
            Shape::List(shape) => self.list(|scan| scan.shape(shape)),
            Shape::Object(members) => {
                self.eat("{")?;
                self.members(members, true)
            }
        }
    }

    /// The members of an object up to its end; `first` when none stands before them.
    fn members(&mut self, members: &[Member], mut first: bool) -> Option<()> {
        for (name, shape) in members {
            self.eat(if first { "\"" } else { ",\"" })?;
            first = false;
            self.eat(name)?;
            self.eat("\":")?;
            self.shape(shape)?;
        }
        self.eat("}")
    }

    fn list(&mut self, mut item: impl FnMut(&mut Self) -> Option<()>) -> Option<()> {
        self.eat("[")?;
        if self.eat("]").is_some() {
            return Some(());
        }
        loop {
            item(self)?;
            match self.eat(",") {
                Some(()) => {}
                None => return self.eat("]"),
            }
        }
    }

    fn unknown(&mut self, depth: usize) -> Option<()> {
        match self.rest.bytes().next()? {
            b'"' => self.text().map(drop),
            b'0'..=b'9' => self.count().map(drop),
            b'[' | b'{' if depth > MAX_DEPTH => None,
            b'[' => self.list(|scan| scan.unknown(depth + 1)),
            b'{' => {
                self.eat("{")?;
                self.unknown_members(Vec::new(), depth)
            }
            _ => self.eat("true").or_else(|| self.eat("false")).or_else(|| self.eat("null")),
        }
    }

    /// The members of an object up to its end, none of them named twice; `names` are those already read.
    fn unknown_members(&mut self, mut names: Vec<&'a str>, depth: usize) -> Option<()> {
        while self.eat("}").is_none() {
            if !names.is_empty() {
                self.eat(",")?;
            }
            let name = self.text().filter(|name| !names.contains(name))?;
            names.push(name);
            self.eat(":")?;
            self.unknown(depth + 1)?;
        }
        Some(())
    }
}

#[cfg(test)]
mod tests {
    use super::super::shape::SESSION;
    use super::*;

    fn line(kind: &str, own: &str) -> String {
        format!(r#"{{"v":1,"seq":7,"ts":"t","kind":"{kind}","prev":"p"{own}}}"#)
    }

    fn reads(kind: &str, own: &str) -> bool {
        read(line(kind, own).as_bytes(), SESSION).is_some()
    }

    #[test]
    fn the_common_members_are_handed_out() {
        let expected = Common { seq: 7, ts: "t", kind: "warning", prev: "p" };
        assert_eq!(read(line("warning", r#","text":"x""#).as_bytes(), SESSION), Some(expected));
    }

    #[test]
    fn a_string_has_one_spelling() {
        for good in [r#"a"#, r#"\""#, r#"\\"#, r#"\\\""#, "日本", ""] {
            assert!(reads("warning", &format!(r#","text":"{good}""#)), "{good}");
        }
        let long = "x".repeat(MAX_TEXT + 1);
        for bad in [r#"\/"#, r#"\n"#, r#"\u0041"#, "\t", "\u{7f}", "\u{202e}", r#"\"#, r#"\\\"#, &long] {
            assert!(!reads("warning", &format!(r#","text":"{bad}""#)), "{bad}");
        }
        assert!(reads("warning", &format!(r#","text":"{}""#, r#"\""#.repeat(MAX_TEXT))));
    }

    #[test]
    fn a_known_kind_has_its_members_in_their_order_and_no_others() {
        assert!(reads("tunnel", r#","host":"h","port":443,"up":1,"down":2"#));
        for bad in [
            r#","host":"h","port":443,"down":2,"up":1"#,
            r#","host":"h","port":443,"up":1"#,
            r#","host":"h","port":443,"up":1,"down":2,"more":3"#,
            r#","host":"h","port":443,"up":1,"down":2.0"#,
            r#","host":"h","port":443,"up":1,"down":02"#,
            r#","host":"h","port":443,"up":1,"down":-2"#,
            r#","host":"h","port":443,"up":1,"down":9007199254740992"#,
            r#","host":"h","port":443,"up":1, "down":2"#,
            r#","host":null,"port":443,"up":1,"down":2"#,
            "",
        ] {
            assert!(!reads("tunnel", bad), "{bad}");
        }
    }

    #[test]
    fn an_unknown_kind_may_hold_anything_that_has_one_spelling() {
        for good in ["", r#","a":[],"b":{},"c":[1,[true,null]],"d":{"x":"y","z":{}}"#] {
            assert!(reads("later", good), "{good}");
        }
        let deep = |levels: usize| format!(r#","a":{}1{}"#, "[".repeat(levels), "]".repeat(levels));
        assert!(reads("later", &deep(MAX_DEPTH - 1)));
        assert!(!reads("later", &deep(MAX_DEPTH)));
        for bad in
            [r#","a":1,"a":2"#, r#","seq":8"#, r#","a":1.5"#, r#","a":[1,]"#, r#","a""#, r#","a":{,}"#, ","]
        {
            assert!(!reads("later", bad), "{bad}");
        }
    }

    #[test]
    fn nothing_may_follow_or_precede_a_line() {
        let good = line("later", "");
        for bad in
            [format!("{good} "), format!(" {good}"), format!("{good}{good}"), format!("\u{feff}{good}")]
        {
            assert_eq!(read(bad.as_bytes(), SESSION), None);
        }
        assert_eq!(read(b"", SESSION), None);
        assert_eq!(read(b"\xff", SESSION), None);
    }
}
