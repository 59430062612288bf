//! Owns what must hold within one session file. It must not know how the file came to be closed.

use std::io::Read;

use ed25519_dalek::VerifyingKey;
use serde::Deserialize;

use super::super::chain::Head;
use super::super::checkpoint;
use super::super::session::SessionId;
use super::super::shape::SESSION;
use super::super::writer::CHECKPOINT_EVERY;
use super::fault::{Problem, Stop, at, at_end};
use super::ledger::{Closing, own};
use super::lines::{Line, Lines};

/// How far a session file holds.
#[derive(Default)]
pub(in super::super) struct Found {
    /// Whole lines that hold.
    pub(in super::super) lines: u64,
    /// How many of them a signature covers.
    pub(in super::super) covered: u64,
    /// Whether its last line and the checkpoint after it were written.
    pub(super) ended: bool,
    /// Bytes after the last newline.
    pub(in super::super) torn: u64,
    /// The head after the lines that hold; before the first, what it must follow on.
    pub(in super::super) head: Option<Head>,
    /// Lines after the last checkpoint.
    uncovered: u64,
    /// Whether `session_end` was read.
    ending: bool,
}

#[derive(Deserialize)]
struct Start {
    session: String,
}

#[derive(Deserialize)]
struct Checkpoint {
    sig: String,
}

/// Reads a session file up to its end or its first fault. `first` is what its first line must follow on, if anybody
/// knows.
pub(super) fn check(
    input: impl Read + Send + 'static,
    session: SessionId,
    first: Option<Head>,
    key: &VerifyingKey,
) -> (Found, Result<(), Stop>) {
    let mut found = Found { head: first, ..Found::default() };
    let mut lines = match Lines::new(input, SESSION, first) {
        Ok(lines) => lines,
        Err(error) => return (found, Err(error.into())),
    };
    let result = loop {
        match lines.next() {
            Ok(Some(line)) => {
                if let Err(problem) = found.take(&line, session, key) {
                    break Err(at(line.number, problem));
                }
                (found.lines, found.head) = (line.number, Some(line.after));
            }
            Ok(None) => break Ok(()),
            Err(stop) => break Err(stop),
        }
    };
    found.torn = lines.torn;
    (found, result)
}

impl Found {
    fn take(&mut self, line: &Line<'_>, session: SessionId, key: &VerifyingKey) -> Result<(), Problem> {
        let (first, kind) = (line.number == 1, line.common.kind);
        if self.ended || first != (kind == "session_start") || self.ending && kind != "checkpoint" {
            return Err(Problem::Misplaced);
        }
        if kind == "checkpoint" {
            let Checkpoint { sig } = own(line)?;
            let text = checkpoint::text(session, line.common.seq, line.before);
            if !checkpoint::verify(key, text.as_bytes(), &sig) {
                return Err(Problem::Signature);
            }
            (self.covered, self.uncovered, self.ended) = (line.common.seq, 0, self.ending);
            return Ok(());
        }
        self.uncovered += 1;
        if line.number == 2 || self.uncovered == CHECKPOINT_EVERY {
            return Err(Problem::Uncovered);
        }
        if first {
            let start: Start = own(line)?;
            return if start.session == session.to_string() { Ok(()) } else { Err(Problem::Session) };
        }
        self.ending = kind == "session_end";
        Ok(())
    }

    /// Whether there is nothing in the file.
    pub(super) fn is_empty(&self) -> bool {
        self.lines == 0 && self.torn == 0
    }

    /// Whether this is the file that the ledger says was closed or adopted. If it was closed, that covers it to its end.
    pub(super) fn matches(&mut self, closing: &Closing) -> Result<(), Stop> {
        let Closing { lines: expected, head, adopted } = *closing;
        if self.lines != expected {
            return Err(at_end(Problem::Length { expected, found: self.lines }));
        }
        if self.torn > 0 {
            return Err(at_end(Problem::Torn));
        }
        if self.head != Some(head) {
            return Err(at_end(Problem::Head));
        }
        self.covered = adopted.unwrap_or(self.lines);
        Ok(())
    }
}
