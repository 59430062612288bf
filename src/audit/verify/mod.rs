//! Owns the answer to "is this log complete and unedited?". It reads only, a line at a time, and must not trust that
//! what it reads was written by this program.

use std::collections::{BTreeMap, BTreeSet};
use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};

use ed25519_dalek::VerifyingKey;
use nix::fcntl::{Flock, FlockArg};

mod ahead;
mod archive;
pub mod bundle;
mod fault;
mod ledger;
mod lines;
mod report;
mod session;
#[cfg(test)]
mod tampering;

use super::session::{EXTENSION, SessionId};
use super::state::{self, StateDir, read_public_key};
use super::{AuditError, Head, system};
use archive::Contents;
pub(super) use archive::{Expected, check as check_archive, digest_of, held_against};
pub use fault::{Fault, Problem};
use fault::{Stop, at_end};
use ledger::Closing;
pub(super) use ledger::{Book, Opening};
pub use report::{ArchiveReport, LedgerReport, Outcome, Report, SessionReport, Standing, Verdict};
use session::Found;

/// What to verify.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Target {
    /// A session of the state directory.
    Session(SessionId),
    /// A session file or an archive anywhere, against the ledger beside it if there is one; for an archive, also against
    /// the one in the folder above.
    File(PathBuf),
}

/// Verifies the targets, or the whole state directory when there are none, with that key or else the state
/// directory's own, which must be one of the keys that a ledger was signed with. Each ledger that is read must be the
/// one that once had as many lines as `expect` says and that head after them; if the targets have none, the state
/// directory's is read for it.
///
/// # Errors
/// There is no key, no log at all, or no such session. What is wrong with the log itself is in the report.
pub fn verify(
    state: &StateDir,
    targets: &[Target],
    key: Option<VerifyingKey>,
    expect: Option<(u64, Head)>,
) -> Result<Report, AuditError> {
    let key = key.map_or_else(|| read_public_key(&state.signing_pub()), Ok)?;
    let (ledgers, archives, sessions) = (Vec::new(), Vec::new(), Vec::new());
    let mut report = Report { key, expect, ledgers, archives, sessions };
    if targets.is_empty() {
        Folder::read(&state.audit())?.verify(None, true, &mut report);
    }
    let ids: Vec<SessionId> = targets
        .iter()
        .filter_map(|target| if let Target::Session(id) = target { Some(*id) } else { None })
        .collect();
    if !ids.is_empty() {
        Folder::read(&state.audit())?.verify_ids(&ids, &mut report)?;
    }
    let mut files: BTreeMap<&Path, BTreeSet<String>> = BTreeMap::new();
    for target in targets {
        let Target::File(path) = target else { continue };
        let unknown = || AuditError::Unknown { what: path.display().to_string(), path: state.audit() };
        let name = path.file_name().and_then(|name| name.to_str()).ok_or_else(unknown)?;
        let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
        if SessionId::of_archive(name).is_some() {
            let above = folder.parent().filter(|_| !folder.join(state::LEDGER).exists());
            let above = above.filter(|above| above.join(state::LEDGER).exists());
            Folder::read(above.unwrap_or(folder))?.verify_archive(path, name, &mut report);
            continue;
        }
        files.entry(folder).or_default().insert(name.to_owned());
    }
    for (folder, names) in files {
        Folder::read(folder)?.verify(Some(names), false, &mut report);
    }
    if expect.is_some() && report.ledgers.is_empty() {
        Folder::read(&state.audit())?.book(true, &mut report);
    }
    Ok(report)
}

/// A folder with session files, as it was before its ledger was read: so a session that ends meanwhile is held against
/// a ledger that knows its end.
struct Folder {
    path: PathBuf,
    /// So that nothing is moved to an archive while we look. Where it cannot be had, nobody writes either.
    _lock: Option<Flock<File>>,
    /// The session files, and whether their owners live.
    files: BTreeMap<String, bool>,
}

