//! Owns what a rule is and how one is tried at a place where one of its words stands. It must not know any vendor.

use std::ops::Range;
use std::sync::OnceLock;

use regex::bytes::{Regex, RegexBuilder};

use super::bytes::{self, Begins, Class};
use super::group::Group;
use super::head::{self, Head};
use super::{Place, Source};

/// Longest secret of a pattern: some vendors' tokens carry signed claims of several KiB.
const MAX_MATCH: usize = 16 * 1024;

/// Pieces that are joined to one text, so that no file holds what looks like a live credential. In a text that holds
/// more than the secret, the secret stands between the pieces `[[` and `]]`.
pub(super) type Example = &'static [&'static str];

/// One detector, as data.
pub(super) struct Rule {
    /// Its identifier, such as `github-pat`.
    pub(super) id: &'static str,
    /// The TYPE of what it finds.
    pub(super) kind: &'static str,
    /// What kind of evidence it rests on.
    pub(super) source: Source,
    /// Spellings of which one stands at, or after the lead of, every match. At
    /// least three bytes each.
    pub(super) words: &'static [&'static str],
    /// How a match is told once a word was hit.
    pub(super) how: How,
    /// Where a match may begin.
    pub(super) begins: Begins,
    /// Least entropy of the secret, in tenths of a bit per byte; it keeps out `xxxxxxxx`.
    pub(super) min_entropy: u8,
    /// A last look at the secret.
    pub(super) check: fn(&[u8]) -> bool,
    /// Texts in which exactly the secret must be found.
    #[cfg_attr(not(test), expect(dead_code, reason = "rules carry their examples; the tests run them"))]
    pub(super) positive: &'static [Example],
    /// Texts in which this rule must find nothing.
    #[cfg_attr(not(test), expect(dead_code, reason = "rules carry their examples; the tests run them"))]
    pub(super) negative: &'static [Example],
    /// The public document that states the format.
    pub(super) documented: &'static str,
}

/// How a match is told.
pub(super) enum How {
    /// A pattern over bytes that begins with the word. The secret is group 1, or the whole match without one.
    Pattern(&'static str),
    /// A pattern that begins with so many bytes of a class before the word.
    Led(Lead, &'static str),
    /// Code, for what patterns cannot tell in linear time. Gets the text and where the word stands.
    Code(fn(&[u8], usize) -> Option<Match>),
    /// Code with one answer for all words in a run of the class: only the first of them is asked.
    Once(Class, fn(&[u8], usize) -> Option<Match>),
    /// Code for what holds several secrets: the private members of a key, the values of a Secret.
    Many(fn(&[u8], usize) -> Vec<Match>),
}

/// Bytes that stand before a word and belong to the secret.
pub(super) struct Lead {
    /// Which.
    pub(super) class: Class,
    /// Fewest of them.
    pub(super) least: usize,
    /// Most of them.
    pub(super) most: usize,
}

/// Where a secret stands, and a more telling label than the rule's own if there is one.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Match {
    pub(super) range: Range<usize>,
    pub(super) label: Option<Label>,
}

/// A rule's identifier and TYPE.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Label {
    pub(super) id: &'static str,
    pub(super) kind: &'static str,
}

impl From<Range<usize>> for Match {
    fn from(range: Range<usize>) -> Self {
        Self { range, label: None }
    }
}

impl Rule {
    /// What most rules with a vendor's prefix have in common.
    pub(super) const PREFIX: Self = Self {
        id: "",
        kind: "",
        source: Source::Prefix,
        words: &[],
        how: How::Pattern(""),
        begins: bytes::outside_word,
        min_entropy: 25,
        check: |_| true,
        positive: &[],
        negative: &[],
        documented: "",
    };
    /// What most rules that need context have in common.
    pub(super) const CONTEXT: Self = Self { source: Source::Context, min_entropy: 0, ..Self::PREFIX };
}

/// A rule with its pattern, which is compiled when it is first needed: most runs need few of them.
pub(super) struct Ready {
    pub(super) rule: &'static Rule,
    form: OnceLock<(Head, Option<Group>)>,
    pattern: OnceLock<Regex>,
}

impl Ready {
    pub(super) fn new(rule: &'static Rule) -> Self {
        Self { rule, form: OnceLock::new(), pattern: OnceLock::new() }
    }

    pub(super) fn label(&self) -> Label {
        Label { id: self.rule.id, kind: self.rule.kind }
    }

    /// Whether the rule has a say in that place.
    pub(super) fn applies(&self, place: Place<'_>) -> bool {
        !place.machine_made || self.rule.source == Source::Prefix
    }

    /// Where a match would begin whose word stands at `at`, or `None` when it cannot begin there.
    #[inline]
    pub(super) fn start(&self, text: &[u8], at: usize) -> Option<usize> {
        let start = match &self.rule.how {
            // The pattern looks at them itself.
            How::Led(lead, _) if lead.least == lead.most => at.checked_sub(lead.least)?,
            How::Led(lead, _) => {
                let length = bytes::run_back(text, at, lead.class, lead.most);
                if length < lead.least {
                    return None;
                }
                at - length
            }
            How::Pattern(_) | How::Code(_) | How::Once(..) | How::Many(_) => at,
        };
        (self.rule.begins)(text, start).then_some(start)
    }

    /// The match that begins at `start`: where it ends, and the secrets in it that the rule accepts.
    #[inline]
    pub(super) fn try_at(&self, text: &[u8], start: usize) -> Option<(usize, Vec<Match>)> {
        // Allocates for a match only: most tries find none.
        let one = |found: Match| vec![found];
        let mut found = match &self.rule.how {
            How::Many(code) => code(text, start),
            How::Code(code) | How::Once(_, code) => one(code(text, start)?),
            How::Pattern(pattern) | How::Led(_, pattern) => one(self.secret(pattern, text, start)?.into()),
        };
        let end = found.last()?.range.end;
        found.retain(|found| self.accepts(text.get(found.range.clone()).unwrap_or_default()));
        Some((end, found))
    }

    fn accepts(&self, secret: &[u8]) -> bool {
        !secret.is_empty()
            && (self.rule.min_entropy == 0 || bytes::entropy(secret) >= self.rule.min_entropy)
            && (self.rule.check)(secret)
    }

    fn secret(&self, pattern: &str, text: &[u8], start: usize) -> Option<Range<usize>> {
        let slice = text.get(start..text.len().min(start + MAX_MATCH))?;
        let (head, group) = self.form.get_or_init(|| form(pattern));
        if !head.fits(slice) {
            return None;
        }
        let regex = self.pattern.get_or_init(|| compile(pattern));
        // What a pattern reads before it fails cannot be told.
        bytes::work::add(head::MOST);
        let whole = regex.find(slice)?.range();
        bytes::work::add(whole.len());
        let range = match group.as_ref().and_then(|group| group.within(slice, &whole)) {
            Some(range) => range,
            None if regex.captures_len() == 1 => whole,
            None => regex.captures(slice)?.get(1)?.range(),
        };
        Some(start + range.start..start + range.end)
    }
}

#[expect(clippy::expect_used, reason = "a test compiles every pattern there is")]
fn form(pattern: &str) -> (Head, Option<Group>) {
    let hir = head::parse(pattern).expect("a rule's pattern is one");
    (Head::of(&hir), Group::of(&hir))
}

#[expect(clippy::expect_used, reason = "a test compiles every pattern there is")]
pub(super) fn compile(pattern: &str) -> Regex {
    // Anchored: a try costs what the match is long, not what the text is long.
    RegexBuilder::new(&format!(r"\A(?:{pattern})")).unicode(false).build().expect("a rule's pattern compiles")
}
