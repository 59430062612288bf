//! Owns the sessions that ended without closing, because `ww` was killed or the machine stopped: a later one enters them
//! in the ledger as they are. It must not touch a file that has an owner, or one that does not verify.

use std::collections::HashSet;
use std::fs;
use std::io::{self, Read, Seek, SeekFrom};
use std::path::{Path, PathBuf};

use super::back::{Reach, Unended, walk};
use super::chain::Head;
use super::ledger::{Ledger, Record};
use super::session::SessionId;
use super::state::{self, StateDir};
use super::tail::Tail;
use super::time::Clock;
use super::verify::{Fault, Outcome, Problem, verify_unended};
use super::{AuditError, system};

/// Most sessions that are adopted at once: each has an open file, and the ledger is not locked for long.
const ROUND: usize = 64;

/// Lines of the ledger after which it is worth a line of its own to say that they need not be read again.
const SETTLE_AFTER: u64 = 128;

/// What became of a session that ended without closing.
#[derive(Clone, Debug)]
pub struct Adopted {
    /// The session.
    pub session: SessionId,
    /// Its file.
    pub path: PathBuf,
    /// Whole lines that verify.
    pub lines: u64,
    /// How many of them, from the first on, a checkpoint covers.
    pub covered: u64,
    /// Bytes of a torn line that were moved to the `.torn` file.
    pub cut: u64,
    /// Whether it verifies as far as it goes, and so was adopted. If not, nothing was changed.
    pub outcome: Outcome,
}

/// Adopts the sessions that ended without closing, or only that one, wherever they are in the ledger. Those that live
/// are left alone; a session that is not dead is no error.
///
/// # Errors
/// A ledger that does not verify, cannot be written or does not know the session; a torn line that cannot be put aside.
pub fn adopt(state: &StateDir, only: Option<SessionId>, clock: &Clock) -> Result<Vec<Adopted>, AuditError> {
    if let Some(session) = only {
        known(state, session)?;
    }
    adopt_from(state, only, Reach::All, clock)
}

/// The same for the start of a session: it reads back only as far as there can be something to find, which a `settled`
/// line tells the next one.
///
/// # Errors
/// As for [`adopt`].
pub fn adopt_at_start(state: &StateDir, clock: &Clock) -> Result<Vec<Adopted>, AuditError> {
    adopt_from(state, None, Reach::Settled, clock)
}

fn known(state: &StateDir, session: SessionId) -> Result<(), AuditError> {
    let path = state.audit();
    let mut entries = fs::read_dir(&path).map_err(system("read", &path))?.filter_map(Result::ok);
    let found =
        entries.any(|entry| SessionId::of_file(&entry.file_name().to_string_lossy()) == Some(session));
    if found { Ok(()) } else { Err(AuditError::Unknown { what: session.to_string(), path }) }
}

/// In rounds, until only those are left that live or that cannot be adopted.
fn adopt_from(
    state: &StateDir,
    only: Option<SessionId>,
    reach: Reach,
    clock: &Clock,
) -> Result<Vec<Adopted>, AuditError> {
    let (mut tried, mut adopted, mut waits) = (HashSet::new(), Vec::new(), u64::MAX);
    loop {
        let mut ledger = Ledger::lock(state, clock())?;
        let walk = walk(&ledger, reach)?;
        let wanted = |it: &Unended| only.is_none_or(|only| only == it.session) && !tried.contains(&it.file);
        let claimed = claim(state, walk.unended.into_iter().filter(wanted));
        waits = waits.min(claimed.waits);
        if claimed.dead.is_empty() {
            adopted.extend(claimed.failed);
            let from = waits.min(ledger.tip().lines);
            if reach == Reach::Settled && from >= walk.from + SETTLE_AFTER {
                ledger.append(&Record::Settled { from }, clock())?;
            }
            return Ok(adopted);
        }
        // Nobody else can adopt them: their files are locked. So the ledger need not be, while they are read.
        drop(ledger);
        let entered = enter(state, claimed.dead, clock)?;
        for done in claimed.failed.into_iter().chain(entered) {
            tried.insert(name_of(&done.path));
            adopted.push(done);
        }
    }
}

fn name_of(path: &Path) -> String {
    path.file_name().unwrap_or_default().to_string_lossy().into_owned()
}

