//! Owns putting closed sessions away: their files go into one archive, and are removed once it is on the disk and the
//! ledger vouches for it. It must not put away what does not verify, nor leave a moment in which a file is in neither place.

use std::fs::{self, File, OpenOptions};
use std::io::{self, BufWriter};
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};

use nix::fcntl::{Flock, FlockArg};

use super::chain::Digest;
use super::ledger::{Ledger, Record};
use super::packed::Packer;
use super::session::SessionId;
use super::state::{self, StateDir, private_dir, read_public_key};
use super::time::{Clock, Timestamp};
use super::verify::{Book, Expected, Opening, Outcome, check_archive, digest_of, held_against};
use super::{AuditError, system};

/// Most files in an archive, so that their names fit in a line of the ledger; the next archive takes the others.
const MAX_FILES: usize = 20_000;
const _: () =
    assert!(MAX_FILES * "\"2026-11-22T15-44-01Z-k3f9q2.jsonl\",".len() + 1024 < super::line::MAX_LINE);

/// What an archive's name ends with until the ledger vouches for it.
const PART: &str = ".part";

/// Session files that were moved to an archive.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Archived {
    /// The archive.
    pub path: PathBuf,
    /// The digest of its bytes.
    pub sha256: Digest,
    /// The names of the files that are in it now.
    pub files: Vec<String>,
    /// The names of those that stay where they are, because they do not verify.
    pub left: Vec<String>,
}

/// Moves the files of closed and adopted sessions that began before that moment into one archive; `None` when there are
/// none that verify. What an interrupted call left is ended first. Waits for another call, or for who verifies.
///
/// # Errors
/// A ledger that does not verify, or a file that cannot be read or written.
pub fn archive(state: &StateDir, before: Timestamp, clock: &Clock) -> Result<Option<Archived>, AuditError> {
    let _alone = lock_folder(&state.audit())?;
    private_dir(&state.archives())?;
    let book = read_ledger(state)?;
    finish(state, &book)?;
    let (chosen, left) = choose(state, &book, before);
    if chosen.is_empty() {
        return Ok(None);
    }
    let random = SessionId::from_random(*state::random(&state.archives())?);
    let now = clock();
    let name = random.archive_name(now);
    let (path, part) = (state.archives().join(&name), state.archives().join(format!("{name}{PART}")));
    write(&state.audit(), chosen.iter().map(|(name, _)| name.as_str()), &part)
        .map_err(system("write", &part))?;
    let sha256 = check(&part, &chosen, state)?;
    sync_folder(&state.archives())?;
    let files: Vec<String> = chosen.into_iter().map(|(name, _)| name.clone()).collect();
    let mut ledger = Ledger::lock(state, now)?;
    ledger.append(&Record::Archived { archive: &name, sha256, files: &files }, now)?;
    ledger.sync()?;
    fs::rename(&part, &path).map_err(system("write", &path))?;
    sync_folder(&state.archives())?;
    remove(state, files.iter().map(String::as_str))?;
    Ok(Some(Archived { path, sha256, files, left }))
}

/// What the ledger says, all of which must hold.
fn read_ledger(state: &StateDir) -> Result<Book, AuditError> {
    let path = state.ledger();
    let key = read_public_key(&state.signing_pub())?;
    let file = File::open(&path).map_err(system("read", &path))?;
    let (book, result) = Book::read(file, &key, None);
    match Outcome::from(result) {
        Outcome::Verified => Ok(book),
        Outcome::Fault(_) => Err(AuditError::Ledger { path }),
        Outcome::Unreadable(source) => Err(AuditError::System { doing: "read", path, source }),
    }
}

