//! Owns the rules that users bring along: a pattern with its key words, least entropy and allow lists, as gitleaks
//! defines them. It must not read files, and must not let a rule in that would eat whatever it is shown.
//!
//! A rule counts where one of its key words stands anywhere in the text, in any case; then its pattern is searched
//! for from start to end. Each search is linear in the text; the patterns are the user's own, and so is their number.

mod allow_list;
mod go;
mod page;
mod pattern;

use std::ops::Range;
use std::sync::{Arc, OnceLock};

use regex::bytes::{Captures, Regex, RegexBuilder};

use super::words::{MIN_WORD, Words};
use super::{Finding, RuleId, Source};
use crate::engine::placeholder::SecretType;

pub use allow_list::{AllowList, Target};
pub use pattern::BadPattern;
use pattern::Pattern;

/// Most bytes of one match. A rule that can only be meant for more is refused when it is read; a match of more
/// refuses the text that it stands in.
pub const MAX_CUSTOM_MATCH: usize = 64 << 10;
/// A pattern with at least so many certain characters is not tried on the page of ordinary text, as it cannot match
/// the most of it; that would compile it.
const TELLING: usize = 3;

/// Why a rule cannot be used.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
pub enum BadRule {
    /// Its pattern is none.
    #[error("its pattern {0}")]
    Pattern(#[from] BadPattern),
    /// There is no text that it could match.
    #[error("its pattern can match nothing")]
    MatchesNothing,
    /// It matches between any two characters.
    #[error("its pattern can match the empty string")]
    MatchesEmpty,
    /// Its counts say that it is for whole bodies.
    #[error("its pattern can match more than {MAX_CUSTOM_MATCH} bytes")]
    TooLong,
    /// Its secret is in a group that it does not have.
    #[error("its secretGroup is {group}, and its pattern has {groups} groups")]
    NoSuchGroup {
        /// As written.
        group: usize,
        /// As counted.
        groups: usize,
    },
    /// It found most of a page of ordinary text.
    #[error("its pattern matches most of any ordinary text")]
    MatchesAll,
}

/// A rule as it is written in a file.
#[derive(Clone, Default)]
pub struct WrittenRule {
    /// Its identifier; the TYPE is made of it.
    pub id: String,
    /// Its pattern, in Go's syntax.
    pub regex: String,
    /// The capture group that holds the secret; 0 for the first that is not empty, or the whole match.
    pub secret_group: usize,
    /// The secret must have more bits of Shannon entropy per character than this; 0 for no such demand.
    pub entropy: f64,
    /// One of these must be in the text, in any case; none for every text.
    pub keywords: Vec<String>,
    /// What it finds and does not mean.
    pub allow_lists: Vec<Arc<AllowList>>,
}

/// A rule of the user's, ready to run.
pub struct CustomRule {
    id: RuleId,
    kind: SecretType,
    pattern: Pattern,
    secret_group: usize,
    entropy: f64,
    keywords: Vec<String>,
    allow_lists: Vec<Arc<AllowList>>,
}

impl CustomRule {
    /// Reads a rule. Its pattern is compiled when it is first needed, unless it has to be tried.
    ///
    /// # Errors
    /// [`BadRule`]; a rule that cannot be run as it is written must not be run otherwise.
    pub fn new(written: WrittenRule) -> Result<Self, BadRule> {
        let pattern = Pattern::new(&written.regex)?;
        match (pattern.least, pattern.most) {
            (None, _) => return Err(BadRule::MatchesNothing),
            (Some(0), _) => return Err(BadRule::MatchesEmpty),
            (Some(least), most) if least.max(most.unwrap_or(0)) > MAX_CUSTOM_MATCH => {
                return Err(BadRule::TooLong);
            }
            _ => {}
        }
        let (group, groups) = (written.secret_group, pattern.groups);
        if group > groups {
            return Err(BadRule::NoSuchGroup { group, groups });
        }
        let rule = Self {
            kind: SecretType::from_name(&written.id),
            id: RuleId(written.id.into()),
            pattern,
            secret_group: group,
            entropy: written.entropy,
            keywords: written.keywords,
            allow_lists: written.allow_lists,
        };
        if rule.pattern.certain < TELLING && rule.finds_most_of(page::ORDINARY.as_bytes()) {
            return Err(BadRule::MatchesAll);
        }
        Ok(rule)
    }

    /// Its identifier.
    #[must_use]
    pub fn id(&self) -> &RuleId {
        &self.id
    }

    fn finds_most_of(&self, text: &[u8]) -> bool {
        let covered: usize = self.find(text).map(|finding| finding.range.len()).sum();
        covered > text.len() / 2
    }

