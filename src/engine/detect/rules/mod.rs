//! Owns the rules that come with `ww`, one file per family, and runs them where their words stand. It must not know any format
//! itself: formats are data, and a new one is a row.

mod agent_services;
mod azure;
mod by_name;
mod by_name_data;
mod by_name_platforms;
mod by_name_services;
mod cloud;
mod code_hosts;
mod data_services;
mod databases;
mod google;
mod hosting;
mod identity;
pub(super) mod keys;
mod mail;
mod messaging;
mod model_services;
mod model_vendors;
mod operations;
mod payment;
mod registries;
mod shapes;
mod social;
mod work_tools;

use std::ops::Range;
use std::sync::LazyLock;

use super::bytes;
use super::rule::{How, Ready, Rule};
use super::{Finding, Place, RuleId};
use crate::engine::placeholder::SecretType;

const FAMILIES: &[&[Rule]] = &[
    cloud::RULES,
    google::RULES,
    azure::RULES,
    hosting::RULES,
    databases::RULES,
    code_hosts::RULES,
    registries::RULES,
    model_vendors::RULES,
    model_services::RULES,
    agent_services::RULES,
    messaging::RULES,
    mail::RULES,
    payment::RULES,
    operations::RULES,
    identity::RULES,
    work_tools::RULES,
    social::RULES,
    data_services::RULES,
    by_name_platforms::RULES,
    by_name_services::RULES,
    by_name_data::RULES,
    shapes::RULES,
];

/// The rules that come with `ww`.
pub(super) static BUILT_IN: LazyLock<Rules> =
    LazyLock::new(|| Rules::new(FAMILIES.iter().copied().flatten()));

/// The identifiers that findings of these rules carry. The rule for assignments has none of its own: its labels have.
pub(super) fn ids() -> impl Iterator<Item = &'static str> {
    FAMILIES.iter().copied().flatten().map(|rule| rule.id).filter(|id| *id != "assignment")
}

/// Rules, ready to run.
pub(super) struct Rules {
    rules: Vec<Ready>,
    /// Every rule's words, and the rule each belongs to.
    words: Vec<(&'static str, usize)>,
}

impl Rules {
    fn new(rules: impl Iterator<Item = &'static Rule>) -> Self {
        let rules: Vec<Ready> = rules.map(Ready::new).collect();
        let of = |(owner, ready): (usize, &Ready)| ready.rule.words.iter().map(move |word| (*word, owner));
        let words = rules.iter().enumerate().flat_map(of).collect();
        Self { rules, words }
    }

    /// The public document that states the format of what a rule finds.
    pub(super) fn documented(&self, id: &str) -> Option<&'static str> {
        self.rules.iter().find(|ready| ready.rule.id == id).map(|ready| ready.rule.documented)
    }

    /// What the rules' matches have at or shortly after their start: where one of these stands, [`Run::at`] has to be
    /// asked.
    pub(super) fn words(&self) -> impl ExactSizeIterator<Item = &[u8]> {
        self.words.iter().map(|(word, _)| word.as_bytes())
    }
}

/// The rules at work on one text, from its start to its end.
///
/// Linear: a hit costs at most what its rule may match, and what a rule has matched it does not search again.
pub(super) struct Run<'a> {
    rules: &'a Rules,
    place: Place<'a>,
    text: &'a [u8],
    /// Per rule its latest match; empty until there is one.
    matched: Vec<Range<usize>>,
    /// The latest word of a rule that is asked once per run: the rule, and where the word stood.
    asked: Option<(usize, usize)>,
}

impl<'a> Run<'a> {
    pub(super) fn new(rules: &'a Rules, text: &'a [u8], place: Place<'a>) -> Self {
        Self { rules, place, text, matched: Vec::new(), asked: None }
    }

    /// Adds what the rule of a word finds where that word stands.
    pub(super) fn at(&mut self, word: usize, at: usize, found: &mut Vec<Finding>) {
        bytes::work::add(1);
        let Some(&(_, number)) = self.rules.words.get(word) else { return };
        let Some(ready) = self.rules.rules.get(number) else { return };
        if !ready.applies(self.place)
            || self.matched.get(number).is_some_and(|latest| latest.contains(&at))
            || self.is_asked(number, ready, at)
        {
            return;
        }
        let Some(start) = ready.start(self.text, at) else { return };
        let Some((end, secrets)) = ready.try_at(self.text, start) else { return };
        self.matched.resize(self.rules.rules.len(), 0..0);
        if let Some(latest) = self.matched.get_mut(number) {
            *latest = start..end;
        }
        found.extend(secrets.into_iter().map(|secret| {
            let label = secret.label.unwrap_or_else(|| ready.label());
            let kind = SecretType::from_name(label.kind);
            let rule = RuleId::built_in(label.id);
            Finding { range: secret.range, rule, kind, source: ready.rule.source }
        }));
    }

