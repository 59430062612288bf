//! Owns the prefilter: where in a text any of many words begins. It must not know what a word stands for.

use aho_corasick::packed;
use aho_corasick::{AhoCorasick, MatchKind, Span};

/// Words per vectorised pass. Above 64 the crate's own measurements show verification eating the gain.
const PER_PASS: usize = 64;
/// From this many words on, one automaton beats that many vectorised passes.
const MANY: usize = 4 * PER_PASS;

/// A set of words that is looked for in time linear in the text.
pub(super) struct Words {
    passes: Vec<Pass>,
}

struct Pass {
    /// The caller's number for each word of this pass.
    numbers: Vec<usize>,
    search: Search,
}

enum Search {
    Vectorised(packed::Searcher),
    Automaton(AhoCorasick),
}

impl Words {
    /// Makes the set out of `heads`, none of which is empty or a prefix of another (see [`heads`]); a word's number
    /// is its place in the slice.
    ///
    /// Words of four and more bytes and shorter ones are looked for apart, because the shortest word of a pass decides
    /// how often it stops for nothing.
    pub(super) fn new(heads: &[&[u8]]) -> Self {
        let numbered = heads.iter().copied().enumerate();
        let (long, short): (Vec<_>, Vec<_>) = numbered.partition(|(_, word)| word.len() >= 4);
        let mut passes = Vec::new();
        for group in [long, short] {
            let size = if group.len() > MANY { group.len() } else { PER_PASS };
            passes.extend(group.chunks(size).map(Pass::new));
        }
        Self { passes }
    }

    /// Calls `hit` with number and position for every place where a word begins, overlapping ones too, in order of
    /// position within each pass.
    pub(super) fn each(&self, text: &[u8], mut hit: impl FnMut(usize, usize)) {
        for pass in &self.passes {
            pass.each(text, &mut hit);
        }
    }
}

impl Pass {
    fn new(words: &[(usize, &[u8])]) -> Self {
        let numbers = words.iter().map(|(number, _)| *number).collect();
        let patterns = words.iter().map(|(_, word)| *word);
        let search = match packed::Builder::new().extend(patterns.clone()).build() {
            Some(searcher) => Search::Vectorised(searcher),
            None => Search::Automaton(automaton(patterns)),
        };
        Self { numbers, search }
    }

    fn each(&self, text: &[u8], hit: &mut impl FnMut(usize, usize)) {
        let mut report = |pattern: usize, at: usize| {
            if let Some(&number) = self.numbers.get(pattern) {
                hit(number, at);
            }
        };
        match &self.search {
            Search::Vectorised(searcher) => {
                let mut from = 0;
                while let Some(found) = searcher.find_in(text, Span { start: from, end: text.len() }) {
                    report(found.pattern().as_usize(), found.start());
                    // One byte on, not behind the word: another may begin inside it.
                    from = found.start() + 1;
                }
            }
            Search::Automaton(automaton) => {
                for found in automaton.find_overlapping_iter(text) {
                    report(found.pattern().as_usize(), found.start());
                }
            }
        }
    }
}

#[expect(clippy::expect_used, reason = "fails only beyond 2^31 states; heads are a few bytes each")]
fn automaton<'a>(words: impl Iterator<Item = &'a [u8]>) -> AhoCorasick {
    AhoCorasick::builder().match_kind(MatchKind::Standard).build(words).expect("an automaton of short words")
}

/// The words of `all` that have no other word of `all` as a prefix, sorted and without doubles, and for each word of
/// `all` the number of its head.
pub(super) fn heads<'a>(all: &[&'a [u8]]) -> (Vec<&'a [u8]>, Vec<usize>) {
    let mut sorted = all.to_vec();
    sorted.sort_unstable();
    let mut heads: Vec<&[u8]> = Vec::new();
    for word in sorted {
        // Sorted order puts a prefix before everything that begins with it, with nothing else between.
        if !heads.last().is_some_and(|head| word.starts_with(head)) {
            heads.push(word);
        }
    }
    let of = |word: &&[u8]| heads.partition_point(|head| head <= word).saturating_sub(1);
    let numbers = all.iter().map(of).collect();
    (heads, numbers)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hits(words: &[&[u8]], text: &[u8]) -> Vec<(usize, usize)> {
        let mut hits = Vec::new();
        Words::new(words).each(text, |word, at| hits.push((at, word)));
        hits.sort_unstable();
        hits
    }

    #[test]
    fn words_that_overlap_are_both_found() {
        assert_eq!(hits(&[b"abcd", b"cdef"], b"xxabcdefxx"), [(2, 0), (4, 1)]);
        assert_eq!(hits(&[b"aaaa"], b"aaaaaa"), [(0, 0), (1, 0), (2, 0)]);
    }

    #[test]
    fn a_word_hangs_on_the_shortest_word_it_begins_with() {
        let (heads, of) = heads(&[b"sk-ant-", b"ghp_", b"sk-", b"sk-proj-", b"sk"]);
        assert_eq!(heads, [b"ghp_".as_slice(), b"sk"]);
        assert_eq!(of, [1, 0, 1, 1, 1]);
    }

    #[test]
    fn the_number_of_words_does_not_change_what_is_found() {
        let names: Vec<String> = (0..2 * MANY).map(|number| format!("word{number:04}")).collect();
        let words: Vec<&[u8]> = names.iter().map(String::as_bytes).collect();
        for count in [1, PER_PASS, PER_PASS + 1, MANY + 1, 2 * MANY] {
            let text = names.join(" ");
            let few = words.get(..count).unwrap();
            let expected: Vec<_> = (0..count).map(|number| (number * 9, number)).collect();
            assert_eq!(hits(few, text.as_bytes()), expected);
        }
    }
}
