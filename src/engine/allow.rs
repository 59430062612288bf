//! Owns what the user lets leave although it was found: rules, values, places. It must hold no secret, and must not
//! free a known value for any reason but that very value.

use std::collections::HashSet;
use std::fmt;

use super::detect::RuleId;
use super::json::{self, Path};
use super::placeholder::{PlaceholderId, PlaceholderKey, ValueDigest};

/// Places in a JSON body: `tools[].description`, also written `tools[*].description`; a last step `**` stands for any
/// number of further steps.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct PathPattern(String);

impl PathPattern {
    /// Reads a pattern; `None` when it is none, or names every place there is.
    #[must_use]
    pub fn new(text: &str) -> Option<Self> {
        let pattern = text.replace("[*]", "[]");
        let bare = pattern.replace("[]", "");
        let steps = || bare.split('.');
        let is_first = |step: usize| step == 0 && pattern.starts_with("[]");
        let named = steps().enumerate().all(|(at, step)| !step.is_empty() || is_first(at));
        let deep = steps().filter(|step| step.contains('*')).count();
        let well = named
            && !bare.contains(['[', ']', '"', '\\'])
            && bare.trim_start_matches('.') != "**"
            && (deep == 0 || deep == 1 && bare.ends_with(".**"));
        well.then_some(Self(pattern))
    }
}

impl fmt::Display for PathPattern {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// The user's allow lists. Empty unless asked for, and then without cost.
#[derive(Default, Debug)]
pub struct Allow {
    /// What these rules find stays, where no other rule finds it too.
    pub rules: HashSet<RuleId>,
    /// Values with these placeholder ids stay, known ones too.
    pub ids: HashSet<PlaceholderId>,
    /// Values with these keyed digests stay, known ones too.
    pub values: HashSet<ValueDigest>,
    /// What rules find at these places stays.
    pub paths: Vec<PathPattern>,
}

impl Allow {
    /// Whether what a rule finds may leave.
    #[must_use]
    pub fn rule(&self, rule: &RuleId) -> bool {
        !self.rules.is_empty() && self.rules.contains(rule)
    }

    /// Whether what rules find at a place may leave.
    #[must_use]
    pub fn path(&self, path: &Path<'_>) -> bool {
        self.paths.iter().any(|pattern| json::matches(&pattern.0, path))
    }

    /// Whether the user named this very value, in the project whose key this is.
    #[must_use]
    pub fn secret(&self, key: &PlaceholderKey, secret: &[u8]) -> bool {
        !self.ids.is_empty() && self.ids.contains(&key.id_of(secret))
            || !self.values.is_empty() && self.values.contains(&key.digest_of(secret))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pattern_names_some_places_and_never_all() {
        for (text, pattern) in [
            ("system", "system"),
            ("tools[*].description", "tools[].description"),
            ("tools[].input_schema.**", "tools[].input_schema.**"),
            ("[].text", "[].text"),
            ("a[][].b", "a[][].b"),
        ] {
            assert_eq!(PathPattern::new(text).map(|it| it.to_string()).as_deref(), Some(pattern), "{text}");
        }
        for text in
            ["", "**", "[].**", "a..b", ".a", "a.", "a[0]", "a[", "a.*.b", "a.**.b", "a\\u0062", "[]**"]
        {
            assert_eq!(PathPattern::new(text), None, "{text}");
        }
    }

    #[test]
    fn a_value_is_named_by_its_id_or_by_its_digest_in_one_project() {
        let key = PlaceholderKey::for_project(&[7; 32], b"/a");
        let other = PlaceholderKey::for_project(&[7; 32], b"/b");
        let by_id = Allow { ids: [key.id_of(b"value")].into(), ..Allow::default() };
        let by_digest = Allow { values: [key.digest_of(b"value")].into(), ..Allow::default() };
        for allow in [by_id, by_digest] {
            assert!(allow.secret(&key, b"value"));
            assert!(!allow.secret(&key, b"values") && !allow.secret(&other, b"value"));
        }
        assert!(!Allow::default().secret(&key, b"value"));
    }
}