/// Ends what another call began: an archive that the ledger names gets its name and its session files are removed; one
/// that it does not name is removed itself.
fn finish(state: &StateDir, book: &Book) -> Result<(), AuditError> {
    let folder = state.archives();
    for entry in fs::read_dir(&folder).map_err(system("read", &folder))? {
        let part = entry.map_err(system("read", &folder))?.path();
        let name = part.file_name().and_then(|name| name.to_str()?.strip_suffix(PART));
        let Some(name) = name.filter(|name| SessionId::of_archive(name).is_some()) else { continue };
        let path = folder.join(name);
        if book.archives.contains_key(name) && !path.exists() {
            fs::rename(&part, &path).map_err(system("write", &path))?;
        } else {
            fs::remove_file(&part).map_err(system("remove", &part))?;
        }
    }
    sync_folder(&folder)?;
    for (name, sha256) in &book.archives {
        let files = book.sessions.iter().filter(|(_, opening)| opening.archive.as_ref() == Some(name));
        let there: Vec<&str> =
            files.map(|(file, _)| file.as_str()).filter(|file| state.audit().join(file).exists()).collect();
        let kept = || File::open(folder.join(name)).and_then(|mut file| digest_of(&mut file));
        if !there.is_empty() && kept().is_ok_and(|found| found == *sha256) {
            remove(state, there.into_iter())?;
        }
    }
    Ok(())
}

type Chosen<'a> = Vec<(&'a String, &'a Opening)>;

/// The files to put away, and the names of those that do not verify.
fn choose<'a>(state: &StateDir, book: &'a Book, before: Timestamp) -> (Chosen<'a>, Vec<String>) {
    let ended = book.sessions.iter().filter(|(name, opening)| {
        let old = opening.closing.is_some() && opening.archive.is_none() && opening.began < before;
        old && state.audit().join(name).is_file()
    });
    let (mut chosen, mut left) = (Vec::new(), Vec::new());
    for (name, opening) in ended {
        if chosen.len() == MAX_FILES {
            break;
        }
        let file = File::open(state.audit().join(name)).ok().zip(SessionId::of_file(name));
        let outcome = file.map(|(file, session)| held_against(Some(opening), session, file, &opening.key).1);
        match outcome {
            Some(Outcome::Verified) => chosen.push((name, opening)),
            _ => left.push(name.clone()),
        }
    }
    (chosen, left)
}

/// Writes the archive; the same files give the same bytes.
fn write<'a>(folder: &Path, names: impl Iterator<Item = &'a str>, path: &Path) -> io::Result<()> {
    let output = OpenOptions::new().write(true).create_new(true).mode(0o600).open(path)?;
    let mut packer = Packer::new(BufWriter::new(output));
    for name in names {
        let file = File::open(folder.join(name))?;
        packer.add(name, file.metadata()?.len(), file)?;
    }
    let output = packer.finish()?.into_inner().map_err(io::IntoInnerError::into_error)?;
    output.sync_all()
}

/// Reads the archive again: what is in it is what the ledger will vouch for, whatever became of the files meanwhile.
fn check(part: &Path, chosen: &Chosen<'_>, state: &StateDir) -> Result<Digest, AuditError> {
    let read = || -> io::Result<_> {
        let mut file = File::open(part)?;
        Ok((digest_of(&mut file)?, file))
    };
    let (sha256, file) = read().map_err(system("read", part))?;
    let files = chosen.iter().map(|(name, opening)| (name.as_str(), *opening)).collect();
    let key = read_public_key(&state.signing_pub())?;
    let contents = check_archive(file, Some(&Expected { sha256, files }), &key);
    let good = contents
        .is_ok_and(|contents| contents.values().all(|(_, outcome)| matches!(outcome, Outcome::Verified)));
    if good { Ok(sha256) } else { Err(AuditError::Disturbed { path: state.audit() }) }
}

fn remove<'a>(state: &StateDir, names: impl Iterator<Item = &'a str>) -> Result<(), AuditError> {
    for name in names {
        let path = state.audit().join(name);
        fs::remove_file(&path).map_err(system("remove", &path))?;
    }
    sync_folder(&state.audit())
}

fn lock_folder(path: &Path) -> Result<Flock<File>, AuditError> {
    let folder = File::open(path).map_err(system("open", path))?;
    Flock::lock(folder, FlockArg::LockExclusive).map_err(|(_, errno)| system("lock", path)(errno.into()))
}

fn sync_folder(path: &Path) -> Result<(), AuditError> {
    File::open(path).and_then(|folder| folder.sync_all()).map_err(system("sync", path))
}

#[cfg(test)]
mod tests;
