//! Owns what the ledger says of each session, once each of its lines is verified. It must not look at session files.

use std::collections::BTreeMap;
use std::io::{self, BufRead, BufReader, Read, Seek};

use ed25519_dalek::VerifyingKey;
use serde::Deserialize;
use serde::de::DeserializeOwned;

use super::super::canon;
use super::super::chain::{Digest, Head};
use super::super::keys::{self, Rotated};
use super::super::ledger::signed;
use super::super::line::MAX_LINE;
use super::super::session::SessionId;
use super::super::shape::LEDGER;
use super::super::time::Timestamp;
use super::archive::Expected;
use super::fault::{Problem, Stop, at, at_end};
use super::lines::{Line, Lines};

/// The ledger, as far as it verifies.
pub(in super::super) struct Book {
    /// By the names of their files.
    pub(in super::super) sessions: BTreeMap<String, Opening>,
    /// By the names of the archives, with their digests.
    pub(in super::super) archives: BTreeMap<String, Digest>,
    /// Lines that verify.
    pub(in super::super) lines: u64,
    /// Bytes after the last newline.
    pub(in super::super) torn: u64,
    /// Whether all lines verify: only then does it mean something that a session is not in it.
    pub(in super::super) whole: bool,
    /// Whether the key that we were given is one of its keys: only then do the others mean something.
    pub(in super::super) trusted: bool,
    /// The key that signs the next line.
    pub(super) key: VerifyingKey,
}

/// A session that was opened.
pub(in super::super) struct Opening {
    session: String,
    /// What the session's first line follows on.
    pub(in super::super) head: Head,
    /// What signs its checkpoints: the key in force when it was opened.
    pub(in super::super) key: VerifyingKey,
    /// When it was opened.
    pub(in super::super) began: Timestamp,
    /// How it was closed or adopted.
    pub(in super::super) closing: Option<Closing>,
    /// The archive that its file was moved to.
    pub(in super::super) archive: Option<String>,
}

/// The end of a session.
pub(in super::super) struct Closing {
    /// Lines in its file.
    pub(in super::super) lines: u64,
    /// The head after them.
    pub(in super::super) head: Head,
    /// How many of them a checkpoint covered, if nobody closed it and it was adopted.
    pub(in super::super) adopted: Option<u64>,
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
    covered: Option<u64>,
}

#[derive(Deserialize)]
struct Archived {
    archive: String,
    sha256: String,
    files: Vec<String>,
}

impl Book {
    /// Reads a ledger up to its end or its first fault. One of its keys must be `key`; with `expect`, the head after so
    /// many of its lines must be that.
    pub(in super::super) fn read(
        mut input: impl Read + Seek + Send + 'static,
        key: &VerifyingKey,
        expect: Option<(u64, Head)>,
    ) -> (Self, Result<(), Stop>) {
        let first = first_key(&mut input).and_then(|first| input.rewind().map(|()| first));
        let (sessions, archives) = (BTreeMap::new(), BTreeMap::new());
        let mut book =
            Self { sessions, archives, lines: 0, torn: 0, whole: false, trusted: false, key: *key };
        let opened = first.and_then(|first| {
            book.key = first.unwrap_or(*key);
            Lines::new(input, LEDGER, Some(Head::ZERO))
        });
        book.trusted = book.key == *key;
        let mut lines = match opened {
            Ok(lines) => lines,
            Err(error) => return (book, Err(error.into())),
        };
        let mut extends = expect.is_none_or(|expected| expected == (0, Head::ZERO));
        let result = loop {
            match lines.next() {
                Ok(Some(line)) => {
                    if let Err(problem) = book.take(&line, key) {
                        break Err(at(line.number, problem));
                    }
                    book.lines = line.number;
                    extends |= expect == Some((line.number, line.after));
                }
                Ok(None) => break Ok(()),
                Err(stop) => break Err(stop),
            }
        };
        book.torn = lines.torn;
        book.whole = result.is_ok();
        let result = result.and_then(|()| match (book.trusted, extends) {
            (false, _) => Err(at_end(Problem::Key)),
            (true, false) => Err(at_end(Problem::Extension)),
            (true, true) => Ok(()),
        });
        (book, result)
    }

    /// What an archive must be, according to the line that names it.
    pub(in super::super) fn expected(&self, name: &str) -> Option<Expected<'_>> {
        let sessions = self.sessions.iter().filter(|(_, opening)| opening.archive.as_deref() == Some(name));
        let files = sessions.map(|(name, opening)| (name.as_str(), opening)).collect();
        Some(Expected { sha256: *self.archives.get(name)?, files })
    }

    fn take(&mut self, line: &Line<'_>, trusted: &VerifyingKey) -> Result<(), Problem> {
        if !signed(line.bytes, &self.key) {
            return Err(Problem::Signature);
        }
        match line.common.kind {
            "opened" => self.open(line),
            "closed" | "adopted" => self.close(line),
            "archived" => self.archive(line),
            "key" => {
                let rotated = Rotated::read(line.bytes, &line.common);
                let rotated = rotated.filter(|rotated| rotated.was == self.key).ok_or(Problem::Signature)?;
                self.trusted |= rotated.key == *trusted;
                self.key = rotated.key;
                Ok(())
            }
            _ => Ok(()),
        }
    }

    fn open(&mut self, line: &Line<'_>) -> Result<(), Problem> {
        let Opened { session, file } = own(line)?;
        let named = SessionId::parse(&session).zip(Timestamp::parse(line.common.ts));
        let named = named.filter(|(session, began)| session.file_name(*began) == file);
        let (_, began) = named.ok_or(Problem::Session)?;
        if self.sessions.contains_key(&file) {
            return Err(Problem::Misplaced);
        }
        let opening =
            Opening { session, head: line.after, key: self.key, began, closing: None, archive: None };
        self.sessions.insert(file, opening);
        Ok(())
    }

    fn close(&mut self, line: &Line<'_>) -> Result<(), Problem> {
        let Closed { session, file, lines, head, covered } = own(line)?;
        let opening = self.sessions.get_mut(&file).filter(|opening| opening.session == session);
        let opening = opening.ok_or(Problem::Session)?;
        if opening.closing.is_some() {
            return Err(Problem::Misplaced);
        }
        let head = Head::parse(&head).ok_or(Problem::Form)?;
        opening.closing = Some(Closing { lines, head, adopted: covered });
        Ok(())
    }

    fn archive(&mut self, line: &Line<'_>) -> Result<(), Problem> {
        let Archived { archive, sha256, files } = own(line)?;
        if SessionId::of_archive(&archive).is_none() {
            return Err(Problem::Session);
        }
        for file in files {
            let opening = self.sessions.get_mut(&file).filter(|opening| opening.closing.is_some());
            let opening = opening.ok_or(Problem::Session)?;
            if opening.archive.replace(archive.clone()).is_some() {
                return Err(Problem::Misplaced);
            }
        }
        let sha256 = Digest::parse(&sha256).ok_or(Problem::Form)?;
        if self.archives.insert(archive, sha256).is_some() { Err(Problem::Misplaced) } else { Ok(()) }
    }
}

