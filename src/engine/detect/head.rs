//! Owns what every match of a pattern has: its first bytes, and a run of letters and digits. To look for that is
//! cheaper than the pattern, which most places where a word stands do not deserve. It must not refuse what the pattern
//! matches.

use std::ops::RangeInclusive;

use regex_syntax::ParserBuilder;
use regex_syntax::hir::{Class, ClassBytes, Hir, HirKind, Look};

use super::bytes::{self, work};

/// Most bytes that are looked at; one bit of [`Offsets`] each.
pub(super) const MOST: usize = 32;

/// How many bytes may stand before a part of a pattern: the bit of each number that is possible.
type Offsets = u32;

const _: () = assert!(MOST == Offsets::BITS as usize, "every byte has its bit");

/// A set of bytes, a bit for each.
#[derive(Clone, Copy, Default)]
pub(super) struct Set([u64; 4]);

impl Set {
    pub(super) fn of(class: &ClassBytes) -> Self {
        let mut set = Self::default();
        class.iter().for_each(|range| set.add(range.start()..=range.end()));
        set
    }

    pub(super) fn add(&mut self, bytes: RangeInclusive<u8>) {
        for byte in bytes {
            if let Some(bits) = self.0.get_mut(usize::from(byte >> 6)) {
                *bits |= 1 << (byte & 63);
            }
        }
    }

    #[inline]
    pub(super) fn has(&self, byte: u8) -> bool {
        self.0.get(usize::from(byte >> 6)).is_some_and(|bits| bits >> (byte & 63) & 1 == 1)
    }

    fn len(&self) -> u32 {
        self.0.iter().map(|bits| bits.count_ones()).sum()
    }

    pub(super) fn or(&self, other: &Self) -> Self {
        let mut all = *self;
        all.0.iter_mut().zip(other.0).for_each(|(bits, more)| *bits |= more);
        all
    }

    pub(super) fn meets(&self, other: &Self) -> bool {
        self.0.iter().zip(other.0).any(|(bits, others)| bits & others != 0)
    }
}

/// Sets larger than the alphabet of base64 tell little.
const MOST_TELLING: u32 = 66;
/// Most bytes in which a run is looked for.
const MOST_WITHIN: usize = 512;

/// The first bytes of a pattern's matches, and the longest run that all of them have.
pub(super) struct Head {
    /// Bytes of the shortest match, [`MOST`] at most.
    least: usize,
    /// Which bytes may stand at an offset, where that tells anything.
    places: Vec<(u8, Set)>,
    run: Run,
    /// Bytes of the longest match, in which the run stands.
    within: usize,
    /// What may stand behind all that is always as long, where the text goes on.
    behind: Option<(usize, Set)>,
}

/// Bytes of a set that stand together.
#[derive(Clone, Copy, Default)]
struct Run {
    least: usize,
    of: Set,
}

impl Head {
    /// That of a pattern.
    pub(super) fn of(hir: &Hir) -> Self {
        let mut places = [Set::default(); MOST];
        let least = walk(hir, 1, &mut places).trailing_zeros() as usize;
        let places = (0..).zip(places).take(least).filter(|(_, set)| set.len() <= MOST_TELLING).collect();
        let within = hir.properties().maximum_len().filter(|length| *length <= MOST_WITHIN);
        let run = within.map(|_| longest_run(hir)).filter(|run| run.of.len() <= MOST_TELLING);
        Self { least, places, run: run.unwrap_or_default(), within: within.unwrap_or(0), behind: behind(hir) }
    }

    /// Whether a match may begin where `text` does.
    pub(super) fn fits(&self, text: &[u8]) -> bool {
        let Some(first) = text.get(..self.least) else { return false };
        let is_possible =
            |(offset, set): &(u8, Set)| first.get(usize::from(*offset)).is_some_and(|byte| set.has(*byte));
        let near = text.get(..text.len().min(self.within)).unwrap_or_default();
        let ends = |(length, set): &(usize, Set)| text.get(*length).is_none_or(|byte| set.has(*byte));
        work::add(self.places.len());
        self.behind.as_ref().is_none_or(ends)
            && self.places.iter().all(is_possible)
            && (self.run.least == 0 || bytes::has_run(near, |byte| self.run.of.has(byte), self.run.least))
    }
}

/// A pattern over bytes, in parts.
pub(super) fn parse(pattern: &str) -> Option<Hir> {
    ParserBuilder::new().unicode(false).utf8(false).build().parse(pattern).ok()
}

/// What a pattern that ends in `(?:[…]|\z)` lets stand behind the rest, and the rest's length.
fn behind(pattern: &Hir) -> Option<(usize, Set)> {
    let HirKind::Concat(parts) = pattern.kind() else { return None };
    let (guard, rest) = parts.split_last()?;
    let rest = rest.iter().map(length).sum::<Option<usize>>()?;
    Some((rest, one_or_end(guard)?))
}

