//! Owns what is to be done to one body: where its placeholders go, and the report on it. It must not look for secrets.

use std::ops::Range;

use super::Unreadable;
use crate::engine::json::Resume;
use crate::engine::placeholder::Placeholder;

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
    /// Findings that stay: in places that must stay as they are, or because the user allows them.
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

/// The splices of one body, and the report on it.
#[derive(Default)]
pub(in crate::engine) struct Work {
    /// The places of secrets, sorted and apart, and what is put in there.
    pub splices: Vec<(Range<usize>, Placeholder)>,
    /// What was found.
    pub report: Report,
    /// Why the body cannot be sent after all.
    pub(super) failed: Option<Unreadable>,
    marks: Vec<Mark>,
}

/// How far the work on a body had come at a place from which a walk may go on.
struct Mark {
    resume: Resume,
    splices: usize,
    hits: usize,
    /// The counts of the report, without its hits.
    counts: Report,
}

impl Report {
    /// Takes in what was found in a part of the same body, `at` its place there.
    pub(in crate::engine) fn add(&mut self, part: Report, at: &str) {
        self.strings += part.strings;
        self.exempt += part.exempt;
        self.opaque += part.opaque;
        self.hits.extend(part.hits.into_iter().map(|hit| Hit { path: join(at, &hit.path), ..hit }));
    }
}

/// A place in a part of a body.
fn join(at: &str, path: &str) -> String {
    match (at, path) {
        ("", path) => path.to_owned(),
        (at, "" | "body") => at.to_owned(),
        (at, path) => format!("{at}.{path}"),
    }
}

impl Work {
    /// Where the walk may go on that this is the work of.
    pub(super) fn resume(&self) -> Option<Resume> {
        self.marks.last().map(|mark| mark.resume.clone())
    }

    /// Remembers that a walk may go on from here.
    pub(super) fn mark(&mut self, resume: Option<Resume>) {
        let Some(resume) = resume else { return };
        let counts = Report { hits: Vec::new(), ..self.report };
        self.marks.push(Mark { resume, splices: self.splices.len(), hits: self.report.hits.len(), counts });
    }

    /// Forgets what came of the bytes from the last mark within the first `common` ones on.
    pub(super) fn back_to(&mut self, common: usize) {
        self.marks.truncate(self.marks.partition_point(|mark| mark.resume.at <= common));
        let Some(mark) = self.marks.last() else {
            *self = Self::default();
            return;
        };
        self.splices.truncate(mark.splices);
        let mut hits = std::mem::take(&mut self.report.hits);
        hits.truncate(mark.hits);
        self.report = Report { hits, ..mark.counts };
    }

    /// The body with all placeholders in.
    pub(in crate::engine) fn finish(&self, body: &[u8]) -> Result<Tokenized, Unreadable> {
        self.finish_spelled(body, |placeholder| placeholder.to_string())
    }

    /// As [`Work::finish`], with placeholders spelled as the body asks for.
    pub(in crate::engine) fn finish_spelled(
        &self,
        body: &[u8],
        spelled: impl Fn(&Placeholder) -> String,
    ) -> Result<Tokenized, Unreadable> {
        let report = self.report.clone();
        if let Some(failed) = &self.failed {
            return Err(failed.clone());
        }
        if self.splices.is_empty() {
            return Ok(Tokenized { body: None, report });
        }
        let mut out = Vec::with_capacity(body.len() + 32 * self.splices.len());
        let mut from = 0;
        for (range, placeholder) in &self.splices {
            out.extend_from_slice(body.get(from..range.start).unwrap_or_default());
            out.extend_from_slice(spelled(placeholder).as_bytes());
            from = range.end;
        }
        out.extend_from_slice(body.get(from..).unwrap_or_default());
        Ok(Tokenized { body: Some(out), report })
    }
}
