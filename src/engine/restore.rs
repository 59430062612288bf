//! Owns the stream that puts secrets back: text in pieces, placeholders found across any cut, secrets out in the
//! escaping of the place where they land. It must not hold a byte that can no longer become a placeholder, and must
//! not guess: what is not exactly an issued placeholder stays as it is.

use std::collections::BTreeMap;

use memchr::{memchr, memchr2};

use super::json;
use super::placeholder::{
    ID_DIGITS, MAX_PLACEHOLDER, MAX_TYPE, PREFIX, PlaceholderId, SecretType, is_type_byte,
};
use super::vault::Vault;

/// Most bytes held back: a placeholder cut before its last byte, every character of it written as `\uXXXX`.
pub const MAX_HELD: usize = MAX_PLACEHOLDER * 6;

/// How the text is escaped where the secret lands.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Level {
    /// Plain text: the secret goes in as it is.
    Text,
    /// The text is itself JSON, such as the arguments of a tool call: the secret stands inside a string of it and is
    /// escaped for that, and the placeholder may be spelled with `\uXXXX`.
    Json,
}

/// What a stream put back, for the log. Holds no secret.
#[derive(Clone, Default, PartialEq, Eq, Debug)]
pub struct Tally {
    /// How often each placeholder was restored.
    pub restored: BTreeMap<(SecretType, PlaceholderId), u64>,
    /// Placeholders that were never issued here, and stay.
    pub unresolved: u64,
}

/// Puts secrets back into one text that arrives in pieces. Holds at most [`MAX_HELD`] bytes between pieces.
#[derive(Debug)]
#[must_use = "bytes held back are lost unless the stream is finished"]
pub struct Restore {
    level: Level,
    held: Vec<u8>,
}

impl Restore {
    /// A stream for text that is escaped as `level` says.
    pub fn new(level: Level) -> Self {
        Self { level, held: Vec::new() }
    }

    /// Whether bytes are being held back.
    #[must_use]
    pub fn is_holding(&self) -> bool {
        !self.held.is_empty()
    }

    /// Appends to `out` all of the text so far that can no longer become part of a placeholder.
    pub fn push(&mut self, piece: &[u8], vault: &Vault, tally: &mut Tally, out: &mut Vec<u8>) {
        if self.held.is_empty() {
            let kept = self.scan(piece, vault, tally, out);
            self.held.extend_from_slice(kept);
        } else {
            let mut text = std::mem::take(&mut self.held);
            text.extend_from_slice(piece);
            let kept = self.scan(&text, vault, tally, out);
            self.held.extend_from_slice(kept);
        }
    }

    /// Ends the text: what was held back was no placeholder after all and is appended as it is.
    pub fn finish(self, out: &mut Vec<u8>) {
        out.extend_from_slice(&self.held);
    }

    /// Restores what is complete, and returns the rest that must be held.
    fn scan<'t>(&self, text: &'t [u8], vault: &Vault, tally: &mut Tally, out: &mut Vec<u8>) -> &'t [u8] {
        let mut rest = text;
        loop {
            let next = match self.level {
                Level::Text => memchr(b'<', rest),
                Level::Json => memchr2(b'<', b'\\', rest),
            };
            let (before, candidate) = rest.split_at(next.unwrap_or(rest.len()));
            out.extend_from_slice(before);
            let taken = match spelled(candidate, self.level) {
                Spelled::Cut => return candidate,
                Spelled::Not { skip } => {
                    out.extend(candidate.iter().take(skip));
                    skip
                }
                Spelled::Placeholder { length, kind, id } => {
                    if !self.put_back(&kind, id, vault, tally, out) {
                        tally.unresolved += 1;
                        out.extend(candidate.iter().take(length));
                    }
                    length
                }
            };
            if candidate.is_empty() {
                return candidate;
            }
            rest = candidate.get(taken..).unwrap_or_default();
        }
    }

    fn put_back(
        &self,
        kind: &[u8],
        id: PlaceholderId,
        vault: &Vault,
        tally: &mut Tally,
        out: &mut Vec<u8>,
    ) -> bool {
        let written = vault.reveal(kind, id, |secret| match self.level {
            Level::Text => {
                out.extend_from_slice(secret);
                true
            }
            Level::Json => json::escape(secret, out),
        });
        let kind = std::str::from_utf8(kind).ok().and_then(SecretType::new);
        let (Some(true), Some(kind)) = (written, kind) else { return false };
        *tally.restored.entry((kind, id)).or_default() += 1;
        true
    }
}

