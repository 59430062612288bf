//! Owns private keys in PEM, in every form in which text carries them: real line ends, spelled ones, lines that a
//! diff, a log or a quotation put something before, and blocks whose end was cut off. It must not take certificates
//! and public keys, nor code that only names a header.

use std::ops::Range;

use super::bytes;
use super::rule::Match;

/// Longest block that is read, in bytes.
const MAX_BLOCK: usize = 64 * 1024;
/// Longest label between the dashes.
const MAX_LABEL: usize = 64;
/// From this many base64 bytes on, a run is key material wherever it stands in the block.
const FULL_RUN: usize = 16;
/// From this many on, whatever stands before it.
const FULL_LINE: usize = 48;
/// Longest text between two lines of a key.
const MAX_SKIP: usize = 256;
/// Fewest base64 bytes that make a block a key: a cut may leave only part of the first line.
const MIN_BODY: usize = 24;

/// The private key whose header begins at `at`, from its first dash to the last dash of its end line, or to the last
/// byte of base64 where the end is missing.
pub(super) fn block(text: &[u8], at: usize) -> Option<Match> {
    let text = text.get(..text.len().min(at + MAX_BLOCK))?;
    let body = at + marker(text.get(at..)?, b"BEGIN ")?;
    let prefix = Prefix::before(text, at);
    let end = Body { text, at: body, prefix, runs: Vec::new(), fields: true, new_line: false, ends_at: None }
        .read()?;
    Some((at..end).into())
}

/// Length of `-----BEGIN … PRIVATE KEY…-----`, or its counterpart with `END `, where it begins `text`.
fn marker(text: &[u8], word: &[u8]) -> Option<usize> {
    let dashes = bytes::run(text, 0, |byte| byte == b'-', 5);
    let space = usize::from(text.get(dashes) == Some(&b' '));
    let label = text.get(dashes + space..)?.strip_prefix(word)?;
    let length = bytes::run(label, 0, |byte| byte != b'-', MAX_LABEL);
    let label = label.get(..length)?;
    let closing = dashes + space + word.len() + length;
    let private = memchr::memmem::find(label, b"PRIVATE KEY").is_some();
    let plain = label.iter().all(|&byte| byte.is_ascii_uppercase() || byte.is_ascii_digit() || byte == b' ');
    let same = bytes::run(text, closing, |byte| byte == b'-', dashes) == dashes;
    (dashes >= 4 && private && plain && same).then_some(closing + dashes)
}

/// What stands before the header on its line; a log puts the like before every line of the block.
#[derive(Clone, Copy, PartialEq, Eq)]
struct Prefix {
    words: usize,
    last: Option<u8>,
}

impl Prefix {
    fn before(text: &[u8], at: usize) -> Self {
        let length = bytes::run_back(text, at, |byte| byte != b'\n', 256);
        Self::of(text.get(at - length..at).unwrap_or_default())
    }

    fn of(prefix: &[u8]) -> Self {
        let words = prefix.split(|&byte| byte == b' ').filter(|word| !word.is_empty()).count();
        Self { words, last: prefix.last().copied() }
    }
}

/// A walk over what follows the header.
struct Body<'a> {
    text: &'a [u8],
    at: usize,
    prefix: Prefix,
    /// The base64 of the block, run by run.
    runs: Vec<Range<usize>>,
    /// Whether `Proc-Type:` and its like may still come.
    fields: bool,
    /// Whether a line has ended since the last run.
    new_line: bool,
    /// Where an end line stands, once that was looked for.
    ends_at: Option<usize>,
}

