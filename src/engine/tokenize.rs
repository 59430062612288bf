//! Owns the way out: a request body in, the same body with placeholders for secrets out. It must not change a byte
//! that is not part of a secret, and must not pass what it could not read.

use std::borrow::Cow;
use std::ops::Range;

use super::detect::{Detector, Finding, Place, Source};
use super::json::{self, Kind, Malformed, Path, Visit};
use super::placeholder::{Placeholder, SecretType};
use super::provider::{Exempt, Layout};
use super::vault::{Collision, Vault};

/// How far back a hit looks for its like, so that a body full of hits stays linear. Hits of one string stand together.
const RECENT_HITS: usize = 64;

/// Opaque text up to this many bytes is searched all the same: a key or a token is written in the alphabet of base64,
/// and stands there as well as anywhere. Media and signed content are longer, or hold no key.
const MAX_KEY: usize = 1024;

/// Why a body cannot be sent.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
pub enum Unreadable {
    /// It is not JSON that we read.
    #[error(transparent)]
    Malformed(#[from] Malformed),
    /// Two secrets cannot be told apart by their placeholders.
    #[error(transparent)]
    Collision(#[from] Collision),
    /// It holds a secret in bytes that cannot be rewritten.
    #[error("a secret of type {0} stands in binary data, where it cannot be replaced")]
    Binary(SecretType),
}

/// One placeholder that was put in at one place.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Hit {
    /// What was put in.
    pub placeholder: Placeholder,
    /// Where, for example `messages[3].content[0].text`; a step whose name is itself secret reads `*`.
    pub path: String,
    /// How often there.
    pub count: u64,
}

/// What was looked at and what was found. Holds no secret.
#[derive(Clone, Default, PartialEq, Eq, Debug)]
pub struct Report {
    /// Strings that were read.
    pub strings: u64,
    /// Placeholders that were put in.
    pub hits: Vec<Hit>,
    /// Findings in places that must stay as they are.
    pub exempt: u64,
    /// Bytes of opaque parts, which were not read.
    pub opaque: u64,
}

/// A body that may be sent.
#[derive(Debug)]
pub struct Tokenized {
    /// The new body; `None` when it has nothing to hide and must leave exactly as it came.
    pub body: Option<Vec<u8>>,
    /// What was found.
    pub report: Report,
}

/// What recognises secrets, and what keeps them.
#[derive(Clone, Copy)]
pub struct Tokenizer<'a> {
    /// Recognises.
    pub detector: &'a Detector,
    /// Keeps.
    pub vault: &'a Vault,
}

/// A secret in a text: its place there, its bytes unescaped, its TYPE.
struct Secret {
    range: Range<usize>,
    bytes: Vec<u8>,
    kind: SecretType,
}

/// The splices of one body, and the report on it.
#[derive(Default)]
struct Work {
    splices: Vec<(Range<usize>, Placeholder)>,
    report: Report,
    collision: Option<Collision>,
}

