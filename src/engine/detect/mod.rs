//! Owns the question "which bytes of this text are secret?": known values and rules in, findings out. It must not
//! know where the text came from or what will be done with a finding.
//!
//! ```text
//! known values ──┐
//! rules ─ words ─┼─> findings ─> merge: unions, nothing that already is a placeholder
//! member's name ─┘
//! ```
//!
//! Words that secrets begin with, or have before them, are looked for in one pass; only where one stands is its rule
//! tried, anchored there. Rules are data, in `rules`, one file per family.

mod ansible;
mod assign;
mod bytes;
mod command;
mod cookie;
mod custom;
mod encoded;
mod entropy;
mod group;
mod head;
mod jwk;
mod key;
mod known;
mod kubernetes;
mod mask;
mod merge;
mod near;
mod pem;
mod personal;
mod published;
mod rule;
mod rules;
mod totp;
mod url;
mod value;
mod words;

use std::borrow::Cow;
use std::iter::once;
use std::ops::Range;
use std::sync::Arc;

use crate::engine::allow::Allow;
use crate::engine::placeholder::SecretType;
use crate::engine::tokenize::Memory;

use rules::{Rules, Run};
use words::Words;

pub use custom::{AllowList, BadPattern, BadRule, CustomRule, MAX_CUSTOM_MATCH, Target, WrittenRule};
pub use known::{KnownValue, MIN_KNOWN};
pub use personal::Personal;

/// How often a text is searched: once, and again with what was found out of the way, since two secrets without a gap
/// can hide each other. A third time is rare; the bound keeps a text made of such pairs linear.
const ROUNDS: usize = 4;
/// How far from a finding a secret may begin that it hid, in bytes: the words of what follows it stand close, and what
/// stands before it and reaches up to it is hardly ever longer.
const REACH: usize = 4096;

/// The identifier of a rule, for example `github-token`.
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Debug)]
pub struct RuleId(pub Cow<'static, str>);

impl RuleId {
    /// Whether the rule comes with `ww`.
    #[must_use]
    pub const fn is_built_in(&self) -> bool {
        matches!(self.0, Cow::Borrowed(_))
    }

    /// That of a rule that comes with `ww`.
    #[must_use]
    pub const fn built_in(id: &'static str) -> Self {
        Self(Cow::Borrowed(id))
    }
}

/// What told us that some bytes are secret. The order is the order of authority: where findings overlap, the first
/// names the union.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Source {
    /// Exact bytes we were told of.
    Known,
    /// A vendor's prefix with a format.
    Prefix,
    /// Key word, operator, value.
    Context,
    /// Personal data, which the user asked for.
    Personal,
}

/// One match: where, by which rule, of which TYPE.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Finding {
    /// Byte range in the text that was searched; never empty.
    pub range: Range<usize>,
    /// The rule that matched.
    pub rule: RuleId,
    /// The TYPE of the secret.
    pub kind: SecretType,
    /// What told us.
    pub source: Source,
}

/// What is known of the place in which a text stands.
#[derive(Clone, Copy, Default, Debug)]
pub struct Place<'a> {
    /// The unescaped name of the object member whose value the text is: the context of its value.
    pub name: Option<&'a [u8]>,
    /// Whether the dialect marks the place as machine-made; then only prefix rules apply.
    pub machine_made: bool,
}

/// What a detector looks for beside the rules that come with `ww`.
#[derive(Default)]
pub struct Settings {
    /// Exact bytes to look for. Of equal values the first counts; those shorter than [`MIN_KNOWN`] bytes are ignored.
    pub known: Vec<KnownValue>,
    /// The user's own rules. Two may have one id.
    pub rules: Vec<CustomRule>,
    /// What may leave although it is found.
    pub allow: Allow,
    /// Kinds of personal data to look for.
    pub personal: Vec<Personal>,
    /// Whether to take what is merely random for a secret.
    pub aggressive: bool,
}

/// What can be said of a rule.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Explanation {
    /// The public document that states the format.
    pub documented: &'static str,
}

/// Known values and rules, ready to run over any number of texts, from any number of threads.
pub struct Detector {
    known: known::Known,
    rules: &'static Rules,
    options: Arc<Options>,
    /// The rules' words, then the known values' heads.
    words: Words,
    memory: Memory,
}

/// What the user says beside the known values.
struct Options {
    custom: custom::Custom,
    allow: Allow,
    personal: Vec<Personal>,
    aggressive: bool,
}

impl Detector {
    /// A detector for these settings and the rules that come with `ww`. A rule's pattern is compiled when it is first
    /// needed.
    #[must_use]
    pub fn new(settings: Settings) -> Self {
        let known = known::Known::new(settings.known.into_iter().map(Arc::new));
        let rules = &*rules::BUILT_IN;
        let words = Words::new(&rules.words().chain(known.heads()).collect::<Vec<_>>());
        let options = Options {
            custom: custom::Custom::new(settings.rules),
            allow: settings.allow,
            personal: settings.personal,
            aggressive: settings.aggressive,
        };
        Self { known, rules, options: Arc::new(options), words, memory: Memory::new() }
    }

    /// What this detector found before.
    pub(in crate::engine) fn memory(&self) -> &Memory {
        &self.memory
    }

