//! Owns how a text is read where a value may stand in it encoded: one byte of the value after another, as far as it is
//! asked for. It must not know any value.
//!
//! A reading takes each character as it is or escaped in any way of its kind, so that it does not matter which
//! characters a program chose to escape.

/// Longest white space that is passed over at a line's end.
const MAX_BREAK: usize = 64;

/// What a text is taken for.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(super) enum Reading {
    /// The bytes as they stand.
    Plain,
    /// Backslash escapes: JSON, source code, shells outside single quotes, `$'…'`.
    Backslash,
    /// The same twice over: JSON inside JSON.
    BackslashTwice,
    /// `%2F`.
    Percent,
    /// The same, with `+` for a space.
    Form,
    /// Inside a shell's single quotes, where `'\''` or `'"'"'` stands for a quote.
    Quoted,
    /// `&lt;`, `&#39;`, `&#x27;`.
    Entities,
    /// Two digits a byte, in lines.
    Hex,
    /// Base64 of either alphabet, in lines; the number is how many other bytes stand before the value in its first
    /// group of three.
    Base64(u8),
}

/// A text that is being read from some place on.
pub(super) struct Reader<'a> {
    text: &'a [u8],
    at: usize,
    reading: Reading,
    /// Per layer of escapes, what is left of a character of several bytes.
    pending: [Pending; 2],
    /// Bits of base64 that make no whole byte yet, and their number.
    bits: u32,
    held: u32,
}

#[derive(Default)]
struct Pending {
    bytes: [u8; 4],
    next: usize,
    end: usize,
}

impl Pending {
    fn next(&mut self) -> Option<u8> {
        let byte = self.bytes.get(self.next..self.end)?.first().copied()?;
        self.next += 1;
        Some(byte)
    }
}

impl<'a> Reader<'a> {
    /// A reader for a value whose head was seen at `at`; `None` when it cannot begin there. The second is the place
    /// of the first byte that has a part in the value: in base64 the character before the head may have.
    pub(super) fn new(text: &'a [u8], at: usize, reading: Reading) -> Option<(Self, usize)> {
        let mut reader = Self { text, at, reading, pending: Default::default(), bits: 0, held: 0 };
        let Reading::Base64(shift @ 1..=2) = reading else { return Some((reader, at)) };
        let start = character_before(text, at)?;
        reader.held = if shift == 1 { 4 } else { 2 };
        reader.bits = u32::from(sextet(*text.get(start)?)?) & ((1 << reader.held) - 1);
        Some((reader, start))
    }

    /// The place after what was read.
    pub(super) fn at(&self) -> usize {
        self.at
    }

    /// The next byte of the value; `None` where the text ends or is not of this kind any more.
    pub(super) fn next(&mut self) -> Option<u8> {
        match self.reading {
            Reading::Plain => self.byte(),
            Reading::Backslash => self.unescaped(1),
            Reading::BackslashTwice => self.unescaped(2),
            Reading::Percent => self.percent(false),
            Reading::Form => self.percent(true),
            Reading::Quoted => self.quoted(),
            Reading::Entities => self.entity(),
            Reading::Hex => {
                self.pass_break();
                let byte = self.number(0, 2, 16)?;
                u8::try_from(byte).ok()
            }
            Reading::Base64(_) => self.base64(),
        }
    }

    fn byte(&mut self) -> Option<u8> {
        let byte = *self.text.get(self.at)?;
        self.at += 1;
        Some(byte)
    }

    /// A byte from behind so many layers of backslash escapes.
    fn unescaped(&mut self, layers: usize) -> Option<u8> {
        let Some(below) = layers.checked_sub(1) else { return self.byte() };
        if let Some(byte) = self.pending.get_mut(below).and_then(Pending::next) {
            return Some(byte);
        }
        let first = self.unescaped(below)?;
        if first != b'\\' {
            return Some(first);
        }
        Some(match self.unescaped(below)? {
            b'a' => 0x07,
            b'b' => 0x08,
            b't' => b'\t',
            b'n' => b'\n',
            b'v' => 0x0b,
            b'f' => 0x0c,
            b'r' => b'\r',
            b'e' | b'E' => 0x1b,
            b'x' => u8::try_from(self.number(below, 2, 16)?).ok()?,
            high @ b'0'..=b'3' => (high - b'0') << 6 | u8::try_from(self.number(below, 2, 8)?).ok()?,
            b'u' => {
                let unit = self.code_unit(below)?;
                return self.character(unit, below);
            }
            itself => itself,
        })
    }