impl Body<'_> {
    /// Where the block ends, if it holds a key.
    fn read(mut self) -> Option<usize> {
        loop {
            self.new_line |= self.gap();
            let rest = self.text.get(self.at..).unwrap_or_default();
            if rest.starts_with(b"----") {
                // A diff puts one dash more before them.
                self.at += bytes::run(rest, 0, |byte| byte == b'-', MAX_LABEL).saturating_sub(5);
                let rest = self.text.get(self.at..).unwrap_or_default();
                let end = marker(rest, b"END ").map(|length| self.at + length);
                return self.is_key().then(|| end.or(self.cut()))?;
            }
            if self.new_line && (self.field() || self.log_prefix()) {
                continue;
            }
            if !self.run() && !self.skip_to_key() {
                return self.is_key().then(|| self.cut())?;
            }
        }
    }

    /// Skips what may stand between runs of base64; tells whether a line ended in it.
    fn gap(&mut self) -> bool {
        let mut new_line = false;
        while let Some(&byte) = self.text.get(self.at) {
            match byte {
                b'\n' => new_line = true,
                b'\\' => {
                    self.at += bytes::run(self.text, self.at, |byte| byte == b'\\', MAX_LABEL);
                    match self.text.get(self.at) {
                        Some(b'n' | b'r') => new_line = true,
                        Some(b't') => {}
                        _ => continue,
                    }
                }
                b'-' if self.text.get(self.at + 1) == Some(&b'-') => break,
                // Joins two literals; elsewhere it is base64.
                b'+' if self.text.get(self.at + 1).is_some_and(u8::is_ascii_whitespace) => {}
                b' ' | b'\t' | b'\r' | b'>' | b'|' | b'#' | b'*' | b'"' | b'\'' | b'`' | b',' | b';'
                | b'.' | b'-' | b':' => {}
                _ => break,
            }
            self.at += 1;
        }
        new_line
    }

    /// Skips a line such as `DEK-Info: AES-128-CBC,0102…` or `Version: GnuPG v2`; they only come first.
    fn field(&mut self) -> bool {
        let name =
            bytes::run(self.text, self.at, |byte| byte.is_ascii_alphabetic() || byte == b'-', MAX_LABEL);
        if !self.fields || name == 0 || self.text.get(self.at + name) != Some(&b':') {
            return false;
        }
        self.at += bytes::run(self.text, self.at, |byte| byte != b'\n' && byte != b'\\', 512);
        true
    }

    /// Skips what a log or `cat -n` put before the line, if it is like what stood before the header.
    fn log_prefix(&mut self) -> bool {
        // The line's end may be spelled.
        let line = bytes::run(self.text, self.at, |byte| byte != b'\n' && byte != b'\\', 512);
        let rest = self.text.get(self.at..self.at + line).unwrap_or_default();
        // The end line, or else the last word of the line less what may close it.
        let content = memchr::memmem::find(rest, b"----").unwrap_or_else(|| {
            let last = rest.iter().rposition(|&byte| bytes::base64(byte)).map_or(0, |last| last + 1);
            last - bytes::run_back(rest, last, bytes::base64, last)
        });
        let prefix = rest.get(..content).unwrap_or_default();
        let found = Prefix::of(prefix);
        let alike = found.words > 0
            && found == Prefix { words: self.prefix.words, ..found }
            && (found.last == self.prefix.last || self.prefix.last == Some(b'"'));
        let numbered = found.words == 1 && prefix.iter().all(|byte| !byte.is_ascii_alphabetic());
        if !alike && !numbered {
            return false;
        }
        self.at += prefix.len();
        true
    }

    /// Skips whatever stands before a full line of base64 inside a block that has an end: comment signs, quotes.
    fn skip_to_key(&mut self) -> bool {
        let rest = self.text.get(self.at..).unwrap_or_default();
        let end = match self.ends_at {
            Some(end) => end.saturating_sub(self.at),
            None => memchr::memmem::find(rest, b"-----END ").unwrap_or(0),
        };
        if self.ends_at.is_none() {
            bytes::work::add(if end == 0 { rest.len() } else { end });
        }
        self.ends_at = Some(self.at + end);
        let before = rest.get(..end.min(MAX_SKIP)).unwrap_or_default();
        let mut from = 0;
        for run in before.split(|&byte| !bytes::base64(byte)) {
            let whole = bytes::run(rest, from, bytes::base64, MAX_SKIP);
            if whole >= FULL_LINE && rest.get(from..from + whole).is_some_and(bytes::scrambled) {
                break;
            }
            from += run.len() + 1;
        }
        let skipped = if from >= before.len() { end } else { from };
        if self.runs.is_empty() || end == 0 || skipped > MAX_SKIP {
            return false;
        }
        self.at += skipped;
        true
    }

    /// Takes the run of base64 that begins here, if it belongs to the block.
    fn run(&mut self) -> bool {
        let length = bytes::run(self.text, self.at, bytes::base64, MAX_BLOCK);
        let end = self.at + length;
        let closes = {
            let mut ahead = Body { text: self.text, at: end, runs: Vec::new(), ..*self };
            let ends_line = ahead.gap() || ahead.at == self.text.len();
            let next = self.text.get(ahead.at..).unwrap_or_default();
            next.starts_with(b"----") || (ends_line && self.new_line && !self.runs.is_empty())
        };
        if length == 0 || (length < FULL_RUN && !closes) {
            return false;
        }
        self.runs.push(self.at..end);
        self.at = end;
        self.fields = false;
        self.new_line = false;
        true
    }

    fn cut(&self) -> Option<usize> {
        self.runs.last().map(|run| run.end)
    }

    /// Whether the runs look like a key and not like `REDACTED` or a line of code.
    fn is_key(&self) -> bool {
        let total: usize = self.runs.iter().map(Range::len).sum();
        let mut runs = self.runs.iter().filter_map(|run| self.text.get(run.clone()));
        total >= MIN_BODY && runs.any(|run| run.len() >= FULL_RUN && bytes::scrambled(run))
    }
}

#[cfg(test)]
mod tests;