impl Folder {
    fn read(path: &Path) -> Result<Self, AuditError> {
        let _lock = File::open(path).ok().and_then(|folder| Flock::lock(folder, FlockArg::LockShared).ok());
        let names = fs::read_dir(path).map_err(system("read", path))?;
        let names = names.map(|entry| entry.map(|entry| entry.file_name())).collect::<Result<Vec<_>, _>>();
        let names = names.map_err(system("read", path))?;
        let names = names.iter().map(|name| name.to_string_lossy().into_owned());
        let sessions = names.filter(|name| name.ends_with(EXTENSION) && name != state::LEDGER);
        let files =
            sessions.map(|name| (is_locked(&path.join(&name)), name)).map(|(live, name)| (name, live));
        Ok(Self { path: path.to_owned(), _lock, files: files.collect() })
    }

    fn verify_ids(&self, ids: &[SessionId], report: &mut Report) -> Result<(), AuditError> {
        let book = self.book(true, report);
        for id in ids {
            let known = self.files.keys().chain(book.iter().flat_map(|book| book.sessions.keys()));
            let names: BTreeSet<_> =
                known.filter(|name| SessionId::of_file(name) == Some(*id)).cloned().collect();
            if names.is_empty() {
                return Err(AuditError::Unknown { what: id.to_string(), path: self.path.clone() });
            }
            self.sessions(names, book.as_ref(), report);
        }
        Ok(())
    }

    /// Verifies the ledger and the named session files, or all that either the folder or the ledger knows.
    fn verify(&self, names: Option<BTreeSet<String>>, needs_ledger: bool, report: &mut Report) {
        let book = self.book(needs_ledger, report);
        let all =
            || self.files.keys().chain(book.iter().flat_map(|book| book.sessions.keys())).cloned().collect();
        self.sessions(names.unwrap_or_else(all), book.as_ref(), report);
    }

    /// What the ledger says, if there is one.
    fn book(&self, needed: bool, report: &mut Report) -> Option<Book> {
        let path = self.path.join(state::LEDGER);
        let (book, result) = match open(&path) {
            Ok(file) => {
                let (book, result) = Book::read(file, &report.key, report.expect);
                (Some(book), result)
            }
            Err(error) if error.kind() == io::ErrorKind::NotFound && !needed => return None,
            Err(error) if error.kind() == io::ErrorKind::NotFound => (None, Err(at_end(Problem::Missing))),
            Err(error) => (None, Err(Stop::Unreadable(error))),
        };
        let (lines, torn) = book.as_ref().map_or((0, 0), |book| (book.lines, book.torn));
        report.ledgers.push(LedgerReport { path, lines, torn, outcome: result.into() });
        book
    }

    fn sessions(&self, names: BTreeSet<String>, book: Option<&Book>, report: &mut Report) {
        let mut archived = book.map(|book| self.archives(&names, book, report)).unwrap_or_default();
        for name in names {
            let opening = book.and_then(|book| book.sessions.get(&name));
            let session = SessionId::of_file(&name);
            // Opened after the folder was read: then its owner was alive.
            let live = self.files.get(&name).copied().unwrap_or(opening.is_some());
            let path = self.path.join(&name);
            let put_away = opening.is_some_and(|opening| opening.archive.is_some()) && !path.exists();
            let (found, standing, outcome) = if put_away {
                let (found, outcome) =
                    archived.remove(&name).unwrap_or((Found::default(), Outcome::Verified));
                (found, Standing::Archived, outcome)
            } else {
                examine(&path, session, live, opening, book, &report.key)
            };
            let Found { lines, covered, torn, .. } = found;
            report.sessions.push(SessionReport { path, session, standing, lines, covered, torn, outcome });
        }
    }
}

impl Folder {
    /// Verifies the archives, of those that are there, that the named sessions were moved to; what is in them.
    fn archives(&self, names: &BTreeSet<String>, book: &Book, report: &mut Report) -> Contents {
        let wanted = names.iter().filter_map(|name| book.sessions.get(name)?.archive.as_ref());
        let mut contents = Contents::new();
        for archive in wanted.collect::<BTreeSet<_>>() {
            let path = self.path.join(state::ARCHIVES).join(archive);
            if path.symlink_metadata().is_ok() {
                contents.extend(self.archive(&path, archive, Some(book), report));
            }
        }
        contents
    }

    /// Verifies an archive, wherever it is, and all that is in it.
    fn verify_archive(&self, path: &Path, name: &str, report: &mut Report) {
        let book = self.book(false, report);
        for (name, (found, outcome)) in self.archive(path, name, book.as_ref(), report) {
            let standing = if book.is_some() { Standing::Archived } else { Standing::Alone };
            let (path, session) = (path.join(&name), SessionId::of_file(&name));
            let Found { lines, covered, torn, .. } = found;
            report.sessions.push(SessionReport { path, session, standing, lines, covered, torn, outcome });
        }
    }