    /// What may leave although it is found. A finding of an allowed rule is told all the same, where nothing else
    /// is found.
    #[must_use]
    pub fn allow(&self) -> &Allow {
        &self.options.allow
    }

    /// A detector that looks for `more` known values besides all that this one looks for; `None` when it already looks
    /// for each of them.
    #[must_use]
    pub fn knowing(&self, more: Vec<KnownValue>) -> Option<Self> {
        let known = self.known.with(more)?;
        let words = Words::new(&self.rules.words().chain(known.heads()).collect::<Vec<_>>());
        let options = Arc::clone(&self.options);
        Some(Self { known, rules: self.rules, options, words, memory: Memory::new() })
    }

    /// The secrets in `text`, which is what the model would read: unescaped where it came out of a string. Sorted by
    /// start; no two overlap; linear in the length of the text. Once every finding has been replaced by a placeholder,
    /// nothing new is found.
    #[must_use]
    pub fn find(&self, text: &[u8], place: Place<'_>) -> Vec<Finding> {
        let mut found = self.scan(text, place, once(0..text.len()));
        self.look_behind(text, place, &mut found);
        for _ in 1..ROUNDS {
            if found.is_empty() {
                break;
            }
            let masked = mask::Masked::new(text, &found);
            let more: Vec<Finding> = self
                .scan(masked.text(), place, masked.changed(REACH))
                .into_iter()
                .filter_map(|finding| masked.original(finding))
                .collect();
            if more.is_empty() {
                break;
            }
            found.extend(more);
            found.sort_by_key(|finding| finding.range.start);
        }
        found
    }

    /// Adds the runs of `text` that stand for a text in which there is more than was found already.
    fn look_behind(&self, text: &[u8], place: Place<'_>, found: &mut Vec<Finding>) {
        if place.machine_made {
            return;
        }
        let mut behind = Vec::new();
        encoded::runs(text, |run| {
            // Both stand in order: what is left behind holds nothing of what comes.
            let first = found.partition_point(|outer| outer.range.end <= run.range.start);
            let inside = found.iter().skip(first).take_while(|outer| outer.range.start < run.range.end);
            let mut inside = inside.filter_map(|outer| {
                let plain = text.get(outer.range.clone())?;
                Some((plain, encoded::percent_decoded(plain).unwrap_or_default()))
            });
            let mut outer = inside.next();
            let mut is_new = |inner: &Finding| {
                let secret = run.plain.get(inner.range.clone()).unwrap_or_default();
                let has = |outer: &[u8]| {
                    bytes::work::add(outer.len());
                    memchr::memmem::find(outer, secret).is_some()
                };
                while outer.as_ref().is_some_and(|(plain, decoded)| !has(plain) && !has(decoded)) {
                    outer = inside.next();
                }
                outer.is_none()
            };
            let inner = self.scan(&run.plain, Place::default(), once(0..run.plain.len()));
            let inner = inner.into_iter().find(|inner| is_new(inner));
            behind.extend(inner.map(|inner| Finding { range: run.range, ..inner }));
        });
        if !behind.is_empty() {
            found.append(&mut behind);
            *found = merge::merge(text, std::mem::take(found));
        }
    }

    /// What can be said of a rule, by its identifier; `None` when it rests on no format.
    #[must_use]
    pub fn explain(&self, rule: &RuleId) -> Option<Explanation> {
        let documented = self.rules.documented(&rule.0).or_else(|| personal::documented(&rule.0))?;
        Some(Explanation { documented })
    }

    /// What is found in a text by the words that stand in `parts` of it, which are sorted and apart.
    fn scan(
        &self,
        text: &[u8],
        place: Place<'_>,
        parts: impl IntoIterator<Item = Range<usize>>,
    ) -> Vec<Finding> {
        let mut found = Vec::new();
        let context = place.name.filter(|_| !place.machine_made);
        if let Some((range, label)) = context.and_then(|name| assign::member(name, text)) {
            let kind = SecretType::from_name(label.kind);
            found.push(Finding { range, rule: RuleId::built_in(label.id), kind, source: Source::Context });
        }
        let rule_words = self.rules.words().len();
        let mut rules = Run::new(self.rules, text, place);
        for part in parts {
            self.words.each(text.get(part.clone()).unwrap_or_default(), |word, at| {
                let at = part.start + at;
                match word.checked_sub(rule_words) {
                    None => rules.at(word, at, &mut found),
                    Some(_) if place.machine_made => {}
                    Some(head) => found.extend(self.known.at(head, text, at)),
                }
            });
        }
        found.retain(|finding| {
            let secret = text.get(finding.range.clone()).unwrap_or_default();
            finding.source == Source::Known || !published::is_published(secret)
        });
        if !place.machine_made {
            self.options.custom.find(text, &mut found);
            found.extend(personal::find(&self.options.personal, text));
            if self.options.aggressive {
                found.extend(entropy::find(text));
            }
        }
        let (allowed, found) = found.into_iter().partition(|finding| self.options.allow.rule(&finding.rule));
        merge::beside(merge::merge(text, found), merge::merge(text, allowed))
    }
}

/// The identifiers of the rules that come with `ww`. Some stand more than once.
pub fn rule_ids() -> impl Iterator<Item = &'static str> {
    rules::ids().chain(assign::ids())
}

#[cfg(test)]
mod tests;
