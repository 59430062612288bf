//! Owns which bytes a match of a pattern can begin with: a look at them is cheaper than the pattern, which most
//! places where a word stands do not deserve. It must not refuse what the pattern matches.

use regex_syntax::ParserBuilder;
use regex_syntax::hir::{Class, Hir, HirKind};

use super::bytes::work;

/// Most bytes that are looked at; one bit of [`Offsets`] each.
const MOST: usize = 32;

/// How many bytes may stand before a part of a pattern: the bit of each number that is possible.
type Offsets = u32;

const _: () = assert!(MOST == Offsets::BITS as usize, "every byte has its bit");

/// A set of bytes, a bit for each.
type Set = [u64; 4];

/// The first bytes of a pattern's matches.
pub(super) struct Head {
    /// Per place the bytes that may stand there, for as many places as the shortest match has.
    places: Vec<Set>,
}

impl Head {
    /// That of a pattern; of one that cannot be read it is empty.
    pub(super) fn of(pattern: &str) -> Self {
        let mut places = vec![Set::default(); MOST];
        let parsed = ParserBuilder::new().unicode(false).utf8(false).build().parse(pattern);
        let ends = parsed.map_or(1, |hir| walk(&hir, 1, &mut places));
        places.truncate(ends.trailing_zeros() as usize);
        Self { places }
    }

    /// Whether a match may begin where `text` does.
    pub(super) fn fits(&self, text: &[u8]) -> bool {
        let is_possible = |(place, byte): &(&Set, &u8)| {
            place.get(usize::from(**byte >> 6)).is_some_and(|bits| bits >> (**byte & 63) & 1 == 1)
        };
        let fitting = self.places.iter().zip(text).take_while(is_possible).count();
        work::add(fitting + 1);
        fitting == self.places.len()
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
fn note(from: Offsets, places: &mut [Set], bytes: std::ops::RangeInclusive<u8>) -> Offsets {
    for (_, place) in places.iter_mut().enumerate().filter(|(offset, _)| from >> offset & 1 == 1) {
        for byte in bytes.clone() {
            if let Some(bits) = place.get_mut(usize::from(byte >> 6)) {
                *bits |= 1 << (byte & 63);
            }
        }
    }
    from << 1
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::detect::rule::compile;

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
            ("(", 0),
        ] {
            assert_eq!(Head::of(pattern).places.len(), length, "{pattern}");
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
            let (head, regex) = (Head::of(pattern), compile(pattern));
            for text in &texts {
                assert!(head.fits(text.as_bytes()) || !regex.is_match(text.as_bytes()), "{pattern} {text}");
            }
        }
        assert!(
            Head::of("ab?c").fits(b"abd") && !Head::of("ab?c").fits(b"ad") && !Head::of("abc").fits(b"ab")
        );
    }
}
