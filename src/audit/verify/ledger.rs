//! Owns what the ledger says of each session, once each of its lines is verified. It must not look at session files.

use std::collections::BTreeMap;
use std::io::Read;

use ed25519_dalek::VerifyingKey;
use serde::Deserialize;
use serde::de::DeserializeOwned;

use super::super::chain::Head;
use super::super::ledger::signed;
use super::super::session::SessionId;
use super::super::shape::LEDGER;
use super::super::time::Timestamp;
use super::fault::{Problem, Stop, at};
use super::lines::{Line, Lines};

/// The ledger, as far as it verifies.
#[derive(Default)]
pub(super) struct Book {
    /// By the names of their files.
    pub(super) sessions: BTreeMap<String, Opening>,
    /// Lines that verify.
    pub(super) lines: u64,
    /// Bytes after the last newline.
    pub(super) torn: u64,
    /// Whether all lines verify: only then does it mean something that a session is not in it.
    pub(super) whole: bool,
}

/// A session that was opened.
pub(super) struct Opening {
    session: String,
    /// What the session's first line follows on.
    pub(super) head: Head,
    /// How it was closed or adopted.
    pub(super) closing: Option<Closing>,
    /// Whether its file was moved to an archive.
    pub(super) archived: bool,
}

/// The end of a session.
pub(super) struct Closing {
    /// Lines in its file.
    pub(super) lines: u64,
    /// The head after them.
    pub(super) head: Head,
}

#[derive(Deserialize)]
struct Opened {
    session: String,
    file: String,
}

#[derive(Deserialize)]
struct Closed {
    session: String,
    file: String,
    lines: u64,
    head: String,
}

#[derive(Deserialize)]
struct Archived {
    files: Vec<String>,
}

impl Book {
    /// Reads a ledger up to its end or its first fault.
    pub(super) fn read(input: impl Read + Send + 'static, key: &VerifyingKey) -> (Self, Result<(), Stop>) {
        let mut book = Self::default();
        let mut lines = match Lines::new(input, LEDGER, Some(Head::ZERO)) {
            Ok(lines) => lines,
            Err(error) => return (book, Err(error.into())),
        };
        let result = loop {
            match lines.next() {
                Ok(Some(line)) => {
                    if let Err(problem) = book.take(&line, key) {
                        break Err(at(line.number, problem));
                    }
                    book.lines = line.number;
                }
                Ok(None) => break Ok(()),
                Err(stop) => break Err(stop),
            }
        };
        book.torn = lines.torn;
        book.whole = result.is_ok();
        (book, result)
    }

    fn take(&mut self, line: &Line<'_>, key: &VerifyingKey) -> Result<(), Problem> {
        if !signed(line.bytes, key) {
            return Err(Problem::Signature);
        }
        match line.common.kind {
            "opened" => self.open(line),
            "closed" | "adopted" => self.close(line),
            "archived" => self.archive(line),
            _ => Ok(()),
        }
    }

    fn open(&mut self, line: &Line<'_>) -> Result<(), Problem> {
        let Opened { session, file } = own(line)?;
        let named = SessionId::parse(&session).zip(Timestamp::parse(line.common.ts));
        if named.is_none_or(|(session, opened)| session.file_name(opened) != file) {
            return Err(Problem::Session);
        }
        if self.sessions.contains_key(&file) {
            return Err(Problem::Misplaced);
        }
        let opening = Opening { session, head: line.after, closing: None, archived: false };
        self.sessions.insert(file, opening);
        Ok(())
    }

    fn close(&mut self, line: &Line<'_>) -> Result<(), Problem> {
        let Closed { session, file, lines, head } = own(line)?;
        let opening = self.sessions.get_mut(&file).filter(|opening| opening.session == session);
        let opening = opening.ok_or(Problem::Session)?;
        if opening.closing.is_some() {
            return Err(Problem::Misplaced);
        }
        opening.closing = Some(Closing { lines, head: Head::parse(&head).ok_or(Problem::Form)? });
        Ok(())
    }

    fn archive(&mut self, line: &Line<'_>) -> Result<(), Problem> {
        let Archived { files } = own(line)?;
        for file in files {
            let opening = self.sessions.get_mut(&file).filter(|opening| opening.closing.is_some());
            opening.ok_or(Problem::Session)?.archived = true;
        }
        Ok(())
    }
}

/// A line's own members. Its form is known to be right, so that reading it needs no more care.
pub(super) fn own<T: DeserializeOwned>(line: &Line<'_>) -> Result<T, Problem> {
    serde_json::from_slice(line.bytes).map_err(|_| Problem::Form)
}
