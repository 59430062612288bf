//! Owns how a line is written: the common members, then a body's own, in canonical bytes. It must not do I/O.

use serde::Serialize;

use super::AuditError;
use super::chain::Head;
use super::time::Timestamp;

/// Most bytes in a line, its newline included.
pub(super) const MAX_LINE: usize = 1 << 20;

/// Where a chain ends: what its next line has to follow on.
#[derive(Clone, Copy, Debug)]
pub(super) struct Tip {
    /// Lines so far, which is the next line's `seq`.
    pub(super) lines: u64,
    /// The head after them.
    pub(super) head: Head,
    /// The last line's moment; no later line may have an earlier one.
    pub(super) last: Timestamp,
}

#[derive(Serialize)]
struct Line<'a, Body> {
    v: u8,
    seq: u64,
    ts: Timestamp,
    kind: &'a str,
    prev: Head,
    #[serde(flatten)]
    body: &'a Body,
}

impl Tip {
    /// The next line, without its newline. A moment before the last line's becomes the last line's: a clock that was
    /// set back must not make the log look edited.
    pub(super) fn line(
        &self,
        now: Timestamp,
        kind: &str,
        body: &impl Serialize,
    ) -> Result<Vec<u8>, AuditError> {
        let ts = now.max(self.last);
        let line = Line { v: 1, seq: self.lines, ts, kind, prev: self.head, body };
        // The derived serializers of this module cannot fail; if one ever does, the entry is refused like any other
        // that does not fit.
        let line = serde_json::to_vec(&line).map_err(|_| AuditError::TooLong)?;
        if line.len() < MAX_LINE { Ok(line) } else { Err(AuditError::TooLong) }
    }

    /// Takes a line as written, with the moment it was asked to have.
    pub(super) fn advance(&mut self, line: &[u8], now: Timestamp) {
        self.lines += 1;
        self.head = self.head.after(line);
        self.last = self.last.max(now);
    }
}

#[cfg(test)]
mod tests {
    use super::super::entry::Warning;
    use super::super::text::LogText;
    use super::*;

    #[test]
    fn a_clock_that_goes_back_does_not_turn_the_log_back() {
        let mut tip = Tip { lines: 0, head: Head::ZERO, last: Timestamp::ZERO };
        let body = Warning { text: LogText::new("x") };
        for (now, written) in [(5000, "00:00:05.000"), (3000, "00:00:05.000"), (5001, "00:00:05.001")] {
            let now = Timestamp::from_millis(now);
            let line = tip.line(now, "warning", &body).unwrap();
            assert!(std::str::from_utf8(&line).unwrap().contains(written));
            tip.advance(&line, now);
        }
    }
}