impl Tokenizer<'_> {
    /// Replaces the secrets in every string and key of a JSON text, exempt places excepted.
    ///
    /// # Errors
    /// [`Unreadable::Malformed`] and [`Unreadable::Collision`]: the body must then not be sent.
    pub fn json(self, body: &[u8], layout: &Layout) -> Result<Tokenized, Unreadable> {
        let mut work = Work::default();
        self.walk(body, layout, &mut work)?;
        work.finish(body)
    }

    /// As [`Tokenizer::json`], for JSON values on a line each (JSON lines, NDJSON).
    ///
    /// # Errors
    /// [`Unreadable`] for the first line that cannot be read.
    pub fn json_lines(self, body: &[u8], layout: &Layout) -> Result<Tokenized, Unreadable> {
        let mut work = Work::default();
        let mut start = 0;
        for line in body.split_inclusive(|&byte| byte == b'\n') {
            if !line.trim_ascii().is_empty() {
                let first = work.splices.len();
                self.walk(line, layout, &mut work)?;
                for (range, _) in work.splices.iter_mut().skip(first) {
                    *range = range.start + start..range.end + start;
                }
            }
            start += line.len();
        }
        work.finish(body)
    }

    /// Replaces the secrets in a plain text, `at` the place it is reported under. Only known values and vendors' own
    /// formats where `exact`, for places such as headers, which are full of machine-made values.
    ///
    /// # Errors
    /// [`Unreadable::Collision`]: the text must then not be sent.
    pub fn text(self, text: &str, at: &str, exact: bool) -> Result<Tokenized, Unreadable> {
        let mut work = Work::default();
        work.report.strings = 1;
        let replaced = |source| !exact || source != Source::Context;
        for secret in self.find(text.as_bytes(), Place::default(), replaced).0 {
            self.issue(secret, at.to_owned(), 0, &mut work);
        }
        work.finish(text.as_bytes())
    }

    /// Searches bytes that cannot be rewritten.
    ///
    /// # Errors
    /// [`Unreadable::Binary`] when they hold a known value or a vendor's key: they must then not be sent.
    pub fn binary(self, bytes: &[u8]) -> Result<Report, Unreadable> {
        let found = self.detector.find(bytes, Place::default());
        match found.into_iter().find(|finding| finding.source != Source::Context) {
            Some(finding) => Err(Unreadable::Binary(finding.kind)),
            None => {
                Ok(Report { opaque: u64::try_from(bytes.len()).unwrap_or(u64::MAX), ..Report::default() })
            }
        }
    }

    fn walk(self, body: &[u8], layout: &Layout, work: &mut Work) -> Result<(), Malformed> {
        json::walk(body, &mut |visit| {
            if matches!(visit.kind, Kind::Key | Kind::String) {
                self.string(visit, layout, work);
            }
        })
    }

    fn string(self, visit: Visit<'_, '_>, layout: &Layout, work: &mut Work) {
        let exempt = exemption(visit, layout);
        if exempt == Some(Exempt::Opaque) && visit.raw.len() > MAX_KEY {
            work.report.opaque += u64::try_from(visit.raw.len()).unwrap_or(u64::MAX);
            return;
        }
        work.report.strings += 1;
        let replaced = move |source: Source| match exempt {
            Some(Exempt::Signed) => false,
            Some(Exempt::Opaque) => source != Source::Context,
            Some(Exempt::Name) => source == Source::Prefix,
            None => true,
        };
        let name = member_name(visit);
        let place = Place { name: name.as_deref(), machine_made: exempt == Some(Exempt::Name) };
        let is_nested =
            visit.kind == Kind::String && layout.json_text.iter().any(|it| json::matches(it, visit.path));
        let (secrets, kept) = if is_nested {
            self.find_nested(visit.raw, place, replaced)
        } else {
            self.find_escaped(visit.raw, place, replaced)
        };
        work.report.exempt += kept;
        for secret in secrets {
            self.issue(secret, self.printable(visit.path), visit.start, work);
        }
    }

    /// The secrets in a text, sorted and apart, and how many findings stay because `replaced` says so.
    fn find(self, text: &[u8], place: Place<'_>, replaced: impl Fn(Source) -> bool) -> (Vec<Secret>, u64) {
        let mut kept = 0;
        let mut secrets: Vec<Secret> = Vec::new();
        for Finding { range, kind, source, .. } in self.detector.find(text, place) {
            if !replaced(source) {
                kept += 1;
                continue;
            }
            let range = whole_characters(text, range);
            let bytes = |range: Range<usize>| text.get(range).unwrap_or_default().to_vec();
            match secrets.last_mut() {
                Some(last) if last.range.end > range.start => {
                    last.range.end = range.end;
                    last.bytes = bytes(last.range.clone());
                }
                _ => secrets.push(Secret { bytes: bytes(range.clone()), range, kind }),
            }
        }
        (secrets, kept)
    }

    /// As [`Tokenizer::find`], in an escaped string; ranges are those of the escaped form.
    fn find_escaped(
        self,
        raw: &[u8],
        place: Place<'_>,
        replaced: impl Fn(Source) -> bool,
    ) -> (Vec<Secret>, u64) {
        let text = json::unescape(raw);
        let (mut secrets, kept) = self.find(&text, place, replaced);
        if matches!(text, Cow::Owned(_)) {
            relocate(raw, &mut secrets);
        }
        (secrets, kept)
    }

    /// As [`Tokenizer::find_escaped`], in a string that is itself JSON text: a secret in there is found behind both
    /// escapings, so that it is the same secret as anywhere else. Text that is no JSON is read as it is.
    fn find_nested(
        self,
        raw: &[u8],
        place: Place<'_>,
        replaced: impl Fn(Source) -> bool + Copy,
    ) -> (Vec<Secret>, u64) {
        let text = json::unescape(raw);
        let (mut secrets, mut kept) = (Vec::new(), 0);
        let walked = json::walk(&text, &mut |visit| {
            if !matches!(visit.kind, Kind::Key | Kind::String) {
                return;
            }
            let name = member_name(visit);
            let inner = Place { name: name.as_deref(), ..place };
            let (found, stay) = self.find_escaped(visit.raw, inner, replaced);
            kept += stay;
            secrets.extend(found.into_iter().map(|mut secret| {
                secret.range = secret.range.start + visit.start..secret.range.end + visit.start;
                secret
            }));
        });
        if walked.is_err() {
            return self.find_escaped(raw, place, replaced);
        }
        relocate(raw, &mut secrets);
        (secrets, kept)
    }

    fn issue(self, secret: Secret, path: String, offset: usize, work: &mut Work) {
        match self.vault.issue(&secret.bytes, &secret.kind) {
            Err(collision) => work.collision = Some(collision),
            Ok(placeholder) => {
                let range = secret.range.start + offset..secret.range.end + offset;
                work.splices.push((range, placeholder.clone()));
                let known = |hit: &&mut Hit| hit.placeholder == placeholder && hit.path == path;
                match work.report.hits.iter_mut().rev().take(RECENT_HITS).find(known) {
                    Some(hit) => hit.count += 1,
                    None => work.report.hits.push(Hit { placeholder, path, count: 1 }),
                }
            }
        }
    }

    /// A path for people: a name in it that is itself secret is left out.
    fn printable(self, path: &Path<'_>) -> String {
        path.display(&|name| self.detector.find(&json::unescape(name), Place::default()).is_empty())
    }
}

