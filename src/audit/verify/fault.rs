//! Owns the words for what is wrong with a log. It must not look for it.

use std::{fmt, io};

/// The first thing that is wrong with a file.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Fault {
    /// The line, the first being 1; `None` when it is the file as a whole.
    pub line: Option<u64>,
    /// What is wrong.
    pub problem: Problem,
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.line {
            Some(line) => write!(f, "line {line}: {}", self.problem),
            None => self.problem.fmt(f),
        }
    }
}

/// What can be wrong.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
pub enum Problem {
    /// Not JSON, not in its one spelling, members of the kind missing or too many, or too long.
    #[error("it is not as a line of the log must be written")]
    Form,
    /// A line is missing, doubled or moved before here.
    #[error("its number is not that of the lines before it")]
    Sequence,
    /// Not a moment, or one before that of the line before.
    #[error("its time is before that of the line before it")]
    Time,
    /// This line, or one before it, is not the one that was written.
    #[error("it does not follow on the lines before it")]
    Chain,
    /// Made with another key, for another text, or not a signature.
    #[error("its signature does not hold")]
    Signature,
    /// Nothing leads from the key that is trusted to those that signed it.
    #[error("none of its keys is the one that it is verified with")]
    Key,
    /// The ledger was cut back, or is another one.
    #[error("it is not the ledger of the expected head, continued")]
    Extension,
    /// The archive is not the one that was made.
    #[error("its digest is not the one that the ledger vouches for")]
    Digest,
    /// Too many lines without a signature.
    #[error("a checkpoint should have come before it")]
    Uncovered,
    /// A first line in the middle, a line after the last.
    #[error("a line of this kind does not belong here")]
    Misplaced,
    /// It names another session or another file than the one it is about.
    #[error("it is about another session")]
    Session,
    /// The file is not there.
    #[error("the file is missing")]
    Missing,
    /// There is a file that was never entered in the ledger, or the ledger was cut back.
    #[error("the ledger does not know this file")]
    Unknown,
    /// The session ended as it should, so that its end was in the ledger, unless `ww` was killed in between.
    #[error("it has ended, but the ledger does not have its end")]
    Unclosed,
    /// Lines were cut off or added after the session was closed.
    #[error("it has {found} lines, but the ledger says {expected}")]
    Length {
        /// Lines according to the ledger.
        expected: u64,
        /// Lines in the file.
        found: u64,
    },
    /// The lines are not those that the session was closed with.
    #[error("its last line is not the one that the ledger vouches for")]
    Head,
    /// A closed session ends with a whole line.
    #[error("there are bytes after its last line")]
    Torn,
}

/// Why reading ended early.
#[derive(Debug)]
pub(in super::super) enum Stop {
    Fault(Fault),
    Unreadable(io::Error),
}

impl From<io::Error> for Stop {
    fn from(error: io::Error) -> Self {
        Self::Unreadable(error)
    }
}

/// Wrong with that line, the first being 1.
pub(super) fn at(line: u64, problem: Problem) -> Stop {
    Stop::Fault(Fault { line: Some(line), problem })
}

/// Wrong with the file as a whole.
pub(super) fn at_end(problem: Problem) -> Stop {
    Stop::Fault(Fault { line: None, problem })
}
