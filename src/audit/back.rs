//! Owns the question which sessions nobody has ended, answered from the ledger's end backwards: the end is signed, and
//! each line vouches for the one before it, so that what is read is as good as verified and nothing else need be read.
//! It must not look at session files.

use std::collections::HashSet;
use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom};

use ed25519_dalek::VerifyingKey;
use serde::Deserialize;

use super::AuditError;
use super::canon::{self, Common};
use super::chain::Head;
use super::keys::Rotated;
use super::ledger::Ledger;
use super::line::MAX_LINE;
use super::session::SessionId;
use super::shape::LEDGER;
use super::system;

/// Bytes read at once, which is about as much as 150 sessions leave in the ledger.
const BLOCK: u64 = 1 << 16;

/// A session that the ledger opened and did not end.
pub(super) struct Unended {
    pub(super) session: SessionId,
    /// The name of its file.
    pub(super) file: String,
    /// The number of the line that opened it.
    pub(super) seq: u64,
    /// What its first line follows on.
    pub(super) head: Head,
    /// What signs its checkpoints.
    pub(super) key: VerifyingKey,
}

/// How far back to look.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Reach {
    /// To the ledger's beginning.
    All,
    /// To where the last `settled` line says that nothing is left to be found.
    Settled,
}

/// What was found.
pub(super) struct Walk {
    /// The oldest first.
    pub(super) unended: Vec<Unended>,
    /// The first line that was looked at.
    pub(super) from: u64,
}

#[derive(Deserialize)]
struct Named<'a> {
    session: &'a str,
    file: String,
}

#[derive(Deserialize)]
struct Settled {
    from: u64,
}

/// Walks back from the ledger's end.
///
/// # Errors
/// A line that is not the one that was written there.
pub(super) fn walk(ledger: &Ledger, reach: Reach) -> Result<Walk, AuditError> {
    let broken = || AuditError::Ledger { path: ledger.path().to_owned() };
    let mut back = Back::new(ledger);
    let mut key = ledger.key().verifying_key();
    let (mut ended, mut unended) = (HashSet::new(), Vec::new());
    let (mut from, mut head, mut stop) = (ledger.tip().lines, ledger.tip().head, 0);
    while from > stop {
        let line = back.next().map_err(system("read", ledger.path()))?.ok_or_else(broken)?;
        let common = canon::read(line, LEDGER).filter(|common| common.seq + 1 == from).ok_or_else(broken)?;
        let before = before(line, &common, head).ok_or_else(broken)?;
        let parse = || serde_json::from_slice::<Named<'_>>(line).map_err(|_| broken());
        match common.kind {
            "closed" | "adopted" => drop(ended.insert(parse()?.file)),
            "opened" => {
                let Named { session, file } = parse()?;
                let session = SessionId::parse(session).ok_or_else(broken)?;
                if !ended.remove(&file) {
                    unended.push(Unended { session, file, seq: common.seq, head, key });
                }
            }
            "settled" if reach == Reach::Settled && stop == 0 => {
                stop = serde_json::from_slice::<Settled>(line).map_err(|_| broken())?.from;
            }
            "key" => key = Rotated::read(line, &common).ok_or_else(broken)?.was,
            _ => {}
        }
        from = common.seq;
        head = before;
    }
    unended.reverse();
    Ok(Walk { unended, from })
}

/// The head before a line, if the line is the one that leads from it to the head after.
fn before(line: &[u8], common: &Common<'_>, after: Head) -> Option<Head> {
    Head::parse(common.prev).filter(|before| before.after(line) == after)
}

/// The lines of a ledger, from the last to the first.
struct Back<'a> {
    file: &'a File,
    /// How many bytes of the file are not read yet.
    unread: u64,
    /// What was read and not handed out: whole lines but for the first.
    block: Vec<u8>,
    /// Where in the block the line ends that was handed out last.
    end: usize,
}

impl<'a> Back<'a> {
    fn new(ledger: &'a Ledger) -> Self {
        let (file, unread) = ledger.file();
        Self { file, unread, block: Vec::new(), end: 0 }
    }

    /// The line before the last one handed out, without its newline.
    fn next(&mut self) -> io::Result<Option<&[u8]>> {
        let end = loop {
            let Some(end) = self.end.checked_sub(1) else {
                if self.unread == 0 {
                    return Ok(None);
                }
                self.read()?;
                continue;
            };
            let found = self.block.get(..end).and_then(|lines| memchr::memrchr(b'\n', lines));
            match found {
                Some(newline) => {
                    self.end = newline + 1;
                    break end;
                }
                None if self.unread == 0 => {
                    self.end = 0;
                    break end;
                }
                None if end > MAX_LINE => return Ok(None),
                None => self.read()?,
            }
        };
        Ok(self.block.get(self.end..end))
    }

    /// Puts the block before it in front of what is left.
    fn read(&mut self) -> io::Result<()> {
        let length = self.unread.min(BLOCK);
        self.unread -= length;
        let mut block = Vec::new();
        self.file.seek(SeekFrom::Start(self.unread))?;
        self.file.take(length).read_to_end(&mut block)?;
        block.extend(self.block.get(..self.end).unwrap_or_default());
        (self.end, self.block) = (block.len(), block);
        Ok(())
    }
}
