//! Owns one pattern out of a rule file: read and measured at once, compiled when it is first needed. It must not know
//! what the pattern is for.

use std::fmt;
use std::sync::OnceLock;

use regex::bytes::{Regex, RegexBuilder};
use regex_syntax::hir::{Class, Hir, HirKind};

use super::go::translate;

/// Most nodes that a pattern may have once its counts are written out. The largest of the 222 rules that come with
/// gitleaks has about 5,000; memory for the compiled pattern grows with it, some 100 bytes each.
const MAX_NODES: u64 = 1 << 17;

/// Why a pattern cannot be used.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
pub enum BadPattern {
    /// It is not one, or asks for what a linear search cannot do.
    #[error("cannot be read: {}", Told(.0))]
    Syntax(Box<regex_syntax::Error>),
    /// Its counts multiply beyond all measure.
    #[error("is too large: its counts make more than {MAX_NODES} parts of it")]
    TooLarge,
}

/// The parser's message without its drawing of the pattern.
struct Told<'a>(&'a regex_syntax::Error);

impl fmt::Display for Told<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            regex_syntax::Error::Parse(error) => error.kind().fmt(f),
            regex_syntax::Error::Translate(error) => error.kind().fmt(f),
            _ => f.write_str("it is not a regular expression"),
        }
    }
}

/// A pattern that can be searched for, and what is known of it without a search.
pub(super) struct Pattern {
    translated: String,
    /// Bytes of the shortest match; `None` when there can be no match.
    pub(super) least: Option<usize>,
    /// Bytes of the longest match; `None` when there is no bound.
    pub(super) most: Option<usize>,
    /// Number of capture groups.
    pub(super) groups: usize,
    /// Fewest places of a match that hold one certain character, in either case.
    pub(super) certain: usize,
    regex: OnceLock<Regex>,
}

impl Pattern {
    /// Reads a pattern in Go's syntax.
    pub(super) fn new(go: &str) -> Result<Self, BadPattern> {
        let translated = translate(go);
        let hir = regex_syntax::ParserBuilder::new().utf8(false).unicode(false).build().parse(&translated);
        let hir = hir.map_err(|error| BadPattern::Syntax(Box::new(error)))?;
        if nodes(&hir) > MAX_NODES {
            return Err(BadPattern::TooLarge);
        }
        let known = hir.properties();
        Ok(Self {
            translated,
            least: known.minimum_len(),
            most: known.maximum_len(),
            groups: known.explicit_captures_len(),
            certain: certain(&hir),
            regex: OnceLock::new(),
        })
    }

    /// The compiled pattern.
    #[expect(clippy::expect_used, reason = "it was parsed and measured when it was read")]
    pub(super) fn regex(&self) -> &Regex {
        let build = || RegexBuilder::new(&self.translated).unicode(false).size_limit(usize::MAX).build();
        self.regex.get_or_init(|| build().expect("a pattern that was read compiles"))
    }
}

/// Nodes of a pattern whose counts are written out. No deeper than the parser allows.
fn nodes(hir: &Hir) -> u64 {
    let all = |parts: &[Hir]| parts.iter().map(nodes).fold(1, u64::saturating_add);
    let count = |length: usize| u64::try_from(length).unwrap_or(u64::MAX);
    match hir.kind() {
        HirKind::Empty | HirKind::Look(_) => 1,
        HirKind::Literal(literal) => count(literal.0.len()),
        HirKind::Class(Class::Unicode(class)) => count(class.ranges().len()),
        HirKind::Class(Class::Bytes(class)) => count(class.ranges().len()),
        HirKind::Capture(group) => nodes(&group.sub).saturating_add(1),
        HirKind::Repetition(it) => {
            let times = it.max.unwrap_or(it.min.saturating_add(1)).max(1);
            nodes(&it.sub).saturating_mul(u64::from(times))
        }
        HirKind::Concat(parts) | HirKind::Alternation(parts) => all(parts),
    }
}

/// Places in the least telling match that hold one certain character, in either case.
fn certain(hir: &Hir) -> usize {
    let is_one = |members: usize| usize::from(members <= 2);
    match hir.kind() {
        HirKind::Empty | HirKind::Look(_) => 0,
        HirKind::Literal(literal) => literal.0.len(),
        HirKind::Class(Class::Unicode(class)) => is_one(class.iter().map(|range| range.len()).sum()),
        HirKind::Class(Class::Bytes(class)) => is_one(class.iter().map(|range| range.len()).sum()),
        HirKind::Capture(group) => certain(&group.sub),
        HirKind::Repetition(it) => {
            certain(&it.sub).saturating_mul(usize::try_from(it.min).unwrap_or(usize::MAX))
        }
        HirKind::Concat(parts) => parts.iter().map(certain).fold(0, usize::saturating_add),
        HirKind::Alternation(parts) => parts.iter().map(certain).min().unwrap_or(0),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn complaint(pattern: &str) -> String {
        Pattern::new(pattern).map(|_| ()).unwrap_err().to_string()
    }

    #[test]
    fn what_is_wrong_with_a_pattern_is_said_on_one_line() {
        for (pattern, said) in [
            ("(?=a)", "look-around"),
            (r"(a)\1", "backreferences"),
            ("a(b", "unclosed group"),
            (r"\p{Klingon}", "Unicode property"),
            ("(?:(?:a{1000}){1000})*", "too large"),
        ] {
            let complaint = complaint(pattern);
            assert!(complaint.contains(said) && !complaint.contains('\n'), "{complaint}");
        }
    }

    #[test]
    fn the_largest_pattern_that_is_read_compiles() {
        let pattern = Pattern::new(r"(?:\p{L}{90})+x").unwrap();
        assert!(pattern.regex().is_match(format!("{}x", "é".repeat(90)).as_bytes()));
        assert!(Pattern::new(r"(?:\p{L}{900})+").is_err());
    }
}
