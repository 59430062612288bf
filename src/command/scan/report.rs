//! Owns what is said of findings: lines for people, objects for programs, and the sum. It must not print a secret
//! unless that was asked for, nor a byte that a terminal would obey.

use std::io::{self, BufWriter, Write};
use std::path::Path;

use anstream::{AutoStream, ColorChoice};
use anstyle::{AnsiColor, Style};
use serde::Serialize;

use super::search::Found;
use super::sources::{Input, LeftOut};
use super::work::Outcome;
use super::{CLEAN, COULD_NOT, FOUND, Problem, say};
use crate::audit::text::forbidden;
use crate::cli::Scan;
use crate::engine::detect::{Detector, Source};
use crate::engine::placeholder::{Placeholder, PlaceholderKey};

const PATH: Style = AnsiColor::Magenta.on_default();
const KIND: Style = AnsiColor::Red.on_default().bold();
const FAINT: Style = Style::new().dimmed();

/// What is told, and the sum of it.
pub(super) struct Report<'a> {
    asked: &'a Scan,
    detector: &'a Detector,
    key: Option<PlaceholderKey>,
    config_file: &'a Path,
    out: BufWriter<AutoStream<io::Stdout>>,
    sum: Sum,
}

#[derive(Default)]
struct Sum {
    found: usize,
    in_files: usize,
    freed: usize,
    allowed: usize,
    files: usize,
    bytes: usize,
    binary: usize,
    failed: usize,
    left_out: LeftOut,
}

/// One finding, for programs.
#[derive(Serialize)]
struct Line<'a> {
    path: &'a str,
    line: usize,
    column: usize,
    start: usize,
    end: usize,
    rule: &'a str,
    #[serde(rename = "type")]
    kind: &'a str,
    source: &'static str,
    placeholder: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    why: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    around: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    secret: Option<String>,
}

impl<'a> Report<'a> {
    pub(super) fn new(
        asked: &'a Scan,
        detector: &'a Detector,
        key: Option<PlaceholderKey>,
        config_file: &'a Path,
    ) -> Self {
        let choice = if asked.json { ColorChoice::Never } else { AutoStream::choice(&io::stdout()) };
        let out = BufWriter::new(AutoStream::new(io::stdout(), choice));
        Self { asked, detector, key, config_file, out, sum: Sum::default() }
    }

    /// Says why something is not looked at.
    pub(super) fn problem(&mut self, problem: &Problem) {
        self.sum.failed += 1;
        say(&problem.to_string());
    }

    pub(super) fn left_out(&mut self, left_out: LeftOut) {
        self.sum.left_out = left_out;
    }

    /// Tells what became of one input.
    pub(super) fn outcome(&mut self, input: &Input, outcome: Outcome) -> io::Result<()> {
        match outcome {
            Outcome::Binary => self.sum.binary += 1,
            Outcome::Failed(problem) => self.problem(&problem),
            Outcome::Searched { found, bytes } => {
                self.sum.files += 1;
                self.sum.bytes += bytes;
                let (allowed, found): (Vec<_>, Vec<_>) =
                    found.into_iter().partition(|found| self.allows(found));
                let (freed, told): (Vec<_>, Vec<_>) = found.into_iter().partition(|found| found.freed);
                self.sum.allowed += allowed.len();
                self.sum.freed += freed.len();
                self.sum.found += told.len();
                self.sum.in_files += usize::from(!told.is_empty());
                let path = input.path.as_deref().unwrap_or(Path::new("-")).to_string_lossy();
                if self.asked.json {
                    told.iter().try_for_each(|found| self.object(&path, found))?;
                } else {
                    self.text(&path, &told)?;
                }
                if !told.is_empty() {
                    self.out.flush()?;
                }
            }
        }
        Ok(())
    }

    /// Whether the user's configuration lets it through.
    fn allows(&self, found: &Found) -> bool {
        let allow = self.detector.allow();
        allow.rule(&found.rule)
            || self.key.as_ref().is_some_and(|key| allow.secret(key, found.secret.expose()))
    }

    fn object(&mut self, path: &str, found: &Found) -> io::Result<()> {
        let asked = self.asked;
        let line = Line {
            path,
            line: found.line,
            column: found.column,
            start: found.range.start,
            end: found.range.end,
            rule: &found.rule.0,
            kind: found.kind.as_str(),
            source: word(found.source),
            placeholder: self.placeholder(found).map(|it| it.to_string()),
            why: asked.explain.then(|| self.why(found)),
            around: asked.explain.then_some(&found.around),
            secret: asked.show.then(|| String::from_utf8_lossy(found.secret.expose()).into_owned()),
        };
        let line = serde_json::to_string(&line)?;
        // The same text, in which a terminal finds nothing to obey.
        writeln!(self.out, "{}", without_forbidden(&line, in_json))
    }

