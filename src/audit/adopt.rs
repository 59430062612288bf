//! Owns the sessions that ended without closing, because `ww` was killed or the machine stopped: a later one enters them
//! in the ledger as they are. It must not touch a file that has an owner, or one that does not verify.

use std::collections::HashSet;
use std::fs;
use std::io::{self, Read, Seek, SeekFrom};
use std::path::PathBuf;

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
        let unended: Vec<_> = walk.unended.into_iter().filter(wanted).collect();
        let mut dead = Vec::new();
        for unended in unended {
            let (seq, path) = (unended.seq, state.audit().join(&unended.file));
            let claimed = Tail::claim(&path);
            if !matches!(claimed, Ok(None)) {
                tried.insert(unended.file.clone());
            }
            match claimed {
                Ok(Some(tail)) => dead.push(Dead { unended, path, tail }),
                Ok(None) => waits = waits.min(seq),
                Err(error) => {
                    let failed = unreadable(unended, path, error);
                    // What cannot be opened now may be found in order later; what is gone stays gone.
                    waits = if let Outcome::Unreadable(_) = failed.outcome { waits.min(seq) } else { waits };
                    adopted.push(failed);
                }
            }
            if dead.len() == ROUND {
                break;
            }
        }
        if dead.is_empty() {
            let from = waits.min(ledger.tip().lines);
            if reach == Reach::Settled && from >= walk.from + SETTLE_AFTER {
                ledger.append(&Record::Settled { from }, clock())?;
            }
            return Ok(adopted);
        }
        // Nobody else can adopt them: their files are locked. So the ledger need not be, while they are read.
        drop(ledger);
        adopted.extend(enter(state, dead, clock)?);
    }
}

/// A session whose owner is gone; its file is locked. An owner enters the end of its session under the ledger's lock
/// and holds that of the file meanwhile, so that whoever has both for a session without an end knows that none will come.
struct Dead {
    unended: Unended,
    path: PathBuf,
    tail: Tail,
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
mod tests {
    use super::super::sample::{end, hit, open, record, request, state, stopped_clock, tunnel};
    use super::super::verify::{Report, Standing, Verdict, verify};
    use super::super::{head, rotate_key};
    use super::*;

    fn report(state: &StateDir) -> Report {
        verify(state, &[], None, None).unwrap()
    }

    fn file(state: &StateDir, id: &str) -> PathBuf {
        state.audit().join(format!("2026-11-22T15-44-01Z-{id}.jsonl"))
    }

    /// A session without an end.
    fn dead(state: &StateDir, id: &str) -> PathBuf {
        let log = open(state, id);
        record(&log, request(vec![hit(1)])).unwrap();
        record(&log, tunnel()).unwrap();
        file(state, id)
    }

    #[test]
    fn a_dead_session_is_adopted_wherever_it_was_cut_off() {
        let root = tempfile::tempdir().unwrap();
        let state = state(root.path());
        let path = dead(&state, "aaaaaa");
        let (ledger, whole) = (fs::read(state.ledger()).unwrap(), fs::read(&path).unwrap());
        // Every place in the last line, and enough of them in each other to be on both sides of every newline.
        let last = whole[..whole.len() - 1].iter().rposition(|&byte| byte == b'\n').unwrap();
        let near = |length: &usize| whole[length.saturating_sub(2)..*length].contains(&b'\n');
        for length in (0..=whole.len()).filter(|length| *length >= last || length % 20 == 0 || near(length)) {
            let kept = whole[..length].iter().rposition(|&byte| byte == b'\n').map_or(0, |at| at + 1);
            fs::write(state.ledger(), &ledger).unwrap();
            fs::write(&path, &whole[..length]).unwrap();
            let adopted = adopt(&state, None, &stopped_clock()).unwrap();
            assert_eq!((adopted.len(), adopted[0].cut), (1, (length - kept) as u64));
            assert_eq!(fs::read(&path).unwrap(), whole[..kept]);
            let torn = path.with_extension("torn");
            assert_eq!(fs::read(&torn).unwrap_or_default(), whole[kept..length]);
            let report = report(&state);
            assert_eq!(report.verdict(), Verdict::Verified, "{length}: {report:?}");
            assert_eq!(report.sessions[0].standing, Standing::Adopted);
            assert_eq!(
                (report.sessions[0].lines, report.sessions[0].covered),
                (adopted[0].lines, adopted[0].covered)
            );
            let _ = fs::remove_file(torn);
        }
    }

