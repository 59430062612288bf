//! Owns reading a chain of lines: form, number, time and head of each. It must not know what the kinds mean.

use std::io::{self, Read};

use super::super::canon::{self, Common};
use super::super::chain::Head;
use super::super::line::MAX_LINE;
use super::super::shape::Kind;
use super::super::time::Timestamp;
use super::ahead::{Ahead, Batch};
use super::fault::{Problem, Stop, at};

/// A chain that is being read.
pub(super) struct Lines {
    ahead: Ahead,
    batch: Batch,
    /// The next line in the batch.
    place: usize,
    kinds: &'static [Kind],
    /// Whole lines read so far that hold.
    count: u64,
    /// The head after them; `None` when the first line's own word is to be taken for what was before it.
    head: Option<Head>,
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

impl Lines {
    pub(super) fn new(
        input: impl Read + Send + 'static,
        kinds: &'static [Kind],
        head: Option<Head>,
    ) -> io::Result<Self> {
        let ahead = Ahead::new(input)?;
        let (batch, time) = (Batch::default(), String::new());
        Ok(Self { ahead, batch, place: 0, kinds, count: 0, head, time, torn: 0 })
    }

    /// The next whole line, or `None` at the end; [`Lines::torn`] then says whether bytes are left.
    pub(super) fn next(&mut self) -> Result<Option<Line<'_>>, Stop> {
        let number = self.count + 1;
        while self.batch.line(self.place).is_none() {
            if let Some(torn) = &self.batch.torn {
                self.torn = torn.len() as u64;
                return if torn.len() < MAX_LINE { Ok(None) } else { Err(at(number, Problem::Form)) };
            }
            let batch = self.ahead.next().ok_or(io::ErrorKind::UnexpectedEof);
            (self.batch, self.place) = (batch.map_err(io::Error::from)??, 0);
        }
        let (bytes, digest) = self.batch.line(self.place).ok_or_else(|| at(number, Problem::Form))?;
        self.place += 1;
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
        let after = before.join(digest);
        (self.count, self.head) = (number, Some(after));
        Ok(Some(Line { bytes, common, before, after, number }))
    }
}