    /// The findings of one file, in columns.
    fn text(&mut self, path: &str, told: &[Found]) -> io::Result<()> {
        let path = escaped(path);
        let places: Vec<String> =
            told.iter().map(|found| format!(":{}:{}", found.line, found.column)).collect();
        let width = |lengths: &mut dyn Iterator<Item = usize>| lengths.max().unwrap_or_default();
        let of_place = width(&mut places.iter().map(String::len));
        let of_kind = width(&mut told.iter().map(|found| found.kind.as_str().len()));
        let of_rule = width(&mut told.iter().map(|found| found.rule.0.len()));
        for (found, place) in told.iter().zip(&places) {
            let placeholder = self.placeholder(found).map_or_else(|| "-".to_owned(), |it| it.to_string());
            write!(
                self.out,
                "{PATH}{path}{PATH:#}{place:of_place$}  {KIND}{:of_kind$}{KIND:#}  ",
                found.kind.as_str()
            )?;
            write!(self.out, "{:of_rule$}  {FAINT}{placeholder}{FAINT:#}", found.rule.0)?;
            if self.asked.show {
                write!(self.out, "  {}", escaped(&String::from_utf8_lossy(found.secret.expose())))?;
            }
            writeln!(self.out)?;
            if self.asked.explain {
                self.explain(found)?;
            }
        }
        Ok(())
    }

    fn explain(&mut self, found: &Found) -> io::Result<()> {
        let why = self.why(found);
        writeln!(self.out, "    {FAINT}why{FAINT:#}    {why}")?;
        writeln!(self.out, "    {FAINT}where{FAINT:#}  {}", escaped(&found.around))?;
        if let Some(key) = &self.key {
            let (id, digest) = (key.id_of(found.secret.expose()), key.digest_of(found.secret.expose()));
            let file = escaped(&self.config_file.to_string_lossy());
            let either = format!("ids = [\"{id}\"] or values = [\"{digest}\"]");
            writeln!(self.out, "    {FAINT}allow{FAINT:#}  [allow] {either} in {file}")?;
        }
        writeln!(self.out)
    }

    /// Why it is a finding, in words.
    fn why(&self, found: &Found) -> String {
        let documented = self.detector.explain(&found.rule).map(|it| it.documented);
        let stated = documented.map_or_else(String::new, |document| format!(" ({document})"));
        match found.source {
            Source::Known => format!(
                "a known value: your environment, a file that holds credentials or your profile has it as {}",
                found.kind
            ),
            Source::Prefix => format!("a vendor's format{stated}"),
            Source::Context if &*found.rule.0 == "high-entropy" => {
                "it is as random as a key, and your profile says entropy = \"aggressive\"".into()
            }
            Source::Context => {
                format!("key word and operator, or the name of its member, say that it is secret{stated}")
            }
            Source::Personal => format!("personal data, which your profile asks for{stated}"),
        }
    }

    fn placeholder(&self, found: &Found) -> Option<Placeholder> {
        let id = self.key.as_ref()?.id_of(found.secret.expose());
        Some(Placeholder { kind: found.kind.clone(), id })
    }

    /// Writes what is still to be written, and the sum.
    pub(super) fn finish(&mut self) -> io::Result<()> {
        self.out.flush()?;
        say(&self.sum.line());
        Ok(())
    }

    /// The exit status.
    pub(super) fn status(&self) -> u8 {
        match &self.sum {
            Sum { failed: 1.., .. } => COULD_NOT,
            Sum { found: 1.., .. } => FOUND,
            _ => CLEAN,
        }
    }
}

impl Sum {
    fn line(&self) -> String {
        let files = count(self.files, "file", "files");
        let mut line = match self.found {
            0 => format!("nothing found in {files}"),
            found if self.files == 1 => format!("{} in 1 file", count(found, "finding", "findings")),
            found => format!("{} in {} of {files}", count(found, "finding", "findings"), self.in_files),
        };
        let beside = [
            (self.freed, "freed by a mark", "freed by marks"),
            (self.allowed, "allowed by your configuration", "allowed by your configuration"),
            (self.binary, "binary file left out", "binary files left out"),
            (self.left_out.links, "link not followed", "links not followed"),
            (self.left_out.special, "special file left out", "special files left out"),
            (self.failed, "not looked at, see above", "not looked at, see above"),
        ];
        for (number, one, many) in beside.into_iter().filter(|(number, ..)| *number > 0) {
            line.push_str(&format!("; {}", count(number, one, many)));
        }
        if self.files == 1 && self.bytes == 0 {
            line.push_str("; it was empty");
        }
        line
    }
}

fn count(number: usize, one: &str, many: &str) -> String {
    format!("{number} {}", if number == 1 { one } else { many })
}

/// What told us, for programs.
pub(super) fn word(source: Source) -> &'static str {
    match source {
        Source::Known => "known",
        Source::Prefix => "prefix",
        Source::Context => "context",
        Source::Personal => "pii",
    }
}

/// Text in which a terminal finds nothing to obey, on one line.
pub(super) fn escaped(text: &str) -> String {
    without_forbidden(text, |c| c.escape_default().to_string())
}

fn without_forbidden(text: &str, spell: impl Fn(char) -> String) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        if forbidden(c) {
            out.push_str(&spell(c));
        } else {
            out.push(c);
        }
    }
    out
}

fn in_json(c: char) -> String {
    c.encode_utf16(&mut [0; 2]).iter().map(|unit| format!("\\u{unit:04x}")).collect()
}
