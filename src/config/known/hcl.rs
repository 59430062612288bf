//! Owns what Terraform's files assign: strings and numbers, each under the name nearest before it. It must not evaluate
//! anything.
//!
//! No full grammar is needed for that, and none can fail: whatever is no comment, name, string or number is passed over.

use super::format::Member;
use crate::engine::json;

/// Every value in a text.
pub(super) fn members(text: &[u8], out: &mut Vec<Member>) {
    let mut reader = Reader { rest: text, name: String::new() };
    while let Some(&byte) = reader.rest.first() {
        match (byte, reader.rest.get(1)) {
            (b'#', _) | (b'/', Some(b'/')) => reader.take_through(b"\n"),
            (b'/', Some(b'*')) => reader.take_through(b"*/"),
            (b'"', _) => {
                reader.take(1);
                let text = reader.string();
                reader.value(text, out);
                continue;
            }
            (b'<', Some(b'<')) => {
                let (plain, dedented) = reader.heredoc();
                out.push(Member::new(&reader.name, &reader.name, plain));
                out.push(Member::new(&reader.name, &reader.name, dedented));
                continue;
            }
            _ if is_word(byte) => {
                let length = reader.rest.iter().take_while(|&&byte| is_word(byte)).count();
                let word = reader.take(length);
                if byte.is_ascii_digit() {
                    out.push(Member::new(&reader.name, &reader.name, word));
                } else {
                    reader.name = String::from_utf8_lossy(word).into_owned();
                }
                continue;
            }
            _ => reader.take(1),
        };
    }
}

struct Reader<'a> {
    rest: &'a [u8],
    name: String,
}

impl<'a> Reader<'a> {
    fn take(&mut self, length: usize) -> &'a [u8] {
        let (taken, rest) = self.rest.split_at(length.min(self.rest.len()));
        self.rest = rest;
        taken
    }

    /// What stands up to and with `end`, or to the end of the text.
    fn take_through(&mut self, end: &[u8]) -> &'a [u8] {
        let at = memchr::memmem::find(self.rest, end).map_or(self.rest.len(), |at| at + end.len());
        self.take(at)
    }

    /// The inside of a string whose first quote is behind us. Quotes inside `${…}` and `%{…}` do not end it.
    fn string(&mut self) -> &'a [u8] {
        let mut depth = 0_usize;
        let mut escaped = false;
        let mut before = 0;
        let end = self.rest.iter().position(|&byte| {
            let was_escaped = std::mem::take(&mut escaped);
            match byte {
                b'\\' => escaped = !was_escaped,
                b'{' if depth > 0 || matches!(before, b'$' | b'%') => depth += 1,
                b'}' => depth = depth.saturating_sub(1),
                _ => {}
            }
            before = byte;
            byte == b'\n' || byte == b'"' && depth == 0 && !was_escaped
        });
        let text = self.take(end.unwrap_or(self.rest.len()));
        self.take(1);
        text
    }

    /// A string is the key or the label of what follows, or a value: as written, and as meant.
    fn value(&mut self, text: &[u8], out: &mut Vec<Member>) {
        match self.rest.iter().find(|byte| !b" \t".contains(byte)) {
            Some(b'=' | b':') => self.name = String::from_utf8_lossy(text).into_owned(),
            Some(b'{' | b'"') => {}
            _ => {
                let plain = json::unescape(text);
                if *plain != *text {
                    out.push(Member::new(&self.name, &self.name, text));
                }
                out.push(Member::new(&self.name, &self.name, plain));
            }
        }
    }

    /// The lines of a heredoc, and the same without their indentation.
    fn heredoc(&mut self) -> (Vec<u8>, Vec<u8>) {
        let opening = self.take_through(b"\n");
        let word = opening.iter().copied().filter(|&byte| is_word(byte) && byte != b'-').collect::<Vec<_>>();
        let (mut plain, mut dedented) = (Vec::new(), Vec::new());
        while !self.rest.is_empty() {
            let line = self.take_through(b"\n");
            if line.trim_ascii() == word {
                break;
            }
            plain.extend(line);
            dedented.extend(line.trim_ascii_start());
        }
        (plain, dedented)
    }
}

fn is_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || b"_-.".contains(&byte)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Vec<(String, String)> {
        let mut found = Vec::new();
        members(text.as_bytes(), &mut found);
        found.into_iter().map(|it| (it.name, String::from_utf8_lossy(&it.value).into_owned())).collect()
    }

    #[test]
    fn every_string_has_the_name_before_it() {
        for (text, expected) in [
            ("a = \"x\"\n", &[("a", "x")][..]),
            ("# a = \"x\"\n// b\n/* c = \"d\" */ e=\"f\"", &[("e", "f")]),
            ("a = {\n b = \"x\", \"c\" : \"y\" }", &[("b", "x"), ("c", "y")]),
            ("a = {\n \"b\" = \"x\"\n \"c\" = \"y\"\n}", &[("b", "x"), ("c", "y")]),
            ("a = [\"x\", \"y\"]", &[("a", "x"), ("a", "y")]),
            ("a = \"x\\\"y\\n\"", &[("a", "x\\\"y\\n"), ("a", "x\"y\n")]),
            ("a = \"x${f(\"y\")}z\"\nb = 7", &[("a", "x${f(\"y\")}z"), ("b", "7")]),
            ("credentials \"h.example\" {\n  token = \"x\"\n}", &[("token", "x")]),
            ("a = <<-EOT\n  x\n   y\n  EOT\nb = \"z\"", &[("a", "  x\n   y\n"), ("a", "x\ny\n"), ("b", "z")]),
            ("a = \"never closed\nb = \"x\"", &[("a", "never closed"), ("b", "x")]),
            ("a = <<", &[("a", ""), ("a", "")]),
        ] {
            let expected: Vec<_> =
                expected.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
            assert_eq!(read(text), expected, "{text}");
        }
    }
}
