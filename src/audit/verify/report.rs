//! Owns what verifying comes to. It must not decide it.

use std::io;
use std::path::PathBuf;
use std::sync::Arc;

use ed25519_dalek::VerifyingKey;
use serde::Serialize;

use super::super::chain::Head;
use super::super::session::SessionId;
use super::fault::{Fault, Stop};

/// What was found.
#[derive(Clone, Debug)]
pub struct Report {
    /// The public key that signatures were checked with.
    pub key: VerifyingKey,
    /// What each ledger must go on from: so many lines, that head.
    pub expect: Option<(u64, Head)>,
    /// One per folder looked at.
    pub ledgers: Vec<LedgerReport>,
    /// One per archive that was there.
    pub archives: Vec<ArchiveReport>,
    /// One per session, in the order of the files' names, which is that of their beginnings.
    pub sessions: Vec<SessionReport>,
}

/// What was found in a ledger.
#[derive(Clone, Debug)]
pub struct LedgerReport {
    /// Where it is.
    pub path: PathBuf,
    /// Whole lines that verify.
    pub lines: u64,
    /// Bytes of a line that was not written to its end; the next session mends it.
    pub torn: u64,
    /// Whether it verifies.
    pub outcome: Outcome,
}

/// What was found in an archive.
#[derive(Clone, Debug)]
pub struct ArchiveReport {
    /// Where it is.
    pub path: PathBuf,
    /// Session files in it.
    pub files: u64,
    /// Whether it is the one that the ledger vouches for, and all that is in it verifies.
    pub outcome: Outcome,
}

/// What was found in a session file.
#[derive(Clone, Debug)]
pub struct SessionReport {
    /// Where it is.
    pub path: PathBuf,
    /// The session, as far as the name says.
    pub session: Option<SessionId>,
    /// How it stands with the ledger.
    pub standing: Standing,
    /// Whole lines that verify.
    pub lines: u64,
    /// How many of them, from the first on, a signature covers: nobody without the key can have changed those.
    pub covered: u64,
    /// Bytes of a line that was not written to its end.
    pub torn: u64,
    /// Whether it verifies.
    pub outcome: Outcome,
}

/// How a session stands with the ledger.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Standing {
    /// The ledger has its last head: every byte of the file is vouched for.
    Closed,
    /// It ended without closing, and a later session entered it in the ledger as it was then: since then every byte of
    /// it is vouched for. Before that, lines after the last checkpoint rested on nothing.
    Adopted,
    /// Its owner holds the file's lock.
    Live,
    /// It has no end and no owner: `ww` was killed or the machine stopped. Lines after the last checkpoint, and that
    /// there were not more of them, rest on nothing.
    NotClosed,
    /// The ledger says that the file was moved to an archive. If the archive is there, it was read; if not, it was not
    /// looked for, and there are no lines.
    Archived,
    /// There was no ledger to hold it against, or not up to this session.
    Alone,
}

/// Whether something verifies.
#[derive(Clone, Debug)]
pub enum Outcome {
    /// It does.
    Verified,
    /// It does not; the first fault.
    Fault(Fault),
    /// It could not be read.
    Unreadable(Arc<io::Error>),
}

/// What a report comes to.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Verdict {
    /// All of it verifies.
    Verified,
    /// Something could not be read; the rest verifies.
    Unreadable,
    /// Something does not verify.
    NotVerified,
}

impl Report {
    /// The worst outcome.
    #[must_use]
    pub fn verdict(&self) -> Verdict {
        let ledgers = self.ledgers.iter().map(|ledger| &ledger.outcome);
        let archives = self.archives.iter().map(|archive| &archive.outcome);
        let sessions = self.sessions.iter().map(|session| &session.outcome);
        let outcomes = ledgers.chain(archives).chain(sessions);
        let verdicts = outcomes.map(|outcome| match outcome {
            Outcome::Verified => Verdict::Verified,
            Outcome::Unreadable(_) => Verdict::Unreadable,
            Outcome::Fault(_) => Verdict::NotVerified,
        });
        verdicts.max().unwrap_or(Verdict::Verified)
    }
}

impl From<Result<(), Stop>> for Outcome {
    fn from(result: Result<(), Stop>) -> Self {
        match result {
            Ok(()) => Self::Verified,
            Err(Stop::Fault(fault)) => Self::Fault(fault),
            Err(Stop::Unreadable(error)) => Self::Unreadable(Arc::new(error)),
        }
    }
}
