//! Owns the reading of a placeholder out of a text, in any spelling. It must not look anything up, and must not take for
//! a placeholder what leaves the escaping of its place in doubt.

use std::ops::Range;

use memchr::memchr2_iter;

use super::Level;
use super::coding::{CODINGS, Coding, NAME};
use crate::engine::placeholder::{ID_DIGITS, MAX_PLACEHOLDER, MAX_TYPE, PlaceholderId, is_type_byte};

/// Most characters of a spelling: a placeholder whose brackets are spelled with six each. With three for each bracket
/// and each colon, as in a URL, it is shorter.
pub(super) const MAX_CHARACTERS: usize = MAX_PLACEHOLDER - 2 + 2 * br"\u003c".len();
const _: () = assert!(MAX_PLACEHOLDER - 4 + 4 * b"%3c".len() <= MAX_CHARACTERS);

/// Most bytes of a spelling before its first colon.
const MAX_HEAD: usize = br"\u003c".len() + NAME.len();

/// A placeholder as it was read.
pub(super) struct Spelled {
    /// Bytes of the text it takes.
    pub length: usize,
    pub coding: Coding,
    /// The TYPE, in any case.
    pub kind: Vec<u8>,
    pub id: PlaceholderId,
    /// Whether a digit stood in upper case.
    pub is_raised: bool,
    /// Whether it is one only if the text ends here.
    pub at_end: bool,
}

/// Why no placeholder was read.
pub(super) enum Miss {
    /// There is none.
    Not,
    /// The text ends before it can be told.
    Cut,
}

/// Reads the placeholder at the start of a text. `last` is the character before it.
pub(super) fn read(text: &[u8], level: Level, last: u8) -> Result<Spelled, Miss> {
    let mut reader = Reader { text, at: 0, level };
    let (first, _) = reader.peek()?;
    let begins = |open: &[u8]| open.first().or(NAME.first()) == Some(&first);
    let (coding, open, close) = *CODINGS.iter().find(|(_, open, _)| begins(open)).ok_or(Miss::Not)?;
    let is_in_doubt = match coding {
        Coding::Bare => !is_edge(last),
        // The backslash may itself be escaped: then the text is escaped once more.
        Coding::Json => last == b'\\',
        Coding::Plain | Coding::Html | Coding::Percent => false,
    };
    if is_in_doubt {
        return Err(Miss::Not);
    }
    reader.word(open, u8::eq_ignore_ascii_case)?;
    reader.word(NAME, u8::eq)?;
    let byte = reader.next()?;
    if !reader.is_colon(byte, coding)? {
        return Err(Miss::Not);
    }
    let kind = reader.kind(coding)?;
    let (id, is_raised) = reader.id()?;
    let at_end = reader.close(coding, close)?;
    Ok(Spelled { length: reader.at, coding, kind, id, is_raised, at_end })
}

struct Reader<'t> {
    text: &'t [u8],
    at: usize,
    level: Level,
}

impl Reader<'_> {
    fn peek(&self) -> Result<(u8, usize), Miss> {
        match character(self.text.get(self.at..).unwrap_or_default(), self.level) {
            Character::Is(byte, length) => Ok((byte, length)),
            Character::Cut | Character::End => Err(Miss::Cut),
        }
    }

    fn next(&mut self) -> Result<u8, Miss> {
        let (byte, length) = self.peek()?;
        self.at += length;
        Ok(byte)
    }

    fn word(&mut self, word: &[u8], same: fn(&u8, &u8) -> bool) -> Result<(), Miss> {
        word.iter()
            .try_for_each(|expected| if same(&self.next()?, expected) { Ok(()) } else { Err(Miss::Not) })
    }

    /// Whether `byte`, just read, begins a colon; then the rest of it is read.
    fn is_colon(&mut self, byte: u8, coding: Coding) -> Result<bool, Miss> {
        if byte == b'%' && coding == Coding::Percent {
            self.word(b"3a", u8::eq_ignore_ascii_case)?;
            return Ok(true);
        }
        Ok(byte == b':')
    }

    /// The TYPE and the colon after it.
    fn kind(&mut self, coding: Coding) -> Result<Vec<u8>, Miss> {
        let mut kind = Vec::new();
        loop {
            let byte = self.next()?;
            if !kind.is_empty() && self.is_colon(byte, coding)? {
                return Ok(kind);
            }
            let raised = byte.to_ascii_uppercase();
            let legal = if kind.is_empty() { raised.is_ascii_uppercase() } else { is_type_byte(raised) };
            if !legal || kind.len() == MAX_TYPE {
                return Err(Miss::Not);
            }
            kind.push(byte);
        }
    }

    fn id(&mut self) -> Result<(PlaceholderId, bool), Miss> {
        let mut digits = [0; ID_DIGITS];
        let mut is_raised = false;
        for digit in &mut digits {
            let byte = self.next()?;
            if !byte.is_ascii_hexdigit() {
                return Err(Miss::Not);
            }
            is_raised |= byte.is_ascii_uppercase();
            *digit = byte.to_ascii_lowercase();
        }
        PlaceholderId::parse(&digits).map(|id| (id, is_raised)).ok_or(Miss::Not)
    }

    /// Reads the closing bracket. Not everybody who escapes `<` escapes `>` too. Without brackets the text must go on
    /// with what leaves no doubt; says whether it ends instead.
    fn close(&mut self, coding: Coding, close: &[u8]) -> Result<bool, Miss> {
        if coding == Coding::Bare {
            return match character(self.text.get(self.at..).unwrap_or_default(), self.level) {
                Character::End => Ok(true),
                Character::Cut => Err(Miss::Cut),
                Character::Is(byte, _) => {
                    if is_edge(byte) {
                        Ok(false)
                    } else {
                        Err(Miss::Not)
                    }
                }
            };
        }
        match self.peek()? {
            (b'>', length) => self.at += length,
            _ => self.word(close, u8::eq_ignore_ascii_case)?,
        }
        Ok(false)
    }
}