    /// What follows `\u`: a character, of which a surrogate is only the first half.
    fn code_unit(&mut self, layer: usize) -> Option<char> {
        let high = self.number(layer, 4, 16)?;
        if !(0xd800..0xdc00).contains(&high) {
            return char::from_u32(high);
        }
        let is_pair = self.unescaped(layer)? == b'\\' && self.unescaped(layer)? == b'u';
        let low = self.number(layer, 4, 16).filter(|low| is_pair && (0xdc00..0xe000).contains(low))?;
        char::from_u32(0x10000 + ((high - 0xd800) << 10) + (low - 0xdc00))
    }

    /// The first byte of a character; the others come next.
    fn character(&mut self, c: char, layer: usize) -> Option<u8> {
        let mut bytes = [0; 4];
        let end = c.encode_utf8(&mut bytes).len();
        let pending = self.pending.get_mut(layer)?;
        *pending = Pending { bytes, next: 0, end };
        pending.next()
    }

    /// A number of so many digits, from behind so many layers of escapes.
    fn number(&mut self, layers: usize, digits: u32, radix: u32) -> Option<u32> {
        (0..digits)
            .try_fold(0, |sum, _| Some(sum * radix + char::from(self.unescaped(layers)?).to_digit(radix)?))
    }

    fn percent(&mut self, is_form: bool) -> Option<u8> {
        match self.byte()? {
            b'+' if is_form => Some(b' '),
            b'%' => {
                let after = self.at;
                match self.number(0, 2, 16) {
                    Some(byte) => u8::try_from(byte).ok(),
                    // A percent sign that somebody forgot to escape.
                    None => {
                        self.at = after;
                        Some(b'%')
                    }
                }
            }
            byte => Some(byte),
        }
    }