    #[test]
    fn a_session_whose_closing_line_was_never_written_whole_is_adopted() {
        let root = tempfile::tempdir().unwrap();
        let state = state(root.path());
        open(&state, "aaaaaa").close(end()).unwrap();
        let ledger = fs::read(state.ledger()).unwrap();
        let opened = ledger.iter().position(|&byte| byte == b'\n').unwrap() + 1;
        for length in opened..ledger.len() {
            fs::write(state.ledger(), &ledger[..length]).unwrap();
            assert_eq!(report(&state).verdict(), Verdict::NotVerified);
            let adopted = adopt_at_start(&state, &stopped_clock()).unwrap();
            assert_eq!((adopted[0].lines, adopted[0].cut), (4, 0));
            assert_eq!(report(&state).verdict(), Verdict::Verified);
        }
    }

    #[test]
    fn an_adoption_that_was_interrupted_is_carried_out_by_the_next() {
        let root = tempfile::tempdir().unwrap();
        let state = state(root.path());
        let path = dead(&state, "aaaaaa");
        let (ledger, whole) = (fs::read(state.ledger()).unwrap(), fs::read(&path).unwrap());
        let (kept, torn) = (&whole[..whole.len() - 30], path.with_extension("torn"));
        fs::write(&path, kept).unwrap();
        adopt(&state, None, &stopped_clock()).unwrap();
        let (after, cut) = (fs::read(&path).unwrap(), fs::read(&torn).unwrap());
        for (file, torn_line) in [(kept, &cut[..cut.len() / 2]), (kept, &cut), (&after, &cut)] {
            fs::write(state.ledger(), &ledger).unwrap();
            fs::write(&path, file).unwrap();
            fs::write(&torn, torn_line).unwrap();
            let adopted = adopt(&state, None, &stopped_clock()).unwrap();
            assert_eq!(adopted[0].cut, cut.len() as u64);
            assert_eq!((fs::read(&path).unwrap(), fs::read(&torn).unwrap()), (after.clone(), cut.clone()));
            assert_eq!(report(&state).verdict(), Verdict::Verified);
        }
    }

    #[test]
    fn what_lives_is_closed_or_was_adopted_is_left_alone() {
        let root = tempfile::tempdir().unwrap();
        let state = state(root.path());
        let live = open(&state, "aaaaaa");
        open(&state, "bbbbbb").close(end()).unwrap();
        dead(&state, "cccccc");
        dead(&state, "dddddd");
        let only = SessionId::parse("dddddd");
        assert_eq!(adopt(&state, only, &stopped_clock()).unwrap()[0].session, only.unwrap());
        assert!(adopt(&state, only, &stopped_clock()).unwrap().is_empty());
        assert!(adopt(&state, SessionId::parse("aaaaaa"), &stopped_clock()).unwrap().is_empty());
        let unknown = adopt(&state, SessionId::parse("zzzzzz"), &stopped_clock());
        assert!(matches!(unknown, Err(AuditError::Unknown { .. })));
        assert_eq!(adopt_at_start(&state, &stopped_clock()).unwrap().len(), 1);
        record(&live, tunnel()).unwrap();
        live.close(end()).unwrap();
        assert!(adopt(&state, None, &stopped_clock()).unwrap().is_empty());
        assert_eq!(report(&state).verdict(), Verdict::Verified);
    }

    #[test]
    fn what_does_not_verify_is_not_adopted_and_does_not_keep_others_from_it() {
        let root = tempfile::tempdir().unwrap();
        let state = state(root.path());
        let (bad, gone) = (dead(&state, "aaaaaa"), dead(&state, "bbbbbb"));
        dead(&state, "cccccc");
        let text = fs::read_to_string(&bad).unwrap();
        fs::write(&bad, text.replace("POST", "GET") + "torn").unwrap();
        let tampered = fs::read(&bad).unwrap();
        fs::remove_file(&gone).unwrap();
        for outcomes in [[false, false, true].as_slice(), &[false, false]] {
            let adopted = adopt(&state, None, &stopped_clock()).unwrap();
            let mut found: Vec<_> =
                adopted.iter().map(|it| (it.session, matches!(it.outcome, Outcome::Verified))).collect();
            found.sort();
            assert_eq!(found.iter().map(|(_, verified)| *verified).collect::<Vec<_>>(), outcomes);
            assert_eq!(fs::read(&bad).unwrap(), tampered);
        }
        let faults =
            report(&state).sessions.iter().filter(|it| matches!(it.outcome, Outcome::Fault(_))).count();
        assert_eq!(faults, 2);
    }