    /// What is in an archive. If the archive itself does not verify, nothing in it does.
    fn archive(&self, path: &Path, name: &str, book: Option<&Book>, report: &mut Report) -> Contents {
        let expected = book.and_then(|book| book.expected(name));
        let checked = match (book, &expected) {
            (Some(_), None) => Err(at_end(Problem::Unknown)),
            _ => open(path)
                .map_err(Stop::from)
                .and_then(|file| check_archive(file, expected.as_ref(), &report.key)),
        };
        let (contents, outcome) = match checked {
            Ok(contents) => {
                let mut first = contents.values().map(|(_, outcome)| outcome);
                let first = first.find(|outcome| !matches!(outcome, Outcome::Verified));
                let outcome = first.cloned().unwrap_or(Outcome::Verified);
                (contents, outcome)
            }
            Err(stop) => {
                let outcome = Outcome::from(Err(stop));
                let names = expected.iter().flat_map(|expected| expected.files.keys());
                let none = names.map(|&name| (name.to_owned(), (Found::default(), outcome.clone())));
                (none.collect(), outcome)
            }
        };
        let files = contents.len() as u64;
        report.archives.push(ArchiveReport { path: path.to_owned(), files, outcome });
        contents
    }
}

/// Verifies one session file against what the ledger says of it.
fn examine(
    path: &Path,
    session: Option<SessionId>,
    live: bool,
    opening: Option<&Opening>,
    book: Option<&Book>,
    key: &VerifyingKey,
) -> (Found, Standing, Outcome) {
    let whole = book.is_some_and(|book| book.whole);
    let standing = match opening {
        Some(Opening { closing: Some(Closing { adopted: Some(_), .. }), .. }) => Standing::Adopted,
        Some(Opening { closing: Some(_), .. }) => Standing::Closed,
        _ if live => Standing::Live,
        Some(_) => Standing::NotClosed,
        None => Standing::Alone,
    };
    // A ledger whose keys nobody vouches for vouches for no key.
    let trusted = opening.filter(|_| book.is_some_and(|book| book.trusted));
    let key = trusted.map_or(key, |opening| &opening.key);
    let (mut found, result) = match (open(path), session) {
        (Ok(file), Some(session)) => session::check(file, session, opening.map(|opening| opening.head), key),
        (Ok(_), None) => (Found::default(), Err(at_end(Problem::Unknown))),
        (Err(error), _) if error.kind() == io::ErrorKind::NotFound && opening.is_some() => {
            (Found::default(), Err(at_end(Problem::Missing)))
        }
        (Err(error), _) => (Found::default(), Err(Stop::Unreadable(error))),
    };
    let result = result.and_then(|()| match opening {
        Some(Opening { closing: Some(closing), .. }) => found.matches(closing),
        Some(_) if found.ended && !live && whole => Err(at_end(Problem::Unclosed)),
        // Made by a session that was stopped before it came into the ledger; nothing was ever in it.
        None if whole && found.is_empty() => Ok(()),
        None if whole => Err(at_end(Problem::Unknown)),
        _ => Ok(()),
    });
    (found, standing, result.into())
}

/// Verifies the file of a session that nobody has ended, as far as its whole lines go.
pub(super) fn verify_unended(
    file: File,
    session: SessionId,
    first: Head,
    key: &VerifyingKey,
) -> (Found, Outcome) {
    let (found, result) = session::check(file, session, Some(first), key);
    (found, result.into())
}

/// Whether somebody holds the file's lock, as a session's owner does for life.
pub(super) fn is_locked(path: &Path) -> bool {
    let Ok(file) = open(path) else { return false };
    Flock::lock(file, FlockArg::LockSharedNonblock)
        .is_err_and(|(_, errno)| errno == nix::errno::Errno::EWOULDBLOCK)
}

/// Opens a regular file; opening anything else could wait for ever.
pub(super) fn open(path: &Path) -> io::Result<File> {
    if fs::metadata(path)?.is_file() { File::open(path) } else { Err(io::Error::other("not a regular file")) }
}
