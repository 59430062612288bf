//! Owns the search of one document: as plain text, as JSON, or as lines of JSON, string by string. It must not read
//! files or print.

use std::ops::Range;
use std::path::Path;

use super::place::{Position, around};
use super::sources::ends;
use crate::engine::detect::{Detector, Finding, Place, RuleId, Source};
use crate::engine::json::{self, Kind, Visit};
use crate::engine::placeholder::SecretType;
use crate::secret::SecretBytes;

/// Largest document, in bytes: what a run would refuse to read as a body.
pub(super) const MAX_TEXT: usize = 64 << 20;
/// What frees the findings on its line, here only.
const MARKS: [&[u8]; 2] = [b"ww:allow", b"gitleaks:allow"];
const BOM: &[u8] = b"\xef\xbb\xbf";

/// One finding in a document.
pub(super) struct Found {
    /// Bytes of the document.
    pub(super) range: Range<usize>,
    /// From 1.
    pub(super) line: usize,
    /// From 1, in characters.
    pub(super) column: usize,
    pub(super) rule: RuleId,
    pub(super) kind: SecretType,
    pub(super) source: Source,
    /// As the model would read it: unescaped where it came out of a string.
    pub(super) secret: SecretBytes,
    /// The line around it with every finding blanked.
    pub(super) around: String,
    /// Whether a mark on its line frees it.
    pub(super) freed: bool,
}

/// Whether a document is to be read as JSON, or as JSON on each line.
pub(super) fn is_json(path: Option<&Path>, text: &[u8]) -> bool {
    match path.and_then(Path::file_name) {
        Some(name) => ends(name, &[".json", ".jsonl", ".ndjson", ".ipynb", ".webmanifest", ".har"]),
        None => matches!(text.trim_ascii_start().first(), Some(b'{' | b'[')),
    }
}

/// The findings in a document, by start.
pub(super) fn search(detector: &Detector, text: &[u8], as_json: bool) -> Vec<Found> {
    let mut search = Search { detector, found: Vec::new() };
    let from = if text.starts_with(BOM) { BOM.len() } else { 0 };
    if !as_json {
        search.plain(text, 0);
    } else if !search.json(text.get(from..).unwrap_or_default(), from) {
        search.lines(text);
    }
    search.finish(text)
}

struct Search<'a> {
    detector: &'a Detector,
    found: Vec<Found>,
}

impl Search<'_> {
    fn plain(&mut self, text: &[u8], offset: usize) {
        let found = self.detector.find(text, Place::default());
        let freed = freed(text, &found);
        for (finding, freed) in found.into_iter().zip(freed) {
            let secret = text.get(finding.range.clone()).unwrap_or_default().to_vec();
            let range = finding.range.start + offset..finding.range.end + offset;
            self.push(finding, range, secret, freed);
        }
    }

    /// Whether the text was one JSON value; if not, nothing was found.
    fn json(&mut self, text: &[u8], offset: usize) -> bool {
        let before = self.found.len();
        let walked = json::walk(text, &mut |visit| {
            if matches!(visit.kind, Kind::Key | Kind::String) {
                self.string(visit, offset);
            }
        });
        if walked.is_err() {
            self.found.truncate(before);
        }
        walked.is_ok()
    }

    fn string(&mut self, visit: Visit<'_, '_>, offset: usize) {
        let text = json::unescape(visit.raw);
        let name = if visit.kind == Kind::String { visit.path.member_name() } else { None };
        let name = name.map(json::unescape);
        let mut found = self.detector.find(&text, Place { name: name.as_deref(), machine_made: false });
        if found.is_empty() {
            return;
        }
        join_in_one_character(&text, &mut found);
        let freed = freed(&text, &found);
        let ranges: Vec<_> = found.iter().map(|finding| finding.range.clone()).collect();
        let places = json::locate(visit.raw, &ranges);
        for ((finding, place), freed) in found.into_iter().zip(places).zip(freed) {
            let secret = json::unescape(visit.raw.get(place.clone()).unwrap_or_default()).into_owned();
            let offset = visit.start + offset;
            self.push(finding, place.start + offset..place.end + offset, secret, freed);
        }
    }

    /// Lines that are JSON by themselves as such, and what stands between them as plain text.
    fn lines(&mut self, text: &[u8]) {
        let (mut plain, mut at) = (0, 0);
        for line in text.split_inclusive(|&byte| byte == b'\n') {
            let begins = matches!(line.trim_ascii_start().first(), Some(b'{' | b'['));
            let before = self.found.len();
            if begins && self.json(line, at) {
                let found = self.found.split_off(before);
                self.plain(text.get(plain..at).unwrap_or_default(), plain);
                self.found.extend(found);
                plain = at + line.len();
            }
            at += line.len();
        }
        self.plain(text.get(plain..).unwrap_or_default(), plain);
    }

    fn push(&mut self, finding: Finding, range: Range<usize>, secret: Vec<u8>, freed: bool) {
        let Finding { rule, kind, source, .. } = finding;
        let secret = SecretBytes::new(secret);
        self.found.push(Found {
            range,
            line: 0,
            column: 0,
            rule,
            kind,
            source,
            secret,
            around: String::new(),
            freed,
        });
    }

    fn finish(mut self, text: &[u8]) -> Vec<Found> {
        let mut position = Position::new(text);
        for number in 0..self.found.len() {
            let shown = around(text, &self.found, number);
            if let Some(found) = self.found.get_mut(number) {
                (found.line, found.column) = position.of(found.range.start);
                found.around = shown;
            }
        }
        self.found
    }
}

/// For each finding whether its line in the text holds a mark. Every line is looked at once.
fn freed(text: &[u8], found: &[Finding]) -> Vec<bool> {
    let mut line = 0..0;
    let mut marked = false;
    let is_freed = |finding: &Finding| {
        if finding.range.start >= line.end {
            let end = |from: usize| {
                memchr::memchr(b'\n', text.get(from..).unwrap_or_default())
                    .map_or(text.len(), |end| from + end)
            };
            let start = memchr::memrchr(b'\n', text.get(line.end..finding.range.start).unwrap_or_default());
            // A finding of several lines is freed on its first and on its last.
            line = start.map_or(line.end, |start| line.end + start + 1)..end(finding.range.end);
            let bytes = text.get(line.clone()).unwrap_or_default();
            marked = MARKS.iter().any(|mark| memchr::memmem::find(bytes, mark).is_some());
        }
        marked
    };
    found.iter().map(is_freed).collect()
}

/// Findings that meet inside one character become one: escaped, it cannot be divided.
fn join_in_one_character(text: &[u8], found: &mut Vec<Finding>) {
    found.dedup_by(|next, last| {
        let between = text.get(last.range.end..=next.range.start).unwrap_or_default();
        let inside = !between.is_empty() && between.iter().all(|byte| byte & 0xc0 == 0x80);
        if inside {
            last.range.end = next.range.end;
        }
        inside
    });
}

#[cfg(test)]
mod tests;
