//! Owns the verifying of evidence bundles. Nothing is unpacked to the disk, and nothing in a bundle is believed but what
//! the given key vouches for.

use std::io::{self, Cursor};
use std::path::Path;
use std::sync::Arc;

use ed25519_dalek::VerifyingKey;

use super::super::bundle::{LEDGER, MANIFEST, Manifest, Row, SESSIONS};
use super::super::packed::{Unfit, Unpacker};
use super::super::reading::session_of;
use super::super::session::SessionId;
use super::super::{AuditError, Digest, Head, system};
use super::fault::{Problem, at_end};
use super::ledger::{Book, Opening};
use super::session::{Found, check};
use super::{LedgerReport, Outcome, SessionReport, Standing, Verdict, open};

/// Most bytes in the list of a bundle.
const MAX_MANIFEST: u64 = 64 << 20;

/// What was found in a bundle.
#[derive(Clone, Debug)]
pub struct BundleReport {
    /// Files that are as they should be, the list among them.
    pub files: u64,
    /// Whether all files, as files, are what they should be.
    pub outcome: Result<(), BundleFault>,
    /// What was found in the ledger, if it got so far.
    pub ledger: Option<LedgerReport>,
    /// One per session.
    pub sessions: Vec<SessionReport>,
}

/// What is wrong with a bundle as such.
#[derive(Clone, Debug, thiserror::Error)]
pub enum BundleFault {
    /// It cannot be read.
    #[error("it cannot be read: {0}")]
    Unreadable(Arc<io::Error>),
    /// It is no such file, or damaged.
    #[error("{0}")]
    Form(&'static str),
    /// The list does not have its one spelling, or is not signed with the key that it names.
    #[error("its list of files is not as it was signed")]
    List,
    /// The list was signed with a key that the given one does not vouch for.
    #[error("its list of files was signed with another key")]
    Signer,
    /// A file is not the one in the list.
    #[error("{0} is not as it is listed")]
    Changed(String),
    /// A file is missing.
    #[error("{0} is missing")]
    Missing(String),
}

impl From<Unfit> for BundleFault {
    fn from(unfit: Unfit) -> Self {
        match unfit {
            Unfit::Unreadable(error) => Self::Unreadable(Arc::new(error)),
            Unfit::Form(why) => Self::Form(why),
        }
    }
}

impl BundleReport {
    /// The worst outcome.
    #[must_use]
    pub fn verdict(&self) -> Verdict {
        let of = |outcome: &Outcome| match outcome {
            Outcome::Verified => Verdict::Verified,
            Outcome::Unreadable(_) => Verdict::Unreadable,
            Outcome::Fault(_) => Verdict::NotVerified,
        };
        let own = match &self.outcome {
            Ok(()) => Verdict::Verified,
            Err(BundleFault::Unreadable(_)) => Verdict::Unreadable,
            Err(_) => Verdict::NotVerified,
        };
        let ledger = self.ledger.iter().map(|ledger| of(&ledger.outcome));
        let sessions = self.sessions.iter().map(|session| of(&session.outcome));
        ledger.chain(sessions).fold(own, Verdict::max)
    }
}

/// Whether a file has the name of an archive, which [`super::verify`] takes; every other packed file is a bundle.
#[must_use]
pub fn is_archive(path: &Path) -> bool {
    path.file_name().and_then(|name| SessionId::of_archive(name.to_str()?)).is_some()
}

/// Verifies a bundle with that key, which must be one of its ledger's; the ledger must go on from `expect`.
///
/// # Errors
/// The file cannot be opened. What is wrong with it is in the report.
pub fn verify_bundle(
    path: &Path,
    key: &VerifyingKey,
    expect: Option<(u64, Head)>,
) -> Result<BundleReport, AuditError> {
    drop(open(path).map_err(system("read", path))?);
    let report = BundleReport { files: 0, outcome: Ok(()), ledger: None, sessions: Vec::new() };
    let mut reading = Reading { path, key, report };
    reading.report.outcome = reading.bundle(expect);
    Ok(reading.report)
}

struct Reading<'a> {
    path: &'a Path,
    key: &'a VerifyingKey,
    report: BundleReport,
}

impl Reading<'_> {
    fn bundle(&mut self, expect: Option<(u64, Head)>) -> Result<(), BundleFault> {
        let mut unpacker = Unpacker::open(self.path, true)?;
        let most = |name: &str| (name == MANIFEST).then_some(MAX_MANIFEST);
        let list =
            unpacker.next(most)?.and_then(|(_, bytes)| Manifest::read(&bytes)).ok_or(BundleFault::List)?;
        self.report.files = 1;
        let mut book = None;
        for Row { name, size, sha256 } in &list.rows {
            // The bundle has exactly the files of the list, in its order.
            let found = unpacker.next(|found| (found == name).then_some(*size));
            let found = found.map_err(|unfit| match unfit {
                Unfit::Form(_) => BundleFault::Changed(name.clone()),
                unfit => unfit.into(),
            });
            let (_, bytes) = found?.ok_or_else(|| BundleFault::Missing(name.clone()))?;
            if Digest::of(&bytes) != *sha256 {
                return Err(BundleFault::Changed(name.clone()));
            }
            self.report.files += 1;
            if name == LEDGER {
                book = Some(self.ledger(Cursor::new(bytes), self.path.join(LEDGER), expect));
            } else if let Some(file) = name.strip_prefix(SESSIONS) {
                self.session(file, bytes, book.as_ref());
            }
        }
        if unpacker.next(|_| None)?.is_some() {
            return Err(BundleFault::List);
        }
        let book = book.ok_or_else(|| BundleFault::Missing(LEDGER.to_owned()))?;
        // The ledger hands over from the given key to the one that signed.
        if book.trusted && book.key == list.key { Ok(()) } else { Err(BundleFault::Signer) }
    }

    fn ledger(
        &mut self,
        input: impl io::Read + io::Seek + Send + 'static,
        path: std::path::PathBuf,
        expect: Option<(u64, Head)>,
    ) -> Book {
        let (book, result) = Book::read(input, self.key, expect);
        self.report.ledger =
            Some(LedgerReport { path, lines: book.lines, torn: book.torn, outcome: result.into() });
        book
    }

    /// Verifies one session file against what the ledger says of it.
    fn session(&mut self, file: &str, bytes: Vec<u8>, book: Option<&Book>) {
        let opening = book.and_then(|book| book.sessions.get(file));
        let trusted = opening.filter(|_| book.is_some_and(|book| book.trusted));
        let key = trusted.map_or(self.key, |opening| &opening.key);
        let standing = match opening {
            Some(Opening { closing: Some(closing), .. }) if closing.adopted.is_some() => Standing::Adopted,
            Some(Opening { closing: Some(_), .. }) => Standing::Closed,
            Some(_) => Standing::NotClosed,
            None => Standing::Alone,
        };
        let session = session_of(file);
        let (mut found, result) = match session {
            Some(session) => check(Cursor::new(bytes), session, opening.map(|opening| opening.head), key),
            None => (Found::default(), Err(at_end(Problem::Unknown))),
        };
        let result = result.and_then(|()| match opening {
            Some(Opening { closing: Some(closing), .. }) => found.matches(closing),
            Some(_) if found.ended => Err(at_end(Problem::Unclosed)),
            None if book.is_some() => Err(at_end(Problem::Unknown)),
            _ => Ok(()),
        });
        let Found { lines, covered, torn, .. } = found;
        let (path, outcome) = (self.path.join(file), result.into());
        self.report.sessions.push(SessionReport { path, session, standing, lines, covered, torn, outcome });
    }
}
