//! Owns lines, columns and surroundings of places in a text. It must not show a secret.

use std::ops::Range;

use super::search::Found;

/// Bytes of a text that are shown before and after a finding.
const AROUND: usize = 48;

/// Follows a text from place to place, forwards, so that all of them together cost one pass.
pub(super) struct Position<'a> {
    text: &'a [u8],
    at: usize,
    line: usize,
    column: usize,
}

impl<'a> Position<'a> {
    pub(super) fn new(text: &'a [u8]) -> Self {
        Self { text, at: 0, line: 1, column: 1 }
    }

    /// Line and column of a place not before the last one, both from 1, the column in characters. In what is not
    /// UTF-8 every byte that continues nothing counts as one.
    pub(super) fn of(&mut self, at: usize) -> (usize, usize) {
        let passed = self.text.get(self.at..at).unwrap_or_default();
        let lines = memchr::memchr_iter(b'\n', passed).count();
        let last = match memchr::memrchr(b'\n', passed) {
            Some(end) => {
                self.column = 1;
                passed.get(end + 1..).unwrap_or_default()
            }
            None => passed,
        };
        self.line += lines;
        self.column += last.iter().filter(|&&byte| byte & 0xc0 != 0x80).count();
        self.at = at;
        (self.line, self.column)
    }
}

/// What stands around the finding of this number on its line, with every finding blanked. `found` is sorted.
pub(super) fn around(text: &[u8], found: &[Found], number: usize) -> String {
    let Some(this) = found.get(number) else { return String::new() };
    let mut from = this.range.start.saturating_sub(AROUND);
    let mut to = text.len().min(this.range.end + AROUND);
    let piece = |range: Range<usize>| text.get(range).unwrap_or_default();
    if let Some(end) = memchr::memrchr(b'\n', piece(from..this.range.start)) {
        from += end + 1;
    }
    if let Some(end) = memchr::memchr(b'\n', piece(this.range.end..to)) {
        to = this.range.end + end;
    }
    let first = found.partition_point(|other| other.range.end <= from);
    let mut shown = Vec::new();
    for other in found.iter().skip(first).take_while(|other| other.range.start < to) {
        shown.extend_from_slice(piece(from..other.range.start));
        shown.extend_from_slice(format!("[{}]", other.kind).as_bytes());
        from = other.range.end;
    }
    shown.extend_from_slice(piece(from..to));
    // A character that was cut in two is left out.
    String::from_utf8_lossy(&shown).trim().trim_matches(char::REPLACEMENT_CHARACTER).to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::command::scan::search::search;
    use crate::engine::detect::{Detector, Settings};

    #[test]
    fn lines_and_columns_count_from_one_in_characters() {
        let text = "a\u{e9}b\n\u{1f600}c\n\n".as_bytes();
        let mut position = Position::new(text);
        let places = [0, 1, 3, 4, 5, 9, 10, 11, 12].map(|at| position.of(at));
        assert_eq!(places, [(1, 1), (1, 2), (1, 3), (1, 4), (2, 1), (2, 2), (2, 3), (3, 1), (4, 1)]);
    }

    #[test]
    fn nothing_secret_stands_around_a_secret() {
        let text = "before password=\"hunter2hunter2\"\n\
                    a password=\"hunter3hunter3\" password=\"hunter4hunter4\" z\nafter";
        let found = search(&Detector::new(Settings::default()), text.as_bytes(), false);
        let around: Vec<_> = found.iter().map(|found| found.around.as_str()).collect();
        let second = "a password=\"[PASSWORD]\" password=\"[PASSWORD]\" z";
        assert_eq!(around, ["before password=\"[PASSWORD]\"", second, second]);
    }

    #[test]
    fn a_secret_that_begins_far_before_or_ends_far_behind_is_blanked_whole() {
        let long = "q7Rt9Lm2Xc4Vb6Nz8Kp1".repeat(8);
        let text = format!("password=\"{long}\" password=\"hunter2x\" password=\"{long}\"");
        let found = search(&Detector::new(Settings::default()), text.as_bytes(), false);
        assert_eq!(found.len(), 3);
        assert!(found.iter().all(|found| !found.around.contains("q7Rt9")), "{}", found[1].around);
    }
}