    fn find<'a>(&'a self, text: &'a [u8]) -> impl Iterator<Item = Finding> + 'a {
        let secrets = self.pattern.regex().captures_iter(text).filter_map(|found| self.judge(text, &found));
        secrets.map(|range| Finding {
            range,
            rule: self.id.clone(),
            kind: self.kind.clone(),
            source: Source::Context,
        })
    }

    /// The secret in a match, if it is one.
    fn judge(&self, text: &[u8], found: &Captures<'_>) -> Option<Range<usize>> {
        let whole = trimmed(text, found.get(0)?.range());
        let group = |number| found.get(number).map(|group| group.range()).filter(|range| !range.is_empty());
        let first = || (1..=self.pattern.groups).find_map(group);
        // A group that took no part leaves the whole match.
        let secret = if self.secret_group > 0 { group(self.secret_group) } else { first() };
        let secret = secret.unwrap_or_else(|| whole.clone());
        let bytes = text.get(secret.clone()).filter(|bytes| !bytes.is_empty())?;
        if self.entropy > 0.0 && entropy(bytes) <= self.entropy {
            return None;
        }
        let is_allowed = self.allow_lists.iter().any(|list| list.allows(text, &whole, bytes));
        (!is_allowed).then_some(secret)
    }
}

/// A match without the line ends around it.
fn trimmed(text: &[u8], range: Range<usize>) -> Range<usize> {
    let is_end = |&byte: &u8| byte == b'\n';
    let bytes = text.get(range.clone()).unwrap_or_default();
    let before = bytes.iter().take_while(|byte| is_end(byte)).count();
    let after = bytes.iter().skip(before).rev().take_while(|byte| is_end(byte)).count();
    range.start + before..range.end - after
}

/// Shannon entropy in bits per character.
fn entropy(bytes: &[u8]) -> f64 {
    let mut characters: Vec<char> = String::from_utf8_lossy(bytes).chars().collect();
    characters.sort_unstable();
    let length = characters.len() as f64;
    let counts = characters.chunk_by(|one, other| one == other).map(<[char]>::len);
    counts.map(|count| count as f64 / length).map(|share| -share * share.log2()).sum()
}

/// All rules of the user's, ready to run over any number of texts.
pub(super) struct Custom {
    rules: Vec<CustomRule>,
    /// The key words in lower case, each with its rule's number.
    words: Words,
    owners: Vec<usize>,
    /// Per rule what finds its key words that are too short for `words`, or not ASCII.
    odd: Vec<Option<OddWords>>,
}

/// Key words that a pattern looks for.
struct OddWords {
    pattern: String,
    regex: OnceLock<Regex>,
}

impl Custom {
    pub(super) fn new(rules: Vec<CustomRule>) -> Self {
        let is_plain = |word: &&String| word.len() >= MIN_WORD && word.is_ascii();
        let numbered = || rules.iter().enumerate();
        let plain = numbered().flat_map(|(owner, rule)| {
            rule.keywords.iter().filter(is_plain).map(move |word| (word.to_ascii_lowercase(), owner))
        });
        let (plain, owners): (Vec<String>, Vec<usize>) = plain.unzip();
        let odd = rules.iter().map(|rule| OddWords::new(rule.keywords.iter().filter(|word| !is_plain(word))));
        Self {
            words: Words::new(&plain.iter().map(String::as_bytes).collect::<Vec<_>>()),
            odd: odd.collect(),
            owners,
            rules,
        }
    }

    /// What the rules find in a text. Findings of one rule are apart; those of several may overlap.
    pub(super) fn find(&self, text: &[u8], found: &mut Vec<Finding>) {
        if self.rules.is_empty() {
            return;
        }
        let mut called = vec![false; self.rules.len()];
        self.words.each(&text.to_ascii_lowercase(), |word, _| {
            if let Some(called) = self.owners.get(word).and_then(|&owner| called.get_mut(owner)) {
                *called = true;
            }
        });
        for ((rule, odd), called) in self.rules.iter().zip(&self.odd).zip(called) {
            if called || rule.keywords.is_empty() || odd.as_ref().is_some_and(|odd| odd.stand_in(text)) {
                found.extend(rule.find(text));
            }
        }
    }
}

impl OddWords {
    fn new<'a>(words: impl Iterator<Item = &'a String>) -> Option<Self> {
        let words: Vec<String> = words.map(|word| regex::escape(word)).collect();
        let pattern = words.join("|");
        (!words.is_empty()).then(|| Self { pattern, regex: OnceLock::new() })
    }

    #[expect(clippy::expect_used, reason = "words without a meaning of their own")]
    fn stand_in(&self, text: &[u8]) -> bool {
        let build = || RegexBuilder::new(&self.pattern).case_insensitive(true).size_limit(usize::MAX).build();
        self.regex.get_or_init(|| build().expect("escaped words are a pattern")).is_match(text)
    }
}

#[cfg(test)]
mod tests;