    /// Whether the rule was asked in the same run, and once is enough.
    fn is_asked(&mut self, number: usize, ready: &Ready, at: usize) -> bool {
        let How::Once(class, _) = ready.rule.how else { return false };
        let Some((rule, before)) = self.asked.replace((number, at)) else { return false };
        let between = at.saturating_sub(before);
        rule == number && bytes::run_back(self.text, at, class, between) == between
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;
    use crate::engine::detect::rule::{Example, compile};
    use crate::engine::detect::words::MIN_WORD;
    use crate::engine::detect::{Detector, Settings, Source};

    fn all() -> impl Iterator<Item = &'static Rule> {
        FAMILIES.iter().copied().flatten()
    }

    /// The text of an example, and the secret in it.
    fn joined(example: Example) -> (String, String) {
        let text = example.concat();
        match (text.find("[["), text.find("]]")) {
            (Some(from), Some(to)) if example.contains(&"[[") => {
                (text.replace("[[", "").replace("]]", ""), text[from + 2..to].to_owned())
            }
            _ => (text.clone(), text),
        }
    }

    fn find(text: &str) -> Vec<Finding> {
        static DETECTOR: LazyLock<Detector> = LazyLock::new(|| Detector::new(Settings::default()));
        DETECTOR.find(text.as_bytes(), Place::default())
    }

    #[test]
    fn every_rule_is_complete() {
        let mut ids = HashSet::new();
        for rule in all() {
            assert!(ids.insert(rule.id), "{} stands twice", rule.id);
            assert!(SecretType::new(rule.kind).is_some(), "{}", rule.kind);
            assert!(!rule.positive.is_empty() && !rule.documented.is_empty(), "{}", rule.id);
            assert!(
                !rule.words.is_empty() && rule.words.iter().all(|word| word.len() >= MIN_WORD),
                "{}",
                rule.id
            );
        }
    }

    #[test]
    fn every_pattern_compiles_and_none_matches_nothing() {
        for rule in all() {
            let (How::Pattern(pattern) | How::Led(_, pattern)) = &rule.how else { continue };
            let regex = compile(pattern);
            assert!(!regex.is_match(b""), "{}", rule.id);
            assert!(regex.captures_len() <= 2, "{}", rule.id);
        }
        assert!(all().count() >= 220);
    }

    #[test]
    fn every_positive_example_is_found_exactly() {
        for rule in all() {
            for example in rule.positive {
                let (text, secret) = joined(example);
                let found = find(&text);
                let spans: Vec<_> = found.iter().map(|finding| &text[finding.range.clone()]).collect();
                assert_eq!(spans, [secret], "{} in {text}", rule.id);
                assert_eq!(found[0].source, rule.source, "{}", rule.id);
                // An assignment has the label of what its name says.
                assert!(
                    rule.id == "assignment" || found[0].kind.as_str() == rule.kind,
                    "{} in {text}",
                    rule.id
                );
            }
        }
    }

    #[test]
    fn what_stands_around_a_secret_does_not_hide_it() {
        let before = ["\n", "=", "\"", "\u{1b}[31m", "x_", "%3D", "\\n", "\\t", "(", ">", "é"];
        let after = ["", ")", ",", "<", "]", "&", "@", "\"", "'", "\n", "\\n", " ", "\u{1b}[0m", "é", "}"];
        for rule in all().filter(|rule| rule.source == Source::Prefix) {
            for example in rule.positive {
                let (text, secret) = joined(example);
                for (before, after) in before.iter().flat_map(|before| after.map(|after| (before, after))) {
                    let text = format!("log: {before}{text}{after}");
                    let found = find(&text);
                    // Where the example has context, the assignment rule may have its own idea of the end.
                    let found_it = found.iter().any(|finding| match &text[finding.range.clone()] {
                        span if example.contains(&"[[") => span.starts_with(&secret),
                        span => span == secret,
                    });
                    assert!(found_it, "{} in {text:?}: {found:?}", rule.id);
                }
            }
        }
    }

    #[test]
    fn no_negative_example_is_found() {
        for rule in all() {
            for example in rule.negative {
                let (text, _) = joined(example);
                let found = find(&text);
                assert!(found.is_empty(), "{} in {text}: {found:?}", rule.id);
            }
        }
    }
}
