//! Owns the cut of a body of JSON into values: one document, values one after another (JSON lines, NDJSON), or the
//! elements of an array that arrives in pieces. It must not judge a value, nor lose a byte of what is none.

use memchr::memchr3;

/// What a part is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Kind {
    /// What stands between values: white space, commas, and the bracket that opens an outer array.
    Gap,
    /// One value, or a word that is none.
    Value,
    /// The bracket that ends an outer array.
    End,
}

/// A part of the body. All parts in their order are the body.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Part<'a> {
    /// What it is.
    pub kind: Kind,
    /// Its bytes.
    pub raw: &'a [u8],
    /// Whether it stands in the outer array.
    pub in_array: bool,
}

/// A value grew beyond what the reader was told to hold.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct ValueTooLong;

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum State {
    Between,
    /// In a number, `true`, or what only looks like it.
    Word,
    /// In a string that is a value.
    String,
    /// In an object or an inner array, so many brackets deep.
    Container(usize),
    /// In a string at that depth.
    Inner(usize),
}

/// Cuts a body into values. Holds one unfinished value.
#[derive(Debug)]
#[must_use = "an unfinished value is lost unless the body is finished"]
pub struct Values {
    /// Whether a line's array is a value, not an outer array.
    lines: bool,
    /// Most bytes in one value.
    most: usize,
    in_array: bool,
    state: State,
    pending: Vec<u8>,
    searched: usize,
}

impl Values {
    /// A body of one document, of an array of values, or of values one after another; each of at most `most` bytes.
    pub fn new(most: usize) -> Self {
        let state = State::Between;
        Self { lines: false, most, in_array: false, state, pending: Vec::new(), searched: 0 }
    }

    /// A body that is known to be lines.
    pub fn of_lines(most: usize) -> Self {
        Self { lines: true, ..Self::new(most) }
    }

