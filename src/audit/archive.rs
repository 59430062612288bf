//! Owns putting closed sessions away: their files go into one archive, and are removed once it is on the disk and the
//! ledger vouches for it. It must not put away what does not verify, nor leave a moment in which a file is in neither place.

use std::fs::{self, File, OpenOptions};
use std::io::{self, BufWriter, Read};
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};

use flate2::{Compression, GzBuilder};
use nix::fcntl::{Flock, FlockArg};
use tar::{Builder, EntryType, Header};

use super::chain::Digest;
use super::ledger::{Ledger, Record};
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
    let packed = GzBuilder::new().mtime(0).operating_system(255);
    let mut tar = Builder::new(packed.write(BufWriter::new(output), Compression::default()));
    for name in names {
        let file = File::open(folder.join(name))?;
        let size = file.metadata()?.len();
        let mut header = Header::new_ustar();
        header.set_entry_type(EntryType::Regular);
        header.set_mode(0o600);
        header.set_size(size);
        for set in [Header::set_uid, Header::set_gid, Header::set_mtime] {
            set(&mut header, 0);
        }
        tar.append_data(&mut header, name, file.take(size))?;
    }
    let output = tar.into_inner()?.finish()?.into_inner().map_err(io::IntoInnerError::into_error)?;
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
mod tests {
    use super::super::adopt;
    use super::super::sample::{BEGIN, end, hit, open, record, request, state, stopped_clock};
    use super::super::verify::{Problem, Report, Standing, Target, Verdict, verify};
    use super::*;

    const LATER: fn() -> Timestamp = || Timestamp::from_millis(BEGIN + 1);

    fn report(state: &StateDir, targets: &[Target]) -> Report {
        verify(state, targets, None, None).unwrap()
    }

    fn file(state: &StateDir, id: &str) -> PathBuf {
        state.audit().join(format!("2026-11-22T15-44-01Z-{id}.jsonl"))
    }

    fn put_away(state: &StateDir) -> Option<Archived> {
        archive(state, LATER(), &stopped_clock()).unwrap()
    }

    /// Closed sessions, a dead one, and one that lives.
    fn log(root: &Path) -> (StateDir, super::super::Log) {
        let state = state(root);
        for id in ["bbbbbb", "aaaaaa"] {
            let log = open(&state, id);
            record(&log, request(vec![hit(1)])).unwrap();
            log.close(end()).unwrap();
        }
        drop(open(&state, "cccccc"));
        let live = open(&state, "dddddd");
        (state, live)
    }

    fn standings(report: &Report) -> Vec<(String, Standing, u64)> {
        let session = |it: &super::super::verify::SessionReport| it.session.unwrap().to_string();
        report.sessions.iter().map(|it| (session(it), it.standing, it.lines)).collect()
    }

    #[test]
    fn closed_and_adopted_sessions_are_put_away_and_verify_there() {
        let root = tempfile::tempdir().unwrap();
        let (state, live) = log(root.path());
        adopt(&state, None, &stopped_clock()).unwrap();
        assert_eq!(archive(&state, Timestamp::from_millis(BEGIN), &stopped_clock()).unwrap(), None);
        let made = put_away(&state).unwrap();
        let names: Vec<_> = ["aaaaaa", "bbbbbb", "cccccc"].map(|id| file(&state, id)).to_vec();
        assert!(made.left.is_empty() && names.iter().all(|path| !path.exists()));
        assert_eq!(
            made.files,
            names.iter().map(|it| it.file_name().unwrap().to_str().unwrap()).collect::<Vec<_>>()
        );
        assert_eq!(put_away(&state), None);
        live.close(end()).unwrap();
        let found = report(&state, &[]);
        assert_eq!(found.verdict(), Verdict::Verified, "{found:?}");
        let expected = [
            ("aaaaaa", Standing::Archived, 5),
            ("bbbbbb", Standing::Archived, 5),
            ("cccccc", Standing::Archived, 2),
            ("dddddd", Standing::Closed, 4),
        ];
        assert_eq!(standings(&found), expected.map(|(id, standing, lines)| (id.to_owned(), standing, lines)));
        assert_eq!((found.archives.len(), found.archives[0].files), (1, 3));
        // One of them, the archive by its path, and a copy of it with nothing beside it.
        let one = report(&state, &[Target::Session(SessionId::parse("bbbbbb").unwrap())]);
        assert_eq!((one.verdict(), standings(&one).len()), (Verdict::Verified, 1));
        let by_path = report(&state, &[Target::File(made.path.clone())]);
        assert_eq!(
            (by_path.verdict(), by_path.ledgers.len(), by_path.sessions.len()),
            (Verdict::Verified, 1, 3)
        );
        let elsewhere = tempfile::tempdir().unwrap();
        let copy = elsewhere.path().join(made.path.file_name().unwrap());
        fs::copy(&made.path, &copy).unwrap();
        let alone = report(&state, &[Target::File(copy)]);
        assert_eq!((alone.verdict(), alone.ledgers.len(), alone.sessions.len()), (Verdict::Verified, 0, 3));
        fs::remove_file(&made.path).unwrap();
        let gone = report(&state, &[]);
        assert_eq!((gone.verdict(), standings(&gone)[0].2), (Verdict::Verified, 0));
    }

