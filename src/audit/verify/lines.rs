//! Owns reading a chain of lines: form, number, time and head of each. It holds one line at a time and must not know
//! what the kinds mean.

use std::io::{BufRead, BufReader, Read};

use super::super::canon::{self, Common};
use super::super::chain::Head;
use super::super::line::MAX_LINE;
use super::super::shape::Kind;
use super::super::time::Timestamp;
use super::fault::{Problem, Stop, at};

/// A chain that is being read.
pub(super) struct Lines<R> {
    input: BufReader<R>,
    kinds: &'static [Kind],
    line: Vec<u8>,
    /// Whole lines read so far that hold.
    pub(super) count: u64,
    /// The head after them; `None` when the first line's own word is to be taken for what was before it.
    pub(super) head: Option<Head>,
    time: String,
    /// Bytes after the last newline.
    pub(super) torn: u64,
}

/// A line that follows on those before it.
pub(super) struct Line<'a> {
    pub(super) bytes: &'a [u8],
    pub(super) common: Common<'a>,
    /// The head before it.
    pub(super) before: Head,
    /// The head after it.
    pub(super) after: Head,
    /// Its place, the first being 1.
    pub(super) number: u64,
}

impl<R: Read> Lines<R> {
    pub(super) fn new(input: R, kinds: &'static [Kind], head: Option<Head>) -> Self {
        let input = BufReader::with_capacity(1 << 16, input);
        Self { input, kinds, line: Vec::new(), count: 0, head, time: String::new(), torn: 0 }
    }

    /// The next whole line, or `None` at the end; [`Lines::torn`] then says whether bytes are left.
    pub(super) fn next(&mut self) -> Result<Option<Line<'_>>, Stop> {
        self.line.clear();
        let length = self.input.by_ref().take(MAX_LINE as u64).read_until(b'\n', &mut self.line)?;
        let number = self.count + 1;
        let Some(bytes) = self.line.strip_suffix(b"\n") else {
            self.torn = length as u64;
            return if length < MAX_LINE { Ok(None) } else { Err(at(number, Problem::Form)) };
        };
        let common = canon::read(bytes, self.kinds).ok_or_else(|| at(number, Problem::Form))?;
        if common.seq != self.count {
            return Err(at(number, Problem::Sequence));
        }
        // All moments have one length, so that text is in the order of time.
        if common.ts != self.time {
            if common.ts < self.time.as_str() || Timestamp::parse(common.ts).is_none() {
                return Err(at(number, Problem::Time));
            }
            common.ts.clone_into(&mut self.time);
        }
        let before = Head::parse(common.prev).ok_or_else(|| at(number, Problem::Form))?;
        if self.head.is_some_and(|head| head != before) {
            return Err(at(number, Problem::Chain));
        }
        let after = before.after(bytes);
        (self.count, self.head) = (number, Some(after));
        Ok(Some(Line { bytes, common, before, after, number }))
    }
}