    fn quoted(&mut self) -> Option<u8> {
        let rest = self.text.get(self.at..)?;
        let quote = [&br"'\''"[..], br#"'"'"'"#].into_iter().find(|quote| rest.starts_with(quote));
        self.at += quote.map_or(1, <[u8]>::len);
        if quote.is_some() { Some(b'\'') } else { rest.first().copied() }
    }

    fn entity(&mut self) -> Option<u8> {
        const NAMED: [(&[u8], char); 5] =
            [(b"amp", '&'), (b"lt", '<'), (b"gt", '>'), (b"quot", '"'), (b"apos", '\'')];
        /// Of `&#x10ffff;`.
        const LONGEST: usize = 8;
        if let Some(byte) = self.pending.first_mut().and_then(Pending::next) {
            return Some(byte);
        }
        let first = self.byte()?;
        let rest = self.text.get(self.at..).filter(|_| first == b'&').unwrap_or_default();
        let Some(end) = rest.iter().take(LONGEST + 1).position(|&byte| byte == b';') else {
            return Some(first);
        };
        let name = rest.get(..end)?;
        let number =
            |digits: &[u8], radix| u32::from_str_radix(std::str::from_utf8(digits).ok()?, radix).ok();
        let c = match name {
            [b'#', b'x' | b'X', digits @ ..] => number(digits, 16).and_then(char::from_u32),
            [b'#', digits @ ..] => number(digits, 10).and_then(char::from_u32),
            _ => NAMED.iter().find(|(named, _)| *named == name).map(|(_, c)| *c),
        };
        let Some(c) = c else { return Some(first) };
        self.at += end + 1;
        self.character(c, 0)
    }

    fn base64(&mut self) -> Option<u8> {
        while self.held < 8 {
            self.pass_break();
            let bits = sextet(self.byte()?)?;
            self.bits = self.bits << 6 | u32::from(bits);
            self.held += 6;
        }
        self.held -= 8;
        let byte = self.bits >> self.held;
        self.bits &= (1 << self.held) - 1;
        u8::try_from(byte).ok()
    }

    /// Goes over a line's end and the indentation of the next.
    fn pass_break(&mut self) {
        if let Some(b'\r' | b'\n') = self.text.get(self.at) {
            let rest = self.text.get(self.at..).unwrap_or_default().iter();
            self.at += rest.take(MAX_BREAK).take_while(|byte| byte.is_ascii_whitespace()).count();
        }
    }
}

/// The place `count` characters of base64 before `at`, over line ends.
pub(super) fn back(text: &[u8], at: usize, count: u8) -> Option<usize> {
    (0..count).try_fold(at, |at, _| character_before(text, at))
}

fn character_before(text: &[u8], at: usize) -> Option<usize> {
    let before = text.get(..at)?;
    let gap = before.iter().rev().take(MAX_BREAK).take_while(|byte| byte.is_ascii_whitespace()).count();
    let (before, gap) = before.split_at(before.len() - gap);
    let is_near = gap.is_empty() || gap.iter().any(|byte| b"\r\n".contains(byte));
    before.last().filter(|&&byte| is_near && sextet(byte).is_some())?;
    before.len().checked_sub(1)
}

/// The six bits that a character of base64 stands for.
fn sextet(byte: u8) -> Option<u8> {
    Some(match byte {
        b'A'..=b'Z' => byte - b'A',
        b'a'..=b'z' => byte - b'a' + 26,
        b'0'..=b'9' => byte - b'0' + 52,
        b'+' | b'-' => 62,
        b'/' | b'_' => 63,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str, at: usize, reading: Reading) -> String {
        let (mut reader, _) = Reader::new(text.as_bytes(), at, reading).unwrap();
        let bytes: Vec<u8> = std::iter::from_fn(|| reader.next()).collect();
        String::from_utf8(bytes).unwrap()
    }

    #[test]
    fn each_reading_undoes_what_is_escaped_and_takes_the_rest_as_it_is() {
        use Reading::{Backslash, BackslashTwice, Base64, Entities, Form, Hex, Percent, Plain, Quoted};
        for (reading, text, plain) in [
            (Plain, r"a\n%41", r"a\n%41"),
            (Backslash, r#"a\n\"\/\\\u00e9\ud83d\ude00\x41\101\e"#, "a\n\"/\\\u{e9}\u{1f600}AA\u{1b}"),
            (Backslash, r"a\ b\&é", "a b&é"),
            (BackslashTwice, r#"a\\n\\\"\\\\\\u00e9\n"#, "a\n\"\\\u{e9}\n"),
            (Percent, "a%2Fb%2fc/+%C3%a9%zz", "a/b/c/+é%zz"),
            (Form, "a+b%2b", "a b+"),
            (Quoted, r#"a'\''b'"'"'c"#, "a'b'c"),
            (Entities, "a&lt;&#39;&#x27;&amp;&quot;&eacute;&#233;&", "a<''&\"&eacute;é&"),
            (Hex, "6162\r\n  6A6a", "abjj"),
            (Base64(0), "aHVudGVy\n  Mg", "hunter2"),
            (Base64(0), "-_-_", "\u{fb}\u{ff}\u{bf}"),
        ] {
            if plain.starts_with('\u{fb}') {
                let (mut reader, _) = Reader::new(text.as_bytes(), 0, reading).unwrap();
                assert_eq!(std::iter::from_fn(|| reader.next()).collect::<Vec<_>>(), [0xfb, 0xff, 0xbf]);
                continue;
            }
            assert_eq!(read(text, 0, reading), plain, "{reading:?}");
        }
    }

    #[test]
    fn base64_is_read_from_the_middle_of_a_group() {
        // "xhunter2" and "xyhunter2"; the heads begin at the first character that is the value's alone.
        assert_eq!(read("eGh1bnRlcjI=", 2, Reading::Base64(1)), "hunter2");
        assert_eq!(read("eHlodW50ZXIy", 3, Reading::Base64(2)), "hunter2");
        assert_eq!(read("eHl\n odW50ZXIy", 5, Reading::Base64(2)), "hunter2");
        assert!(Reader::new(b"odW50ZXIy", 0, Reading::Base64(2)).is_none());
    }
}
