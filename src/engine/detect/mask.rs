//! Owns a text as it will be once its findings are placeholders, and the way back from places in it. It must not
//! make real placeholders: it knows no key.

use std::ops::Range;

use super::Finding;
use crate::engine::placeholder::{ID_DIGITS, PREFIX};

/// A text with its findings out of the way.
pub(super) struct Masked {
    text: Vec<u8>,
    /// Where each piece of the original begins in the masked text, and where it began.
    pieces: Vec<(usize, usize)>,
}

impl Masked {
    /// `found` is sorted and without overlaps, and lies inside the text.
    pub(super) fn new(text: &[u8], found: &[Finding]) -> Self {
        let mut masked = Self { text: Vec::with_capacity(text.len()), pieces: vec![(0, 0)] };
        let mut from = 0;
        for finding in found {
            masked.text.extend_from_slice(text.get(from..finding.range.start).unwrap_or_default());
            masked.text.extend_from_slice(PREFIX);
            masked.text.extend_from_slice(finding.kind.as_str().as_bytes());
            masked.text.push(b':');
            masked.text.extend_from_slice(&[b'0'; ID_DIGITS]);
            masked.text.push(b'>');
            from = finding.range.end;
            masked.pieces.push((masked.text.len(), from));
        }
        masked.text.extend_from_slice(text.get(from..).unwrap_or_default());
        masked
    }

    /// What is to be searched.
    pub(super) fn text(&self) -> &[u8] {
        &self.text
    }

    /// The parts of the masked text within `reach` bytes of what was changed, sorted and apart.
    pub(super) fn changed(&self, reach: usize) -> Vec<Range<usize>> {
        let mut parts: Vec<Range<usize>> = Vec::new();
        for (place, _) in self.pieces.iter().skip(1) {
            let part = place.saturating_sub(reach)..self.text.len().min(place + reach);
            match parts.last_mut() {
                Some(last) if last.end >= part.start => last.end = part.end,
                _ => parts.push(part),
            }
        }
        parts
    }

    /// The finding as one in the original text. It lies within one piece, as nothing found touches a placeholder.
    pub(super) fn original(&self, finding: Finding) -> Option<Finding> {
        let piece = self.pieces.partition_point(|(masked, _)| *masked <= finding.range.start);
        let (masked, began) = self.pieces.get(piece.checked_sub(1)?)?;
        let range = finding.range.start - masked + began..finding.range.end - masked + began;
        Some(Finding { range, ..finding })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::detect::{RuleId, Source};
    use crate::engine::placeholder::SecretType;

    #[test]
    fn places_are_found_again_in_the_original() {
        let finding = |range| Finding {
            range,
            rule: RuleId::built_in("rule"),
            kind: SecretType::from_name("KIND"),
            source: Source::Prefix,
        };
        let text = b"ab SECRET cd SECRET ef";
        let masked = Masked::new(text, &[finding(3..9), finding(13..19)]);
        assert_eq!(masked.text(), b"ab <pl:KIND:0000000000000000> cd <pl:KIND:0000000000000000> ef");
        assert_eq!(masked.changed(3), [26..32, 56..62]);
        assert_eq!(masked.changed(100).as_slice(), std::slice::from_ref(&(0..masked.text().len())));
        for word in [b"ab".as_slice(), b"cd", b"ef"] {
            let at = memchr::memmem::find(masked.text(), word).unwrap();
            let original = masked.original(finding(at..at + 2)).unwrap();
            assert_eq!(&text[original.range], word);
        }
    }
}