/// What stands at the start of a text.
enum Spelled {
    /// A whole placeholder, `length` bytes of it.
    Placeholder { length: usize, kind: Vec<u8>, id: PlaceholderId },
    /// No placeholder; the first character takes `skip` bytes.
    Not { skip: usize },
    /// The text ends before it can be told.
    Cut,
}

/// Reads a placeholder character by character, in either spelling.
fn spelled(text: &[u8], level: Level) -> Spelled {
    let first = match character(text, level) {
        Character::End => return Spelled::Not { skip: 0 },
        Character::Cut => return Spelled::Cut,
        Character::Is(_, length) => length,
    };
    let mut at = 0;
    let mut kind = Vec::new();
    let mut digits = [0; ID_DIGITS];
    for position in 0_usize.. {
        let (byte, length) = match character(text.get(at..).unwrap_or_default(), level) {
            Character::End | Character::Cut => return Spelled::Cut,
            Character::Is(byte, length) => (byte, length),
        };
        at += length;
        // Counted from the colon after the TYPE, once that has been read.
        let after_type = position.checked_sub(PREFIX.len() + kind.len() + 1);
        let fits = match (PREFIX.get(position), after_type) {
            (Some(&expected), _) => byte == expected,
            (None, Some(ID_DIGITS)) if byte == b'>' => {
                return match PlaceholderId::parse(&digits) {
                    Some(id) => Spelled::Placeholder { length: at, kind, id },
                    None => Spelled::Not { skip: first },
                };
            }
            (None, Some(digit)) => digits.get_mut(digit).is_some_and(|slot| {
                *slot = byte;
                byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte)
            }),
            (None, None) if byte == b':' => !kind.is_empty(),
            (None, None) => {
                kind.push(byte);
                let legal = if kind.len() == 1 { byte.is_ascii_uppercase() } else { is_type_byte(byte) };
                legal && kind.len() <= MAX_TYPE
            }
        };
        if !fits {
            break;
        }
    }
    Spelled::Not { skip: first }
}

enum Character {
    /// A character below U+0080, or the lead byte of a longer one, and how many bytes it is spelled with.
    Is(u8, usize),
    Cut,
    End,
}