    #[test]
    fn more_dead_sessions_than_fit_in_a_round_are_all_adopted() {
        let root = tempfile::tempdir().unwrap();
        let state = state(root.path());
        for number in 0..ROUND + 6 {
            dead(&state, &format!("aa{number:04}"));
        }
        assert_eq!(adopt_at_start(&state, &stopped_clock()).unwrap().len(), ROUND + 6);
        assert_eq!(report(&state).verdict(), Verdict::Verified);
    }

    #[test]
    fn a_start_reads_only_what_no_start_before_it_has_settled() {
        let root = tempfile::tempdir().unwrap();
        let state = state(root.path());
        let starts = |sessions: std::ops::Range<u64>| {
            for number in sessions {
                adopt_at_start(&state, &stopped_clock()).unwrap();
                open(&state, &format!("aa{number:04}")).close(end()).unwrap();
            }
        };
        let reach = || {
            let ledger = Ledger::lock(&state, stopped_clock()()).unwrap();
            ledger.tip().lines - walk(&ledger, Reach::Settled).unwrap().from
        };
        starts(0..150);
        assert!(reach() <= SETTLE_AFTER + 4, "{}", reach());
        // One that lives for long, and dies, is found behind many that ended.
        let old = dead(&state, "bbbbbb");
        let held = Tail::claim(&old).unwrap().unwrap();
        starts(150..300);
        assert!(reach() > 300);
        drop(held);
        let adopted = adopt_at_start(&state, &stopped_clock()).unwrap();
        assert_eq!(adopted.iter().map(|it| &it.path).collect::<Vec<_>>(), [&old]);
        assert!(reach() <= 4, "{}", reach());
        assert_eq!(report(&state).verdict(), Verdict::Verified);
    }

    #[test]
    fn what_a_start_has_given_up_can_still_be_adopted() {
        let root = tempfile::tempdir().unwrap();
        let state = state(root.path());
        let away = dead(&state, "aaaaaa");
        fs::rename(&away, away.with_extension("away")).unwrap();
        for number in 0..100 {
            open(&state, &format!("bb{number:04}")).close(end()).unwrap();
        }
        assert_eq!(adopt_at_start(&state, &stopped_clock()).unwrap().len(), 1);
        fs::rename(away.with_extension("away"), &away).unwrap();
        assert!(adopt_at_start(&state, &stopped_clock()).unwrap().is_empty());
        assert_eq!(adopt(&state, None, &stopped_clock()).unwrap().len(), 1);
        assert_eq!(report(&state).verdict(), Verdict::Verified);
    }

    #[test]
    fn nothing_is_adopted_on_the_word_of_a_line_that_was_changed() {
        let root = tempfile::tempdir().unwrap();
        let state = state(root.path());
        dead(&state, "aaaaaa");
        open(&state, "bbbbbb").close(end()).unwrap();
        let good = fs::read(state.ledger()).unwrap();
        let first = good.iter().position(|&byte| byte == b'\n').unwrap();
        for at in 0..=first {
            let mut bad = good.clone();
            bad[at] ^= 1 << (at % 8);
            fs::write(state.ledger(), &bad).unwrap();
            assert!(matches!(adopt(&state, None, &stopped_clock()), Err(AuditError::Ledger { .. })));
            assert_eq!(fs::read(state.ledger()).unwrap(), bad);
        }
    }

    #[test]
    fn a_session_is_adopted_with_the_key_that_it_began_with() {
        let root = tempfile::tempdir().unwrap();
        let state = state(root.path());
        dead(&state, "aaaaaa");
        rotate_key(&state, &stopped_clock()).unwrap();
        let after = head(&state).unwrap();
        dead(&state, "bbbbbb");
        rotate_key(&state, &stopped_clock()).unwrap();
        assert_eq!(adopt_at_start(&state, &stopped_clock()).unwrap().len(), 2);
        assert_eq!(verify(&state, &[], None, Some(after)).unwrap().verdict(), Verdict::Verified);
    }
}
