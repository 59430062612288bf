//! Owns the allow lists in rule files: what a rule finds and does not mean. It must not free what another rule finds.

use std::ops::Range;

use memchr::{memchr, memrchr};

use super::pattern::{BadPattern, Pattern};

/// What the patterns of an allow list are tried on.
#[derive(Clone, Copy, Default, PartialEq, Eq, Debug)]
pub enum Target {
    /// The secret.
    #[default]
    Secret,
    /// All that the rule's pattern matched.
    Match,
    /// The line, or lines, in which the match stands.
    Line,
}

/// One allow list. Files, commits and their like are not known here, so a list that asks for one of them as well
/// allows nothing and should not be made.
pub struct AllowList {
    target: Target,
    /// Whether a pattern and a stop word are both asked for.
    all: bool,
    patterns: Vec<Pattern>,
    /// In lower case.
    stopwords: Vec<String>,
}

impl AllowList {
    /// A list of patterns in Go's syntax and of words that a secret may not hold. One of them is enough, unless `all`:
    /// then one pattern and one word, if there are any of that kind.
    ///
    /// # Errors
    /// [`BadPattern`] for the first that is none.
    pub fn new(target: Target, all: bool, patterns: &[&str], stopwords: &[&str]) -> Result<Self, BadPattern> {
        let patterns = patterns.iter().map(|pattern| Pattern::new(pattern)).collect::<Result<_, _>>()?;
        let stopwords = stopwords.iter().map(|word| word.to_lowercase()).collect();
        Ok(Self { target, all, patterns, stopwords })
    }

    /// Whether a secret in a match in a text is not meant.
    pub(super) fn allows(&self, text: &[u8], found: &Range<usize>, secret: &[u8]) -> bool {
        let by_pattern = || {
            let target = match self.target {
                Target::Secret => secret,
                Target::Match => text.get(found.clone()).unwrap_or_default(),
                Target::Line => lines(text, found),
            };
            self.patterns.iter().any(|pattern| pattern.regex().is_match(target))
        };
        let by_word = || {
            let secret = String::from_utf8_lossy(secret).to_lowercase();
            self.stopwords.iter().any(|word| secret.contains(word))
        };
        if self.all {
            let asks = !self.patterns.is_empty() || !self.stopwords.is_empty();
            asks && (self.stopwords.is_empty() || by_word()) && (self.patterns.is_empty() || by_pattern())
        } else {
            !self.stopwords.is_empty() && by_word() || by_pattern()
        }
    }
}

/// The lines that a range touches, without the last line's end.
fn lines<'a>(text: &'a [u8], range: &Range<usize>) -> &'a [u8] {
    let (before, after) = (text.get(..range.start), text.get(range.end..));
    let start = before.and_then(|before| memrchr(b'\n', before)).map_or(0, |at| at + 1);
    let end = after.and_then(|after| memchr(b'\n', after)).map_or(text.len(), |at| range.end + at);
    text.get(start..end).unwrap_or_default()
}