fn character(text: &[u8], level: Level) -> Character {
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
        ([b'\\', _, ..], Level::Json) => Character::Is(0xff, 2),
        ([byte, ..], _) => Character::Is(*byte, 1),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::placeholder::PlaceholderKey;
    use proptest::prelude::*;

    const SECRET: &[u8] = b"pa\"ss\\wo\nrd";

    fn issued() -> (Vault, String) {
        let vault = Vault::new(PlaceholderKey::for_project(&[1; 32], b"/project"));
        let placeholder = vault.issue(SECRET, &SecretType::new("KNOWN").unwrap()).unwrap().to_string();
        (vault, placeholder)
    }

    fn restored(level: Level, pieces: &[&[u8]], vault: &Vault) -> (String, Tally) {
        let (mut out, mut tally) = (Vec::new(), Tally::default());
        let mut restore = Restore::new(level);
        for piece in pieces {
            restore.push(piece, vault, &mut tally, &mut out);
            assert!(restore.held.len() <= MAX_HELD);
        }
        restore.finish(&mut out);
        (String::from_utf8(out).unwrap(), tally)
    }

    fn all_escaped(text: &str) -> String {
        text.chars().map(|c| format!("\\u{:04x}", u32::from(c))).collect()
    }

    #[test]
    fn a_secret_comes_back_at_every_cut_in_plain_text() {
        let (vault, placeholder) = issued();
        let text = format!("a<b {placeholder}{placeholder}> é <");
        let expected = text.replace(&placeholder, std::str::from_utf8(SECRET).unwrap());
        for cut in 0..=text.len() {
            let (head, tail) = text.as_bytes().split_at(cut);
            assert_eq!(restored(Level::Text, &[head, tail], &vault).0, expected, "cut at {cut}");
        }
        let bytes: Vec<_> = text.as_bytes().chunks(1).collect();
        assert_eq!(restored(Level::Text, &bytes, &vault).0, expected);
    }

    #[test]
    fn inside_json_text_the_secret_is_escaped_whatever_the_spelling_of_the_placeholder() {
        let (vault, placeholder) = issued();
        let half = placeholder.replace('<', "\\u003C").replace('>', "\\u003e");
        for spelling in [placeholder.clone(), half, all_escaped(&placeholder)] {
            let text = format!(r#"{{"a\"\\":"x\\{spelling}\n"}}"#);
            let expected = text.replace(&spelling, r#"pa\"ss\\wo\nrd"#);
            for cut in 0..=text.len() {
                let (head, tail) = text.as_bytes().split_at(cut);
                assert_eq!(
                    restored(Level::Json, &[head, tail], &vault).0,
                    expected,
                    "cut at {cut} of {text}"
                );
            }
            let bytes: Vec<_> = text.as_bytes().chunks(1).collect();
            assert_eq!(restored(Level::Json, &bytes, &vault).0, expected);
        }
    }

    #[test]
    fn an_escaped_backslash_does_not_begin_an_escape() {
        let (vault, placeholder) = issued();
        let text = placeholder.replace('<', r"\\u003c");
        assert_eq!(restored(Level::Json, &[text.as_bytes()], &vault).0, text);
    }

    #[test]
    fn what_only_looks_like_a_placeholder_is_left_alone() {
        let (vault, placeholder) = issued();
        for text in [
            "<pl:KNOWN:0123456789abcdef>".to_owned(),
            placeholder.replace("KNOWN", "OTHER"),
            placeholder.replace("<pl", "<PL"),
            placeholder.replace('>', ""),
            placeholder.replace("KNOWN", ""),
            placeholder.replace("KNOWN", &"K".repeat(33)),
            "<pl:A:0123456789abcde>".to_owned(),
            "<pl:<pl:".to_owned(),
        ] {
            assert_eq!(restored(Level::Text, &[text.as_bytes()], &vault).0, text);
        }
    }

    #[test]
    fn an_unknown_placeholder_is_counted_and_does_not_block_the_next() {
        let (vault, placeholder) = issued();
        let text = format!("<pl:KNOWN:0123456789abcdef>{placeholder}");
        let (out, tally) = restored(Level::Text, &[text.as_bytes()], &vault);
        assert_eq!(out, format!("<pl:KNOWN:0123456789abcdef>{}", std::str::from_utf8(SECRET).unwrap()));
        assert_eq!((tally.unresolved, tally.restored.values().sum::<u64>()), (1, 1));
    }

    #[test]
    fn text_that_cannot_become_a_placeholder_is_passed_on_at_once() {
        let (vault, placeholder) = issued();
        for (level, text) in [(Level::Text, "a < b"), (Level::Text, "<pl:x"), (Level::Json, r#"\n\u00e9"#)] {
            let (mut out, mut tally) = (Vec::new(), Tally::default());
            let mut restore = Restore::new(level);
            restore.push(text.as_bytes(), &vault, &mut tally, &mut out);
            assert_eq!(out, text.as_bytes());
            restore.finish(&mut out);
        }
        let _ = placeholder;
    }

    proptest! {
        #[test]
        fn any_split_gives_the_bytes_of_the_whole(
            parts in prop::collection::vec(prop_oneof![
                Just("P"), Just("Q"), Just("<"), Just("<pl:"), Just("\\"), Just("\\u00"), Just("3c"), Just("a"), Just(":"),
            ], 0..30),
            cuts in prop::collection::vec(any::<prop::sample::Index>(), 0..8),
            json in any::<bool>(),
        ) {
            let (vault, placeholder) = issued();
            let level = if json { Level::Json } else { Level::Text };
            let text = parts.concat().replace('P', &placeholder).replace('Q', &all_escaped(&placeholder));
            let mut cuts: Vec<_> = cuts.iter().map(|cut| cut.index(text.len() + 1)).collect();
            cuts.sort_unstable();
            let mut pieces = Vec::new();
            let mut from = 0;
            for cut in cuts.into_iter().chain([text.len()]) {
                pieces.push(&text.as_bytes()[from..cut]);
                from = cut;
            }
            prop_assert_eq!(restored(level, &pieces, &vault), restored(level, &[text.as_bytes()], &vault));
        }
    }
}
