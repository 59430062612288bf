//! Owns the way out: a request body in, the same body with placeholders for secrets out. It must not change a byte
//! that is not part of a secret, and must not pass what it could not read.

use std::borrow::Cow;
use std::ops::Range;

use super::body::Fault;
use super::detect::{Detector, Finding, MAX_CUSTOM_MATCH, Place, Source};
use super::json::{self, Kind, Malformed, Path, Resume, Visit};
use super::placeholder::SecretType;
use super::provider::{Dialect, Exempt, Layout};
use super::vault::{Collision, Vault};
pub(in crate::engine) use memory::Memory;
use memory::Turn;
pub(in crate::engine) use work::Work;
pub use work::{Hit, Report, Tokenized};

mod memory;
mod work;

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
    /// It holds a secret behind a coding of its own, under which it cannot be replaced.
    #[error("a secret stands behind {0}, where it cannot be replaced; take it out")]
    Hidden(&'static str),
    /// It is multipart that we do not read.
    #[error(transparent)]
    Multipart(#[from] Fault),
    /// It is of a media type that we do not read.
    #[error("a body of type {0} cannot be searched for secrets; send JSON or text")]
    MediaType(&'static str),
    /// It is in a character set that we do not read.
    #[error("a body that is {0} cannot be searched for secrets; send UTF-8")]
    Charset(&'static str),
    /// A rule found more at once than one secret can be: it was not meant so.
    #[error(
        "a rule found a secret of type {0} of more than {MAX_CUSTOM_MATCH} bytes: narrow the rule of that name"
    )]
    TooLong(SecretType),
}

/// What recognises secrets, and what keeps them.
#[derive(Clone, Copy)]
pub struct Tokenizer<'a> {
    /// Recognises.
    pub detector: &'a Detector,
    /// Keeps.
    pub vault: &'a Vault,
}

/// What was found in a text.
#[derive(Default)]
struct Found {
    /// The secrets, sorted and apart: the place of each in the text as it stands, in whole characters and escapes, and
    /// its TYPE.
    secrets: Vec<(Range<usize>, SecretType)>,
    /// How often the text is escaped.
    layers: usize,
    /// Findings that stay, because of the kind of place or because the user says so.
    kept: u64,
    /// The TYPE of a user's rule that matched more than a secret can be.
    too_long: Option<SecretType>,
}

impl Found {
    /// The same in the escaped form of the text.
    fn behind_escapes(mut self, raw: &[u8]) -> Self {
        let (ranges, kinds): (Vec<_>, Vec<_>) = self.secrets.into_iter().unzip();
        self.secrets = json::locate(raw, &ranges).into_iter().zip(kinds).collect();
        self.layers += 1;
        self
    }
}