    #[test]
    fn the_same_files_make_the_same_archive() {
        let digests = [0, 1].map(|_| {
            let root = tempfile::tempdir().unwrap();
            put_away(&log(root.path()).0).unwrap().sha256
        });
        assert_eq!(digests[0], digests[1]);
    }

    #[test]
    fn an_archive_holds_plain_files_that_say_nothing_but_their_names() {
        let root = tempfile::tempdir().unwrap();
        let made = put_away(&log(root.path()).0).unwrap();
        let file = File::open(made.path).unwrap();
        let mut tar = tar::Archive::new(flate2::read::GzDecoder::new(file));
        for (entry, name) in tar.entries().unwrap().zip(&made.files) {
            let entry = entry.unwrap();
            assert_eq!(entry.path().unwrap(), Path::new(name));
            let header = entry.header();
            assert_eq!((header.mode().unwrap(), header.mtime().unwrap()), (0o600, 0));
            assert_eq!((header.uid().unwrap(), header.gid().unwrap()), (0, 0));
        }
    }

    #[test]
    fn a_file_that_does_not_verify_stays_where_it_is() {
        let root = tempfile::tempdir().unwrap();
        let (state, _live) = log(root.path());
        let bad = file(&state, "aaaaaa");
        fs::write(&bad, fs::read_to_string(&bad).unwrap().replace("POST", "GET")).unwrap();
        let made = put_away(&state).unwrap();
        assert_eq!((made.files.len(), made.left.len()), (1, 1));
        assert!(bad.exists());
        let faults = report(&state, &[]);
        assert_eq!(faults.sessions.iter().filter(|it| matches!(it.outcome, Outcome::Fault(_))).count(), 1);
    }

    #[test]
    fn every_changed_byte_of_an_archive_is_found() {
        let root = tempfile::tempdir().unwrap();
        let (state, _live) = log(root.path());
        let made = put_away(&state).unwrap();
        let good = fs::read(&made.path).unwrap();
        let all = (0..good.len()).map(|at| {
            let mut bad = good.clone();
            bad[at] ^= 1 << (at % 8);
            bad
        });
        for bad in all.chain([good[..good.len() - 1].to_vec(), Vec::new(), [&good, b"x".as_slice()].concat()])
        {
            fs::write(&made.path, bad).unwrap();
            let found = report(&state, &[Target::File(made.path.clone())]);
            assert_eq!(found.verdict(), Verdict::NotVerified);
        }
        let unknown = made.path.with_file_name("2026-11-22T15-44-01Z-zzzzzz.tar.gz");
        fs::write(&unknown, good).unwrap();
        let found = report(&state, &[Target::File(unknown)]);
        let Outcome::Fault(fault) = &found.archives[0].outcome else { panic!("{found:?}") };
        assert_eq!(fault.problem, Problem::Unknown);
    }

    /// Everything in a folder and the folders in it.
    fn snapshot(root: &Path) -> Vec<(PathBuf, Vec<u8>)> {
        let mut all = Vec::new();
        for path in fs::read_dir(root).unwrap().map(|entry| entry.unwrap().path()) {
            if path.is_dir() {
                all.extend(snapshot(&path))
            } else {
                all.push((path.clone(), fs::read(path).unwrap()))
            }
        }
        all
    }

    #[test]
    fn an_interruption_anywhere_leaves_what_verifies_and_is_made_up_for() {
        let root = tempfile::tempdir().unwrap();
        let (state, _live) = log(root.path());
        let (before, ledger) = (snapshot(&state.audit()), fs::read(state.ledger()).unwrap());
        let Archived { path, files, .. } = put_away(&state).unwrap();
        let (tar, after) = (fs::read(&path).unwrap(), fs::read(state.ledger()).unwrap());
        let part = PathBuf::from(format!("{}{PART}", path.display()));
        let (half, torn) = (&tar[..tar.len() / 2], &after[..after.len() - 5]);
        // What stands in the archive's place, under which name, what the ledger says, and how many files are removed.
        for (there, at, ledger, removed) in [
            (half, &part, &ledger, 0),
            (&tar, &part, &ledger, 0),
            (&tar, &part, &torn.to_vec(), 0),
            (&tar, &part, &after, 0),
            (&tar, &path, &after, 0),
            (&tar, &path, &after, 1),
            (&tar, &path, &after, 2),
        ] {
            for (path, _) in snapshot(&state.audit()) {
                fs::remove_file(path).unwrap();
            }
            before.iter().for_each(|(path, bytes)| fs::write(path, bytes).unwrap());
            fs::write(state.ledger(), ledger).unwrap();
            fs::write(at, there).unwrap();
            files.iter().take(removed).for_each(|file| fs::remove_file(state.audit().join(file)).unwrap());
            assert_eq!(report(&state, &[]).verdict(), Verdict::Verified);
            put_away(&state);
            let found = report(&state, &[]);
            assert_eq!(found.verdict(), Verdict::Verified, "{found:?}");
            assert!(files.iter().all(|file| !state.audit().join(file).exists()));
            assert_eq!(fs::read_dir(state.archives()).unwrap().count(), 1);
            assert_eq!(found.archives.len(), 1);
        }
    }
}