/// The key that the ledger begins with, according to the first line that changes it. Nothing is checked here: all that
/// follows from it is, when the ledger is read from its beginning.
fn first_key(input: impl Read) -> io::Result<Option<VerifyingKey>> {
    #[derive(Deserialize)]
    struct Was {
        was: String,
    }
    let (mut input, mut line) = (BufReader::with_capacity(1 << 16, input), Vec::new());
    loop {
        line.clear();
        if input.by_ref().take(MAX_LINE as u64).read_until(b'\n', &mut line)? == 0 {
            return Ok(None);
        }
        let whole = line.strip_suffix(b"\n").filter(|line| memchr::memmem::find(line, KEY).is_some());
        let Some(whole) = whole else { continue };
        if canon::read(whole, LEDGER).is_some_and(|common| common.kind == "key") {
            let was: Option<Was> = serde_json::from_slice(whole).ok();
            return Ok(was.and_then(|Was { was }| keys::public(&was)));
        }
    }
}

/// What every line has in it that changes the key.
const KEY: &[u8] = br#""kind":"key""#;

/// A line's own members. Its form is known to be right, so that reading it needs no more care.
pub(super) fn own<T: DeserializeOwned>(line: &Line<'_>) -> Result<T, Problem> {
    serde_json::from_slice(line.bytes).map_err(|_| Problem::Form)
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::super::super::sample::{end, open, state};
    use super::super::super::{StateDir, head};
    use super::super::{Outcome, Target, Verdict, verify};
    use super::*;

    fn verdict(state: &StateDir, expect: (u64, Head)) -> Verdict {
        verify(state, &[], None, Some(expect)).unwrap().verdict()
    }

    #[test]
    fn a_ledger_goes_on_from_every_head_it_ever_had_and_from_no_other() {
        let root = tempfile::tempdir().unwrap();
        let state = state(root.path());
        let mut heads = vec![(0, Head::ZERO)];
        for id in ["aaaaaa", "bbbbbb"] {
            let log = open(&state, id);
            heads.push(head(&state).unwrap());
            let closed = log.close(end()).unwrap();
            heads.push(head(&state).unwrap());
            assert_eq!(heads.last(), Some(&closed.ledger));
        }
        assert!(heads.iter().all(|&expect| verdict(&state, expect) == Verdict::Verified));
        for (lines, head) in &heads {
            for other in heads.iter().filter(|other| *other != &(*lines, *head)) {
                assert_eq!(verdict(&state, (*lines, other.1)), Verdict::NotVerified);
            }
        }
        assert_eq!(verdict(&state, (5, heads[4].1)), Verdict::NotVerified);
    }

    #[test]
    fn a_ledger_cut_back_with_the_files_it_named_is_found_by_a_head_that_was_kept() {
        let root = tempfile::tempdir().unwrap();
        let state = state(root.path());
        open(&state, "aaaaaa").close(end()).unwrap();
        let ledger = fs::read(state.ledger()).unwrap();
        open(&state, "bbbbbb").close(end()).unwrap();
        let kept = head(&state).unwrap();
        fs::write(state.ledger(), ledger).unwrap();
        fs::remove_file(state.audit().join("2026-11-22T15-44-01Z-bbbbbb.jsonl")).unwrap();
        assert_eq!(verify(&state, &[], None, None).unwrap().verdict(), Verdict::Verified);
        assert_eq!(verdict(&state, kept), Verdict::NotVerified);
    }

    #[test]
    fn an_expected_head_is_held_against_some_ledger_whatever_is_verified() {
        let root = tempfile::tempdir().unwrap();
        let state = state(root.path());
        open(&state, "aaaaaa").close(end()).unwrap();
        let elsewhere = tempfile::tempdir().unwrap();
        let name = "2026-11-22T15-44-01Z-aaaaaa.jsonl";
        fs::copy(state.audit().join(name), elsewhere.path().join(name)).unwrap();
        let file = [Target::File(elsewhere.path().join(name))];
        let report = verify(&state, &file, None, Some((1, Head::ZERO))).unwrap();
        assert_eq!((report.verdict(), report.ledgers.len()), (Verdict::NotVerified, 1));
        assert!(matches!(report.sessions[0].outcome, Outcome::Verified));
    }
}
