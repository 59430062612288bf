//! Owns the prefilter: where in a text any of many words begins. It must not know what a word stands for.
//!
//! One pass, whatever the number of words: at each place three bytes select a cell of a small table, and the fourth a
//! bit of it; words are compared only where that bit is set.

use std::cmp::Reverse;

/// Bytes of a word that select its cell; the shortest word there may be.
pub(super) const MIN_WORD: usize = 3;
/// Cells of 4 bytes: 64 KiB in all. Half of that fits more first caches, but is so full that it measured slower.
/// Each word of three bytes fills a cell.
const CELLS: usize = 1 << CELL_BITS;
const CELL_BITS: u32 = 14;
/// Bytes of a word that are compared at once.
const HEAD: usize = size_of::<u64>();

/// A set of words that is looked for in time linear in the text.
pub(super) struct Words {
    /// Per hash of three bytes, which fourth bytes (their low five bits) may follow.
    cells: Box<[u32; CELLS]>,
    /// Per cell where its words begin in `words`, and one more for where the last cell's end.
    starts: Box<[u32]>,
    words: Vec<Word>,
}

struct Word {
    /// Its first bytes, and which of them count.
    head: u64,
    mask: u64,
    /// All of them.
    bytes: Box<[u8]>,
    /// The caller's number.
    number: usize,
}

impl Words {
    /// Makes the set; a word's number is its place in the slice. Words may be equal, or begin with one another; those
    /// below [`MIN_WORD`] bytes are never found.
    pub(super) fn new(words: &[&[u8]]) -> Self {
        let mut cells = Box::new([0; CELLS]);
        let mut starts = vec![0; CELLS + 1];
        let mut placed = Vec::with_capacity(words.len());
        for (number, word) in words.iter().enumerate() {
            let (cell, following) = match **word {
                [a, b, c] => (cell(u32::from_le_bytes([a, b, c, 0])), u32::MAX),
                [a, b, c, d, ..] => {
                    let key = u32::from_le_bytes([a, b, c, d]);
                    (cell(key), bit(key))
                }
                _ => continue,
            };
            if let (Some(bits), Some(end)) = (cells.get_mut(cell), starts.get_mut(cell + 1)) {
                *bits |= following;
                *end += 1;
            }
            placed.push((cell, Word::new(word, number)));
        }
        placed.sort_by_key(|(cell, word)| (*cell, Reverse(word.bytes.len()), word.number));
        let mut before = 0;
        for start in &mut starts {
            before += *start;
            *start = before;
        }
        let words = placed.into_iter().map(|(_, word)| word).collect();
        Self { cells, starts: starts.into(), words }
    }

    /// Calls `hit` with number and position for every place where a word begins, overlapping ones too, in order of
    /// position; where several begin at one place, the longest first, as it is the more telling, and equal ones in
    /// order of number.
    pub(super) fn each(&self, text: &[u8], mut hit: impl FnMut(usize, usize)) {
        for (at, window) in text.windows(MIN_WORD + 1).enumerate() {
            let Some(key) = window.first_chunk().map(|bytes| u32::from_le_bytes(*bytes)) else { continue };
            let cell = cell(key);
            if self.cells.get(cell).is_some_and(|bits| bits & bit(key) != 0) {
                self.compare(text, at, cell, &mut hit);
            }
        }
        // The last three bytes have no fourth.
        if let Some(at) = text.len().checked_sub(MIN_WORD)
            && let Some(&[a, b, c]) = text.get(at..).and_then(<[u8]>::first_chunk)
        {
            self.compare(text, at, cell(u32::from_le_bytes([a, b, c, 0])), &mut hit);
        }
    }

    #[inline(never)]
    fn compare(&self, text: &[u8], at: usize, cell: usize, hit: &mut impl FnMut(usize, usize)) {
        let Some(&[from, to]) = self.starts.get(cell..cell + 2) else { return };
        let rest = text.get(at..).unwrap_or_default();
        let head = first_bytes(rest);
        for word in self.words.get(from as usize..to as usize).unwrap_or_default() {
            if (head ^ word.head) & word.mask == 0 && word.stands_at(rest) {
                hit(word.number, at);
            }
        }
    }
}

impl Word {
    fn new(bytes: &[u8], number: usize) -> Self {
        let mask = if bytes.len() < HEAD { (1 << (bytes.len() * 8)) - 1 } else { u64::MAX };
        Self { head: first_bytes(bytes), mask, bytes: Box::from(bytes), number }
    }

    /// Whether a text, whose head is the word's, begins with the word.
    fn stands_at(&self, text: &[u8]) -> bool {
        let is_head = self.bytes.len() <= HEAD;
        is_head && self.bytes.len() <= text.len() || !is_head && text.starts_with(&self.bytes)
    }
}

/// The first eight bytes as a number, with zeros for those that are not there.
fn first_bytes(text: &[u8]) -> u64 {
    match text.first_chunk() {
        Some(bytes) => u64::from_le_bytes(*bytes),
        None => text.iter().rev().fold(0, |number, &byte| number << 8 | u64::from(byte)),
    }
}

/// The cell of the first three of four bytes. The factor is 2^32 over the golden ratio: it spreads neighbours.
fn cell(key: u32) -> usize {
    ((key << 8).wrapping_mul(0x9e37_79b1) >> (u32::BITS - CELL_BITS)) as usize
}

/// The bit of the fourth byte.
fn bit(key: u32) -> u32 {
    1 << (key >> 24 & 31)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hits(words: &[&[u8]], text: &[u8]) -> Vec<(usize, usize)> {
        let mut hits = Vec::new();
        Words::new(words).each(text, |word, at| hits.push((at, word)));
        hits
    }

    #[test]
    fn words_that_overlap_are_all_found() {
        assert_eq!(hits(&[b"abcd", b"cdef"], b"xxabcdefxx"), [(2, 0), (4, 1)]);
        assert_eq!(hits(&[b"aaaa"], b"aaaaaa"), [(0, 0), (1, 0), (2, 0)]);
        assert_eq!(hits(&[b"sk-ant-", b"sk-", b"sk-"], b"sk-ant-"), [(0, 0), (0, 1), (0, 2)]);
    }

    #[test]
    fn a_word_is_found_at_either_end() {
        assert_eq!(hits(&[b"abc"], b"abc"), [(0, 0)]);
        assert_eq!(hits(&[b"abc"], b"abcabc"), [(0, 0), (3, 0)]);
        assert_eq!(hits(&[b"abc"], b"ab"), []);
        assert_eq!(hits(&[b"abcd"], b"xabc"), []);
    }

    #[test]
    fn the_number_of_words_does_not_change_what_is_found() {
        let names: Vec<String> = (0..5000).map(|number| format!("{number:04}word")).collect();
        let words: Vec<&[u8]> = names.iter().map(String::as_bytes).collect();
        let expected: Vec<_> = (0..words.len()).map(|number| (number * 9, number)).collect();
        assert_eq!(hits(&words, names.join(" ").as_bytes()), expected);
    }
}