impl Tokenizer<'_> {
    /// Replaces the secrets in every string and key of a JSON text, exempt places excepted.
    ///
    /// # Errors
    /// Any [`Unreadable`] but `Binary`: the body must then not be sent.
    pub fn json(self, body: &[u8], layout: &'static Layout) -> Result<Tokenized, Unreadable> {
        let mut turn = self.detector.memory().turn(body, layout);
        // A secret that the vault has let go of since must be found again, or it could not be restored.
        if !turn.work.splices.iter().all(|(_, placeholder)| self.vault.holds(placeholder)) {
            turn = Turn::new(layout);
        }
        let from = turn.work.resume();
        self.walk(body, from.as_ref(), layout, &mut turn.work)?;
        let tokenized = turn.work.finish(body)?;
        self.detector.memory().keep(turn, body);
        Ok(tokenized)
    }

    /// As [`Tokenizer::json`], for JSON values on a line each (JSON lines, NDJSON). A line that says which path it is for,
    /// as a row of a batch does, is read in the dialect of that path.
    ///
    /// # Errors
    /// [`Unreadable`] for the first line that cannot be read.
    pub fn json_lines(self, body: &[u8], layout: &'static Layout) -> Result<Tokenized, Unreadable> {
        let mut work = Work::default();
        let mut start = 0;
        for line in body.split_inclusive(|&byte| byte == b'\n') {
            if !line.trim_ascii().is_empty() {
                let first = work.splices.len();
                let layout = row_layout(line).unwrap_or(layout);
                self.walk(line, None, layout, &mut work).map_err(|malformed| malformed.after(start))?;
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
    /// [`Unreadable::Collision`] and [`Unreadable::TooLong`]: the text must then not be sent.
    pub fn text(self, text: &str, at: &str, exact: bool) -> Result<Tokenized, Unreadable> {
        self.value(text.as_bytes(), None, at, exact).finish(text.as_bytes())
    }

    /// As [`Tokenizer::text`], for the value of what is called `name`; what is to be done is left to the caller.
    pub(in crate::engine) fn value(self, text: &[u8], name: Option<&[u8]>, at: &str, exact: bool) -> Work {
        let mut work = Work::default();
        work.report.strings = 1;
        let replaced = |source| !exact || source < Source::Context;
        let found = self.find(text, Place { name, ..Place::default() }, replaced);
        work.report.exempt = found.kept;
        work.failed = found.too_long.map(Unreadable::TooLong);
        for (range, kind) in found.secrets {
            let secret = text.get(range.clone()).unwrap_or_default();
            self.issue(secret, &kind, range, at.to_owned(), &mut work);
        }
        work
    }

    /// Whether a name may be written down: it holds no secret.
    pub(in crate::engine) fn may_print(self, name: &[u8]) -> bool {
        self.detector.find(name, Place::default()).is_empty()
    }

    /// Searches bytes that cannot be rewritten.
    ///
    /// # Errors
    /// [`Unreadable::Binary`] when they hold a known value or a vendor's key: they must then not be sent.
    pub fn binary(self, bytes: &[u8]) -> Result<Report, Unreadable> {
        let search = |bytes: &[u8]| {
            let found = self.find(bytes, Place::default(), |source| source < Source::Context);
            found.secrets.into_iter().next_back().map_or(Ok(()), |(_, kind)| Err(Unreadable::Binary(kind)))
        };
        search(bytes)?;
        // Text of two or four bytes a character, wherever it stands and from wherever it counts.
        if memchr::memchr(0, bytes).is_some() {
            search(&bytes.iter().copied().filter(|&byte| byte != 0).collect::<Vec<_>>())?;
        }
        Ok(Report { opaque: u64::try_from(bytes.len()).unwrap_or(u64::MAX), ..Report::default() })
    }

    fn walk(
        self,
        body: &[u8],
        from: Option<&Resume>,
        layout: &Layout,
        work: &mut Work,
    ) -> Result<(), Malformed> {
        let mut visit = |visit: Visit<'_, '_>| match visit.kind {
            Kind::Key | Kind::String => self.string(visit, layout, work),
            Kind::Close => work.mark(visit.path.resume(visit.start + visit.raw.len())),
            Kind::Open | Kind::Scalar => {}
        };
        match from {
            Some(from) => json::walk_on(body, from, &mut visit),
            None => json::walk(body, &mut visit),
        }
    }

    fn string(self, visit: Visit<'_, '_>, layout: &Layout, work: &mut Work) {
        let exempt = exemption(visit, layout);
        if exempt == Some(Exempt::Opaque) && visit.raw.len() > MAX_KEY {
            work.report.opaque += u64::try_from(visit.raw.len()).unwrap_or(u64::MAX);
            return;
        }
        work.report.strings += 1;
        let name = member_name(visit);
        let place = Place { name: name.as_deref(), machine_made: exempt == Some(Exempt::Name) };
        let is_nested = visit.kind == Kind::String && {
            let names = layout.names(visit.path);
            layout.json_text.iter().any(|it| names(it))
        };
        let allowed = self.detector.allow().path(visit.path);
        let kind = exempt.map_or(0, |why| 1 + why as u8) << 2 | u8::from(allowed) << 1 | u8::from(is_nested);
        let found = self.detector.memory().of_string(visit.raw, place.name, kind, || {
            let replaced = move |source: Source| match exempt {
                _ if allowed && source != Source::Known => false,
                Some(Exempt::Signed) => false,
                Some(Exempt::Opaque) => source != Source::Context,
                Some(Exempt::Name) => source == Source::Prefix,
                None => true,
            };
            let nested = if is_nested { self.find_nested(visit.raw, place, replaced) } else { None };
            nested.unwrap_or_else(|| self.find_escaped(visit.raw, place, replaced))
        });
        work.report.exempt += found.kept;
        work.failed = found.too_long.clone().map(Unreadable::TooLong).or(work.failed.take());
        for (range, kind) in &found.secrets {
            let mut secret = Cow::Borrowed(visit.raw.get(range.clone()).unwrap_or_default());
            for _ in 0..found.layers {
                secret = Cow::Owned(json::unescape(&secret).into_owned());
            }
            let range = range.start + visit.start..range.end + visit.start;
            self.issue(&secret, kind, range, self.printable(visit.path), work);
        }
    }

    /// What is found in a text, less what `replaced` or the user says may stay.
    fn find(self, text: &[u8], place: Place<'_>, replaced: impl Fn(Source) -> bool) -> Found {
        let mut found = Found::default();
        let allow = self.detector.allow();
        for Finding { range, rule, kind, source } in self.detector.find(text, place) {
            let range = whole_characters(text, range);
            let secret = text.get(range.clone()).unwrap_or_default();
            if !replaced(source) || allow.rule(&rule) || allow.secret(self.vault.key(), secret) {
                found.kept += 1;
                continue;
            }
            if !rule.is_built_in() && range.len() > MAX_CUSTOM_MATCH {
                found.too_long = Some(kind.clone());
            }
            match found.secrets.last_mut() {
                Some((last, _)) if last.end > range.start => last.end = range.end,
                _ => found.secrets.push((range, kind)),
            }
        }
        found
    }

    /// As [`Tokenizer::find`], in an escaped string; ranges are those of the escaped form.
    fn find_escaped(self, raw: &[u8], place: Place<'_>, replaced: impl Fn(Source) -> bool) -> Found {
        let text = json::unescape(raw);
        let found = self.find(&text, place, replaced);
        match text {
            Cow::Borrowed(_) => found,
            Cow::Owned(_) => found.behind_escapes(raw),
        }
    }

    /// As [`Tokenizer::find_escaped`], in a string that is itself JSON text: a secret in there is found behind both
    /// escapings, so that it is the same secret as anywhere else. `None` when the text is no JSON.
    fn find_nested(
        self,
        raw: &[u8],
        place: Place<'_>,
        replaced: impl Fn(Source) -> bool + Copy,
    ) -> Option<Found> {
        let text = json::unescape(raw);
        // Each secret in there may be escaped once more, whether its own string is or not.
        let mut all = Found { layers: 1, ..Found::default() };
        let walked = json::walk(&text, &mut |visit| {
            if !matches!(visit.kind, Kind::Key | Kind::String) {
                return;
            }
            let name = member_name(visit);
            let found = self.find_escaped(visit.raw, Place { name: name.as_deref(), ..place }, replaced);
            all.kept += found.kept;
            all.too_long = found.too_long.or(all.too_long.take());
            let moved = |range: Range<usize>| range.start + visit.start..range.end + visit.start;
            all.secrets.extend(found.secrets.into_iter().map(|(range, kind)| (moved(range), kind)));
        });
        walked.is_ok().then(|| all.behind_escapes(raw))
    }

    /// Puts the placeholder of a secret at a place of the body.
    fn issue(self, secret: &[u8], kind: &SecretType, range: Range<usize>, path: String, work: &mut Work) {
        match self.vault.issue(secret, kind) {
            Err(collision) => work.failed = Some(collision.into()),
            Ok(placeholder) => {
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

/// The name whose value stands here; a key has none, it is one.
fn member_name<'a>(visit: Visit<'a, '_>) -> Option<Cow<'a, [u8]>> {
    if visit.kind == Kind::String { visit.path.member_name().map(json::unescape) } else { None }
}

/// The layout of a batch's row, which names the path that its request is for.
fn row_layout(line: &[u8]) -> Option<&'static Layout> {
    let open = line.iter().position(|byte| !byte.is_ascii_whitespace())?;
    let path = json::unescape(json::member(line, open, "url").filter(|path| path.starts_with(b"/"))?);
    Dialect::of_path(std::str::from_utf8(&path).ok()?).map(Dialect::layout)
}

fn exemption(visit: Visit<'_, '_>, layout: &Layout) -> Option<Exempt> {
    if visit.kind == Kind::Key {
        return None;
    }
    let names = layout.names(visit.path);
    let found = layout.exempt.iter().find(|it| names(it.path) && it.when.holds(visit.path))?;
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

#[cfg(test)]
mod tests;
