//! Owns the known values: it finds exact bytes, wherever they stand, as they are or encoded. It must not ask whether a
//! value is worth hiding; that was decided where the values were collected.
//!
//! Encoded means base64 (wherever the value begins in it), hex, percent signs, backslashes, shell quotes and entities. A
//! value is kept once: the prefilter looks for what each encoding of it begins with (`spelling`), and where one of these
//! words stands the text is decoded from there on, as far as it goes on like some value (`reading`). What is found is the
//! encoded text, to the last character that has a bit of the value in it: another byte string and so another secret, with
//! a placeholder of its own. In base64 the characters at its ends may also hold bits of what stands beside it; they are
//! taken along, or part of the value would stay.
//!
//! Base64 of which fewer than 8 characters depend on the value alone is not looked for: at two of three places, that of
//! values of 6 bytes.

mod reading;
mod spelling;

use std::ops::Range;
use std::sync::Arc;

use super::{Finding, RuleId, Source};
use crate::engine::placeholder::SecretType;
use crate::secret::SecretBytes;
use reading::Reader;
use spelling::Way;

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

impl KnownValue {
    fn bytes(&self) -> &[u8] {
        self.secret.expose()
    }
}

/// All known values, ready to be looked for.
pub(super) struct Known {
    /// Each value once, sorted by its bytes.
    values: Vec<Arc<KnownValue>>,
    /// For each value the longest other one that it begins with.
    shorter: Vec<Option<usize>>,
    /// The words of all values, sorted, each once, with all ways of those who begin with it.
    heads: Vec<(Box<[u8]>, Vec<Way>)>,
}

impl Known {
    /// Takes each value once; of two equal ones the first names the TYPE. Values below [`MIN_KNOWN`] bytes are dropped.
    pub(super) fn new(known: impl IntoIterator<Item = Arc<KnownValue>>) -> Self {
        let mut values: Vec<_> = known.into_iter().filter(|value| value.secret.len() >= MIN_KNOWN).collect();
        values.sort_by(|a, b| a.bytes().cmp(b.bytes()));
        values.dedup_by(|b, a| a.bytes() == b.bytes());
        let shorter = shorter(&values);
        let heads = heads(&values);
        Self { values, shorter, heads }
    }

    /// These values and `more`; `None` when all of those are known already.
    pub(super) fn with(&self, more: Vec<KnownValue>) -> Option<Self> {
        let is_new = |value: &KnownValue| {
            let found = self.values.binary_search_by(|known| known.bytes().cmp(value.bytes()));
            value.secret.len() >= MIN_KNOWN && found.is_err()
        };
        let more: Vec<_> = more.into_iter().filter(is_new).map(Arc::new).collect();
        let all = || self.values.iter().cloned().chain(more.iter().cloned());
        (!more.is_empty()).then(|| Self::new(all()))
    }

    /// The words: where one of these stands, [`Known::at`] has to be asked.
    pub(super) fn heads(&self) -> impl Iterator<Item = &[u8]> {
        self.heads.iter().map(|(word, _)| &**word)
    }

    /// The longest known value that stands at a place, where a head was seen; the longest covers the others. Costs one
    /// search in the sorted values for each way of the head, whatever their number.
    pub(super) fn at(&self, head: usize, text: &[u8], at: usize) -> Option<Finding> {
        let (_, ways) = self.heads.get(head)?;
        let found = ways.iter().filter_map(|way| {
            let from = reading::back(text, at, way.back)?;
            self.longest(Reader::new(text, from, way.reading)?)
        });
        let (range, value) = found.max_by_key(|(range, _)| range.len())?;
        Some(Finding { range, rule: RULE.clone(), kind: value.kind.clone(), source: Source::Known })
    }

    fn longest(&self, (reader, start): (Reader<'_>, usize)) -> Option<(Range<usize>, &KnownValue)> {
        let mut text = Read { reader, bytes: Vec::new(), ends: Vec::new() };
        let after = self.values.partition_point(|value| text.is_not_before(value.bytes()));
        // Of the values up to here the last has most in common with the text, so that every value that the text begins
        // with is this one or one that it begins with.
        let mut candidate = after.checked_sub(1)?;
        let common = text.common(self.values.get(candidate)?.bytes());
        loop {
            let value = self.values.get(candidate)?;
            if value.secret.len() <= common {
                let end = *text.ends.get(value.secret.len() - 1)?;
                return Some((start..end, value));
            }
            candidate = (*self.shorter.get(candidate)?)?;
        }
    }
}

fn shorter(values: &[Arc<KnownValue>]) -> Vec<Option<usize>> {
    let mut open: Vec<usize> = Vec::new();
    let begins_with = |value: &KnownValue, other: usize| {
        values.get(other).is_some_and(|other| value.bytes().starts_with(other.bytes()))
    };
    let longest = |(index, value): (usize, &Arc<KnownValue>)| {
        while open.pop_if(|last| !begins_with(value, *last)).is_some() {}
        let last = open.last().copied();
        open.push(index);
        last
    };
    values.iter().enumerate().map(longest).collect()
}

fn heads(values: &[Arc<KnownValue>]) -> Vec<(Box<[u8]>, Vec<Way>)> {
    let mut words: Vec<(Box<[u8]>, Way)> = Vec::with_capacity(values.len() * 16);
    for value in values {
        spelling::words(value.bytes(), |word, way| words.push((word.into(), way)));
    }
    words.sort_unstable();
    words.dedup();
    let mut heads: Vec<(Box<[u8]>, Vec<Way>)> = Vec::with_capacity(words.len());
    for (word, way) in words {
        match heads.last_mut().filter(|(last, _)| *last == word) {
            Some((_, ways)) => ways.push(way),
            None => heads.push((word, vec![way])),
        }
    }
    heads
}

/// A text that is decoded as far as it was compared.
struct Read<'a> {
    reader: Reader<'a>,
    bytes: Vec<u8>,
    /// Where each of them ends in the text.
    ends: Vec<usize>,
}

impl Read<'_> {
    fn get(&mut self, index: usize) -> Option<u8> {
        while self.bytes.len() <= index {
            self.bytes.push(self.reader.next()?);
            self.ends.push(self.reader.at());
        }
        self.bytes.get(index).copied()
    }

    /// How many bytes the text and a value have in common.
    fn common(&mut self, value: &[u8]) -> usize {
        let same = value.iter().enumerate().take_while(|&(index, &byte)| self.get(index) == Some(byte));
        same.count()
    }

    /// Whether a value sorts before the text, or the text begins with it.
    fn is_not_before(&mut self, value: &[u8]) -> bool {
        let common = self.common(value);
        value.get(common).is_none_or(|byte| self.get(common).is_some_and(|read| *byte < read))
    }
}

#[cfg(test)]
mod tests;
