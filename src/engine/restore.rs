//! Owns the stream that puts secrets back: text in pieces, placeholders found across any cut, secrets out in the
//! escaping of the place where they land. It must not hold a byte that can no longer become a placeholder, and must
//! not guess: what does not name exactly one secret stays as it is.

mod coding;
mod spelling;

use std::collections::BTreeMap;

use memchr::memchr;
use zeroize::Zeroizing;

use super::json;
use super::placeholder::{PlaceholderId, SecretType};
use super::vault::Vault;
use crate::secret::SecretBytes;
use coding::Coding;
pub(crate) use spelling::placeholders;
use spelling::{Character, MAX_CHARACTERS, Miss, Spelled, character};

/// Most bytes held back: the longest spelling of a placeholder, cut before its last character, every character of it
/// written as `\uXXXX`. In plain text a sixth of that.
pub const MAX_HELD: usize = MAX_CHARACTERS * 6;

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
    /// How many of these were spelled otherwise than they were issued.
    pub respelled: u64,
    /// Placeholders that were never issued here, or could be one of several, and stay.
    pub unresolved: u64,
}

impl Tally {
    fn add(&mut self, other: &Self) {
        for (placeholder, count) in &other.restored {
            *self.restored.entry(placeholder.clone()).or_default() += count;
        }
        self.respelled += other.respelled;
        self.unresolved += other.unresolved;
    }

    /// Takes back what was added before, as far as it is here.
    fn take_back(&mut self, other: &Self) {
        for (placeholder, count) in &other.restored {
            if let Some(here) = self.restored.get_mut(placeholder) {
                *here = here.saturating_sub(*count);
            }
        }
        self.restored.retain(|_, count| *count > 0);
        self.respelled = self.respelled.saturating_sub(other.respelled);
        self.unresolved = self.unresolved.saturating_sub(other.unresolved);
    }
}

/// Puts secrets back into one text that arrives in pieces. Holds at most [`MAX_HELD`] bytes between pieces.
#[must_use = "bytes held back are lost unless the stream is finished"]
pub struct Restore {
    level: Level,
    held: Vec<u8>,
    /// What the held bytes become if the text ends with them, and what was counted for that.
    ending: Option<(SecretBytes, Tally)>,
    /// The last character that was let go of; at the beginning of the text a line feed, as after a line.
    last: u8,
}

impl Restore {
    /// A stream for text that is escaped as `level` says.
    pub fn new(level: Level) -> Self {
        Self { level, held: Vec::new(), ending: None, last: b'\n' }
    }

    /// Whether bytes are being held back.
    #[must_use]
    pub fn is_holding(&self) -> bool {
        !self.held.is_empty()
    }

    /// Appends to `out` all of the text so far that can no longer become part of a placeholder. What is held because
    /// it is a placeholder if the text ends here, and none if a word goes on, counts in `tally` at once; a tally given
    /// to the next push has that taken back.
    pub fn push(&mut self, piece: &[u8], vault: &Vault, tally: &mut Tally, out: &mut Vec<u8>) {
        if let Some((_, counted)) = self.ending.take() {
            tally.take_back(&counted);
        }
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

    /// Ends the text, and appends what was held back: it was no placeholder after all, or one without brackets that
    /// only the end completes.
    pub fn finish(self, out: &mut Vec<u8>) {
        match &self.ending {
            Some((text, _)) => out.extend_from_slice(text.expose()),
            None => out.extend_from_slice(&self.held),
        }
    }

    /// Restores what is complete, and returns the rest that must be held.
    fn scan<'t>(&mut self, text: &'t [u8], vault: &Vault, tally: &mut Tally, out: &mut Vec<u8>) -> &'t [u8] {
        let has_escapes = self.level == Level::Json && memchr(b'\\', text).is_some();
        let mut rest = text;
        loop {
            let (before, found) = rest.split_at(spelling::candidate(rest, has_escapes));
            out.extend_from_slice(before);
            self.last = before.last().copied().unwrap_or(self.last);
            if found.is_empty() {
                return found;
            }
            let taken = match spelling::read(found, self.level, self.last) {
                Err(Miss::Cut) => return found,
                Err(Miss::Not) => {
                    let Character::Is(byte, length) = character(found, self.level) else { return found };
                    self.last = byte;
                    out.extend(found.iter().take(length));
                    length
                }
                Ok(spelled) if spelled.at_end => {
                    let (mut text, mut counted) = (Vec::new(), Tally::default());
                    self.put_back(&spelled, found, vault, &mut counted, &mut text);
                    tally.add(&counted);
                    self.ending = Some((SecretBytes::new(text), counted));
                    return found;
                }
                Ok(spelled) => {
                    self.put_back(&spelled, found, vault, tally, out);
                    self.last = b'>';
                    spelled.length
                }
            };
            rest = found.get(taken..).unwrap_or_default();
        }
    }

    /// Appends the secret that `spelled`, which stands at the start of `found`, must mean; itself, when there is none.
    fn put_back(&self, spelled: &Spelled, found: &[u8], vault: &Vault, tally: &mut Tally, out: &mut Vec<u8>) {
        let written = vault.reveal_meant(&spelled.kind, spelled.id, |kind, id, secret| {
            let is_exact = spelled.coding == Coding::Plain
                && !spelled.is_raised
                && id == spelled.id
                && kind.as_str().as_bytes() == spelled.kind;
            self.write(spelled.coding, secret, out).then(|| (kind.clone(), id, is_exact))
        });
        if let Some((kind, id, is_exact)) = written.flatten() {
            *tally.restored.entry((kind, id)).or_default() += 1;
            tally.respelled += u64::from(!is_exact);
        } else {
            tally.unresolved += 1;
            out.extend(found.iter().take(spelled.length));
        }
    }

    /// Appends a secret in the coding of its placeholder, escaped for the level; `false`, with nothing appended, when
    /// there it cannot be said.
    fn write(&self, coding: Coding, secret: &[u8], out: &mut Vec<u8>) -> bool {
        if self.level == Level::Text {
            return coding.write(secret, out);
        }
        let mut coded = Zeroizing::new(Vec::new());
        coding.write(secret, &mut coded) && json::escape(&coded, out)
    }
}

#[cfg(test)]
mod tests;
