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
    let faults = report(&state).sessions.iter().filter(|it| matches!(it.outcome, Outcome::Fault(_))).count();
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
