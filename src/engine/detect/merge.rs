//! Owns what becomes of findings that overlap, and keeps what already is a placeholder out of them. It must not look
//! for secrets.

use super::Finding;
use crate::engine::restore::placeholders;

/// Findings that overlap become one over their union, named by the most authoritative of them, then the longest, then
/// the first. Those that touch a placeholder of `text` are dropped: it stands for a secret and is none.
pub(super) fn merge(text: &[u8], mut found: Vec<Finding>) -> Vec<Finding> {
    if found.is_empty() {
        return found;
    }
    let placeholders = placeholders(text);
    found.retain(|finding| {
        let next = placeholders.partition_point(|placeholder| placeholder.end <= finding.range.start);
        placeholders.get(next).is_none_or(|placeholder| finding.range.end <= placeholder.start)
    });
    found.sort_by_key(|finding| (finding.range.start, finding.source, finding.range.end));
    let mut merged: Vec<(Finding, usize)> = Vec::with_capacity(found.len());
    for finding in found {
        let length = finding.range.len();
        match merged.last_mut() {
            // `named` is the length of the finding that names the union so far.
            Some((union, named)) if finding.range.start < union.range.end => {
                let whole = union.range.start..union.range.end.max(finding.range.end);
                if finding.source < union.source || finding.source == union.source && length > *named {
                    (*union, *named) = (finding, length);
                }
                union.range = whole;
            }
            _ => merged.push((finding, length)),
        }
    }
    merged.into_iter().map(|(finding, _)| finding).collect()
}

/// Adds to findings those of others that do not overlap them; both sorted and apart, as the result is.
pub(super) fn beside(mut found: Vec<Finding>, mut others: Vec<Finding>) -> Vec<Finding> {
    if others.is_empty() {
        return found;
    }
    others.retain(|other| {
        let next = found.partition_point(|finding| finding.range.end <= other.range.start);
        found.get(next).is_none_or(|finding| other.range.end <= finding.range.start)
    });
    found.extend(others);
    found.sort_by_key(|finding| finding.range.start);
    found
}

#[cfg(test)]
mod tests {
    use std::borrow::Cow;
    use std::ops::Range;

    use super::*;
    use crate::engine::detect::{RuleId, Source};
    use crate::engine::placeholder::SecretType;

    fn finding(range: Range<usize>, rule: &'static str, source: Source) -> Finding {
        Finding { range, rule: RuleId::built_in(rule), kind: SecretType::from_name(rule), source }
    }

    fn merged(found: &[(Range<usize>, &'static str, Source)]) -> Vec<(Range<usize>, Cow<'static, str>)> {
        let found = found.iter().map(|(range, rule, source)| finding(range.clone(), rule, *source)).collect();
        merge(b"", found).into_iter().map(|finding| (finding.range, finding.rule.0)).collect()
    }

    #[test]
    fn a_union_covers_all_and_is_named_by_authority_then_length() {
        use Source::{Context, Known, Prefix};
        assert_eq!(
            merged(&[(0..4, "c", Context), (2..8, "p", Prefix), (7..9, "k", Known)]),
            [(0..9, "k".into())]
        );
        assert_eq!(merged(&[(0..4, "short", Prefix), (3..9, "long", Prefix)]), [(0..9, "long".into())]);
        assert_eq!(merged(&[(0..9, "outer", Context), (2..4, "inner", Prefix)]), [(0..9, "inner".into())]);
    }

    #[test]
    fn only_what_overlaps_nothing_is_set_beside() {
        use Source::Prefix;
        let found =
            |ranges: &[Range<usize>]| ranges.iter().map(|it| finding(it.clone(), "a", Prefix)).collect();
        let others = [0..2, 2..4, 5..7, 7..9, 11..12];
        let all = beside(found(&[2..3, 6..8, 9..10]), found(&others));
        let ranges: Vec<_> = all.into_iter().map(|finding| finding.range).collect();
        assert_eq!(ranges, [0..2, 2..3, 6..8, 9..10, 11..12]);
    }

    #[test]
    fn findings_that_only_touch_stay_two() {
        use Source::Prefix;
        assert_eq!(
            merged(&[(4..8, "b", Prefix), (0..4, "a", Prefix)]),
            [(0..4, "a".into()), (4..8, "b".into())]
        );
    }
}
