//! Owns the known values: it finds exact bytes, wherever they stand. It must not ask whether a value is worth hiding;
//! that was decided where the values were collected.

use std::collections::HashSet;

use super::{Finding, RuleId, Source};
use crate::engine::placeholder::SecretType;
use crate::secret::SecretBytes;

/// Fewest bytes of a known value that is looked for. Anything shorter turns up in ordinary text by chance, and could
/// not be told from it.
pub const MIN_KNOWN: usize = 6;
/// The rule that known values are reported under.
const RULE: RuleId = RuleId::built_in("known-value");

/// A secret we were told of.
pub struct KnownValue {
    /// The TYPE its placeholder will carry.
    pub kind: SecretType,
    /// The bytes to look for.
    pub secret: SecretBytes,
}

/// All known values, ready to be looked for.
pub(super) struct Known {
    /// Per head the values that begin with it, longest first: the longest covers the shorter ones.
    values: Vec<Vec<KnownValue>>,
}

impl Known {
    /// Takes each value once, and beside it its spelling inside a JSON string where that differs. Values below
    /// [`MIN_KNOWN`] bytes are dropped; of two equal values the first names the TYPE.
    pub(super) fn new(known: Vec<KnownValue>) -> Self {
        let spelled = known.iter().filter_map(escaped).collect::<Vec<_>>();
        let mut all: Vec<KnownValue> =
            known.into_iter().chain(spelled).filter(|value| value.secret.len() >= MIN_KNOWN).collect();
        let firsts = first_of_equals(&all);
        let mut first = firsts.iter();
        all.retain(|_| first.next().is_some_and(|&keep| keep));
        all.sort_by(|a, b| head(a).cmp(head(b)).then(b.secret.len().cmp(&a.secret.len())));

        let mut values: Vec<Vec<KnownValue>> = Vec::new();
        for value in all {
            match values.last_mut().filter(|list| list.first().map(head) == Some(head(&value))) {
                Some(list) => list.push(value),
                None => values.push(vec![value]),
            }
        }
        Self { values }
    }

    /// What the values begin with: where one of these stands, [`Known::at`] has to be asked.
    pub(super) fn heads(&self) -> impl Iterator<Item = &[u8]> {
        self.values.iter().filter_map(|list| list.first()).map(head)
    }

    /// The longest known value that stands at a place, where a head was seen; the longest covers the others.
    pub(super) fn at(&self, head: usize, text: &[u8], at: usize) -> Option<Finding> {
        let rest = text.get(at..)?;
        let value = self.values.get(head)?.iter().find(|value| rest.starts_with(value.secret.expose()))?;
        let range = at..at + value.secret.len();
        Some(Finding { range, rule: RULE.clone(), kind: value.kind.clone(), source: Source::Known })
    }
}

/// What the prefilter looks for. It copies these bytes, so it gets no more of the secret than it needs.
fn head(value: &KnownValue) -> &[u8] {
    value.secret.expose().get(..MIN_KNOWN).unwrap_or_default()
}

fn first_of_equals(all: &[KnownValue]) -> Vec<bool> {
    let mut seen = HashSet::new();
    all.iter().map(|value| seen.insert(value.secret.expose())).collect()
}

/// The value as it stands in the source text of a JSON string, if that differs: text about JSON, such as a printed
/// body, holds it so. It is another byte string and so another secret, with a placeholder of its own.
fn escaped(value: &KnownValue) -> Option<KnownValue> {
    let plain = value.secret.expose();
    let mut out = Vec::with_capacity(plain.len() * 6);
    for &byte in plain {
        match byte {
            b'"' | b'\\' => out.extend([b'\\', byte]),
            b'\n' => out.extend(b"\\n"),
            b'\r' => out.extend(b"\\r"),
            b'\t' => out.extend(b"\\t"),
            0x08 => out.extend(b"\\b"),
            0x0c => out.extend(b"\\f"),
            0..0x20 => out.extend(format!("\\u{byte:04x}").as_bytes()),
            _ => out.push(byte),
        }
    }
    let secret = SecretBytes::new(out);
    (secret.expose() != plain).then(|| KnownValue { kind: value.kind.clone(), secret })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::detect::words::Words;

    fn found(values: &[&str], text: &str) -> Vec<String> {
        let value = |text: &&str| KnownValue {
            kind: SecretType::from_name("KNOWN"),
            secret: SecretBytes::new(text.as_bytes().to_vec()),
        };
        let known = Known::new(values.iter().map(value).collect());
        let mut found = Vec::new();
        Words::new(&known.heads().collect::<Vec<_>>()).each(text.as_bytes(), |head, at| {
            found.extend(known.at(head, text.as_bytes(), at).map(|finding| text[finding.range].to_owned()));
        });
        found
    }

    #[test]
    fn a_known_value_is_found_inside_a_longer_word() {
        assert_eq!(found(&["hunter2"], "xhunter2x hunter2"), ["hunter2", "hunter2"]);
    }

    #[test]
    fn the_spelling_inside_a_json_string_is_found_too() {
        assert_eq!(found(&["pass\"word\n1"], r#"{"p":"pass\"word\n1"}"#), [r#"pass\"word\n1"#]);
    }

    #[test]
    fn the_longest_value_that_begins_at_a_place_is_found() {
        assert_eq!(found(&["hunter2", "hunter2hunter3"], "hunter2hunter3"), ["hunter2hunter3"]);
    }

    #[test]
    fn values_that_overlap_are_all_found() {
        assert_eq!(found(&["abcdefgh", "efghijkl"], "abcdefghijkl"), ["abcdefgh", "efghijkl"]);
    }

    #[test]
    fn short_values_are_ignored() {
        assert!(found(&["short", ""], "a short text").is_empty());
    }

    #[test]
    fn a_thousand_values_are_all_found() {
        let values: Vec<String> = (0..1000).map(|number| format!("{number:03}-value")).collect();
        let refs: Vec<&str> = values.iter().map(String::as_str).collect();
        assert_eq!(found(&refs, &values.join(" ")), values);
    }
}