    /// Calls `each` for every part that `bytes` completes; a value is complete with its last byte, where that tells,
    /// else with the byte behind it.
    ///
    /// # Errors
    /// [`ValueTooLong`]; the body must then be broken off.
    pub fn push(&mut self, bytes: &[u8], each: &mut dyn FnMut(Part<'_>)) -> Result<(), ValueTooLong> {
        let mut pending = std::mem::take(&mut self.pending);
        pending.extend_from_slice(bytes);
        let mut start = 0;
        while let Some(rest) = pending.get(self.searched..).filter(|rest| !rest.is_empty()) {
            let (before, in_array) = (self.state, self.in_array);
            let taken = if before == State::Between { self.gap(rest) } else { self.value(rest) };
            self.searched += taken.bytes;
            if let Some(kind) = taken.ends {
                each(Part { kind, raw: pending.get(start..self.searched).unwrap_or_default(), in_array });
                start = self.searched;
            } else if taken.bytes == 0 && self.state == before {
                // Half an escape, which the next bytes complete.
                break;
            }
        }
        pending.drain(..start);
        self.searched -= start;
        self.pending = pending;
        if self.pending.len() > self.most { Err(ValueTooLong) } else { Ok(()) }
    }

    /// Ends the body: the value that has no end, if there is one, and whether it may be whole all the same.
    #[must_use]
    pub fn finish(self) -> (Vec<u8>, bool) {
        (self.pending, self.state == State::Word)
    }

    /// Reads on between values.
    fn gap(&mut self, rest: &[u8]) -> Taken {
        let is_gap = |byte: &u8| byte.is_ascii_whitespace() || *byte == b',';
        let length = rest.iter().position(|byte| !is_gap(byte)).unwrap_or(rest.len());
        if length > 0 {
            return Taken { bytes: length, ends: Some(Kind::Gap) };
        }
        let opens_array = !self.lines && !self.in_array;
        match rest.first() {
            Some(b'[') if opens_array => {
                self.in_array = true;
                Taken { bytes: 1, ends: Some(Kind::Gap) }
            }
            Some(b']') if self.in_array => {
                self.in_array = false;
                Taken { bytes: 1, ends: Some(Kind::End) }
            }
            Some(b'{' | b'[') => {
                self.state = State::Container(1);
                Taken { bytes: 1, ends: None }
            }
            Some(b'"') => {
                self.state = State::String;
                Taken { bytes: 1, ends: None }
            }
            _ => {
                self.state = State::Word;
                Taken { bytes: 1, ends: None }
            }
        }
    }

    /// Reads on in a value.
    fn value(&mut self, rest: &[u8]) -> Taken {
        match self.state {
            State::Between | State::Word => {
                let ends = |byte: &u8| byte.is_ascii_whitespace() || b",]".contains(byte);
                match rest.iter().position(ends) {
                    Some(end) => self.end(end),
                    None => Taken { bytes: rest.len(), ends: None },
                }
            }
            State::String => match string(rest) {
                Text::Ends(end) | Text::Breaks(end) => self.end(end),
                Text::GoesOn(bytes) => Taken { bytes, ends: None },
            },
            State::Inner(depth) => match string(rest) {
                Text::Ends(bytes) => {
                    self.state = State::Container(depth);
                    Taken { bytes, ends: None }
                }
                // No string goes over a line end: what comes is a new value.
                Text::Breaks(end) => self.end(end),
                Text::GoesOn(bytes) => Taken { bytes, ends: None },
            },
            State::Container(depth) => self.container(depth, rest),
        }
    }

    fn container(&mut self, mut depth: usize, rest: &[u8]) -> Taken {
        for (at, byte) in rest.iter().enumerate() {
            match byte {
                b'"' => {
                    self.state = State::Inner(depth);
                    return Taken { bytes: at + 1, ends: None };
                }
                b'{' | b'[' => depth += 1,
                b'}' | b']' if depth <= 1 => return self.end(at + 1),
                b'}' | b']' => depth -= 1,
                _ => {}
            }
        }
        self.state = State::Container(depth);
        Taken { bytes: rest.len(), ends: None }
    }

    fn end(&mut self, bytes: usize) -> Taken {
        self.state = State::Between;
        Taken { bytes, ends: Some(Kind::Value) }
    }
}

/// How many bytes were read, and what ends with them.
struct Taken {
    bytes: usize,
    ends: Option<Kind>,
}

/// How far a string goes.
enum Text {
    /// Up to and with its quote.
    Ends(usize),
    /// Up to a line end, which no string holds.
    Breaks(usize),
    /// Beyond what there is; so many bytes of it need not be read again.
    GoesOn(usize),
}

fn string(text: &[u8]) -> Text {
    let mut at = 0;
    while let Some(found) = text.get(at..).and_then(|rest| memchr3(b'"', b'\\', b'\n', rest)) {
        match text.get(at + found) {
            Some(b'"') => return Text::Ends(at + found + 1),
            Some(b'\\') if at + found + 1 < text.len() => at += found + 2,
            Some(b'\\') => return Text::GoesOn(at + found),
            _ => return Text::Breaks(at + found),
        }
    }
    Text::GoesOn(text.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parts(mut values: Values, pieces: &[&[u8]]) -> Vec<(Kind, String)> {
        let mut seen: Vec<(Kind, String)> = Vec::new();
        for piece in pieces {
            let mut each = |part: Part<'_>| {
                let text = String::from_utf8_lossy(part.raw);
                match seen.last_mut() {
                    Some((Kind::Gap, gap)) if part.kind == Kind::Gap => gap.push_str(&text),
                    _ => seen.push((part.kind, text.into_owned())),
                }
            };
            values.push(piece, &mut each).unwrap();
        }
        let (rest, _) = values.finish();
        if !rest.is_empty() {
            seen.push((Kind::Value, String::from_utf8(rest).unwrap()));
        }
        seen
    }

    const BODIES: [(&str, &[&str]); 8] = [
        ("[{\"a\":\"]}\"},\r\n{\"b\":[1,{}]}\n]\n", &["{\"a\":\"]}\"}", "{\"b\":[1,{}]}"]),
        (" { \"a\" : \"\\\\\\\"}\" }\n", &["{ \"a\" : \"\\\\\\\"}\" }"]),
        ("{\"a\":1}\r\n{\"b\":2}\r\n\r\n{}", &["{\"a\":1}", "{\"b\":2}", "{}"]),
        ("[1, \"x,]\" ,null,[[2]]]", &["1", "\"x,]\"", "null", "[[2]]"]),
        ("{\"a\":{}}{\"b\":[]}3", &["{\"a\":{}}", "{\"b\":[]}", "3"]),
        ("[]", &[]),
        ("{\"cut\": \"x", &["{\"cut\": \"x"]),
        ("{\"no\nend\":1}\nword ] }", &["{\"no", "end\":1}", "word", "]", "}"]),
    ];

    #[test]
    fn any_cut_gives_the_same_values_and_loses_no_byte() {
        for (body, values) in BODIES {
            for cut in 0..=body.len() {
                let (head, tail) = body.as_bytes().split_at(cut);
                let seen = parts(Values::new(100), &[head, tail]);
                let all: String = seen.iter().map(|(_, text)| text.as_str()).collect();
                assert_eq!(all, body);
                let of_values = seen.iter().filter(|(kind, _)| *kind == Kind::Value);
                let found: Vec<_> = of_values.map(|(_, text)| text.as_str()).collect();
                assert_eq!(found, values, "{body:?} cut at {cut}");
            }
            let bytes: Vec<_> = body.as_bytes().chunks(1).collect();
            assert_eq!(parts(Values::new(100), &bytes), parts(Values::new(100), &[body.as_bytes()]));
        }
    }

    #[test]
    fn a_value_is_handed_over_with_its_last_byte() {
        for body in ["[{\"a\":1}", "{\"a\":1}", "[\"a\"", "[[1]"] {
            let (mut values, mut count) = (Values::new(100), 0);
            for (at, byte) in body.bytes().enumerate() {
                values.push(&[byte], &mut |part| count += usize::from(part.kind == Kind::Value)).unwrap();
                assert_eq!(count, usize::from(at + 1 == body.len()), "{body} at {at}");
            }
            assert_eq!(values.finish(), (Vec::new(), false));
        }
    }

    #[test]
    fn a_line_that_is_an_array_is_one_value() {
        let seen = parts(Values::of_lines(100), &[b"[1,2]\n[3]\n"]);
        assert_eq!(seen.iter().filter(|(kind, _)| *kind == Kind::Value).count(), 2);
    }

    #[test]
    fn an_endless_value_is_broken_off_and_an_endless_array_is_not() {
        let mut values = Values::new(100);
        for _ in 0..1000 {
            values.push(b"[{\"a\":1},  ", &mut |_| {}).unwrap();
            values.push(b"]", &mut |_| {}).unwrap();
        }
        assert_eq!(values.push(&[b'{'; 101], &mut |_| {}), Err(ValueTooLong));
    }
}