impl Work {
    fn finish(self, body: &[u8]) -> Result<Tokenized, Unreadable> {
        if let Some(collision) = self.collision {
            return Err(collision.into());
        }
        if self.splices.is_empty() {
            return Ok(Tokenized { body: None, report: self.report });
        }
        let mut out = Vec::with_capacity(body.len() + 32 * self.splices.len());
        let mut from = 0;
        for (range, placeholder) in &self.splices {
            out.extend_from_slice(body.get(from..range.start).unwrap_or_default());
            out.extend_from_slice(placeholder.to_string().as_bytes());
            from = range.end;
        }
        out.extend_from_slice(body.get(from..).unwrap_or_default());
        Ok(Tokenized { body: Some(out), report: self.report })
    }
}

/// The name whose value stands here; a key has none, it is one.
fn member_name<'a>(visit: Visit<'a, '_>) -> Option<Cow<'a, [u8]>> {
    if visit.kind == Kind::String { visit.path.member_name().map(json::unescape) } else { None }
}

fn exemption(visit: Visit<'_, '_>, layout: &Layout) -> Option<Exempt> {
    if visit.kind == Kind::Key {
        return None;
    }
    let found =
        layout.exempt.iter().find(|it| json::matches(it.path, visit.path) && it.when.holds(visit.path))?;
    let fits = match found.why {
        Exempt::Signed => true,
        Exempt::Opaque => is_opaque(visit.raw),
        Exempt::Name => {
            !visit.raw.iter().any(u8::is_ascii_whitespace) && !visit.raw.contains(&b'\\')
                || visit.path.member_name().is_some_and(|name| json::says(name, "user_id"))
        }
    };
    fits.then_some(found.why)
}

/// Whether a raw string is base64 of either alphabet, possibly with line ends, possibly behind a `data:` header.
fn is_opaque(raw: &[u8]) -> bool {
    let body = match raw.strip_prefix(b"data:") {
        Some(rest) => match rest.iter().position(|&byte| byte == b',') {
            Some(comma) if rest.get(..comma).is_some_and(|head| head.ends_with(b";base64")) => {
                rest.get(comma + 1..).unwrap_or_default()
            }
            _ => return false,
        },
        None => raw,
    };
    body.iter().all(|&byte| byte.is_ascii_alphanumeric() || b"+/-_=\\rn".contains(&byte))
}

/// Widens a range to whole characters of UTF-8.
fn whole_characters(text: &[u8], range: Range<usize>) -> Range<usize> {
    let continues = |at: usize| text.get(at).is_some_and(|byte| byte & 0xc0 == 0x80);
    let start = (0..=range.start).rev().find(|&at| !continues(at)).unwrap_or(0);
    let end = (range.end..text.len()).find(|&at| !continues(at)).unwrap_or(text.len());
    start..end
}

/// Turns ranges of an unescaped text into those of its escaped form.
fn relocate(raw: &[u8], secrets: &mut [Secret]) {
    let ranges: Vec<_> = secrets.iter().map(|secret| secret.range.clone()).collect();
    for (secret, range) in secrets.iter_mut().zip(json::locate(raw, &ranges)) {
        secret.range = range;
    }
}

#[cfg(test)]
mod tests;