/// A session whose owner is gone; its file is locked. An owner enters the end of its session under the ledger's lock
/// and holds that of the file meanwhile, so that whoever has both for a session without an end knows that none will come.
struct Dead {
    unended: Unended,
    path: PathBuf,
    tail: Tail,
}

/// What can be done about sessions without an end.
struct Claimed {
    dead: Vec<Dead>,
    /// Those whose file is not there, or cannot be opened.
    failed: Vec<Adopted>,
    /// The line that opened the first of those that may be found dead later.
    waits: u64,
}

/// Locks the files of those that are dead, at most a round of them.
fn claim(state: &StateDir, unended: impl Iterator<Item = Unended>) -> Claimed {
    let mut claimed = Claimed { dead: Vec::new(), failed: Vec::new(), waits: u64::MAX };
    for unended in unended {
        let (seq, path) = (unended.seq, state.audit().join(&unended.file));
        match Tail::claim(&path) {
            Ok(Some(tail)) => claimed.dead.push(Dead { unended, path, tail }),
            Ok(None) => claimed.waits = claimed.waits.min(seq),
            Err(error) => {
                let failed = unreadable(unended, path, error);
                // What cannot be opened now may be found in order later; what is gone stays gone.
                if let Outcome::Unreadable(_) = failed.outcome {
                    claimed.waits = claimed.waits.min(seq);
                }
                claimed.failed.push(failed);
            }
        }
        if claimed.dead.len() == ROUND {
            break;
        }
    }
    claimed
}

/// Verifies them and enters those that hold in the ledger.
fn enter(state: &StateDir, dead: Vec<Dead>, clock: &Clock) -> Result<Vec<Adopted>, AuditError> {
    let mut examined = Vec::new();
    for mut dead in dead {
        let (adopted, head) = examine(&mut dead)?;
        examined.push((dead, adopted, head));
    }
    let mut ledger = Ledger::lock(state, clock())?;
    for (Dead { unended: Unended { session, file, .. }, .. }, adopted, head) in &examined {
        let &Adopted { lines, covered, cut, .. } = adopted;
        if let Outcome::Verified = adopted.outcome {
            let (session, head) = (*session, *head);
            ledger.append(&Record::Adopted { session, file, lines, head, covered, cut }, clock())?;
        }
    }
    ledger.sync()?;
    Ok(examined.into_iter().map(|(_, adopted, _)| adopted).collect())
}

/// Reads the file. If it verifies as far as it goes, what comes after its last whole line is put aside, and the rest is
/// on the disk: the head after it is what the ledger will vouch for.
fn examine(dead: &mut Dead) -> Result<(Adopted, Head), AuditError> {
    let Dead { unended, path, tail } = dead;
    let file = tail.file().try_clone().map_err(system("read", path))?;
    let (found, outcome) = verify_unended(file, unended.session, unended.head, &unended.key);
    let mut cut = 0;
    if let Outcome::Verified = outcome {
        cut = put_aside(tail, found.torn)?;
        tail.sync()?;
    }
    let head = found.head.unwrap_or(unended.head);
    let (session, path) = (unended.session, path.clone());
    Ok((Adopted { session, path, lines: found.lines, covered: found.covered, cut, outcome }, head))
}

/// Moves a torn line to a file of its own; how long it was. If that was done before and not entered in the ledger, the
/// file of its own says how long.
fn put_aside(tail: &mut Tail, torn: u64) -> Result<u64, AuditError> {
    let path = tail.path().with_extension("torn");
    if torn == 0 {
        return Ok(fs::metadata(&path).map_or(0, |about| about.len()));
    }
    let (whole, mut bytes) = (tail.len().saturating_sub(torn), Vec::new());
    let mut file = tail.file();
    file.seek(SeekFrom::Start(whole))
        .and_then(|_| file.take(torn).read_to_end(&mut bytes))
        .map_err(system("read", tail.path()))?;
    state::replace(&path, &bytes)?;
    tail.cut(whole)?;
    Ok(torn)
}

/// A file that is not there, or cannot be opened: the session stays as it is.
fn unreadable(unended: Unended, path: PathBuf, error: AuditError) -> Adopted {
    let outcome = match error {
        AuditError::System { source, .. } if source.kind() != io::ErrorKind::NotFound => {
            Outcome::Unreadable(source)
        }
        _ => Outcome::Fault(Fault { line: None, problem: Problem::Missing }),
    };
    Adopted { session: unended.session, path, lines: 0, covered: 0, cut: 0, outcome }
}

#[cfg(test)]
mod tests;
