//! Owns where in a match its group stands, for patterns whose form tells it: to ask the pattern costs many times what
//! the match costs. It must not guess.

use std::ops::Range;

use regex_syntax::hir::{Class, Hir, HirKind};

use super::bytes;
use super::head::{Set, length, one_or_end};

/// Where a group stands.
pub(super) struct Group {
    known: Known,
    /// What the one byte behind the group may be, or else the text ends there; `None` where the match ends with the
    /// group.
    guard: Option<Set>,
}

/// What the form tells.
enum Known {
    /// How many bytes of a match stand before it.
    Start(usize),
    /// Its length.
    Length(usize),
    /// Its bytes, none of which can stand before it.
    Bytes(Set),
}

impl Group {
    /// That of a pattern, if it is one part of the pattern, with at most one byte behind it, and its length, that of
    /// what stands before it, or its bytes tell where it begins.
    pub(super) fn of(pattern: &Hir) -> Option<Self> {
        let parts = match pattern.kind() {
            HirKind::Concat(parts) => parts.as_slice(),
            HirKind::Capture(_) => std::slice::from_ref(pattern),
            _ => return None,
        };
        let at = parts.iter().position(|part| matches!(part.kind(), HirKind::Capture(_)))?;
        let (before, rest) = parts.split_at_checked(at)?;
        let (group, behind) = rest.split_first()?;
        let guard = match behind {
            [] => None,
            [guard] => Some(one_or_end(guard)?),
            _ => return None,
        };
        let start = before.iter().map(length).sum::<Option<usize>>().map(Known::Start);
        let known = start.or_else(|| length(group).map(Known::Length)).or_else(|| apart(before, group))?;
        Some(Self { known, guard })
    }

    /// Where it stands in the match `whole` of `text`; `None` where only the pattern knows.
    pub(super) fn within(&self, text: &[u8], whole: &Range<usize>) -> Option<Range<usize>> {
        let last = text.get(..whole.end)?.last()?;
        let end = match &self.guard {
            None => whole.end,
            Some(_) if whole.end < text.len() => whole.end - 1,
            Some(guard) if !guard.has(*last) => whole.end,
            Some(_) => return None,
        };
        let start = match &self.known {
            Known::Start(before) => whole.start + before,
            Known::Length(length) => end.checked_sub(*length)?,
            Known::Bytes(set) => end - bytes::run_back(text, end, |byte| set.has(byte), whole.len()),
        };
        Some(start..end)
    }
}

/// The bytes of a group that repeats a class, if none of them can be the last before it.
fn apart(before: &[Hir], group: &Hir) -> Option<Known> {
    let HirKind::Capture(capture) = group.kind() else { return None };
    let HirKind::Repetition(repetition) = capture.sub.kind() else { return None };
    let HirKind::Class(Class::Bytes(class)) = repetition.sub.kind() else { return None };
    let (set, mut last) = (Set::of(class), Set::default());
    let some = before.iter().rev().any(|part| !add_last(part, &mut last));
    (some && repetition.greedy && !set.meets(&last)).then_some(Known::Bytes(set))
}

/// Adds the bytes with which a part can end; says whether it can be empty.
fn add_last(part: &Hir, last: &mut Set) -> bool {
    match part.kind() {
        HirKind::Empty | HirKind::Look(_) => {}
        HirKind::Literal(literal) => literal.0.last().into_iter().for_each(|byte| last.add(*byte..=*byte)),
        HirKind::Class(Class::Bytes(class)) => *last = last.or(&Set::of(class)),
        HirKind::Class(Class::Unicode(_)) => last.add(0..=u8::MAX),
        HirKind::Repetition(repetition) => {
            add_last(&repetition.sub, last);
        }
        HirKind::Capture(capture) => {
            add_last(&capture.sub, last);
        }
        HirKind::Concat(parts) => {
            let _ = parts.iter().rev().all(|part| add_last(part, last));
        }
        HirKind::Alternation(parts) => parts.iter().for_each(|part| {
            add_last(part, last);
        }),
    }
    part.properties().minimum_len() == Some(0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::detect::head::parse;
    use crate::engine::detect::rule::compile;

    #[test]
    fn where_a_form_tells_the_group_the_pattern_says_the_same() {
        let texts = ["key=abc1", "key=abc1;", "key=abc1d", "abc1", "abc1d;", "kabc;", "key=abcd1"];
        for (pattern, tells) in [
            ("key=([a-z0-9]+)", true),
            ("key=([a-z0-9]{4})(?:[^a-z0-9]|\\z)", true),
            ("(ab[a-z0-9]{2,4})(?:[^a-z]|\\z)", true),
            ("k.*?([a-z0-9]{4})(?:[^a-z0-9]|\\z)", true),
            ("(abc)1", false),
            ("k[a-z]*=?([a-z]+)", false),
            ("k[a-z]*=([a-z0-9]{3,4})(?:[^a-z0-9]|\\z)", true),
            ("k[a-z]*=?([0-9a]{1,4})", false),
        ] {
            let group = Group::of(&parse(pattern).unwrap());
            let regex = compile(pattern);
            for text in texts {
                let Some(found) = regex.captures(text.as_bytes()) else { continue };
                let (whole, inner) = (found.get(0).unwrap().range(), found.get(1).unwrap().range());
                if let Some(range) = group.as_ref().and_then(|group| group.within(text.as_bytes(), &whole)) {
                    assert_eq!(range, inner, "{pattern} in {text}");
                }
            }
            assert_eq!(group.is_some(), tells, "{pattern}");
        }
    }
}