/// The length of all that a part matches, if that is always the same.
pub(super) fn length(part: &Hir) -> Option<usize> {
    let known = part.properties();
    known.minimum_len().filter(|least| known.maximum_len() == Some(*least))
}

/// The bytes of `(?:[…]|\z)`.
pub(super) fn one_or_end(part: &Hir) -> Option<Set> {
    let HirKind::Alternation(parts) = part.kind() else { return None };
    match parts.iter().map(Hir::kind).collect::<Vec<_>>().as_slice() {
        [HirKind::Class(Class::Bytes(class)), HirKind::Look(Look::End)] => Some(Set::of(class)),
        _ => None,
    }
}

/// The longest run, of one part of the pattern, that every match has.
fn longest_run(part: &Hir) -> Run {
    match part.kind() {
        HirKind::Capture(capture) => longest_run(&capture.sub),
        HirKind::Concat(parts) => {
            parts.iter().map(longest_run).max_by_key(|run| run.least).unwrap_or_default()
        }
        HirKind::Alternation(parts) => {
            let both = |a: Run, b: Run| Run { least: a.least.min(b.least), of: a.of.or(&b.of) };
            parts.iter().map(longest_run).reduce(both).unwrap_or_default()
        }
        HirKind::Repetition(repetition) if repetition.min > 0 => match repetition.sub.kind() {
            HirKind::Class(Class::Bytes(class)) => Run { least: repetition.min as usize, of: Set::of(class) },
            _ => longest_run(&repetition.sub),
        },
        _ => Run::default(),
    }
}

/// Notes what a part of a pattern that begins at these offsets lets stand where; says where it may end.
fn walk(part: &Hir, from: Offsets, places: &mut [Set]) -> Offsets {
    match part.kind() {
        HirKind::Empty | HirKind::Look(_) => from,
        HirKind::Literal(literal) => {
            literal.0.iter().fold(from, |from, &byte| note(from, places, byte..=byte))
        }
        HirKind::Class(Class::Bytes(class)) => {
            class.iter().fold(0, |_, range| note(from, places, range.start()..=range.end()))
        }
        // Has no byte that is no ASCII here: the patterns are none of Unicode's.
        HirKind::Class(Class::Unicode(_)) => note(from, places, 0..=u8::MAX),
        HirKind::Capture(capture) => walk(&capture.sub, from, places),
        HirKind::Concat(parts) => parts.iter().fold(from, |from, part| walk(part, from, places)),
        HirKind::Alternation(parts) => parts.iter().fold(0, |ends, part| ends | walk(part, from, places)),
        HirKind::Repetition(repetition) => {
            let (least, most) = (repetition.min, repetition.max.unwrap_or(u32::MAX));
            let mut at = from;
            let mut ends = if least == 0 { from } else { 0 };
            // Offsets only grow, so that none is left after so many turns.
            for turn in 1..=most.min(least.saturating_add(Offsets::BITS)) {
                at = walk(&repetition.sub, at, places);
                if turn >= least {
                    ends |= at;
                }
                if at == 0 {
                    break;
                }
            }
            ends
        }
    }
}

/// Notes that these bytes may stand at the offsets; says which follow.
fn note(from: Offsets, places: &mut [Set], bytes: RangeInclusive<u8>) -> Offsets {
    for (offset, place) in places.iter_mut().enumerate() {
        if from >> offset & 1 == 1 {
            place.add(bytes.clone());
        }
    }
    from << 1
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::detect::rule::compile;

    fn head(pattern: &str) -> Head {
        Head::of(&parse(pattern).unwrap())
    }

    #[test]
    fn a_head_is_as_long_as_the_shortest_match() {
        for (pattern, length) in [
            ("", 0),
            ("abc", 3),
            ("ab?c", 2),
            ("a(b|cde)f", 3),
            ("a{2,}b", 3),
            ("[a-z]*x", 1),
            ("a[0-9]{500}", MOST),
            (r"a(?:[^b]|\z)", 1),
        ] {
            assert_eq!(head(pattern).least, length, "{pattern}");
        }
    }

    #[test]
    fn a_head_fits_whatever_the_pattern_matches() {
        let alphabet = ["a", "b", "c", "-", "\u{e9}"];
        let texts: Vec<String> = (0..5_usize.pow(5))
            .map(|number| (0..5).map(|place| alphabet[number / 5_usize.pow(place) % 5]).collect())
            .collect();
        for pattern in
            ["a", "ab?c", "a(b|cca)-", "(?:a|b){2,3}c", "[ab]*?-", "(?i:A)[^b]", "(?:ab|-)+(?:[^a]|\\z)"]
        {
            let (head, regex) = (head(pattern), compile(pattern));
            for text in &texts {
                assert!(head.fits(text.as_bytes()) || !regex.is_match(text.as_bytes()), "{pattern} {text}");
            }
        }
        assert!(head("ab?c").fits(b"abd") && !head("ab?c").fits(b"ad") && !head("abc").fits(b"ab"));
    }
}