/// Whether a placeholder without brackets may begin after, or end before, this character: not inside a word, and not
/// where half a bracket or an escape leaves it in doubt how the text is escaped.
fn is_edge(byte: u8) -> bool {
    !(byte.is_ascii_alphanumeric() || b"_<>&;%\\".contains(&byte))
}

pub(super) enum Character {
    /// A character below U+0080, or a byte of a longer one, and how many bytes it is spelled with. An escape of
    /// another character is 0xff.
    Is(u8, usize),
    Cut,
    End,
}

/// The character at the start of a text.
pub(super) fn character(text: &[u8], level: Level) -> Character {
    match (text, level) {
        ([], _) => Character::End,
        ([b'\\'], Level::Json) => Character::Cut,
        ([b'\\', b'u', digits @ ..], Level::Json) => {
            let hex = digits.iter().take(4).take_while(|digit| digit.is_ascii_hexdigit()).count();
            match digits.get(..4) {
                Some([b'0', b'0', high, low]) if hex == 4 => {
                    let value = char::from(*high).to_digit(16).zip(char::from(*low).to_digit(16));
                    let byte = value.and_then(|(high, low)| u8::try_from(high << 4 | low).ok());
                    Character::Is(byte.filter(u8::is_ascii).unwrap_or(0xff), 6)
                }
                None if hex == digits.len() => Character::Cut,
                _ => Character::Is(0xff, 2 + hex),
            }
        }
        ([b'\\', escape, ..], Level::Json) => {
            let is_itself = matches!(escape, b'"' | b'\\' | b'/');
            // The others are control characters, of which only one thing matters: they are no part of a word.
            Character::Is(if is_itself { *escape } else { b'\n' }, 2)
        }
        ([byte, ..], _) => Character::Is(*byte, 1),
    }
}

/// Where placeholders stand in plain text, in any spelling, whether or not they were ever issued.
pub(crate) fn placeholders(text: &[u8]) -> Vec<Range<usize>> {
    let (mut found, mut at) = (Vec::new(), 0);
    while let Some(rest) = text.get(at..).filter(|rest| !rest.is_empty()) {
        at += candidate(rest, false);
        let last = at.checked_sub(1).and_then(|before| text.get(before)).unwrap_or(&b'\n');
        match read(text.get(at..).unwrap_or_default(), Level::Text, *last) {
            Ok(spelled) => {
                found.push(at..at + spelled.length);
                at += spelled.length;
            }
            Err(Miss::Not) => at += 1,
            Err(Miss::Cut) => break,
        }
    }
    found
}

/// Where the next placeholder could begin: the length of the text when nowhere. `has_escapes` says that characters may
/// be spelled with `\uXXXX`, so that any of them could.
pub(super) fn candidate(text: &[u8], has_escapes: bool) -> usize {
    let found = if has_escapes {
        text.iter().position(|byte| matches!(byte, b'<' | b'&' | b'%' | b'\\' | b'p'))
    } else {
        named(text).or_else(|| cut(text))
    };
    found.unwrap_or(text.len())
}

/// Where the first placeholder begins whose name and colon are there.
fn named(text: &[u8]) -> Option<usize> {
    let is_name = |colon: usize| {
        let at = colon.checked_sub(NAME.len())?;
        (text.get(at..colon) == Some(NAME)).then_some(at)
    };
    let at = memchr2_iter(b':', b'%', text).find_map(is_name)?;
    let opens = |from: usize, open: &[u8]| {
        text.get(from..at).is_some_and(|bracket| bracket.eq_ignore_ascii_case(open)).then_some(from)
    };
    CODINGS.iter().find_map(|(_, open, _)| opens(at.checked_sub(open.len())?, open))
}

/// Where the text begins that a placeholder cut before its first colon ends with.
fn cut(text: &[u8]) -> Option<usize> {
    let from = text.len().saturating_sub(MAX_HEAD);
    (from..text.len()).find(|&at| {
        let end = text.get(at..).unwrap_or_default();
        CODINGS.iter().any(|(_, open, _)| {
            let (in_open, in_name) = end.split_at(end.len().min(open.len()));
            open.get(..in_open.len()).is_some_and(|open| open.eq_ignore_ascii_case(in_open))
                && NAME.starts_with(in_name)
        })
    })
}
